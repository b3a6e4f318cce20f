import { beforeAll, describe, expect, it } from 'vitest'
import { makeOffer, offerAtReference } from '../../../domain/offers/bidding.ts'
import { chooseOffer } from '../../../domain/offers/choosing.ts'
import { confirmOrder } from '../../../domain/offers/confirming.ts'
import { declineRequest, withdrawOffer } from '../../../domain/offers/withdrawing.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  anAcceptedOrder,
  anApprovedClient,
  anApprovedSupplier,
  anOffer,
  anOrderWithOffers,
  aPlacedOrder,
  type Client,
  EVENING,
  inMinutes,
  loadReferenceData,
  orderNow,
  passTime,
  runWork,
  type Supplier,
  toldOf,
  typesToldOf,
} from '../orders/arrange.ts'

const { pool } = await freshDatabase()
let client: Client
let depot: Supplier
let rival: Supplier

beforeAll(async () => {
  await loadReferenceData(pool)
  depot = await anApprovedSupplier(pool)
  rival = await anApprovedSupplier(pool, { usualDelayMinutes: 25 })
  client = await anApprovedClient(pool)
})

function bid(orderId: string, input: Partial<Parameters<typeof makeOffer>[1]> = {}, by = depot, now = EVENING) {
  return runWork(pool, { now, actor: by.actor }, (work) =>
    makeOffer(work, { ...by, orderId, goodsPrice: 30_000, delayMinutes: 30, shortages: [], ...input }),
  )
}
function choose(orderId: string, offerId: string | undefined, now = EVENING) {
  return runWork(pool, { now, actor: client.actor }, (work) =>
    chooseOffer(work, { ...client, orderId, offerId: offerId ?? 'missing' }),
  )
}
const act = (which: typeof withdrawOffer | typeof declineRequest, orderId: string, by = depot) =>
  runWork(pool, { actor: by.actor }, (work) => which(work, { ...by, orderId }))

describe('bidding (product.md 2)', () => {
  it('makes the first offer: the client is told, the order has offers, valid 30 minutes', async () => {
    const { orderId, number } = await aPlacedOrder(pool, client)
    expect(await bid(orderId)).toEqual({
      number,
      goodsPrice: 30_000,
      delayMinutes: 30,
      revised: false,
      complete: true,
    })
    const { status, offers } = await orderNow(pool, orderId)
    expect(status).toBe('offers_received')
    expect(new Date(offers[0]?.validUntil ?? '')).toEqual(inMinutes(30))
    expect(await toldOf(pool, client.contactId, orderId)).toEqual([
      { type: 'offer.made', orderId, number, offerId: offers[0]?.offerId, revised: false },
    ])
  })

  it('revises the open offer and gives it 30 minutes again', async () => {
    const { orderId } = await aPlacedOrder(pool, client)
    await bid(orderId)
    expect(await bid(orderId, { goodsPrice: 28_000 }, depot, inMinutes(10))).toMatchObject({ revised: true })
    const { offers } = await orderNow(pool, orderId)
    expect(offers).toMatchObject([{ goodsPrice: 28_000, status: 'open' }])
    expect(new Date(offers[0]?.validUntil ?? '')).toEqual(inMinutes(40))
  })

  it('counts deposits only for what is supplied', async () => {
    const { orderId } = await aPlacedOrder(pool, client)
    const [big, small] = (await orderNow(pool, orderId)).lines
    const shortages = [
      { lineId: big?.lineId ?? '', quantity: 1 },
      { lineId: small?.lineId ?? '', quantity: 2 },
    ]
    expect(await bid(orderId, { shortages })).toMatchObject({ complete: false })
    const { offers } = await orderNow(pool, orderId)
    // one crate at 3,600 and two at 4,200; the second line is not short at all
    expect(offers[0]).toMatchObject({ deposits: 3_600 + 8_400, shortages: [shortages[0]] })
  })

  it('offers at reference prices with the usual delay on OUI', async () => {
    const { orderId, number } = await aPlacedOrder(pool, client)
    const outcome = await runWork(pool, {}, (work) => offerAtReference(work, { ...rival, orderId }))
    expect(outcome).toEqual({
      number,
      goodsPrice: 3 * 5_700 + 2 * 6_800,
      delayMinutes: 25,
      revised: false,
      complete: true,
    })
  })

  it.each([0, -1, 1_500.5, Number.NaN, 2_000_000_000])('refuses a price of %s', async (goodsPrice) => {
    const { orderId } = await aPlacedOrder(pool, client)
    expect(await bid(orderId, { goodsPrice })).toMatchObject({ refused: 'PRICE_INVALID' })
  })

  it('refuses shortages that make no sense', async () => {
    const { orderId } = await aPlacedOrder(pool, client)
    const lines = (await orderNow(pool, orderId)).lines
    const lineId = lines[0]?.lineId ?? ''
    const with_ = (shortages: readonly { lineId: string; quantity: number }[]) => bid(orderId, { shortages })
    expect(await with_([{ lineId: orderId, quantity: 0 }])).toMatchObject({ refused: 'LINE_NOT_FOUND' })
    expect(await with_([{ lineId, quantity: 4 }])).toMatchObject({ refused: 'QUANTITY_INVALID' })
    expect(await with_([{ lineId, quantity: -1 }])).toMatchObject({ refused: 'QUANTITY_INVALID' })
    const nothing = lines.map((line) => ({ lineId: line.lineId, quantity: 0 }))
    expect(await with_(nothing)).toMatchObject({ refused: 'QUANTITY_INVALID' })
  })

  it('tells a late bid that the order is taken, and a stranger that it was not asked', async () => {
    const { orderId } = await anAcceptedOrder(pool, client, rival)
    expect(await bid(orderId)).toMatchObject({ refused: 'ORDER_ALREADY_TAKEN' })
    const elsewhere = await anApprovedSupplier(pool, { zoneId: 'koumassi' })
    const open = await aPlacedOrder(pool, client)
    expect(await bid(open.orderId, {}, elsewhere)).toMatchObject({ refused: 'REQUEST_NOT_FOUND' })
  })

  it('charges the delivery from the zone of the depot: 1,000 further away', async () => {
    const far = await anApprovedSupplier(pool, { zoneId: 'bingerville', zones: ['bingerville', 'abobo'] })
    const there = await anApprovedClient(pool, 'abobo')
    const { orderId } = await aPlacedOrder(pool, there)
    await bid(orderId, {}, far)
    expect((await orderNow(pool, orderId)).offers[0]).toMatchObject({ deliveryFee: 2_500 })
  })
})

