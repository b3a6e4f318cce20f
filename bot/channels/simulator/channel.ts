import type { Pool } from 'pg'
import { segments } from '../../../conversations/copy/gsm7.ts'
import type { Clock } from '../../clock.ts'
import type { Channel, ChannelLimits, Inbox, Medium, OutgoingMessage } from '../channel.ts'
import { shape } from '../shape.ts'
import { deliveryReports } from './delivering.ts'
import { simulatedMedia } from './media.ts'
import { servePage } from './page.ts'
import { simulatorRoutes } from './routes.ts'
import { watchPhones } from './watching.ts'

/** What the simulator writes in its log: pino and Fastify's own logger both fit. */
export interface Log {
  error(details: object, message: string): void
}

const WHATSAPP: ChannelLimits = {
  textLength: 4096,
  buttons: 3,
  buttonLabelLength: 20,
  rows: 10,
  rowTitleLength: 24,
  rowDescriptionLength: 72,
  perSecond: 1000,
}

// 1530: ten segments of a long SMS, what a feature phone puts together again.
const SMS: ChannelLimits = {
  textLength: 1530,
  buttons: 0,
  buttonLabelLength: 0,
  rows: 0,
  rowTitleLength: 0,
  rowDescriptionLength: 0,
  perSecond: 1000,
}

const limits = (medium: Medium): ChannelLimits => (medium === 'sms' ? SMS : WHATSAPP)

/**
 * Phones without a network: what is sent is shown on `/`, what is typed there comes in like any other message.
 * Anybody who reaches its routes can speak as any phone, so it is never on together with real credentials.
 */
export function simulatorChannel(parts: {
  readonly pool: Pool
  readonly log: Log
  readonly clock: Clock
  /** for how long deliveries are gathered: tests wait for them before they move the clock */
  readonly gatheredForMs?: number
}): Channel {
  const news = watchPhones(parts)
  const reports = deliveryReports(parts.log, parts.gatheredForMs)
  return {
    name: 'simulator',
    media: ['whatsapp', 'sms'],
    limits,
    senders: () => ['simulator'],
    windowHours: () => null,
    sendsFiles: (medium) => medium === 'whatsapp',
    async send(message) {
      const providerId = providerIdOf(message)
      reports.add(providerId)
      news.lookSoon()
      return { kind: 'sent', providerId, segments: segmentsOf(message), price: null }
    },
    // Sending only gives the id, and a phone shows a row once it is marked as sent: what was not marked was not seen.
    async lookUp() {
      return { kind: 'not_sent' }
    },
    fetchMedia: async (ref) => simulatedMedia(ref),
    routes(app, inbox: Inbox) {
      reports.reportTo(inbox)
      simulatorRoutes(app, { ...parts, inbox, news, limits })
      servePage(app)
    },
    async close() {
      news.close()
      await reports.close()
    },
  }
}

const providerIdOf = (message: OutgoingMessage): string => `sim-${message.id}`

function segmentsOf({ content, medium }: OutgoingMessage): number | null {
  return medium === 'sms' ? segments(shape(content, medium, SMS).text) : null
}
