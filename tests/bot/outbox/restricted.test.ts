import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { asMayBeSaid, isClosed, restrictedNames } from '../../../bot/outbox/restricted.ts'

const catalogue = z
  .object({
    products: z.array(
      z.object({
        alcohol: z.boolean(),
        brand: z.string(),
        name_fr: z.string(),
        name_en: z.string(),
        synonyms: z.array(z.string()),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync('prisma/data/catalogue.json', 'utf8')))
const namesOf = (alcohol: boolean) =>
  catalogue.products
    .filter((product) => product.alcohol === alcohol)
    .flatMap(({ brand, name_fr, name_en, synonyms }) => [brand, name_fr, name_en, ...synonyms])
const names = restrictedNames({ restricted: namesOf(true), open: namesOf(false) })
const policy = { opened: [], namesRestricted: () => names }
const onWhatsapp = { adapter: 'twilio', medium: 'whatsapp', language: 'fr' } as const

describe('restricted goods on official WhatsApp (product.md 7)', () => {
  it.each(catalogue.products.filter(({ alcohol }) => alcohol))(
    'never names $name_fr',
    ({ name_fr, name_en, brand }) => {
      for (const name of [name_fr, name_en, brand, brand.toUpperCase()]) {
        const said = asMayBeSaid(policy, {
          ...onWhatsapp,
          content: { text: `Votre panier :\n2 casiers ${name} : 12 000 F` },
        })
        expect(said.text).not.toContain(name)
        expect(names(said.text)).toBe(false)
      }
    },
  )

  it.each(catalogue.products.filter(({ alcohol }) => !alcohol))('still sells $name_fr', ({ name_fr }) => {
    const content = { text: `Votre panier :\n2 packs ${name_fr} : 3 000 F. Je demande les offres ?` }
    expect(asMayBeSaid(policy, { ...onWhatsapp, content })).toEqual(content)
  })

  it('looks at buttons and list rows too', () => {
    const choices = [{ id: 'a', label: 'Flag 65cl' }]
    expect(asMayBeSaid(policy, { ...onWhatsapp, content: { text: 'Lequel ?', choices } }).choices).toBeUndefined()
    const list = { button: 'Voir', rows: [{ id: 'b', title: 'Rayon', description: 'bières et vins' }] }
    expect(asMayBeSaid(policy, { ...onWhatsapp, content: { text: 'Lequel ?', list } }).list).toBeUndefined()
  })

  it('is open on SMS, on the simulator, and where an operator opened it by name', () => {
    expect(isClosed('twilio', 'sms', [])).toBe(false)
    expect(isClosed('simulator', 'whatsapp', [])).toBe(false)
    expect(isClosed('twilio', 'whatsapp', ['twilio-whatsapp'])).toBe(false)
    expect(isClosed('twilio', 'whatsapp', ['twilio-sms'])).toBe(true)
    expect(isClosed('whatsapp-cloud', 'whatsapp', ['twilio-whatsapp'])).toBe(true)
    expect(isClosed('whatsapp-cloud', 'whatsapp', ['whatsapp-cloud'])).toBe(false)
  })
})
