import type { SenderRow } from './sender-row.ts'

// A provider that says "too fast" halves the speed (applying.ts); silence gives it back little by little. Fast down and
// slow up finds what the provider takes, whatever its limit is today, and every process finds the same.

/** Of the whole speed, a minute: all of it is back 10 minutes after a single refusal. */
const RECOVERED_A_MINUTE = 0.05

/** How much of its speed a sender has at that time: 1 is all of it. */
export function shareAt({ rateShare, throttledAt }: Pick<SenderRow, 'rateShare' | 'throttledAt'>, now: Date): number {
  if (throttledAt === null) return 1
  const minutes = Math.max(0, (now.getTime() - throttledAt.getTime()) / 60_000)
  return Math.min(1, rateShare + minutes * RECOVERED_A_MINUTE)
}