describe('taking an offer back (product.md 2: until it is chosen)', () => {
  it('goes back to waiting when the last offer is withdrawn', async () => {
    const { orderId } = await anOrderWithOffers(pool, client, [depot, rival])
    expect(await act(withdrawOffer, orderId)).toMatchObject({ number: expect.any(Number) })
    expect((await orderNow(pool, orderId)).status).toBe('offers_received')
    await act(withdrawOffer, orderId, rival)
    expect((await orderNow(pool, orderId)).status).toBe('pending_offers')
    expect(await bid(orderId)).toMatchObject({ revised: false })
  })

  it('is refused without an offer, and once it is chosen', async () => {
    const { orderId } = await aPlacedOrder(pool, client)
    expect(await act(withdrawOffer, orderId)).toMatchObject({ refused: 'OFFER_NOT_FOUND' })
    const taken = await anAcceptedOrder(pool, client, depot)
    expect(await act(withdrawOffer, taken.orderId)).toMatchObject({ refused: 'ORDER_ALREADY_TAKEN' })
  })

  it('asks more depots at once, without waiting 5 minutes, when all have declined', async () => {
    const { orderId } = await aPlacedOrder(pool, client)
    const neighbour = await anApprovedSupplier(pool, { zoneId: 'attecoube' })
    await act(declineRequest, orderId)
    await act(declineRequest, orderId, rival)
    await passTime(pool, orderId, EVENING)
    expect(await typesToldOf(pool, neighbour.contactId, orderId)).toEqual(['request.made'])
    expect(await toldOf(pool, client.contactId, orderId)).toMatchObject([
      { type: 'order.searchWidened', zones: ['Attécoubé'] },
    ])
  })
})

