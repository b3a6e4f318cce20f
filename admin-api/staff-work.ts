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

/** What the audit says of an action, and whom it wakes. */
export interface StaffAction<Outcome> {
  /** noun.verb */
  readonly action: string
  /** what it was done to, e.g. account:ID */
  readonly subject: string | ((outcome: Outcome) => string)
  /** how the subject was: read in the same transaction, before the action */
  readonly before?: (work: Work) => Promise<unknown>
  /** what was asked or how the subject is; the body of the request when it is left out */
  readonly after?: (outcome: Outcome) => unknown
  /** contacts whose mailboxes got something beside the events emitted */
  readonly wake?: readonly string[]
}

/** Does a staff action and its audit row in one transaction. A refusal leaves no audit row. */
export async function staffAction<Outcome extends object>(
  parts: StaffWorkParts,
  request: FastifyRequest,
  what: StaffAction<Outcome>,
  act: (work: Work) => Promise<Outcome | Refused>,
): Promise<Outcome | Refused> {
  const caller = callerOf(request)
  const actor = { kind: 'staff', id: caller.id, role: caller.role } as const
  const by = { now: parts.now(), actor, settings: parts.settings() }
  const { outcome, after } = await inWork(parts.pool, by, async (work) => {
    const before = await what.before?.(work)
    const done = await act(work)
    if (!isRefused(done)) {
      const subject = typeof what.subject === 'string' ? what.subject : what.subject(done)
      const changed = what.after === undefined ? request.body : what.after(done)
      const row = [caller.name, caller.role, what.action, subject, json(before), json(changed), request.ip]
      await audit(work.sql, [work.now, ...row])
    }
    return done
  })
  parts.onCommitted({ ...after, wake: isRefused(outcome) ? after.wake : [...after.wake, ...(what.wake ?? [])] })
  return outcome
}

const json = (value: unknown): string | null => (value === undefined || value === null ? null : JSON.stringify(value))

/** 200 with the outcome, or the refusal as a problem. */
export function answer(reply: FastifyReply, outcome: object | Refused): FastifyReply {
  return isRefused(outcome) ? sendRefusal(reply, outcome) : reply.send(outcome)
}
