import { reverseMoney } from '../money/reversing.ts'
import { basicDeliveryFee, cratesIn } from '../orders/fees.ts'
import { moveOrder } from '../orders/lifecycle.ts'
import { chosenOffer, type OfferInHand, type PlacedOrder } from '../orders/locking.ts'
import { restartSearch } from '../orders/sourcing.ts'
import { LATE_TIMERS, setOrderTimers } from '../orders/timing.ts'
import { statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'
import { rankOffers } from './ranking.ts'

// The silent one lapses; offers that lost to it and are still valid can be chosen again. The lapsed go first: a data-
// changing WITH sees the rows as they were, and no offer is in both sets.
const write = statement(
  'offer.lapse',
  `WITH lapsed AS (
     UPDATE offer SET status = 'lapsed' WHERE id = $2
   ), reopened AS (
     UPDATE offer SET status = 'open', chosen_at = NULL, confirm_by = NULL
     WHERE order_id = $1 AND status = 'lost' AND valid_until > $3 RETURNING supplier_id
   ), silent AS (
     UPDATE offer_request SET status = 'declined', answered_at = $3
     WHERE order_id = $1 AND supplier_id = (SELECT supplier_id FROM offer WHERE id = $2)
   )
   UPDATE offer_request SET status = 'offered'
   WHERE order_id = $1 AND status = 'closed' AND supplier_id IN (SELECT supplier_id FROM reopened)`,
)

/**
 * The chosen supplier is out: it stayed silent for 10 minutes, gave up, or staff took the order from it. The next best
 * of the offers still valid is proposed to the client, or the search starts again (product.md 2).
 * The order is locked, and accepted or preparing.
 */
export async function lapseOffer(
  work: Work,
  order: PlacedOrder,
  how: { readonly why: string; readonly tellSupplier: boolean },
): Promise<void> {
  const lapsed = chosenOffer(order)
  if (lapsed === null) return
  const { orderId, number } = order
  await write(work.sql, [orderId, lapsed.offerId, work.now])
  const reopened = order.offers.filter((offer) => isStillGood(offer, work.now))
  await reverseMoney(work, { orderId, reason: how.why })
  await moveBack(work, order, reopened.length > 0, how.why)
  const ends = reopened.map((offer) => Date.parse(offer.validUntil))
  await setOrderTimers(work, orderId, {
    clear: ['offer.confirm', ...LATE_TIMERS],
    set: ends.length > 0 ? { 'offers.expire': new Date(Math.min(...ends)), 'search.expire': expiry(work) } : {},
  })
  if (how.tellSupplier) work.emit({ to: lapsed.contactId, event: { type: 'offer.lapsed', orderId, number } })
  const nextOfferId = rankOffers(reopened)[0]?.offerId ?? null
  work.emit({
    to: order.contactId,
    event: { type: 'offer.lapsed', orderId, number, supplier: lapsed.supplier, nextOfferId },
  })
  if (reopened.length === 0) await restartSearch(work, order, lapsed.supplierId)
}

function isStillGood(offer: OfferInHand, now: Date): boolean {
  return offer.status === 'lost' && new Date(offer.validUntil) > now
}

function expiry(work: Work): Date {
  return minutesAfter(work.now, work.settings.orderExpiresAfterMinutes)
}

async function moveBack(work: Work, order: PlacedOrder, hasOther: boolean, why: string): Promise<void> {
  const facts = {
    amountDue: null,
    goodsTotal: null,
    depositTotal: 0,
    promisedAt: null,
    deliveryFee: order.mode === 'pickup' ? 0 : basicDeliveryFee(order.zone, cratesIn(order.lines)),
  }
  const { orderId } = order
  if (order.status === 'accepted' && hasOther) {
    await moveOrder(work, { orderId, from: order.status, event: 'lapse', why, facts })
    return
  }
  const { status: from } = await moveOrder(work, {
    orderId,
    from: order.status,
    event: 'lapseWithoutOther',
    why,
    facts,
  })
  if (hasOther)
    await moveOrder(work, { orderId, from, event: 'receiveOffer', why: 'offers made before are valid again' })
}
