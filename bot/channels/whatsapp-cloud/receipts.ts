import type { InboundMessage } from '../channel.ts'
import type { Graph } from './graph.ts'
import type { WhatsAppCloudOptions } from './options.ts'

/** Marks what was recorded as read and shows that we write: best effort, nothing waits for it. */
export interface Receipts {
  mark(messages: readonly InboundMessage[]): void
  close(): Promise<void>
}

// In a rush the answers matter, not the blue ticks: what is above is not marked.
const MOST_UNDER_WAY = 20

export function markingRead(graph: Graph, { readReceipts }: Pick<WhatsAppCloudOptions, 'readReceipts'>): Receipts {
  const underWay = new Set<Promise<unknown>>()

  function markOne({ providerId, sender }: InboundMessage): void {
    if (sender === null || underWay.size >= MOST_UNDER_WAY) return
    const marked = graph
      .post(`/${sender}/messages`, {
        messaging_product: 'whatsapp',
        status: 'read',
        message_id: providerId,
        // It goes by itself with the answer, or after 25 seconds.
        typing_indicator: { type: 'text' },
      })
      .finally(() => underWay.delete(marked))
    underWay.add(marked)
  }

  return {
    mark(messages) {
      if (!readReceipts) return
      // The newest of each person: what came before it is read with it.
      const newest = new Map(messages.map((message) => [`${message.sender} ${message.address}`, message]))
      for (const message of newest.values()) markOne(message)
    },
    async close() {
      await Promise.all(underWay)
    },
  }
}
