import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { z } from 'zod'
import { statement } from '../../../domain/work/sql.ts'
import type { RefusedBecause, SendResult } from '../channel.ts'
import type { Sealing } from './sealing.ts'
import type { LetterContent, SentBefore } from './whatsapp-web.ts'

// Any process may have something to say, but only the owner of the session can write. So what is to be said is put into a
// table under an id made from the outbox row's: asked twice, it is one letter; written twice, it is one message.

/** A letter that could not leave for this long is not written any more: what it says is no longer so. */
export const LETTER_KEEPS_MINUTES = 30
const minutesAgo = (now: Date, minutes: number): Date => new Date(now.getTime() - minutes * 60_000)

export interface LetterRow {
  readonly state: 'waiting' | 'writing' | 'sent' | 'unanswered' | 'refused' | 'later'
  readonly errorCode: string | null
  readonly because: RefusedBecause | null
  readonly askedAt: Date
}

const ask = statement<LetterRow>(
  'baileys.askLetter',
  `insert into baileys_letter as l (id, session_id, address, sealed, asked_at) values ($1, $2, $3, $4, $5)
   on conflict (id) do update set state = case when l.state in ('unanswered', 'later') then 'waiting' else l.state end,
     error_code = case when l.state in ('unanswered', 'later') then null else l.error_code end,
     asked_at = case when l.state in ('unanswered', 'later') then excluded.asked_at else l.asked_at end
   returning state, error_code as "errorCode", because, asked_at as "askedAt"`,
)
const look = statement<LetterRow>(
  'baileys.lookAtLetter',
  `select state, error_code as "errorCode", because, asked_at as "askedAt" from baileys_letter where id = $1`,
)
const takeNext = statement<{ id: string; address: string; sealed: Buffer; askedAt: Date }>(
  'baileys.takeLetter',
  `update baileys_letter l set state = 'writing' from (
     select c.id from baileys_letter c join baileys_session s on s.id = c.session_id and s.fence = $2
     where c.session_id = $1 and c.state = 'waiting' order by c.seq limit 1 for update of c) next
   where l.id = next.id returning l.id, l.address, l.sealed, l.asked_at as "askedAt"`,
)
const settle = statement(
  'baileys.settleLetter',
  `update baileys_letter set state = $2, error_code = $3, because = $4, sealed = coalesce($5, sealed), settled_at = $6
   where id = $1 and state <> 'sent'`,
)
const markSent = statement(
  'baileys.letterSeen',
  `update baileys_letter set state = 'sent', error_code = null, because = null, settled_at = $2
   where id = any($1::text[]) and state in ('writing', 'unanswered', 'waiting', 'later')`,
)
const leaveBehind = statement(
  'baileys.leaveLetters',
  `update baileys_letter set state = 'unanswered' where session_id = $1 and state = 'writing'`,
)
const exists = statement('baileys.isLetter', 'select from baileys_letter where id = $1')
const readSealed = statement<{ sealed: Buffer; session: string }>(
  'baileys.readLetter',
  'select sealed, session_id as session from baileys_letter where id = $1',
)

const placeOf = (id: string): string => `letter/${id}`

/** The id under which a message of the outbox leaves: of the shape that WhatsApp Web gives its own. */
export function letterId(salt: string, outboxId: string): string {
  return `3EB0${createHash('sha256').update(`${salt}/${outboxId}`).digest('hex').slice(0, 18).toUpperCase()}`
}

export interface NewLetter {
  readonly id: string
  readonly session: string
  readonly address: string
  readonly content: LetterContent
}

export interface TakenLetter {
  readonly id: string
  readonly address: string
  readonly content: LetterContent
  readonly askedAt: Date
}

export type Settled =
  | { readonly state: 'sent'; readonly message: Uint8Array }
  | { readonly state: 'unanswered' }
  | { readonly state: 'refused'; readonly because: RefusedBecause; readonly errorCode: string }
  | { readonly state: 'later'; readonly errorCode: string }

