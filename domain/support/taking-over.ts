import { type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'

// One voice at a time (conversations.md): exactly one of bot and person owns a conversation, by a lease in the database.

const claim = statement<{ heldUntil: Date }>(
  'conversation.takeOver',
  `update conversation set owner = 'staff', held_by = $2, held_until = $3, revision = revision + 1, updated_at = $4,
     hand_over_requested_at = null, hand_over_reason = null
   where contact_id = $1 and (owner = 'bot' or held_by = $2 or held_until < $4)
   returning held_until as "heldUntil"`,
)
const holderOf = statement<{ heldBy: string | null }>(
  'conversation.holder',
  `select held_by as "heldBy" from conversation where contact_id = $1`,
)
const giveBack = statement(
  'conversation.release',
  `update conversation set owner = 'bot', held_by = null, held_until = null, revision = revision + 1, updated_at = $3
   where contact_id = $1 and owner = 'staff' and ($2::text is null or held_by = $2) returning contact_id`,
)
const tellBot = statement(
  'conversation.tellReleased',
  `insert into mailbox_item (contact_id, kind, payload, due_at, created_at) values ($1, 'staff', '{"type": "staff.released"}', $2, $2)`,
)
const write = statement<{ id: number }>(
  'conversation.write',
  `with held as (
     update conversation set held_until = $4, updated_at = $5 where contact_id = $1 and owner = 'staff' and held_by = $2
     returning contact_id
   )
   insert into outbox_message (contact_id, content, copy, urgent, author, due_at, created_at)
   select contact_id, jsonb_build_object('text', $3::text), 'staff.wrote', true, $2, $5, $5 from held returning id`,
)
const sendHeld = statement<{ id: number }>(
  'conversation.sendHeld',
  `update outbox_message set status = 'queued', due_at = $3 where contact_id = $1 and id = $2 and status = 'held' returning id`,
)
const dropHeld = statement(
  'conversation.dropHeld',
  `update outbox_message set status = 'cancelled' where contact_id = $1 and status = 'held'`,
)
const overdue = statement<{ contactId: string }>(
  'conversation.overdue',
  `select contact_id as "contactId" from conversation where owner = 'staff' and held_until < $1`,
)

/**
 * A staff member takes a conversation: the bot is silent on it until it is given back.
 * @returns until when it is held without a word, or CONVERSATION_HELD by another (two people never answer the same one)
 */
export async function takeOver(
  work: Work,
  { contactId, staffId }: { contactId: string; staffId: string },
): Promise<{ readonly heldUntil: Date } | Refused<'CONVERSATION_HELD' | 'CONVERSATION_NOT_FOUND'>> {
  const until = minutesAfter(work.now, work.settings.handOverReturnMinutes)
  const [claimed] = await claim(work.sql, [contactId, staffId, until, work.now])
  if (claimed !== undefined) return claimed
  const [holder] = await holderOf(work.sql, [contactId])
  return holder === undefined
    ? refused('CONVERSATION_NOT_FOUND')
    : refused('CONVERSATION_HELD', { by: holder.heldBy ?? '' })
}

/** Writes to the contact in the name of the team; each word holds the conversation for another 20 minutes. */
export async function writeAsStaff(
  work: Work,
  { contactId, staffId, text }: { contactId: string; staffId: string; text: string },
): Promise<{ readonly messageId: number } | Refused<'CONVERSATION_NOT_HELD'>> {
  const until = minutesAfter(work.now, work.settings.handOverReturnMinutes)
  const [written] = await write(work.sql, [contactId, staffId, text, until, work.now])
  return written === undefined ? refused('CONVERSATION_NOT_HELD') : { messageId: written.id }
}

/** Sends one of the bot's notices that were held back while a person owns the conversation. */
export async function sendHeldNotice(
  work: Work,
  { contactId, messageId }: { contactId: string; messageId: number },
): Promise<{ readonly messageId: number } | Refused<'CONVERSATION_NOT_HELD'>> {
  const [sent] = await sendHeld(work.sql, [contactId, messageId, work.now])
  return sent === undefined ? refused('CONVERSATION_NOT_HELD') : { messageId }
}

/**
 * Gives a conversation back to the bot, which goes on where it was.
 * @param staffId null when nobody wrote for 20 minutes and the lease ended
 */
export async function releaseToBot(
  work: Work,
  { contactId, staffId }: { contactId: string; staffId: string | null },
): Promise<Record<string, never> | Refused<'CONVERSATION_NOT_HELD'>> {
  const [released] = await giveBack(work.sql, [contactId, staffId, work.now])
  if (released === undefined) return refused('CONVERSATION_NOT_HELD')
  await dropHeld(work.sql, [contactId])
  await tellBot(work.sql, [contactId, work.now])
  return {}
}

/** Conversations whose person has been silent for 20 minutes. */
export async function overdueConversations(work: Pick<Work, 'sql' | 'now'>): Promise<readonly string[]> {
  return (await overdue(work.sql, [work.now])).map(({ contactId }) => contactId)
}
