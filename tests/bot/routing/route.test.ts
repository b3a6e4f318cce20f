import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MessageToRoute, type Otherwise, type Recipient, route, type Way } from '../../../bot/routing/route.ts'

const NOW = new Date('2026-11-20T21:00:00Z')
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000)

const way: Way = {
  adapter: 'cloud',
  medium: 'whatsapp',
  sender: 'one',
  isNearest: false,
  isUsable: true,
  pausedUntil: null,
  newPeopleLeft: null,
  windowHours: 24,
}
const sms: Way = { ...way, adapter: 'gate', medium: 'sms', sender: 'sim', windowHours: null }
const bar: Recipient = {
  medium: 'whatsapp',
  address: '+2250700000001',
  adapter: 'cloud',
  sender: 'one',
  lastInboundAt: hoursAgo(1),
  isNewsWaiting: false,
}
const urgent: MessageToRoute = { isUrgent: true, isTemplate: false, isWindowKnownClosed: false }
const calm = { ...urgent, isUrgent: false }
const nothing: Otherwise = { sms: null, hasTemplate: false, mayWriteFirst: () => true }

const anyDate = fc.option(fc.integer({ min: -100, max: 100 }).map(hoursAgo), { nil: null })
const anyWay = fc.record({
  adapter: fc.constantFrom('cloud', 'twilio', 'simulator'),
  medium: fc.constant('whatsapp' as const),
  sender: fc.constantFrom('one', 'two'),
  isUsable: fc.boolean(),
  pausedUntil: fc.option(
    fc.integer({ min: 1, max: 300 }).map((seconds) => new Date(NOW.getTime() + seconds * 1000)),
    {
      nil: null,
    },
  ),
  newPeopleLeft: fc.option(fc.nat(2), { nil: null }),
  windowHours: fc.constantFrom(null, 24),
  isNearest: fc.boolean(),
})
const anyRecipient = fc.record({
  medium: fc.constant('whatsapp' as const),
  address: fc.constantFrom('+2250700000001', 'CI.123'),
  adapter: fc.constantFrom('cloud', 'twilio', 'simulator'),
  sender: fc.constantFrom(null, 'one', 'two'),
  lastInboundAt: anyDate,
  isNewsWaiting: fc.boolean(),
})
const anyMessage = fc.record({
  isUrgent: fc.boolean(),
  isTemplate: fc.boolean(),
  isWindowKnownClosed: fc.boolean(),
})
const anyOtherwise = fc.record({
  sms: fc.constantFrom(null, sms),
  hasTemplate: fc.boolean(),
  mayWriteFirst: fc.constantFrom(
    () => true,
    () => false,
    ({ sender }: Way) => sender === 'two',
  ),
})
const anyCase = fc.tuple(anyMessage, anyRecipient, fc.array(anyWay, { maxLength: 5 }), anyOtherwise)

/** Holds for whatever senders, person and message there are. */
function always(
  what: (decision: ReturnType<typeof route>, given: [MessageToRoute, Recipient, Way[], Otherwise]) => boolean,
) {
  fc.assert(
    fc.property(anyCase, ([message, to, ways, otherwise]) =>
      what(route(message, to, ways, otherwise, NOW), [message, to, ways, otherwise]),
    ),
    { numRuns: 3_000 },
  )
}

