import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChannelLimits } from '../../../bot/channels/channel.ts'
import { cut } from '../../../bot/channels/cutting.ts'
import { shape } from '../../../bot/channels/shape.ts'
import { segments, toGsm7 } from '../../../conversations/copy/gsm7.ts'
import { optionsOf } from '../../../conversations/copy/numbered.ts'

const WHATSAPP: ChannelLimits = {
  textLength: 4096,
  buttons: 3,
  buttonLabelLength: 20,
  rows: 10,
  rowTitleLength: 24,
  rowDescriptionLength: 72,
  perSecond: 80,
}
const PLAIN = { ...WHATSAPP, textLength: 1600, buttons: 0, rows: 0 }

const choices = (...labels: string[]) => labels.map((label, index) => ({ id: `c${index + 1}`, label }))
const rows = (count: number, description?: string) => {
  return Array.from({ length: count }, (_, index) => ({
    id: `r${index + 1}`,
    title: `Dépôt ${index + 1}`,
    ...(description !== undefined && { description }),
  }))
}

describe('shape', () => {
  it('leaves plain WhatsApp text as it is', () => {
    expect(shape({ text: 'Bonsoir Awa ! 🍺' }, 'whatsapp', WHATSAPP)).toEqual({ text: 'Bonsoir Awa ! 🍺' })
  })

  it('makes up to three choices buttons, and four numbered lines', () => {
    const three = choices('Confirmer', 'Changer', 'Ajouter')
    expect(shape({ text: 'On confirme ?', choices: three }, 'whatsapp', WHATSAPP)).toEqual({
      text: 'On confirme ?',
      buttons: three,
    })
    expect(
      shape({ text: 'Combien ?', choices: choices('un', 'deux', 'trois', 'quatre') }, 'whatsapp', WHATSAPP),
    ).toEqual({
      text: 'Combien ?\n1 un\n2 deux\n3 trois\n4 quatre',
    })
  })

  it('numbers the choices where the channel has no buttons', () => {
    expect(shape({ text: 'On confirme ?', choices: choices('Confirmer', 'Changer') }, 'whatsapp', PLAIN)).toEqual({
      text: 'On confirme ?\n1 Confirmer\n2 Changer',
    })
  })

  it('makes up to ten rows a list, and eleven numbered lines', () => {
    const list = (count: number) => ({ button: 'Voir', rows: rows(count, '24 500 F') })
    expect(shape({ text: 'Offres', list: list(10) }, 'whatsapp', WHATSAPP).list?.rows).toHaveLength(10)
    expect(shape({ text: 'Offres', list: list(11) }, 'whatsapp', WHATSAPP).text).toContain(
      '\n11 Dépôt 11: 24\u00a0500\u00a0F',
    )
  })

  it('puts choices below the rows of a list, and numbers them in that order', () => {
    const content = { text: 'Offres', list: { button: 'Voir', rows: rows(2) }, choices: choices('Attendre') }
    expect(shape(content, 'whatsapp', WHATSAPP).list?.rows.map(({ id }) => id)).toEqual(['r1', 'r2', 'c1'])
    expect(shape(content, 'sms', PLAIN).text).toBe('Offres\n1 Dépot 1\n2 Dépot 2\n3 Attendre')
    expect(optionsOf(content).map(({ id }) => id)).toEqual(['r1', 'r2', 'c1'])
  })

  it('cuts labels to the length of a button, and numbers them when they become the same', () => {
    const long = choices('Livraison ce soir à Koumassi', 'Livraison ce midi à Koumassi')
    expect(shape({ text: 'Quand ?', choices: long }, 'whatsapp', WHATSAPP).buttons?.map(({ label }) => label)).toEqual([
      'Livraison ce soir à…',
      'Livraison ce midi à…',
    ])
    const same = choices('Le dépôt de Koumassi nord', 'Le dépôt de Koumassi sud')
    expect(shape({ text: 'Lequel ?', choices: same }, 'whatsapp', WHATSAPP)).toEqual({
      text: 'Lequel ?\n1 Le dépôt de Koumassi nord\n2 Le dépôt de Koumassi sud',
    })
  })

  it('numbers what is too long to stand above buttons', () => {
    const content = { text: 'a'.repeat(1025), choices: choices('Oui') }
    expect(shape(content, 'whatsapp', WHATSAPP).buttons).toBeUndefined()
  })

  it('keeps an amount on one line on WhatsApp, and writes SMS with the space of GSM-7', () => {
    const list = { button: 'Voir', rows: [{ id: 'r', title: 'Flag 65 cl', description: '1 casier 6 000 F' }] }
    const content = { text: 'Total 1 085 591 F, 2 casiers de 330 Fanta, au 0700000001. 85,000 F or 90 F', list }
    const shaped = shape(content, 'whatsapp', WHATSAPP)
    expect(shaped.text).toBe(
      'Total 1\u00a0085\u00a0591\u00a0F, 2 casiers de 330 Fanta, au 0700000001. 85,000\u00a0F or 90\u00a0F',
    )
    expect(shape(content, 'whatsapp', PLAIN).text).toContain('Flag 65 cl: 1 casier 6\u00a0000\u00a0F')
    const sms = shape(content, 'sms', PLAIN).text
    expect(sms).toBe(`${content.text}\n1 Flag 65 cl: 1 casier 6 000 F`)
    expect(segments(sms)).toBe(1)
  })

  it('writes SMS in GSM-7, options too', () => {
    const content = { text: 'Commande reçue 🍺', choices: choices('Être livré', 'Annuler') }
    const { text } = shape(content, 'sms', PLAIN)
    expect(text).toBe('Commande recue\n1 Etre livré\n2 Annuler')
    expect(segments(text)).toBe(1)
  })

  it('gives up descriptions, then text, before any option', () => {
    const limits = { ...PLAIN, textLength: 160 }
    const content = { text: 'Voici '.repeat(40), list: { button: '', rows: rows(8, 'x'.repeat(72)) } }
    const { text } = shape(content, 'sms', limits)
    expect(text.length).toBeLessThanOrEqual(160)
    expect(text).toMatch(/\.\.\.\n1 D[\s\S]*\n8 D.*8$/)
  })

  it('never passes the limit of the channel', () => {
    const option = fc.record({ id: fc.uuid(), title: fc.string({ maxLength: 80 }), description: fc.string() })
    const content = fc.record({
      text: fc.string({ unit: 'grapheme', maxLength: 400 }),
      list: fc.record({ button: fc.string(), rows: fc.array(option, { maxLength: 12 }) }),
    })
    fc.assert(
      fc.property(
        content,
        fc.constantFrom('sms', 'whatsapp'),
        fc.integer({ min: 1, max: 300 }),
        (said, medium, most) => {
          expect(shape(said, medium, { ...PLAIN, textLength: most }).text.length).toBeLessThanOrEqual(most)
        },
      ),
    )
  })

  it('never leaves anything in an SMS that would halve its segments', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 20, max: 200 }), (said, most) => {
        const { text } = shape({ text: said, choices: choices('Ça va', 'Arrêter') }, 'sms', {
          ...PLAIN,
          textLength: most,
        })
        expect(toGsm7(text)).toBe(text.trim())
      }),
    )
  })
})

