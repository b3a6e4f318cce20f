import type { Pool } from 'pg'
import { statement } from '../../domain/work/sql.ts'

// WhatsApp does not let everybody be written to first all the time (131049, 63049): what it holds back for a person is not
// tried again on that sender for 24 hours (providers.md 2.6). recording.ts and statuses.ts write who is.

export interface HeldBackBy {
  readonly adapter: string
  readonly sender: string
}

const read = statement<HeldBackBy>(
  'heldBack.read',
  'select adapter, sender from held_back where contact_id = $1 and until > $2',
)

/** The senders that may not write to this person first. Read only where a template is about to leave: seldom. */
export async function readHeldBack(pool: Pool, contactId: string, now: Date): Promise<readonly HeldBackBy[]> {
  return read(pool, [contactId, now])
}

const forget = statement('heldBack.forget', 'delete from held_back where until <= $1')

export async function forgetHeldBack(pool: Pool, now: Date): Promise<void> {
  await forget(pool, [now])
}
