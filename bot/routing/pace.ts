import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import { statement } from '../../domain/work/sql.ts'
import type { Way } from './route.ts'
import { keyOf } from './ways.ts'

// How fast a sender may write, all processes together. The row of a sender says when its next message is free; a process
// takes the next few at once, a quarter of a second's worth, and spends them without asking again. The time is the
// database's: it is the one clock that all processes share, and a provider's limit is about real seconds.

export interface Rate {
  readonly perSecond: number
  /** how many may leave at once after a silence */
  readonly burst: number
}

/** A row is held by this process while it waits, and given up for dead after 60 s: longer than this it goes back. */
const LONGEST_WAIT_MS = 5_000
const LEASE_SECONDS = 0.25
/** What was taken and not used by then is let go: kept for longer it would be a second burst. */
const STALE_MS = 1_000

const lease = statement<{ startsInMs: number }>(
  'pace.lease',
  `insert into sender_pace as p (adapter, medium, sender, free_at)
   values ($1, $2::"ChannelKind", $3, clock_timestamp() + $4::int * $5::interval - $6::int * $5::interval)
   on conflict (adapter, medium, sender) do update
     set free_at = greatest(p.free_at, clock_timestamp() - $6::int * $5::interval) + $4::int * $5::interval
   returning (extract(epoch from free_at - $4::int * $5::interval - clock_timestamp()) * 1000)::float8 as "startsInMs"`,
)

interface Slot {
  /** when its message may leave, by this process's own steady clock */
  readonly at: number
  readonly usableUntil: number
}

interface Line {
  slots: Slot[]
  leasing: Promise<void> | null
  waiting: number
}

export type Turn = { readonly kind: 'go' } | { readonly kind: 'later'; readonly afterMs: number }

/** Lets the messages of each sender leave at its rate, whichever process sends them. */
export function openPace(pool: Pool, steady: () => number = () => performance.now()) {
  const lines = new Map<string, Line>()

  async function take(way: Way, line: Line, { perSecond, burst }: Rate): Promise<void> {
    const count = Math.max(1, Math.floor(perSecond * LEASE_SECONDS))
    const everyMs = 1000 / perSecond
    // What a burst allows beyond the message that is free now.
    const [row] = await lease(pool, [way.adapter, way.medium, way.sender, count, `${everyMs} milliseconds`, burst - 1])
    const now = steady()
    for (let place = 0; place < count; place += 1) {
      const at = now + (row?.startsInMs ?? 0) + place * everyMs
      line.slots.push({ at, usableUntil: Math.max(at, now) + STALE_MS })
    }
  }

  async function nextSlot(way: Way, line: Line, rate: Rate): Promise<Slot> {
    for (;;) {
      const slot = line.slots.shift()
      if (slot === undefined) {
        line.leasing ??= take(way, line, rate).finally(() => {
          line.leasing = null
        })
        await line.leasing
      } else if (slot.usableUntil > steady()) {
        return slot
      }
    }
  }

  return {
    /** Resolves when one more message may leave, or says when to come back with it. */
    async turn(way: Way, rate: Rate): Promise<Turn> {
      const key = keyOf(way)
      const line = lines.get(key) ?? { slots: [], leasing: null, waiting: 0 }
      lines.set(key, line)
      const ahead = (line.waiting / rate.perSecond) * 1000
      if (ahead > LONGEST_WAIT_MS) return { kind: 'later', afterMs: Math.round(ahead) }
      line.waiting += 1
      try {
        const slot = await nextSlot(way, line, rate)
        const wait = slot.at - steady()
        if (wait > LONGEST_WAIT_MS) {
          line.slots.unshift(slot)
          return { kind: 'later', afterMs: Math.round(wait) }
        }
        if (wait > 0) await pause(wait)
        return { kind: 'go' }
      } finally {
        line.waiting -= 1
      }
    },
  }
}

export type Pace = ReturnType<typeof openPace>
