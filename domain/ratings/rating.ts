import { moveOrder } from '../orders/lifecycle.ts'
import type { OrderStatus } from '../orders/views.ts'
import type { AccountId, OrderId } from '../work/ids.ts'
import { type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

/** Who rates: a client rates its supplier, a supplier its client. */
export type Rater = { readonly clientId: AccountId } | { readonly supplierId: AccountId }

interface RatedOrder {
  readonly number: number
  readonly status: OrderStatus
  readonly clientId: AccountId
  readonly supplierId: AccountId | null
  readonly ratings: number
}

const lockOrder = statement('order.lockForRating', 'select 1 from "order" where id = $1 for no key update')
const readOrder = statement<RatedOrder>(
  'order.readForRating',
  `select o.number, o.status, o.client_id as "clientId", f.supplier_id as "supplierId",
     (select count(*)::int from rating where order_id = o.id) as ratings
   from "order" o left join offer f on f.order_id = o.id and f.status = 'chosen'
   where o.id = $1 and o.number is not null`,
)
const rate = statement<{ id: string }>(
  'rating.give',
  `with given as (
     insert into rating (order_id, by, score, comment, at) values ($1, $2::"Side", $3, $4, $5)
     on conflict (order_id, by) do nothing returning id
   ), counted as (
     update account set rating_sum = rating_sum + $3, rating_count = rating_count + 1
     where id = $6 and exists (select from given)
   )
   select id from given`,
)

/**
 * Each side rates the other once, 1 to 5, after delivery (product.md 4). The rated account's mean follows. A paid order
 * that both have rated is over; one that waits for a rating is closed by its timer.
 */
export async function rateOrder(
  work: Work,
  input: Rater & { readonly orderId: OrderId; readonly score: number; readonly comment: string | null },
): Promise<
  { readonly number: number } | Refused<'ORDER_NOT_FOUND' | 'ORDER_WRONG_STATUS' | 'SCORE_INVALID' | 'ALREADY_RATED'>
> {
  const { orderId, score } = input
  if (!Number.isInteger(score) || score < 1 || score > 5) return refused('SCORE_INVALID')
  // Sent together, done one after the other: one connection keeps their order.
  const [, [order]] = await Promise.all([lockOrder(work.sql, [orderId]), readOrder(work.sql, [orderId])])
  if (order === undefined || !isOf(order, input)) return refused('ORDER_NOT_FOUND')
  if (!['delivered', 'paid', 'closed'].includes(order.status)) {
    return refused('ORDER_WRONG_STATUS', { status: order.status })
  }
  const [by, rated] = 'clientId' in input ? ['client', order.supplierId] : ['supplier', order.clientId]
  const comment = input.comment?.trim() || null
  const given = await rate(work.sql, [orderId, by, score, comment, work.now, rated])
  if (given.length === 0) return refused('ALREADY_RATED')
  if (order.status === 'paid' && order.ratings === 1) await moveOrder(work, { orderId, from: 'paid', event: 'close' })
  return { number: order.number }
}

function isOf(order: RatedOrder, rater: Rater): boolean {
  return 'clientId' in rater ? order.clientId === rater.clientId : order.supplierId === rater.supplierId
}
