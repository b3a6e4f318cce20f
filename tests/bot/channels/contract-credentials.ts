import { describe, expect, it, vi } from 'vitest'
import { type ChannelHarness, needed, outgoing, sentId } from './contract-harness.ts'

export function contractOfCredentials(at: () => ChannelHarness): void {
  describe('credentials that have expired', () => {
    it('stop the sender and say so, and it works again once they are put right', async (context) => {
      const expireToken = needed(context, at().expireToken)
      expireToken(true)
      expect(['retry', 'refused']).toContain((await at().channel.send(outgoing({ text: 'Bonsoir' }))).kind)
      const healths = () => at().inbox.signals.map(({ health }) => health)
      await vi.waitFor(() => expect(healths()).toMatchObject([{ kind: 'stopped', why: 'token', until: null }]))
      expect(at().inbox.signals[0]?.adapter).toBe(at().channel.name)
      expireToken(false)
      sentId(await at().channel.send(outgoing({ text: 'Bonsoir' })))
      await vi.waitFor(() => expect(healths().at(-1)).toEqual({ kind: 'working' }))
    })
  })
}
