import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Health } from '../../../bot/channels/channel.ts'
import { applyHealth } from '../../../bot/health/applying.ts'
import type { KnownSender } from '../../../bot/health/book.ts'
import { type SenderRow, unknownSender } from '../../../bot/health/sender-row.ts'
import { shareAt } from '../../../bot/health/slowing.ts'
import { standingOf } from '../../../bot/health/standing.ts'
import { warmUpDay, warmUpPeople } from '../../../bot/health/warming-up.ts'

const START = new Date('2026-11-20T20:00:00Z')
const HOUR = 3_600_000
const later = (ms: number) => new Date(START.getTime() + ms)

const sender = (changes: Partial<KnownSender> = {}): KnownSender => ({
  ...unknownSender({ adapter: 'twilio', medium: 'whatsapp', sender: '+2250700000001' }),
  reached: 0,
  blocks: 0,
  ...changes,
})
const account = (changes: Partial<KnownSender> = {}): KnownSender => sender({ sender: '*', ...changes })
/** a number that has finished its warm-up */
const OLD = { firstUsedAt: later(-60 * 24 * HOUR) }
const LIMIT = (most: number) => ({ peoplePerDay: most, limitAt: START })

const qualities = fc.constantFrom('green' as const, 'yellow' as const, 'red' as const, 'unknown' as const)
const anyHealth: fc.Arbitrary<Health> = fc.oneof(
  fc.constant({ kind: 'working' as const }),
  fc.record({
    kind: fc.constant('stopped' as const),
    why: fc.constantFrom('offline' as const, 'token' as const, 'restricted' as const, 'banned' as const),
    detail: fc.string({ maxLength: 8 }),
    until: fc.option(fc.integer({ min: -10, max: 100 }).map((hours) => later(hours * HOUR))),
  }),
  fc.record({ kind: fc.constant('quality' as const), quality: qualities }),
  fc.record({ kind: fc.constant('limit' as const), peoplePerDay: fc.option(fc.nat(100_000)) }),
  fc.record({
    kind: fc.constant('throttled' as const),
    errorCode: fc.constantFrom('63018', '130429'),
    afterMs: fc.nat(24 * HOUR),
  }),
  fc.constant({ kind: 'violation' as const, of: 'other' as const, detail: 'x' }),
  fc.constant({ kind: 'blocked_by_contact' as const, errorCode: '131049' }),
)
function told(signals: readonly (readonly [Health, number])[], from = sender()): KnownSender {
  let row: SenderRow = from
  for (const [health, ms] of signals) row = applyHealth(row, health, later(ms)).row
  return { ...from, ...row }
}

describe('what providers say', () => {
  it('ends the same in whatever order it comes, but for the speed', () => {
    const lasting = anyHealth.filter(({ kind }) => kind !== 'throttled')
    const moments = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(
        moments.chain((times) =>
          fc
            .tuple(...times.map((at) => lasting.map((health) => [health, at] as const)))
            .chain((signals) =>
              fc.tuple(
                fc.constant(signals.toSorted(([, one], [, other]) => one - other)),
                fc.shuffledSubarray(signals, { minLength: signals.length }),
              ),
            ),
        ),
        ([inOrder, shuffled]) => {
          // Since when it is down depends on what was heard in between; that it is down, and why, does not.
          const { stoppedAt: _one, lastOkAt: _two, ...expected } = told(inOrder)
          expect(told(shuffled)).toMatchObject(expected)
        },
      ),
    )
  })

  it('changes nothing when it is said twice, and leaves one event', () => {
    fc.assert(
      fc.property(anyHealth, fc.nat(1000), (health, ms) => {
        const once = applyHealth(sender(), health, later(ms))
        const twice = applyHealth(once.row, health, later(ms))
        expect(twice.row).toEqual(once.row)
        if (['stopped', 'quality', 'limit', 'throttled', 'working'].includes(health.kind))
          expect(twice.event).toBeNull()
      }),
    )
  })

  it('keeps since when a device is silent, however often that is said', () => {
    const stop: Health = { kind: 'stopped', why: 'offline', detail: '', until: null }
    expect(
      told([
        [stop, 0],
        [stop, 60_000],
        [stop, 120_000],
      ]).stoppedAt,
    ).toEqual(START)
  })
})

