import { describe, expect, it } from 'vitest'
import { aPhone, cart, of, preparing, withOrder } from './real-phone.ts'
import { anOffer, anOrder, aWorld, CONTACT, change, NOTHING } from './world.ts'

// What real clients wrote to the running product while they filled a cart and chose an offer, and was misread.

describe('the cart', () => {
  it('corrects the line just said: "2 flag 65", "et 3 heineken 33", "non 4"', () => {
    const world = aWorld()
    const phone = aPhone(world)
    phone.types('2 flag 65')
    phone.types('et 3 heineken 33')
    phone.types('non 4')
    expect(world.view.cart?.lines.map(({ quantity }) => quantity)).toEqual([2, 4])
  })

  it('asks which line when the last message changed two', () => {
    const phone = aPhone(aWorld())
    phone.types('2 flag 65 et 3 heineken 33')
    expect(phone.types('non 4').said[0]).toContain('quelle ligne du panier')
  })

  it.each([
    ['non 3 pas 2', [3, 5]],
    ['pas 5 mais 6', [2, 6]],
  ])('hears in "%s" which line was wrong', (text, quantities) => {
    const world = aWorld()
    const phone = aPhone(world)
    phone.types('2 flag 65 et 5 heineken 33')
    phone.types(text)
    expect(world.view.cart?.lines.map(({ quantity }) => quantity)).toEqual(quantities)
  })

  it('hears another order while a product is unclear, and still asks', () => {
    const world = aWorld()
    const phone = aPhone(world)
    phone.types('1 pack awa')
    expect(phone.at()).toContain('unsure')
    expect(phone.types('2 casiers flag 65').said[0]).toMatch(/^Noté : 2 casiers Flag 65cl\.\n« awa »/)
    expect(world.view.cart?.lines).toMatchObject([{ product: 'flag-65cl', quantity: 2 }])
    expect(phone.at()).toContain('unsure')
    expect(phone.types('oui').said[0]).toContain('awa')
  })

  it.each([
    ['mets 4 flag', [{ product: 'flag-65cl', quantity: 4 }]],
    ['enlève 1 flag', [{ product: 'flag-65cl', quantity: 1 }]],
  ])('keeps the question about a product when "%s" changes another line', (text, lines) => {
    const world = aWorld()
    const phone = aPhone(world)
    phone.types('2 casiers de flag 65 et 3 guinness')
    expect(phone.at()).toContain('unsure')
    expect(phone.types(text).said[0]).toMatch(/^Noté : .*\n« guinness »/)
    expect(world.view.cart?.lines).toMatchObject(lines)
  })

  it.each([
    ['la grande', 'guinness-65cl'],
    ['petite svp', 'guinness-33cl'],
    ['the big one', 'guinness-65cl'],
  ])('hears in "%s" which size is meant', (text, product) => {
    const world = aWorld()
    const phone = aPhone(world)
    phone.types('3 guinness')
    phone.types(text)
    expect(world.view.cart?.lines).toMatchObject([{ product, quantity: 3 }])
  })

  it.each([
    ['je passe chercher', "Retrait au dépôt, c'est noté"],
    ['demain 9h', "Pour demain à 09h00, c'est noté"],
  ])('keeps "%s" said to the cart, and does not ask it again', (text, words) => {
    const phone = aPhone(aWorld({ view: { cart, orders: [], recent: [] } }))
    phone.types('mon panier')
    expect(phone.types(text).said[0]).toContain(words)
    expect(phone.types('ok').ran).toEqual(['setCartOptions', 'placeOrder'])
  })

  it('says by SMS what there is to say alone, where the cart beside it would be a second segment', () => {
    const phone = aPhone(aWorld({ contact: { ...CONTACT, channel: 'sms' }, view: { cart, orders: [], recent: [] } }))
    phone.types('mon panier')
    expect(phone.types('offres').said).toEqual(['Je ne vois pas de commande pour cela en ce moment.'])
    expect(phone.types('1').ran).not.toEqual(['emptyCart'])
    expect(phone.at()).toContain('placing')
  })

  it('asks what is needed when somebody wants to order', () => {
    expect(aPhone(aWorld()).types('bonsoir, je veux commander').said[0]).toContain('Que vous faut-il')
  })
})

describe('offers', () => {
  it('asks whether the only one is taken, and "ok" takes it', () => {
    const phone = withOrder({ supplier: null, status: 'offers_received', offers: [anOffer('Kumassi', 40_000, 30)] })
    expect(phone.types('OFFRES').said[0]).toContain('Vous la prenez ?')
    expect(phone.types('offres').said[0]).toMatch(/^Commande 1042, 1 offre/)
    expect(phone.types('ok').ran).toEqual(['chooseOffer'])
  })

  it('does not claim the best first once a better one stands last', () => {
    const offers = [anOffer('Kumassi', 40_000, 30), anOffer('Siporex', 50_000, 20)]
    const world = aWorld({ view: { ...NOTHING, orders: [anOrder({ status: 'offers_received', offers })] } })
    const phone = aPhone(world)
    expect(phone.types('OFFRES').said[0]).toContain("la meilleure d'abord")
    change(world, 'order-1042', { offers: [...offers, anOffer('Selmer', 20_000, 10)] })
    phone.hear({ type: 'offer.made', offerId: 'Selmer', revised: false, ...of })
    expect(phone.types('offres').said[0]).not.toContain("d'abord")
  })

  it('says by SMS that one is not complete', () => {
    const offers = [anOffer('Kumassi', 20_000, 30, { complete: false, shortages: [{ lineId: 'line-1', quantity: 0 }] })]
    const view = { ...NOTHING, orders: [anOrder({ status: 'offers_received', offers })] }
    const phone = aPhone(aWorld({ contact: { ...CONTACT, channel: 'sms' }, view }))
    expect(phone.types('OFFRES').said[0]).toContain('30 min (incomplet)\n')
  })

  it('lists what came meanwhile when the list is shown again, under the next number', () => {
    const offers = [anOffer('Kumassi', 20_000, 10)]
    const world = aWorld({ view: { ...NOTHING, orders: [anOrder({ status: 'offers_received', offers })] } })
    const phone = aPhone(world)
    phone.types('OFFRES')
    change(world, 'order-1042', { offers: [...offers, anOffer('Siporex', 50_000, 20)] })
    // dearer: nobody is interrupted for it, and "2" means nothing yet
    expect(phone.hear({ type: 'offer.made', offerId: 'Siporex', revised: false, ...of }).said).toEqual([])
    const shown = phone.types('2')
    expect(shown.ran).toEqual([])
    expect(shown.said[0]).toMatch(/1\. Dépôt Kumassi.*\n2\. Dépôt Siporex/)
    expect(phone.types('c qui le 2 ?').ran).toEqual([])
    expect(phone.types('2').ran).toEqual(['chooseOffer'])
  })

  it.each(['le moins cher', 'la plus rapide'])('says how far it is to "%s" before the first one', (text) => {
    const phone = withOrder({ supplier: null, status: 'pending_offers', asked: 3 })
    phone.types('où est ma commande')
    expect(phone.types(text).said[0]).toMatch(/^Commande 1042 : 3 dépôts sont consultés/)
  })

  it('says the day of a later delivery, not 21 hours', () => {
    const phone = preparing()
    const reply = phone.hear({ type: 'order.confirmed', supplier: 'Kumassi', minutes: 12 * 60, ...of })
    expect(reply.said[0]).toContain('chez vous demain à 09h00')
  })
})
