import type { FastifyInstance } from 'fastify'
import type { Content } from '../../conversations/effects.ts'

// A channel is a port: parse and authenticate what a provider posts, send what the outbox holds. One contract suite
// (tests/bot/channels/contract.ts) judges every adapter.

export type Medium = 'whatsapp' | 'sms'

export type InboundBody =
  | { readonly kind: 'text'; readonly text: string }
  /** a button or list row pressed: its id, and what it said */
  | { readonly kind: 'choice'; readonly id: string; readonly text: string }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number; readonly label: string | null }
  | {
      readonly kind: 'voice'
      readonly ref: string
      readonly contentType: string
      readonly caption: string
      /** ISO time until which its words are waited for; the inbox sets it where voice notes are heard */
      readonly heardBy?: string
      /** what it says, once it was heard */
      readonly text?: string
    }
  | {
      readonly kind: 'photo' | 'document' | 'video'
      /** where the adapter finds the bytes again: an address or an id of the provider's, opaque to everybody else */
      readonly ref: string
      readonly contentType: string
      readonly caption: string
    }
  | { readonly kind: 'sticker' | 'contact' }

/** What a file is to the people who talk. */
export function mediaKind(contentType: string): 'photo' | 'voice' | 'video' | 'document' {
  if (contentType.startsWith('image/')) return 'photo'
  if (contentType.startsWith('audio/')) return 'voice'
  return contentType.startsWith('video/') ? 'video' : 'document'
}

export interface InboundMessage {
  /** the adapter's name: simulator, twilio */
  readonly adapter: string
  readonly medium: Medium
  /** what the adapter writes back to: +225... or a business-scoped id */
  readonly address: string
  readonly identities: readonly { readonly kind: 'phone' | 'whatsapp_id' | 'lid'; readonly value: string }[]
  /** the provider's own id: the same message posted twice is recorded once */
  readonly providerId: string
  readonly name: string | null
  /** which of the adapter's senders they wrote to: the answer leaves from the same; null where there is only one */
  readonly sender: string | null
  readonly body: InboundBody
}

export interface StatusUpdate {
  readonly adapter: string
  readonly providerId: string
  readonly status: 'sent' | 'delivered' | 'read' | 'failed'
  readonly errorCode: string | null
  readonly segments: number | null
  readonly price: { readonly amount: string; readonly unit: string } | null
  /** our outbox row, where the provider gives it back: how a send that got no answer is recognised */
  readonly messageId?: string
  /** why it failed, where that says something of the person */
  readonly because?: RefusedBecause
}

/** The same person under other ids from now on: they changed their number, or WhatsApp their id. */
export interface IdentityChange {
  readonly adapter: string
  readonly medium: Medium
  readonly from: InboundMessage['identities']
  readonly to: InboundMessage['identities']
  /** what the adapter writes to from now on */
  readonly address: string
}

/** What a provider lets us know of one of our senders. `sender` null: of the whole account. */
export interface HealthSignal {
  readonly adapter: string
  readonly medium: Medium
  readonly sender: string | null
  readonly health: Health
  /** when it was so, where the provider says it: an older word never undoes a newer one; else when it is reported */
  readonly at?: Date
}

export type Health =
  | { readonly kind: 'working' }
  /** nothing leaves by it until then; null: until it says that it works again, or a person says so */
  | {
      readonly kind: 'stopped'
      readonly why: 'offline' | 'logged_out' | 'token' | 'restricted' | 'banned' | 'replaced'
      readonly detail: string
      readonly until: Date | null
    }
  | { readonly kind: 'quality'; readonly quality: 'green' | 'yellow' | 'red' | 'unknown' }
  /** how many people it may write to first in 24 hours; null: no limit */
  | { readonly kind: 'limit'; readonly peoplePerDay: number | null }
  /** the provider asks us to slow down */
  | { readonly kind: 'throttled'; readonly errorCode: string; readonly afterMs: number }
  | { readonly kind: 'violation'; readonly of: 'restricted_goods' | 'other'; readonly detail: string }
  /** people who block or report us, as the provider says it of one send */
  | { readonly kind: 'blocked_by_contact'; readonly errorCode: string }

/** Where adapters put what came in. Resolves once it is committed. */
export interface Inbox {
  receive(messages: readonly InboundMessage[]): Promise<void>
  reportStatus(updates: readonly StatusUpdate[]): Promise<void>
  reportHealth(signals: readonly HealthSignal[]): Promise<void>
  changeIdentities(changes: readonly IdentityChange[]): Promise<void>
}

