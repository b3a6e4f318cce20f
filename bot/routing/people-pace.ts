import type { Pool } from 'pg'
import { statement } from '../../domain/work/sql.ts'
import type { Clock } from '../clock.ts'
import { type PersonPace, waitForPerson } from './person-pace.ts'

const lately = statement<{ at: Date }>(
  'pace.lately',
  `select claimed_at as at from outbox_message where contact_id = $1 and sent_at > $2 and claimed_at is not null
   order by id desc limit $3`,
)

/** A process that saw fewer than this part of the credit go need not ask what the others sent: four of them fit in it. */
const UNASKED_PART = 1 / 4
const MOST_PEOPLE_REMEMBERED = 20_000

/**
 * Keeps to a provider's limit for one person. Messages to one person leave one after the other whatever process sends
 * them, so what the outbox says left is exact; it is asked only about people who get unusually much.
 */
export function openPeoplePace(pool: Pool, clock: Clock) {
  const recent = new Map<string, number[]>()

  return {
    /** one more left for them */
    left(contactId: string): void {
      if (recent.size > MOST_PEOPLE_REMEMBERED) recent.clear()
      recent.set(contactId, [...(recent.get(contactId) ?? []).slice(-99), clock.now().getTime()])
    },
    /** @returns milliseconds until one more may leave for them, 0 when it may now */
    async wait(contactId: string, pace: PersonPace): Promise<number> {
      const now = clock.now()
      const since = new Date(now.getTime() - pace.everySeconds * pace.burst * 1000)
      const seen = (recent.get(contactId) ?? []).filter((time) => time > since.getTime()).length
      if (seen < pace.burst * UNASKED_PART) return 0
      const rows = await lately(pool, [contactId, since, pace.burst * 2])
      return waitForPerson(
        pace,
        rows.map(({ at }) => at),
        now,
      )
    },
  }
}

export type PeoplePace = ReturnType<typeof openPeoplePace>
