import type { Pool } from 'pg'
import { statement } from '../../domain/work/sql.ts'
import { ABANDONED_AFTER_MS } from '../outbox/outbox.ts'

const MOST_AT_ONCE = 500

const contactsToRead = statement<{ contactId: string }>(
  'mailbox.due',
  `select distinct contact_id as "contactId" from
     (select contact_id from mailbox_item where handled_at is null and due_at <= $1 order by due_at limit $2) due`,
)
const contactsToSend = statement<{ contactId: string }>(
  'outbox.due',
  `select distinct contact_id as "contactId" from
     (select contact_id from outbox_message
       where (status in ('queued', 'unknown') and due_at <= $1) or (status = 'sending' and claimed_at < $3)
       order by due_at limit $2) due`,
)
/** Contacts with something due in their mailbox: timers, and what a process that died left behind. */
export async function sweepMailboxes(pool: Pool, now: Date): Promise<readonly string[]> {
  return (await contactsToRead(pool, [now, MOST_AT_ONCE])).map(({ contactId }) => contactId)
}

/** Contacts with something due to be sent: retries, look-ups, and what a process that died had claimed. */
export async function sweepOutbox(pool: Pool, now: Date): Promise<readonly string[]> {
  return (await contactsToSend(pool, [now, MOST_AT_ONCE, new Date(now.getTime() - ABANDONED_AFTER_MS)])).map(
    ({ contactId }) => contactId,
  )
}
