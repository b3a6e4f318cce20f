import type { Channel } from '../channel.ts'
import { fetchWhatsAppMedia } from './downloading.ts'
import type { SendWaits } from './errors.ts'
import { LIMITS } from './form.ts'
import { openGraph } from './graph.ts'
import { ADAPTER, type WhatsAppCloudOptions } from './options.ts'
import type { NumbersShown } from './payload.ts'
import { markingRead } from './receipts.ts'
import { sendMessage } from './sending.ts'
import { readSenders } from './starting.ts'
import { tellingHealth } from './telling.ts'
import { keepingUnanswered } from './unanswered.ts'
import { growingWaits } from './waits.ts'
import { addWebhook } from './webhook.ts'

/** WhatsApp through Meta's own Cloud API, with as many numbers as are configured. */
export function whatsAppCloudChannel(options: WhatsAppCloudOptions): Channel {
  const graph = openGraph(options)
  const telling = tellingHealth(options.log)
  const receipts = markingRead(graph, options)
  const unanswered = keepingUnanswered(options)
  const numbers: NumbersShown = new Map()
  const waits: SendWaits = {
    sender: growingWaits({ firstMs: 1_000, factor: 2, mostMs: 60_000 }),
    pair: growingWaits({ firstMs: 1_000, factor: 4, mostMs: 4 ** 5 * 1_000 }),
    message: growingWaits({ firstMs: 5_000, factor: 1, mostMs: 5_000 }),
  }
  let starting: Promise<void> = Promise.resolve()

  return {
    name: ADAPTER,
    media: ['whatsapp'],
    limits: () => LIMITS,
    senders: () => options.phoneNumberIds,
    windowHours: () => 24,
    sendsFiles: () => true,
    async send(message) {
      const result = await sendMessage(message, { graph, options, waits, telling })
      if (result.kind === 'unknown') unanswered.add(message.id)
      return result
    },
    lookUp: (message) => unanswered.lookUp(message),
    fetchMedia: (ref, maxBytes) => fetchWhatsAppMedia(ref, maxBytes, { graph, options, telling }),
    async open(inbox) {
      telling.connect(inbox)
      // Not waited for: Meta may be slow, and people are heard without it.
      starting = readSenders({ graph, options, telling, numbers })
    },
    routes(app, inbox) {
      telling.connect(inbox)
      addWebhook(app, { options, inbox, receipts, numbers })
    },
    async close() {
      await starting
      await receipts.close()
      await telling.close()
    },
  }
}
