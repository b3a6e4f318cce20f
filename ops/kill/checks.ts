import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import { statement } from '../../domain/work/sql.ts'
import type { Accepted } from './load.ts'

// What must hold after any number of kills. Each check is the list of what breaks it, empty when all is well.

interface Found {
  readonly found: string
}

const QUIET_WITHIN_MS = 120_000
const LOOK_EVERY_MS = 100

const unfinished = statement<{ count: number }>(
  'kill.unfinished',
  `select (select count(*) from mailbox_item where handled_at is null and due_at <= now())
     + (select count(*) from outbox_message where status in ('queued', 'sending', 'unknown') and due_at <= now()) as count`,
)

/** Waits until nothing is due to be read or sent: what dead processes had claimed comes back after a minute. */
export async function quiet(pool: Pool): Promise<void> {
  const deadline = Date.now() + QUIET_WITHIN_MS
  // What is still there after that is told by the checks.
  while (((await unfinished(pool, []))[0]?.count ?? 0) > 0 && Date.now() < deadline) await pause(LOOK_EVERY_MS)
}

const forgetClaims = statement<{ id: number }>(
  'kill.forgetClaims',
  `update outbox_message set claimed_at = claimed_at - interval '1 minute' where status = 'sending' returning id`,
)

/** A minute passes for the sends that dead processes had claimed. Only while no process lives. */
export async function passTheMinute(pool: Pool): Promise<number> {
  return (await forgetClaims(pool, [])).length
}

const lost = statement<Found>(
  'kill.lost',
  `select given.id || ': ' || count(m.id) || ' times' as found from unnest($1::text[]) as given(id)
   left join mailbox_item m on m.provider_id = given.id group by given.id having count(m.id) <> 1`,
)
const unhandled = statement<Found>(
  'kill.unhandled',
  `select kind || ' ' || id || ' ' || payload::text || coalesce(' ' || failure, '') as found
   from mailbox_item where handled_at is null and due_at <= now()`,
)
const setAside = statement<Found>(
  'kill.setAside',
  `select kind || ' ' || id || ' ' || failure as found from mailbox_item where attempts >= 3`,
)
const unanswered = statement<Found>(
  'kill.unanswered',
  `select m.id || ' ' || m.payload::text as found from mailbox_item m
   join contact c on c.id = m.contact_id
   where m.kind = 'message' and m.handled_at is not null
     -- what a depot does by SMS is taken without a word
     and not (c.channel = 'sms' and m.reading ->> 'intent' = any (array['bid', 'confirm', 'status_preparing', 'status_out']))
     and not exists (select from outbox_message o where o.contact_id = m.contact_id and o.id > m.id)`,
)
// A turn marks what it read and writes what it says at one instant: words without their item were said by a turn that
// another one repeated.
const withoutCause = statement<Found>(
  'kill.withoutCause',
  `select o.id || ' ' || o.copy || ' ' || (o.content ->> 'text') as found from outbox_message o
   where o.author = 'bot' and not exists (
     select from mailbox_item m where m.contact_id = o.contact_id and m.handled_at = o.created_at)`,
)
const saidTwice = statement<Found>(
  'kill.saidTwice',
  `select (content ->> 'text') || ' (' || count(*) || ' times)' as found from outbox_message
   group by contact_id, content, created_at having count(*) > 1`,
)
// A probe is a message of its own that nobody else writes, and its answer says its number again.
const answeredTwice = statement<Found>(
  'kill.answeredTwice',
  `select probe || ': ' || string_agg(o.content ->> 'text', ' | ') as found from unnest($1::text[]) as probe
   join mailbox_item m on m.payload ->> 'text' = probe || ' 85000 30'
   join outbox_message o on o.contact_id = m.contact_id and o.content ->> 'text' ~ ('\\m' || probe || '\\M')
   group by probe having count(o.id) > 1`,
)
const unsent = statement<Found>(
  'kill.unsent',
  `select id || ' ' || status || coalesce(' ' || error_code, '') as found from outbox_message
   where status not in ('sent', 'delivered', 'read') and due_at <= now()`,
)
const chosenTwice = statement<Found>(
  'kill.chosenTwice',
  `select order_id::text as found from offer where status = 'chosen' group by order_id having count(*) > 1`,
)
const unbalanced = statement<Found>(
  'kill.unbalanced',
  `select transaction_id::text as found from ledger_entry group by transaction_id having sum(amount) <> 0
   union all select 'the ledger: ' || sum(amount) from ledger_entry having sum(amount) <> 0`,
)

export interface Check {
  readonly what: string
  readonly broken: readonly string[]
}

export async function checkAll(
  pool: Pool,
  given: { readonly accepted: readonly Accepted[]; readonly probes: readonly string[] },
): Promise<readonly Check[]> {
  const ids = given.accepted.map(({ id }) => id)
  const checks: readonly (readonly [string, Promise<readonly Found[]>])[] = [
    ['every message that was taken is there, once', lost(pool, [ids])],
    ['nothing due is left unread', unhandled(pool, [])],
    ['nothing was given up', setAside(pool, [])],
    ['every message got an answer', unanswered(pool, [])],
    ['no message got two answers', answeredTwice(pool, [given.probes])],
    ['nothing was said twice', saidTwice(pool, [])],
    ['nothing was said by a turn that did not end', withoutCause(pool, [])],
    ['everything that was said is sent', unsent(pool, [])],
    ['no order has two chosen offers', chosenTwice(pool, [])],
    ['every ledger transaction sums to zero', unbalanced(pool, [])],
  ]
  return Promise.all(checks.map(async ([what, found]) => ({ what, broken: (await found).map((one) => one.found) })))
}

const figures = statement<{ handled: number; said: number; orders: number; chosen: number; ledger: number }>(
  'kill.figures',
  `select (select count(*) from mailbox_item where handled_at is not null)::int as handled,
     (select count(*) from outbox_message)::int as said,
     (select count(*) from "order" where number is not null)::int as orders,
     (select count(*) from offer where status = 'chosen')::int as chosen,
     (select count(*) from ledger_transaction)::int as ledger`,
)

/** How much happened: a run in which nothing did proves nothing. */
export async function whatHappened(pool: Pool) {
  const [row] = await figures(pool, [])
  return row ?? { handled: 0, said: 0, orders: 0, chosen: 0, ledger: 0 }
}
