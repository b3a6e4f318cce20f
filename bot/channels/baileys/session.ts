import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Inbox } from '../channel.ts'
import { HANG_UP_AFTER_MS, type Ownership, releaseLease, renewLease, takeLease } from './lease.ts'
import type { LetterBox } from './letters.ts'
import { type Line, openLine } from './line.ts'
import type { BaileysOptions, Pace } from './options.ts'
import type { Sealing } from './sealing.ts'
import type { Device, WhatsAppWeb } from './whatsapp-web.ts'

export interface SessionParts extends Pick<BaileysOptions, 'pool' | 'clock' | 'typing' | 'mayWriteFirst'> {
  readonly log: Logger
  readonly id: string
  readonly sealing: Sealing
  readonly letters: LetterBox
  readonly inbox: Inbox
  /** loaded only by the process that owns a session */
  readonly whatsapp: () => Promise<WhatsAppWeb>
  readonly pace: Pace
  readonly onSettled: (id: string) => void
}

export interface Session {
  readonly id: string
  /** its connection, when this process has it and it is open */
  device(): Device | undefined
  /** there is a letter to write: at once when this process owns the session, else its owner sees it */
  wakeWriter(): void
  /** hangs up, and gives the session to whoever wants it */
  close(): Promise<void>
}

/** Wants the session for as long as the program runs: owns it, or waits until its owner is gone. */
export function startSession(parts: SessionParts): Session {
  const { pool, id, log, pace } = parts
  const owner = randomUUID()
  const stopping = new AbortController()
  let line: Line | undefined

  async function live(): Promise<void> {
    while (!stopping.signal.aborted) {
      const owned = await takeLease(pool, id, owner).catch((error: unknown) => {
        log.warn({ err: error, session: id }, 'the lease of a WhatsApp session could not be asked for')
        return undefined
      })
      // Given while it was asked for: nobody would ever end it.
      if (owned !== undefined) await (stopping.signal.aborted ? giveBack(owned) : own(owned))
      await pace.pause(pace.renewMs, stopping.signal)
    }
  }

  const giveBack = (owned: Ownership): Promise<void> => releaseLease(pool, owned).catch(() => {})

  /** From taking the lease to giving it back or losing it. */
  async function own(owned: Ownership): Promise<void> {
    const ending = new AbortController()
    const end = (): void => ending.abort()
    stopping.signal.addEventListener('abort', end)
    let watch = setTimeout(end, HANG_UP_AFTER_MS)
    const mine = openLine({
      ...parts,
      owned,
      whatsapp: await parts.whatsapp(),
      closing: ending.signal,
      onLeaseLost: end,
    })
    line = mine
    // The connection must be down before another may be up, whatever else still waits.
    ending.signal.addEventListener('abort', () => void mine.hangUp())
    const begun = mine.begin().catch((error: unknown) => {
      log.error({ err: error, session: id }, 'a WhatsApp session could not be begun: it is tried again')
      end()
    })
    while (!ending.signal.aborted) {
      const asked = performance.now()
      const renewed = await renewLease(pool, owned, mine.receivedUntil()).catch(() => 'unknown' as const)
      if (renewed === undefined) end()
      else if (renewed !== 'unknown' && performance.now() - asked < HANG_UP_AFTER_MS) {
        clearTimeout(watch)
        watch = setTimeout(end, HANG_UP_AFTER_MS - (performance.now() - asked))
        mine.onRenewed(renewed)
      }
      await pace.pause(pace.renewMs, ending.signal)
    }
    clearTimeout(watch)
    stopping.signal.removeEventListener('abort', end)
    line = undefined
    await begun
    await mine.close()
    await giveBack(owned)
  }

  const living = live().catch((error: unknown) => log.error({ err: error, session: id }, 'a WhatsApp session stopped'))
  return {
    id,
    device: () => line?.device(),
    wakeWriter: () => line?.wakeWriter(),
    async close() {
      stopping.abort()
      await living
    },
  }
}
