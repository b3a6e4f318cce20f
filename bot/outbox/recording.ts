import type { Pool } from 'pg'
import type { Sending } from '../../domain/costs/tariffs.ts'
import { statement } from '../../domain/work/sql.ts'
import type { SendResult } from '../channels/channel.ts'
import type { Clock } from '../clock.ts'
import { gathering } from '../gathering.ts'
import { NEWS_CATEGORY } from './asking-to-answer.ts'
import type { OutboxRow } from './row.ts'
import { applyEarly } from './statuses.ts'

interface Recorded {
  readonly id: number
  readonly status: 'sent' | 'queued' | 'waiting' | 'unknown' | 'failed'
  readonly adapter: string | null
  readonly sender: string | null
  readonly providerId: string | null
  readonly segments: number | null
  readonly price: string | null
  readonly priceUnit: string | null
  readonly priceSource: 'reported' | 'tariff' | null
  readonly errorCode: string | null
  readonly dueAt: Date | null
  readonly fallBackAt: Date | null
  /** it did not leave: this was no try */
  readonly isUntried: boolean
  readonly contactId: string
  readonly because: string | null
}

// Records what became of sends; gives those of which a status callback spoke before they had returned.
const recordSends = statement(
  'outbox.record',
  `with said as (
     select * from jsonb_to_recordset($1::jsonb) as r(id bigint, status "OutboxStatus", adapter text, sender text,
       "providerId" text, segments int, price numeric, "priceUnit" text, "priceSource" text, "errorCode" text, "dueAt" timestamptz,
       "fallBackAt" timestamptz, "isUntried" boolean, "contactId" uuid, because text)
   ), unreachable as (
     update contact c set
       opted_out_at = case when said.because = 'opted_out' then coalesce(c.opted_out_at, $2) else c.opted_out_at end,
       unreachable_at = case when said.because in ('unreachable', 'invalid_address') then $2 else c.unreachable_at end
     from said where c.id = said."contactId" and said.because is not null
   ), held_back as (
     insert into held_back (contact_id, adapter, sender, until)
     select distinct on ("contactId", adapter, sender) "contactId", adapter, coalesce(sender, ''), $2 + interval '24 hours'
     from said where because = 'held_back'
     on conflict (contact_id, adapter, sender) do update set until = excluded.until
   ), written as (
     update outbox_message m set status = said.status,
     -- what is tried again and again falls back two minutes after the first try
     fall_back_at = case when said.status = 'failed' then null
       when said.status = 'sent' then said."fallBackAt" else coalesce(m.fall_back_at, said."fallBackAt") end,
     adapter = coalesce(said.adapter, m.adapter), sender = coalesce(said.sender, m.sender),
     provider_id = coalesce(said."providerId", m.provider_id), segments = coalesce(said.segments, m.segments),
     price = coalesce(said.price, m.price), price_unit = coalesce(said."priceUnit", m.price_unit),
     price_source = coalesce(said."priceSource", m.price_source), error_code = said."errorCode",
     due_at = coalesce(said."dueAt", m.due_at), attempts = m.attempts - said."isUntried"::int,
     claimed_at = case when said."isUntried" then null else m.claimed_at end,
     sent_at = case when said.status = 'sent' then $2 else m.sent_at end
   from said where m.id = said.id and m.id = any($3::bigint[]) and m.status in ('sending', 'unknown')
   )
   select e.provider_id from early_status e join said on e.adapter = said.adapter and e.provider_id = said."providerId"`,
)

/** Records the outcomes of one moment in one statement. */
export function recorder(pool: Pool, clock: Clock): (outcome: Recorded) => Promise<boolean> {
  return gathering(
    async (outcomes: readonly Recorded[]) => {
      const early = await recordSends(pool, [JSON.stringify(outcomes), clock.now(), outcomes.map(({ id }) => id)])
      if (early.length > 0) await applyEarly(pool, clock.now())
      return outcomes.map(() => true)
    },
    { size: 64, flights: 2 },
  )
}

const MOST_ATTEMPTS = 8

const NOTHING: Omit<Recorded, 'id' | 'contactId' | 'status' | 'adapter' | 'sender'> = {
  providerId: null,
  segments: null,
  price: null,
  priceUnit: null,
  priceSource: null,
  errorCode: null,
  dueAt: null,
  fallBackAt: null,
  isUntried: false,
  because: null,
}

export interface LeftBy {
  readonly adapter: string
  readonly sender: string | null
}

/** What our own tariffs say of a message; null when they do not. */
export type PriceOf = (sending: Sending) => string | null

/** What a provider's answer makes of a message. */
export function outcomeOf(
  row: OutboxRow,
  by: LeftBy,
  result: SendResult,
  when: { readonly now: Date; readonly fallBackAfterMs: number | null },
  priceOf: PriceOf,
): Recorded {
  const { now, fallBackAfterMs } = when
  const fallBackAt = fallBackAfterMs === null ? null : new Date(now.getTime() + fallBackAfterMs)
  const base = { ...NOTHING, id: row.id, contactId: row.contactId, adapter: by.adapter, sender: by.sender, fallBackAt }
  switch (result.kind) {
    case 'sent':
      return {
        ...base,
        status: 'sent',
        providerId: result.providerId,
        segments: result.segments,
        ...chargeOf(row, by, result, now, priceOf),
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
            dueAt: new Date(now.getTime() + result.afterMs),
          }
    case 'unknown':
      return {
        ...base,
        status: 'unknown',
        errorCode: result.cause.slice(0, 80),
        dueAt: new Date(now.getTime() + Math.min(5_000 * 2 ** (row.attempts - 1), 300_000)),
      }
  }
}

/** What the provider takes, else what our tariffs say that it does. */
function chargeOf(
  { medium, to, template }: OutboxRow,
  { adapter }: LeftBy,
  { price, segments }: Extract<SendResult, { kind: 'sent' }>,
  at: Date,
  priceOf: PriceOf,
): Pick<Recorded, 'price' | 'priceUnit' | 'priceSource'> {
  if (price !== null) return { price: price.amount, priceUnit: price.unit, priceSource: 'reported' }
  const category = template === null ? null : NEWS_CATEGORY
  const francs = priceOf({ adapter, medium, to, segments, template: category, at })
  return francs === null ? NO_PRICE : { price: francs, priceUnit: 'XOF', priceSource: 'tariff' }
}
const NO_PRICE = { price: null, priceUnit: null, priceSource: null } as const

/** What routing makes of a message that does not leave now. */
export function outcomeUnsent(
  row: OutboxRow,
  become: {
    readonly status: 'queued' | 'waiting' | 'failed'
    readonly dueAt?: Date
    readonly errorCode: string | null
  },
): Recorded {
  const base = { ...NOTHING, id: row.id, contactId: row.contactId, adapter: null, sender: null }
  return { ...base, ...become, dueAt: become.dueAt ?? null, isUntried: become.status !== 'failed' }
}
