import { describe, expect, it } from 'vitest'
import { AWA, FLAG, HEINEKEN, knows, order, Phone, request } from './phone.ts'

const offered = { offerId: 'offer-1', goodsPrice: 85_000, delayMinutes: 30 }
const made = (number: number, more = {}) => ({
  number,
  goodsPrice: 85_000,
  delayMinutes: 30,
  revised: false,
  complete: true,
  ...more,
})

function phoneWith(...requests: ReturnType<typeof request>[]): Phone {
  return new Phone(knows({ view: { requests } }))
}

describe('a request for offers by SMS', () => {
  it('asks in the form that conversations.md shows', () => {
    const phone = phoneWith(request(1042)).meets({ type: 'request.made', orderId: 'order-1042', number: 1042 })
    expect(phone.reads).toEqual([
      'DISTRI 1042 Yopougon: 5 cas Flag 65, 3 cas Heineken 33, 2 pk Awa 1.5. Repondre: 1042 PRIX MINUTES (ex 1042 85000 30) ou NON 1042',
    ])
    expect(phone.effects).toMatchObject([{ params: { urgent: true } }])
  })

  it('says pick-up and the hour wished for', () => {
    const wanted = request(1042, { mode: 'pickup', wantedAt: '2026-11-20T18:30:00Z' })
    const phone = phoneWith(wanted).meets({ type: 'request.made', orderId: 'order-1042', number: 1042 })
    expect(phone.reads[0]).toContain('DISTRI 1042 Yopougon retrait 18:30: 5 cas Flag 65')
  })

  it('says the day when it is not today', () => {
    const wanted = request(1042, { wantedAt: '2026-11-21T09:00:00Z' })
    const phone = phoneWith(wanted).meets({ type: 'request.made', orderId: 'order-1042', number: 1042 })
    expect(phone.reads[0]).toContain('DISTRI 1042 Yopougon demain 09:00:')
  })

  it('splits more than five lines into numbered segments with different keys', () => {
    const lines = Array.from({ length: 7 }, (_, index) => ({ ...FLAG, lineId: `l${index}` }))
    const phone = phoneWith(request(1042, { lines })).meets({
      type: 'request.made',
      orderId: 'order-1042',
      number: 1042,
    })
    expect(phone.reads).toHaveLength(2)
    expect(new Set(phone.copy).size).toBe(2)
  })

  it('gives WhatsApp the same with buttons that say the short forms', () => {
    const phone = new Phone(knows({ contact: { channel: 'whatsapp' }, view: { requests: [request(1042)] } }))
    phone.meets({ type: 'request.made', orderId: 'order-1042', number: 1042 })
    expect(phone.effects).toMatchObject([
      {
        params: {
          content: {
            choices: [
              { id: 'OUI 1042', label: 'OUI 1042' },
              { id: 'NON 1042', label: 'NON 1042' },
            ],
          },
        },
      },
    ])
  })

  it('says nothing of a request that is gone before it was asked', () => {
    expect(phoneWith().meets({ type: 'request.made', orderId: 'order-1042', number: 1042 }).effects).toEqual([])
  })
})

