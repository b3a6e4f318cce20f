import type { Pool } from 'pg'
import { NEWS } from '../../conversations/copy/news.ts'
import { statement } from '../../domain/work/sql.ts'
import type { OutboxRow } from './row.ts'

// Outside the 24-hour window WhatsApp takes approved messages only: a neutral one says that there is news and asks for
// an answer, which opens the window for what waits.

/** The names under which the operator had them approved; a language without one is not used. */
export type NewsTemplates = { readonly [Language in 'fr' | 'en']: string | null }

/** The category under which they are to be approved (connecting-whatsapp-cloud.md): it decides what they cost. */
export const NEWS_CATEGORY = 'utility'

export function templateFor(language: 'fr' | 'en', { fr, en }: NewsTemplates) {
  if (language === 'en' && en !== null) return { name: en, language: 'en' as const }
  return fr === null ? null : { name: fr, language: 'fr' as const }
}

const ask = statement<{ id: number }>(
  'outbox.askToAnswer',
  `with parked as (update outbox_message set status = 'waiting', claimed_at = null, attempts = attempts - 1
     where id = $1 and status = 'sending' returning contact_id, author, order_id),
   asked as (update contact c set news_waiting_at = $2 from parked
     where c.id = parked.contact_id and c.news_waiting_at is null returning c.id, parked.order_id)
   insert into outbox_message (contact_id, content, copy, urgent, author, status, attempts, claimed_at, template, due_at, created_at, order_id)
   select id, jsonb_build_object('text', $3::text), 'routing.news', false, 'bot', 'sending', 1, $2, $4, $2, $2, order_id from asked
   returning id`,
)

/**
 * Lets a message wait for the window and writes the template that asks for the answer, claimed by this process.
 * @returns null when they were asked meanwhile
 */
export async function askToAnswer(
  pool: Pool,
  row: OutboxRow,
  template: { readonly name: string; readonly language: 'fr' | 'en' },
  now: Date,
): Promise<OutboxRow | null> {
  const text = NEWS[template.language]
  const [written] = await ask(pool, [row.id, now, text, template.name])
  if (written === undefined) return null
  return {
    ...row,
    id: written.id,
    content: { text },
    language: template.language,
    template: template.name,
    isUrgent: false,
    attempts: 1,
    firstTriedAt: now,
    isNewsWaiting: true,
  }
}

const giveUp = statement<{ isUrgent: boolean }>(
  'outbox.giveUpWaiting',
  `with given_up as (update contact set news_waiting_at = null where id = $1)
   update outbox_message set status = 'failed', error_code = 'outside_window' where contact_id = $1 and status = 'waiting'
   returning urgent as "isUrgent"`,
)

/** The template itself was refused: nobody will answer it, and staff see what was not said. Gives what is given up. */
export async function giveUpWaiting(pool: Pool, contactId: string): Promise<readonly { isUrgent: boolean }[]> {
  return giveUp(pool, [contactId])
}

const releaseAnswered = statement<{ contactId: string }>(
  'outbox.releaseAnswered',
  `update outbox_message m set status = 'queued', due_at = $1 from contact c
   where m.status = 'waiting' and c.id = m.contact_id and c.news_waiting_at is null returning c.id as "contactId"`,
)

/** Lets out what began to wait in the very moment of the answer. Gives whose outbox to look at. */
export async function releaseWhatIsAnswered(pool: Pool, now: Date): Promise<readonly string[]> {
  return (await releaseAnswered(pool, [now])).map(({ contactId }) => contactId)
}

const callPerson = statement(
  'outbox.callPerson',
  `update conversation set hand_over_requested_at = coalesce(hand_over_requested_at, $2),
     hand_over_reason = coalesce(hand_over_reason, 'outside_window')
   where contact_id = $1 and owner = 'bot'`,
)

/** Somebody of the team has to find another way to tell them. */
export async function callPersonFor(pool: Pool, contactId: string, now: Date): Promise<void> {
  await callPerson(pool, [contactId, now])
}
