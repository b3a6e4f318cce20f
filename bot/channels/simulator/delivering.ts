import type { Inbox } from '../channel.ts'
import type { Log } from './channel.ts'

// 200 ms: long enough to tell of many messages in one statement under load, short enough to look at once to a person.
const GATHERED_FOR_MS = 200

/**
 * Tells the inbox that sent messages reached their phone, as a provider's callbacks would. Without it an urgent WhatsApp
 * message would be sent again by SMS after two minutes.
 */
export function deliveryReports(log: Log, gatheredForMs = GATHERED_FOR_MS) {
  let inbox: Inbox | undefined
  let waiting: string[] = []
  let timer: NodeJS.Timeout | undefined

  async function report(): Promise<void> {
    timer = undefined
    const delivered = waiting
    waiting = []
    if (inbox === undefined || delivered.length === 0) return
    try {
      await inbox.reportStatus(delivered.map((providerId) => statusOf(providerId, 'delivered')))
    } catch (error) {
      log.error({ err: error, messages: delivered.length }, 'The simulator could not report deliveries.')
    }
  }

  return {
    reportTo(theInbox: Inbox): void {
      inbox = theInbox
    },
    add(providerId: string): void {
      waiting.push(providerId)
      timer ??= setTimeout(() => void report(), gatheredForMs)
    },
    async close(): Promise<void> {
      clearTimeout(timer)
      await report()
    },
  }
}

export function statusOf(providerId: string, status: 'delivered' | 'read') {
  return { adapter: 'simulator', providerId, status, errorCode: null, segments: null, price: null } as const
}
