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
import { untilDone } from './trying.ts'
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

/** What comes in on one session, in its order; nothing is given up while the database is away. */
export function receiving(parts: ReceivingParts) {
  let receivedUntil: Date | null = null
  /** what is under way, per chat: one person's words keep their order, and nobody waits for another */
  const chains = new Map<string, Promise<void>>()

  function takeAll({ arrived, messages }: ReceivedBatch, device: Device | undefined): Promise<void>[] {
    return messages.flatMap((message) => {
      const parsed = parseMessage(message.info, (id) => refOf(parts.session, id))
      if (parsed.kind === 'malformed') {
        const { problem } = parsed
        parts.log.warn({ session: parts.session, problem }, 'a WhatsApp message cannot be read: it is left out')
      }
      if (parsed.kind !== 'message' || (arrived === 'missed' && isHistory(parsed.message, receivedUntil))) return []
      return [inTurn(parsed.message.chat, () => untilDone(() => takeOne(parsed.message, message, device), parts))]
    })
  }

  function inTurn(chat: string, act: () => Promise<void>): Promise<void> {
    const done = (chains.get(chat) ?? Promise.resolve()).then(act)
    chains.set(chat, done)
    return done.finally(() => {
      if (chains.get(chat) === done) chains.delete(chat)
    })
  }

  async function takeOne(message: ParsedMessage, raw: ReceivedMessage, device: Device | undefined): Promise<void> {
    const names = await namesOf(message, device)
    if (message.isFromUs) await fromOurPhone(message, names)
    else {
      await parts.chats.remember(message.chat, names)
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

  return {
    startAt(time: Date | null): void {
      receivedUntil = time
    },
    /** the time of the newest message that is recorded */
    until: () => receivedUntil,
    async take(batch: ReceivedBatch, device: Device | undefined): Promise<void> {
      await Promise.all(takeAll(batch, device))
    },
    async idle(): Promise<void> {
      await Promise.all(chains.values())
    },
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

function wordsOf({ body }: ParsedMessage): string {
  if (body.kind === 'text' || body.kind === 'choice') return body.text
  return 'caption' in body && body.caption !== '' ? body.caption : `[${body.kind}]`
}
