import type { Logger } from 'pino'
import { answerByPhone } from '../../support/answered-by-phone.ts'
import type { InboundMessage, Inbox } from '../channel.ts'
import { type Chats, identitiesOf } from './chats.ts'
import { addressOf, personIn } from './jids.ts'
import { isLetterOfOurs } from './letters.ts'
import type { BaileysOptions, Pace } from './options.ts'
import { type ParsedMessage, parseMessage } from './parsing.ts'
import type { Sealing } from './sealing.ts'
import { refOf, storeMessage } from './stored-messages.ts'
import type { Device, ReceivedBatch, ReceivedMessage } from './whatsapp-web.ts'

export interface ReceivingParts extends Pick<BaileysOptions, 'pool' | 'clock'> {
  readonly log: Logger
  readonly session: string
  readonly sealing: Sealing
  readonly inbox: Inbox
  readonly chats: Chats
  readonly pace: Pace
  /** given when the session closes: nothing is tried again after it */
  readonly closing: AbortSignal
}

// What WhatsApp kept for us may be a little older than the last we read: two phones' messages cross on the way. History
// that a new device is shown is much older.
const MISSED_MARGIN_MS = 10 * 60_000
const LONGEST_WAIT_MS = 30_000

/** What comes in on one session, in its order; nothing is given up while the database is away. */
export function receiving(parts: ReceivingParts) {
  let receivedUntil: Date | null = null
  let last: Promise<void> = Promise.resolve()

  async function takeAll({ arrived, messages }: ReceivedBatch, device: Device | undefined): Promise<void> {
    for (const message of messages) {
      const parsed = parseMessage(message.info, (id) => refOf(parts.session, id))
      if (parsed.kind === 'malformed') {
        parts.log.warn(
          { session: parts.session, problem: parsed.problem },
          'a WhatsApp message cannot be read: left out',
        )
      } else if (parsed.kind === 'message' && !(arrived === 'missed' && isHistory(parsed.message, receivedUntil))) {
        await untilDone(() => takeOne(parsed.message, message, device))
      }
    }
  }

  async function takeOne(message: ParsedMessage, raw: ReceivedMessage, device: Device | undefined): Promise<void> {
    const names = await namesOf(message, device)
    if (message.isFromUs) await fromOurPhone(message, names)
    else {
      await parts.chats.remember(message.chat, names, parts.clock.now())
      if ('ref' in message.body) {
        const now = parts.clock.now()
        await storeMessage(parts, { session: parts.session, id: message.id, bytes: raw.encode(), now })
      }
      await parts.inbox.receive([inboundOf(message, names)])
      // They see two blue ticks once we have it for good; that it fails is nobody's loss.
      device?.markRead(message.chat, [message.id]).catch(() => {})
    }
    receivedUntil = laterOf(receivedUntil, message.at, parts.clock.now())
  }

  /** Ours comes back from the phone too; anything else was written there by hand. */
  async function fromOurPhone(message: ParsedMessage, names: Names): Promise<void> {
    if (await isLetterOfOurs(parts.pool, message.id)) return
    await answerByPhone(parts, {
      medium: 'whatsapp',
      adapter: 'baileys',
      identities: identitiesOf(names),
      providerId: message.id,
      text: wordsOf(message),
      staffId: `phone:${parts.session}`,
      at: message.at ?? parts.clock.now(),
    })
  }

  function inboundOf(message: ParsedMessage, { phone, lid }: Names): InboundMessage {
    return {
      adapter: 'baileys',
      medium: 'whatsapp',
      address: addressOf(phone, lid),
      identities: identitiesOf({ phone, lid }),
      providerId: message.id,
      name: message.name,
      sender: parts.session,
      body: message.body,
    }
  }

  /** WhatsApp thinks that we have it: it must not be lost because the database was away for a moment. */
  async function untilDone(act: () => Promise<void>): Promise<void> {
    for (let tries = 1; !parts.closing.aborted; tries += 1) {
      try {
        return await act()
      } catch (error) {
        parts.log.error({ err: error, session: parts.session, tries }, 'a WhatsApp message could not be recorded')
        if (isItsOwnFault(error)) return
        await parts.pace.pause(Math.min(250 * 2 ** tries, LONGEST_WAIT_MS), parts.closing)
      }
    }
  }

  return {
    startAt(time: Date | null): void {
      receivedUntil = time
    },
    /** the time of the newest message that is recorded */
    until: () => receivedUntil,
    take(batch: ReceivedBatch, device: Device | undefined): Promise<void> {
      last = last.then(() => takeAll(batch, device))
      return last
    },
    idle: () => last,
  }
}

type Names = { readonly phone: string | null; readonly lid: string | null }

async function namesOf({ phone, lid }: ParsedMessage, device: Device | undefined): Promise<Names> {
  if (phone !== null || lid === null) return { phone, lid }
  const known = personIn(await device?.phoneOf(`${lid}@lid`).catch(() => null))
  return { phone: known?.kind === 'phone' ? known.value : null, lid }
}

/** A time that is still to come would make everything missed look old. */
function laterOf(before: Date | null, at: Date | null, now: Date): Date | null {
  if (at === null) return before
  const sure = at > now ? now : at
  return before === null || sure > before ? sure : before
}

/** A time of their clock that is ahead or missing loses nothing; only what is clearly older is history. */
function isHistory({ at }: ParsedMessage, receivedUntil: Date | null): boolean {
  return at !== null && receivedUntil !== null && at.getTime() < receivedUntil.getTime() - MISSED_MARGIN_MS
}

/** PostgreSQL refuses the message itself (22, 23): trying again would hold everybody else's up. */
function isItsOwnFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code))
}

function wordsOf({ body }: ParsedMessage): string {
  if (body.kind === 'text' || body.kind === 'choice') return body.text
  return 'caption' in body && body.caption !== '' ? body.caption : `[${body.kind}]`
}
