import { asJsonb, statement } from '../../../domain/work/sql.ts'
import { gathering } from '../../gathering.ts'
import type { Sim, SmsgateOptions } from './options.ts'

/** The SIM that carries a message, the id it has at the gateway, and how long the SIM's rate makes it wait. */
export interface Taken {
  readonly sender: string
  readonly providerId: string
  readonly waitMs: number
}

interface Request {
  readonly messageId: string
  readonly segments: number
  /** the preferred first */
  readonly candidates: readonly Sim[]
}

const takeSims = statement<Taken & { place: number }>(
  'smsgate.take',
  'select place, sender, "providerId", "waitMs" from take_smsgate_sims($1::jsonb, $2, $3, $4, $5)',
)
const findTaken = statement<Pick<Taken, 'sender' | 'providerId'>>(
  'smsgate.find',
  'select sender, provider_id as "providerId" from smsgate_send where message_id = $1',
)
const releaseSim = statement(
  'smsgate.release',
  `with gone as (delete from smsgate_send where message_id = $1 returning sender, segments, created_at)
   update smsgate_sim s set sent = s.sent - gone.segments from gone
   where s.sender = gone.sender and s.day = (gone.created_at at time zone 'UTC')::date and s.sent >= gone.segments`,
)
const forgetOld = statement(
  'smsgate.forget',
  `delete from smsgate_send where created_at < $1::timestamptz - interval '7 days'`,
)

// Android asks its owner before an app sends more than 30 SMS a minute: with 20 a minute, never more than 25 in one.
const BURST_SHARE = 1 / 4

/** Which SIM sends what: counted in the database, so that all processes and restarts respect the limits of each. */
export function sharingSims({ pool, clock, perMinute, perDay }: SmsgateOptions) {
  const burst = Math.max(1, Math.floor(perMinute * BURST_SHARE))
  const take = gathering(
    async (requests: readonly Request[]) => {
      const rows = await takeSims(pool, [
        asJsonb(requests.map((request, place) => ({ place, ...request }))),
        clock.now(),
        perMinute,
        perDay,
        burst,
      ])
      const byPlace = new Map(rows.map((row) => [row.place, row]))
      return requests.map((_, place) => byPlace.get(place) ?? null)
    },
    { size: 64, flights: 1 },
  )
  return {
    /** null: every SIM has sent what it may today */
    take: (request: Request): Promise<Taken | null> => take(request),
    async find(messageId: string): Promise<Pick<Taken, 'sender' | 'providerId'> | undefined> {
      return (await findTaken(pool, [messageId]))[0]
    },
    /** the gateway did not take it: another SIM may, and this one has not sent it */
    async release(messageId: string): Promise<void> {
      await releaseSim(pool, [messageId])
    },
    async forget(): Promise<void> {
      await forgetOld(pool, [clock.now()])
    },
  }
}

export type Sims = ReturnType<typeof sharingSims>
