import type { OrderId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

/** Three asked, and the winner told that it won, that it delivered and that it is paid: the six segments of an order. */
const MOST_ASKED = 3

const askedBySms = statement<{ asked: number }>(
  'offerRequest.askedBySms',
  `select count(*)::int as asked
   from offer_request q join contact c on c.id = q.contact_id and c.channel = 'sms' where q.order_id = $1`,
)

/** Whether so many silent depots were asked that an order's SMS are spent: what is worth least is not said by SMS any more. */
export async function isSmsSpent(work: Work, orderId: OrderId): Promise<boolean> {
  const [row] = await askedBySms(work.sql, [orderId])
  return (row?.asked ?? 0) > MOST_ASKED
}
