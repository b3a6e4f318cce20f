import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { understand } from '../../../conversations/understanding/understand.ts'
import { type GoldMessage, judge } from '../../../ops/understand-judging.ts'
import { predictionOf, situationOf } from '../../../ops/understand-labels.ts'
import { knowledge } from './situations.ts'

const messages = ['messages.dev.jsonl', 'messages.more.jsonl'].flatMap((name) =>
  readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line): GoldMessage => JSON.parse(line)),
)
const judged = messages.map((message) => ({
  message,
  judgement: judge(message, predictionOf(message.id, understand(message.text, situationOf(message), knowledge))),
}))
const rate = (of: typeof judged, right: (each: (typeof judged)[number]) => boolean) =>
  of.filter(right).length / of.length

describe('on the labelled messages', () => {
  it('knows the intent of 98 in 100', () =>
    expect(rate(judged, ({ judgement }) => judgement.intent)).toBeGreaterThanOrEqual(0.98))
  it('reads the lines of 97 in 100 messages that have some', () => {
    const withItems = judged.filter(({ message }) => message.items.length > 0)
    expect(rate(withItems, ({ judgement }) => judgement.items)).toBeGreaterThanOrEqual(0.97)
  })
  it('asks when it should', () =>
    expect(rate(judged, ({ judgement }) => judgement.clarify)).toBeGreaterThanOrEqual(0.98))
  it('reads 97 in 100 bids fully', () => {
    const bids = judged.filter(({ message }) => message.intent === 'bid')
    expect(rate(bids, ({ judgement }) => judgement.full)).toBeGreaterThanOrEqual(0.97)
  })
  it('reads no order out of a message that has none', () => {
    expect(judged.filter(({ judgement }) => judgement.spurious).map(({ message }) => message.id)).toEqual([])
  })
  it('takes well under a millisecond for nearly all of them', () => {
    const times = messages.map((message) => {
      const situation = situationOf(message)
      const start = performance.now()
      understand(message.text, situation, knowledge)
      return performance.now() - start
    })
    times.sort((a, b) => a - b)
    // The median, not the 99th percentile: the machine that runs the tests is shared, and pauses are not ours.
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(1)
  })
})