describe('cut', () => {
  it('leaves what fits', () => {
    expect(cut('Confirmer', 9)).toBe('Confirmer')
  })

  it('cuts at the end of a word', () => {
    expect(cut('Livraison ce soir à Koumassi', 20)).toBe('Livraison ce soir à…')
  })

  it('drops a number rather than half of it', () => {
    expect(cut('Total 124 500 F', 11)).toBe('Total…')
    expect(cut('Appelez +225 07 01 02 03 04', 20)).toBe('Appelez…')
    expect(cut('Livré à 22:30', 12)).toBe('Livré à…')
  })

  it('never cuts an emoji or a letter with its accent', () => {
    expect(cut(`${'👨‍👩‍👧'.repeat(2)}x`, 10)).toBe('👨‍👩‍👧…')
    expect(cut('🍺🍺', 2)).toBe('…')
  })

  it('keeps whole numbers and whole characters, whatever the text', () => {
    const words = fc.array(fc.oneof(fc.integer({ min: 0, max: 999_999 }).map(String), fc.string({ unit: 'grapheme' })))
    fc.assert(
      fc.property(words, fc.integer({ min: 2, max: 80 }), (parts, length) => {
        const text = parts.join(' ')
        const short = cut(text, length)
        expect(short.length).toBeLessThanOrEqual(length)
        if (short === text) return
        const kept = short.slice(0, -1)
        expect(kept).not.toMatch(/\p{Surrogate}/u)
        expect(/\d$/.test(kept) && /^\d/.test(text.slice(kept.length))).toBe(false)
      }),
    )
  })
})
