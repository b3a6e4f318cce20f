import { describe, expect, it } from 'vitest'
import { playEvening } from './evening.ts'
import { answers, said, startTalk } from './talk.ts'
import { ACCOUNT, anOffer, anOrder, aWorld, CONTACT, change, LINES } from './world.ts'

const of = { orderId: 'order-1042', number: 1042 } as const
const cart = {
  orderId: 'order-9',
  mode: 'delivery',
  wantedAt: null,
  directions: null,
  updatedAt: '',
  lines: LINES,
} as const
const offers = [anOffer('Kumassi', 40_000, 30), anOffer('Siporex', 50_000, 20)]
const placed = (changes: Parameters<typeof anOrder>[0] = {}) =>
  aWorld({ view: { cart: null, orders: [anOrder(changes)], recent: [] } })

describe('a whole evening', () => {
  it.each([
    ['fr', 'whatsapp'],
    ['en', 'whatsapp'],
    ['fr', 'sms'],
  ] as const)('reads well, in %s on %s', async (language, channel) => {
    const talk = playEvening(language, channel)
    await expect(`${talk.transcript.join('\n')}\n`).toMatchFileSnapshot(`evening.${language}.${channel}.txt`)
    expect(talk.at).toBe('serving.attending.home')
  })
})

describe('the cart', () => {
  it('changes from anywhere and is shown before anybody is asked', () => {
    const talk = startTalk(placed({ status: 'delivered', supplier: 'Kumassi', confirmed: true, amountDue: 9_000 }))
    talk.hear(said('je paie', 'pay'))
    const reply = talk.hear(
      said('2 awa', 'order', { lines: [{ product: 'awa-150cl', packaging: 'pack', quantity: 2 }] }),
    )
    expect(reply.ran).toEqual(['setCart'])
    expect(reply.said[0]).toContain('2 packs Awa 1,5 L : 4 200 F')
  })

  it('proposes pick-up, or to add, when there is too little to deliver', () => {
    const few = LINES.slice(0, 1).map((line) => ({ ...line, price: 500 }))
    const talk = startTalk(aWorld({ view: { cart: { ...cart, lines: few }, orders: [], recent: [] } }))
    talk.hear(said('ok', 'confirm'))
    expect(talk.take(1).said[0]).toContain('il manque 2 000 F')
    expect(talk.take(2).ran).toEqual(['setCartOptions', 'placeOrder'])
  })

  it('is kept after 30 minutes and greets with itself', () => {
    const talk = startTalk(aWorld({ view: { cart, orders: [], recent: [] } }))
    expect(talk.hear(said('mon panier', 'cart_show')).woke).toEqual(['idle'])
    talk.hear({ type: 'wake.idle' })
    const reply = talk.hear(said('bonsoir', 'greet'))
    expect(reply.said[0]).toContain("J'ai gardé votre panier")
    expect(reply.choices[0]).toBe('Demander les offres')
  })

  it('never guesses a product: a clarification without an answer stays a question', () => {
    const talk = startTalk(aWorld())
    const clarifications = [
      { text: 'vin', candidates: ['a', 'b', 'c'], packaging: null, quantity: null, reason: 'brand' as const },
    ]
    talk.hear(said('du vin', 'order', { clarifications }))
    expect(talk.hear(said('euh', 'unknown', { slots: { kind: 'gibberish' } })).ran).toEqual([])
    expect(talk.take(2).said[0]).toContain('combien')
    expect(talk.hear(answers('4', { quantity: 4 })).ran).toEqual(['setCart'])
  })
})

