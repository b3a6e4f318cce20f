import { beforeAll, describe, expect, it } from 'vitest'
import { makeOffer } from '../../../domain/offers/bidding.ts'
import { chooseOffer } from '../../../domain/offers/choosing.ts'
import { cancelOrder } from '../../../domain/orders/cancelling.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
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
  runWork,
  type Supplier,
  toldOf,
  typesToldOf,
} from '../orders/arrange.ts'

const { pool } = await freshDatabase()
let client: Client
let suppliers: readonly Supplier[]
let first: Supplier
let second: Supplier

beforeAll(async () => {
  await loadReferenceData(pool)
  first = await anApprovedSupplier(pool)
  second = await anApprovedSupplier(pool)
  suppliers = [first, second]
  client = await anApprovedClient(pool)
})

function choose(orderId: string, offerId: string | undefined, now = EVENING, by = client) {
  return runWork(pool, { now, actor: by.actor }, (work) =>
    chooseOffer(work, { ...by, orderId, offerId: offerId ?? 'missing' }),
  )
}

describe('choosing an offer (product.md 2)', () => {
  it('gives the order to the chosen depot, for goods, delivery and deposits, with a promised time', async () => {
    const { orderId, number, offers } = await anOrderWithOffers(pool, client, suppliers)
    const chosen = await choose(orderId, offers[0])
    // 30,000 of goods, 1,500 to Yopougon, deposits of 3 × 3,600 + 2 × 4,200
    expect(chosen).toMatchObject({ orderId, number, total: 30_000 + 1_500 + 19_200 })
    const order = await orderNow(pool, orderId)
    expect(order).toMatchObject({
      status: 'accepted',
      amountDue: 50_700,
      goodsTotal: 30_000,
      depositTotal: 19_200,
      deliveryFee: 1_500,
    })
    expect(new Date(order.promisedAt ?? '')).toEqual(inMinutes(30))
  })

  it('tells the winner how long it has to confirm, and the others one reason without the rival price', async () => {
    const { orderId, number, offers } = await anOrderWithOffers(pool, client, suppliers)
    await choose(orderId, offers[0])
    expect((await toldOf(pool, first.contactId, orderId)).at(-1)).toEqual({
      type: 'offer.chosen',
      orderId,
      number,
      confirmMinutes: 10,
    })
    expect((await toldOf(pool, second.contactId, orderId)).at(-1)).toEqual({
      type: 'offer.lost',
      orderId,
      number,
      reason: 'price',
      by: 200,
    })
  })

  it('keeps the inputs of the ranking with each offer, so that it can be explained later', async () => {
    const { orderId, offers } = await anOrderWithOffers(pool, client, suppliers)
    await choose(orderId, offers[1])
    const { rows } = await pool.query(`SELECT ranking FROM offer WHERE order_id = $1 ORDER BY goods_price`, [orderId])
    expect(rows).toMatchObject([
      { ranking: { rank: 1, of: 2, totalCost: 50_700, referenceGoods: 30_700 } },
      { ranking: { rank: 2, of: 2, totalCost: 51_700 } },
    ])
  })

  it('closes the requests that nobody answered, with one line', async () => {
    const { orderId, offers } = await anOrderWithOffers(pool, client, [first])
    await choose(orderId, offers[0])
    expect(await typesToldOf(pool, second.contactId, orderId)).toEqual(['request.made', 'request.closed'])
  })

  it('refuses an offer exactly at the end of its 30 minutes, and takes it a millisecond before', async () => {
    const late = await anOrderWithOffers(pool, client, [first])
    expect(await choose(late.orderId, late.offers[0], inMinutes(30))).toMatchObject({ refused: 'OFFER_EXPIRED' })
    const justInTime = new Date(inMinutes(30).getTime() - 1)
    expect(await choose(late.orderId, late.offers[0], justInTime)).toMatchObject({ orderId: late.orderId })
  })

  it('does not find the order of another client, nor the offer of another order', async () => {
    const mine = await anOrderWithOffers(pool, client, [first])
    const other = await anOrderWithOffers(pool, await anApprovedClient(pool), [second])
    expect(await choose(other.orderId, other.offers[0])).toMatchObject({ refused: 'ORDER_NOT_FOUND' })
    expect(await choose(mine.orderId, other.offers[0])).toMatchObject({ refused: 'OFFER_NOT_FOUND' })
  })
})

