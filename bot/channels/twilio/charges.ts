import type { StatusUpdate } from '../channel.ts'
import type { TwilioClient, TwilioOptions } from './client.ts'

export interface Charges {
  readonly segments: number | null
  /** as Twilio says it: the amount of an outgoing message is negative */
  readonly price: StatusUpdate['price']
}

/** What a Message resource says of its cost; both come late: at first "0" segments and no price. */
export function chargesOf(message: { numSegments: string; price: string | null; priceUnit: string }): Charges {
  const segments = Number(message.numSegments)
  const { price, priceUnit } = message
  return {
    segments: Number.isInteger(segments) && segments > 0 ? segments : null,
    price: isAmount(price) && priceUnit ? { amount: price, unit: priceUnit } : null,
  }
}

function isAmount(price: string | null | undefined): price is string {
  return typeof price === 'string' && /^-?\d+(\.\d+)?$/.test(price)
}

export interface ChargeReader {
  /** Reads the cost of a finished message soon, and reports it with the status that made it final. */
  readLater(final: StatusUpdate, report: (update: StatusUpdate) => Promise<void>): void
  read(providerId: string): Promise<Charges | undefined>
  close(): Promise<void>
}

// Costs are for the books, not for the evening: one request at a time, and in a rush the rest is left to a later reading.
const MOST_WAITING = 1_000

/** Callbacks carry no price. This reads it at Twilio once a message is final, without holding up any webhook. */
export function readingCharges(client: TwilioClient, log: TwilioOptions['log']): ChargeReader {
  let waiting = 0
  let isClosed = false
  let last: Promise<void> = Promise.resolve()

  async function read(providerId: string): Promise<Charges | undefined> {
    try {
      return chargesOf(await client.messages(providerId).fetch())
    } catch (error) {
      log.warn({ providerId, error: error instanceof Error ? error.message : String(error) }, 'twilio: cost not read')
      return undefined
    }
  }

  async function readAndReport(final: StatusUpdate, report: (update: StatusUpdate) => Promise<void>): Promise<void> {
    const charges = isClosed ? undefined : await read(final.providerId)
    if (charges === undefined || (charges.price === null && charges.segments === null)) return
    await report({ ...final, ...charges })
  }

  return {
    read,
    readLater(final, report) {
      if (isClosed || waiting >= MOST_WAITING) return
      waiting += 1
      last = last
        .then(() => readAndReport(final, report))
        .catch((error: unknown) => log.error({ error, providerId: final.providerId }, 'twilio: cost not recorded'))
        .finally(() => {
          waiting -= 1
        })
    },
    async close() {
      isClosed = true
      await last
    },
  }
}
