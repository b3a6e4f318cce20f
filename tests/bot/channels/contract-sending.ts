import { describe, expect, it } from 'vitest'
import {
  type ChannelHarness,
  failing,
  mediumOf,
  needed,
  outgoing as outgoingBy,
  PHONE,
  sentId,
} from './contract-harness.ts'

const CART = {
  text: '2 casiers Flag 65 cl\nTotal environ 24 500 F',
  choices: [
    { id: 'confirm', label: 'Confirmer' },
    { id: 'change', label: 'Changer' },
  ],
}

const OFFERS = {
  text: 'Trois offres pour vous :',
  list: {
    button: 'Voir les offres',
    rows: [
      { id: 'offer-1', title: 'Dépôt Koumassi', description: '24 500 F, livré à 19:30' },
      { id: 'offer-2', title: 'Cave du Plateau', description: '25 000 F, livré à 19:00' },
      { id: 'offer-3', title: 'Dépôt Marcory' },
    ],
  },
}

export function contractOfSending(at: () => ChannelHarness): void {
  const outgoing: typeof outgoingBy = (content, more) => outgoingBy(content, { medium: mediumOf(at()), ...more })

  describe('what we send', () => {
    it('reaches the phone and gets the provider’s id', async (context) => {
      const result = await at().channel.send(outgoing({ text: 'Bonsoir Awa !' }))
      expect(sentId(result)).not.toBe('')
      expect(await needed(context, at().onPhone)(PHONE)).toEqual(['Bonsoir Awa !'])
    })

    it('gets an id of its own each time', async () => {
      const first = await at().channel.send(outgoing({ text: 'Bonsoir' }))
      const second = await at().channel.send(outgoing({ text: 'Bonsoir' }))
      expect(sentId(first)).not.toBe(sentId(second))
    })

    it('says every choice on every medium', async (context) => {
      const onPhone = needed(context, at().onPhone)
      for (const medium of at().channel.media) sentId(await at().channel.send(outgoing(CART, { medium })))
      const shown = await onPhone(PHONE)
      expect(shown).toHaveLength(at().channel.media.length)
      for (const words of shown) expect(words).toMatch(/24\s500\sF[\s\S]*Confirmer[\s\S]*Changer/)
    })

    it('says every row of a list on every medium', async (context) => {
      const onPhone = needed(context, at().onPhone)
      for (const medium of at().channel.media) sentId(await at().channel.send(outgoing(OFFERS, { medium })))
      for (const words of await onPhone(PHONE)) expect(words).toMatch(/Koumassi[\s\S]*Plateau[\s\S]*Marcory/)
    })

    it('is plain text with numbers in an SMS, in GSM-7', async (context) => {
      if (!at().channel.media.includes('sms')) context.skip('no SMS here')
      const onPhone = needed(context, at().onPhone)
      sentId(await at().channel.send(outgoing({ ...CART, text: 'Reçu, c’est prêt' }, { medium: 'sms' })))
      expect(await onPhone(PHONE)).toEqual(["Recu, c'est pret\n1 Confirmer\n2 Changer"])
    })

    it('is not sent, and later, when the provider is asked too often; each time later', async (context) => {
      const failNext = needed(context, at().failNext)
      for (const how of ['rate_limited', 'rate_limited', 'rate_limited'] as const) failNext(how)
      const waits: number[] = []
      for (let time = 0; time < 3; time += 1) {
        const result = await at().channel.send(outgoing({ text: 'Bonsoir' }))
        expect(result.kind).toBe('retry')
        if (result.kind === 'retry') waits.push(result.afterMs)
      }
      expect(waits).toEqual([...waits].sort((a, b) => a - b))
      expect(waits[0]).toBeGreaterThan(0)
      // One that is sent ends it: the next wait is short again.
      sentId(await at().channel.send(outgoing({ text: 'Bonsoir' })))
      failNext('rate_limited')
      const again = await at().channel.send(outgoing({ text: 'Bonsoir' }))
      expect(again.kind === 'retry' && again.afterMs).toBeLessThan(waits[1] ?? 0)
    })

    it('is refused for good to somebody who opted out', async (context) => {
      failing(context, at(), 'opted_out')('opted_out')
      const result = await at().channel.send(outgoing({ text: 'Bonsoir' }))
      expect(result).toMatchObject({ kind: 'refused', because: 'opted_out' })
    })
  })

  describe('a send without a clear answer', () => {
    for (const how of ['server_error', 'garbage', 'silence', 'dropped'] as const) {
      it(`is never taken for sent, and found not sent: ${how}`, async (context) => {
        failing(context, at(), how)(how)
        const message = outgoing({ text: 'Votre livreur arrive' })
        const result = await at().channel.send(message)
        expect(['unknown', 'retry']).toContain(result.kind)
        expect(await at().channel.lookUp(message)).toEqual({ kind: 'not_sent' })
      })
    }

    for (const how of ['garbage_after', 'silence_after', 'dropped_after'] as const) {
      it(`is unknown and found, so that nobody gets it twice: ${how}`, async (context) => {
        failing(context, at(), how)(how)
        const message = outgoing(CART)
        expect(await at().channel.send(message)).toMatchObject({ kind: 'unknown' })
        sentId(await at().channel.lookUp(message))
        if (at().onPhone !== undefined) expect(await needed(context, at().onPhone)(PHONE)).toHaveLength(1)
      })
    }

    it('is not taken for an equal message that was sent before', async (context) => {
      const failNext = needed(context, at().failNext)
      sentId(await at().channel.send(outgoing({ text: 'Toujours là ?' })))
      failNext('dropped')
      const message = outgoing({ text: 'Toujours là ?' })
      await at().channel.send(message)
      expect(await at().channel.lookUp(message)).toEqual({ kind: 'not_sent' })
    })

    it('finds one message each when two equal ones went unanswered', async (context) => {
      const failNext = needed(context, at().failNext)
      const messages = [outgoing({ text: 'Toujours là ?' }), outgoing({ text: 'Toujours là ?' })]
      for (const message of messages) {
        failNext('dropped_after')
        await at().channel.send(message)
      }
      const ids = new Set<string>()
      for (const message of messages) ids.add(sentId(await at().channel.lookUp(message)))
      expect(ids.size).toBe(2)
    })
  })

  describe('what became of a message', () => {
    it('is reported with the provider’s id, and why it failed', async (context) => {
      const report = needed(context, at().report)
      const providerId = sentId(await at().channel.send(outgoing({ text: 'Bonsoir' })))
      expect(await report(providerId, 'failed', '30003')).toBeLessThan(300)
      expect(at().inbox.statuses).toContainEqual(
        expect.objectContaining({ adapter: at().channel.name, providerId, status: 'failed', errorCode: '30003' }),
      )
    })

    it('is passed on as it comes, out of order and twice', async (context) => {
      const report = needed(context, at().report)
      const providerId = sentId(await at().channel.send(outgoing({ text: 'Bonsoir' })))
      for (const status of ['delivered', 'sent', 'delivered'] as const) {
        expect(await report(providerId, status)).toBeLessThan(300)
      }
      const told = at().inbox.statuses.filter(({ price, segments }) => price === null && segments === null)
      expect(told.map(({ status }) => status)).toEqual(['delivered', 'sent', 'delivered'])
    })

    it('is passed on for an id that nobody knows', async (context) => {
      expect(await needed(context, at().report)('SM_unknown', 'delivered')).toBeLessThan(300)
      expect(at().inbox.statuses).toMatchObject([{ providerId: 'SM_unknown', status: 'delivered' }])
    })

    it('is asked for again when it could not be committed', async (context) => {
      const report = needed(context, at().report)
      at().inbox.failOnce()
      expect(await report('SM_unknown', 'sent')).toBeGreaterThanOrEqual(500)
    })

    it('may be known before the send has returned', async (context) => {
      needed(context, at().report)
      failing(context, at(), 'callback_first')('callback_first')
      const providerId = sentId(await at().channel.send(outgoing({ text: 'Bonsoir' })))
      expect(at().inbox.statuses).toMatchObject([{ providerId, status: 'sent' }])
    })
  })
}
