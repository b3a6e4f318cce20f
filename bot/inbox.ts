import type { Pool } from 'pg'
import { asJsonb, statement } from '../domain/work/sql.ts'
import type { InboundBody, InboundMessage, Inbox } from './channels/channel.ts'
import type { Clock } from './clock.ts'
import { gathering } from './gathering.ts'
import { isInTheWay } from './lane/failing.ts'

const recordInbound = statement<{ place: number; contactId: string; isNew: boolean }>(
  'mailbox.record',
  `select m.place, r."contactId", r."isNew"
   from jsonb_to_recordset($1::jsonb) as m(place int, medium "ChannelKind", adapter text, address text, identities jsonb,
     "providerId" text, body jsonb, "dueAt" timestamptz, name text, sender text)
   cross join lateral record_inbound(m.medium, m.adapter, m.address, m.identities, m."providerId", m.body, m."dueAt", $2, m.name,
     m.sender) r`,
)

/** Where the inbox says that a contact has something to read: now, or when the burst is over. */
export interface Wakes {
  wakeAt(contactId: string, due: Date): void
}

/**
 * Records what came in, once, before the provider gets its answer.
 * @param burstPauseMs text that comes within this pause is read together; 0 reads each at once
 */
export function openInbox(parts: {
  readonly pool: Pool
  readonly clock: Clock
  readonly burstPauseMs: number
  readonly wakes: Wakes
  readonly reportStatus: Inbox['reportStatus']
  readonly reportHealth: Inbox['reportHealth']
}): Inbox {
  const record = gathering(
    async (messages: readonly InboundMessage[]) => {
      const now = parts.clock.now()
      const rows = messages.map((message, place) => ({
        place,
        ...message,
        dueAt: new Date(now.getTime() + pauseFor(message.body, parts.burstPauseMs)),
      }))
      // Everybody's locks in one order: two processes that meet the same people at once must not wait for each other.
      const sorted = rows.toSorted((a, b) =>
        a.address === b.address ? a.place - b.place : a.address < b.address ? -1 : 1,
      )
      const recorded = await unlessInTheWay(() => recordInbound(parts.pool, [asJsonb(sorted), now]))
      const byPlace = new Map(recorded.map((row) => [row.place, row]))
      return rows.map(({ place, dueAt }) => {
        const row = byPlace.get(place)
        return { dueAt, contactId: row?.contactId ?? '', isNew: row?.isNew ?? false }
      })
    },
    { size: 64, flights: 2 },
  )
  return {
    async receive(messages) {
      const recorded = await Promise.all(messages.map(record))
      for (const { contactId, isNew, dueAt } of recorded) if (isNew) parts.wakes.wakeAt(contactId, dueAt)
    },
    reportStatus: parts.reportStatus,
    reportHealth: parts.reportHealth,
  }
}

/** A provider does not post again what was answered with an error: a deadlock is tried again here. */
async function unlessInTheWay<Result>(act: () => Promise<Result>, triesLeft = 3): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    if (triesLeft === 0 || !isInTheWay(error)) throw error
    return unlessInTheWay(act, triesLeft - 1)
  }
}

/** A pressed button is a whole thought; only typed text may go on. */
function pauseFor(body: InboundBody, burstPauseMs: number): number {
  return body.kind === 'text' ? burstPauseMs : 0
}