describe('speed', () => {
  const tooFast: Health = { kind: 'throttled', errorCode: '63018', afterMs: 60_000 }

  it('is halved once by a burst of refusals, and again by the next', () => {
    expect(
      told([
        [tooFast, 0],
        [tooFast, 10],
        [tooFast, 4_999],
      ]).rateShare,
    ).toBe(0.5)
    expect(
      told([
        [tooFast, 0],
        [tooFast, 5_000],
      ]).rateShare,
    ).toBeCloseTo(0.252, 3)
  })

  it('comes back with time, never above the whole and never at once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(30_000), { minLength: 1, maxLength: 20 }),
        fc.nat(HOUR),
        fc.nat(HOUR),
        (gaps, a, b) => {
          const times = gaps.map((_, place) => gaps.slice(0, place + 1).reduce((sum, gap) => sum + gap))
          const at = times.at(-1) ?? 0
          const row = told(times.map((time) => [tooFast, time] as const))
          const [sooner, afterwards] = [Math.min(a, b), Math.max(a, b)].map((ms) => shareAt(row, later(at + ms)))
          expect(sooner).toBeGreaterThan(0)
          expect(afterwards).toBeGreaterThanOrEqual(sooner ?? 1)
          expect(afterwards).toBeLessThanOrEqual(1)
        },
      ),
    )
    const once = told([[tooFast, 0]])
    expect(shareAt(once, later(60_000))).toBeCloseTo(0.55)
    expect(shareAt(once, later(10 * 60_000))).toBe(1)
  })

  it('is left as it is by the limit of one person', () => {
    expect(told([[{ kind: 'throttled', errorCode: '131056', afterMs: 4_000 }, 0]])).toMatchObject({ rateShare: 1 })
  })

  it('pauses a sender that is asked to wait for long: another one takes over', () => {
    const tomorrow = told([[{ kind: 'throttled', errorCode: '63038', afterMs: HOUR }, 0]], sender(OLD))
    expect(standingOf(tomorrow, undefined, later(59 * 60_000))).toMatchObject({ state: 'paused', isUsable: false })
    expect(standingOf(tomorrow, undefined, later(HOUR)).isUsable).toBe(true)
    expect(standingOf(told([[tooFast, 0]], sender(OLD)), undefined, later(1)).isUsable).toBe(true)
  })
})

describe('warm-up', () => {
  it('begins with 20 people, doubles each day, and is over after 13', () => {
    const days = [0, 1, 2, 12].map((day) => warmUpDay(START, later(day * 24 * HOUR)))
    expect(days).toEqual([1, 2, 3, 13])
    expect(days.map((day) => warmUpPeople(day ?? 0))).toEqual([20, 40, 80, 81_920])
    expect(warmUpDay(START, later(13 * 24 * HOUR))).toBeNull()
    expect(warmUpDay(null, START)).toBe(1)
  })

  it('counts with the tier: the smaller of both', () => {
    const second = { firstUsedAt: later(-25 * HOUR) }
    expect(standingOf(sender({ ...second, ...LIMIT(250) }), undefined, START).peoplePerDay).toBe(40)
    expect(standingOf(sender({ ...second, ...LIMIT(30) }), undefined, START).peoplePerDay).toBe(30)
    expect(standingOf(sender(OLD), undefined, START)).toMatchObject({ state: 'working', newPeopleLeft: null, share: 1 })
  })

  it('is not for SMS, nor for the simulator', () => {
    expect(standingOf(sender({ medium: 'sms' }), undefined, START).newPeopleLeft).toBeNull()
    expect(standingOf(sender({ adapter: 'simulator' }), undefined, START).newPeopleLeft).toBeNull()
  })
})

