import type { OrderId } from '../work/ids.ts'
import type { Work } from '../work/work.ts'
import { lockOrderMoney } from './owing.ts'
import { startRefunds } from './refunds.ts'
import { cancelUnsentPayments } from './squaring.ts'

/**
 * Undoes the money of an order that is cancelled: payments not yet sent to the operator are dropped, all that was paid
 * goes back. Money that comes in later is refunded when it comes. May be called before or after the order has moved.
 */
export async function reverseMoney(
  work: Work,
  { orderId, reason }: { readonly orderId: OrderId; readonly reason: string },
): Promise<void> {
  const order = await lockOrderMoney(work, orderId)
  if (order === null) return
  await cancelUnsentPayments(work, orderId)
  const kept = order.paid - order.refunded
  if (kept > 0) await startRefunds(work, order, kept, reason)
}
