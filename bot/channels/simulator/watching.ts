import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import { statement } from '../../../domain/work/sql.ts'
import type { Medium } from '../channel.ts'
import type { Log } from './channel.ts'

/** Something new that a phone shows. */
export interface News {
  readonly phone: string
  readonly channel: Medium
  readonly seq: number
}

export interface PhoneNews {
  /** Calls the listener from now on; resolves once nothing that comes later can be missed. Gives the way to stop. */
  watch(listener: (news: readonly News[]) => void): Promise<() => void>
  /** Looks at once instead of at the next interval. */
  lookSoon(): void
  close(): void
}

const INTERVAL_MS = 300
// A message may be sent after messages with a higher id (a retry, a burst): so many ids back are looked at again.
const LOOK_BACK = 2000

const recent = statement<News>(
  'simulator.recent',
  `with top as (select greatest((select max(id) from mailbox_item), (select max(id) from outbox_message)) - ${LOOK_BACK} as floor)
   select m.id::float8 as seq, c.address as phone, c.channel::text as channel
   from (select id, contact_id from mailbox_item where kind = 'message' and id > (select floor from top)
         union all
         select id, contact_id from outbox_message
         where status in ('sent', 'delivered', 'read') and id > (select floor from top)) m
   join contact c on c.id = m.contact_id
   where c.adapter = 'simulator'
   order by m.id`,
)

/**
 * One query every 300 ms for the whole process, only while somebody looks. The database is asked rather than told: any
 * number of processes may write, and none has to know about the others.
 */
export function watchPhones({ pool, log }: { readonly pool: Pool; readonly log: Log }): PhoneNews {
  const listeners = new Set<(news: readonly News[]) => void>()
  let seen = new Set<number>()
  let begun: Promise<void> | undefined
  let hurry = new AbortController()

  async function look(): Promise<void> {
    const rows = await recent(pool, [])
    const news = rows.filter(({ seq }) => !seen.has(seq))
    seen = new Set(rows.map(({ seq }) => seq))
    if (news.length > 0) for (const listener of [...listeners]) listener(news)
  }

  async function keepLooking(): Promise<void> {
    while (listeners.size > 0) {
      hurry = new AbortController()
      await pause(INTERVAL_MS, undefined, { signal: hurry.signal }).catch(() => {})
      // Woken by the end of the program, which closes the pool next.
      if (listeners.size === 0) break
      await look().catch((error) => log.error({ err: error }, 'The simulator could not look for new messages.'))
    }
    begun = undefined
  }

  async function begin(): Promise<void> {
    seen = new Set((await recent(pool, [])).map(({ seq }) => seq))
    void keepLooking()
  }

  return {
    async watch(listener) {
      listeners.add(listener)
      begun ??= begin()
      try {
        await begun
      } catch (error) {
        begun = undefined
        listeners.delete(listener)
        throw error
      }
      return () => {
        listeners.delete(listener)
      }
    },
    lookSoon: () => hurry.abort(),
    close() {
      listeners.clear()
      hurry.abort()
    },
  }
}
