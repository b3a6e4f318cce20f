import type { ContactId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

const writeLanguage = statement('contact.setLanguage', 'update contact set language = $2 where id = $1')

/** The language a contact chose for itself. */
export async function setLanguage(
  work: Work,
  { contactId, language }: { readonly contactId: ContactId; readonly language: 'fr' | 'en' },
): Promise<Record<string, never>> {
  await writeLanguage(work.sql, [contactId, language])
  return {}
}

const writeOptOut = statement(
  'contact.optOut',
  'update contact set opted_out_at = coalesce(opted_out_at, $2) where id = $1',
)
const cancelWaiting = statement(
  'contact.cancelWaiting',
  `update outbox_message set status = 'cancelled', error_code = 'opted_out'
   where contact_id = $1 and status in ('queued', 'waiting', 'held')`,
)
const writeOptIn = statement('contact.optIn', 'update contact set opted_out_at = null where id = $1')

/** STOP: nothing more is sent to this contact, on this channel, from now on. Told twice, the first time counts. */
export async function optOut(
  work: Work,
  { contactId }: { readonly contactId: ContactId },
): Promise<Record<string, never>> {
  await writeOptOut(work.sql, [contactId, work.now])
  await cancelWaiting(work.sql, [contactId])
  return {}
}

/** START. */
export async function optIn(
  work: Work,
  { contactId }: { readonly contactId: ContactId },
): Promise<Record<string, never>> {
  await writeOptIn(work.sql, [contactId])
  return {}
}
