import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openBreakers } from '../../../bot/routing/breaker.ts'
import { learnPreference, type Preference } from '../../../bot/routing/learning.ts'
import { waitForPerson } from '../../../bot/routing/person-pace.ts'
import { channelWish } from '../../../conversations/channel-wish.ts'
import { CHANNEL_COPY, renderChannel } from '../../../conversations/copy/channels.ts'
import { fitsOneSegment, toGsm7 } from '../../../conversations/copy/gsm7.ts'

const START = new Date('2026-11-20T21:00:00Z').getTime()
const at = (seconds: number) => new Date(START + seconds * 1000)

describe('the circuit breaker of a sender', () => {
  function breaker() {
    const told: string[] = []
    const breakers = openBreakers({
      onPaused: (sender, until) => told.push(`${sender} rests ${(until.getTime() - START) / 1000}`),
      onWorking: (sender) => told.push(`${sender} works`),
    })
    const fail = (seconds: number, ...people: string[]) => {
      for (const person of people) {
        breakers.begin('one')
        breakers.failed('one', person, at(seconds))
      }
    }
    return { told, breakers, fail }
  }

  it('opens at the fifth failure in a row to three people, and another sender goes on', () => {
    const { told, breakers, fail } = breaker()
    fail(0, 'a', 'b', 'c', 'a')
    expect(breakers.pausedUntil('one', at(0))).toBeNull()
    fail(0, 'b')
    expect(breakers.pausedUntil('one', at(0))).toEqual(at(5))
    expect(breakers.pausedUntil('two', at(0))).toBeNull()
    expect(told).toEqual(['one rests 5'])
  })

  it('does not open for one person whose messages fail for ever, nor with a success between', () => {
    const { breakers, fail } = breaker()
    fail(0, ...Array.from({ length: 20 }, () => 'a'))
    expect(breakers.pausedUntil('one', at(0))).toBeNull()
    fail(0, 'b')
    breakers.succeeded('one')
    fail(0, 'a', 'b', 'c', 'a')
    expect(breakers.pausedUntil('one', at(0))).toBeNull()
  })

  it('does not open for two people, and opens for the third', () => {
    const { breakers, fail } = breaker()
    fail(0, 'a', 'b', 'a', 'b', 'a', 'b')
    expect(breakers.pausedUntil('one', at(0))).toBeNull()
    fail(0, 'c')
    expect(breakers.pausedUntil('one', at(0))).toEqual(at(5))
  })

  it('lets one message try after the pause, and rests twice as long when it fails, five minutes at most', () => {
    const { told, breakers, fail } = breaker()
    fail(0, 'a', 'b', 'c', 'a', 'b')
    expect(breakers.pausedUntil('one', at(4))).toEqual(at(5))
    expect(breakers.pausedUntil('one', at(5))).toBeNull()
    breakers.begin('one')
    expect(breakers.pausedUntil('one', at(6))).not.toBeNull()
    breakers.failed('one', 'c', at(6))
    expect(breakers.pausedUntil('one', at(6))).toEqual(at(16))
    let now = 16
    for (let n = 0; n < 12; n += 1) {
      fail(now, 'd')
      now = ((breakers.pausedUntil('one', at(now)) ?? at(0)).getTime() - START) / 1000
    }
    const last = told.slice(-2).map((line) => Number(line.split(' ').at(-1)))
    expect((last[1] ?? 0) - (last[0] ?? 0)).toBe(300)
  })

  it('closes at the first success, and tells it once', () => {
    const { told, breakers, fail } = breaker()
    breakers.succeeded('one')
    breakers.succeeded('one')
    fail(0, 'a', 'b', 'c', 'a', 'b')
    breakers.begin('one')
    breakers.succeeded('one')
    breakers.succeeded('one')
    expect(breakers.pausedUntil('one', at(1))).toBeNull()
    expect(told).toEqual(['one works', 'one rests 5', 'one works'])
  })

  it('is not kept open by sends that were on their way when it opened', () => {
    const { told, breakers, fail } = breaker()
    fail(0, 'a', 'b', 'c', 'a', 'b')
    for (const person of ['a', 'b', 'c']) breakers.failed('one', person, at(3))
    expect(breakers.pausedUntil('one', at(3))).toEqual(at(5))
    expect(told).toHaveLength(1)
  })
})

