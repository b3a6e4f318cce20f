import { moveOrder } from '../orders/lifecycle.ts'
import { openOffers, type PlacedOrder } from '../orders/locking.ts'
import { setSearchTimers } from '../orders/sourcing.ts'
import { setOrderTimers } from '../orders/timing.ts'
import type { ContactId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

const write = statement<{ contactId: ContactId }>(
  'offer.expire',
  `UPDATE offer SET status = 'expired' WHERE order_id = $1 AND status = 'open' AND valid_until <= $2
   RETURNING contact_id AS "contactId"`,
)

/**
 * Ends the offers whose 30 minutes are over and tells their suppliers, who may bid again. When none is left the order
 * waits for offers again (product.md 2). The order is locked.
 */
export async function expireOffers(work: Work, order: PlacedOrder): Promise<void> {
  const { orderId, number } = order
  if (order.status !== 'offers_received' && order.status !== 'pending_offers') return
  for (const { contactId } of await write(work.sql, [orderId, work.now])) {
    work.emit({ to: contactId, event: { type: 'offer.expired', orderId, number } })
  }
  const ends = openOffers(order, work.now).map((offer) => Date.parse(offer.validUntil))
  if (ends.length > 0) {
    await setOrderTimers(work, orderId, { set: { 'offers.expire': new Date(Math.min(...ends)) } })
    return
  }
  // the last valid one was withdrawn before this one ended
  if (order.status === 'pending_offers') return
  await moveOrder(work, { orderId, from: order.status, event: 'loseLastOffer', why: 'every offer has expired' })
  await setSearchTimers(work, orderId)
}
