import type { Channel, ChannelLimits, Inbox, Medium, OutgoingMessage, SendResult } from '../../bot/channels/channel.ts'

const LIMITS = {
  textLength: 4096,
  buttons: 3,
  buttonLabelLength: 20,
  rows: 10,
  rowTitleLength: 24,
  rowDescriptionLength: 72,
  perSecond: 1000,
} as const

export interface SentMessage {
  readonly id: string
  readonly to: string
  readonly text: string
  readonly medium: Medium
  readonly sender: string | null
  readonly template: string | null
}

/** What the tests of routing vary. */
export interface TestChannelOptions {
  readonly name?: string
  readonly media?: readonly Medium[]
  readonly senders?: readonly string[]
  readonly windowHours?: number | null
  readonly limits?: Partial<ChannelLimits>
}

type Answer = SendResult | Promise<SendResult>

/** A provider that answers as told. It carries the simulator's name, so that the demonstration market writes through it. */
export interface TestChannel extends Channel {
  /** what was taken, in order; give two processes the same list to see the order of both */
  readonly sent: SentMessage[]
  readonly tried: SentMessage[]
  readonly lookedUp: string[]
  /** what the next sends get instead of `sent`; a promise keeps the provider silent until it settles */
  answer(...answers: readonly Answer[]): void
  /** what the next look-ups find; not_sent when nothing is given */
  find(...found: readonly (SendResult | { readonly kind: 'not_sent' })[]): void
  /** an inbound text, as a webhook brings it; resolves when it is recorded */
  receives(
    from: string,
    text: string,
    more?: { readonly id?: string; readonly medium?: Medium; readonly sender?: string },
  ): Promise<void>
  inbox(): Inbox
}

let received = 0

export function testChannel(sent: SentMessage[] = [], options: TestChannelOptions = {}): TestChannel {
  const { name = 'simulator', media = ['whatsapp', 'sms'], senders = ['test'], windowHours = null } = options
  const tried: SentMessage[] = []
  const lookedUp: string[] = []
  const answers: Answer[] = []
  const found: (SendResult | { readonly kind: 'not_sent' })[] = []
  let inbox: Inbox | null = null

  function theInbox(): Inbox {
    if (inbox === null) throw new Error('The program has not asked for the routes yet.')
    return inbox
  }

  return {
    name,
    media,
    limits: () => ({ ...LIMITS, ...options.limits }),
    senders: () => senders,
    windowHours: (medium) => (medium === 'whatsapp' ? windowHours : null),
    fetchMedia: async () => ({ kind: 'gone', why: 'a test' }),
    async send(message: OutgoingMessage) {
      const { id, to, medium, sender } = message
      const one = { id, to, medium, sender, text: message.content.text, template: message.template?.name ?? null }
      tried.push(one)
      const result: SendResult = (await answers.shift()) ?? {
        kind: 'sent',
        providerId: `${name === 'simulator' ? 'test' : name}-${message.id}`,
        segments: 1,
        price: null,
      }
      if (result.kind === 'sent') sent.push(one)
      return result
    },
    async lookUp({ id }) {
      lookedUp.push(id)
      return found.shift() ?? { kind: 'not_sent' }
    },
    routes: (_, theirs) => {
      inbox = theirs
    },
    close: async () => {},
    sent,
    tried,
    lookedUp,
    answer: (...more) => void answers.push(...more),
    find: (...more) => void found.push(...more),
    inbox: theInbox,
    async receives(from, text, { id, medium = 'sms', sender } = {}) {
      received += 1
      await theInbox().receive([
        {
          adapter: name,
          medium,
          address: from,
          identities: [{ kind: 'phone', value: from }],
          providerId: id ?? `${name}-received-${received}`,
          name: null,
          sender: sender ?? null,
          body: { kind: 'text', text },
        },
      ])
    },
  }
}

export const SENT: SendResult = { kind: 'sent', providerId: 'found', segments: 1, price: null }
export const AGAIN: SendResult = { kind: 'retry', afterMs: 5_000, errorCode: '429' }
export const UNKNOWN: SendResult = { kind: 'unknown', cause: 'no answer' }

/** A provider that says nothing until it is let go. */
export function silence(): { readonly answer: Promise<SendResult>; end(result: SendResult): void } {
  let end = (_: SendResult): void => {}
  const answer = new Promise<SendResult>((resolve) => {
    end = resolve
  })
  return { answer, end: (result) => end(result) }
}
