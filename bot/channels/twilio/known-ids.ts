/** What this process knows of its sends: the ids that are taken, and when each unanswered message was last tried. */
export interface KnownIds {
  take(providerId: string): void
  isTaken(providerId: string): boolean
  /** no answer came to this try */
  wentUnanswered(messageId: string): void
  lastTriedAt(messageId: string): number | undefined
  /** its fate is known: no more look-ups */
  settle(messageId: string): void
}

// Enough for the sends among which a look-up may have to choose; older ids are known to the outbox (`isKnown`).
const MOST_IDS = 10_000

export function rememberingIds(): KnownIds {
  const taken = new Set<string>()
  const lastTried = new Map<string, number>()
  return {
    take(providerId) {
      taken.add(providerId)
      forgetOldest(taken)
    },
    isTaken: (providerId) => taken.has(providerId),
    wentUnanswered(messageId) {
      lastTried.set(messageId, Date.now())
      forgetOldest(lastTried)
    },
    lastTriedAt: (messageId) => lastTried.get(messageId),
    settle: (messageId) => void lastTried.delete(messageId),
  }
}

function forgetOldest(ids: Set<string> | Map<string, unknown>): void {
  const oldest = ids.size > MOST_IDS ? ids.keys().next().value : undefined
  if (oldest !== undefined) ids.delete(oldest)
}
