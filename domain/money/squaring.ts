import { closeAlerts } from '../alerts/alerting.ts'
import { isSmsSpent } from '../costs/sms-spent.ts'
import { moveOrder } from '../orders/lifecycle.ts'
import { askRating } from '../ratings/asking.ts'
import type { Francs, OrderId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { leftToPay, lockOrderMoney, type OrderMoney, splitOf } from './owing.ts'
import { startRefunds } from './refunds.ts'

/**
 * Compares what is due with what came, after either has changed: a delivered order that is covered becomes paid, and
 * what came too much goes back. Payments, corrections, deliveries and late successes all end here.
 */
export async function squareUp(work: Work, orderId: OrderId, reason = 'overpaid'): Promise<void> {
  const order = await lockOrderMoney(work, orderId)
  if (order === null) return
  const left = leftToPay(order)
  if (left < 0) await startRefunds(work, order, -left, reason)
  if (left <= 0 && order.status === 'delivered' && order.amountDue !== null) await becomePaid(work, order)
}

const dropUnsent = statement(
  'payment.dropUnsent',
  `update payment set status = 'cancelled' where order_id = $1 and (status = 'created' or (status = 'pending' and method = 'cash'))`,
)
const referencesOf = statement<{ reference: string }>(
  'payment.referencesOf',
  'select reference from payment where order_id = $1',
)

async function becomePaid(work: Work, order: OrderMoney): Promise<void> {
  const [references, smsSpent] = await Promise.all([
    referencesOf(work.sql, [order.orderId]),
    isSmsSpent(work, order.orderId),
    moveOrder(work, { orderId: order.orderId, from: order.status, event: 'pay' }),
    cancelUnsentPayments(work, order.orderId),
    askRating(work, order.orderId),
  ])
  await closeAlerts(
    work,
    ['payment.failed', 'payment.pending'],
    references.map(({ reference }) => reference),
  )
  if (order.supplierContactId !== null) {
    const { orderId, number, paidInCash } = order
    work.emit({
      to: order.supplierContactId,
      event: {
        type: 'order.paid',
        orderId,
        number,
        supplierReceives: supplierReceives(order),
        cash: paidInCash,
        isSmsSpent: smsSpent,
      },
    })
  }
}

function supplierReceives(order: OrderMoney): Francs {
  return splitOf(order).supplierTotal
}

/** What the operator has not been asked for yet is not asked any more. What it was asked for is followed to its end. */
export async function cancelUnsentPayments(work: Work, orderId: OrderId): Promise<void> {
  await dropUnsent(work.sql, [orderId])
}
