import type { ContactId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import type { PlacedOrder } from './locking.ts'

const close = statement<{ contactId: ContactId; offered: boolean }>(
  'order.endSearch',
  `WITH over AS (UPDATE offer SET status = 'lost' WHERE order_id = $1 AND status = 'open')
   UPDATE offer_request SET status = 'closed' WHERE order_id = $1 AND status IN ('sent', 'offered')
   RETURNING contact_id AS "contactId", old.status = 'offered' AS offered`,
)

/** Nobody is asked any more: open offers are over, open requests close, and each depot is told why. */
export async function endSearch(work: Work, order: PlacedOrder, why: 'cancelled' | 'expired'): Promise<void> {
  for (const { contactId, offered } of await close(work.sql, [order.orderId])) {
    work.emit({
      to: contactId,
      event: { type: 'request.closed', orderId: order.orderId, number: order.number, why, offered },
    })
  }
}