const kept = z.object({
  text: z.string(),
  file: z.object({ contentType: z.string(), fileName: z.string(), bytes: z.string() }).nullable(),
  /** as it left; only then */
  message: z.string().optional(),
})

export function letterBox(pool: Pool, sealing: Sealing) {
  const open = (id: string, sealed: Buffer) => kept.parse(JSON.parse(sealing.open(placeOf(id), sealed).toString()))
  const seal = (id: string, content: z.input<typeof kept>) =>
    sealing.seal(placeOf(id), Buffer.from(JSON.stringify(content)))

  return {
    async ask({ id, session, address, content: { text, file } }: NewLetter, now: Date): Promise<LetterRow | undefined> {
      const sealed = seal(id, { text, file: file && { ...file, bytes: file.bytes.toString('base64') } })
      return (await ask(pool, [id, session, address, sealed, now]))[0]
    },
    look: async (id: string): Promise<LetterRow | undefined> => (await look(pool, [id]))[0],
    /** the oldest that waits, for the owner with this fence */
    async takeNext(session: string, fence: number): Promise<TakenLetter | undefined> {
      const [row] = await takeNext(pool, [session, fence])
      if (row === undefined) return undefined
      const { text, file } = open(row.id, row.sealed)
      const bytes = file && { ...file, bytes: Buffer.from(file.bytes, 'base64') }
      return { id: row.id, address: row.address, askedAt: row.askedAt, content: { text, file: bytes } }
    },
    async settle(letter: Pick<TakenLetter, 'id' | 'content'>, settled: Settled, now: Date): Promise<void> {
      const errorCode = 'errorCode' in settled ? settled.errorCode : null
      const because = 'because' in settled ? settled.because : null
      // The file itself is with WhatsApp now: the message that led there is enough to say it again.
      const message = 'message' in settled ? Buffer.from(settled.message).toString('base64') : undefined
      const sealed = message === undefined ? null : seal(letter.id, { text: letter.content.text, file: null, message })
      await settle(pool, [letter.id, settled.state, errorCode, because, sealed, now])
    },
    /** a phone told that it has them: they were sent, whatever the server said or did not say */
    seen: (ids: readonly string[], now: Date) => markSent(pool, [[...ids], now]),
    /** of an owner that is gone: whether they left is not known */
    leaveBehind: (session: string) => leaveBehind(pool, [session]),
    /** what left under this id, for a phone that asks again */
    async sentMessage(id: string): Promise<SentBefore | undefined> {
      const [row] = await readSealed(pool, [id])
      if (row === undefined) return undefined
      const { text, message } = open(id, row.sealed)
      return message === undefined ? { text } : { message: Buffer.from(message, 'base64') }
    },
  }
}

export type LetterBox = ReturnType<typeof letterBox>

export async function isLetterOfOurs(pool: Pool, id: string): Promise<boolean> {
  return (await exists(pool, [id])).length > 0
}

/** What a letter's state means to the outbox, when it waits is for the caller to say; undefined: nothing yet. */
export function resultOf(id: string, row: LetterRow | undefined, now: Date): SendResult | undefined {
  if (row === undefined) return undefined
  switch (row.state) {
    case 'sent':
      return { kind: 'sent', providerId: id, segments: null, price: null }
    case 'refused':
      return { kind: 'refused', because: row.because ?? 'configuration', errorCode: row.errorCode ?? '' }
    case 'later':
      return { kind: 'retry', afterMs: 0, errorCode: row.errorCode ?? '' }
    case 'unanswered':
      return { kind: 'unknown', cause: 'WhatsApp has not acknowledged it' }
    default:
      return isStale(row.askedAt, now) && row.state === 'waiting'
        ? { kind: 'refused', because: 'configuration', errorCode: 'SESSION_OFFLINE' }
        : undefined
  }
}

/** Nobody wrote it in time, and nobody will. */
export const isStale = (askedAt: Date, now: Date): boolean => askedAt < minutesAgo(now, LETTER_KEEPS_MINUTES)
