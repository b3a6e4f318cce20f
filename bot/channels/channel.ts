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
      readonly kind: 'photo' | 'document'
      readonly url: string
      readonly contentType: string
      readonly caption: string
    }
  | { readonly kind: 'voice' | 'sticker' | 'contact' }

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
  readonly body: InboundBody
}

export interface StatusUpdate {
  readonly adapter: string
  readonly providerId: string
  readonly status: 'sent' | 'delivered' | 'read' | 'failed'
  readonly errorCode: string | null
  readonly segments: number | null
  readonly price: { readonly amount: string; readonly unit: string } | null
}

/** Where adapters put what came in. Resolves once it is committed. */
export interface Inbox {
  receive(messages: readonly InboundMessage[]): Promise<void>
  reportStatus(updates: readonly StatusUpdate[]): Promise<void>
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
}

/** Why a provider will not send, whatever we do. */
export type RefusedBecause =
  | 'opted_out'
  | 'unreachable'
  | 'outside_window'
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
  | { readonly kind: 'refused'; readonly because: RefusedBecause; readonly errorCode: string }
  /** not sent: again after that long */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly errorCode: string }
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
}

export interface Channel {
  readonly name: string
  readonly media: readonly Medium[]
  limits(medium: Medium): ChannelLimits
  /** never throws for what a provider may answer */
  send(message: OutgoingMessage): Promise<SendResult>
  /** after `unknown`: was it sent? */
  lookUp(message: OutgoingMessage): Promise<SendResult | { readonly kind: 'not_sent' }>
  /** adds the adapter's webhooks; a webhook answers 2xx only when the inbox has committed */
  routes(app: FastifyInstance, inbox: Inbox): void
  close(): Promise<void>
}
