import type { Pool } from 'pg'
import type { Content } from '../../conversations/effects.ts'
import { asJsonb, statement } from '../../domain/work/sql.ts'
import { isSameWorld, type Way } from '../routing/route.ts'
import { type Network, smsWay, waysOn } from '../routing/ways.ts'

/** Why a WhatsApp message goes by SMS. */
export type WhyBySms = 'not_delivered' | 'unreachable' | 'outside_window' | 'no_sender' | 'held_back' | 'closed_goods'

const sayAgain = statement<{ contactId: string | null }>(
  'outbox.sayBySms',
  'select say_by_sms($1, $2, $3::jsonb, $4, $5) as "contactId"',
)

/**
 * Says a message again to the same person's phone by SMS, once, and takes the dialogue along, so that the answer there
 * goes on with the same question. Where the dialogue by SMS has gone on since, it stays there: the message is told without
 * its numbers, which would answer the other question, and that one is asked again behind it.
 * @returns the SMS contact, whose outbox is to be looked at; null when it was said there before, or cannot be
 */
export async function sayBySms(
  pool: Pool,
  message: { readonly id: number; readonly content: Content },
  { adapter, why, now }: { readonly adapter: string; readonly why: WhyBySms; readonly now: Date },
): Promise<string | null> {
  const content = asSms(message.content)
  const [row] = await sayAgain(pool, [message.id, adapter, asJsonb(content), why, now])
  return row?.contactId ?? null
}

/** The text in its SMS form, which was written with it; a person's own words as they are. */
export function asSms({ sms, ...content }: Content): Content {
  return sms ?? content
}

/** The sender for SMS to people of a WhatsApp adapter, when one works. */
export function smsWayFor(
  { adapter, to }: { readonly adapter: string; readonly to: string },
  network: Network,
  now: Date,
): Way | null {
  return smsWay(waysOn({ medium: 'sms', to, isUrgent: true }, network, now), (other) => isSameWorld(other, adapter))
}

const MOST_AT_ONCE = 100
/** What is older is no news any more: the program was down meanwhile, and the person has asked or given up. */
const STALE_MINUTES = 30

interface Undelivered {
  readonly id: number
  readonly content: Content
  readonly adapter: string
  readonly status: string
  readonly isStale: boolean
  readonly isHeldBack: boolean
}
const undelivered = statement<Undelivered>(
  'outbox.undelivered',
  `select id, content, coalesce(adapter, '') as adapter, status, fall_back_at < $1::timestamptz - $3::interval as "isStale",
     exists (select from held_back h where h.contact_id = m.contact_id and h.adapter = m.adapter and h.until > $1) as "isHeldBack"
   from outbox_message m where fall_back_at <= $1 and status <> 'sending' order by fall_back_at limit $2`,
)
const letBe = statement(
  'outbox.letBe',
  'update outbox_message set fall_back_at = null where id = any($1::bigint[]) and fall_back_at is not null',
)

/**
 * Urgent WhatsApp messages that no phone has confirmed two minutes after they were sent, or tried, go by SMS. Looks for
 * what is due; may run twice and anywhere, for each message is said again once (a unique key).
 */
export async function fallBackToSms(parts: {
  readonly pool: Pool
  readonly now: Date
  readonly network: Network
  readonly wake: (contactId: string) => void
  readonly count: (why: WhyBySms) => void
}): Promise<void> {
  const { pool, now, network } = parts
  const due = await undelivered(pool, [now, MOST_AT_ONCE, `${STALE_MINUTES} minutes`])
  const leave: number[] = []
  for (const { id, content, adapter, status, isStale, isHeldBack } of due) {
    const way = smsWayFor({ adapter, to: '' }, network, now)
    if (isStale) leave.push(id)
    // Without an SMS sender that works it is looked at again: until it is stale.
    else if (way !== null) {
      const why = status !== 'failed' ? 'not_delivered' : isHeldBack ? 'held_back' : 'unreachable'
      const contactId = await sayBySms(pool, { id, content }, { adapter: way.adapter, why, now })
      if (contactId !== null) {
        parts.wake(contactId)
        parts.count(why)
      }
    }
  }
  if (leave.length > 0) await letBe(pool, [leave])
}
