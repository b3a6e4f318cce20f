import { mobileOfCoteDIvoire } from '../accounts/phones.ts'
import type { AccountId, ContactId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

interface Found {
  readonly phone: string | null
  readonly smsContactId: ContactId | null
  readonly smsAccountId: AccountId | null
  readonly optedOut: boolean
}

// Its own number by SMS first, else any SMS contact of the same business.
const find = statement<Found>(
  'contact.findSms',
  `select phone.value as phone, s.id as "smsContactId", s.account_id as "smsAccountId",
     s.opted_out_at is not null as "optedOut"
   from contact c
   left join lateral (select i.value from identity i where i.contact_id = c.id and i.kind = 'phone' limit 1) phone on true
   left join lateral (
     select o.id, o.account_id, o.opted_out_at from contact o
     left join identity i on i.contact_id = o.id and i.channel = 'sms' and i.kind = 'phone' and i.value = phone.value
     where o.channel = 'sms' and (i.id is not null or (o.account_id = $2 and o.opted_out_at is null))
     order by i.id is null, o.created_at limit 1) s on true
   where c.id = $1`,
)
const join = statement('contact.joinAccount', 'select join_account($1, $2)')
// The same as when an urgent message falls back to SMS: from then on the person is known on two channels.
const make = statement<{ id: ContactId | null }>('contact.makeSms', 'select sms_contact_of($1, $2, $3) as id')

/**
 * The SMS conversation of the same business: the same number by SMS, found or made. Null when there is none to be had: no
 * number is known, the number asked for no more SMS, or belongs to another business.
 * @param adapter what a new contact is written to by
 */
export async function smsContactOf(
  work: Work,
  input: { readonly contactId: ContactId; readonly accountId: AccountId; readonly adapter: string },
): Promise<ContactId | null> {
  const [found] = await find(work.sql, [input.contactId, input.accountId])
  if (found === undefined) return null
  if (found.smsContactId !== null) {
    if (found.optedOut) return null
    if (found.smsAccountId === null) await join(work.sql, [found.smsContactId, work.now])
    return found.smsAccountId === null || found.smsAccountId === input.accountId ? found.smsContactId : null
  }
  if (mobileOfCoteDIvoire(found.phone ?? '') === null) return null
  const [made] = await make(work.sql, [input.contactId, input.adapter, work.now])
  return made?.id ?? null
}
