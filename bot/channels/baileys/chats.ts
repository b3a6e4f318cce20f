import type { Pool } from 'pg'
import { asJsonb, statement } from '../../../domain/work/sql.ts'
import { type Jid, personIn } from './jids.ts'

// Who wrote to a session, and that a LID and a number are one person.

// The database's clock: which of a person's two names they used last is told by it.
const remember = statement(
  'baileys.rememberChat',
  `insert into baileys_chat (session_id, jid, phone, lid, received_at) values ($1, $2, $3, $4, clock_timestamp())
   on conflict (session_id, jid) do update set phone = coalesce(excluded.phone, baileys_chat.phone),
     lid = coalesce(excluded.lid, baileys_chat.lid), received_at = excluded.received_at`,
)
const join = statement<{ how: 'unknown' | 'one' | 'two_accounts' }>(
  'contact.joinIdentities',
  `select join_identities('whatsapp', $1::jsonb) as how`,
)
// A person may have written under a LID and under a number: each chat tells the other name, where it was known.
const find = statement<{ jid: string; session: string }>(
  'baileys.findChat',
  `with named as (
     select phone, lid from baileys_chat where session_id = any($1::text[]) and (jid = $2 or phone = $2 or lid = $3)
   )
   select jid, session_id as session from baileys_chat where session_id = any($1::text[])
     and (phone in (select phone from named) or lid in (select lid from named))
   order by received_at desc limit 1`,
)

export interface Names {
  readonly phone: string | null
  readonly lid: string | null
}

type Sql = Parameters<typeof find>[0]

/** The digits of an address that is a LID; no phone and no other address has any. */
function lidIn(address: string): string | null {
  const jid: Jid | undefined = personIn(address)
  return jid?.kind === 'lid' ? jid.value : null
}

/** Where an answer to this address goes: the session and the name under which they last wrote; undefined: they never did. */
export async function findChat(
  sql: Sql,
  sessions: readonly string[],
  address: string,
): Promise<{ readonly jid: string; readonly session: string } | undefined> {
  return (await find(sql, [[...sessions], address, lidIn(address)]))[0]
}

const IDENTITY_KINDS = { phone: 'phone', lid: 'lid' } as const

export function identitiesOf({ phone, lid }: Names) {
  return [
    ...(lid === null ? [] : [{ kind: IDENTITY_KINDS.lid, value: lid }]),
    ...(phone === null ? [] : [{ kind: IDENTITY_KINDS.phone, value: phone }]),
  ]
}

const MOST_REMEMBERED = 20_000

/** Keeps chats and joined names of one session; what this process knows already is not written again. */
export function keepingChats(pool: Pool, session: string, onTwoAccounts: (names: Names) => void) {
  /** by number and by LID: the chat they last wrote in, as it was written down */
  const lastOf = new Map<string, string>()
  const joined = new Set<string>()

  /** A number and a LID of one person: whatever was known of either is one contact from here on. */
  async function joinNames(names: Names): Promise<void> {
    if (names.phone === null || names.lid === null) return
    const pair = `${names.phone} ${names.lid}`
    if (joined.has(pair)) return
    const [result] = await join(pool, [asJsonb(identitiesOf(names))])
    // Unknown: the next message makes the contact; only then is there anything to remember.
    if (result === undefined || result.how === 'unknown') return
    if (result.how === 'two_accounts') onTwoAccounts(names)
    if (joined.size >= MOST_REMEMBERED) joined.clear()
    joined.add(pair)
  }

  return {
    joinNames,
    async remember(jid: string, names: Names): Promise<void> {
      await joinNames(names)
      const known = [names.phone, names.lid].filter((name) => name !== null)
      const chat = `${jid} ${names.phone} ${names.lid}`
      if (known.every((name) => lastOf.get(name) === chat)) return
      await remember(pool, [session, jid, names.phone, names.lid])
      if (lastOf.size >= MOST_REMEMBERED) lastOf.clear()
      for (const name of known) lastOf.set(name, chat)
    },
  }
}

export type Chats = ReturnType<typeof keepingChats>
