import type { ContactId, OrderId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

const takeQuestion = statement<{ contactId: ContactId; number: number }>(
  'rating.takeQuestion',
  `with taken as (
     update order_timer set done_at = $2 where order_id = $1 and kind = 'rating.ask' and done_at is null returning order_id
   )
   select o.contact_id as "contactId", o.number from taken join "order" o on o.id = taken.order_id
   where not exists (select from rating r where r.order_id = o.id and r.by = 'client')`,
)

/**
 * Asks the client for a rating, at most once per order (product.md 4): when the order is paid, or by its timer. A depot
 * is not asked by a message of its own, which costs an SMS: it reads how to rate in the answer to its delivery.
 */
export async function askRating(work: Work, orderId: OrderId): Promise<void> {
  const [asked] = await takeQuestion(work.sql, [orderId, work.now])
  if (asked === undefined) return
  work.emit({ to: asked.contactId, event: { type: 'rating.asked', orderId, number: asked.number } })
}
