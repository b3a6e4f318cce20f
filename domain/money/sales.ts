import type { OrderId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { type Entry, postTransaction } from './ledger.ts'
import { lockOrderMoney, type OrderMoney, splitOf } from './owing.ts'
import { squareUp } from './squaring.ts'

/**
 * Books the sale when the goods are delivered: the client owes the amount due; the supplier is owed its net, the
 * delivery fee and the deposits; DISTRI-NIGHT has its two commissions (product.md 3). Once per order. An order that
 * was paid before its delivery becomes paid here, so call it after the order has moved to delivered.
 */
export async function recordSale(work: Work, { orderId }: { readonly orderId: OrderId }): Promise<void> {
  await bookSale(work, orderId, { isFirst: true })
}

/**
 * Books the difference after a correction of the lines, as a new movement, and gives back what was paid too much.
 * Nothing is booked for an order whose sale is not: its delivery will book the corrected amount.
 */
export async function adjustSale(work: Work, { orderId }: { readonly orderId: OrderId }): Promise<void> {
  await bookSale(work, orderId, { isFirst: false })
}

const readBooked = statement<{ account: string; amount: number; transactions: number }>(
  'ledger.saleOfOrder',
  `select e.account, sum(e.amount)::int as amount,
     (select count(*)::int from ledger_transaction where order_id = $1 and kind = 'sale') as transactions
   from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
   where t.order_id = $1 and t.kind = 'sale' group by e.account`,
)

async function bookSale(work: Work, orderId: OrderId, { isFirst }: { readonly isFirst: boolean }): Promise<void> {
  const [order, booked] = await Promise.all([lockOrderMoney(work, orderId), readBooked(work.sql, [orderId])])
  if (order === null) return
  const transactions = booked[0]?.transactions ?? 0
  if (isFirst !== transactions > 0) {
    const entries = differenceOf(saleEntries(order), booked)
    const cause = transactions === 0 ? `sale:${orderId}` : `sale:${orderId}:${transactions}`
    await Promise.all([
      entries.length > 0
        ? postTransaction(work, { cause, kind: 'sale', orderId, memo: `DN ${order.number}`, entries })
        : null,
      squareUp(work, orderId),
    ])
  } else await squareUp(work, orderId)
}

function saleEntries(order: OrderMoney): Entry[] {
  if (order.supplierId === null || order.amountDue === null) return []
  const split = splitOf(order)
  return [
    { account: `client:${order.clientId}`, amount: order.amountDue },
    { account: `supplier:${order.supplierId}`, amount: -split.supplierTotal },
    { account: 'revenue:client_commission', amount: -split.clientCommission },
    { account: 'revenue:supplier_commission', amount: -split.supplierCommission },
  ]
}

/** What has to be written so that the booked amounts become the wanted ones. */
export function differenceOf(wanted: readonly Entry[], booked: readonly Entry[]): Entry[] {
  const amounts = new Map<string, number>()
  for (const { account, amount } of wanted) amounts.set(account, (amounts.get(account) ?? 0) + amount)
  for (const { account, amount } of booked) amounts.set(account, (amounts.get(account) ?? 0) - amount)
  return [...amounts].map(([account, amount]) => ({ account, amount })).filter(({ amount }) => amount !== 0)
}
