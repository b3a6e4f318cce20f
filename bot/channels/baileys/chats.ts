import type { Pool } from 'pg'
import { asJsonb, statement } from '../../../domain/work/sql.ts'
import { type Jid, personIn } from './jids.ts'

// Who wrote to a session, and that a LID and a number are one person.

const remember = statement(
  'baileys.rememberChat',
  `insert into baileys_chat (session_id, jid, phone, lid, received_at) values ($1, $2, $3, $4, $5)
   on conflict (session_id, jid) do update set phone = coalesce(excluded.phone, baileys_chat.phone),
     lid = coalesce(excluded.lid, baileys_chat.lid), received_at = greatest(baileys_chat.received_at, excluded.received_at)`,
)
const join = statement<{ how: 'unknown' | 'one' | 'two_accounts' }>(
  'contact.joinIdentities',
  `select join_identities('whatsapp', $1::jsonb) as how`,
)
const find = statement<{ jid: string }>(
  'baileys.findChat',
  `select jid from baileys_chat where session_id = $1 and (jid = $2 or phone = $2 or lid = $3)
   order by received_at desc limit 1`,
)
const findSession = statement<{ session: string }>(
  'baileys.findSessionOfChat',
  `select session_id as session from baileys_chat where session_id = any($1::text[]) and (jid = $2 or phone = $2 or lid = $3)
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

/** Where an answer to this address goes: as they last wrote; undefined when they never wrote to this session. */
export async function findChat(sql: Sql, session: string, address: string): Promise<string | undefined> {
  return (await find(sql, [session, address, lidIn(address)]))[0]?.jid
}

/** The session this person last wrote to. */
export async function findSessionOf(
  sql: Sql,
  sessions: readonly string[],
  address: string,
): Promise<string | undefined> {
  return (await findSession(sql, [[...sessions], address, lidIn(address)]))[0]?.session
}

const IDENTITY_KINDS = { phone: 'phone', lid: 'lid' } as const

export function identitiesOf({ phone, lid }: Names) {
  return [
    ...(lid === null ? [] : [{ kind: IDENTITY_KINDS.lid, value: lid }]),
    ...(phone === null ? [] : [{ kind: IDENTITY_KINDS.phone, value: phone }]),
  ]
}

// What is written again each hour at most: a chat that is known as it is costs no statement.
const FRESH_MS = 60 * 60_000
const MOST_REMEMBERED = 20_000

/** Keeps chats and joined names of one session; what this process knows already is not written again. */
export function keepingChats(pool: Pool, session: string, onTwoAccounts: (names: Names) => void) {
  const seen = new Map<string, { readonly names: Names; readonly at: number }>()
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
    async remember(jid: string, names: Names, at: Date): Promise<void> {
      await joinNames(names)
      const known = seen.get(jid)
      const isSame = known?.names.phone === names.phone && known.names.lid === names.lid
      if (isSame && at.getTime() - known.at < FRESH_MS) return
      await remember(pool, [session, jid, names.phone, names.lid, at])
      if (seen.size >= MOST_REMEMBERED) seen.clear()
      seen.set(jid, { names, at: at.getTime() })
    },
  }
}

export type Chats = ReturnType<typeof keepingChats>