describe('an offer', () => {
  it('is made from price and minutes: 1042 85000 30', () => {
    const phone = phoneWith(request(1042)).writes('1042 85000 30', 'bid', {
      order: '1042',
      priceXof: 85_000,
      etaMinutes: 30,
    })
    expect(phone.commands).toEqual([
      { command: 'makeOffer', input: { orderId: 'order-1042', goodsPrice: 85_000, delayMinutes: 30, shortages: [] } },
    ])
    phone.meets({ type: 'done.makeOffer', output: made(1042) })
    // It says all of it itself: by SMS it is not repeated.
    expect(phone.reads).toEqual([])
    expect(phone.place).toBe('idle')
  })

  it('is repeated on WhatsApp', () => {
    const phone = new Phone(knows({ contact: { channel: 'whatsapp' }, view: { requests: [request(1042)] } }))
    phone.writes('1042 85000 30', 'bid', { order: '1042', priceXof: 85_000, etaMinutes: 30 })
    phone.meets({ type: 'done.makeOffer', output: made(1042) })
    expect(phone.reads).toEqual(['Offre 1042: 85 000 F, 30 min. Valable 30 min. Pour changer: 1042 PRIX'])
  })

  it('needs no number when one request is open', () => {
    const phone = phoneWith(request(1042)).writes('85000 30mn', 'bid', {
      order: null,
      priceXof: 85_000,
      etaMinutes: 30,
    })
    expect(phone.commands).toMatchObject([{ input: { orderId: 'order-1042' } }])
  })

  it('asks which when two are open, and keeps the price', () => {
    const phone = phoneWith(request(1042), request(1043, { zone: 'Abobo' }))
    phone.writes('85000 30', 'bid', { order: null, priceXof: 85_000, etaMinutes: 30 })
    expect(phone.reads).toEqual(['Pour quel numéro? 1) 1042 Yopougon 2) 1043 Abobo (répondez 1, 2...)'])
    expect(phone.snapshot.context.expects).toEqual({
      kind: 'choice',
      options: [
        { id: 'order-1042', label: '1042 Yopougon' },
        { id: 'order-1043', label: '1043 Abobo' },
      ],
    })
    phone.writes('2', 'confirm', { answer: { option: 'order-1043' } })
    expect(phone.commands).toMatchObject([
      { command: 'makeOffer', input: { orderId: 'order-1043', goodsPrice: 85_000, delayMinutes: 30 } },
    ])
  })

  it.each(['2', '1043', 'la 1043'])('takes %s for the second of two', (text) => {
    const phone = phoneWith(request(1042), request(1043))
    phone.writes('85000', 'bid', { order: null, priceXof: 85_000 }).writes(text, 'unknown')
    expect(phone.commands).toMatchObject([{ input: { orderId: 'order-1043' } }])
  })

  it('takes the usual delay when only a price is given, and says so', () => {
    const phone = phoneWith(request(1042)).writes('1042 85000', 'bid', { order: '1042', priceXof: 85_000 })
    expect(phone.commands).toMatchObject([{ input: { delayMinutes: null } }])
    phone.meets({ type: 'done.makeOffer', output: made(1042, { delayMinutes: 45 }) })
    expect(phone.reads[0]).toContain('45 min (délai habituel)')
  })

  it('reads an hour as a delay from now', () => {
    const phone = phoneWith(request(1042)).writes('85000 vers 22h15', 'bid', {
      priceXof: 85_000,
      etaAt: { hour: 22, minute: 15 },
    })
    expect(phone.commands).toMatchObject([{ input: { delayMinutes: 45 } }])
  })

  it('asks the price when there is none, then takes it with the delay said before', () => {
    const phone = phoneWith(request(1042)).writes('1042 30mn', 'bid', { order: '1042', priceXof: null, etaMinutes: 30 })
    expect(phone.place).toBe('askingPrice')
    phone.writes('85000', 'bid', { priceXof: 85_000 })
    expect(phone.commands).toMatchObject([{ command: 'makeOffer', input: { goodsPrice: 85_000, delayMinutes: 30 } }])
  })

  it('leaves out what is missing: SANS FLAG', () => {
    const phone = phoneWith(request(1042))
    phone.writes('1042 80000 30 SANS FLAG', 'bid', {
      order: '1042',
      priceXof: 80_000,
      etaMinutes: 30,
      partial: true,
      missing: ['flag-65cl'],
    })
    expect(phone.commands).toMatchObject([{ input: { shortages: [{ lineId: FLAG.lineId, quantity: 0 }] } }])
    phone.meets({ type: 'done.makeOffer', output: made(1042, { goodsPrice: 80_000, complete: false }) })
    // The depot's own words need no segment of ours.
    expect(phone.reads).toEqual([])
  })

  it('says which Flag it took to be missing where the request has two', () => {
    const small = { ...FLAG, lineId: 'line-flag-33cl-casier', product: 'flag-33cl', name: 'Flag 33cl' }
    const phone = phoneWith(request(1042, { lines: [FLAG, small] }))
    phone.writes('1042 80000 30 SANS FLAG', 'bid', {
      order: '1042',
      priceXof: 80_000,
      etaMinutes: 30,
      partial: true,
      missing: ['flag-65cl'],
    })
    phone.meets({ type: 'done.makeOffer', output: made(1042, { goodsPrice: 80_000, complete: false }) })
    expect(phone.reads[0]).toContain('Manque: Flag 65')
  })

  it('offers a part of a line: 2 HEINEKEN SEULEMENT', () => {
    const lines = [{ product: HEINEKEN.product, packaging: 'casier', quantity: 2 }]
    const phone = phoneWith(request(1042))
    phone.writes(
      '1042 80000 30 2 HEINEKEN SEULEMENT',
      'bid',
      { order: '1042', priceXof: 80_000, partial: true },
      { lines },
    )
    expect(phone.commands).toMatchObject([{ input: { shortages: [{ lineId: HEINEKEN.lineId, quantity: 2 }] } }])
    phone.meets({ type: 'done.makeOffer', output: made(1042, { complete: false }) })
    expect(phone.reads[0]).toContain('2/3 Heineken 33')
  })

  it('is not sent when what is missing is not in the request', () => {
    const phone = phoneWith(request(1042))
    phone.writes('1042 80000 SANS COCA', 'bid', {
      order: '1042',
      priceXof: 80_000,
      partial: true,
      missing: ['coca-cola-30cl'],
    })
    expect(phone.commands).toEqual([])
    expect(phone.copy).toEqual(['supplier.bids.missingUnclear:1042'])
  })

  it('is not sent when everything is missing', () => {
    const missing = [FLAG, HEINEKEN, AWA].map(({ product }) => product)
    const phone = phoneWith(request(1042)).writes('1042 1000 sans rien', 'bid', {
      order: '1042',
      priceXof: 1000,
      partial: true,
      missing,
    })
    expect(phone.copy).toEqual(['supplier.bids.allMissing:1042'])
  })

  it('is made at the reference price: OUI 1042', () => {
    const phone = phoneWith(request(1042)).writes('OUI 1042', 'bid', { order: '1042', priceXof: null })
    expect(phone.commands).toEqual([{ command: 'offerAtReference', input: { orderId: 'order-1042' } }])
    phone.meets({ type: 'done.offerAtReference', output: made(1042, { goodsPrice: 76_000, delayMinutes: 45 }) })
    expect(phone.reads).toEqual([
      'Offre 1042: 76 000 F, 45 min (délai habituel). Valable 30 min. Pour changer: 1042 PRIX',
    ])
  })

  it('is revised with its delay kept: 1042 82000', () => {
    const phone = phoneWith(request(1042, { status: 'offered', offer: offered }))
    phone.writes('1042 82000', 'bid', { order: '1042', priceXof: 82_000 })
    expect(phone.commands).toMatchObject([{ input: { goodsPrice: 82_000, delayMinutes: 30 } }])
    phone.meets({ type: 'done.makeOffer', output: made(1042, { goodsPrice: 82_000, revised: true }) })
    expect(phone.reads).toEqual([])
  })

  it.each([8_500, 850_000])('of %i for goods worth 76,000 is asked about first', (price) => {
    const phone = phoneWith(request(1042)).writes(`1042 ${price} 30`, 'bid', {
      order: '1042',
      priceXof: price,
      etaMinutes: 30,
    })
    expect(phone.commands).toEqual([])
    expect(phone.place).toBe('confirmingPrice')
    expect(phone.snapshot.context.expects).toEqual({ kind: 'yes_no' })
    phone.writes('OUI', 'confirm', { answer: { yes: true } })
    expect(phone.commands).toMatchObject([{ command: 'makeOffer', input: { goodsPrice: price, delayMinutes: 30 } }])
  })

  it('with an absurd price is corrected by the right one, or dropped by NON', () => {
    const absurd = () =>
      phoneWith(request(1042)).writes('1042 8500 30', 'bid', { order: '1042', priceXof: 8_500, etaMinutes: 30 })
    expect(absurd().writes('85000', 'bid', { priceXof: 85_000 }).commands).toMatchObject([
      { input: { goodsPrice: 85_000, delayMinutes: 30 } },
    ])
    const dropped = absurd().writes('non', 'bid_decline', { answer: { yes: false } })
    expect(dropped.copy).toEqual(['supplier.bids.notSent:1042'])
    expect(dropped.place).toBe('idle')
  })

  it('that is left unsent for a quarter of an hour is told', () => {
    const phone = phoneWith(request(1042)).writes('1042 8500 30', 'bid', { order: '1042', priceXof: 8_500 })
    expect(phone.effects).toContainEqual({ type: 'wake', params: { key: 'silence', minutes: 15 } })
    phone.meets({ type: 'wake.silence' })
    expect(phone.copy).toEqual(['supplier.bids.notSent:1042'])
    expect(phone.place).toBe('idle')
  })

  it('that comes too late gets one polite line', () => {
    const phone = phoneWith(request(1042)).writes('1042 85000 30', 'bid', { order: '1042', priceXof: 85_000 })
    phone.meets({ type: 'refused.makeOffer', code: 'ORDER_ALREADY_TAKEN', details: {} })
    expect(phone.reads).toEqual(['1042: trop tard, la demande est attribuée ou fermée. Merci, à la prochaine.'])
  })

  it('on an unknown number is answered with the open ones', () => {
    const phone = phoneWith(request(1042), request(1043)).writes('1099 85000 30', 'bid', {
      order: '1099',
      priceXof: 85_000,
    })
    expect(phone.reads).toEqual(['Pas de numéro 1099 ouvert chez vous. Ouverts: 1042, 1043'])
  })

  it('without any request open says so', () => {
    expect(phoneWith().writes('85000 30', 'bid', { priceXof: 85_000 }).copy).toEqual(['supplier.requests.noneOpen'])
  })

  it('on an order already won says that its price is fixed', () => {
    const phone = new Phone(knows({ view: { orders: [order(1042)] } })).writes('1042 90000', 'bid', {
      order: '1042',
      priceXof: 90_000,
    })
    expect(phone.copy).toEqual(['supplier.bids.alreadyYours:1042'])
  })
})

