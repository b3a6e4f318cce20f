import { createHash, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { type Sql, statement } from '../domain/work/sql.ts'
import { sendProblem } from './problems.ts'
import { isAllowed, type Right, type Role } from './roles.ts'

/** Who calls: an API key with its role. */
export interface Caller {
  readonly id: string
  readonly name: string
  readonly role: Role
}

const findKey = statement<Caller & { id: string }>(
  'apiKey.find',
  `select id, name, role from api_key where hash = $1 and revoked_at is null`,
)
const addKey = statement<{ id: string }>(
  'apiKey.add',
  `insert into api_key (name, role, hash) values ($1, $2::"Role", $3) returning id`,
)

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')

/**
 * Makes an API key. Only its hash is kept: this is the one time the key is seen.
 * @returns its id, and the key: `dn_` and 43 letters
 */
export async function makeApiKey(
  sql: Sql,
  { name, role }: { readonly name: string; readonly role: Role },
): Promise<{ readonly id: string; readonly key: string }> {
  const key = `dn_${randomBytes(32).toString('base64url')}`
  const [row] = await addKey(sql, [name, role, hashOf(key)])
  return { id: row?.id ?? '', key }
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
  interface FastifyContextConfig {
    /** the right that the caller of this route needs */
    right?: Right
  }
}

/** Lets only callers in whose role has the right, before a byte of the body is read; OpenAPI shows the same right. */
export function guarded(pool: Pool, right: Right) {
  return {
    config: { right },
    async onRequest(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      const key = /^Bearer (dn_[\w-]{43})$/i.exec(request.headers.authorization ?? '')?.[1]
      const [caller] = key === undefined ? [] : await findKey(pool, [hashOf(key)])
      if (caller === undefined) {
        reply.header('www-authenticate', 'Bearer')
        await sendProblem(reply, 'UNAUTHENTICATED')
      } else if (isAllowed(caller.role, right)) request.caller = caller
      else await sendProblem(reply, 'FORBIDDEN', { detail: `The role ${caller.role} does not have ${right}.` })
    },
  }
}

/** The caller that `guarded` let in. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error(`The route ${request.url} does not check who calls.`)
  return request.caller
}
