import type { Pool } from 'pg'
import { readSettings } from '../../domain/settings/reading.ts'
import { takeOver } from '../../domain/support/taking-over.ts'
import { inWork } from '../../domain/work/opening.ts'
import { asJsonb, statement } from '../../domain/work/sql.ts'
import type { InboundMessage, Medium } from '../channels/channel.ts'
import type { Clock } from '../clock.ts'

const findContact = statement<{ contactId: string }>(
  'contact.byIdentities',
  `select i.contact_id as "contactId" from jsonb_to_recordset($2::jsonb) as given(kind "IdentityKind", value text)
   join identity i on i.channel = $1::"ChannelKind" and i.kind = given.kind and i.value = given.value
   order by given.kind = 'phone' limit 1`,
)
const writeDown = statement<{ id: number }>(
  'outbox.writtenByHand',
  `insert into outbox_message (contact_id, content, copy, urgent, author, status, adapter, provider_id, due_at, created_at, sent_at)
   values ($1, jsonb_build_object('text', $2::text), 'staff.wrote', true, $3, 'sent', $4, $5, $6, $6, $6)
   on conflict (adapter, provider_id) do nothing returning id`,
)

/** Something a staff member wrote on the phone itself, past us. */
export interface WrittenByHand {
  readonly medium: Medium
  readonly adapter: string
  readonly identities: InboundMessage['identities']
  readonly providerId: string
  readonly text: string
  /** whose phone: shown as the holder of the conversation */
  readonly staffId: string
  readonly at: Date
}

/**
 * Writes it into the transcript and, when it is not long ago, takes the conversation over: the bot is silent in it until
 * the lease ends (conversations.md: one voice). A conversation that another person holds stays theirs. Told twice, it is
 * written once.
 */
export async function answerByPhone(
  { pool, clock }: { readonly pool: Pool; readonly clock: Clock },
  said: WrittenByHand,
): Promise<void> {
  const settings = await readSettings(pool)
  const now = clock.now()
  const actor = { kind: 'staff', id: said.staffId, role: 'phone' } as const
  const isOver = now.getTime() - said.at.getTime() > settings.handOverReturnMinutes * 60_000
  await inWork(pool, { now, actor, settings }, async (work) => {
    const [contact] = await findContact(work.sql, [said.medium, asJsonb(said.identities)])
    // Somebody who never wrote to us: there is no dialogue to be silent in.
    if (contact === undefined) return
    const { contactId } = contact
    const row = [contactId, said.text, said.staffId, said.adapter, said.providerId, now]
    const [written] = await writeDown(work.sql, row)
    if (written !== undefined && !isOver) await takeOver(work, { contactId, staffId: said.staffId })
  })
}
