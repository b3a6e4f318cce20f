import { describe, expect, it } from 'vitest'
import { type ChannelHarness, needed, PHONE, text } from './contract-harness.ts'

export function contractOfBatches(at: () => ChannelHarness): void {
  describe('several at once, and what we do not know', () => {
    it('are all recorded but the one that is wrong, which the log names without what was written', async (context) => {
      const batch = needed(context, at().batch)
      const people = Array.from({ length: 200 }, (_, place) => {
        return text(`secret ${place}`, { phone: `+22507000${String(10_000 + place)}` })
      })
      expect(await batch(people)).toBeLessThan(300)
      expect(at().inbox.received.map(({ providerId }) => providerId)).toEqual(people.map(({ id }) => id))
      const log = needed(context, at().logged)().join('\n')
      expect(log).not.toBe('')
      expect(log).not.toContain('secret')
      expect(log).not.toContain(PHONE.slice(1, 9))
    })

    for (const how of ['kind', 'fields'] as const) {
      it(`are thanked and do no harm: an unknown ${how}`, async (context) => {
        expect(await needed(context, at().unknownEvent)(how)).toBeLessThan(300)
        expect(at().inbox.received.length).toBe(how === 'fields' ? 1 : 0)
        expect(at().inbox.statuses).toEqual([])
      })
    }
  })
}
