import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { client, goods } from './situations.ts'

describe('orders', () => {
  it.each([
    ['2 casiers de flag et 3 castel', ['2 casier flag-65cl', '3 casier castel-65cl']],
    ['jve 5 castel 1 carton awa stp', ['5 casier castel-65cl']],
    ['un demi casier de petite bock', ['12 bouteille bock-33cl']],
    ['2 casiers et demi de castel', ['2 casier castel-65cl', '6 bouteille castel-65cl']],
    ['une douzaine de bouteilles de castel', ['12 bouteille castel-65cl']],
    [
      'Deux casiers de world cola, autant de youki, et le double en fanta',
      ['2 casier world-cola-30cl', '2 casier youki-cocktail-30cl', '4 casier fanta-orange-30cl'],
    ],
    ['3 flag non pardon 4 flag', ['4 casier flag-65cl']],
    ['jveu 4 kasié 2 boc é 3 kasié 2 kastel', ['3 casier castel-65cl', '4 casier bock-65cl']],
    ['je veux 500g de boeuf et 1 kilo et demi de machoiron', ['0.5 kg boeuf-kg', '1.5 kg machoiron-kg']],
    ['livrez 3 casiers de coca pour 19h30', ['3 casier coca-cola-30cl']],
  ])('reads "%s"', (text, expected) => {
    expect(goods(client(text))).toEqual([...expected].sort())
  })

  it('asks rather than guesses size, brand, quantity or an unknown name', () => {
    const reasons = (text: string) => client(text).clarifications.map((each) => each.reason)
    expect(reasons('4 casiers de heineken')).toEqual(['size'])
    expect(reasons('6 casiers de bière')).toEqual(['brand'])
    expect(reasons('je veux des flag')).toEqual(['quantity'])
    expect(reasons('3 casiers de Corona')).toEqual(['not_in_catalogue'])
    expect(reasons('33 doppel')).toEqual(['number'])
    expect(reasons('2 smirnoff')).toEqual(['flavour'])
  })

  it('asks when a quantity is over 500 or is nothing', () => {
    expect(client('5000 casiers de flag')).toMatchObject({ lines: [], clarifications: [{ reason: 'quantity' }] })
    expect(client('je veux 999 casiers de castel')).toMatchObject({
      lines: [],
      clarifications: [{ reason: 'quantity' }],
    })
    expect(client('je veux 0 casier de castel').lines).toEqual([])
  })

  it('reads the hour of the delivery and leaves its digits out of the lines', () => {
    const read = client('3 casiers castel demain a 9h')
    expect(goods(read)).toEqual(['3 casier castel-65cl'])
    expect(read.slots.deliveryAt).toEqual({ hour: 9, minute: 0, day: 'tomorrow' })
    expect(client('2 flag pour ce soir').slots.deliveryTime).toBe('ce soir')
  })
})

describe('what does not change an order', () => {
  const product = fc.constantFrom('castel', 'flag', 'doppel', 'beaufort', 'sprite', 'orangina', 'racines', 'malta')
  const counted = fc.record({ quantity: fc.integer({ min: 2, max: 60 }), product })
  const order = fc.uniqueArray(counted, { minLength: 1, maxLength: 5, selector: (each) => each.product })
  const written = (lines: ReadonlyArray<{ quantity: number; product: string }>) =>
    lines.map((each) => `${each.quantity} casiers de ${each.product}`).join(', ')

  it('politeness around it', () => {
    const before = fc.constantFrom(
      '',
      'bonsoir patron ',
      'svp ',
      'Bjr chef, je voudrais ',
      'hello please ',
      'salut mon frère, envoie ',
    )
    const after = fc.constantFrom('', ' merci', ' stp', ' svp merci beaucoup', ' 🙏', ' thanks bro')
    fc.assert(
      fc.property(order, before, after, (lines, head, tail) => {
        expect(goods(client(head + written(lines) + tail))).toEqual(goods(client(written(lines))))
      }),
    )
  })

  it('capitals, accents and spaces', () => {
    const accented = (text: string) => text.replace(/e/g, 'é').replace(/ /g, '  ')
    fc.assert(
      fc.property(order, (lines) => {
        expect(goods(client(written(lines).toUpperCase()))).toEqual(goods(client(written(lines))))
        expect(goods(client(accented(written(lines))))).toEqual(goods(client(written(lines))))
      }),
    )
  })

  it('the order of its lines', () => {
    fc.assert(
      fc.property(order, (lines) => {
        expect(goods(client(written([...lines].reverse())))).toEqual(goods(client(written(lines))))
      }),
    )
  })

  it('lines apart by commas, new lines, "et" or a plus sign', () => {
    fc.assert(
      fc.property(order, fc.constantFrom('\n', ' et ', ' + ', ' ; ', ' / '), (lines, sign) => {
        expect(goods(client(written(lines).replaceAll(', ', sign)))).toEqual(goods(client(written(lines))))
      }),
    )
  })
})
