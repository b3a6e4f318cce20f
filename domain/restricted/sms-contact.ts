import { mobileOfCoteDIvoire } from '../accounts/phones.ts'
import type { AccountId, ContactId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

interface Found {
  readonly phone: string | null
  readonly language: 'fr' | 'en'
  readonly displayName: string | null
  readonly smsContactId: ContactId | null
  readonly smsAccountId: AccountId | null
  readonly optedOut: boolean
}

// Its own number by SMS first, else any SMS contact of the same business.
const find = statement<Found>(
  'contact.findSms',
  `select phone.value as phone, c.language, c.display_name as "displayName", s.id as "smsContactId",
     s.account_id as "smsAccountId", s.opted_out_at is not null as "optedOut"
   from contact c
   left join lateral (select coalesce((select i.value from identity i where i.contact_id = c.id and i.kind = 'phone' limit 1),
     case when c.address like '+%' then c.address end) as value) phone on true
   left join lateral (
     select o.id, o.account_id, o.opted_out_at from contact o
     left join identity i on i.contact_id = o.id and i.channel = 'sms' and i.kind = 'phone' and i.value = phone.value
     where o.channel = 'sms' and (i.id is not null or (o.account_id = $2 and o.opted_out_at is null))
     order by i.id is null, o.created_at limit 1) s on true
   where c.id = $1`,
)
const join = statement('contact.joinAccount', 'update contact set account_id = $2 where id = $1 and account_id is null')
const make = statement<{ id: ContactId }>(
  'contact.makeSms',
  `with made as (
     insert into contact (account_id, channel, adapter, address, display_name, language, created_at)
     values ($1, 'sms', $2, $3, $4, $5, $6) returning id
   ), known as (
     insert into identity (contact_id, channel, kind, value) select id, 'sms', 'phone', $3 from made
   )
   select id from made`,
)

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
    if (found.smsAccountId === null) await join(work.sql, [found.smsContactId, input.accountId])
    return found.smsAccountId === null || found.smsAccountId === input.accountId ? found.smsContactId : null
  }
  const phone = mobileOfCoteDIvoire(found.phone ?? '')
  if (phone === null) return null
  const values = [input.accountId, input.adapter, phone, found.displayName, found.language, work.now]
  const [made] = await make(work.sql, values)
  return made?.id ?? null
}
