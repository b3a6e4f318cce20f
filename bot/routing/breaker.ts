// A provider that does not answer is left alone for a while, then asked with one message. Each process finds out by
// itself: five sends cost less than a shared row that every send would have to read, and a network may be cut for one
// process only.

/** Failures in a row that mean the sender is down rather than one person's phone. */
const MOST_FAILURES = 5
/** One person's unlucky number is no reason: the failures are those of at least this many people. */
const LEAST_PEOPLE = 3
const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 300_000

interface Sender {
  /** people of the failures since the last success */
  failures: string[]
  pauses: number
  pausedUntil: Date | null
  isProbing: boolean
}

export interface BreakerNews {
  /** nothing leaves by it for a while */
  readonly onPaused: (sender: string, until: Date) => void
  /** it answers: at the first success of this process too, for a process that died may have left an alert open */
  readonly onWorking: (sender: string) => void
}

/** Counts the failures of each sender in a row, and says when it may be used again. */
export function openBreakers(news: BreakerNews) {
  const senders = new Map<string, Sender>()
  const known = (sender: string): Sender | undefined => senders.get(sender)

  function of(sender: string): Sender {
    const one = senders.get(sender) ?? { failures: [], pauses: 0, pausedUntil: null, isProbing: false }
    senders.set(sender, one)
    return one
  }

  return {
    /** until when nothing is to be sent; null: go on, though perhaps as the one message that tries it */
    pausedUntil(sender: string, now: Date): Date | null {
      const one = known(sender)
      if (one === undefined || one.pausedUntil === null) return null
      if (one.isProbing) return new Date(now.getTime() + FIRST_PAUSE_MS)
      return one.pausedUntil > now ? one.pausedUntil : null
    },
    /** a message is about to leave: after a pause it is the one that tries */
    begin(sender: string): void {
      const one = known(sender)
      if (one !== undefined && one.pausedUntil !== null) one.isProbing = true
    },
    succeeded(sender: string): void {
      const one = known(sender)
      if (one !== undefined && one.pausedUntil === null) {
        one.failures = []
        return
      }
      senders.set(sender, { failures: [], pauses: 0, pausedUntil: null, isProbing: false })
      news.onWorking(sender)
    },
    failed(sender: string, person: string, now: Date): void {
      const one = of(sender)
      const wasProbing = one.isProbing
      one.isProbing = false
      one.failures = [...one.failures, person].slice(-MOST_FAILURES)
      // Sends that were on their way when the pause began say nothing new.
      if (one.pausedUntil !== null && !wasProbing) return
      const isDown = one.failures.length >= MOST_FAILURES && new Set(one.failures).size >= LEAST_PEOPLE
      if (!isDown && !wasProbing) return
      one.pausedUntil = new Date(now.getTime() + Math.min(FIRST_PAUSE_MS * 2 ** one.pauses, LONGEST_PAUSE_MS))
      one.pauses += 1
      news.onPaused(sender, one.pausedUntil)
    },
  }
}

export type Breakers = ReturnType<typeof openBreakers>
