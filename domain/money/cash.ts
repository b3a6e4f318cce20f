import type { AccountId, Francs, OrderId, PaymentId } from '../work/ids.ts'
import { type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { leftToPay, lockOrderMoney, type OrderMoney } from './owing.ts'
import { bookPayment, succeed } from './receiving.ts'
import { squareUp } from './squaring.ts'

interface Waiting {
  readonly id: PaymentId
  readonly amount: Francs
}
const readWaiting = statement<Waiting>(
  'payment.waitingCash',
  `select id, amount from payment where order_id = $1 and method = 'cash' and status in ('created', 'pending')`,
)
// born cancelled, so that a wallet payment under way does not forbid it; it succeeds in the same work
const insertCash = statement<{ id: PaymentId; amount: number }>(
  'payment.createCash',
  `insert into payment (order_id, method, amount, status, reference, created_at) values ($1, 'cash', $2, 'cancelled', $3, $4)
   returning id, amount`,
)

/**
 * The depot says that its driver was paid in cash: what is left to pay counts as paid, and the depot owes that money to
 * DISTRI-NIGHT. The sale credits it with its share, so that what remains is the commission, taken from its next
 * payouts (product.md 3). Before the goods have left nobody can have paid a driver; a pick-up is paid while prepared.
 */
export async function cashReceived(
  work: Work,
  { supplierId, orderId }: { readonly supplierId: AccountId; readonly orderId: OrderId },
): Promise<
  /** isPaid: the order is over, which the depot is told by an event of its own */
  | { readonly number: number; readonly amount: Francs; readonly isPaid: boolean }
  | Refused<'ORDER_NOT_FOUND' | 'ORDER_WRONG_STATUS' | 'NOTHING_TO_PAY'>
> {
  const [order, [waiting]] = await Promise.all([lockOrderMoney(work, orderId), readWaiting(work.sql, [orderId])])
  if (order === null || order.supplierId !== supplierId) return refused('ORDER_NOT_FOUND')
  if (order.status === 'paid' || order.status === 'closed') return refused('NOTHING_TO_PAY')
  if (!['preparing', 'delivering', 'delivered'].includes(order.status)) {
    return refused('ORDER_WRONG_STATUS', { status: order.status })
  }
  const amount = leftToPay(order)
  if (amount <= 0) return refused('NOTHING_TO_PAY')
  await receiveCash(work, order, { supplierId, amount, waiting })
  return { number: order.number, amount, isPaid: order.status === 'delivered' }
}

interface Handed {
  readonly supplierId: AccountId
  readonly amount: Francs
  /** the payment that was waiting for it; a depot may be paid without one */
  readonly waiting: Waiting | undefined
}

async function receiveCash(work: Work, order: OrderMoney, { supplierId, amount, waiting }: Handed): Promise<void> {
  const { orderId, number, contactId } = order
  const reference = `DN-${number}-${order.payments + 1}`
  const payment = waiting ?? (await insertCash(work.sql, [orderId, amount, reference, work.now]))[0]
  const received = payment === undefined ? null : await succeed(work, payment, { providerRef: null, amount })
  if (received === null) return
  const { receipt } = received
  work.emit({ to: contactId, event: { type: 'payment.succeeded', orderId, number, amount, method: 'cash', receipt } })
  await Promise.all([bookPayment(work, order, received, `supplier:${supplierId}`), squareUp(work, orderId)])
}
