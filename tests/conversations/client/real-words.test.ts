import { describe, expect, it } from 'vitest'
import { directoryOf } from '../../../conversations/client/directory.ts'
import { clientSituation } from '../../../conversations/situations.ts'
import { understand } from '../../../conversations/understanding/understand.ts'
import catalogue from '../../../prisma/data/catalogue.json' with { type: 'json' }
import zones from '../../../prisma/data/zones.json' with { type: 'json' }
import { knowledge } from '../understanding/situations.ts'
import { startTalk } from './talk.ts'
import { anOffer, anOrder, aWorld, CONTACT, change, knownOf, LINES, NOTHING, type World } from './world.ts'

// What real clients wrote to the running product and was misread, through the real understanding.

const of = { orderId: 'order-1042', number: 1042 } as const
const cart = {
  orderId: 'order-9',
  mode: 'delivery',
  wantedAt: null,
  directions: null,
  updatedAt: '',
  lines: LINES,
} as const

function aPhone(world: World) {
  const talk = startTalk(world)
  const types = (text: string) => {
    const heard = understand(text, clientSituation(talk.snapshot, knownOf(world)), knowledge)
    const type = heard.slots.answer === undefined ? (`said.${heard.intent}` as const) : 'said.answer'
    return talk.hear({ type, text, heard })
  }
  return { ...talk, types, at: () => talk.at, context: () => talk.context }
}

const withOrder = (changes: Parameters<typeof anOrder>[0]) =>
  aPhone(aWorld({ view: { cart: null, orders: [anOrder({ supplier: 'Kumassi', ...changes })], recent: [] } }))
const preparing = () => withOrder({ status: 'preparing', confirmed: true })
const delivered = () => withOrder({ status: 'delivered', confirmed: true, amountDue: 45_000 })

describe('receipt', () => {
  it.each(['oui', 'ok', 'ok merci', '👍', "d'accord", 'commande 1042', 'bien reçu ?'])(
    'is not confirmed by "%s" while the depot prepares',
    (text) => {
      const phone = preparing()
      phone.hear({ type: 'order.preparing', supplier: 'Kumassi', ...of })
      const reply = phone.types(text)
      expect(reply.ran).toEqual([])
      expect(reply.said[0]).toContain('Commande 1042')
    },
  )

  it.each(['oui', 'ok', 'bien reçu', 'tout est là'])('is confirmed by "%s" when that is what was asked', (text) => {
    const phone = withOrder({ status: 'delivering', confirmed: true })
    phone.hear({ type: 'order.delivered', amountDue: 45_000, ...of })
    expect(phone.types(text).ran).toEqual(['confirmReceipt'])
  })

  it('is not what "oui" means after a dispute was opened', () => {
    const phone = delivered()
    expect(phone.types('le livreur était impoli').ran).toEqual(['openDispute'])
    const reply = phone.types('oui')
    expect(reply.ran).toEqual([])
    expect(reply.said.join()).not.toContain('reçue')
  })

  it.each(['bien reçu', 'merci bon service'])('is not heard in "%s" before a depot has confirmed', (text) => {
    const phone = withOrder({ status: 'accepted', confirmed: false })
    const reply = phone.types(text)
    expect(reply.ran).toEqual([])
    expect(reply.said.join()).not.toContain("n'est plus possible")
  })

  it('says that an order is not theirs', () => {
    expect(preparing().types('commande 1099').said[0]).toContain('Je ne vois pas de commande 1099')
  })
})

describe('what is not right at the door', () => {
  const onTheRoad = (channel: 'whatsapp' | 'sms' = 'whatsapp') => {
    const order = anOrder({ supplier: 'Kumassi', status: 'delivering', confirmed: true, amountDue: 45_000 })
    return aPhone(aWorld({ contact: { ...CONTACT, channel }, view: { cart: null, orders: [order], recent: [] } }))
  }

  it('tells apart what is missing and what is broken', () => {
    const { said } = onTheRoad().types('il manque 2 bouteilles flag et 3 bouteilles heineken cassées')
    expect(said[0]).toContain('manque 2 bouteilles Flag 65cl')
    expect(said[0]).toContain('cassé : 3 bouteilles Heineken 33cl')
  })

  it('takes the rest for received, once corrected, and asks for the payment once', () => {
    const phone = onTheRoad()
    phone.types('il manque 2 bouteilles heineken')
    const reply = phone.types('oui')
    expect(reply.ran).toEqual(['correctLines', 'confirmReceipt'])
    expect(reply.said).toHaveLength(1)
    expect(reply.said[0]).toContain('au lieu de 45 000 F')
  })
})