describe('at the same instant', () => {
  it('gives the order to one depot when two phones choose different offers at once', async () => {
    for (let round = 0; round < 40; round += 1) {
      const { orderId, offers } = await anOrderWithOffers(pool, client, suppliers)
      const outcomes = await Promise.all([choose(orderId, offers[0]), choose(orderId, offers[1])])
      expect(outcomes.filter((outcome) => 'refused' in outcome)).toMatchObject([{ refused: 'ORDER_ALREADY_TAKEN' }])
      const order = await orderNow(pool, orderId)
      expect(order.offers.map((offer) => offer.status).toSorted()).toEqual(['chosen', 'lost'])
      expect(order.status).toBe('accepted')
    }
  })

  it('either counts a bid made at the moment of the choice and loses it, or refuses it as too late', async () => {
    for (let round = 0; round < 40; round += 1) {
      const { orderId, offers } = await anOrderWithOffers(pool, client, [first])
      const bid = runWork(pool, { actor: second.actor }, (work) =>
        makeOffer(work, { ...second, orderId, goodsPrice: 20_000, delayMinutes: 10, shortages: [] }),
      )
      const [outcome, chosen] = await Promise.all([bid, choose(orderId, offers[0])])
      const order = await orderNow(pool, orderId)
      const own = order.offers.find((offer) => offer.supplierId === second.supplierId)
      expect(chosen).toMatchObject({ orderId })
      if ('refused' in outcome) expect([outcome.refused, own]).toEqual(['ORDER_ALREADY_TAKEN', undefined])
      else expect(own?.status).toBe('lost')
    }
  })

  it('either sells a revised offer at its new price or at its old one, never a mixture', async () => {
    for (let round = 0; round < 30; round += 1) {
      const { orderId, offers } = await anOrderWithOffers(pool, client, [first])
      const revise = runWork(pool, { actor: first.actor }, (work) =>
        makeOffer(work, { ...first, orderId, goodsPrice: 99_000, delayMinutes: 10, shortages: [] }),
      )
      const [revised] = await Promise.all([revise, choose(orderId, offers[0])])
      const order = await orderNow(pool, orderId)
      expect(order.goodsTotal).toBe('refused' in revised ? 30_000 : 99_000)
      expect(order.offers.find((offer) => offer.status === 'chosen')?.goodsPrice).toBe(order.goodsTotal)
    }
  })

  it('ends in accepted or cancelled, never both, when one phone chooses and another cancels', async () => {
    for (let round = 0; round < 30; round += 1) {
      const { orderId, offers } = await anOrderWithOffers(pool, client, [first])
      const cancel = runWork(pool, { actor: client.actor }, (work) =>
        cancelOrder(work, { ...client, orderId, reason: null }),
      )
      const [cancelled, chosen] = await Promise.all([cancel, choose(orderId, offers[0])])
      const { status } = await orderNow(pool, orderId)
      expect(['refused' in cancelled, 'refused' in chosen, status]).toEqual(
        status === 'accepted' ? [true, false, 'accepted'] : [false, true, 'cancelled'],
      )
    }
  })
})

describe('a partial offer', () => {
  it('loses to a complete one for being incomplete', async () => {
    const { orderId } = await aPlacedOrder(pool, client)
    const lineId = (await orderNow(pool, orderId)).lines[0]?.lineId ?? ''
    const complete = await anOffer(pool, orderId, first)
    await anOffer(pool, orderId, second, { goodsPrice: 20_000, shortages: [{ lineId, quantity: 0 }] })
    await choose(orderId, complete)
    expect((await toldOf(pool, second.contactId, orderId)).at(-1)).toMatchObject({ reason: 'incomplete', by: 1 })
  })
})
