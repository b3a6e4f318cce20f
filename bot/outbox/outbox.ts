import { oneAtATime } from '../keyed.ts'
import { claimNext, type OutboxRow, unclaim } from './row.ts'
import { openSending, type SendingParts } from './sending.ts'

export type OutboxParts = Omit<SendingParts, 'wake'>

/**
 * A send that was claimed this long ago and never recorded belonged to a process that died. A provider is given 10 s for
 * each, and a few may wait behind each other: sooner could say a thing twice, later leaves a bar waiting after a crash.
 */
export const ABANDONED_AFTER_MS = 60_000

/** Sends what conversations said, in order per contact, and keeps what became of it. */
export function openOutbox(parts: OutboxParts) {
  const sending = openSending({ ...parts, wake: (contactId) => wake(contactId) })
  /** per contact: the rows this process claimed with its commit, and whether others wait in the database */
  const waiting = new Map<string, { readonly mine: OutboxRow[]; isMore: boolean }>()
  const waitingFor = (contactId: string) => {
    const known = waiting.get(contactId) ?? { mine: [], isMore: false }
    waiting.set(contactId, known)
    return known
  }

  async function drain(contactId: string): Promise<void> {
    const here = waitingFor(contactId)
    try {
      for (;;) {
        const row = here.mine.shift() ?? (here.isMore ? await claimOne(contactId) : null)
        if (row === null) break
        if (!(await sending.send(row))) {
          await giveBack(here.mine.splice(0))
          break
        }
      }
    } catch (error) {
      here.mine.length = 0
      parts.log.error({ err: error, contactId }, 'the outbox of a contact stopped: the sweep will find it')
    }
    here.isMore = false
    if (here.mine.length === 0) waiting.delete(contactId)
  }

  async function claimOne(contactId: string): Promise<OutboxRow | null> {
    const now = parts.clock.now()
    const [row] = await claimNext(parts.pool, [contactId, now, new Date(now.getTime() - ABANDONED_AFTER_MS)])
    if (row === undefined || row.status === 'queued') return row ?? null
    // A send without an answer is looked up before it is repeated; a look-up without an answer is made again later.
    const by = { adapter: row.triedAdapter ?? row.adapter, sender: row.triedSender ?? row.sender }
    const before = await sending.lookUp(row, by)
    if (before === 'not_sent') return row
    return before === 'sent' ? claimOne(contactId) : null
  }

  /** What waits behind a message that could not go is claimed again later, behind it. */
  async function giveBack(rows: readonly OutboxRow[]): Promise<void> {
    if (rows.length > 0) await unclaim(parts.pool, [rows.map(({ id }) => id)])
  }

  const queue = oneAtATime(drain)
  function wake(contactId: string): void {
    waitingFor(contactId).isMore = true
    queue.wake(contactId)
  }
  return {
    /** Sends rows claimed by the commit that wrote them. */
    send(rows: readonly OutboxRow[]): void {
      for (const row of rows) waitingFor(row.contactId).mine.push(row)
      for (const contactId of new Set(rows.map((row) => row.contactId))) queue.wake(contactId)
    },
    /** Looks for what is due to a contact in the database. */
    wake,
    idle: queue.idle,
  }
}
