import type { OutgoingMessage, SendResult } from '../channel.ts'
import type { WhatsAppCloudOptions } from './options.ts'

// Meta has no list of messages to look into: only the status callback, which carries our own id, tells that an
// unanswered send went out. It comes within seconds; a minute leaves room for a slow webhook and for Meta's first
// repetition of one that we could not record. To say a thing twice costs trust and, for a template, money: so we wait.
// To say it late costs more from there on: everything behind it waits too, and a bar that reads nothing writes again.
const SETTLE_MS = 60_000
// Where neither answers nor callbacks arrive, each repetition may be one more of the same on the person's phone.
const MOST_TRIES = 3
const MOST_KEPT = 10_000

/** Sends that got no answer, until it is known what became of them. */
export interface Unanswered {
  add(messageId: string): void
  lookUp(message: OutgoingMessage): Promise<SendResult | { readonly kind: 'not_sent' }>
}

export function keepingUnanswered({ clock, sentAs, settleMs = SETTLE_MS }: WhatsAppCloudOptions): Unanswered {
  const tries = new Map<string, { readonly times: number; readonly lastAt: number }>()
  return {
    add(messageId) {
      const times = (tries.get(messageId)?.times ?? 0) + 1
      tries.delete(messageId)
      tries.set(messageId, { times, lastAt: clock.now().getTime() })
      const oldest = tries.size > MOST_KEPT ? tries.keys().next().value : undefined
      if (oldest !== undefined) tries.delete(oldest)
    },
    async lookUp(message) {
      const providerId = await sentAs(message.id)
      if (providerId !== undefined) {
        tries.delete(message.id)
        return { kind: 'sent', providerId, segments: null, price: null }
      }
      // Another process tried it, or this one before it was started again: the outbox says when.
      const { times, lastAt } = tries.get(message.id) ?? { times: 1, lastAt: message.firstTriedAt.getTime() }
      if (clock.now().getTime() - lastAt < settleMs) return { kind: 'unknown', cause: 'waits for its status callback' }
      if (times < MOST_TRIES) return { kind: 'not_sent' }
      tries.delete(message.id)
      return { kind: 'refused', because: 'configuration', errorCode: 'NEVER_ANSWERED' }
    },
  }
}
