import { describe, expect, it } from 'vitest'
import { client, goods, line, oneRequest, supplier, threeOffers } from './situations.ts'

// Rules that came from messages of writers who had never seen the program. The sentences here are others than theirs.

const cart = [line(6, 'casier', 'castel-65cl'), line(2, 'casier', 'fanta-orange-30cl'), line(3, 'bouteille', 'jb-70cl')]
const inCart = (text: string) => client(text, 'cart', { cart })
const lastOrder = [line(4, 'casier', 'castel-65cl'), line(3, 'casier', 'coca-cola-30cl')]
const again = (text: string) => client(text, 'idle', { lastOrder })
const order = { ref: '1042', items: [line(6, 'casier', 'flag-65cl'), line(8, 'casier', 'castel-65cl')] }
const delivered = (text: string) => client(text, 'delivered', { order })

describe('numbers that count no goods', () => {
  it.each([
    ['pour le bar Zone 3 : 5 casiers de castel', ['5 casier castel-65cl']],
    ['4 flag et 10 malta boîte, c’est pour un petit baptême', ['10 carton malta-canette-33cl', '4 casier flag-65cl']],
    ['2 packs (de 12) celeste 50cl', ['2 pack celeste-50cl']],
    ['kapa 2 packs, 3x 4 cartons', ['2 pack kapa-energy-35cl', '4 carton 3x-energy-canette-25cl']],
    ['1 kasié 2 grde castel', ['1 casier castel-65cl']],
  ])('%s', (text, expected) => expect(goods(client(text))).toEqual(expected))

  it('the last of several words before a name counts that name', () =>
    expect(goods(client('heineken cé bon mais faut coller trois drogba'))).toContain('3 casier bock-100cl'))
})

describe('names', () => {
  it.each([
    ['5kg cuisses de poulet', ['5 kg cuisses-poulet-kg']],
    ['5kg cuisse poulé', ['5 kg cuisses-poulet-kg']],
    ['3 ivoir black', ['3 casier ivoire-black-60cl']],
    ['2 cases of coke in cans', ['2 carton coca-cola-canette-33cl']],
    ['3 paquets d’eau celeste petite', ['3 pack celeste-50cl']],
  ])('%s', (text, expected) => {
    const read = client(text)
    expect(goods(read)).toEqual(expected)
    expect(read.clarifications).toEqual([])
  })

  it('"c’est Awa du maquis" is a person', () =>
    expect(client('tonton c’est Awa du maquis, mets 2 casiers de flag').clarifications).toEqual([]))

  it('a kind that is counted by name is not asked about again', () =>
    expect(inCart('il faut la glace aussi, mets 2 sacs de glaçons').clarifications).toEqual([]))
})

describe('one thing for another', () => {
  it.each([
    ['remplace la castel par 4 bock', '4 casier bock-65cl', 'castel-65cl'],
    ['remplacez les trois JB par deux Chivas', '2 bouteille chivas-12-70cl', 'jb-70cl'],
    ['change la grande castel en petite castel', '6 casier castel-33cl', 'castel-65cl'],
    ['remplace la grande castel par la petite', '6 casier castel-33cl', 'castel-65cl'],
    ['les castel je veux les petites', '6 casier castel-33cl', 'castel-65cl'],
    ['pas JB, mets Chivas', '3 bouteille chivas-12-70cl', 'jb-70cl'],
  ])('%s', (text, expected, replaced) => {
    const read = inCart(text)
    expect([read.intent, goods(read), read.slots.replace]).toEqual(['cart_set', [expected], [replaced]])
  })

  it('as many of these as of those', () => {
    const read = inCart('mets autant de coca que de castel')
    expect([read.intent, goods(read)]).toEqual(['cart_add', ['6 casier coca-cola-30cl']])
  })

  it.each([
    ['même commande mais change le coca en sprite', ['3 casier sprite-30cl'], ['coca-cola-30cl']],
    ['la même chose mais un casier de castel en moins', ['3 casier castel-65cl'], []],
    ['remets moi pareil', [], []],
  ])('of the last order: %s', (text, expected, removed) => {
    const read = again(text)
    expect([read.intent, goods(read), read.slots.remove]).toEqual(['repeat_last', expected, removed])
  })
})

describe('an order with its reason', () => {
  it('is one, told before or behind it', () => {
    expect(goods(inCart('ajoute 2 baileys pour ma soeur, elle boit pas la bière'))).toEqual([
      '2 bouteille baileys-70cl',
    ])
    expect(goods(inCart("j'avais oublié : 2 sacs de charbon"))).toEqual(['2 sac charbon-sac'])
  })
  it('stays one where the fee is asked for', () => {
    const read = client('1 carton de codys et la livraison à Koumassi c combien')
    expect([read.intent, goods(read)]).toEqual(['order', ['1 carton codys-energy-canette-25cl']])
    expect(client('c combien la livraison de 1 carton de codys à Koumassi').intent).toBe('price_query')
  })
})

