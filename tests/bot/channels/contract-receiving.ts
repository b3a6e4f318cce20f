import { describe, expect, it, vi } from 'vitest'
import { type ChannelHarness, mediumOf, needed, PHONE, text as textOf, unless } from './contract-harness.ts'

export function contractOfReceiving(at: () => ChannelHarness): void {
  const text: typeof textOf = (words, more) => textOf(words, { medium: mediumOf(at()), ...more })
  describe('what a person sends', () => {
    it('arrives as text, with who and how', async () => {
      const message = text('2 casiers de Flag svp, ça presse’ 🍺')
      expect(await at().fromPhone(message)).toBeLessThan(300)
      expect(at().inbox.received).toMatchObject([
        {
          adapter: at().channel.name,
          medium: mediumOf(at()),
          address: PHONE,
          providerId: message.id,
          body: { kind: 'text', text: '2 casiers de Flag svp, ça presse’ 🍺' },
        },
      ])
      expect(at().inbox.received[0]?.identities).toContainEqual({ kind: 'phone', value: PHONE })
    })

    it('arrives from every medium of the channel', async () => {
      for (const medium of at().channel.media) await at().fromPhone(text('bonsoir', { medium }))
      expect(at().inbox.received.map(({ medium }) => medium)).toEqual(at().channel.media)
    })

    it('arrives as the id of the button or the row that was pressed', async (context) => {
      unless(context, at(), 'choice')
      await at().fromPhone(text('', { body: { kind: 'choice', id: 'confirm', text: 'Confirmer' } }))
      await at().fromPhone(text('', { body: { kind: 'list_row', id: 'depot-3', text: 'Dépôt Koumassi' } }))
      expect(at().inbox.received.map(({ body }) => body)).toEqual([
        { kind: 'choice', id: 'confirm', text: 'Confirmer' },
        { kind: 'choice', id: 'depot-3', text: 'Dépôt Koumassi' },
      ])
    })

    it('arrives as a place', async (context) => {
      unless(context, at(), 'location')
      const place = { latitude: 5.2963, longitude: -3.9801, label: 'Maquis Chez Awa' }
      await at().fromPhone(text('', { body: { kind: 'location', ...place } }))
      expect(at().inbox.received[0]?.body).toEqual({ kind: 'location', ...place })
    })

    it('arrives as a photo or a voice message', async (context) => {
      unless(context, at(), 'photo')
      const url = 'https://example.test/media/1'
      await at().fromPhone(text('', { body: { kind: 'photo', url, contentType: 'image/jpeg' } }))
      await at().fromPhone(text('', { body: { kind: 'voice', url, contentType: 'audio/ogg' } }))
      expect(at().inbox.received.map(({ body }) => body.kind)).toEqual(['photo', 'voice'])
    })

    it('is recorded once when the provider posts it twice, and both are thanked', async () => {
      const message = text('oui')
      expect(await at().fromPhone(message)).toBeLessThan(300)
      expect(await at().fromPhone(message)).toBeLessThan(300)
      expect(at().inbox.received).toHaveLength(1)
    })

    it('is recorded once when the same message comes twice at the same instant', async () => {
      const message = text('oui')
      const statuses = await Promise.all([at().fromPhone(message), at().fromPhone(message)])
      expect(statuses.every((status) => status < 300)).toBe(true)
      expect(at().inbox.received).toHaveLength(1)
    })

    it('is kept apart when two people write at the same instant', async () => {
      await Promise.all([at().fromPhone(text('1')), at().fromPhone(text('2', { phone: '+2250500000002' }))])
      expect(
        at()
          .inbox.received.map(({ address }) => address)
          .sort(),
      ).toEqual(['+2250500000002', PHONE])
    })

    it('is thanked only once it is committed', async () => {
      const { isWaiting, letGo } = at().inbox.holdOnce()
      const answered = vi.fn()
      const answer = at().fromPhone(text('bonsoir')).then(answered)
      await isWaiting
      // Another comes and is thanked meanwhile: the first had the time.
      await at().fromPhone(text('et moi ?', { phone: '+2250500000002' }))
      expect(answered).not.toHaveBeenCalled()
      letGo()
      await answer
      expect(answered).toHaveBeenCalledOnce()
    })

    it('is asked for again when it could not be committed', async () => {
      const message = text('bonsoir')
      at().inbox.failOnce()
      expect(await at().fromPhone(message)).toBeGreaterThanOrEqual(500)
      expect(at().inbox.received).toEqual([])
      expect(await at().fromPhone(message)).toBeLessThan(300)
      expect(at().inbox.received).toHaveLength(1)
    })
  })
}

export function contractOfRefusing(at: () => ChannelHarness): void {
  describe('what is not the provider’s', () => {
    for (const how of ['unsigned', 'wrong_signature', 'other_url', 'changed_parameter'] as const) {
      it(`is refused with 403 and not received: ${how}`, async (context) => {
        unless(context, at(), how)
        const forged = needed(context, at().forged)
        expect(await forged(textOf('livrez-moi tout'), how)).toBe(403)
        expect(at().inbox.received).toEqual([])
      })
    }

    const answers = { too_large: 413, not_utf8: 400, no_id: 400, no_sender: 400, empty: 400 } as const
    for (const how of ['too_large', 'not_utf8', 'no_id', 'no_sender', 'empty'] as const) {
      it(`is refused with ${answers[how]} and not received: ${how}`, async (context) => {
        unless(context, at(), how)
        const malformed = needed(context, at().malformed)
        expect(await malformed(how)).toBe(answers[how])
        expect(at().inbox.received).toEqual([])
      })
    }
  })
}
