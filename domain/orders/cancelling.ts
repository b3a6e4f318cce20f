import { closeAlerts } from '../alerts/alerting.ts'
import { reverseMoney } from '../money/reversing.ts'
import type { OrderId } from '../work/ids.ts'
import { isRefused, type Refused, refused } from '../work/refusals.ts'
import type { Work } from '../work/work.ts'
import type { ClientActs } from './cart.ts'
import { endSearch } from './closing-search.ts'
import { ORDER_ALERTS } from './late.ts'
import { moveOrder } from './lifecycle.ts'
import { chosenOffer, lockOwnOrder, type PlacedOrder } from './locking.ts'
import { setOrderTimers } from './timing.ts'

/**
 * The client cancels: free until accepted, after that with a reason, and once the goods are on the road only staff do
 * (product.md 2). What was paid goes back.
 */
export async function cancelOrder(
  work: Work,
  input: ClientActs & { readonly orderId: OrderId; readonly reason: string | null },
): Promise<
  | { number: number }
  | Refused<'ORDER_NOT_FOUND' | 'ORDER_WRONG_STATUS' | 'CANCEL_NEEDS_REASON' | 'CANCEL_ONLY_BY_STAFF'>
> {
  const order = await lockOwnOrder(work, input)
  if (isRefused(order)) return order
  const { number, status } = order
  const reason = input.reason?.trim() ?? ''
  if (status === 'delivering') return refused('CANCEL_ONLY_BY_STAFF', { number })
  if (!isCancellable(order)) return refused('ORDER_WRONG_STATUS', { status, number })
  if (chosenOffer(order) !== null && reason === '') return refused('CANCEL_NEEDS_REASON', { number })
  await endCancelled(work, order, 'client', reason === '' ? 'cancelled before acceptance' : reason)
  return { number }
}

/** Whether an order can be cancelled by anybody at all. */
export function isCancellable(order: PlacedOrder): boolean {
  return ['pending_offers', 'offers_received', 'accepted', 'preparing', 'delivering'].includes(order.status)
}

/** Ends an order as cancelled, tells all concerned but the one who did it, gives back what was paid. */
export async function endCancelled(work: Work, order: PlacedOrder, by: 'client' | 'staff', why: string): Promise<void> {
  const { orderId, number } = order
  await moveOrder(work, { orderId, from: order.status, event: 'cancel', why, facts: { cancelReason: why } })
  await endSearch(work, order, 'cancelled')
  await setOrderTimers(work, orderId, { clear: 'all' })
  await closeAlerts(work, ORDER_ALERTS, [orderId])
  const chosen = chosenOffer(order)
  if (chosen !== null) {
    await reverseMoney(work, { orderId, reason: why })
    work.emit({ to: chosen.contactId, event: { type: 'order.cancelled', orderId, number, by, why } })
  }
  if (by === 'staff') work.emit({ to: order.contactId, event: { type: 'order.cancelled', orderId, number, by, why } })
}
