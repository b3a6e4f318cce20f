import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsOneSegment, segments, toGsm7 } from '../../../conversations/copy/gsm7.ts'
import { clip, cutName, shortName } from '../../../conversations/copy/shorten.ts'
import { requests } from '../../../conversations/copy/supplier/requests.ts'
import { readCommunes } from '../../../conversations/supplier/communes.ts'
import { goods, longNames, number, TEXTS, zone } from './every-text.ts'
import { catalogue, zones } from './phone.ts'

const all = Object.entries(TEXTS).flatMap(([subject, texts]) =>
  Object.entries(texts).flatMap(([key, wordings]) =>
    wordings.map((wording, index) => ({ key: `${subject}.${key} ${index}`, wording })),
  ),
)

describe.each(['fr', 'en'] as const)('every text for a supplier, in %s, with its longest parameters', (language) => {
  it.each(all)('$key is one segment', ({ wording }) => {
    const text = toGsm7(wording.in(language))
    expect(text).not.toContain('undefined')
    expect({ text, length: text.length, segments: segments(text) }).toMatchObject({ segments: 1 })
  })

  it('is different in the two languages', () => {
    const same = all.filter(({ wording, key }) => wording.in('fr') === wording.in('en') && !key.includes('chosenGoods'))
    expect(same.map(({ key }) => key)).toEqual([])
  })
})

describe('a request of five lines', () => {
  it('says every quantity, the number and the zone, whatever the products', () => {
    const product = fc.constantFrom(...longNames)
    const line = fc.record({ product, quantity: fc.integer({ min: 1, max: 500 }) })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), fc.boolean(), (lines, pickup) => {
        const asked = {
          number,
          zone,
          goods: lines.map(({ product: { name, unit }, quantity }) => ({ name, unit, quantity })),
          pickup,
          at: '18:30',
          part: '1/2',
        }
        for (const language of ['fr', 'en'] as const) {
          const text = toGsm7(requests.asked(asked).in(language))
          expect(segments(text)).toBe(1)
          expect(text).toContain(`DISTRI ${number} ${toGsm7(zone)}`)
          for (const {
            quantity,
            product: { name },
          } of lines) {
            const size = /\d+(?:[.,]\d+)?/.exec(shortName(name))?.[0]
            expect(text).toMatch(
              new RegExp(`\\b${quantity} [a-z]+ [^,]*${size === undefined ? '' : `\\b${size.replace('.', '\\.')}`}`),
            )
          }
        }
      }),
      { numRuns: 150 },
    )
  })

  it('still tells the products of the five longest names apart', () => {
    const text = requests.asked({ number, zone, goods, pickup: false, at: null, part: null }).in('fr')
    const names = (/: (.*?)\. Rep/.exec(text)?.[1] ?? '').split(', ')
    expect(new Set(names).size).toBe(5)
  })
})

describe('short names', () => {
  it('tell all the products of the catalogue apart', () => {
    const names = catalogue.products.map(({ name_fr }) => shortName(name_fr))
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it('keep every number whole when they are cut', () => {
    for (const { name_fr } of catalogue.products) {
      const numbers = shortName(name_fr).match(/\d+(?:\.\d+)?/g) ?? []
      expect(cutName(shortName(name_fr), 6).match(/\d+(?:\.\d+)?/g) ?? []).toEqual(numbers)
    }
  })
})

describe('GSM-7', () => {
  it.each([
    ['reçu, dépôt, être, où, Noël', 'recu, dépot, etre, où, Noel'],
    ['œuf l’hôtel « Drogba » … – 20 °C', 'oeuf l\'hotel " Drogba " ... - 20 oC'],
    ['fini 🛵👍🏿 merci', 'fini merci'],
    ['85\u202f000\u00a0F', '85 000 F'],
    ['À ÉCRIRE ça', 'A ÉCRIRE ca'],
  ])('writes %s as %s', (text, written) => {
    expect(toGsm7(text)).toBe(written)
  })

  it('counts as networks bill: 160 then 153, extension characters twice, 70 then 67 of anything else', () => {
    expect([160, 161, 306, 307].map((length) => segments('a'.repeat(length)))).toEqual([1, 2, 2, 3])
    expect([80, 81].map((length) => segments('€'.repeat(length)))).toEqual([1, 2])
    expect([70, 71, 134, 135].map((length) => segments('ê'.repeat(length)))).toEqual([1, 2, 2, 3])
    expect(segments('')).toBe(0)
  })

  it('is reached from any text, and the quick measure agrees with the library', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const written = toGsm7(text)
        expect(toGsm7(written)).toBe(written)
        expect(segments(written) <= 1).toBe(fitsOneSegment(text))
      }),
    )
  })
})

describe('words cut to a length', () => {
  it('are never cut inside a number nor made longer', () => {
    const words = fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: 9_999_999 }).map(String),
        fc.constantFrom('rue', 'pharmacie', 'à', 'carrefour'),
      ),
    )
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 60 }), (parts, length) => {
        const cut = clip(parts.join(' '), length)
        expect(cut.length).toBeLessThanOrEqual(length)
        for (const found of cut.match(/\d+/g) ?? []) expect(parts).toContain(found)
      }),
    )
  })
})

describe('the communes a depot can name', () => {
  it('are those of zones.json, each known by its name and in a list', () => {
    for (const { id, name } of zones.communes) expect(readCommunes(name)).toEqual([id])
    const every = zones.communes.map(({ name }) => name).join(', ')
    expect([...readCommunes(every)].sort()).toEqual(zones.communes.map(({ id }) => id).sort())
    expect(readCommunes('yop, Port Bouet et adjame')).toEqual(['adjame', 'port-bouet', 'yopougon'])
    expect(readCommunes('toutes')).toHaveLength(zones.communes.length)
    expect(readCommunes('Plateau-Dokui')).toEqual([])
  })
})
