import type { Pool } from 'pg'
import { asJsonb, statement } from '../domain/work/sql.ts'
import type { IdentityChange, InboundBody, InboundMessage, Inbox } from './channels/channel.ts'
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

const changeIdentities = statement(
  'identity.change',
  `select change_identities(c.medium, c.adapter, c.address, c."from", c."to", $2)
   from jsonb_to_recordset($1::jsonb) as c(medium "ChannelKind", adapter text, address text, "from" jsonb, "to" jsonb)`,
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
  /** how long a voice note waits for its words; 0 where none is heard */
  readonly voicePatienceMs: number
  readonly wakes: Wakes
  /** a file came: its bytes are to be fetched */
  readonly onFile: () => void
  readonly reportStatus: Inbox['reportStatus']
  readonly reportHealth: Inbox['reportHealth']
}): Inbox {
  const record = gathering(
    async (messages: readonly InboundMessage[]) => {
      const now = parts.clock.now()
      const rows = messages.map((message, place) => {
        const dueAt = new Date(now.getTime() + pauseFor(message.body, parts))
        const body = message.body.kind === 'voice' && dueAt > now ? { ...message.body, heardBy: dueAt } : message.body
        return { place, ...message, body, dueAt }
      })
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
      if (messages.some(({ body }) => 'ref' in body)) parts.onFile()
    },
    reportStatus: parts.reportStatus,
    reportHealth: parts.reportHealth,
    async changeIdentities(changes: readonly IdentityChange[]) {
      if (changes.length === 0) return
      await unlessInTheWay(() => changeIdentities(parts.pool, [asJsonb(changes), parts.clock.now()]))
    },
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
function pauseFor(
  body: InboundBody,
  pauses: { readonly burstPauseMs: number; readonly voicePatienceMs: number },
): number {
  if (body.kind === 'voice') return pauses.voicePatienceMs
  return body.kind === 'text' ? pauses.burstPauseMs : 0
}
