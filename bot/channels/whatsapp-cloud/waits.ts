/** How long to wait before the next try, longer each time, until one succeeds. Kept apart per key: a sender, a person. */
export interface Waits {
  next(key: string): number
  /** how many in a row have failed */
  times(key: string): number
  forget(key: string): void
}

// Who is not forgotten by a success is by others: people who wait are few.
const MOST_KEYS = 10_000

export function growingWaits(
  { firstMs, factor, mostMs }: { readonly firstMs: number; readonly factor: number; readonly mostMs: number },
  random: () => number = Math.random,
): Waits {
  const failed = new Map<string, number>()
  return {
    next(key) {
      const times = failed.get(key) ?? 0
      failed.delete(key)
      failed.set(key, times + 1)
      const oldest = failed.size > MOST_KEYS ? failed.keys().next().value : undefined
      if (oldest !== undefined) failed.delete(oldest)
      // Within 10 %, never less: processes that were stopped together do not come back together.
      return Math.round(Math.min(firstMs * factor ** times, mostMs) * (1 + 0.1 * random()))
    },
    times: (key) => failed.get(key) ?? 0,
    forget: (key) => void failed.delete(key),
  }
}
