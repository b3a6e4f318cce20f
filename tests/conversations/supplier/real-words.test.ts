import { describe, expect, it } from 'vitest'
import { supplierSituation } from '../../../conversations/situations.ts'
import type { CatalogueData, ZonesData } from '../../../conversations/understanding/catalogue-data.ts'
import { buildKnowledge } from '../../../conversations/understanding/knowledge.ts'
import { understand } from '../../../conversations/understanding/understand.ts'
import { fileOf, knows, order, Phone, request, type SupplierKnown } from './phone.ts'

// The supplier table of conversations.md as it is really written, through the real understanding.

const knowledge = buildKnowledge(fileOf<CatalogueData>('catalogue.json'), fileOf<ZonesData>('zones.json'))

class RealPhone extends Phone {
  types(text: string): this {
    const heard = understand(text, supplierSituation(this.snapshot, this.known), knowledge)
    const type = heard.slots.answer === undefined ? (`said.${heard.intent}` as const) : 'said.answer'
    return this.meets({ type, text, heard })
  }
}

const offered = { offerId: 'offer-1', goodsPrice: 85_000, delayMinutes: 30 }
const WORLDS = {
  one: knows({ view: { requests: [request(1042)] } }),
  two: knows({ view: { requests: [request(1042), request(1043)] } }),
  offered: knows({ view: { requests: [request(1042, { status: 'offered', offer: offered })] } }),
  won: knows({ view: { orders: [order(1042)] } }),
  wonAndAsked: knows({ view: { orders: [order(1042)], requests: [request(1043)] } }),
  road: knows({ view: { orders: [order(1042, { status: 'delivering', confirmed: true })] } }),
  delivered: knows({
    view: { orders: [order(1042, { status: 'delivered', confirmed: true, deliveredAt: '2026-11-20T21:00:00Z' })] },
  }),
  nothing: knows({}),
} satisfies Record<string, SupplierKnown>

const bid = (goodsPrice: number, delayMinutes: number | null) => ({
  command: 'makeOffer',
  input: { orderId: 'order-1042', goodsPrice, delayMinutes },
})
const on = (command: string, more: object = {}) => ({ command, input: { orderId: 'order-1042', ...more } })

