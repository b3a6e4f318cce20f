import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import type { Settings } from '../domain/settings/settings.ts'
import { type AfterWork, inWork } from '../domain/work/opening.ts'
import { isRefused, type Refused } from '../domain/work/refusals.ts'
import { statement } from '../domain/work/sql.ts'
import type { Work } from '../domain/work/work.ts'
import { callerOf } from './keys.ts'
import { sendRefusal } from './problems.ts'

const audit = statement(
  'audit.write',
  `insert into audit_log (at, who, role, action, subject, before, after, "from") values ($1, $2, $3, $4, $5, $6, $7, $8)`,
)

export interface StaffWorkParts {
  readonly pool: Pool
  readonly now: () => Date
  readonly settings: () => Settings
  readonly onCommitted: (after: AfterWork) => void
}

/**
 * Does a staff action and its audit row in one transaction, and answers: 200 with the outcome, or the refusal.
 * @param action noun.verb, what the audit says
 * @param subject what it was done to, e.g. account:ID
 */
export async function staffAction<Outcome extends object>(
  parts: StaffWorkParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { action, subject }: { readonly action: string; readonly subject: string },
  act: (work: Work) => Promise<Outcome | Refused>,
): Promise<FastifyReply> {
  const caller = callerOf(request)
  const by = { now: parts.now(), actor: { kind: 'staff', id: caller.id, role: caller.role } as const, settings: parts.settings() }
  const { outcome, after } = await inWork(parts.pool, by, async (work) => {
    const done = await act(work)
    if (!isRefused(done)) {
      await audit(work.sql, [work.now, caller.name, caller.role, action, subject, null, JSON.stringify(request.body ?? null), request.ip])
    }
    return done
  })
  parts.onCommitted(after)
  return isRefused(outcome) ? sendRefusal(reply, outcome) : reply.send(outcome)
}
