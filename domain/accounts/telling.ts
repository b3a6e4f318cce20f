import type { AccountEvent } from '../work/events.ts'
import type { AccountId, ContactId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

const readContacts = statement<{ id: ContactId }>('account.contacts', 'select id from contact where account_id = $1')

/** Tells every contact of an account: by every channel (product.md 1). */
export async function tellAccount(work: Work, accountId: AccountId, event: AccountEvent): Promise<void> {
  const contacts = await readContacts(work.sql, [accountId])
  for (const { id } of contacts) work.emit({ to: id, event })
}
