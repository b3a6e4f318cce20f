import type { AccountId, OrderId } from '../work/ids.ts'
import { type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { postTransaction } from './ledger.ts'
import { leftToPay, lockOrderMoney, type OrderMoney } from './owing.ts'
import { bookPayment, type Received } from './receiving.ts'
import { squareUp } from './squaring.ts'
import { closeUnmatchedAlert, lockUnmatched, UNMATCHED, type UnmatchedRow } from './unmatched.ts'

// What finance does with money that nobody asked for: to an order, to a depot, or back. Each once; said twice it is
// answered as it was, and who comes second with something else is refused.

type Taken = Refused<'UNMATCHED_NOT_FOUND' | 'UNMATCHED_SETTLED'>

/** The money's row when it is still open; `same` says whether it was settled just so before. */
async function takeOpen(
  work: Work,
  id: string,
  same: (row: UnmatchedRow) => boolean,
): Promise<UnmatchedRow | 'before' | Taken> {
  const row = await lockUnmatched(work, id)
  if (row === null) return refused('UNMATCHED_NOT_FOUND')
  if (row.status === 'open') return row
  return same(row) ? 'before' : refused('UNMATCHED_SETTLED', { status: row.status })
}

const settle = statement(
  'unmatched.settle',
  `update unmatched_payment set status = $2::"UnmatchedStatus", payment_id = $3, supplier_id = $4, settled_by = $5,
     settled_at = $6, reason = $7 where id = $1`,
)

const insertPayment = statement<Received>(
  'unmatched.becomePayment',
  `insert into payment (order_id, method, amount, status, reference, provider_ref, receipt, created_at, settled_at)
   values ($1, $2::"PaymentMethod", $3, 'succeeded', $4, $5, nextval('receipt_seq'), $6, $6)
   returning id as "paymentId", reference, amount, method, receipt`,
)

/** It was for this order: it becomes a payment of it like any other, and what is too much goes back. */
export async function attachToOrder(
  work: Work,
  {
    unmatchedId,
    orderId,
    reason,
  }: { readonly unmatchedId: string; readonly orderId: OrderId; readonly reason: string },
): Promise<{ readonly changed: boolean } | Taken | Refused<'ORDER_NOT_FOUND' | 'NOTHING_TO_PAY'>> {
  const row = await takeOpen(work, unmatchedId, (settled) => settled.orderId === orderId)
  if (row === 'before') return { changed: false }
  if ('refused' in row) return row
  const order = await lockOrderMoney(work, orderId)
  if (order === null) return refused('ORDER_NOT_FOUND')
  if (leftToPay(order) <= 0) return refused('NOTHING_TO_PAY')
  const received = await becomePayment(work, row, order)
  await settle(work.sql, [row.id, 'attached', received.paymentId, null, work.actor.id, work.now, reason])
  await release(work, row, `money:${row.method}`)
  await bookPayment(work, order, received, `money:${row.method}`)
  const { number, contactId } = order
  const { amount, method, receipt } = received
  work.emit({ to: contactId, event: { type: 'payment.succeeded', orderId, number, amount, method, receipt } })
  await closeUnmatchedAlert(work, row)
  await squareUp(work, orderId)
  return { changed: true }
}

async function becomePayment(work: Work, row: UnmatchedRow, order: OrderMoney): Promise<Received> {
  const reference = `DN-${order.number}-${order.payments + 1}`
  const values = [order.orderId, row.method, row.amount, reference, row.providerRef, work.now]
  const [received] = await insertPayment(work.sql, values)
  if (received === undefined) throw new Error(`The payment of unmatched money ${row.number} was not written.`)
  return received
}

const findOpen = statement<{ id: string }>(
  'unmatched.findOpen',
  `select id from unmatched_payment where method = $1::"PaymentMethod" and provider_ref = $2 and status = 'open'`,
)

/**
 * The operator says under a reference of ours what it had said under nobody's: it is one movement of money, which leaves
 * the queue for the payment that it is.
 */
export async function recogniseStray(work: Work, received: Received, providerRef: string | null): Promise<void> {
  if (providerRef === null) return
  const [open] = await findOpen(work.sql, [received.method, providerRef])
  const row = open === undefined ? null : await lockUnmatched(work, open.id)
  if (row === null || row.status !== 'open' || row.amount !== received.amount) return
  const reason = 'l’opérateur a dit de quelle commande'
  await settle(work.sql, [row.id, 'attached', received.paymentId, null, row.method, work.now, reason])
  await release(work, row, `money:${row.method}`)
  await closeUnmatchedAlert(work, row)
}

const isSupplier = statement<{ id: AccountId }>(
  'account.isSupplier',
  `select id from account where id = $1 and kind = 'supplier'`,
)

/** A depot paid what it owes us (commissions of cash orders): its debt goes down by it. */
export async function attachToSupplier(
  work: Work,
  given: { readonly unmatchedId: string; readonly supplierId: AccountId; readonly reason: string },
): Promise<{ readonly changed: boolean } | Taken | Refused<'ACCOUNT_NOT_FOUND'>> {
  const { unmatchedId, supplierId, reason } = given
  const row = await takeOpen(work, unmatchedId, (settled) => settled.supplierId === supplierId)
  if (row === 'before') return { changed: false }
  if ('refused' in row) return row
  if ((await isSupplier(work.sql, [supplierId])).length === 0) return refused('ACCOUNT_NOT_FOUND')
  await settle(work.sql, [row.id, 'attached', null, supplierId, work.actor.id, work.now, reason])
  await release(work, row, `supplier:${supplierId}`)
  await closeUnmatchedAlert(work, row)
  return { changed: true }
}

/** Out of the queue, to whom it belongs. */
async function release(work: Work, { id, amount, reference }: UnmatchedRow, to: string): Promise<void> {
  await postTransaction(work, {
    cause: `unmatched.attached:${id}`,
    kind: 'unmatched.attached',
    orderId: null,
    memo: reference,
    entries: [
      { account: UNMATCHED, amount },
      { account: to, amount: -amount },
    ],
  })
}

const insertRefund = statement<{ id: string }>(
  'unmatched.refund',
  'insert into refund (unmatched_id, amount, reason, reference, requested_at) values ($1, $2, $3, $4, $5) returning id',
)

/** Nobody's: the operator sends it back to whom it came from. In the books it leaves when the operator says that it did. */
export async function sendUnmatchedBack(
  work: Work,
  { unmatchedId, reason }: { readonly unmatchedId: string; readonly reason: string },
): Promise<{ readonly changed: boolean } | Taken> {
  const row = await takeOpen(work, unmatchedId, ({ status }) => status === 'sent_back')
  if (row === 'before') return { changed: false }
  if ('refused' in row) return row
  const [refund] = await insertRefund(work.sql, [row.id, row.amount, reason, `RU-${row.number}`, work.now])
  await settle(work.sql, [row.id, 'sent_back', null, null, work.actor.id, work.now, reason])
  await closeUnmatchedAlert(work, row)
  if (refund !== undefined) work.emit({ to: 'refunds', refundId: refund.id })
  return { changed: true }
}
