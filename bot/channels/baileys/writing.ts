import type { Logger } from 'pino'
import type { RefusedBecause } from '../channel.ts'
import { findChat } from './chats.ts'
import { isStale, type LetterBox, type Settled, type TakenLetter } from './letters.ts'
import type { BaileysOptions, Pace } from './options.ts'
import type { Device, Written } from './whatsapp-web.ts'

// One letter at a time, as a person would: the other sees "typing" for about as long as it takes. Whoever writes fast, to
// many, or first, loses the number.

const MS_PER_CHARACTER = 30

export interface WritingParts extends Pick<BaileysOptions, 'pool' | 'clock' | 'typing' | 'mayWriteFirst'> {
  readonly log: Logger
  readonly session: string
  readonly fence: number
  readonly letters: LetterBox
  readonly pace: Pace
  readonly closing: AbortSignal
  /** the connection, when it is open and may be written to */
  readonly device: () => Device | undefined
  /** what the server refused a message with, when it is about the account and not the message */
  readonly onAccountRefused: (errorCode: string) => Promise<void>
  /** a letter was settled: who waits for it in this process may look */
  readonly onSettled: (id: string) => void
}

/** How long a text of this length is typed. @param random 0 to 1: a quarter faster or slower */
export function typingMs(length: number, { leastMs, mostMs }: BaileysOptions['typing'], random: number): number {
  const natural = length * MS_PER_CHARACTER * (0.75 + random / 2)
  return Math.round(Math.min(Math.max(natural, leastMs), mostMs))
}

/** Writes what waits, until nothing does or the connection is gone. */
export function writing(parts: WritingParts) {
  let running: Promise<void> | undefined
  let isWanted = false

  async function run(): Promise<void> {
    while (isWanted && parts.device() !== undefined && !parts.closing.aborted) {
      isWanted = false
      for (;;) {
        const device = parts.device()
        const letter =
          device && !parts.closing.aborted ? await parts.letters.takeNext(parts.session, parts.fence) : undefined
        if (device === undefined || letter === undefined) break
        await parts.letters.settle(letter, await writeOne(letter, device), parts.clock.now())
        parts.onSettled(letter.id)
      }
    }
  }

  async function writeOne(letter: TakenLetter, device: Device): Promise<Settled> {
    if (isStale(letter.askedAt, parts.clock.now())) return refused('configuration', 'SESSION_OFFLINE')
    try {
      const to = await whereTo(letter.address, device)
      if ('state' in to) return to
      await typeFor(device, to.jid, letter.content.text.length)
      if (parts.closing.aborted) return { state: 'later', errorCode: 'SESSION_CLOSING' }
      return await settledBy(await device.write(to.jid, letter.content, letter.id))
    } catch (error) {
      parts.log.warn({ err: error, session: parts.session }, 'a WhatsApp message did not leave')
      return { state: 'later', errorCode: 'NOT_WRITTEN' }
    }
  }

  /** The chat as they wrote to us; a stranger only where that is allowed, and only one who is on WhatsApp. */
  async function whereTo(address: string, device: Device): Promise<{ readonly jid: string } | Settled> {
    const chat = await findChat(parts.pool, [parts.session], address)
    if (chat !== undefined) return chat
    if (!parts.mayWriteFirst) return refused('policy', 'NEVER_WROTE_FIRST')
    if (!/^\+\d{8,15}$/.test(address)) return refused('invalid_address', 'NOT_A_NUMBER')
    const jid = await device.findOnWhatsApp(address.slice(1))
    return jid === null ? refused('unreachable', 'NOT_ON_WHATSAPP') : { jid }
  }

  async function typeFor(device: Device, jid: string, length: number): Promise<void> {
    // That the other does not see us typing is no reason not to write.
    await device.showTyping(jid, true).catch(() => {})
    await parts.pace.pause(typingMs(length, parts.typing, parts.pace.random()), parts.closing)
    await device.showTyping(jid, false).catch(() => {})
  }

  async function settledBy(written: Written): Promise<Settled> {
    switch (written.kind) {
      case 'sent':
        return { state: 'sent', message: written.message }
      case 'unanswered':
        return { state: 'unanswered' }
      case 'failed':
        return { state: 'later', errorCode: 'NOT_WRITTEN' }
      case 'refused':
        return refusedWith(written.errorCode)
    }
  }

  async function refusedWith(errorCode: string): Promise<Settled> {
    if (isAccountRefusal(errorCode)) {
      await parts.onAccountRefused(errorCode)
      return refused('policy', errorCode)
    }
    // 479: our idea of their devices is stale; it is read again with the next try. 5xx: the server's own trouble.
    if (errorCode === '479' || errorCode === '429' || errorCode.startsWith('5')) return { state: 'later', errorCode }
    return refused('configuration', errorCode)
  }

  return {
    wake(): void {
      isWanted = true
      running ??= run()
        .catch((error: unknown) =>
          parts.log.error({ err: error, session: parts.session }, 'writing stopped; it goes on soon'),
        )
        .finally(() => {
          running = undefined
          if (isWanted && parts.device() !== undefined && !parts.closing.aborted) this.wake()
        })
    },
    idle: async () => running,
  }
}

/** 463: the account may not write, or not to this person; writing on makes it worse. */
export const isAccountRefusal = (errorCode: string): boolean => errorCode === '463'

function refused(because: RefusedBecause, errorCode: string): Settled {
  return { state: 'refused', because, errorCode }
}
