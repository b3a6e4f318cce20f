import { type Tariff, tariffPrice } from '../costs/tariffs.ts'

/** Where a supplier would be written to. */
export interface AskedAt {
  readonly channel: 'whatsapp' | 'sms'
  readonly adapter: string
  readonly address: string
  readonly lastInboundAt: Date | null
}

const WINDOW_MS = 24 * 3_600_000

/**
 * What it costs to ask a supplier for an offer, which is one message of one segment. Pure.
 *
 * WhatsApp takes nothing for what is said within 24 hours of a person's last message (providers.md 2), so that is free
 * unless a tariff gives it a price. Outside of them an urgent message goes by SMS, at a price we do not look for. An SMS
 * costs what its tariff says; without one it is taken for paid, because a SIM or a provider that asks nothing for an SMS
 * is the rare case, and is told to us as a tariff of 0.
 * @returns francs; null when it costs something and nobody said how much
 */
export function askingCost(
  { channel, adapter, address, lastInboundAt }: AskedAt,
  tariffs: readonly Tariff[],
  now: Date,
): number | null {
  const sending = { adapter, medium: channel, to: address, segments: 1, template: null, at: now }
  const price = tariffPrice(tariffs, sending)
  if (channel === 'sms') return price === null ? null : Number(price)
  const isWindowOpen = lastInboundAt !== null && now.getTime() - lastInboundAt.getTime() < WINDOW_MS
  return isWindowOpen ? Number(price ?? 0) : null
}
