import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { whyLost } from '../../../domain/offers/losing.ts'
import { cheapestOffer, DEFAULT_WEIGHTS, fastestOffer, rankOffers } from '../../../domain/offers/ranking.ts'
import type { OfferView } from '../../../domain/orders/views.ts'

function anOffer(traits: Partial<OfferView> = {}): OfferView {
  return {
    offerId: 'a',
    supplier: 'Depot',
    goodsPrice: 30_000,
    deliveryFee: 1_000,
    deposits: 0,
    delayMinutes: 30,
    complete: true,
    shortages: [],
    validUntil: '2026-11-20T21:30:00.000Z',
    madeAt: '2026-11-20T21:00:00.000Z',
    ratingSum: 0,
    ratingCount: 0,
    ...traits,
  }
}

const ids = (offers: readonly OfferView[]) => offers.map((offer) => offer.offerId)

describe('the ranking of offers (product.md 2)', () => {
  it('puts complete offers first, whatever they cost', () => {
    const shortages = [{ lineId: 'l', quantity: 0 }]
    const partial = anOffer({ offerId: 'partial', goodsPrice: 5_000, complete: false, shortages })
    expect(ids(rankOffers([partial, anOffer({ offerId: 'whole', goodsPrice: 90_000 })]))).toEqual(['whole', 'partial'])
  })

  it('compares goods, delivery and deposits together', () => {
    const far = anOffer({ offerId: 'far', goodsPrice: 29_500, deliveryFee: 3_000 })
    const near = anOffer({ offerId: 'near', goodsPrice: 30_000, deliveryFee: 1_000 })
    expect(ids(rankOffers([far, near]))).toEqual(['near', 'far'])
  })

  it('lets 40 minutes weigh as much as 1,000 F', () => {
    const slow = anOffer({ offerId: 'slow', delayMinutes: 70 })
    expect(ids(rankOffers([slow, anOffer({ offerId: 'dear', goodsPrice: 30_999 })]))).toEqual(['dear', 'slow'])
    expect(ids(rankOffers([slow, anOffer({ offerId: 'dear', goodsPrice: 31_001 })]))).toEqual(['slow', 'dear'])
  })

  it('prefers the depot with the better record when all else is equal', () => {
    const good = anOffer({ offerId: 'good', ratingSum: 50, ratingCount: 10 })
    const bad = anOffer({ offerId: 'bad', ratingSum: 20, ratingCount: 10 })
    expect(ids(rankOffers([bad, anOffer({ offerId: 'new' }), good]))).toEqual(['good', 'new', 'bad'])
  })

  it('counts a depot nobody has rated as one with three ratings of 3.5, which weigh less with each real one', () => {
    const record = (ratingSum: number, ratingCount: number) =>
      rankOffers([anOffer({ ratingSum, ratingCount })])[0]?.explanation.record
    expect(record(0, 0)).toBe(450)
    expect(record(35, 10)).toBe(450)
    expect(record(5, 1)).toBe(338)
    expect(record(35, 7)).toBe(135)
  })

  it('breaks ties by the earlier offer, then by id', () => {
    const later = anOffer({ offerId: 'a', madeAt: '2026-11-20T21:00:01.000Z' })
    expect(ids(rankOffers([later, anOffer({ offerId: 'c' }), anOffer({ offerId: 'b' })]))).toEqual(['b', 'c', 'a'])
  })

  it('gives the cheapest and the fastest when asked', () => {
    const cheap = anOffer({ offerId: 'cheap', goodsPrice: 29_000, delayMinutes: 600 })
    const fast = anOffer({ offerId: 'fast', goodsPrice: 50_000, delayMinutes: 5 })
    const offers = [anOffer({ offerId: 'middle' }), cheap, fast]
    expect(cheapestOffer(offers)?.offerId).toBe('cheap')
    expect(fastestOffer(offers)?.offerId).toBe('fast')
    expect(cheapestOffer([])).toBeNull()
  })
})

