import type { OrderStatus } from '../orders/views.ts'
import type { AccountId, ContactId, Francs, OrderId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { type Shares, supplierNet } from './commission.ts'

/** Where the money of one order stands, read under the order's lock. */
export interface OrderMoney {
  readonly orderId: OrderId
  readonly number: number
  readonly status: OrderStatus
  readonly clientId: AccountId
  readonly contactId: ContactId
  readonly supplierId: AccountId | null
  readonly supplierContactId: ContactId | null
  readonly supplierName: string | null
  /** goods + deposits + delivery fee, after corrections; null before a choice */
  readonly amountDue: Francs | null
  readonly goodsTotal: Francs | null
  readonly depositTotal: Francs
  readonly clientRate: number | null
  readonly supplierRate: number | null
  /** succeeded payments */
  readonly paid: Francs
  /** refunds asked for, sent, done, or failed and waiting for staff */
  readonly refunded: Francs
  /** how many payments there are, whatever became of them */
  readonly payments: number
  readonly paidInCash: boolean
}

const lockOrder = statement('order.lockMoney', 'select 1 from "order" where id = $1 for no key update')

// A statement of its own after the lock: one that waited inside the same statement would see the sums of before.
const readOrder = statement<OrderMoney>(
  'order.readMoney',
  `select o.id as "orderId", o.number, o.status, o.client_id as "clientId", o.contact_id as "contactId",
     f.supplier_id as "supplierId", f.contact_id as "supplierContactId", s.name as "supplierName",
     o.amount_due as "amountDue", o.goods_total as "goodsTotal", o.deposit_total as "depositTotal",
     o.client_rate as "clientRate", o.supplier_rate as "supplierRate", p.paid, p.payments, p."paidInCash",
     (select coalesce(sum(r.amount), 0)::int from refund r join payment q on q.id = r.payment_id where q.order_id = o.id)
       as refunded
   from "order" o
   left join offer f on f.order_id = o.id and f.status = 'chosen'
   left join account s on s.id = f.supplier_id
   cross join lateral (select coalesce(sum(amount) filter (where status = 'succeeded'), 0)::int as paid,
       count(*)::int as payments, coalesce(bool_or(method = 'cash' and status = 'succeeded'), false) as "paidInCash"
     from payment where order_id = o.id) p
   where o.id = $1 and o.number is not null`,
)

/** Locks the order until the end of the work, and reads its money. Null when there is no such placed order. */
export async function lockOrderMoney(work: Work, orderId: OrderId): Promise<OrderMoney | null> {
  // Sent together, done one after the other: one connection keeps their order.
  const [, [order]] = await Promise.all([lockOrder(work.sql, [orderId]), readOrder(work.sql, [orderId])])
  return order ?? null
}

/** What is still to pay; below zero when too much came. Zero before there is a price. */
export function leftToPay(order: OrderMoney): Francs {
  return owed(order) - order.paid + order.refunded
}

/** What the client owes for the order: nothing once it is cancelled or expired. */
function owed(order: OrderMoney): Francs {
  if (order.status === 'cancelled' || order.status === 'expired') return 0
  return order.amountDue ?? Math.max(order.paid - order.refunded, 0)
}

/** How the amount due is shared between the supplier and DISTRI-NIGHT. */
export interface Split extends Shares {
  /** net of the goods, the delivery fee and the deposits: all that the supplier gets */
  readonly supplierTotal: Francs
}

/** The split of what is due now (product.md 3). The delivery fee is what is due beyond goods and deposits. */
export function splitOf(order: OrderMoney): Split {
  const { goodsTotal, amountDue, clientRate, supplierRate } = order
  if (goodsTotal === null || amountDue === null || clientRate === null || supplierRate === null) {
    return { clientCommission: 0, supplierCommission: 0, supplierReceives: 0, supplierTotal: 0 }
  }
  const shares = supplierNet(goodsTotal, clientRate, supplierRate)
  const feeAndDeposits = amountDue - goodsTotal
  return { ...shares, supplierTotal: shares.supplierReceives + feeAndDeposits }
}