describe('before a limit', () => {
  it('slows down at 80 %, leaves the last 5 % to what is urgent, and ends at the limit', () => {
    const at = (reached: number) => standingOf(sender({ ...OLD, ...LIMIT(1000), reached }), undefined, START)
    expect(at(799)).toMatchObject({ share: 1, newPeopleLeft: 151, urgentPeopleLeft: 201 })
    expect(at(800)).toMatchObject({ state: 'slowed', share: 0.5 })
    expect(at(950)).toMatchObject({ newPeopleLeft: 0, urgentPeopleLeft: 50 })
    expect(at(1000)).toMatchObject({ isUsable: true, newPeopleLeft: 0, urgentPeopleLeft: 0 })
  })

  it('counts for the account what any of its senders did', () => {
    const tier = account({ ...LIMIT(250), reached: 249 })
    expect(standingOf(sender({ ...OLD, reached: 3 }), tier, START)).toMatchObject({
      newPeopleLeft: 0,
      urgentPeopleLeft: 1,
    })
  })

  it('leaves never more after more was done, nor with a worse quality, nor less than nothing', () => {
    const any = fc.record({
      reached: fc.nat(3000),
      blocks: fc.nat(20),
      quality: qualities,
      peoplePerDay: fc.option(fc.nat(2000)),
      days: fc.option(fc.nat(30)),
    })
    const standing = ({ days, ...use }: { days: number | null } & Partial<KnownSender>) =>
      standingOf(
        sender({ ...use, limitAt: START, firstUsedAt: days === null ? null : later(-days * 24 * HOUR) }),
        undefined,
        START,
      )
    const left = (count: number | null) => count ?? Number.POSITIVE_INFINITY
    fc.assert(
      fc.property(any, fc.nat(500), (one, more) => {
        const before = standing(one)
        expect(left(standing({ ...one, quality: 'red' }).newPeopleLeft)).toBeLessThanOrEqual(left(before.newPeopleLeft))
        // The more people were written to, the less the same few blocks weigh: without them.
        const unblocked = { ...one, blocks: 0 }
        const used = standing({ ...unblocked, reached: one.reached + more })
        expect(left(used.newPeopleLeft)).toBeLessThanOrEqual(left(standing(unblocked).newPeopleLeft))
        expect(standing({ ...one, quality: 'red' }).share).toBeLessThanOrEqual(before.share)
        expect(left(before.newPeopleLeft)).toBeGreaterThanOrEqual(0)
        expect(left(before.urgentPeopleLeft)).toBeGreaterThanOrEqual(left(before.newPeopleLeft))
        expect(before.share).toBeGreaterThan(0)
        expect(before.share).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('quality', () => {
  const of = (changes: Partial<KnownSender>) => standingOf(sender({ ...OLD, ...changes }), undefined, START)

  it('halves the speed when yellow, leaves only answers when red', () => {
    expect(of({ quality: 'yellow' })).toMatchObject({ state: 'slowed', share: 0.5, newPeopleLeft: null })
    expect(of({ quality: 'red' })).toMatchObject({ isUsable: true, newPeopleLeft: 0, urgentPeopleLeft: 0 })
    expect(standingOf(sender(OLD), account({ quality: 'red' }), START).newPeopleLeft).toBe(0)
  })

  it('falls with the people who block us, before the provider says so', () => {
    expect(of({ quality: 'green', reached: 100, blocks: 2 }).quality).toBe('green')
    expect(of({ quality: 'green', reached: 100, blocks: 3 }).quality).toBe('yellow')
    expect(of({ quality: 'green', reached: 100, blocks: 5 }).quality).toBe('red')
    expect(of({ quality: 'green', reached: 1000, blocks: 5 }).quality).toBe('green')
  })
})

describe('a stop', () => {
  const stopped = (why: 'offline' | 'token' | 'banned' | 'restricted', until: Date | null = null) =>
    told([[{ kind: 'stopped', why, detail: '', until }, 0]], sender(OLD))
  const isUsable = (row: KnownSender, ms: number) => standingOf(row, undefined, later(ms)).isUsable

  it('holds until the provider says that it works, or its time is over', () => {
    expect(isUsable(stopped('banned'), 1000 * HOUR)).toBe(false)
    expect(isUsable(stopped('restricted', later(HOUR)), HOUR - 1)).toBe(false)
    expect(isUsable(stopped('restricted', later(HOUR)), HOUR)).toBe(true)
    expect(isUsable(told([[{ kind: 'working' }, 5]], stopped('banned')), 5)).toBe(true)
  })

  it('for a token is tried again after 10 minutes', () => {
    expect(isUsable(stopped('token'), 599_999)).toBe(false)
    expect(isUsable(stopped('token'), 600_000)).toBe(true)
  })

  it('by staff holds whatever the provider says, and by the account holds for each sender', () => {
    const byStaff = sender({ staffStoppedAt: START, staffStoppedBy: 'Awa', staffReason: 'essai' })
    expect(isUsable(told([[{ kind: 'working' }, 1]], byStaff), 2)).toBe(false)
    expect(standingOf(sender(OLD), { ...stopped('banned'), sender: '*' }, START).isUsable).toBe(false)
  })
})