describe('the supplier table', () => {
  it.each([
    ['one', '1042 85000 30', bid(85_000, 30)],
    ['one', '85000 30mn', bid(85_000, 30)],
    ['one', '1042 85k 1h', bid(85_000, 60)],
    ['one', 'OFFRE 1042 85.000F 30', bid(85_000, 30)],
    ['two', '1042 85000 30', bid(85_000, 30)],
    ['one', '1042 80000 30 SANS FLAG', { input: { shortages: [{ lineId: 'line-flag-65cl-casier', quantity: 0 }] } }],
    [
      'one',
      '1042 80000 30 2 HEINEKEN SEULEMENT',
      { input: { shortages: [{ lineId: 'line-heineken-33cl-casier', quantity: 2 }] } },
    ],
    ['one', 'OUI 1042', on('offerAtReference')],
    ['one', 'oui', on('offerAtReference')],
    ['one', 'NON 1042', on('declineRequest')],
    ['one', 'NON', on('declineRequest')],
    ['offered', '1042 82000', bid(82_000, 30)],
    ['offered', 'NON 1042', on('withdrawOffer')],
    ['won', 'OUI 1042', on('confirmOrder')],
    ['won', 'OUI', on('confirmOrder')],
    ['wonAndAsked', 'OUI 1042', on('confirmOrder')],
    ['won', 'PRET 1042', on('markReady')],
    ['won', 'ROUTE 1042 20', on('markOnTheRoad', { minutes: 20 })],
    ['road', 'LIVRE 1042 4821', on('markDelivered', { code: '4821' })],
    ['road', 'livré 1042 0821', on('markDelivered', { code: '0821' })],
    ['nothing', 'PAUSE 2h', { command: 'pauseSupplier', input: { minutes: 120 } }],
    ['nothing', 'PAUSE', { command: 'pauseSupplier', input: { minutes: null } }],
    ['nothing', 'REPRISE', { command: 'resumeSupplier' }],
    ['nothing', 'JOUR', { command: 'readDay' }],
    ['nothing', 'SOLDE', { command: 'readBalance' }],
    ['one', 'SOLDE', { command: 'readBalance' }],
    ['delivered', 'NOTE 1042 4', on('rateOrder', { score: 4 })],
    ['offered', 'ANNULE 1042', on('withdrawOffer')],
    ['won', 'ok', on('confirmOrder')],
    ['delivered', 'CASH 1042', on('cashReceived')],
    ['delivered', 'payé cash', on('cashReceived')],
    ['offered', '40', bid(85_000, 40)],
    ['offered', '1042 40 mn', bid(85_000, 40)],
    ['offered', 'annule', on('withdrawOffer')],
    ['nothing', 'STOP', { command: 'optOut' }],
  ] as const)('%s: %s', (world, text, command) => {
    const phone = new RealPhone(WORLDS[world]).types(text)
    expect({ commands: phone.commands, copy: phone.copy }).toMatchObject({ commands: [command] })
  })

  it.each([
    ['nothing', 'STOCK FLAG 40 6500', 'supplier.talk.stockNotYet'],
    ['nothing', 'STOCK ?', 'supplier.talk.stockNotYet'],
    ['delivered', 'CAISSE 1042 5', 'supplier.talk.emptiesNotYet'],
    ['one', 'AIDE', 'supplier.talk.help'],
    ['nothing', 'APPEL', 'supplier.talk.personComing'],
    ['nothing', 'bonsoir', 'supplier.talk.greeting'],
    ['delivered', 'LITIGE 1042', 'supplier.talk.askKind:1042'],
    ['road', 'LIVRE 1042', 'supplier.orders.askCode:1042'],
    ['two', '85000 30', 'supplier.requests.which'],
    ['one', '1099 85000 30', 'supplier.requests.unknownNumber'],
    ['one', '500', 'supplier.bids.confirmPrice:1042'],
    ['one', '1042 500 30', 'supplier.bids.confirmPrice:1042'],
    ['one', '1042 80000 30 avec 6 bouteilles heineken', 'supplier.bids.missingUnclear:1042'],
    ['won', 'le client est absent', 'supplier.talk.notUnderstood'],
    ['two', 'annule', 'supplier.talk.nothingToDo'],
    ['delivered', 'livré 4821', 'supplier.orders.alreadyDelivered:1042'],
    ['delivered', 'LIVRE 1042 4821', 'supplier.orders.alreadyDelivered:1042'],
  ] as const)('%s: %s is answered with %s', (world, text, copy) => {
    expect(new RealPhone(WORLDS[world]).types(text).copy).toEqual([copy])
  })

  it.each(['LIVRE 1042 1043', 'livré 1042 code 1043', '1042 livrée 1043'])(
    'takes the code of "%s" for a code, though another order has that number',
    (text) => {
      const underWay = { status: 'delivering', confirmed: true } as const
      const phone = new RealPhone(knows({ view: { orders: [order(1042, underWay), order(1043, underWay)] } }))
      expect(phone.types(text).commands).toMatchObject([on('markDelivered', { code: '1043' })])
    },
  )

  it('takes the offers of one SMS on two requests, and none of a number that is not open', () => {
    const both = new RealPhone(WORLDS.two).types('1042 85000 30 / 1043 90k 20')
    expect(both.commands).toMatchObject([
      bid(85_000, 30),
      { command: 'makeOffer', input: { orderId: 'order-1043', goodsPrice: 90_000, delayMinutes: 20 } },
    ])
    const one = new RealPhone(WORLDS.one).types('1042 85000 30 / 1043 90000 20')
    expect(one.commands).toMatchObject([bid(85_000, 30)])
    expect(one.copy).toEqual(['supplier.requests.unknownNumber'])
  })

  it('answers the questions that are open', () => {
    const which = new RealPhone(WORLDS.two).types('85000 30').types('2')
    expect(which.commands).toMatchObject([
      { command: 'makeOffer', input: { orderId: 'order-1043', goodsPrice: 85_000, delayMinutes: 30 } },
    ])
    const sure = new RealPhone(WORLDS.one).types('1042 8500 30')
    expect(sure.place).toBe('confirmingPrice')
    expect(sure.types('oui').commands).toMatchObject([bid(8_500, 30)])
    const price = new RealPhone(WORLDS.one).types('1042 oui je prends')
    expect(price.place).toBe('askingPrice')
    expect(price.types('85000 30').commands).toMatchObject([bid(85_000, 30)])
    expect(new RealPhone(WORLDS.road).types('livré').types('4821').commands).toMatchObject([
      on('markDelivered', { code: '4821' }),
    ])
    const rated = new RealPhone(WORLDS.delivered)
      .meets({ type: 'rating.asked', orderId: 'order-1042', number: 1042 })
      .types('4')
    expect(rated.commands).toMatchObject([on('rateOrder', { score: 4 })])
    expect(new RealPhone(WORLDS.delivered).types('LITIGE 1042').types('2').commands).toMatchObject([
      on('openDispute', { kind: 'damaged' }),
    ])
  })

  it.each(['jai pas flag ce soir', '1042 rupture flag', 'désolé pas de flag'])(
    'asks what the rest would cost when "%s" names only some of the request',
    (text) => {
      const phone = new RealPhone(WORLDS.one).types(text)
      expect(phone.place).toBe('askingPrice')
      expect(phone.reads[0]).toMatch(/^1042 sans Flag 65: quel prix pour le reste/)
      const shortages = [{ lineId: 'line-flag-65cl-casier', quantity: 0 }]
      expect(phone.types('40000 25').commands).toMatchObject([
        { command: 'makeOffer', input: { goodsPrice: 40_000, delayMinutes: 25, shortages } },
      ])
      // 3 × 14 000 and 2 × 2 000, the reference prices of the rest
      expect(new RealPhone(WORLDS.one).types(text).types('oui').commands).toMatchObject([
        { command: 'makeOffer', input: { goodsPrice: 46_000, delayMinutes: null, shortages } },
      ])
      expect(new RealPhone(WORLDS.one).types(text).types('non').commands).toMatchObject([on('declineRequest')])
    },
  )

  it('registers a depot', () => {
    const phone = new RealPhone(knows({ account: null })).types('bonjour je suis un dépôt').types('oui')
    const answers = [
      'Dépôt Akwaba',
      'Awa Koné',
      'Yopougon, Selmer',
      'face pharmacie Keneya',
      'CI-ABJ-2020-B-12345',
      'licence 4455',
      '2 tricycles',
      'Yopougon, Abobo et Attécoubé',
      'oui',
    ]
    for (const answer of answers) phone.types(answer)
    expect(phone.commands).toMatchObject([
      {
        command: 'registerSupplier',
        input: {
          name: 'Dépôt Akwaba',
          managerName: 'Awa Koné',
          zoneId: 'yopougon',
          vehicles: 2,
          zones: ['abobo', 'attecoube', 'yopougon'],
        },
      },
    ])
  })
})
