import type { Channel, Medium } from '../channel.ts'
import { senderOf } from './addresses.ts'
import { type Charges, readingCharges } from './charges.ts'
import { connectTwilio, type TwilioOptions } from './client.ts'
import { keepingContents } from './contents.ts'
import { slowingDown } from './errors.ts'
import { addFileRoute, canServeFiles } from './files.ts'
import { askTwilioHealth } from './health.ts'
import { rememberingIds } from './known-ids.ts'
import { lookUpMessage } from './lookup.ts'
import { fetchTwilioMedia } from './media.ts'
import { limitsOf, sendMessage } from './sending.ts'
import { addWebhooks } from './webhook.ts'

export interface TwilioChannel extends Channel {
  /** what a message cost, read at Twilio; undefined when it could not be read */
  costOf(providerId: string): Promise<Charges | undefined>
}

/** Twilio: SMS and WhatsApp, each when it has a sender. */
export function twilioChannel(options: TwilioOptions): TwilioChannel {
  const connection = connectTwilio(options)
  const { client } = connection
  const slowDown = slowingDown()
  const contents = keepingContents(client, options.log)
  const charges = readingCharges(client, options.log)
  const ids = rememberingIds()

  return {
    name: 'twilio',
    media: mediaOf(options),
    limits: (medium) => limitsOf(medium, options.interactive ?? false),
    senders: (medium) => [senderOf(medium, options)].filter((sender) => sender !== undefined),
    sendsFiles: (medium) => medium === 'whatsapp' && canServeFiles(options),
    filesLack: (medium) => (medium === 'whatsapp' && !canServeFiles(options) ? 'PUBLIC_URL' : null),
    windowHours: (medium) => (medium === 'whatsapp' ? 24 : null),
    async send(message) {
      const result = await sendMessage(message, { client, options, contents, slowDown })
      if (result.kind === 'sent') ids.take(result.providerId)
      if (result.kind === 'unknown') ids.wentUnanswered(message.id)
      return result
    },
    askHealth: () => askTwilioHealth(client, options),
    lookUp: (message) => lookUpMessage(message, { client, options, slowDown, ids }),
    fetchMedia: (ref, maxBytes) => fetchTwilioMedia(ref, maxBytes, options),
    routes(app, inbox) {
      const onFinal = (final: Parameters<typeof charges.readLater>[0]) => {
        charges.readLater(final, (update) => inbox.reportStatus([update]))
      }
      addWebhooks(app, { options, inbox, onFinal })
      addFileRoute(app, options)
    },
    costOf: (providerId) => charges.read(providerId),
    async close() {
      await charges.close()
      connection.close()
    },
  }
}

function mediaOf({ smsFrom, whatsappFrom }: TwilioOptions): Medium[] {
  const media: Medium[] = []
  if (whatsappFrom !== undefined) media.push('whatsapp')
  if (smsFrom !== undefined) media.push('sms')
  return media
}
