import type { Pool } from 'pg'
import { statement } from '../../../domain/work/sql.ts'
import type { Inbox, Medium } from '../channel.ts'
import { statusOf } from './delivering.ts'

const unreadOn = statement<{ seq: number }>(
  'simulator.unread',
  `select o.id::float8 as seq from identity i join outbox_message o on o.contact_id = i.contact_id
   where i.kind = 'phone' and i.value = $1 and i.channel::text = $2 and o.status in ('sent', 'delivered') and o.id <= $3
   order by o.id`,
)

/** The person looked at the phone: what it showed up to that seq is read. */
export async function markRead(
  looked: { readonly contact: string; readonly channel: Medium; readonly upTo: number },
  { pool, inbox }: { readonly pool: Pool; readonly inbox: Inbox },
): Promise<void> {
  const unread = await unreadOn(pool, [looked.contact, looked.channel, looked.upTo])
  if (unread.length > 0) await inbox.reportStatus(unread.map(({ seq }) => statusOf(`sim-${seq}`, 'read')))
}
