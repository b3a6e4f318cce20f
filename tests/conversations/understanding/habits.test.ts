import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { troubleWith, wordingOf } from '../../../conversations/not-understood.ts'
import { subjectOf } from '../../../conversations/understanding/habits.ts'
import type { Habit, Line, Situation, Understanding } from '../../../conversations/understanding/types.ts'
import { understand } from '../../../conversations/understanding/understand.ts'
import { habitsNow } from '../../../domain/accounts/habits.ts'
import { type LabelledMessage, loadKnowledge, situationOf } from '../../../ops/understand-labels.ts'

const knowledge = loadKnowledge(process.cwd())
const products = [...knowledge.catalogue.products.values()]

const idle: Situation = { channel: 'whatsapp', role: 'client', context: 'idle', state: {} }
const read = (text: string, habits: readonly Habit[] = []): Understanding =>
  understand(text, { ...idle, habits }, knowledge)
const wanted = ({ lines }: Understanding) =>
  lines.map(({ product, packaging, quantity }) => `${quantity} ${packaging} ${product}`)

const SMALL_FLAG = { about: 'brand:flag', product: 'flag-33cl' }
const HEINEKEN = { about: 'brand:heineken', product: 'heineken-33cl' }
const BEER = { about: 'word:biere', product: 'bock-65cl' }

describe('habits', () => {
  it('settle the size that the text leaves open, and say so', () => {
    expect(wanted(read('5 casiers de flag'))).toEqual(['5 casier flag-65cl'])
    const usual = read('5 casiers de flag', [SMALL_FLAG])
    expect(wanted(usual)).toEqual(['5 casier flag-33cl'])
    expect(usual).toMatchObject({ usual: [SMALL_FLAG], assumed: ['flag-33cl'] })
    expect(wanted(read('5 cas de flague et 2 heineken casier', [SMALL_FLAG, HEINEKEN]))).toEqual([
      '5 casier flag-33cl',
      '2 casier heineken-33cl',
    ])
  })

  it('change nothing that the text says: size, container, packaging, or the other size beside it', () => {
    for (const text of ['5 casiers flag 65', '5 casiers grande flag', '5 casiers flag et 2 casiers petite flag'])
      expect(read(text, [SMALL_FLAG])).toEqual(read(text))
    expect(wanted(read('2 cartons heineken canette', [HEINEKEN]))).toEqual(wanted(read('2 cartons heineken canette')))
  })

  it('answer the question that a word for several brands raises, only when how many is said', () => {
    expect(read('3 casiers de bière').clarifications).toHaveLength(1)
    expect(wanted(read('3 casiers de bières', [BEER]))).toEqual(['3 casier bock-65cl'])
    expect(read('je veux des casiers de bière', [BEER]).lines).toEqual([])
    expect(wanted(read('3 casiers de bière et 2 casiers bock 65', [BEER]))).toEqual(['5 casier bock-65cl'])
  })

  it('say nothing in a complaint, a price or a removal', () => {
    const order: Situation = {
      ...idle,
      context: 'delivered',
      state: { order: { ref: '1001', items: [{ product: 'flag-65cl', packaging: 'casier', quantity: 5 }] } },
    }
    const cart: Situation = {
      ...idle,
      context: 'cart',
      state: { cart: [{ product: 'flag-65cl', packaging: 'casier', quantity: 5 }] },
    }
    const habits = [SMALL_FLAG, BEER]
    for (const [text, situation] of [
      ['il manque 2 casiers de flag', order],
      ["c'est combien la flag", idle],
      ['enlève 2 flag', cart],
    ] as const)
      expect(understand(text, { ...situation, habits }, knowledge)).toEqual(understand(text, situation, knowledge))
  })

  it('never bring goods that the text does not allow, nor another quantity, whatever the habits', () => {
    const messages = ['dev', 'more'].flatMap((name) =>
      readFileSync(new URL(`data/messages.${name}.jsonl`, import.meta.url), 'utf8')
        .trim()
        .split('\n')
        .map((line): LabelledMessage => JSON.parse(line)),
    )
    // Half a crate is as many bottles as a crate of that size has.
    const whole = messages.filter(({ text }) => !/demi|half|moiti/i.test(text))
    const habit = fc
      .constantFrom(...products)
      .chain(({ id, family }) =>
        fc
          .constantFrom(`brand:${family}`, 'word:biere', 'word:vin', 'word:eau')
          .map((about) => ({ about, product: id })),
      )
    const total = (lines: readonly Line[]) => lines.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0)
    const familyOf = (id: string) => knowledge.catalogue.products.get(id)?.family
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.array(habit, { maxLength: 8 }), (message, habits) => {
        const situation = situationOf(message)
        const plain = understand(message.text, situation, knowledge)
        const usual = understand(message.text, { ...situation, habits }, knowledge)
        const allowed = new Set([
          ...plain.lines.flatMap(({ product }) => [
            product,
            ...(knowledge.catalogue.byFamily.get(familyOf(product) ?? '') ?? []),
          ]),
          ...plain.clarifications.flatMap(({ candidates }) => candidates),
        ])
        expect(usual.intent).toBe(plain.intent)
        expect(usual.lines.filter(({ product }) => !allowed.has(product))).toEqual([])
        const asked = (one: Understanding) => one.clarifications.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0)
        expect(total(usual.lines) + asked(usual)).toBeCloseTo(total(plain.lines) + asked(plain))
        // What a habit did not settle is read as it was.
        if (usual.usual === undefined) expect(usual).toEqual(plain)
      }),
      { numRuns: 500 },
    )
  })

  it('count until their day', () => {
    const habits = [{ ...SMALL_FLAG, until: '2027-05-19T20:00:00+00:00' }]
    expect(habitsNow(habits, new Date('2027-05-19T19:59:59Z'))).toEqual([SMALL_FLAG])
    expect(habitsNow(habits, new Date('2027-05-19T20:00:00Z'))).toEqual([])
  })

  it('are about a brand, or about a word when several brands may be meant', () => {
    expect(subjectOf('flag', ['flag', 'flag'])).toBe('brand:flag')
    expect(subjectOf('bieres', ['flag', 'bock'])).toBe('word:biere')
  })
})