it('shows the catalogue in one segment by SMS', () => {
  const phone = aPhone(aWorld({ contact: { ...CONTACT, channel: 'sms' }, directory: directoryOf(catalogue, zones) }))
  const segment = ({ said, choices }: ReturnType<typeof phone.types>) =>
    `${said[0]}${choices.map((title, index) => `\n${index + 1} ${title}`).join('')}`
  expect(segment(phone.types('catalogue')).length).toBeLessThanOrEqual(160)
  const beers = phone.types('1')
  expect(segment(beers).length).toBeLessThanOrEqual(160)
  expect(beers.choices.length).toBeGreaterThan(4)
  expect(phone.types('mon panier').said[0]).toContain('Panier vide')
})

describe('paying', () => {
  it.each([
    ['espèces', ['requestPayment']],
    ['cash', ['requestPayment']],
    ['liquide', ['requestPayment']],
    ['wave 0707070708', ['requestPayment']],
    ['Wave 07 07 07 07 08', ['requestPayment']],
    ['orange', []],
    ['om', []],
  ] as const)('takes "%s"', (text, ran) => {
    const phone = delivered()
    phone.types('je paie')
    expect(phone.types(text).ran).toEqual(ran)
    expect(phone.at()).not.toContain('method')
  })

  it('says how it was paid in French and in English', () => {
    const paid = { type: 'payment.succeeded', amount: 45_000, receipt: 7, ...of } as const
    expect(delivered().hear({ ...paid, method: 'cash' }).said[0]).toContain('45 000 F en espèces')
    expect(delivered().hear({ ...paid, method: 'wave' }).said[0]).toContain('45 000 F par Wave')
  })

  it('waits for the depot, not for an operator called Cash', () => {
    const phone = withOrder({ status: 'delivered', amountDue: 45_000, payment: { method: 'cash', status: 'pending' } })
    expect(phone.types("j'ai payé").said.join()).toContain("le dépôt ne m'a pas encore confirmé")
  })

  it("writes d'Orange Money", () => {
    const phone = withOrder({
      status: 'delivered',
      amountDue: 45_000,
      payment: { method: 'orange_money', status: 'pending' },
    })
    expect(phone.hear({ type: 'payment.stillPending', method: 'orange_money', ...of }).said[0]).toContain(
      "d'Orange Money",
    )
  })

  it('lets a plain "non" leave', () => {
    const phone = delivered()
    phone.types('je paie')
    expect(phone.types('non').said[0]).toBe('Très bien, on laisse ça.')
  })

  it('says that nothing is left to pay', () => {
    const phone = withOrder({ status: 'paid', payment: { method: 'wave', status: 'succeeded' } })
    expect(phone.types("j'ai payé").said[0]).toContain('il ne reste rien à régler')
  })
})

describe('rating', () => {
  const asked = () => {
    const phone = withOrder({ status: 'paid', payment: { method: 'wave', status: 'succeeded' } })
    phone.hear({ type: 'rating.asked', ...of })
    return phone
  }

  it('takes "5 très rapide" as score and comment, and asks nothing more', () => {
    const phone = asked()
    expect(phone.types('5 très rapide').ran).toEqual(['rateOrder'])
    expect(phone.at()).toBe('serving.attending.home')
  })

  it.each([
    ['2 casiers flag 65', 'Votre panier'],
    ['mon panier', 'panier'],
    ['commande 1042', 'Commande 1042'],
  ])('keeps the score and does not take "%s" for a comment', (text, words) => {
    const phone = asked()
    phone.types('4')
    const reply = phone.types(text)
    expect(reply.ran).toContain('rateOrder')
    expect(reply.said.join('\n')).toContain(words)
  })

  it.each(['livreur sympa', 'prix correct', 'non merci'])('takes "%s" as the answer to the comment', (text) => {
    const phone = asked()
    phone.types('4')
    expect(phone.types(text).ran).toEqual(['rateOrder'])
    expect(phone.at()).toBe('serving.attending.home')
  })
})

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

describe('registering', () => {
  it('does not take OUI for a name, and welcomes once', () => {
    const phone = aPhone(aWorld({ account: null }))
    expect(phone.types('bonsoir').said[0]).toContain('Bienvenue')
    expect(phone.types('oui').said[0]).toContain('Il me faut un nom')
    phone.types('Flag Bar')
    expect(phone.types('retour').said[0]).not.toContain('Bienvenue')
  })

  it('asks the question again after a photo', () => {
    const phone = aPhone(aWorld({ account: null }))
    phone.types('bonsoir')
    expect(phone.hear({ type: 'showed.photo', media: 'x', caption: '' }).said[0]).toContain("nom de l'établissement")
  })
})

it('comes back from a person at home with a question, not with a colon', () => {
  const phone = aPhone(aWorld({ view: { cart, orders: [], recent: [] } }))
  phone.types('bonsoir')
  expect(phone.hear({ type: 'staff.released' }).said[0]).toBe('Me revoilà. Que vous faut-il ?')
})
