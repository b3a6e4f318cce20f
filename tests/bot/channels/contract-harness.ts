import type { TestContext } from 'vitest'
import type { Channel, Medium, OutgoingMessage, SendResult } from '../../../bot/channels/channel.ts'
import type { Content } from '../../../conversations/effects.ts'
import type { RecordingInbox } from './recording-inbox.ts'

// A harness puts an adapter and its provider before the contract. Its optional parts say what its provider has; what it
// has not is skipped by name, never silently passed.

/** What a person sends with their phone. */
export interface FromPhone {
  readonly medium: Medium
  /** +225... */
  readonly phone: string
  /** the provider's id; given twice, it is the same message delivered twice */
  readonly id: string
  readonly body:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'choice'; readonly id: string; readonly text: string }
    | { readonly kind: 'list_row'; readonly id: string; readonly text: string }
    | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number; readonly label: string }
    | { readonly kind: 'photo' | 'voice'; readonly url: string; readonly contentType: string }
}

export type Forgery = 'unsigned' | 'wrong_signature' | 'other_url' | 'changed_parameter'
export type Malformation = 'too_large' | 'not_utf8' | 'no_id' | 'no_sender' | 'empty'

/** `after`: the provider took the message before it failed to say so. */
export type ProviderFailure =
  | 'rate_limited'
  | 'server_error'
  | 'garbage'
  | 'garbage_after'
  | 'silence'
  | 'silence_after'
  | 'dropped'
  | 'dropped_after'
  | 'opted_out'
  | 'callback_first'

export interface MediaFile {
  readonly contentType: string
  readonly bytes: Buffer
  /** how it fails to be had; `wrong_type`: a page comes in place of the photo */
  readonly how?: 'expired' | 'wrong_type' | 'unavailable'
}

export interface ChannelHarness {
  /** connected: its routes are served, and post into `inbox` */
  readonly channel: Channel
  readonly inbox: RecordingInbox
  /** the provider posts what a person sent; the HTTP status of our answer */
  fromPhone(message: FromPhone): Promise<number>
  /** the texts the person has on the phone, oldest first; without it, sends are judged by their results only */
  readonly onPhone?: (phone: string) => Promise<readonly string[]>
  /** a request that is not the provider's; the HTTP status of our answer */
  readonly forged?: (message: FromPhone, how: Forgery) => Promise<number>
  readonly malformed?: (how: Malformation) => Promise<number>
  /** several people in one request, an item in their middle wrong in itself; the HTTP status of our answer */
  readonly batch?: (messages: readonly FromPhone[]) => Promise<number>
  /** what the adapter has written into the log, as JSON lines */
  readonly logged?: () => readonly string[]
  /** an event of a kind, or with fields, that we do not know; the HTTP status of our answer */
  readonly unknownEvent?: (how: 'kind' | 'fields') => Promise<number>
  /** the same as `fromPhone`, by a provider whose clock shows this */
  readonly fromPhoneAt?: (message: FromPhone, at: Date) => Promise<number>
  /** puts a file at the provider as somebody's photo; its `ref` */
  readonly keepMedia?: (file: MediaFile) => string
  /** from now on the provider takes our credentials for expired, or again for good */
  readonly expireToken?: (isExpired: boolean) => void
  /** the provider tells what became of a message; the HTTP status of our answer */
  readonly report?: (providerId: string, status: 'sent' | 'delivered' | 'failed', errorCode?: string) => Promise<number>
  /** how the provider treats the next send */
  readonly failNext?: (how: ProviderFailure) => void
  /** what people, forgers and the provider cannot do here: skipped by name */
  readonly lacks?: readonly (FromPhone['body']['kind'] | Forgery | Malformation | ProviderFailure)[]
  /** the provider's clock, where it is not the system's */
  readonly now?: () => Date
  /** a message that the provider signed at that time; the HTTP status of our answer */
  readonly signedAt?: (message: FromPhone, at: Date) => Promise<number>
  /** a signed request with this JSON; the HTTP status of our answer */
  readonly fromProvider?: (json: object) => Promise<number>
  /** an event of a kind, and with fields, that came after us */
  readonly unknownJson?: object
  /** what we are let in with stops being right, and is right again */
  readonly changeToken?: (to: 'wrong' | 'right') => void
  /** the look that jobs take at the channel */
  readonly watch?: () => Promise<void>
  /** a phone or a socket that gives signs of life and stops */
  readonly silence?: {
    readonly sender: string
    alive(): Promise<void>
    pass(minutes: number): Promise<void>
  }
  /** of a channel that keeps one */
  readonly connection?: {
    lose(how: 'offline' | 'logged_out'): void
    comeBack(): void
    /** somebody writes while it is lost */
    keep(message: FromPhone): void
  }
  close(): Promise<void>
}

/** A part that this adapter's provider may not have: the test is skipped, by name, where it is missing. */
export function needed<Part>(context: TestContext, part: Part | undefined): Part {
  return part ?? context.skip('this provider has no such thing')
}

/** Skips the test where the provider has no such thing. */
export function unless(context: TestContext, at: ChannelHarness, lack: NonNullable<ChannelHarness['lacks']>[number]) {
  if (at.lacks?.includes(lack)) context.skip('this provider has no such thing')
}

/** As the channel's people write to it first. */
export function mediumOf(at: ChannelHarness): Medium {
  return at.channel.media[0] ?? 'whatsapp'
}

/** The way to make the next send fail so, or the test is skipped, by name. */
export function failing(context: TestContext, at: ChannelHarness, ...hows: readonly ProviderFailure[]) {
  if (hows.some((how) => at.lacks?.includes(how) === true)) context.skip(`this provider never does: ${hows.join(', ')}`)
  return needed(context, at.failNext)
}

let lastId = 0

/** An id that no other message of this run has. */
export function freshId(): string {
  lastId += 1
  return `SM${String(lastId).padStart(32, '0')}`
}

export const PHONE = '+2250700000001'

export function text(words: string, more: Partial<FromPhone> = {}): FromPhone {
  return { medium: 'whatsapp', phone: PHONE, id: freshId(), body: { kind: 'text', text: words }, ...more }
}

const NOTHING_MORE = { sender: null, template: null, attachment: null }

export function outgoing(content: Content, more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return { id: freshId(), medium: 'whatsapp', to: PHONE, content, firstTriedAt: new Date(), ...NOTHING_MORE, ...more }
}

/** The provider id of a message that must have been sent. */
export function sentId(result: SendResult | { readonly kind: 'not_sent' }): string {
  if (result.kind !== 'sent') throw new Error(`expected a sent message, got ${JSON.stringify(result)}`)
  return result.providerId
}