describe('no', () => {
  it.each([
    ['NON 1042', '1042'],
    ['NON', null],
  ])('%s declines', (text, reference) => {
    const phone = phoneWith(request(1042)).writes(text, 'bid_decline', { order: reference })
    expect(phone.commands).toEqual([{ command: 'declineRequest', input: { orderId: 'order-1042' } }])
    expect(phone.meets({ type: 'done.declineRequest', output: { number: 1042 } }).copy).toEqual([])
  })

  it('after an offer withdraws it', () => {
    const phone = phoneWith(request(1042, { status: 'offered', offer: offered })).writes('NON 1042', 'bid_decline', {
      order: '1042',
    })
    expect(phone.commands).toEqual([{ command: 'withdrawOffer', input: { orderId: 'order-1042' } }])
  })

  it('asks which when several are open', () => {
    expect(phoneWith(request(1042), request(1043)).writes('NON', 'bid_decline', { order: null }).place).toBe(
      'choosingOrder',
    )
  })

  it('to an order won and not confirmed gives it to the next depot', () => {
    const phone = new Phone(knows({ view: { orders: [order(1042)] } })).writes('NON 1042', 'bid_decline', {
      order: '1042',
    })
    expect(phone.commands).toEqual([{ command: 'declineRequest', input: { orderId: 'order-1042' } }])
    phone.meets({ type: 'done.declineRequest', output: { number: 1042 } })
    expect(phone.copy).toEqual(['supplier.orders.givenUp:1042'])
  })

  it('to an order confirmed wants a person, since the client waits', () => {
    const phone = new Phone(knows({ view: { orders: [order(1042, { confirmed: true })] } }))
    phone.writes('NON 1042', 'bid_decline', { order: '1042' })
    expect(phone.handedOver).toEqual(['supplier gives up order 1042'])
  })
})

