import type { Channel, HealthSignal, Medium, SendResult } from '../channels/channel.ts'
import type { KeptSenders } from './open-senders.ts'
import type { StoppedWhy } from './sender-row.ts'

/** What an accepted message proves to be over. A restricted number may still answer: that proves nothing. */
const OVER_WHEN_SENT: readonly (StoppedWhy | null)[] = ['token', 'offline']

/**
 * What a send says of the sender: what the adapter read out of a refusal, or that a sender which was down works again.
 * Nothing for nearly every message: what is known is in memory.
 */
export function healthOfSend(
  channel: Channel,
  message: { readonly medium: Medium; readonly sender: string | null },
  result: SendResult,
  senders: Pick<KeptSenders, 'shown'>,
): HealthSignal[] {
  const { name: adapter } = channel
  const { medium } = message
  const sender = message.sender ?? onlyOne(channel.senders(medium))
  if (result.kind === 'sent') {
    return senders
      .shown(adapter, medium)
      .filter(({ row }) => OVER_WHEN_SENT.includes(row.stoppedWhy) && (row.sender === sender || row.sender === '*'))
      .map(({ row }) => ({
        adapter,
        medium,
        sender: row.sender === '*' ? null : row.sender,
        health: { kind: 'working' as const },
      }))
  }
  if (result.kind === 'unknown' || result.health === undefined) return []
  // A token is the account's, whoever was refused with it.
  const isOfAccount = result.health.kind === 'stopped' && result.health.why === 'token'
  return [{ adapter, medium, sender: isOfAccount ? null : sender, health: result.health }]
}

const onlyOne = (senders: readonly string[]): string | null => (senders.length === 1 ? (senders[0] ?? null) : null)
