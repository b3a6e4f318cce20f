/** How often one sender may write to one person: the Cloud API's pair limit is 1 per 6 s, with 45 on credit. */
export interface PersonPace {
  readonly everySeconds: number
  readonly burst: number
}

/**
 * How long to wait before one more message to a person may leave.
 * @param sentAt when the last ones left, in any order
 * @returns milliseconds, 0 when it may leave now
 */
export function waitForPerson({ everySeconds, burst }: PersonPace, sentAt: readonly Date[], now: Date): number {
  const everyMs = everySeconds * 1000
  // A bucket of `burst` that drains one message every few seconds.
  let level = 0
  let at = Number.NEGATIVE_INFINITY
  for (const time of sentAt.map((date) => date.getTime()).toSorted((a, b) => a - b)) {
    level = Math.max(0, level - (time - at) / everyMs) + 1
    at = time
  }
  const levelNow = Math.max(0, level - Math.max(0, now.getTime() - at) / everyMs)
  return Math.ceil(Math.max(0, levelNow + 1 - burst) * everyMs)
}
