import { reverseMoney } from '../money/reversing.ts'
import type { AccountId, ContactId, OrderId, ZoneId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'
import type { AskedAt } from './asking-cost.ts'
import { endSearch } from './closing-search.ts'
import { moveOrder } from './lifecycle.ts'
import type { OrderInHand, PlacedOrder } from './locking.ts'
import { distanceKm, rankSuppliers, type SupplierRecord } from './ranking-suppliers.ts'
import { setOrderTimers } from './timing.ts'

interface CandidateRow extends Omit<SupplierRecord, 'distanceKm'>, AskedAt {
  readonly zoneName: string
  readonly latitude: number
  readonly longitude: number
}
export type Candidate = CandidateRow & SupplierRecord

// A supplier is written to by SMS when it can be: most depots live on a feature phone.
const findCandidates = statement<CandidateRow>(
  'supplier.candidates',
  `SELECT a.id AS "supplierId", c.id AS "contactId", s.usual_delay_minutes AS "delayMinutes",
     a.rating_sum AS "ratingSum", a.rating_count AS "ratingCount", z.name AS "zoneName",
     coalesce(a.latitude, z.latitude) AS latitude, coalesce(a.longitude, z.longitude) AS longitude,
     c.channel, c.adapter, c.address, c.last_inbound_at AS "lastInboundAt",
     request.asked, request.answered, price.ratio AS "priceRatio"
   FROM (SELECT DISTINCT supplier_id FROM supplier_zone WHERE zone_id = ANY($1)) served
     JOIN supplier s ON s.account_id = served.supplier_id AND (s.paused_until IS NULL OR s.paused_until <= $3)
     JOIN account a ON a.id = s.account_id AND a.kind = 'supplier' AND a.status = 'approved'
     JOIN zone z ON z.id = a.zone_id
     JOIN LATERAL (
       SELECT id, channel, adapter, address, last_inbound_at FROM contact WHERE account_id = a.id AND opted_out_at IS NULL
       ORDER BY unreachable_at IS NOT NULL, channel = 'sms' DESC, last_inbound_at DESC NULLS LAST, created_at LIMIT 1
     ) c ON true
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS asked, (count(*) FILTER (WHERE answered_at IS NOT NULL AND status <> 'declined'))::int AS answered
       FROM (SELECT status, answered_at FROM offer_request WHERE supplier_id = a.id ORDER BY sent_at DESC LIMIT 20) recent
     ) request
     CROSS JOIN LATERAL (
       SELECT avg(goods_price / (ranking ->> 'referenceGoods')::float8)::float8 AS ratio
       FROM (SELECT goods_price, ranking FROM offer WHERE supplier_id = a.id ORDER BY made_at DESC LIMIT 20) recent
       WHERE (ranking ->> 'referenceGoods')::int > 0
     ) price
   WHERE NOT EXISTS (SELECT FROM offer_request q WHERE q.order_id = $2 AND q.supplier_id = a.id)`,
)

/** Suppliers that serve one of the zones and can be asked now, were not asked yet, best first. */
export async function candidatesFor(
  work: Work,
  order: OrderInHand,
  zoneIds: readonly ZoneId[],
): Promise<readonly Candidate[]> {
  const rows = await findCandidates(work.sql, [zoneIds, order.orderId, work.now])
  return rankSuppliers(rows.map((row) => ({ ...row, distanceKm: distanceKm(row, order.zone) })))
}

export function nearbyZones(order: OrderInHand): readonly ZoneId[] {
  return [order.zone.id, ...order.zone.adjacent]
}

const ask = statement<{ contactId: ContactId }>(
  'offerRequest.ask',
  `WITH wave AS (UPDATE "order" SET waves = $3 WHERE id = $1)
   INSERT INTO offer_request (order_id, supplier_id, contact_id, wave, sent_at)
   SELECT $1, asked."supplierId", asked."contactId", $3, $4
   FROM jsonb_to_recordset($2::jsonb) AS asked("supplierId" uuid, "contactId" uuid)
   ON CONFLICT (order_id, supplier_id) DO NOTHING
   RETURNING contact_id AS "contactId"`,
)

/** Asks suppliers for an offer, as the next wave. Gives how many were asked. */
export async function askSuppliers(
  work: Work,
  order: { readonly orderId: OrderId; readonly number: number; readonly waves: number },
  suppliers: readonly Pick<Candidate, 'supplierId' | 'contactId'>[],
): Promise<number> {
  if (suppliers.length === 0) return 0
  const asked = suppliers.map(({ supplierId, contactId }) => ({ supplierId, contactId }))
  const rows = await ask(work.sql, [order.orderId, JSON.stringify(asked), order.waves + 1, work.now])
  for (const { contactId } of rows) {
    work.emit({ to: contactId, event: { type: 'request.made', orderId: order.orderId, number: order.number } })
  }
  return rows.length
}

const findSilent = statement(
  'offerRequest.silent',
  `SELECT FROM offer_request WHERE order_id = $1 AND wave >= $2 AND status IN ('sent', 'offered') LIMIT 1`,
)

/** Whether a supplier may still answer. */
export async function isSomebodyAsked(work: Work, order: { readonly orderId: OrderId }): Promise<boolean> {
  return (await findSilent(work.sql, [order.orderId, 0])).length > 0
}

/** Whether one of those asked last may still answer: the others have had their time. */
export async function isLastWaveOpen(work: Work, order: Pick<PlacedOrder, 'orderId' | 'waves'>): Promise<boolean> {
  return (await findSilent(work.sql, [order.orderId, order.waves])).length > 0
}

/** A clear "nothing found": the order ends, the client and the suppliers still asked are told. */
export async function giveUpSearch(work: Work, order: PlacedOrder, why: string): Promise<void> {
  await moveOrder(work, { orderId: order.orderId, from: order.status, event: 'expire', why })
  await endSearch(work, order, 'expired')
  await setOrderTimers(work, order.orderId, { clear: 'all' })
  // A depot may have lapsed after it was paid: nothing of it is kept.
  await reverseMoney(work, { orderId: order.orderId, reason: 'nothing found' })
  work.emit({
    to: order.contactId,
    event: { type: 'order.nothingFound', orderId: order.orderId, number: order.number },
  })
}

const askAgain = statement<{ contactId: ContactId }>(
  'offerRequest.askAgain',
  `UPDATE offer_request SET status = 'sent', sent_at = $3, answered_at = NULL
   WHERE order_id = $1 AND status = 'closed' AND supplier_id <> $2 RETURNING contact_id AS "contactId"`,
)

/** The order lost its supplier and has no other offer: those asked before are asked again, but for that supplier. */
export async function restartSearch(work: Work, order: PlacedOrder, exceptSupplierId: AccountId): Promise<void> {
  const rows = await askAgain(work.sql, [order.orderId, exceptSupplierId, work.now])
  for (const { contactId } of rows) {
    work.emit({ to: contactId, event: { type: 'request.made', orderId: order.orderId, number: order.number } })
  }
  await setSearchTimers(work, order.orderId)
}

/** From now: more suppliers at 5 minutes, the client told at 30, staff at 120, given up at 180. */
export async function setSearchTimers(work: Work, orderId: OrderId): Promise<void> {
  const { secondWaveAfterMinutes, tellClientNoOfferMinutes, alertNoOfferMinutes, orderExpiresAfterMinutes } =
    work.settings
  const [firstNotice] = tellClientNoOfferMinutes
  await setOrderTimers(work, orderId, {
    set: {
      'search.wave': minutesAfter(work.now, secondWaveAfterMinutes),
      'search.alert': minutesAfter(work.now, alertNoOfferMinutes),
      'search.expire': minutesAfter(work.now, orderExpiresAfterMinutes),
      ...(firstNotice === undefined ? {} : { 'search.noOffer': minutesAfter(work.now, firstNotice) }),
    },
  })
}