describe('whatever senders there are, a message', () => {
  it('never leaves by a sender that is stopped, paused, or may write to nobody new', () => {
    always((decision, [, to]) => {
      if (decision.kind !== 'send' && decision.kind !== 'ask_to_answer') return true
      const { isUsable, pausedUntil, newPeopleLeft, adapter, sender } = decision.way
      const isTheirs = adapter === to.adapter && (to.sender === null || to.sender === sender)
      return isUsable && pausedUntil === null && (newPeopleLeft !== 0 || (isTheirs && to.lastInboundAt !== null))
    })
  })

  it('never says anything freely where the window is closed', () => {
    always((decision, [message, to]) => {
      if (decision.kind !== 'send' || message.isTemplate || decision.way.windowHours === null) return true
      const isRecent = to.lastInboundAt !== null && to.lastInboundAt > hoursAgo(24)
      const isTheirs = decision.way.adapter === to.adapter && (to.sender === null || to.sender === decision.way.sender)
      return isRecent && isTheirs && !message.isWindowKnownClosed
    })
  })

  it('goes by SMS only when it is urgent and no sender of its own medium may say it now', () => {
    always((decision, [message, to, ways, otherwise]) => {
      if (decision.kind !== 'by_sms') return true
      const without = route(message, to, ways, { ...otherwise, sms: null }, NOW)
      return message.isUrgent && otherwise.sms !== null && without.kind !== 'send'
    })
  })

  it('is never lost while something could carry it later', () => {
    always((decision, [message, to, ways, otherwise]) => {
      if (decision.kind !== 'fail') return true
      const own = ways.filter((one) => one.adapter === to.adapter)
      if (decision.errorCode === 'held_back') return ways.some((one) => !otherwise.mayWriteFirst(one))
      return own.length === 0 || decision.errorCode === 'CHANNEL_OFF' || (!message.isTemplate && !otherwise.hasTemplate)
    })
  })

  it('never leaves as a template, nor has one sent, by a sender that is held back', () => {
    always((decision, [message, , , otherwise]) => {
      const isTemplate = decision.kind === 'ask_to_answer' || (decision.kind === 'send' && message.isTemplate)
      return !isTemplate || otherwise.mayWriteFirst(decision.way)
    })
  })

  it('to a simulated phone is never sent by a real provider, nor the other way round', () => {
    always((decision, [, to]) => {
      if (decision.kind !== 'send') return true
      return (decision.way.adapter === 'simulator') === (to.adapter === 'simulator')
    })
  })

  it('is the nearest one for somebody who has written to none of them, and never against whom they wrote to', () => {
    const near = { ...sms, sender: 'sim-2', isNearest: true }
    const stranger = { ...bar, medium: 'sms', adapter: 'gate', sender: null } as const
    const wayOf = (sender: string | null) => {
      const decision = route(urgent, { ...stranger, sender }, [sms, near], nothing, NOW)
      return decision.kind === 'send' ? decision.way.sender : decision.kind
    }
    expect(wayOf(null)).toBe('sim-2')
    expect(wayOf('sim')).toBe('sim')
  })

  it('that has to wait is looked at again within a minute, and not at once', () => {
    always((decision) => {
      if (decision.kind !== 'later') return true
      const wait = decision.at.getTime() - NOW.getTime()
      return wait >= 1_000 && wait <= 60_000
    })
  })
})

describe('the sender', () => {
  const two: Way = { ...way, sender: 'two' }
  const other: Way = { ...way, adapter: 'baileys', sender: 'shop', windowHours: null }

  it('is the one they wrote to, though another is preferred', () => {
    expect(route(urgent, { ...bar, sender: 'two' }, [way, two], nothing, NOW)).toEqual({ kind: 'send', way: two })
  })

  it('is the next of the medium when theirs is stopped, of the same adapter first', () => {
    const stopped = { ...way, isUsable: false, windowHours: null }
    const next = { ...two, windowHours: null }
    expect(route(urgent, bar, [other, stopped, next], nothing, NOW)).toEqual({ kind: 'send', way: next })
    expect(route(urgent, bar, [stopped, other], nothing, NOW)).toEqual({ kind: 'send', way: other })
  })

  it('is not another adapter’s for somebody who is known by a business-scoped id alone', () => {
    const stopped = { ...way, isUsable: false }
    const decision = route(urgent, { ...bar, address: 'CI.1' }, [stopped, other], nothing, NOW)
    expect(decision).toMatchObject({ kind: 'later' })
  })

  it('that the circuit breaker rests is waited for until it is tried again', () => {
    const pausedUntil = new Date(NOW.getTime() + 20_000)
    expect(route(calm, bar, [{ ...way, pausedUntil }], { ...nothing, sms }, NOW)).toEqual({
      kind: 'later',
      at: pausedUntil,
    })
  })
})

describe('outside the window', () => {
  const late = { ...bar, lastInboundAt: hoursAgo(24) }

  it.each([
    ['urgent, with an SMS sender: by SMS', urgent, { ...nothing, sms, hasTemplate: true }, false, 'by_sms'],
    [
      'urgent, without: a template asks for an answer',
      urgent,
      { ...nothing, hasTemplate: true },
      false,
      'ask_to_answer',
    ],
    ['asked already: it waits', urgent, { ...nothing, hasTemplate: true }, true, 'wait_for_answer'],
    ['what can wait costs no SMS', calm, { ...nothing, sms, hasTemplate: true }, false, 'ask_to_answer'],
    ['what can wait, without a template', calm, { ...nothing, sms }, false, 'fail'],
    ['urgent, with nothing else', urgent, nothing, false, 'fail'],
  ] as const)('%s', (_, message, otherwise, isNewsWaiting, kind) => {
    expect(route(message, { ...late, isNewsWaiting }, [way], otherwise, NOW)).toMatchObject({ kind })
  })

  it('is never for somebody who has not written to this sender', () => {
    expect(route(calm, { ...bar, sender: 'two' }, [way], nothing, NOW)).toEqual({
      kind: 'fail',
      errorCode: 'outside_window',
    })
  })
})
