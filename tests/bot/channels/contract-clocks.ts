import { describe, expect, it } from 'vitest'
import { type ChannelHarness, needed, text } from './contract-harness.ts'

const DAY_MS = 24 * 60 * 60_000

export function contractOfClocks(at: () => ChannelHarness): void {
  describe('a provider whose clock is wrong', () => {
    it('loses and reorders nothing: what came first is first', async (context) => {
      const fromPhoneAt = needed(context, at().fromPhoneAt)
      const said = ['2 casiers', 'non 3', 'oui'].map((words) => text(words))
      const clocks = [Date.now() + 400 * DAY_MS, 0, Date.now() - 5 * DAY_MS].map((time) => new Date(time))
      for (const [place, message] of said.entries()) {
        expect(await fromPhoneAt(message, clocks[place] ?? new Date())).toBeLessThan(300)
      }
      expect(at().inbox.received.map(({ providerId }) => providerId)).toEqual(said.map(({ id }) => id))
    })
  })
}