describe('confirming within 10 minutes (product.md 2)', () => {
  const confirm = (orderId: string, by = depot, now = EVENING) =>
    runWork(pool, { now, actor: by.actor }, (work) => confirmOrder(work, { ...by, orderId }))

  it('starts the preparation, tells the client, and says what the supplier gets', async () => {
    const { orderId, number } = await anAcceptedOrder(pool, client, depot, { bid: { goodsPrice: 100_000 } })
    // 96,040 of the goods, the delivery of 1,500 and the deposits of 19,200
    const supplierReceives = 96_040 + 1_500 + 19_200
    expect(await confirm(orderId, depot, inMinutes(10))).toEqual({ number, supplierReceives })
    expect(await confirm(orderId, depot, inMinutes(11))).toEqual({ number, supplierReceives })
    expect((await orderNow(pool, orderId)).status).toBe('preparing')
    expect((await toldOf(pool, client.contactId, orderId)).slice(1)).toMatchObject([
      { type: 'order.confirmed', minutes: 20 },
    ])
    await passTime(pool, orderId, inMinutes(15))
    expect((await orderNow(pool, orderId)).status).toBe('preparing')
  })

  it('is not for a depot that lost', async () => {
    const { orderId } = await anAcceptedOrder(pool, client, depot)
    expect(await confirm(orderId, rival)).toMatchObject({ refused: 'ORDER_ALREADY_TAKEN' })
  })

  it('proposes the next best offer after 10 minutes of silence', async () => {
    const { orderId, offers } = await anOrderWithOffers(pool, client, [depot, rival])
    await choose(orderId, offers[0])
    await passTime(pool, orderId, inMinutes(10))
    const order = await orderNow(pool, orderId)
    expect(order).toMatchObject({ status: 'offers_received', amountDue: null })
    expect(order.offers.map((offer) => offer.status)).toEqual(['lapsed', 'open'])
    expect((await toldOf(pool, client.contactId, orderId)).at(-1)).toMatchObject({
      type: 'offer.lapsed',
      nextOfferId: offers[1],
    })
    expect((await typesToldOf(pool, depot.contactId, orderId)).at(-1)).toBe('offer.lapsed')
    expect(await choose(orderId, offers[1], inMinutes(12))).toMatchObject({ orderId })
  })

  it('does not propose an offer whose 30 minutes ended meanwhile', async () => {
    const { orderId } = await aPlacedOrder(pool, client)
    await anOffer(pool, orderId, rival)
    const offerId = await anOffer(pool, orderId, depot, { now: inMinutes(20) })
    await choose(orderId, offerId, inMinutes(25))
    await passTime(pool, orderId, inMinutes(35))
    const order = await orderNow(pool, orderId)
    expect([order.status, order.offers.map((offer) => offer.status)]).toEqual(['pending_offers', ['lost', 'lapsed']])
  })

  it('asks the others again when no other offer is valid', async () => {
    const { orderId } = await anAcceptedOrder(pool, client, depot)
    await passTime(pool, orderId, inMinutes(10))
    expect((await orderNow(pool, orderId)).status).toBe('pending_offers')
    expect((await toldOf(pool, client.contactId, orderId)).at(-1)).toMatchObject({ nextOfferId: null })
    expect(await typesToldOf(pool, rival.contactId, orderId)).toEqual([
      'request.made',
      'request.closed',
      'request.made',
    ])
  })

  it('lets the chosen depot give up with NON, at once', async () => {
    const { orderId, offers } = await anOrderWithOffers(pool, client, [depot, rival])
    await choose(orderId, offers[0])
    await act(declineRequest, orderId)
    expect((await orderNow(pool, orderId)).status).toBe('offers_received')
    expect((await toldOf(pool, client.contactId, orderId)).at(-1)).toMatchObject({ nextOfferId: offers[1] })
  })

  it('either keeps the depot or lapses when it confirms at the instant its time is over', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { orderId } = await anAcceptedOrder(pool, client, depot)
      const [confirmed] = await Promise.all([
        confirm(orderId, depot, inMinutes(10)),
        passTime(pool, orderId, inMinutes(10)),
      ])
      const { status } = await orderNow(pool, orderId)
      expect(status).toBe('refused' in confirmed ? 'pending_offers' : 'preparing')
    }
  })
})

describe('offers that nobody chose', () => {
  it('expire after 30 minutes, their depots are told, and the search goes on', async () => {
    const { orderId } = await aPlacedOrder(pool, client)
    await anOffer(pool, orderId, depot)
    await anOffer(pool, orderId, rival, { now: inMinutes(4) })
    await passTime(pool, orderId, inMinutes(30))
    expect((await orderNow(pool, orderId)).offers.map((offer) => offer.status)).toEqual(['expired', 'open'])
    expect((await typesToldOf(pool, depot.contactId, orderId)).at(-1)).toBe('offer.expired')
    await passTime(pool, orderId, inMinutes(34))
    expect((await orderNow(pool, orderId)).status).toBe('pending_offers')
    expect(await bid(orderId, {}, depot, inMinutes(36))).toMatchObject({ revised: false })
  })

  it('expire too when the only other one was withdrawn after their end', async () => {
    const { orderId } = await aPlacedOrder(pool, client)
    await anOffer(pool, orderId, depot)
    await anOffer(pool, orderId, rival, { now: inMinutes(10) })
    await runWork(pool, { now: inMinutes(31) }, (work) => withdrawOffer(work, { ...rival, orderId }))
    await passTime(pool, orderId, inMinutes(31))
    const order = await orderNow(pool, orderId)
    expect([order.status, order.offers.map((offer) => offer.status)]).toEqual([
      'pending_offers',
      ['expired', 'withdrawn'],
    ])
    expect((await typesToldOf(pool, depot.contactId, orderId)).at(-1)).toBe('offer.expired')
  })

  it('are either sold or expired when they are chosen at the instant they end', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { orderId, offers } = await anOrderWithOffers(pool, client, [depot])
      const justInTime = new Date(inMinutes(30).getTime() - 1)
      const [chosen] = await Promise.all([
        choose(orderId, offers[0], justInTime),
        passTime(pool, orderId, inMinutes(30)),
      ])
      const order = await orderNow(pool, orderId)
      const expected = 'refused' in chosen ? ['pending_offers', 'expired'] : ['accepted', 'chosen']
      expect([order.status, order.offers[0]?.status]).toEqual(expected)
    }
  })
})
