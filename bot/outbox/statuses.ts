import type { Pool } from 'pg'
import { statement } from '../../domain/work/sql.ts'
import type { StatusUpdate } from '../channels/channel.ts'
import type { Clock } from '../clock.ts'
import { forgetHeldBack } from './held-back.ts'

// Callbacks come twice, late and out of order: a status only moves up. Delivered is above failed: what is on the phone
// was delivered, whatever was said of another try. One that is not ours yet (its send has not returned) is kept until it is.
const UP = `array['sent', 'failed', 'delivered', 'read']`
const applyStatuses = statement(
  'outbox.status',
  `with said as (
     select * from jsonb_to_recordset($1::jsonb) as r(adapter text, "providerId" text, status "OutboxStatus", "errorCode" text,
       segments int, price numeric, "priceUnit" text, "messageId" text, because text)
   ), best as (
     select distinct on (adapter, "providerId") * from said order by adapter, "providerId",
       array_position(${UP}, status::text) desc
   ), applied as (
     update outbox_message m set
       status = case when array_position(${UP}, best.status::text) > coalesce(array_position(${UP}, m.status::text), 0)
         then best.status else m.status end,
       delivered_at = case when best.status in ('delivered', 'read') then coalesce(m.delivered_at, $2) else m.delivered_at end,
       read_at = case when best.status = 'read' then coalesce(m.read_at, $2) else m.read_at end,
       error_code = case when best.status in ('delivered', 'read') or m.status in ('delivered', 'read') then null
         else coalesce(best."errorCode", m.error_code) end, segments = coalesce(best.segments, m.segments),
       -- what the provider takes is worth more than our tariff; more segments than were counted cost as much more
       price = case when best.price is null and m.price_source = 'tariff' and m.segments > 0 and best.segments > 0
         then round(m.price * best.segments / m.segments, 5) else coalesce(best.price, m.price) end,
       price_unit = coalesce(best."priceUnit", m.price_unit),
       price_source = case when best.price is null then m.price_source else 'reported' end,
       -- delivered: it need not go by SMS; failed: it need not wait to
       fall_back_at = case when m.fall_back_at is null or best.status in ('delivered', 'read') then null
         when best.status = 'failed' then least(m.fall_back_at, $2) else m.fall_back_at end
     from best where m.adapter = best.adapter and m.provider_id = best."providerId" and m.provider_id = any($3::text[])
     returning m.adapter, m.provider_id, m.id, m.status, m.contact_id, m.sender, m.template, best.because,
       m.status = 'failed' and old.status <> 'failed' as "isNewFailure"
   ), held_back as (
     insert into held_back (contact_id, adapter, sender, until)
     select distinct on (contact_id, adapter, sender) contact_id, adapter, coalesce(sender, ''), $2 + interval '24 hours'
     from applied where because = 'held_back' and "isNewFailure"
     on conflict (contact_id, adapter, sender) do update set until = excluded.until
   ), unasked as (
     -- The template that asked for an answer did not arrive: nobody will answer it.
     update contact c set news_waiting_at = null
     from applied where c.id = applied.contact_id and applied.template is not null and applied."isNewFailure"
   ), given_up as (
     update outbox_message w set status = 'failed', error_code = coalesce(applied.because, 'outside_window')
     from applied where w.contact_id = applied.contact_id and w.status = 'waiting' and applied.template is not null and applied."isNewFailure"
     returning w.contact_id, w.urgent
   ), called as (
     update conversation v set hand_over_requested_at = coalesce(v.hand_over_requested_at, $2),
       hand_over_reason = coalesce(v.hand_over_reason, 'outside_window')
     from given_up where v.contact_id = given_up.contact_id and given_up.urgent and v.owner = 'bot'
   ), unreachable as (
     update contact c set
       opted_out_at = case when applied.because = 'opted_out' then coalesce(c.opted_out_at, $2) else c.opted_out_at end,
       unreachable_at = case when applied.because in ('unreachable', 'invalid_address') then $2 else c.unreachable_at end
     from applied where c.id = applied.contact_id and applied.because in ('opted_out', 'unreachable', 'invalid_address')
   ), needless as (
      -- it reached the phone after all, before its SMS had left
      update outbox_message f set status = 'cancelled', error_code = 'delivered_meanwhile'
      from applied where f.fallback_of = applied.id and f.fallback_why in ('not_delivered', 'unreachable', 'held_back') and f.status = 'queued' and applied.status in ('delivered', 'read')
   )
   insert into early_status (adapter, provider_id, status, error_code, said, received_at, message_id)
   select best.adapter, best."providerId", best.status::text, best."errorCode", to_jsonb(best), $2,
     case when best."messageId" ~ '^[0-9]{1,18}$' then best."messageId"::bigint end
   from best
   where not exists (select from applied where applied.adapter = best.adapter and applied.provider_id = best."providerId")
   on conflict do nothing`,
)

