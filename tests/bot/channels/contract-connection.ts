import { describe, expect, it, vi } from 'vitest'
import { type ChannelHarness, needed, outgoing, PHONE, text } from './contract-harness.ts'

/** What a channel that keeps a connection (a linked device, a phone) must do when it is lost. */
export function contractOfConnection(at: () => ChannelHarness): void {
  describe('a connection that is kept', () => {
    for (const how of ['offline', 'logged_out'] as const) {
      it(`is told as stopped when it is lost: ${how}`, async (context) => {
        needed(context, at().connection).lose(how)
        await vi.waitFor(() => {
          const stops = at().inbox.signals.filter(({ health }) => health.kind === 'stopped' && health.why === how)
          expect(stops).toHaveLength(1)
        }, 10_000)
      })

      it(`takes nothing for sent while it is lost: ${how}`, async (context) => {
        needed(context, at().connection).lose(how)
        const result = await at().channel.send(outgoing({ text: 'Votre livreur arrive' }))
        expect(['unknown', 'retry']).toContain(result.kind)
      })
    }

    it('reads what was written meanwhile when it is back, once and in order', async (context) => {
      const connection = needed(context, at().connection)
      connection.lose('offline')
      const messages = [text('un'), text('deux'), text('trois')]
      for (const message of messages) connection.keep(message)
      connection.comeBack()
      await vi.waitFor(() => expect(at().inbox.received).toHaveLength(messages.length), 10_000)
      expect(at().inbox.received.map(({ providerId }) => providerId)).toEqual(messages.map(({ id }) => id))
      expect(at().inbox.received.every(({ address }) => address === PHONE)).toBe(true)
    })
  })
}
