import { describe, expect, it } from 'vitest'
import { type ChannelHarness, freshId, mediumOf, needed, text as textOf } from './contract-harness.ts'

export function contractOfTime(at: () => ChannelHarness): void {
  const text: typeof textOf = (words, more) => textOf(words, { medium: mediumOf(at()), ...more })
  const now = () => (at().now?.() ?? new Date()).getTime()

  describe('what comes late, strange or again', () => {
    for (const minutes of [-60, 60]) {
      it(`is refused when it was signed ${minutes} minutes from now, and received when it is signed anew`, async (context) => {
        const signedAt = needed(context, at().signedAt)
        const message = text('bonsoir')
        expect(await signedAt(message, new Date(now() + minutes * 60_000))).toBe(403)
        expect(at().inbox.received).toEqual([])
        expect(await signedAt(message, new Date(now()))).toBeLessThan(300)
        expect(at().inbox.received).toMatchObject([{ providerId: message.id }])
      })
    }

    it('is received once when somebody plays a signed request again', async (context) => {
      const signedAt = needed(context, at().signedAt)
      const message = text('bonsoir')
      for (const _time of [1, 2, 3]) expect(await signedAt(message, new Date(now()))).toBeLessThan(300)
      expect(at().inbox.received).toHaveLength(1)
    })

    it('is thanked and nothing else when it is an event we do not know', async (context) => {
      const fromProvider = needed(context, at().fromProvider)
      const event = needed(context, at().unknownJson)
      expect(await fromProvider({ ...event, id: freshId() })).toBeLessThan(300)
      expect([at().inbox.received, at().inbox.statuses]).toEqual([[], []])
    })
  })
}
