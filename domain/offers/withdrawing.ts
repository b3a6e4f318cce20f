import { moveOrder, noteOnOrder } from '../orders/lifecycle.ts'
import { chosenOffer, isPlaced, lockOrder, openOffers, type PlacedOrder } from '../orders/locking.ts'
import { isLastWaveOpen, setSearchTimers } from '../orders/sourcing.ts'
import { hastenOrderTimer } from '../orders/timing.ts'
import type { OfferId, OrderId } from '../work/ids.ts'
import { isRefused, type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { lockForBid, type OfferRefusal, type SupplierActs } from './bidding.ts'
import { lapseOffer } from './lapsing.ts'

type OfOrder = SupplierActs & { readonly orderId: OrderId }

const answer = statement<{ offerId: OfferId | null }>(
  'offer.withdraw',
  `WITH withdrawn AS (
     UPDATE offer SET status = 'withdrawn' WHERE order_id = $1 AND supplier_id = $2 AND status = 'open' RETURNING id
   ), request AS (
     UPDATE offer_request SET status = 'declined', answered_at = $3 WHERE order_id = $1 AND supplier_id = $2
   )
   SELECT (SELECT id FROM withdrawn) AS "offerId"`,
)

/** Takes back the open offer, which is possible until it is chosen (product.md 2). The last one: back to waiting. */
export async function withdrawOffer(
  work: Work,
  input: OfOrder,
): Promise<{ number: number } | OfferRefusal | Refused<'OFFER_NOT_FOUND'>> {
  const locked = await lockForBid(work, input)
  if (isRefused(locked)) return locked
  const { order } = locked
  const own = order.offers.find((offer) => offer.supplierId === input.supplierId && offer.status === 'open')
  if (own === undefined) return refused('OFFER_NOT_FOUND')
  await takeBack(work, order, input)
  return { number: order.number }
}

/**
 * NON 1042. Counts for ranking, no penalty; an open offer goes with it. From the supplier that was chosen it means that
 * it gives up: the next best offer is proposed. A request that is over is declined without harm.
 */
export async function declineRequest(
  work: Work,
  input: OfOrder,
): Promise<{ number: number } | Refused<'REQUEST_NOT_FOUND' | 'ORDER_WRONG_STATUS'>> {
  const order = await lockOrder(work, input.orderId, input.supplierId)
  if (order === null || !isPlaced(order) || order.bidder === null) return refused('REQUEST_NOT_FOUND')
  if (chosenOffer(order)?.supplierId === input.supplierId) {
    if (order.status !== 'accepted' && order.status !== 'preparing') {
      return refused('ORDER_WRONG_STATUS', { status: order.status, number: order.number })
    }
    await lapseOffer(work, order, { why: 'the supplier gave up', tellSupplier: false })
  } else if (order.status === 'pending_offers' || order.status === 'offers_received') await takeBack(work, order, input)
  return { number: order.number }
}

async function takeBack(work: Work, order: PlacedOrder, input: OfOrder): Promise<void> {
  const [row] = await answer(work.sql, [order.orderId, input.supplierId, work.now])
  const hadOffer = row !== undefined && row.offerId !== null
  await noteOnOrder(work, order.orderId, hadOffer ? 'offer.withdrawn' : 'request.declined', null)
  const others = openOffers(order, work.now).filter((offer) => offer.supplierId !== input.supplierId)
  if (others.length > 0) return
  if (order.status === 'offers_received') {
    await moveOrder(work, {
      orderId: order.orderId,
      from: order.status,
      event: 'loseLastOffer',
      why: 'offer withdrawn',
    })
    await setSearchTimers(work, order.orderId)
  }
  // nobody is left to wait for: more suppliers are asked now rather than in some minutes
  if (!(await isLastWaveOpen(work, order))) await hastenOrderTimer(work, order.orderId, 'search.wave')
}
