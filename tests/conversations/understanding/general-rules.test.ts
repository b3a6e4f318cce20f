import { describe, expect, it } from 'vitest'
import { readAmounts } from '../../../conversations/understanding/amounts.ts'
import { anyOf } from '../../../conversations/understanding/cue-phrases.ts'
import { DAMAGED } from '../../../conversations/understanding/dispute-cues.ts'
import { normalise } from '../../../conversations/understanding/normalise.ts'
import { SUPPLIER_CUES } from '../../../conversations/understanding/supplier-cues.ts'
import { tokenise } from '../../../conversations/understanding/tokens.ts'
import { client, goods, line, supplier } from './situations.ts'

const cart = [line(6, 'casier', 'castel-65cl'), line(2, 'casier', 'fanta-orange-30cl'), line(4, 'pack', 'awa-150cl')]
const inCart = (text: string) => client(text, 'cart', { cart })
const order = { ref: '1042', items: [line(6, 'casier', 'castel-65cl'), line(3, 'casier', 'malta-guinness-33cl')] }
const delivered = (text: string) => client(text, 'delivered', { order })
const reasons = (text: string) => client(text).clarifications.map(({ reason }) => reason)

describe('a cue', () => {
  const cue = anyOf(`
    annul*|{talk} (?:a|avec) .. {person}
    ^liste$
  `)
  it.each(['annulez tout', 'je veux parler à un vrai humain', 'discuter avec votre chef', 'liste'])(
    'finds "%s"',
    (text) => expect(cue.test(text.normalize('NFKD').replace(/\p{M}/gu, ''))).toBe(true),
  )
  it.each(['bannula', 'parler a mon cousin de la fete', 'la liste', 'parlera avec humaines'])('leaves "%s"', (text) =>
    expect(cue.test(text)).toBe(false),
  )
})

describe('numbers', () => {
  it.each([
    ['commande n°12 : 20 casiers bock', ['20 casier bock-65cl']],
    ['il faut cinq, casiers de castel et 2 flag', ['2 casier flag-65cl', '5 casier castel-65cl']],
    ['castel 30, flag 12 pour ce soir svp', ['12 casier flag-65cl', '30 casier castel-65cl']],
    ['castel 65 10 casiers', ['10 casier castel-65cl']],
    ['4 casiers de flag dont 2 petites', ['2 casier flag-33cl', '2 casier flag-65cl']],
    ['la fête est repoussée au 14, je veux 6 castel et 2 bock', ['2 casier bock-65cl', '6 casier castel-65cl']],
    ['40 gobelets enfin 2 paquets de gobelets', ['2 paquet gobelets-25cl']],
    ['2 castel no sorry 3 castel', ['3 casier castel-65cl']],
  ])('are counts or are not: %s', (text, expected) => expect(goods(client(text))).toEqual(expected))

  it('of a size that stands for a name are asked about', () => {
    expect(client('2 casiers de 33')).toMatchObject({ intent: 'order', lines: [] })
    expect(reasons('2 casiers de 33')).toHaveLength(1)
  })
})

describe('packagings', () => {
  it.each([
    ['15 c. castel 65, 10 c. flag 65', ['10 casier flag-65cl', '15 casier castel-65cl']],
    ['5 ctn. perrier et 3 csr. bock', ['3 casier bock-65cl', '5 carton perrier-33cl']],
  ])('are abbreviated with a dot: %s', (text, expected) => expect(goods(client(text))).toEqual(expected))
  it('"c" is "c\'est" where nothing is counted', () =>
    expect(client("la livraison pour Marcory zone 4 c'est combien").clarifications).toEqual([]))
})

describe('names', () => {
  it.each([
    ['2 casiers dawa', 'awa'],
    ['3 casiers lheineken', 'heineken'],
  ])('are read with the article glued on: %s', (text, name) =>
    expect(client(text).clarifications.flatMap(({ candidates }) => candidates)[0]).toContain(name),
  )
  it.each([
    ['3 casiers de beaufart', '3 casier beaufort-65cl'],
    ['3 casiers de bofor', '3 casier beaufort-65cl'],
    ['2 casiers fantta', '2 casier fanta-orange-30cl'],
  ])('are read through a slip or by sound: %s', (text, expected) => expect(goods(client(text))).toEqual([expected]))
  it.each([
    ['un carton de 3x et 2 castel', ['1 carton 3x-energy-canette-25cl', '2 casier castel-65cl']],
    ['2 cartons de 3x 3 castel', ['2 carton 3x-energy-canette-25cl', '3 casier castel-65cl']],
    ['3x chill', ['3 casier chill-33cl']],
  ])('with a number in them are no count: %s', (text, expected) => expect(goods(client(text))).toEqual(expected))
  it('near to ours, in a packaging that ours does not come in, are asked about', () => {
    expect(client('2 casiers de gbele')).toMatchObject({ lines: [], clarifications: [{ reason: 'not_in_catalogue' }] })
  })
  it('that nobody knows are asked about after goods that we know', () => {
    const read = client('8 kg poulet 2 kg zougouba')
    expect(goods(read)).toEqual(['8 kg poulet-chair-kg'])
    expect(read.clarifications).toMatchObject([{ text: 'zougouba', reason: 'not_in_catalogue' }])
  })
  it('do not take the size from how somebody is called', () =>
    expect(goods(client('mon petit note bien 4 casiers doppel'))).toEqual(['4 casier doppel-65cl']))
})