export interface OutgoingMessage {
  /** the outbox row's id */
  readonly id: string
  readonly medium: Medium
  readonly to: string
  /** not yet in the channel's form: see shape.ts */
  readonly content: Content
  /** when it was first tried: where a look-up of an unanswered send starts */
  readonly firstTriedAt: Date
  /** one of the channel's senders; null: its own choice */
  readonly sender: string | null
  /** said in place of the content where the window is closed; only for media whose window has one */
  readonly template: Template | null
  /** a file that goes with the text */
  readonly attachment: Attachment | null
}

/** A message that WhatsApp has approved beforehand. */
export interface Template {
  readonly name: string
  readonly language: 'fr' | 'en'
  readonly parameters: readonly string[]
}

export interface Attachment {
  readonly contentType: string
  readonly fileName: string
  read(): Promise<Buffer>
}

/** The bytes of a photo, a voice note or a document. */
export type FetchedMedia =
  | { readonly kind: 'fetched'; readonly contentType: string; readonly bytes: Buffer }
  /** never to be had: expired, refused, too big */
  | { readonly kind: 'gone'; readonly why: string }
  | { readonly kind: 'retry'; readonly afterMs: number; readonly why: string }

/** Why a provider will not send, whatever we do. */
export type RefusedBecause =
  | 'opted_out'
  /** this person cannot be had on this channel: not on WhatsApp, a landline */
  | 'unreachable'
  | 'outside_window'
  /** this person is not to hear from us first for a day: 131049, 63049 */
  | 'held_back'
  | 'invalid_address'
  | 'policy'
  | 'configuration'

export type SendResult =
  | {
      readonly kind: 'sent'
      readonly providerId: string
      readonly segments: number | null
      readonly price: StatusUpdate['price']
    }
  | {
      readonly kind: 'refused'
      readonly because: RefusedBecause
      readonly errorCode: string
      /** what the refusal says of the sender, beside this message */
      readonly health?: Health
    }
  /** not sent: again after that long */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly errorCode: string; readonly health?: Health }
  /** no answer: it may have been sent. Looked up before it is repeated */
  | { readonly kind: 'unknown'; readonly cause: string }

export interface ChannelLimits {
  readonly textLength: number
  readonly buttons: number
  readonly buttonLabelLength: number
  readonly rows: number
  readonly rowTitleLength: number
  readonly rowDescriptionLength: number
  /** messages a second for the whole sender */
  readonly perSecond: number
  /** how many of them may leave at once after a silence; when it is left out, a second's worth */
  readonly burst?: number
  /** to one person: one every so many seconds, with so many on credit; when it is left out, as the sender */
  readonly perPerson?: { readonly everySeconds: number; readonly burst: number }
}

export interface Channel {
  readonly name: string
  readonly media: readonly Medium[]
  limits(medium: Medium): ChannelLimits
  /** the numbers, SIMs or sessions it writes from, the preferred first; their ids are the adapter's own */
  senders(medium: Medium): readonly string[]
  /** the sender that is nearest to somebody who has written to none of them: the SIM of their own network */
  nearest?(address: string): string | null
  /** whether it sends files there (files.ts); left out: it does not */
  sendsFiles?(medium: Medium): boolean
  /** the setting whose want keeps files from being sent there; null: none */
  filesLack?(medium: Medium): string | null
  /** for how long after a person's last message anything may be said; null: always */
  windowHours(medium: Medium): number | null
  /** never throws for what a provider may answer */
  send(message: OutgoingMessage): Promise<SendResult>
  /** after `unknown`: was it sent? */
  lookUp(message: OutgoingMessage): Promise<SendResult | { readonly kind: 'not_sent' }>
  /** the bytes behind an inbound `ref`, at most `maxBytes`; never throws for what a provider may answer */
  fetchMedia(ref: string, maxBytes: number): Promise<FetchedMedia>
  /** how the provider says that our senders do, where it has to be asked; may throw when it does not answer */
  askHealth?(): Promise<readonly HealthSignal[]>
  /** connects where a connection is kept (a socket, a device): called once when the program is ready */
  open?(inbox: Inbox): Promise<void>
  /** what only time tells (a phone gone silent): called every 30 seconds, by one process */
  watch?(): Promise<void>
  /** adds the adapter's webhooks; a webhook answers 2xx only when the inbox has committed */
  routes(app: FastifyInstance, inbox: Inbox): void
  close(): Promise<void>
}