describe('the channel somebody likes', () => {
  const learned: Preference = { channel: 'whatsapp', by: 'learned', leaning: 0 }

  it('changes after three messages in a row on the other one, and one of them back begins again', () => {
    const one = learnPreference(learned, 'sms', 1)
    expect(one).toEqual({ ...learned, leaning: 1 })
    expect(learnPreference({ ...learned, leaning: 2 }, 'whatsapp', 1)).toEqual(learned)
    expect(learnPreference({ ...learned, leaning: 2 }, 'sms', 1)).toEqual({ channel: 'sms', by: 'learned', leaning: 0 })
  })

  it('is left at the first message when it was only a way round a failure', () => {
    const failed: Preference = { channel: 'sms', by: 'failure', leaning: 0 }
    expect(learnPreference(failed, 'whatsapp', 1)).toEqual({ channel: 'whatsapp', by: 'learned', leaning: 0 })
  })

  it('is never unlearned when they or staff said it, whatever they write where', () => {
    const anyWriting = fc.array(
      fc.tuple(fc.constantFrom('whatsapp' as const, 'sms' as const), fc.integer({ min: 1, max: 9 })),
    )
    fc.assert(
      fc.property(fc.constantFrom('client' as const, 'staff' as const), anyWriting, (by, writing) => {
        return writing.every(
          ([channel, messages]) => learnPreference({ channel: 'sms', by, leaning: 0 }, channel, messages) === null,
        )
      }),
    )
  })

  it('never flips at fewer than three messages since they last wrote on it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('whatsapp' as const, 'sms' as const), { maxLength: 60 }), (channels) => {
        let known = learned
        let inARow = 0
        for (const channel of channels) {
          inARow = channel === known.channel ? 0 : inARow + 1
          const next = learnPreference(known, channel, 1) ?? known
          if (next.channel !== known.channel && inARow !== 3) return false
          if (next.channel !== known.channel) inARow = 0
          known = next
        }
        return true
      }),
    )
  })
})

describe('the pace of one person: 1 in 6 s, 45 on credit', () => {
  const pace = { everySeconds: 6, burst: 45 }

  it('lets 45 leave at once and the next after six seconds', () => {
    const sent = Array.from({ length: 44 }, () => at(0))
    expect(waitForPerson(pace, sent, at(0))).toBe(0)
    expect(waitForPerson(pace, [...sent, at(0)], at(0))).toBe(6_000)
    expect(waitForPerson(pace, [...sent, at(0)], at(6))).toBe(0)
  })

  it('never lets more leave in any stretch of time than the credit and one each six seconds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 150 }), (gaps) => {
        const sent: Date[] = []
        let now = 0
        for (const gap of gaps) {
          now += gap / 10
          now += waitForPerson(pace, sent, at(now)) / 1000
          sent.push(at(now))
        }
        return sent.every((from, first) =>
          sent.slice(first).every((to, count) => count + 1 <= 45 + (to.getTime() - from.getTime()) / 6_000 + 0.01),
        )
      }),
      { numRuns: 60 },
    )
  })
})

describe('where somebody wants to be written to', () => {
  it.each([
    ['écrivez-moi par SMS', 'sms'],
    ['Ecrivez moi par sms svp', 'sms'],
    ['contactez-moi par texto', 'sms'],
    ['par SMS svp', 'sms'],
    ['je préfère les SMS', 'sms'],
    ['text me by SMS please', 'sms'],
    ['WhatsApp svp', 'whatsapp'],
    ['répondez-moi sur WhatsApp', 'whatsapp'],
    ['prévenez moi plutôt sur whatsap', 'whatsapp'],
    ['je préfère WhatsApp', 'whatsapp'],
    ['switch to WhatsApp', 'whatsapp'],
  ])('“%s” is %s', (text, channel) => {
    expect(channelWish(text)).toBe(channel)
  })

  it.each([
    'SMS',
    'whatsapp',
    '2 casiers de flag, répondez par SMS',
    'j’ai reçu votre SMS',
    'vous êtes sur WhatsApp ?',
    'bonsoir',
    'mon whatsapp ne marche pas',
  ])('“%s” is no such wish', (text) => {
    expect(channelWish(text)).toBeNull()
  })

  it('is answered in one SMS segment, in both languages', () => {
    for (const copy of ['channel.preferred', 'channel.unknown'] as const) {
      expect(Object.keys(CHANNEL_COPY)).toContain(copy)
      for (const language of ['fr', 'en'] as const) {
        for (const channel of ['whatsapp', 'sms'] as const) {
          const text = renderChannel(copy, { channel }, { channel: 'sms', language })
          expect(text).toBe(toGsm7(text))
          expect(fitsOneSegment(text), text).toBe(true)
        }
      }
    }
  })
})
