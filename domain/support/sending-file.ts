import { type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'

export interface StaffFile {
  readonly name: string
  readonly contentType: string
  readonly bytes: Buffer
  /** who sends it has looked: nothing in it names or prices restricted goods */
  readonly vouched: boolean
}

// Not urgent: nothing of a file can go by SMS, so it waits for the window where that is closed.
const send = statement<{ id: number }>(
  'conversation.sendFile',
  `with held as (
     update conversation set held_until = $8, updated_at = $9 where contact_id = $1 and owner = 'staff' and held_by = $2
     returning contact_id
   ), said as (
     insert into outbox_message (contact_id, content, copy, urgent, author, due_at, created_at)
     select contact_id, jsonb_build_object('text', $3::text, 'file',
         jsonb_build_object('name', $4::text, 'contentType', $5::text, 'vouched', $7::boolean)),
       'staff.sentFile', false, $2, $9, $9 from held returning id
   )
   insert into outbox_file (message_id, name, content_type, bytes) select id, $4, $5, $6 from said
   returning message_id as id`,
)

/** Sends a file, with words or without, in the name of the team; it holds the conversation like a word. */
export async function sendFileAsStaff(
  work: Work,
  { contactId, staffId, text, file }: { contactId: string; staffId: string; text: string; file: StaffFile },
): Promise<{ readonly messageId: number } | Refused<'CONVERSATION_NOT_HELD'>> {
  const until = minutesAfter(work.now, work.settings.handOverReturnMinutes)
  const { name, contentType, bytes, vouched } = file
  const [sent] = await send(work.sql, [contactId, staffId, text, name, contentType, bytes, vouched, until, work.now])
  return sent === undefined ? refused('CONVERSATION_NOT_HELD') : { messageId: sent.id }
}
