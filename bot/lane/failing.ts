import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { statement } from '../../domain/work/sql.ts'
import type { Clock } from '../clock.ts'
import type { Turn } from './turn.ts'

/** After this many failures an item is set aside, a person is asked for, and the conversation goes on. */
const MOST_ATTEMPTS = 3
/** What PostgreSQL says when another transaction was in the way: try again, nobody is at fault. */
const IN_THE_WAY = ['40001', '40P01', '55P03']

const postpone = statement(
  'mailbox.postpone',
  'update mailbox_item set attempts = attempts + 1, failure = $2, due_at = $3 where id = $1 and handled_at is null',
)
const setAside = statement(
  'mailbox.setAside',
  `with aside as (
     update mailbox_item set attempts = attempts + 1, failure = $2, handled_at = $3
     where id = $1 and handled_at is null returning contact_id
   ), asked as (
     -- Three failures: the place itself may be what cannot be played. No version begins again from what is in the database.
     update conversation c set hand_over_requested_at = coalesce(hand_over_requested_at, $3), hand_over_reason = 'failure',
       machine_version = 0
     from aside where c.contact_id = aside.contact_id
   )
   insert into outbox_message (contact_id, content, copy, urgent, due_at, created_at)
   select contact_id, $4, 'bot.failed', true, $3, $3 from aside`,
)

const APOLOGY = {
  fr: 'Désolé, un souci technique de notre côté. Une personne de l’équipe vous répond. Rien n’est perdu.',
  en: 'Sorry, something went wrong on our side. A person from the team will answer you. Nothing is lost.',
}

/**
 * Keeps what a turn failed on, to be tried again later; never loses it, never lets it block the conversation.
 * @returns whether to read again at once
 */
export async function recordFailure(
  parts: { readonly pool: Pool; readonly clock: Clock; readonly log: Logger },
  contactId: string,
  turn: Turn | null,
  error: unknown,
): Promise<boolean> {
  const item = turn?.current
  parts.log.error({ err: error, contactId, item: item?.id, kind: item?.kind }, 'a turn failed')
  // Without an item the database itself did not answer: the sweep comes back to it.
  if (item === undefined || item === null) return false
  const now = parts.clock.now()
  const words = error instanceof Error ? error.message.slice(0, 500) : 'unknown'
  try {
    if (item.attempts + 1 < MOST_ATTEMPTS) {
      await postpone(parts.pool, [item.id, words, new Date(now.getTime() + 1000 * 4 ** item.attempts)])
      return false
    }
    const text = APOLOGY[turn?.known.contact.language ?? 'fr']
    await setAside(parts.pool, [item.id, words, now, JSON.stringify({ text })])
    return true
  } catch (cause) {
    parts.log.error({ err: cause, contactId }, 'a failed turn could not be recorded: the sweep will find it')
    return false
  }
}

/** Whether PostgreSQL says that another transaction was in the way. */
export function isInTheWay(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && IN_THE_WAY.includes(error.code)
}