/** Keeps what providers say became of our messages. */
export function statusKeeper(pool: Pool, clock: Clock) {
  return async (updates: readonly StatusUpdate[]): Promise<void> => {
    const rows = updates.map(({ price, ...update }) => ({
      ...update,
      price: price?.amount ?? null,
      priceUnit: price?.unit ?? null,
    }))
    await applyStatuses(pool, [JSON.stringify(rows), clock.now(), rows.map(({ providerId }) => providerId)])
  }
}

interface EarlyStatus {
  readonly adapter: string
  readonly providerId: string
  readonly status: string
  readonly said: unknown
}
const findEarly = statement<EarlyStatus>(
  'outbox.findEarly',
  `select e.adapter, e.provider_id as "providerId", e.status, coalesce(e.said, jsonb_build_object('adapter', e.adapter,
     'providerId', e.provider_id, 'status', e.status, 'errorCode', e.error_code)) as said
   from early_status e join outbox_message m on m.adapter = e.adapter and m.provider_id = e.provider_id
   where m.status not in ('sending', 'unknown')`,
)
const dropEarly = statement(
  'outbox.dropEarly',
  `delete from early_status e using jsonb_to_recordset($1::jsonb) as done(adapter text, "providerId" text, status text)
   where e.adapter = done.adapter and e.provider_id = done."providerId" and e.status = done.status`,
)

/** Applies what was said of sends before they were recorded, like any status. Twice changes nothing. */
export async function applyEarly(pool: Pool, now: Date): Promise<void> {
  const early = await findEarly(pool, [])
  if (early.length === 0) return
  const said = JSON.stringify(early.map((one) => one.said))
  await applyStatuses(pool, [said, now, early.map(({ providerId }) => providerId)])
  await dropEarly(pool, [
    JSON.stringify(early.map(({ adapter, providerId, status }) => ({ adapter, providerId, status }))),
  ])
}

const forgetEarly = statement(
  'outbox.forgetEarly',
  `delete from early_status where received_at < $1::timestamptz - interval '7 days'`,
)

/** A callback that crossed its own send on the way: both are there now. What never finds its message goes after 7 days. */
export async function settleEarlyStatuses(pool: Pool, now: Date): Promise<void> {
  await applyEarly(pool, now)
  await forgetEarly(pool, [now])
  await forgetHeldBack(pool, now)
}

const findSentAs = statement<{ providerId: string }>(
  'outbox.findSentAs',
  `select provider_id as "providerId" from early_status where adapter = $1 and message_id = $2::bigint
   order by received_at limit 1`,
)

/** Under which id a send that got no answer went out after all, as a callback has said that carries our own id. */
export function sentAs(pool: Pool, adapter: string) {
  return async (messageId: string): Promise<string | undefined> =>
    (await findSentAs(pool, [adapter, messageId]))[0]?.providerId
}

const findProviderId = statement<{ found: boolean }>(
  'outbox.findProviderId',
  'select exists (select from outbox_message where provider_id = $1) as found',
)

/** Whether a provider's id already belongs to a message of ours: a look-up must not take it for another. */
export function isProviderIdKnown(pool: Pool) {
  return async (providerId: string): Promise<boolean> => (await findProviderId(pool, [providerId]))[0]?.found ?? false
}