describe('what is missing', () => {
  it.each([
    ['il manque 2 casiers de flag sur les 6', '2 casier flag-65cl'],
    ['au lieu de 8 castel j’ai reçu 5', '3 casier castel-65cl'],
  ])('%s', (text, expected) => expect(goods(delivered(text))).toEqual([expected]))

  it('is what was broken too, however it is written', () =>
    expect(delivered('4 boutey flag kassé')).toMatchObject({ intent: 'dispute', slots: { disputeType: 'damaged' } }))

  it('a network or a road is nothing of ours', () =>
    expect(client('mon réseau est gâté', 'paying', { order }).intent).not.toBe('dispute'))
})

describe('a bid', () => {
  it.each([
    ['4 flag 24000, 2 castel 13000, total 37000. 45mn', 37_000, 45],
    ['je fais à 6000 le casier donc 48000 le tout, 1h', 48_000, 60],
    ['40 krika dans une heure quinze', 40_000, 75],
    ['41 mil 5 cents 20 minit', 41_500, 20],
    ['cinkante mil', 50_000, null],
    ['62 mille 5, une heure', 62_500, 60],
    ['45000 ds 1 heur é demi', 45_000, 90],
    ['45000 je suis là ds un kar d heur', 45_000, 15],
  ])('%s', (text, price, minutes) => {
    const { intent, slots } = supplier(text)
    expect([intent, slots.priceXof, slots.etaMinutes ?? null]).toEqual(['bid', price, minutes])
  })

  it.each([
    ['il manque 2 flag sinon tout est bon, 60000 dans 30 min', '3 casier flag-65cl'],
    ['60000 30mn, flag y a que 3 casiers les autres c’est bon', '3 casier flag-65cl'],
  ])('in part: %s', (text, expected) => {
    const read = supplier(text)
    expect([goods(read), read.slots.partial]).toEqual([[expected], true])
  })

  it.each([
    '60000 30mn ormi la flag',
    'Prix : 60.000 F\nManque : la flag',
    '60k 30 mins but flag finish',
    'la flag on n’a pas, 60000 30 min',
  ])('without what is not there: %s', (text) => expect(supplier(text).slots.missing).toEqual(['flag-65cl']))

  it.each([
    ['60000 sans les bières', ['flag-65cl', 'heineken-33cl']],
    ['j’ai que la flag, 30000 20mn', ['heineken-33cl', 'awa-150cl']],
  ])('without all of a kind, or with one thing only: %s', (text, missing) =>
    expect(supplier(text).slots.missing).toEqual(missing),
  )

  it('says a delay before any price', () =>
    expect(supplier('tout est dispo j’arrive dans 15').slots).toMatchObject({ priceXof: null, etaMinutes: 15 }))

  it('a short form may bid any sum, a number among many words is none', () => {
    expect(supplier('1042 85591 30').slots.priceXof).toBe(85_591)
    expect(supplier('1042 cette commande là c’est mort', 'sup_rfq', oneRequest).intent).toBe('bid_decline')
  })
})

describe('a depot', () => {
  it.each(['samedi dernier on a vendu 30 casiers de castel', '20 casiers de flag partis en 2h hier'])(
    'tells of its evening: %s',
    (text) => expect(supplier(text, 'sup_idle', {}).lines).toEqual([]),
  )
  it('says a price after the count', () =>
    expect(
      supplier("j'ai reçu 30 casiers de flag et 12 de bock, la flag je la fais à 6200", 'sup_idle', {}).lines,
    ).toEqual([{ ...line(30, 'casier', 'flag-65cl'), priceXof: 6_200 }, line(12, 'casier', 'bock-65cl')]))
  it('says that something is there', () =>
    expect(goods(supplier('perrier dispo', 'sup_idle', {}))).toEqual(['? carton perrier-33cl']))
  it('lacks a size of a name after a full stop', () =>
    expect(goods(supplier('reçu 40 casiers de flag. Plus de petite tuborg', 'sup_idle', {}))).toEqual([
      '0 casier tuborg-33cl',
      '40 casier flag-65cl',
    ]))
  it('lists what it lacks with a bare e', () =>
    expect(goods(supplier('rupture flag e castel', 'sup_idle', {}))).toEqual([
      '0 casier castel-65cl',
      '0 casier flag-65cl',
    ]))
})

describe('small words', () => {
  it.each([
    ['pas le 2, le troisième', 3],
    ['le mwin cher', 2],
  ])('choose: %s', (text, index) => expect(client(text, 'offers', threeOffers).slots.index).toBe(index))

  it('"passez moi un responsable" sends no cart out', () =>
    expect(inCart('passez moi un responsable').intent).toBe('human_agent'))
  it('"qui a gagné ?" asks for no order', () =>
    expect(client('qui a gagné entre Asec et Africa ?', 'waiting_offers').intent).toBe('unknown'))
})
