import type { ChannelLimits, OutgoingMessage, SendResult } from '../channel.ts'
import { shape } from '../shape.ts'
import { findChat } from './chats.ts'
import { type LetterBox, type LetterRow, letterId, resultOf } from './letters.ts'
import type { BaileysOptions, Pace } from './options.ts'
import type { Session } from './session.ts'
import { readSessions, type SessionRow } from './session-row.ts'
import type { LetterContent } from './whatsapp-web.ts'

// WhatsApp itself takes 65,536 characters; nobody reads more than the official API lets one write. No buttons and no
// lists: an unofficial client that sends them is found out.
export const LIMITS: ChannelLimits = {
  textLength: 4096,
  buttons: 0,
  buttonLabelLength: 20,
  rows: 0,
  rowTitleLength: 24,
  rowDescriptionLength: 72,
  perSecond: 1,
}

const UNPAIRED_RETRY_MS = 60_000
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 5 * 60_000

/** What did not leave is tried again after a wait that doubles, until something leaves. */
export function slowingDown() {
  let times = 0
  return {
    next(): number {
      times += 1
      return Math.min(FIRST_RETRY_MS * 2 ** (times - 1), LONGEST_RETRY_MS)
    },
    forget(): void {
      times = 0
    },
  }
}

export interface SendingParts extends Pick<BaileysOptions, 'pool' | 'clock' | 'sessions'> {
  readonly letters: LetterBox
  readonly pace: Pace
  readonly slowDown: ReturnType<typeof slowingDown>
  readonly session: (id: string) => Session | undefined
  /** resolves when this process settles the letter, or after that long */
  readonly settled: (id: string, ms: number) => Promise<void>
}

/** Hands a message to the owner of its session, whichever process that is, and waits for what becomes of it. */
export async function sendLetter(message: OutgoingMessage, parts: SendingParts): Promise<SendResult> {
  const row = await sessionFor(message, parts)
  if (row === undefined) return { kind: 'refused', because: 'configuration', errorCode: 'NO_SUCH_SESSION' }
  const notNow = whyNotNow(row, parts.clock.now())
  if (notNow !== undefined) return notNow
  const id = letterId(row.salt, message.id)
  const content = await contentOf(message)
  const asked = await parts.letters.ask({ id, session: row.id, address: message.to, content }, parts.clock.now())
  const known = asked && resultNow(id, asked, parts)
  if (known !== undefined) return known
  parts.session(row.id)?.wakeWriter()
  return waitFor(id, parts)
}

/** The outbox's row found again: the letter has the same id, so it need not be guessed from texts. */
export async function lookUpLetter(
  message: OutgoingMessage,
  parts: SendingParts,
): Promise<SendResult | { readonly kind: 'not_sent' }> {
  const row = await sessionFor(message, parts)
  const id = row && letterId(row.salt, message.id)
  const letter = id === undefined ? undefined : await parts.letters.look(id)
  if (id === undefined || letter === undefined) return { kind: 'not_sent' }
  // What was not acknowledged is written again under the id it had: for the phone it is the same message, shown once.
  if (letter.state === 'unanswered' || letter.state === 'later') return { kind: 'not_sent' }
  return resultNow(id, letter, parts) ?? { kind: 'unknown', cause: 'it waits for its turn, or for the connection' }
}

async function waitFor(id: string, parts: SendingParts): Promise<SendResult> {
  // Another process may be the one that writes it: looked at as often as that one looks for letters.
  for (let waited = 0; waited < parts.pace.patienceMs; waited += parts.pace.renewMs) {
    await parts.settled(id, parts.pace.renewMs)
    const letter = await parts.letters.look(id)
    const result = letter && resultNow(id, letter, parts)
    if (result !== undefined) return result
  }
  return { kind: 'unknown', cause: 'it waits for its turn, or for the connection' }
}

function resultNow(id: string, row: LetterRow, { clock, slowDown }: SendingParts): SendResult | undefined {
  const result = resultOf(id, row, clock.now())
  if (result?.kind === 'sent') slowDown.forget()
  return result?.kind === 'retry' ? { ...result, afterMs: slowDown.next() } : result
}

async function sessionFor(message: OutgoingMessage, { pool, sessions }: SendingParts): Promise<SessionRow | undefined> {
  const [first] = sessions
  const written = sessions.length > 1 ? (await findChat(pool, sessions, message.to))?.session : first
  const wanted = message.sender ?? written ?? first
  return wanted === undefined || !sessions.includes(wanted) ? undefined : (await readSessions(pool, [wanted]))[0]
}

function whyNotNow(row: SessionRow, now: Date): SendResult | undefined {
  if (row.restrictedBecause !== null && (row.restrictedUntil === null || row.restrictedUntil > now)) {
    return { kind: 'refused', because: 'policy', errorCode: row.restrictedBecause.slice(0, 80) }
  }
  if (row.state === 'stopped' && row.stoppedBecause === 'banned') {
    return { kind: 'refused', because: 'configuration', errorCode: 'SESSION_BANNED' }
  }
  // A person has to do something first; soon, one may hope.
  if (row.state === 'unpaired' || row.state === 'pairing' || row.state === 'stopped') {
    return { kind: 'retry', afterMs: UNPAIRED_RETRY_MS, errorCode: `SESSION_${row.state.toUpperCase()}` }
  }
  return undefined
}

async function contentOf({ content, attachment }: OutgoingMessage): Promise<LetterContent> {
  const { text } = shape(content, 'whatsapp', LIMITS)
  if (attachment === null) return { text, file: null }
  const { contentType, fileName } = attachment
  return { text, file: { contentType, fileName, bytes: await attachment.read() } }
}