describe('offers', () => {
  const withOffers = () => placed({ status: 'offers_received', offers })

  it('takes the cheapest, the fastest, a number, or the only one', () => {
    const chosen = (event: Parameters<ReturnType<typeof startTalk>['hear']>[0]) => {
      const talk = startTalk(withOffers())
      talk.hear(said('offres', 'offer_choose'))
      return talk.hear(event).said[0]
    }
    expect(chosen(said('la moins chère', 'offer_choose', { slots: { prefer: 'cheapest' } }))).toContain('Kumassi')
    expect(chosen(said('le plus rapide', 'offer_choose', { slots: { prefer: 'fastest' } }))).toContain('Siporex')
    expect(chosen(said('2', 'offer_choose', { slots: { index: 2 } }))).toContain('Siporex')
  })

  it('keeps the numbers on the screen when a better one arrives', () => {
    const world = withOffers()
    const talk = startTalk(world)
    talk.hear(said('offres', 'offer_choose'))
    change(world, 'order-1042', { offers: [anOffer('Selmer', 30_000, 10), ...offers] })
    const told = talk.hear({ type: 'offer.made', offerId: 'Selmer', revised: false, ...of })
    expect(told.said[0]).toContain('Répondez 3')
    expect(talk.hear(said('1', 'offer_choose', { slots: { index: 1 } })).said[0]).toContain('Kumassi')
  })

  it('says why and shows the list again when the offer has just expired', () => {
    const talk = startTalk(withOffers())
    talk.hear(said('offres', 'offer_choose'))
    talk.refuse('chooseOffer', 'OFFER_EXPIRED')
    const reply = talk.take(1)
    expect(reply.said[0]).toContain('expirer')
    expect(talk.at).toBe('serving.engaged.offers')
  })

  it('tells of the first offer in one line while a cart is being filled', () => {
    const world = aWorld({ view: { cart, orders: [anOrder()], recent: [] } })
    const talk = startTalk(world)
    talk.hear(said('mon panier', 'cart_show'))
    change(world, 'order-1042', { offers: [anOffer('Kumassi', 40_000, 30)] })
    const reply = talk.hear({ type: 'offer.made', offerId: 'Kumassi', revised: false, ...of })
    expect(reply.said[0]).toContain('OFFRES')
    expect(talk.at).toBe('serving.engaged.cart.shown')
  })

  it('proposes the next best when the depot stays silent', () => {
    const talk = startTalk(placed({ status: 'offers_received', offers }))
    const reply = talk.hear({ type: 'offer.lapsed', supplier: 'Selmer', nextOfferId: 'Kumassi', ...of })
    expect(reply.said[0]).toContain("Selmer n'a pas confirmé")
    expect(reply.said[0]).toContain('1. Dépôt Kumassi')
  })
})

describe('an order under way', () => {
  const atDepot = { supplier: 'Kumassi', confirmed: true, amountDue: 85_000 }

  it('is cancelled only after a yes that names it, with a reason once accepted', () => {
    const talk = startTalk(placed({ ...atDepot, status: 'accepted' }))
    expect(talk.hear(said('annule', 'cancel')).said[0]).toContain('Annuler la commande 1042 (2 casiers Flag 65cl')
    expect(talk.take(1).said[0]).toContain('pourquoi')
    expect(talk.hear(said('trop long', 'unknown')).ran).toEqual(['cancelOrder'])
  })

  it('does not take "bien reçu" for a yes to cancelling', () => {
    const talk = startTalk(placed({ ...atDepot, status: 'accepted' }))
    talk.hear(said('annule', 'cancel'))
    expect(talk.hear(said('bien reçu', 'confirm')).ran).toEqual(['confirmReceipt'])
  })

  it('is stopped on the road only by a person', () => {
    const talk = startTalk(placed({ ...atDepot, status: 'delivering' }))
    talk.hear(said('annule', 'cancel'))
    const reply = talk.take(1)
    expect(reply.handedOver).toEqual(['cancel_on_the_road'])
    expect(reply.ran).toEqual([])
  })

  it('asks which when two could be meant', () => {
    const orders = [
      anOrder({ ...atDepot, status: 'delivered' }),
      anOrder({ ...atDepot, status: 'delivered', orderId: 'order-1043', number: 1043 }),
    ]
    const talk = startTalk(aWorld({ view: { cart: null, orders, recent: [] } }))
    expect(talk.hear(said('je paie', 'pay')).choices).toEqual(['Commande 1042', 'Commande 1043'])
    expect(talk.take(2).said[0]).toContain('Commande 1043 : 85 000 F')
  })

  it('does not count a screenshot or a word as money', () => {
    const talk = startTalk(placed({ ...atDepot, status: 'delivered', payment: { method: 'wave', status: 'pending' } }))
    expect(talk.hear(said("j'ai payé", 'pay', { slots: { claimedPaid: true } })).said[0]).toContain(
      'Ne payez pas deux fois',
    )
    const photo = talk.hear({ type: 'showed.photo', media: 'x', caption: '' })
    expect(photo.said[0]).toContain('opérateur')
    expect(photo.ran).toEqual([])
  })

  it('keeps the score when the comment never comes', () => {
    const talk = startTalk(placed({ ...atDepot, status: 'paid' }))
    talk.hear({ type: 'rating.asked', ...of })
    talk.hear(said('4', 'rate', { slots: { score: 4 } }))
    expect(talk.hear({ type: 'wake.idle' }).ran).toEqual(['rateOrder'])
  })

  it('comes back from a person to the exact question, without greeting', () => {
    const talk = startTalk(placed({ ...atDepot, status: 'delivered' }))
    talk.hear(said('je paie', 'pay'))
    const reply = talk.hear({ type: 'staff.released' })
    expect(reply.said[0]).toMatch(/^Me revoilà\. On en était là :\nCommande 1042 : 85 000 F à payer/)
  })
})

