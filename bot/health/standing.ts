import { type Quality, type SenderRow, type SenderUse, WHOLE_ACCOUNT } from './sender-row.ts'
import { shareAt } from './slowing.ts'
import { warmsUp, warmUpDay, warmUpPeople } from './warming-up.ts'

// What a sender may do now, from what was said of it and what it did. Pure.

/** Of a limit of people: from here it goes slower, so that the last ones are kept for those who need them. */
const SLOW_FROM = 0.8
/** From here only answers and what is urgent: an order under way must not fail for a newsletter. */
const URGENT_ONLY_FROM = 0.95
/** A wrong token is tried again: the operator may have put a new one, and one more refusal costs nothing. */
const TOKEN_TRIED_AGAIN_MS = 10 * 60_000
// People who block us lower the quality before the provider says so. One angry person is no measure.
const BLOCKS_THAT_COUNT = 3
const YELLOW_BLOCKS = 0.02
const RED_BLOCKS = 0.05

export interface Standing {
  readonly state: 'working' | 'warming_up' | 'slowed' | 'paused' | 'stopped' | 'stopped_by_staff'
  readonly isUsable: boolean
  /** the worse of what the provider says and what people's blocks say */
  readonly quality: Quality
  /** people it may write to first in 24 hours: the least of the provider's limits and the warm-up; null: no limit */
  readonly peoplePerDay: number | null
  readonly reached: number
  /** how many more, for what is not urgent */
  readonly newPeopleLeft: number | null
  /** how many more, for what is urgent */
  readonly urgentPeopleLeft: number | null
  /** of the channel's speed, above 0 and at most 1 */
  readonly share: number
  /** null: over, or not needed */
  readonly warmUpDay: number | null
}

interface Cap {
  readonly most: number
  readonly reached: number
}

/**
 * @param account what holds for the whole account of the adapter (a token, a portfolio's tier), with its use by all senders
 * @param now a time at which it is asked; limits count the 24 hours before
 */
export function standingOf(
  sender: SenderRow & SenderUse,
  account: (SenderRow & SenderUse) | undefined,
  now: Date,
): Standing {
  const both = account === undefined || sender.sender === WHOLE_ACCOUNT ? [sender] : [sender, account]
  const stop = stopOf(both, now)
  const quality = worst([...both.map((row) => row.quality), qualityByBlocks(sender)])
  const day = warmsUp(sender.adapter, sender.medium) ? warmUpDay(sender.firstUsedAt, now) : null
  const caps = [
    ...both.flatMap(providerCap),
    ...(day === null ? [] : [{ most: warmUpPeople(day), reached: sender.reached }]),
  ]
  const isNearLimit = caps.some(({ most, reached }) => reached >= most * SLOW_FROM)
  const speed = Math.min(...both.map((row) => shareAt(row, now)))
  const share = speed * (quality === 'yellow' || quality === 'red' ? 0.5 : 1) * (isNearLimit ? 0.5 : 1)
  // Red: the next block may close the number. Who wrote gets an answer; nobody else hears from it.
  const left = (part: number) => (quality === 'red' ? 0 : leastLeft(caps, part))
  return {
    state: stop ?? (share < 1 || quality === 'red' ? 'slowed' : day === null ? 'working' : 'warming_up'),
    isUsable: stop === null,
    quality,
    peoplePerDay: caps.length === 0 ? null : Math.min(...caps.map(({ most }) => most)),
    reached: sender.reached,
    newPeopleLeft: left(URGENT_ONLY_FROM),
    urgentPeopleLeft: left(1),
    share,
    warmUpDay: day,
  }
}

function stopOf(rows: readonly SenderRow[], now: Date): 'stopped_by_staff' | 'stopped' | 'paused' | null {
  if (rows.some(({ staffStoppedAt }) => staffStoppedAt !== null)) return 'stopped_by_staff'
  if (rows.some((row) => isStopped(row, now))) return 'stopped'
  return rows.some(({ pausedUntil }) => pausedUntil !== null && pausedUntil > now) ? 'paused' : null
}

/** Whether the provider's stop still holds. */
export function isStopped(row: SenderRow, now: Date): boolean {
  if (row.stoppedWhy === null) return false
  if (row.stoppedUntil !== null) return row.stoppedUntil > now
  if (row.stoppedWhy !== 'token' || row.availabilityAt === null) return true
  return now.getTime() - row.availabilityAt.getTime() < TOKEN_TRIED_AGAIN_MS
}

const providerCap = ({ peoplePerDay, reached }: SenderRow & SenderUse): Cap[] =>
  peoplePerDay === null ? [] : [{ most: peoplePerDay, reached }]

function leastLeft(caps: readonly Cap[], part: number): number | null {
  if (caps.length === 0) return null
  return Math.min(...caps.map(({ most, reached }) => Math.max(0, Math.floor(most * part) - reached)))
}

function qualityByBlocks({ blocks, reached }: SenderUse): Quality {
  if (blocks < BLOCKS_THAT_COUNT) return 'unknown'
  const share = blocks / Math.max(blocks, reached)
  if (share >= RED_BLOCKS) return 'red'
  return share >= YELLOW_BLOCKS ? 'yellow' : 'unknown'
}

const FROM_BEST: readonly Quality[] = ['unknown', 'green', 'yellow', 'red']

function worst(qualities: readonly Quality[]): Quality {
  return qualities.reduce((one, other) => (FROM_BEST.indexOf(other) > FROM_BEST.indexOf(one) ? other : one), 'unknown')
}
