import type { Health } from '../channels/channel.ts'
import type { SenderEvent, SenderRow } from './sender-row.ts'
import { shareAt } from './slowing.ts'

// What a provider's word changes. Words come twice and out of order: each kind keeps the time of the newest, and an
// older one changes nothing. Pure: keep-health.ts holds the row and writes what comes out.

/** Less than this after the last one, a refusal for speed belongs to the same burst: one burst halves the speed once. */
export const ONE_BURST_MS = 5_000
// A tenth of a message a second at the least: a sender that says nothing at all would never learn that it may again.
const LEAST_SHARE = 0.05
/** Asked to wait this long, a sender counts as stopped meanwhile: others take over. Shorter is only slowness. */
const PAUSE_FROM_MS = 10 * 60_000

/** "Too fast" for one person alone (Meta's pair limit): everybody else is written to as before. */
const OF_ONE_PERSON = ['131056']

export interface Applied {
  readonly row: SenderRow
  /** null: nothing new was said */
  readonly event: Omit<SenderEvent, 'by'> | null
}

/** The sender after a provider said this of it at that time. */
export function applyHealth(before: SenderRow, health: Health, at: Date): Applied {
  const row = { ...before, lastSignalAt: later(before.lastSignalAt, at) }
  const unchanged: Applied = { row, event: null }
  switch (health.kind) {
    case 'working': {
      if (isOlder(at, before.availabilityAt)) return unchanged
      const works = { ...row, ...NOT_STOPPED, availabilityAt: at, lastOkAt: later(before.lastOkAt, at) }
      return { row: works, event: before.stoppedWhy === null ? null : { kind: 'working', at, detail: {} } }
    }
    case 'stopped': {
      if (isOlder(at, before.availabilityAt)) return unchanged
      const { why, detail, until } = health
      const isSame = before.stoppedWhy === why && before.stoppedUntil?.getTime() === until?.getTime()
      const stopped = { stoppedWhy: why, stoppedDetail: detail, stoppedUntil: until, availabilityAt: at }
      // Since when it is down is known from the first word, whatever is repeated.
      const stoppedAt = before.stoppedWhy === why ? before.stoppedAt : at
      const event = { kind: 'stopped' as const, at, detail: { why, detail, until: until?.toISOString() ?? null } }
      return { row: { ...row, ...stopped, stoppedAt }, event: isSame ? null : event }
    }
    case 'quality': {
      if (isOlder(at, before.qualityAt)) return unchanged
      const { quality } = health
      const event = { kind: 'quality' as const, at, detail: { before: before.quality, quality } }
      return { row: { ...row, quality, qualityAt: at }, event: quality === before.quality ? null : event }
    }
    case 'limit': {
      if (isOlder(at, before.limitAt)) return unchanged
      const { peoplePerDay } = health
      const isSame = before.limitAt !== null && before.peoplePerDay === peoplePerDay
      const event = { kind: 'limit' as const, at, detail: { before: before.peoplePerDay, peoplePerDay } }
      return { row: { ...row, peoplePerDay, limitAt: at }, event: isSame ? null : event }
    }
    case 'throttled':
      return throttle(row, health, at)
    case 'violation':
      return { row, event: { kind: 'violation', at, detail: { of: health.of, detail: health.detail } } }
    case 'blocked_by_contact':
      return { row, event: { kind: 'blocked_by_contact', at, detail: { errorCode: health.errorCode } } }
  }
}

const NOT_STOPPED = { stoppedWhy: null, stoppedDetail: null, stoppedAt: null, stoppedUntil: null } as const

function throttle(row: SenderRow, health: Extract<Health, { kind: 'throttled' }>, at: Date): Applied {
  if (OF_ONE_PERSON.includes(health.errorCode) || isOlder(at, row.throttledAt)) return { row, event: null }
  const { errorCode, afterMs } = health
  const until = new Date(at.getTime() + afterMs)
  const pausedUntil = afterMs >= PAUSE_FROM_MS ? later(row.pausedUntil, until) : row.pausedUntil
  const isSameBurst = row.throttledAt !== null && at.getTime() - row.throttledAt.getTime() < ONE_BURST_MS
  if (isSameBurst) return { row: { ...row, pausedUntil }, event: null }
  const rateShare = Math.max(LEAST_SHARE, shareAt(row, at) / 2)
  return {
    row: { ...row, rateShare, throttledAt: at, throttleCode: errorCode, pausedUntil },
    event: { kind: 'throttled', at, detail: { errorCode, afterMs, rateShare } },
  }
}

const isOlder = (at: Date, than: Date | null): boolean => than !== null && at.getTime() < than.getTime()
const later = (one: Date | null, other: Date): Date => (one === null || one.getTime() < other.getTime() ? other : one)