describe('news', () => {
  it('gives each piece its own key, so that a turn with two says both', () => {
    const talk = startTalk(aWorld())
    const paid = { type: 'payment.succeeded', amount: 9_000, method: 'wave', receipt: 1 } as const
    const first = talk.hear({ ...paid, ...of })
    const second = talk.hear({ ...paid, orderId: 'order-1043', number: 1043 })
    expect(first.keys).toHaveLength(1)
    expect(second.keys).not.toEqual(first.keys)
  })
})

describe('an account that may not order', () => {
  it('answers a suspended client politely, with a person and nothing else', () => {
    const talk = startTalk(aWorld({ account: { ...ACCOUNT, status: 'suspended' } }))
    const reply = talk.hear(
      said('2 flag', 'order', { lines: [{ product: 'flag-65cl', packaging: 'casier', quantity: 2 }] }),
    )
    expect(reply.ran).toEqual([])
    expect(talk.take(1).handedOver).toEqual(['account'])
  })

  it('lets a rejected client correct and apply again', () => {
    const talk = startTalk(
      aWorld({ account: { ...ACCOUNT, status: 'rejected', rejectionReason: 'adresse introuvable' } }),
    )
    expect(talk.hear(said('bonjour', 'greet')).said[0]).toContain('adresse introuvable')
    talk.take(1)
    expect(talk.at).toBe('registering.name')
  })

  it('says at once what to correct when the name is taken in that quartier', () => {
    const talk = startTalk(aWorld({ account: null }))
    for (const words of ['Flag Bar', 'Flag Bar', 'Awa', 'bar']) talk.hear(said(words, 'unknown'))
    talk.hear(said('yopougon maroc', 'location_text', { slots: { commune: 'yopougon', quartier: 'yopougon-maroc' } }))
    talk.hear(said('0', 'unknown'))
    talk.take(1)
    talk.refuse('registerClient', 'DUPLICATE_ACCOUNT')
    expect(talk.take(1).said[0]).toContain('existe déjà dans ce quartier')
    expect(talk.at).toBe('registering.name')
  })

  it('goes on in English when asked, at the same step', () => {
    const talk = startTalk(aWorld({ contact: CONTACT, view: { cart, orders: [], recent: [] } }))
    talk.hear(said('mon panier', 'cart_show'))
    const reply = talk.hear(said('english', 'language', { slots: { language: 'en' } }))
    expect(reply.said[0]).toMatch(/^OK, we go on in English\.\nYour cart:/)
  })
})
