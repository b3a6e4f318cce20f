import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Content } from '../../conversations/effects.ts'
import { statement } from '../../domain/work/sql.ts'
import type { Channel, Medium, SendResult } from '../channels/channel.ts'
import type { Clock } from '../clock.ts'
import { gathering } from '../gathering.ts'
import { oneAtATime } from '../keyed.ts'
import { asMayBeSaid, type Policy } from './restricted.ts'

export interface OutboxRow {
  readonly id: number
  readonly contactId: string
  readonly medium: Medium
  readonly to: string
  readonly adapter: string
  readonly content: Content
  readonly language: 'fr' | 'en'
  readonly attempts: number
  readonly firstTriedAt: Date
}

export interface OutboxParts {
  readonly pool: Pool
  readonly clock: Clock
  readonly log: Logger
  readonly channels: ReadonlyMap<string, Channel>
  /** what may be said where */
  readonly policy: Policy
  readonly count: (what: SendResult['kind']) => void
}

/**
 * A send that was claimed this long ago and never recorded belonged to a process that died. A provider is given 10 s for
 * each, and a few may wait behind each other: sooner could say a thing twice, later leaves a bar waiting after a crash.
 */
export const ABANDONED_AFTER_MS = 60_000
const MOST_ATTEMPTS = 8

// The oldest message of the contact that is not finished, if it is due; a younger one never overtakes it.
const claimNext = statement<OutboxRow & { status: 'queued' | 'sending' | 'unknown' }>(
  'outbox.claim',
  `update outbox_message m set status = 'sending', claimed_at = $2, attempts = m.attempts + 1
   from (select o.id, o.status, o.claimed_at, o.created_at from outbox_message o
     where o.contact_id = $1 and o.status in ('queued', 'sending', 'unknown') order by o.id limit 1 for update) next,
     contact c
   where m.id = next.id and c.id = m.contact_id and m.due_at <= $2
     and (next.status <> 'sending' or next.claimed_at < $3)
   returning m.id, m.contact_id as "contactId", c.channel as medium, c.address as to, coalesce(m.adapter, c.adapter) as adapter,
     m.content, c.language, m.attempts, coalesce(next.claimed_at, $2) as "firstTriedAt", next.status`,
)

interface Recorded {
  readonly id: number
  readonly status: 'sent' | 'queued' | 'unknown' | 'failed' | 'cancelled'
  readonly adapter: string
  readonly providerId: string | null
  readonly segments: number | null
  readonly price: string | null
  readonly priceUnit: string | null
  readonly errorCode: string | null
  readonly dueAt: string | null
  readonly contactId: string
  readonly because: string | null
}

// Records what became of sends, and what a status callback said before its send had returned.
const recordSends = statement(
  'outbox.record',
  `with said as (
     select * from jsonb_to_recordset($1::jsonb) as r(id bigint, status "OutboxStatus", adapter text, "providerId" text,
       segments int, price numeric, "priceUnit" text, "errorCode" text, "dueAt" timestamptz, "contactId" uuid, because text)
   ), early as (
     delete from early_status e using said where e.adapter = said.adapter and e.provider_id = said."providerId"
     returning said.id, e.status
   ), unreachable as (
     update contact c set
       opted_out_at = case when said.because = 'opted_out' then coalesce(c.opted_out_at, $2) else c.opted_out_at end,
       unreachable_at = case when said.because in ('unreachable', 'invalid_address') then $2 else c.unreachable_at end
     from said where c.id = said."contactId" and said.because is not null
   )
   update outbox_message m set
     status = case when exists (select from early e where e.id = m.id and e.status = 'failed') then 'failed'
       when exists (select from early e where e.id = m.id and e.status = 'read') then 'read'
       when exists (select from early e where e.id = m.id and e.status = 'delivered') then 'delivered'
       else said.status end,
     adapter = said.adapter, provider_id = coalesce(said."providerId", m.provider_id), segments = coalesce(said.segments, m.segments),
     price = coalesce(said.price, m.price), price_unit = coalesce(said."priceUnit", m.price_unit), error_code = said."errorCode",
     due_at = coalesce(said."dueAt", m.due_at), sent_at = case when said.status = 'sent' then $2 else m.sent_at end
   from said where m.id = said.id and m.id = any($3::bigint[]) and m.status in ('sending', 'unknown')`,
)

