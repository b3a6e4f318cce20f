import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { refusalText } from '../../conversations/client/leads.ts'
import { isFirstSubmission } from '../../domain/pages/links.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { type AfterWork, inWork } from '../../domain/work/opening.ts'
import { isRefused, REFUSALS, type RefusalCode, type Refused } from '../../domain/work/refusals.ts'
import type { Clock } from '../clock.ts'
import type { Shelf } from '../knowledge.ts'
import { actionsOf } from './acting.ts'
import { nonceIn } from './forms.ts'
import { HEADERS } from './layout.ts'
import { type PageRead, readPage } from './reading.ts'
import { plainPage, showPage } from './show.ts'

export interface PageParts {
  readonly pool: Pool
  readonly clock: Clock
  readonly settings: () => Settings
  readonly shelf: () => Shelf
  readonly onCommitted: (after: AfterWork) => void
}

/** Many phones share one address of their operator; 128 bits are not guessed at any rate. */
const REQUESTS_A_MINUTE = 240
const BODY_LIMIT_BYTES = 16 * 1024

const querySchema = z.object({
  q: z.string().trim().max(60).optional().catch(undefined),
  shelf: z.string().max(80).optional().catch(undefined),
  refused: z.string().max(40).optional().catch(undefined),
})
const params = z.object({ token: z.string(), action: z.string().default('') })
const fieldsSchema = z.record(z.string(), z.string())

/** /c/TOKEN: one order on a page of our own, for those who may not or will not order in a chat (product.md 7). */
export function pageRoutes(app: FastifyInstance, parts: PageParts): void {
  app.register(async (pages) => {
    await pages.register(rateLimit, { max: REQUESTS_A_MINUTE, timeWindow: '1 minute' })
    pages.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_LIMIT_BYTES },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    pages.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const isBusy = error.statusCode === 429
      const isTheirs = error.statusCode !== undefined && error.statusCode < 500
      if (!isTheirs) request.log.error({ err: error }, 'a page failed')
      return send(reply, isTheirs ? (error.statusCode ?? 400) : 500, plainPage('fr', isBusy ? 'busy' : 'broken'))
    })
    pages.get('/c/:token', { logLevel: 'warn', schema: { hide: true } }, (request, reply) =>
      show(request, reply, parts),
    )
    pages.post('/c/:token/:action', { logLevel: 'warn', schema: { hide: true } }, (request, reply) =>
      submit(request, reply, parts),
    )
  })
}

function send(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply.code(status).headers(HEADERS).send(page)
}

async function show(request: FastifyRequest, reply: FastifyReply, parts: PageParts): Promise<FastifyReply> {
  const { token } = params.parse(request.params)
  const read = await readPage(parts.pool, token, parts.clock.now())
  if (read === null) return send(reply, 404, plainPage('fr', 'dead'))
  const { q = '', shelf = '', refused } = querySchema.parse(request.query)
  const notice = isRefusal(refused)
    ? refusalText(refused, {}, { channel: 'whatsapp', language: read.contact.language })
    : null
  const asked = { search: q === '' ? null : q, shelf: shelf === '' ? null : shelf, notice }
  const page = showPage(read, {
    token,
    asked,
    now: parts.clock.now(),
    settings: parts.settings(),
    shelf: parts.shelf(),
  })
  return send(reply, 200, page)
}

function isRefusal(code: string | undefined): code is RefusalCode {
  return code !== undefined && Object.hasOwn(REFUSALS, code)
}

/** Does what a form asks, once, and goes back to the page: reloading it sends nothing again. */
async function submit(request: FastifyRequest, reply: FastifyReply, parts: PageParts): Promise<FastifyReply> {
  const { token, action } = params.parse(request.params)
  const { pool, clock } = parts
  const read = await readPage(pool, token, clock.now())
  const act = actionsOf(parts.shelf().isRestricted).get(action)
  if (read === null || act === undefined) return send(reply, 404, plainPage('fr', 'dead'))
  const fields = fieldsSchema.safeParse(request.body)
  const nonce = fields.success ? nonceIn(token, fields.data.stamp ?? '') : null
  if (!fields.success || nonce === null || isFromElsewhere(request)) {
    return send(reply, 403, plainPage(read.contact.language, 'dead'))
  }
  if (!read.link.isAdult && action !== 'adult') return reply.redirect(`/c/${token}`, 303)
  const outcome = await once(parts, read, token, nonce, (work, page) => act(work, page, fields.data))
  const query = outcome !== null && isRefused(outcome) ? `?refused=${outcome.refused}` : ''
  return reply.redirect(`/c/${token}${query}`, 303)
}

/** Browsers say whether a form was sent from a page of ours. */
function isFromElsewhere({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

/** @returns null when this form was sent before */
async function once(
  { pool, clock, settings, onCommitted }: PageParts,
  { link, account }: PageRead,
  token: string,
  nonce: string,
  act: (work: Parameters<Parameters<typeof inWork>[2]>[0], page: PageRead) => Promise<object | Refused>,
): Promise<object | Refused | null> {
  if (account.status !== 'approved') return { refused: 'ACCOUNT_NOT_APPROVED', details: {} }
  const now = clock.now()
  const actor = { kind: 'client', id: link.accountId } as const
  const { outcome, after } = await inWork(pool, { now, actor, settings: settings() }, async (work) => {
    if (!(await isFirstSubmission(work, { linkId: link.linkId, nonce }))) return null
    // Read again behind the lock that the nonce is not: what the chat did meanwhile counts.
    const page = await readPage(work.sql, token, now)
    return page === null ? null : act(work, page)
  })
  onCommitted(after)
  return outcome
}
