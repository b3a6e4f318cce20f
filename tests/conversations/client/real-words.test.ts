import { describe, expect, it } from 'vitest'
import { directoryOf } from '../../../conversations/client/directory.ts'
import catalogue from '../../../prisma/data/catalogue.json' with { type: 'json' }
import zones from '../../../prisma/data/zones.json' with { type: 'json' }
import { aPhone, cart, of, preparing, withOrder } from './real-phone.ts'
import { anOrder, aWorld, CONTACT } from './world.ts'

// What real clients wrote to the running product once they had ordered, and was misread.

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