const offerTraits = fc.record({
  goodsPrice: fc.integer({ min: 1, max: 200_000 }),
  deliveryFee: fc.constantFrom(0, 1_000, 1_500),
  deposits: fc.constantFrom(0, 3_600),
  delayMinutes: fc.integer({ min: 1, max: 240 }),
  complete: fc.boolean(),
  madeAt: fc.constantFrom('2026-11-20T21:00:00.000Z', '2026-11-20T21:05:00.000Z'),
  rating: fc.record({ score: fc.integer({ min: 1, max: 5 }), count: fc.integer({ min: 0, max: 50 }) }),
})
const manyOffers = fc.array(offerTraits, { maxLength: 8 }).map((all) =>
  all.map(({ rating, ...traits }, index) =>
    anOffer({
      ...traits,
      offerId: `offer-${index}`,
      ratingSum: rating.score * rating.count,
      ratingCount: rating.count,
    }),
  ),
)

describe('for any offers', () => {
  it('the ranking does not depend on the order they come in', () => {
    fc.assert(
      fc.property(
        manyOffers.chain((offers) =>
          fc.tuple(
            fc.constant(offers),
            fc.shuffledSubarray(offers, { minLength: offers.length, maxLength: offers.length }),
          ),
        ),
        ([offers, shuffled]) => {
          expect(rankOffers(shuffled)).toEqual(rankOffers(offers))
        },
      ),
    )
  })

  it('ranks are 1 to n, nothing is lost, and an offer without the others keeps its place', () => {
    fc.assert(
      fc.property(manyOffers, (offers) => {
        const ranked = rankOffers(offers)
        expect(ranked.map((offer) => offer.rank)).toEqual(offers.map((_, index) => index + 1))
        expect(ids(ranked).toSorted()).toEqual(ids(offers).toSorted())
        expect(ids(rankOffers(offers.slice(1)))).toEqual(ids(ranked).filter((id) => id !== offers[0]?.offerId))
      }),
    )
  })

  it('no incomplete offer is above a complete one, and a lower price never costs a place', () => {
    fc.assert(
      fc.property(manyOffers, fc.integer({ min: 1, max: 5_000 }), (offers, less) => {
        const ranked = rankOffers(offers)
        const firstPartial = ranked.findIndex((offer) => !offer.complete)
        if (firstPartial >= 0) expect(ranked.slice(firstPartial).every((offer) => !offer.complete)).toBe(true)
        const [one, ...others] = offers
        if (one === undefined || one.goodsPrice <= less) return
        const cheaper = { ...one, goodsPrice: one.goodsPrice - less }
        const rankOf = (list: readonly OfferView[]) => ids(rankOffers(list)).indexOf(one.offerId)
        expect(rankOf([cheaper, ...others])).toBeLessThanOrEqual(rankOf(offers))
      }),
    )
  })
})

describe('the one line to the losers', () => {
  const winner = anOffer({ offerId: 'winner' })
  const why = (traits: Partial<OfferView>, cases = 5) => whyLost(anOffer(traits), winner, cases, DEFAULT_WEIGHTS)

  it('says about how much too dear per case, in steps of 100 F: 1,450 F on 5 cases is about 300', () => {
    expect(why({ goodsPrice: 31_450 })).toEqual({ reason: 'price', by: 300 })
  })

  it('says how many minutes too late, in steps of 5', () => {
    expect(why({ delayMinutes: 71 })).toEqual({ reason: 'delay', by: 40 })
  })

  it('says that lines were missing before anything else', () => {
    const shortages = [
      { lineId: 'l', quantity: 0 },
      { lineId: 'm', quantity: 1 },
    ]
    expect(why({ goodsPrice: 90_000, complete: false, shortages })).toEqual({ reason: 'incomplete', by: 2 })
  })

  it('says the record when nothing else was against it', () => {
    expect(why({ goodsPrice: 29_000, ratingSum: 10, ratingCount: 10 })).toEqual({ reason: 'record', by: 0 })
    // cheaper and as well rated: the client just preferred another
    expect(why({ goodsPrice: 20_000 })).toEqual({ reason: 'choice', by: 0 })
  })

  it('never gives the exact difference away', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30_001, max: 90_000 }), fc.integer({ min: 1, max: 60 }), (goodsPrice, cases) => {
        const { reason, by } = why({ goodsPrice }, cases)
        expect([reason, by % 100, by > 0]).toEqual(['price', 0, true])
      }),
    )
  })
})
