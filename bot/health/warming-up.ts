import type { Medium } from '../channels/channel.ts'

// A new WhatsApp number that writes to many strangers on its first day looks like a spammer's and is restricted. It begins
// with few people and doubles. Answers to people who wrote are never counted.

/** A commercial team's own list: about 20 bars and depots know the number on the first evening. */
const FIRST_DAY_PEOPLE = 20
/** 20 doubled 12 times is 81,920: above that the provider's own limit is the only one that matters. */
const WARM_UP_DAYS = 13
const DAY_MS = 24 * 3_600_000

/**
 * SMS needs none: an operator knows no quality of a sender, the limits of a SIM are its adapter's, and depots must hear
 * of orders from the first evening. Nobody can block the simulator.
 */
export function warmsUp(adapter: string, medium: Medium): boolean {
  return medium === 'whatsapp' && adapter !== 'simulator'
}

/** The day of the warm-up, from 1; null when it is over. */
export function warmUpDay(firstUsedAt: Date | null, now: Date): number | null {
  if (firstUsedAt === null) return 1
  const day = Math.floor(Math.max(0, now.getTime() - firstUsedAt.getTime()) / DAY_MS) + 1
  return day > WARM_UP_DAYS ? null : day
}

/** How many people a number may write to first on that day of its warm-up. */
export function warmUpPeople(day: number): number {
  return FIRST_DAY_PEOPLE * 2 ** (day - 1)
}