describe('changes of a cart', () => {
  it.each([
    ["l'eau c'est pas la peine", 'cart_remove', ['? pack awa-150cl']],
    ['no awa please, we have water', 'cart_remove', ['? pack awa-150cl']],
    ['en fait je veux que 5 castel', 'cart_set', ['5 casier castel-65cl']],
    ['castel en 33 plutôt', 'cart_set', ['6 casier castel-33cl']],
    ['divise la castel par deux', 'cart_set', ['3 casier castel-65cl']],
    ['ajuste la castel à 12', 'cart_set', ['12 casier castel-65cl']],
    ['change fanta en sprite', 'cart_set', ['2 casier sprite-30cl']],
    ['enlève le fanta et mets sprite à la place', 'cart_set', ['2 casier sprite-30cl']],
    ['remove the fanta and give me Sprite instead, 4 crates', 'cart_set', ['4 casier sprite-30cl']],
  ])('are read: %s', (text, intent, expected) => {
    expect(inCart(text).intent).toBe(intent)
    expect(goods(inCart(text))).toEqual(expected)
  })
})

describe('tales', () => {
  it('take nothing out of a cart', () => {
    expect(goods(inCart("la castel de l'autre jour était bien fraîche"))).toEqual([])
    expect(goods(inCart('plus besoin de fanta on a trouvé'))).toEqual(['? casier fanta-orange-30cl'])
  })
  it('of somebody else declare no stock', () =>
    expect(goods(supplier('mon père gardait 10 casiers de bock sous son lit', 'sup_idle', {}))).toEqual([]))
  it('are none where somebody is not to leave without goods', () =>
    expect(goods(client('pars pas sans me laisser 3 bock'))).toEqual(['3 casier bock-65cl']))
})

describe('complaints', () => {
  it.each([
    ['je n’ai trouvé que cinq casiers de castel', '1 casier castel-65cl'],
    ['j’ai compté 5 castel, pas 6', '1 casier castel-65cl'],
    ['vous avez livré castel 33 alors que j’ai demandé des 65', '? casier castel-65cl'],
  ])('count what lacks: %s', (text, expected) => {
    expect(delivered(text)).toMatchObject({ intent: 'dispute', slots: { disputeType: 'missing' } })
    expect(goods(delivered(text))).toEqual([expected])
  })
  it('are none in a question about empty crates', () => {
    expect(delivered('vous reprenez les casiers vides ?').intent).not.toBe('dispute')
    expect(DAMAGED.test('vous reprenez les casiers vides')).toBe(false)
    expect(DAMAGED.test('deux bouteilles vides')).toBe(true)
  })
})

describe('bids', () => {
  it.each([
    ['85 barres, 30 minutes', { priceXof: 85_000, etaMinutes: 30 }],
    ['120 barres et j’arrive dans 45', { priceXof: 120_000, etaMinutes: 45 }],
    ['ok pour 113000 en 1h', { order: null, priceXof: 113_000, etaMinutes: 60 }],
    ['84K 1H SF FLAG', { priceXof: 84_000, etaMinutes: 60, missing: ['flag-65cl'] }],
  ])('are read: %s', (text, slots) => expect(supplier(text)).toMatchObject({ intent: 'bid', slots }))
  it('a bar of ice is no money', () => {
    const amounts = readAmounts(tokenise(normalise('il reste 10 barres de glace')))
    expect(amounts.filter((amount) => amount.is === 'money')).toEqual([])
  })
  it.each(['mon tricycle est au garage', 'donnez ça à quelqu’un d’autre'])('are declined: %s', (text) =>
    expect(supplier(text).intent).toBe('bid_decline'),
  )
  it.each(['le camion est au garage', 'donne ca a un autre depot', 'pas de chauffeur'])(
    'are declined by cue: %s',
    (text) => expect(SUPPLIER_CUES.decline.test(text)).toBe(true),
  )
})

describe('what is left to guess', () => {
  it('is not guessed from the situation alone when no word is known', () => {
    expect(client('xyz abc').intent).toBe('unknown')
    expect(supplier('blabla 4821 zagalo', 'sup_order').intent).toBe('unknown')
  })
  it('is never an order where the price is asked first', () =>
    expect(client("c'est combien 2 casiers de flag, 6 casiers de racines, 2 casiers de coca ?").intent).toBe(
      'price_query',
    ))
})