describe('another size of what was read', () => {
  const line = (product: string, quantity = 5, packaging = 'casier') => ({ product, packaging, quantity })
  const inCart = (text: string, cart: readonly Line[], touched: readonly string[] = []) =>
    understand(text, { ...idle, context: 'cart', state: { cart: [...cart], touched } }, knowledge)

  it.each([
    'non, la petite',
    'pas la 65, la 33',
    'non la 33',
    'non flag 33',
    'plutôt les petites',
    'je voulais la petite flag',
    'no, the small one',
    'pas la grande la petite',
  ])('is read in "%s"', (text) => {
    expect(inCart(text, [line('flag-65cl')])).toMatchObject({
      intent: 'cart_set',
      lines: [line('flag-33cl')],
      slots: { replace: ['flag-65cl'] },
    })
  })

  it('is of the line just read when the cart has several', () => {
    const cart = [line('castel-65cl'), line('flag-65cl', 2)]
    expect(inCart('non, la petite', cart, ['flag-65cl'])).toMatchObject({ lines: [line('flag-33cl', 2)] })
    expect(inCart('pas la 33, la 66', [line('heineken-33cl'), line('bock-65cl')])).toMatchObject({
      lines: [line('heineken-65cl')],
    })
    expect(inCart('non, la petite', cart).lines).toEqual([])
  })

  it.each(['non 4', 'non 33', 'non', 'non merci', 'pas de petite monnaie', 'petite flag 3 casiers', 'non mets 6'])(
    'is not read in "%s"',
    (text) => {
      expect(inCart(text, [line('flag-65cl')]).slots.replace).toBeUndefined()
    },
  )

  it('keeps the flavour', () => {
    expect(inCart('non, la grande', [line('fanta-orange-30cl')]).lines.map(({ product }) => product)).not.toContain(
      'fanta-cocktail-30cl',
    )
  })
})

describe('what staff should see', () => {
  it('puts together what says the same with other numbers, spelling of accents and politeness', () => {
    expect(wordingOf('Bonsoir, 2 casiers de Zouglou svp')).toBe('# casiers de zouglou')
    expect(wordingOf('15 casiers de ZOUGLOÛ')).toBe('# casiers de zouglou')
    expect(wordingOf('Bonsoir')).toBe('bonsoir')
    expect(wordingOf('...')).toBe('')
  })

  it('is the name that the catalogue does not have, whatever was around it', () => {
    const text = '2 casiers flag 65 et 3 casiers de zougloutchi'
    expect(troubleWith(text, read(text))).toMatchObject({ trouble: 'asked', wording: 'zougloutchi' })
    expect(troubleWith('5 casiers flag 65', read('5 casiers flag 65'))).toBeNull()
    expect(troubleWith('xyz abc', read('xyz abc'))?.trouble).toBe('unknown')
  })
})
