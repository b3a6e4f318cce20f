import type { AccountId, ContactId } from '../work/ids.ts'
import { type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

type ChannelKind = 'whatsapp' | 'sms'

// Whoever is known by a phone can be written to by SMS; on WhatsApp only who has written there first.
const makeSmsContacts = statement(
  'account.makeSmsContacts',
  `select sms_contact_of(c.id, c.adapter, $2) from contact c
   where c.account_id = $1 and c.channel = 'whatsapp' and ($3::uuid is null or c.id = $3)`,
)
const prefer = statement(
  'account.prefer',
  `update account a set preferred_channel = $2::"ChannelKind", preferred_by = $3, preferred_at = $4, leaning = 0
   where a.id = $1 and exists (select from contact c where c.account_id = a.id and c.channel = $2::"ChannelKind"
     and c.opted_out_at is null)
   returning a.id`,
)
const exists = statement('account.exists', 'select from account where id = $1')

/**
 * Where news of an account goes from now on, because its client or staff said so. What happens by itself later (learning,
 * a failed WhatsApp) does not undo it; an urgent message still goes by SMS when WhatsApp does not deliver it.
 * @param input.contactId of the client who asks for it
 */
export async function preferChannel(
  work: Work,
  input: { readonly accountId: AccountId; readonly channel: ChannelKind; readonly contactId: ContactId | null },
): Promise<{ readonly channel: ChannelKind } | Refused<'ACCOUNT_NOT_FOUND' | 'CHANNEL_UNKNOWN'>> {
  const { accountId, channel, contactId } = input
  if (channel === 'sms') await makeSmsContacts(work.sql, [accountId, work.now, contactId])
  const by = work.actor.kind === 'staff' ? 'staff' : 'client'
  const preferred = await prefer(work.sql, [accountId, channel, by, work.now])
  if (preferred.length > 0) return { channel }
  const isThere = (await exists(work.sql, [accountId])).length > 0
  return isThere ? refused('CHANNEL_UNKNOWN', { channel }) : refused('ACCOUNT_NOT_FOUND')
}
