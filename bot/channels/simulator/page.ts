import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { FastifyInstance, FastifyReply } from 'fastify'

const FOLDER = path.join(import.meta.dirname, 'page')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

// Nothing inline and nothing from elsewhere: what a message holds can never run.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The phones page at `/`, its files under `/simulator/page/`. Read once: there are a dozen of a few kilobytes. */
export function servePage(app: FastifyInstance): void {
  for (const name of readdirSync(FOLDER)) {
    const type = TYPES[path.extname(name)]
    if (type === undefined) continue
    const bytes = readFileSync(path.join(FOLDER, name))
    const file = { type, bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 16)}"` }
    const url = name === 'index.html' ? '/' : `/simulator/page/${name}`
    app.get(url, { logLevel: 'warn' }, async (request, reply) => give(reply, file, request.headers['if-none-match']))
  }
}

function give(
  reply: FastifyReply,
  { type, bytes, etag }: { type: string; bytes: Buffer; etag: string },
  known: string | undefined,
): FastifyReply {
  void reply.header('etag', etag).header('cache-control', 'no-cache').header('content-security-policy', POLICY)
  void reply.header('x-content-type-options', 'nosniff')
  return known === etag ? reply.code(304).send() : reply.type(type).send(bytes)
}
