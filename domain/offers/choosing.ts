import type { ClientActs } from '../orders/cart.ts'
import { moveOrder } from '../orders/lifecycle.ts'
import { lockOwnOrder, type OfferInHand, openOffers, type PlacedOrder } from '../orders/locking.ts'
import { SEARCH_TIMERS, setOrderTimers } from '../orders/timing.ts'
import type { SupplierEvent } from '../work/events.ts'
import type { ContactId, Francs, OfferId, OrderId } from '../work/ids.ts'
import { isRefused, type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'
import { whyLost } from './losing.ts'
import { DEFAULT_WEIGHTS, rankOffers } from './ranking.ts'

type ChoiceRefusal = Refused<
  | 'ORDER_NOT_FOUND'
  | 'ORDER_WRONG_STATUS'
  | 'ORDER_ALREADY_TAKEN'
  | 'OFFER_NOT_FOUND'
  | 'OFFER_TAKEN_BACK'
  | 'OFFER_EXPIRED'
>

// Winner, losers with the inputs of the ranking, requests: one statement. A partial unique index forbids a second winner.
const write = statement<{ contactId: ContactId }>(
  'offer.choose',
  `WITH judged AS (
     UPDATE offer f SET
       status = CASE WHEN f.id = $2 THEN 'chosen' WHEN f.valid_until <= $3 THEN 'expired' ELSE 'lost' END::"OfferStatus",
       chosen_at = CASE WHEN f.id = $2 THEN $3::timestamptz END, confirm_by = CASE WHEN f.id = $2 THEN $4::timestamptz END,
       ranking = coalesce(f.ranking, '{}') || coalesce($5::jsonb -> f.id::text, '{}')
     WHERE f.order_id = $1 AND f.status = 'open'
   )
   UPDATE offer_request SET status = 'closed' WHERE order_id = $1 AND status IN ('sent', 'offered')
   RETURNING contact_id AS "contactId"`,
)

/**
 * The client picks an offer. Exactly one wins whatever happens at the same instant: the order's row is locked first and
 * whoever comes second finds it taken. The others are told one reason, never who won (product.md 2).
 */
export async function chooseOffer(
  work: Work,
  input: ClientActs & { readonly orderId: OrderId; readonly offerId: OfferId },
): Promise<{ orderId: OrderId; number: number; supplier: string; total: Francs } | ChoiceRefusal> {
  const order = await lockOwnOrder(work, input)
  if (isRefused(order)) return order
  const offer = checkChoice(order, input.offerId, work.now)
  if (isRefused(offer)) return offer
  const total = offer.goodsPrice + offer.deliveryFee + offer.deposits
  const confirmBy = minutesAfter(work.now, work.settings.confirmationMinutes)
  const candidates = openOffers(order, work.now)
  const ranking = Object.fromEntries(
    rankOffers(candidates).map(({ offerId, rank, explanation }) => [
      offerId,
      { rank, of: candidates.length, weights: DEFAULT_WEIGHTS, ...explanation },
    ]),
  )
  const promisedAt = promisedTime(order, offer, work.now)
  const [closed] = await Promise.all([
    write(work.sql, [order.orderId, offer.offerId, work.now, confirmBy, JSON.stringify(ranking)]),
    moveOrder(work, {
      orderId: order.orderId,
      from: order.status,
      event: 'choose',
      why: `offer of ${offer.supplier}`,
      facts: {
        amountDue: total,
        goodsTotal: offer.goodsPrice,
        depositTotal: offer.deposits,
        deliveryFee: offer.deliveryFee,
        promisedAt,
      },
    }),
    setOrderTimers(work, order.orderId, {
      clear: SEARCH_TIMERS,
      set: {
        'offer.confirm': confirmBy,
        'late.promised': minutesAfter(promisedAt, work.settings.latePastPromiseMinutes),
        'late.stuck': minutesAfter(work.now, work.settings.stuckMinutes),
      },
    }),
  ])
  tellBidders(
    work,
    order,
    offer,
    closed.map((row) => row.contactId),
  )
  return { orderId: order.orderId, number: order.number, supplier: offer.supplier, total }
}

function checkChoice(order: PlacedOrder, offerId: OfferId, now: Date): OfferInHand | ChoiceRefusal {
  const offer = order.offers.find((candidate) => candidate.offerId === offerId)
  if (order.status === 'cancelled' || order.status === 'expired') {
    return refused('ORDER_WRONG_STATUS', { status: order.status, number: order.number })
  }
  if (order.status !== 'pending_offers' && order.status !== 'offers_received') {
    return refused('ORDER_ALREADY_TAKEN', { number: order.number })
  }
  if (offer === undefined) return refused('OFFER_NOT_FOUND')
  if (offer.status === 'withdrawn' || offer.status === 'lapsed') return refused('OFFER_TAKEN_BACK')
  const isOver = new Date(offer.validUntil) <= now
  return offer.status !== 'open' || isOver ? refused('OFFER_EXPIRED', { number: order.number }) : offer
}

/** When it will be there: the supplier's delay from now, or the later time the client asked for. */
function promisedTime(order: PlacedOrder, offer: OfferInHand, now: Date): Date {
  const soonest = minutesAfter(now, offer.delayMinutes)
  const wanted = order.wantedAt === null ? soonest : new Date(order.wantedAt)
  return new Date(Math.max(wanted.getTime(), soonest.getTime()))
}

function tellBidders(work: Work, order: PlacedOrder, winner: OfferInHand, closed: readonly ContactId[]): void {
  const { orderId, number } = order
  const cases = order.lines.reduce((sum, line) => sum + line.quantity, 0)
  const living = order.offers.filter((offer) => offer.status === 'open' && offer.offerId !== winner.offerId)
  const { confirmationMinutes } = work.settings
  work.emit({
    to: winner.contactId,
    event: { type: 'offer.chosen', orderId, number, confirmMinutes: confirmationMinutes },
  })
  for (const loser of living) {
    const event: SupplierEvent =
      new Date(loser.validUntil) > work.now
        ? { type: 'offer.lost', orderId, number, ...whyLost(loser, winner, cases, DEFAULT_WEIGHTS) }
        : { type: 'offer.expired', orderId, number }
    work.emit({ to: loser.contactId, event })
  }
  const told = new Set<ContactId>([winner, ...living].map((offer) => offer.contactId))
  for (const contactId of closed.filter((contact) => !told.has(contact))) {
    work.emit({ to: contactId, event: { type: 'request.closed', orderId, number, why: 'taken', offered: false } })
  }
}
