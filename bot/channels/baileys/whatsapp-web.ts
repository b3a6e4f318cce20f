import type { Logger } from 'pino'
import type { FetchedMedia } from '../channel.ts'
import type { SealedKeys } from './sealed-keys.ts'

// What we need of WhatsApp Web, and no more: behind it Baileys (library.ts), or a WhatsApp of the tests.

export interface WhatsAppWeb {
  /** Opens a connection as a linked device; resolves before it is open: events tell. */
  connect(how: Connecting): Promise<Device>
  /** the bytes of a file in a stored message */
  download(message: Uint8Array, maxBytes: number, device: Device | undefined): Promise<FetchedMedia>
}

export interface Connecting {
  readonly keys: SealedKeys
  readonly events: DeviceEvents
  readonly log: Logger
  /** the message that left under this id, for a phone that could not read it and asks again */
  readonly sentMessage: (id: string) => Promise<SentBefore | undefined>
  /** which of WhatsApp's addresses are nothing to us: groups, newsletters, statuses */
  readonly isIgnored: (jid: string) => boolean
}

export type SentBefore = { readonly message: Uint8Array } | { readonly text: string }

export interface DeviceEvents {
  /** to be scanned now; each replaces the one before */
  qr(code: string): void
  /** the phone has accepted us as a device; the connection is made anew after this */
  paired(): void
  open(who: { readonly jid: string; readonly lid: string | null }): void
  /** once, the last event of a connection; code: WhatsApp's or the library's */
  closed(code: number, why: string): void
  received(batch: ReceivedBatch): void
  statuses(updates: readonly SeenStatus[]): void
  /** a LID and the number behind it */
  mapped(pairs: readonly { readonly lid: string; readonly phone: string }[]): void
  restricted(lock: { readonly isActive: boolean; readonly why: string; readonly until: Date | null }): void
  /** a key could not be written because another process has the session */
  leaseLost(): void
}

export interface ReceivedBatch {
  /** `missed`: kept by WhatsApp while we were away, or written by ourselves elsewhere */
  readonly arrived: 'now' | 'missed'
  readonly messages: readonly ReceivedMessage[]
}

export interface ReceivedMessage {
  /** WebMessageInfo as an object, not yet checked: parsing.ts */
  readonly info: unknown
  /** the same in WhatsApp's own bytes: what `download` takes */
  encode(): Uint8Array
}

export interface SeenStatus {
  readonly id: string
  readonly isFromUs: boolean
  /** WebMessageInfo.Status: 0 error, 2 at the server, 3 delivered, 4 read, 5 played */
  readonly status: number
  readonly errorCode: string | null
}

export interface LetterContent {
  readonly text: string
  readonly file: { readonly contentType: string; readonly fileName: string; readonly bytes: Buffer } | null
}

/** What became of something written. */
export type Written =
  /** WhatsApp's server has it; `message` as it left */
  | { readonly kind: 'sent'; readonly message: Uint8Array }
  | { readonly kind: 'refused'; readonly errorCode: string }
  | { readonly kind: 'unanswered'; readonly why: string }
  /** it did not leave */
  | { readonly kind: 'failed'; readonly why: string }

/** A live connection. After `closed` all of it throws, or does nothing. */
export interface Device {
  /** a code to type on the phone of that number. @param digits 2250700000001 */
  requestPairingCode(digits: string): Promise<string>
  /** the jid of a number that is on WhatsApp; null: it is not */
  findOnWhatsApp(digits: string): Promise<string | null>
  /** the jid with the number behind a LID, where WhatsApp has told it */
  phoneOf(lid: string): Promise<string | null>
  showTyping(jid: string, isTyping: boolean): Promise<void>
  write(jid: string, content: LetterContent, id: string): Promise<Written>
  markRead(chat: string, ids: readonly string[]): Promise<void>
  /** removes us from the phone's linked devices */
  logOut(): Promise<void>
  /** hangs up; gives no event */
  close(): Promise<void>
}
