import type { Pool } from 'pg'
import { statement } from '../../../domain/work/sql.ts'
import type { Sealing } from './sealing.ts'

// Messages with a file, as they came: the file lies encrypted at WhatsApp, its key in the message.

const write = statement(
  'baileys.storeMessage',
  'insert into baileys_message (session_id, id, sealed, created_at) values ($1, $2, $3, $4) on conflict do nothing',
)
const read = statement<{ sealed: Buffer }>(
  'baileys.readMessage',
  'select sealed from baileys_message where session_id = $1 and id = $2',
)
const forgetMessages = statement('baileys.forgetMessages', 'delete from baileys_message where created_at < $1')
const forgetLetters = statement('baileys.forgetLetters', 'delete from baileys_letter where asked_at < $1')

/** WhatsApp itself keeps files for about as long. */
export const KEPT_DAYS = 30
// A phone that could not read a message asks for it again within days.
const LETTERS_KEPT_DAYS = 14
const DAY_MS = 24 * 60 * 60_000

/** What an inbound file's `ref` is: opaque to everybody else. */
export const refOf = (session: string, id: string): string => `${session}/${id}`

const placeOf = (session: string, id: string): string => `${session}/message/${id}`

export async function storeMessage(
  { pool, sealing }: { readonly pool: Pool; readonly sealing: Sealing },
  { session, id, bytes, now }: { session: string; id: string; bytes: Uint8Array; now: Date },
): Promise<void> {
  await write(pool, [session, id, sealing.seal(placeOf(session, id), bytes), now])
}

/** The message behind a ref; undefined when it is too old, or the ref is not ours. */
export async function readMessage(
  { pool, sealing }: { readonly pool: Pool; readonly sealing: Sealing },
  ref: string,
): Promise<{ readonly session: string; readonly bytes: Buffer } | undefined> {
  const [, session = '', id = ''] = /^([a-z0-9-]{1,32})\/(.+)$/.exec(ref) ?? []
  const [row] = await read(pool, [session, id])
  return row && { session, bytes: sealing.open(placeOf(session, id), row.sealed) }
}

export async function forgetOld(pool: Pool, now: Date): Promise<void> {
  await forgetMessages(pool, [new Date(now.getTime() - KEPT_DAYS * DAY_MS)])
  await forgetLetters(pool, [new Date(now.getTime() - LETTERS_KEPT_DAYS * DAY_MS)])
}
