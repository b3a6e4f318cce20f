import type { Logger } from 'pino'
import { isIgnoredJid } from './jids.ts'
import type { LetterBox } from './letters.ts'
import type { SealedKeys } from './sealed-keys.ts'
import type { Device, DeviceEvents, WhatsAppWeb } from './whatsapp-web.ts'

export interface ConnectionParts {
  readonly log: Logger
  readonly session: string
  readonly keys: SealedKeys
  readonly letters: LetterBox
  readonly whatsapp: WhatsAppWeb
  /** given when the lease is lost or the program stops */
  readonly closing: AbortSignal
}

/** The connections of a session, one at a time. */
export function connecting({ log, session, keys, letters, whatsapp, closing }: ConnectionParts) {
  let device: Device | undefined
  let down: Promise<void> = Promise.resolve()
  let isOpen = false
  /** goes up with each connection: what an old one still says is not heard */
  let generation = 0

  /** From here on what the one before says is not heard. */
  function begin(): number {
    generation += 1
    isOpen = false
    return generation
  }

  return {
    begin,
    generation: () => generation,
    isHeard: (mine: number): boolean => mine === generation && !closing.aborted,
    async connect(mine: number, events: DeviceEvents): Promise<void> {
      const { sentMessage } = letters
      const made = await whatsapp.connect({ keys, log, events, sentMessage, isIgnored: isIgnoredJid })
      if (mine !== generation || closing.aborted) await made.close()
      else device = made
    },
    /** resolves when the last connection is down, whoever hung up */
    async hangUp(): Promise<void> {
      begin()
      const closed = device?.close()
      device = undefined
      if (closed !== undefined) {
        down = closed.catch((error: unknown) =>
          log.warn({ err: error, session }, 'a WhatsApp connection did not close cleanly'),
        )
      }
      await down
    },
    opened(): void {
      isOpen = true
    },
    ended(): void {
      isOpen = false
      device = undefined
    },
    isOpen: () => isOpen,
    /** a phone that is being paired is asked before the connection is open */
    device: () => device,
  }
}
