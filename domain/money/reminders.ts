import type { ContactId, Francs, OrderId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

// The log row is the claim: the unique index order_log_one_reminder lets one process write it.
const claimReminders = statement<{
  orderId: OrderId
  number: number
  contactId: ContactId
  hours: number
  left: number
}>(
  'payment.remind',
  `with unpaid as (
     select o.id, o.number, o.contact_id, o.amount_due,
       (select max(h) from unnest($2::int[]) as h where o.delivered_at + h * interval '1 hour' <= $1) as hours,
       (select max(l.why::int) from order_log l where l.order_id = o.id and l.event = 'payment.reminder') as reminded
     from "order" o where o.status = 'delivered'
   ), written as (
     insert into order_log (order_id, at, actor_kind, actor_id, event, why)
     select id, $1, $3, $4, 'payment.reminder', hours::text from unpaid
     where hours is not null and (reminded is null or reminded < hours)
     on conflict do nothing returning order_id
   )
   select u.id as "orderId", u.number, u.contact_id as "contactId", u.hours, (u.amount_due
     - coalesce((select sum(p.amount) from payment p where p.order_id = u.id and p.status = 'succeeded'), 0)
     + coalesce((select sum(r.amount) from refund r join payment p on p.id = r.payment_id where p.order_id = u.id), 0)
     )::int as left
   from written join unpaid u on u.id = written.order_id`,
)

/**
 * Reminds of what is delivered and unpaid: 1 h, 24 h and 72 h after the delivery, each once (product.md 3). After an
 * interruption only the latest of those that were missed is said.
 */
export async function remindUnpaid(work: Work): Promise<number> {
  const hours = work.settings.paymentReminderHours
  const reminders = await claimReminders(work.sql, [work.now, hours, work.actor.kind, work.actor.id])
  for (const reminder of reminders) tell(work, reminder)
  return reminders.length
}

function tell(
  work: Work,
  reminder: { orderId: OrderId; number: number; contactId: ContactId; hours: number; left: Francs },
): void {
  const { orderId, number, contactId, hours, left } = reminder
  work.emit({ to: contactId, event: { type: 'payment.reminder', orderId, number, amount: left, hours } })
}
