import type { Pool } from 'pg'
import { DEMO_PHONES, type SupplierHabit } from '../../../domain/demo/market.ts'
import { statement } from '../../../domain/work/sql.ts'
import type { Medium } from '../channel.ts'

/** A phone of the page. */
export interface Phone {
  readonly phone: string
  readonly channel: Medium
  readonly name: string | null
  /** null until it has registered */
  readonly role: 'client' | 'supplier' | null
  readonly zone: string | null
  /** how a demo depot bids and writes, for who plays the part */
  readonly habit: SupplierHabit | null
  readonly unread: number
  readonly lastSeq: number
}

// The demo phones, and the 40 others heard of last: a load test leaves thousands.
const knownPhones = statement<Omit<Phone, 'habit'>>(
  'simulator.phones',
  `select c.address as phone, c.channel::text as channel, coalesce(a.name, c.display_name) as name, a.kind::text as role,
     z.name as zone,
     (select count(*) from (select from outbox_message o
       where o.contact_id = c.id and o.status in ('sent', 'delivered') limit 99) u)::int as unread,
     greatest((select max(m.id) from mailbox_item m where m.contact_id = c.id and m.kind = 'message'),
       (select max(o.id) from outbox_message o where o.contact_id = c.id and o.status in ('sent', 'delivered', 'read')), 0)::float8 as "lastSeq"
   from (
     select id from contact where adapter = 'simulator' and address = any ($1)
     union
     (select k.id from contact k
      where k.adapter = 'simulator' and exists (select from mailbox_item m where m.contact_id = k.id and m.kind = 'message')
      order by coalesce(k.last_inbound_at, k.created_at) desc limit 40)
   ) w join contact c using (id) left join account a on a.id = c.account_id left join zone z on z.id = a.zone_id
   order by a.kind nulls first, c.created_at, c.id`,
)

/** The demo's phones first, in the order they are written down, then the others. */
export async function phonesOf(pool: Pool): Promise<Phone[]> {
  const rows = await knownPhones(pool, [DEMO_PHONES.map(({ phone }) => phone)])
  const place = ({ phone, channel }: { phone: string; channel: Medium }): number => {
    const found = DEMO_PHONES.findIndex((demo) => demo.phone === phone && demo.channel === channel)
    return found === -1 ? DEMO_PHONES.length : found
  }
  return rows
    .map((row) => ({ ...row, habit: DEMO_PHONES[place(row)]?.habit ?? null }))
    .sort((one, other) => place(one) - place(other))
}
