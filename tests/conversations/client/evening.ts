import { answers, said, startTalk } from './talk.ts'
import { anOffer, aWorld, CONTACT, change } from './world.ts'

const of = { orderId: 'order-1042', number: 1042 } as const
const supplier = 'Dépôt Selmer'
const unclear = {
  text: 'flag',
  candidates: ['flag-65cl', 'flag-33cl'],
  packaging: 'casier',
  quantity: 2,
  reason: 'size',
} as const
const heineken = { product: 'heineken-33cl', packaging: 'casier', quantity: 3 }

/** A whole evening: registering, an order, offers, the delivery with something missing, a payment that fails first, a rating. */
export function playEvening(language: 'fr' | 'en', channel: 'whatsapp' | 'sms') {
  const world = aWorld({ account: null, contact: { ...CONTACT, language, channel } })
  const talk = startTalk(world)
  const offer = (...offers: Parameters<typeof anOffer>[]) => {
    change(world, of.orderId, { status: 'offers_received', offers: offers.map((one) => anOffer(...one)) })
    const offerId = offers.at(-1)?.[0] ?? ''
    return talk.hear({ type: 'offer.made', offerId, revised: false, ...of })
  }

  talk.hear(said('bonsoir', 'greet'))
  talk.hear(said('Flag Bar', 'order'))
  talk.hear(said('Awa', 'unknown'))
  talk.take(2)
  talk.hear(said('yopougon maroc', 'location_text', { slots: { commune: 'yopougon', quartier: 'yopougon-maroc' } }))
  talk.hear(said('0', 'unknown'))
  talk.take(1)
  talk.take(1)
  if (world.account !== null) world.account = { ...world.account, status: 'approved' }
  talk.hear({ type: 'account.approved' })

  talk.hear(
    said('2 flag et 3 heineken', 'order', {
      lines: [heineken],
      clarifications: [{ ...unclear, candidates: [...unclear.candidates] }],
    }),
  )
  talk.take(1)
  talk.hear(said('enlève 1 heineken', 'cart_remove', { lines: [{ ...heineken, quantity: 1 }] }))
  talk.take(1)
  talk.take(1)

  offer(['Kumassi', 40_000, 30])
  offer(['Kumassi', 40_000, 30], ['Siporex', 50_000, 30])
  offer(['Kumassi', 40_000, 30], ['Siporex', 50_000, 30], ['Selmer', 38_000, 25])
  talk.hear(said('2', 'offer_choose', { slots: { index: 2 } }))
  change(world, of.orderId, {
    status: 'accepted',
    confirmed: true,
    amountDue: 59_300,
    promisedAt: '2026-11-20T21:40:00.000Z',
  })
  talk.hear({ type: 'order.confirmed', supplier, minutes: 30, ...of })
  change(world, of.orderId, { status: 'delivering', code: '4821' })
  talk.hear({ type: 'order.onTheRoad', minutes: 20, code: '4821', ...of })
  talk.hear(said('où est ma commande', 'track'))

  const missing = {
    lines: [{ ...heineken, packaging: 'bouteille', quantity: 2 }],
    slots: { disputeType: 'missing' },
  } as const
  talk.hear(said('il manque 2 bouteilles', 'dispute', { ...missing, lines: [...missing.lines] }))
  talk.take(1)
  talk.take(2)
  talk.hear(answers('1', { option: 'phone/0707123456' }))
  talk.hear({ type: 'payment.failed', method: 'wave', failure: 'not_enough_money', ...of })
  talk.take(1)
  talk.hear(said('0708091011', 'pay', { slots: { phone: '+2250708091011' } }))
  talk.hear(said("j'ai payé", 'pay', { slots: { claimedPaid: true } }))
  change(world, of.orderId, { status: 'paid', payment: { method: 'orange_money', status: 'succeeded' } })
  talk.hear({ type: 'payment.succeeded', amount: 58_100, method: 'orange_money', receipt: 77, ...of })
  talk.hear({ type: 'rating.asked', ...of })
  talk.hear(said('4', 'rate', { slots: { score: 4 } }))
  talk.hear(said('rapide et sérieux', 'unknown'))
  return talk
}