describe('the end of a request', () => {
  const of = { orderId: 'order-1042', number: 1042 }
  it.each([
    [
      { type: 'offer.lost', reason: 'delay', by: 40, ...of } as const,
      '1042 perdu: 40 min trop tard. A la prochaine demande.',
    ],
    [
      { type: 'offer.lost', reason: 'price', by: 300, ...of } as const,
      '1042 perdu: environ 300 F trop cher par casier. A la prochaine demande.',
    ],
    [
      { type: 'request.closed', why: 'taken', offered: true, ...of } as const,
      '1042: déjà attribuée à un autre dépôt. Merci, à la prochaine demande.',
    ],
    [
      { type: 'offer.lapsed', ...of } as const,
      '1042: pas de réponse à temps, elle passe au dépôt suivant. Ne la livrez pas. A la prochaine!',
    ],
  ])('%j is one line', (event, text) => {
    expect(phoneWith().meets(event).reads).toEqual([text])
  })

  it('drops the question that was open about it, and no other', () => {
    const asked = () =>
      phoneWith(request(1042)).writes('1042 30mn', 'bid', { order: '1042', etaMinutes: 30, priceXof: null })
    expect(asked().meets({ type: 'request.closed', why: 'taken', offered: true, ...of }).place).toBe('idle')
    expect(
      asked().meets({ type: 'request.closed', why: 'taken', offered: true, orderId: 'order-1', number: 1 }).place,
    ).toBe('askingPrice')
  })
})
