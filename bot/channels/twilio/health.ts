import type { HealthSignal } from '../channel.ts'
import { withoutMediumPrefix } from './addresses.ts'
import type { TwilioClient, TwilioOptions } from './client.ts'

type Quality = 'green' | 'yellow' | 'red' | 'unknown'
const QUALITIES: Readonly<Record<string, Quality>> = { HIGH: 'green', MEDIUM: 'yellow', LOW: 'red' }
const THOUSANDS: Readonly<Record<string, number>> = { K: 1_000, M: 1_000_000 }

/** How Twilio says our WhatsApp sender does. It tells nobody by itself: it has to be asked. */
export async function askTwilioHealth(
  client: TwilioClient,
  { whatsappFrom }: Pick<TwilioOptions, 'whatsappFrom'>,
): Promise<HealthSignal[]> {
  if (whatsappFrom === undefined) return []
  const senders = await client.messaging.v2.channelsSenders.list({ channel: 'whatsapp', limit: 200 })
  const sender = senders.find(({ senderId }) => withoutMediumPrefix(senderId) === whatsappFrom)
  if (sender === undefined) return []
  const of = { adapter: 'twilio', medium: 'whatsapp' as const, sender: whatsappFrom }
  const { status, properties } = sender
  const limit = peopleOf(properties?.messagingLimit)
  return [
    status.startsWith('ONLINE')
      ? { ...of, health: { kind: 'working' } }
      : { ...of, health: { kind: 'stopped', why: 'offline', detail: status, until: null } },
    {
      ...of,
      health: { kind: 'quality', quality: QUALITIES[properties?.qualityRating?.toUpperCase() ?? ''] ?? 'unknown' },
    },
    ...(limit === undefined ? [] : [{ ...of, health: { kind: 'limit' as const, peoplePerDay: limit } }]),
  ]
}

/** "1K Customers/24hr", TIER_10K, 250, Unlimited; undefined: in words that we do not know. */
export function peopleOf(limit: string | null | undefined): number | null | undefined {
  if (limit === undefined || limit === null) return undefined
  if (/unlimited/i.test(limit)) return null
  const [, digits, unit = ''] = /(?:^|_)(\d+)([KM]?)(?:$|[\s_])/i.exec(limit) ?? []
  return digits === undefined ? undefined : Number(digits) * (THOUSANDS[unit.toUpperCase()] ?? 1)
}
