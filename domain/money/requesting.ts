import { mobileOfCoteDIvoire } from '../accounts/phones.ts'
import type { PaymentMethod } from '../work/events.ts'
import type { AccountId, Francs, OrderId, PaymentId } from '../work/ids.ts'
import { type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'
import { leftToPay, lockOrderMoney, type OrderMoney } from './owing.ts'

/** The name the client sees on the phone when the operator asks: named in every payment message (product.md 3). */
export const PAYEE = 'DISTRI-NIGHT'

export interface PaymentRequested {
  readonly number: number
  readonly amount: Francs
  readonly method: PaymentMethod
  readonly payee: string
  readonly payUrl: string | null
}

const readOpen = statement<{ id: PaymentId; method: PaymentMethod; createdAt: Date; phone: string | null }>(
  'payment.open',
  `select p.id, p.method, p.created_at as "createdAt",
     (select i.value from "order" o join identity i on i.contact_id = o.contact_id and i.kind = 'phone'
       where o.id = $1 limit 1) as phone
   from (select $1::uuid as order_id) q
   left join payment p on p.order_id = q.order_id and p.status in ('created', 'pending', 'unknown')`,
)
const giveUp = statement(
  'payment.giveUp',
  `update payment set status = case when method = 'cash' then 'cancelled' else 'expired' end::"PaymentStatus",
     failure = case when method = 'cash' then null else 'expired' end where id = $1`,
)
const insert = statement<{ id: PaymentId }>(
  'payment.create',
  `insert into payment (order_id, method, amount, reference, phone, created_at) values ($1, $2::"PaymentMethod", $3, $4, $5, $6)
   returning id`,
)

/**
 * Asks the client's operator for what is left to pay of an accepted order (product.md 3: due on delivery, may be paid
 * from acceptance on). The row is the request: the runtime calls the operator once it is committed. Cash waits for the
 * depot to say that it has it.
 * @param input.phone the wallet's number as written; null for the number the client writes from
 */
export async function requestPayment(
  work: Work,
  input: {
    readonly clientId: AccountId
    readonly orderId: OrderId
    readonly method: PaymentMethod
    readonly phone: string | null
  },
): Promise<
  | PaymentRequested
  | Refused<'ORDER_NOT_FOUND' | 'ORDER_WRONG_STATUS' | 'NOTHING_TO_PAY' | 'PAYMENT_PENDING' | 'PHONE_INVALID'>
> {
  const [order, [open]] = await Promise.all([lockOrderMoney(work, input.orderId), readOpen(work.sql, [input.orderId])])
  if (order === null || order.clientId !== input.clientId) return refused('ORDER_NOT_FOUND')
  if (order.status === 'cancelled' || order.status === 'expired') {
    return refused('ORDER_WRONG_STATUS', { status: order.status })
  }
  const amount = leftToPay(order)
  if (amount <= 0 || !isPayable(order)) return refused('NOTHING_TO_PAY')

  const phone = input.method === 'cash' ? null : mobileOfCoteDIvoire(input.phone ?? open?.phone ?? '')
  if (input.method !== 'cash' && phone === null) return refused('PHONE_INVALID')
  if (open?.id != null) {
    if (!mayReplace(work, open)) return refused('PAYMENT_PENDING', { method: open.method })
    await giveUp(work.sql, [open.id])
  }
  const reference = `DN-${order.number}-${order.payments + 1}`
  const [payment] = await insert(work.sql, [order.orderId, input.method, amount, reference, phone, work.now])
  if (payment !== undefined && input.method !== 'cash') work.emit({ to: 'payments', paymentId: payment.id })
  const payee = input.method === 'cash' ? (order.supplierName ?? PAYEE) : PAYEE
  return { number: order.number, amount, method: input.method, payee, payUrl: null }
}

function isPayable({ status, amountDue }: OrderMoney): boolean {
  return amountDue !== null && ['accepted', 'preparing', 'delivering', 'delivered'].includes(status)
}

/**
 * Cash that nobody has handed over can become something else. A wallet that has not answered for 30 minutes no longer
 * keeps the client from paying; should it still succeed, that money is paid back.
 */
function mayReplace(work: Work, open: { readonly method: PaymentMethod; readonly createdAt: Date }): boolean {
  return open.method === 'cash' || minutesAfter(open.createdAt, work.settings.paymentExpiresMinutes) <= work.now
}
