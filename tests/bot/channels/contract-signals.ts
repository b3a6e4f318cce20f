import { describe, expect, it } from 'vitest'
import { type ChannelHarness, mediumOf, needed, outgoing } from './contract-harness.ts'

const kinds = (at: ChannelHarness) => at.inbox.signals.map(({ health }) => health)

export function contractOfSignals(at: () => ChannelHarness): void {
  describe('how its senders do', () => {
    const send = () => at().channel.send(outgoing({ text: 'Bonsoir' }, { medium: mediumOf(at()) }))

    it('is told as stopped, once, when the token is not right any more, and as working when it is again', async (context) => {
      const changeToken = needed(context, at().changeToken)
      changeToken('wrong')
      expect(await send()).toMatchObject({ kind: 'refused', because: 'configuration' })
      await send()
      const stops = at().inbox.signals.filter(({ health }) => health.kind === 'stopped')
      expect(stops).toMatchObject([{ adapter: at().channel.name, sender: null, health: { why: 'token' } }])
      changeToken('right')
      expect((await send()).kind).toBe('sent')
      expect(kinds(at()).at(-1)).toEqual({ kind: 'working' })
    })

    it('is told as working without a send, when the jobs look', async (context) => {
      const changeToken = needed(context, at().changeToken)
      const watch = needed(context, at().watch)
      changeToken('wrong')
      await watch()
      expect(kinds(at()).at(-1)).toMatchObject({ kind: 'stopped', why: 'token' })
      changeToken('right')
      await watch()
      expect(kinds(at()).at(-1)).toEqual({ kind: 'working' })
    })

    it('is told as offline when a phone gives no more sign of life, once, and as working when it does', async (context) => {
      const silence = needed(context, at().silence)
      const watch = needed(context, at().watch)
      const ofPhone = () => at().inbox.signals.filter(({ sender }) => sender === silence.sender)
      await silence.alive()
      await silence.pass(2)
      await watch()
      expect(ofPhone()).toEqual([])
      await silence.pass(2)
      await watch()
      await watch()
      expect(ofPhone()).toMatchObject([{ health: { kind: 'stopped', why: 'offline', until: null } }])
      await silence.alive()
      expect(ofPhone().slice(1)).toMatchObject([{ health: { kind: 'working' } }])
    })
  })
}
