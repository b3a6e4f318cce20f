import { describe, expect, it } from 'vitest'
import type { DialogueContext } from '../../../conversations/understanding/types.ts'
import { understand } from '../../../conversations/understanding/understand.ts'
import { backgroundMessages } from '../../../ops/understand-background.ts'
import { situationOf } from '../../../ops/understand-labels.ts'
import { client, goods, knowledge, line, oneRequest, supplier } from './situations.ts'

// Messages of every day that are no business of a market. Measured beside these on 5,640 public sentences that are not here:
// docs/understanding.md has the numbers.

const lines = [line(6, 'casier', 'flag-65cl'), line(2, 'casier', 'fanta-orange-30cl')]

describe('an everyday sentence', () => {
  const state = { cart: lines, order: { ref: '1042', items: lines }, rfqs: [{ ref: '1042', items: lines }] }
  const read = backgroundMessages().map((message) => ({
    message,
    read: understand(message.text, situationOf({ ...message, state }), knowledge),
  }))

  it('brings no line, wherever the dialogue is', () =>
    expect(read.filter((each) => each.read.lines.length > 0).map(({ message }) => message.text)).toEqual([]))

  it('is acted upon in fewer than 3 of 100', () => {
    const acted = read.filter((each) =>
      /^(?:confirm|delivery_confirm|bid|status_.*|cancel|stop|start)$/.test(each.read.intent),
    )
    expect(
      acted.map(({ message }) => `${message.context} ${message.text}`).slice(Math.floor(read.length / 33)),
    ).toEqual([])
  })
})

describe('is not acted upon', () => {
  it.each<[string, DialogueContext]>([
    ['yeah but the other one is worse for him', 'cart'],
    ['calme toi mon ami', 'cart'],
    ['je suis boulangère à Daloa', 'cart'],
    ['the children are happy', 'delivering'],
    ['nous sommes restés tranquilles', 'delivering'],
  ])('"%s"', (text, context) =>
    expect(client(text, context, { cart: lines, order: { ref: '1042', items: lines } }).intent).toBe('unknown'),
  )

  it('a number that is no sum of francs is no price', () => {
    expect(supplier('text WIN to 84484 now and get a phone', 'sup_rfq', oneRequest).slots.priceXof ?? null).toBeNull()
    expect(supplier('call 09061701444 to claim', 'sup_rfq', oneRequest).slots.priceXof ?? null).toBeNull()
    expect(supplier('1042 84500 30', 'sup_rfq', oneRequest).slots.priceXof).toBe(84_500)
  })
})

describe('what is only near to a name', () => {
  it.each(['pick a card', "j'ai eu un mouvement de recul", 'it expires 18/11/26', 'let Tom out'])(
    'is none: "%s"',
    (text) => expect(goods(client(text))).toEqual([]),
  )
  it('orders nothing in a text about something else', () =>
    expect(client('we need to visit 3 castells in spain with the children before the rain comes back').lines).toEqual(
      [],
    ))
  it('a price is told where one is asked', () => {
    expect(client('la flag est bonne hein').lines).toEqual([])
    expect(client('la flag est à combien').intent).toBe('price_query')
  })
})

describe('a brand with nothing beside it', () => {
  it.each(['beaufort', 'du coca', 'la castel svp'])('asks how many: "%s"', (text) =>
    expect(client(text).clarifications).toMatchObject([{ reason: 'quantity' }]),
  )
  it('a packaging with nothing beside it asks of what', () => {
    expect(client('+ un fût').clarifications).toMatchObject([{ reason: 'brand', packaging: 'fut', quantity: 1 }])
    expect(client('10 casiers svp').clarifications).toMatchObject([
      { reason: 'brand', packaging: 'casier', quantity: 10 },
    ])
    expect(
      client('2 casiers', 'idle', {}, { kind: 'quantity', product: 'flag-65cl', packaging: 'casier' }).slots.answer,
    ).toEqual({
      quantity: 2,
    })
  })
  it.each(['une palette de castel', '2 camions de flag', '3 conteneurs de bock'])(
    'in what nothing is sold in is asked about: "%s"',
    (text) => {
      const read = client(text)
      expect(read.lines).toEqual([])
      expect(read.clarifications).toMatchObject([{ reason: 'packaging' }])
    },
  )
})

describe('counts said otherwise', () => {
  it.each<[string, string[]]>([
    ['6 + 4 casiers de flag', ['10 casier flag-65cl']],
    ['flag 6 + 4 castel', ['4 casier castel-65cl', '6 casier flag-65cl']],
    ['3 flag, coca idem', ['3 casier coca-cola-30cl', '3 casier flag-65cl']],
    ['mets 3 flag, 4 même', ['4 casier flag-65cl']],
    ['2 packs de sprite pareil', ['2 pack sprite-150cl']],
  ])('"%s"', (text, read) => expect(goods(client(text)).filter((each) => read.includes(each))).toEqual(read))
  it.each(['CASTEL 4/6', 'castel 65/33'])('is asked: "%s"', (text) => {
    expect(client(text).lines).toEqual([])
    expect(client(text).clarifications).toMatchObject([{ reason: 'quantity' }])
  })
  it('from a depot "4/6" is four of the six', () => {
    const request = { rfqs: [{ ref: '5520', items: [line(6, 'casier', 'castel-65cl')] }] }
    const read = supplier('5520 CASTEL 4/6 48000 30MN', 'sup_rfq', request)
    expect(goods(read)).toEqual(['4 casier castel-65cl'])
    expect(read.slots).toMatchObject({ priceXof: 48_000, etaMinutes: 30, partial: true })
  })
  it('another of that brand, rather', () => {
    const read = client('ivoire black plutôt', 'cart', {
      cart: [line(3, 'casier', 'ivoire-60cl'), line(5, 'casier', 'bock-65cl')],
    })
    expect(goods(read)).toEqual(['3 casier ivoire-black-60cl'])
    expect(read.slots.replace).toEqual(['ivoire-60cl'])
  })
})
