import type { Medium } from '../channels/channel.ts'

export interface Preference {
  readonly channel: Medium
  readonly by: 'learned' | 'failure' | 'client' | 'staff'
  /** messages in a row that came on the other channel */
  readonly leaning: number
}

/**
 * Three in a row. One SMS in an evening without data must not move everything that follows to paid messages, and back
 * again the next morning; somebody who has really changed writes three times within an order.
 */
const MESSAGES_THAT_SHOW_IT = 3

/**
 * What messages on a channel tell about where their writer likes to be written to. What the client or staff said is
 * never unlearned.
 * @returns null when nothing changes
 */
export function learnPreference(known: Preference, wroteOn: Medium, messages: number): Preference | null {
  if (known.by === 'client' || known.by === 'staff' || messages === 0) return null
  if (wroteOn === known.channel) return known.leaning === 0 ? null : { ...known, leaning: 0 }
  // It was left because it failed: one message shows that it works again.
  const isOver = known.by === 'failure'
  const leaning = known.leaning + messages
  return isOver || leaning >= MESSAGES_THAT_SHOW_IT
    ? { channel: wroteOn, by: 'learned', leaning: 0 }
    : { ...known, leaning }
}