const unclaim = statement(
  'outbox.unclaim',
  `update outbox_message set status = 'queued', claimed_at = null where id = any($1::bigint[]) and status = 'sending'`,
)

/** Sends what conversations said, in order per contact, and keeps what became of it. */
export function openOutbox(parts: OutboxParts) {
  const record = gathering(
    async (results: readonly Recorded[]) => {
      await recordSends(parts.pool, [JSON.stringify(results), parts.clock.now(), results.map(({ id }) => id)])
      return results.map(() => true)
    },
    { size: 64, flights: 2 },
  )
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
        if (!(await sendOne(row))) {
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
    if (row === undefined) return null
    if (row.status === 'queued') return row
    const before = await lookUp(row)
    if (before === 'not_sent') return row
    return before === 'sent' ? claimOne(contactId) : null
  }

  /** A send without an answer is looked up before it is repeated; a look-up without an answer is made again later. */
  async function lookUp(row: OutboxRow): Promise<'sent' | 'not_sent' | 'later'> {
    const channel = parts.channels.get(row.adapter)
    const found = (await channel?.lookUp(asOutgoing(row))) ?? { kind: 'not_sent' as const }
    if (found.kind === 'not_sent') return 'not_sent'
    await record(recordOf(row, found, parts.clock.now()))
    return found.kind === 'sent' || found.kind === 'refused' ? 'sent' : 'later'
  }

  /** @returns whether the next message may follow */
  async function sendOne(row: OutboxRow): Promise<boolean> {
    const channel = parts.channels.get(row.adapter)
    const result: SendResult =
      channel === undefined
        ? { kind: 'refused', because: 'configuration', errorCode: 'CHANNEL_OFF' }
        : await channel.send({ ...asOutgoing(row), ...asMayBeSaid(parts.policy, { ...asOutgoing(row), ...row }) })
    parts.count(result.kind)
    await record(recordOf(row, result, parts.clock.now()))
    return result.kind === 'sent' || result.kind === 'refused'
  }

  /** What waits behind a message that could not go is claimed again later, behind it. */
  async function giveBack(rows: readonly OutboxRow[]): Promise<void> {
    if (rows.length > 0) await unclaim(parts.pool, [rows.map(({ id }) => id)])
  }

  const queue = oneAtATime(drain)
  return {
    /** Sends rows claimed by the commit that wrote them. */
    send(rows: readonly OutboxRow[]): void {
      for (const row of rows) waitingFor(row.contactId).mine.push(row)
      for (const contactId of new Set(rows.map((row) => row.contactId))) queue.wake(contactId)
    },
    /** Looks for what is due to a contact in the database. */
    wake(contactId: string): void {
      waitingFor(contactId).isMore = true
      queue.wake(contactId)
    },
    idle: queue.idle,
  }
}

function asOutgoing(row: OutboxRow) {
  return {
    id: String(row.id),
    medium: row.medium,
    to: row.to,
    content: row.content,
    firstTriedAt: row.firstTriedAt,
    sender: null,
    template: null,
    attachment: null,
  }
}

function recordOf(row: OutboxRow, result: SendResult, now: Date): Recorded {
  const base = {
    id: row.id,
    contactId: row.contactId,
    adapter: row.adapter,
    providerId: null,
    segments: null,
    price: null,
    priceUnit: null,
    errorCode: null,
    dueAt: null,
    because: null,
  }
  switch (result.kind) {
    case 'sent':
      return {
        ...base,
        status: 'sent',
        providerId: result.providerId,
        segments: result.segments,
        price: result.price?.amount ?? null,
        priceUnit: result.price?.unit ?? null,
      }
    case 'refused':
      return { ...base, status: 'failed', errorCode: result.errorCode, because: result.because }
    case 'retry':
      return row.attempts >= MOST_ATTEMPTS
        ? { ...base, status: 'failed', errorCode: result.errorCode }
        : {
            ...base,
            status: 'queued',
            errorCode: result.errorCode,
            dueAt: new Date(now.getTime() + result.afterMs).toISOString(),
          }
    case 'unknown':
      return {
        ...base,
        status: 'unknown',
        errorCode: result.cause.slice(0, 80),
        dueAt: new Date(now.getTime() + Math.min(5_000 * 2 ** (row.attempts - 1), 300_000)).toISOString(),
      }
  }
}
