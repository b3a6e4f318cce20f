import type { Logger } from 'pino'
import type { Channel, Inbox } from '../channels/channel.ts'

/** Asks the providers that tell nothing by themselves how our senders do; one that does not answer is asked again later. */
export async function askChannels(
  channels: readonly Channel[],
  reportHealth: Inbox['reportHealth'],
  log: Pick<Logger, 'warn'>,
): Promise<void> {
  for (const channel of channels) {
    try {
      const signals = (await channel.askHealth?.()) ?? []
      if (signals.length > 0) await reportHealth(signals)
    } catch (error) {
      // The failure's own words may quote what was sent.
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      log.warn({ adapter: channel.name, code }, 'a provider was asked how our senders do, and did not say')
    }
  }
}
