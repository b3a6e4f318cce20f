import type { OfferView } from '../orders/views.ts'
import type { Francs } from '../work/ids.ts'

/** What a minute and a star are worth when offers are compared. */
export interface RankingWeights {
  /** francs that one minute of waiting counts for */
  readonly francsPerMinute: number
  /** francs that one missing star of the supplier's mean rating counts for */
  readonly francsPerStar: number
}

/** 25 F a minute: 40 minutes later weighs as much as 1,000 F dearer, about one crate's margin on an evening basket. */
export const DEFAULT_WEIGHTS: RankingWeights = { francsPerMinute: 25, francsPerStar: 300 }

/** A supplier without ratings counts as one with three ratings of 3.5: neither trusted nor punished. */
const UNKNOWN = { ratings: 3, mean: 3.5 } as const

/** The stored inputs that explain a place in the ranking; all in francs but the count of short lines. */
export interface RankingExplanation {
  readonly shortLines: number
  readonly goods: Francs
  readonly delivery: Francs
  readonly deposits: Francs
  /** goods + delivery + deposits: what the client pays */
  readonly totalCost: Francs
  /** what the waiting counts for */
  readonly waiting: Francs
  /** what the supplier's record counts for */
  readonly record: Francs
  /** totalCost + waiting + record: less is better */
  readonly weighed: Francs
}

export type RankedOffer<Offer extends OfferView = OfferView> = Offer & {
  /** 1 is best */
  readonly rank: number
  readonly explanation: RankingExplanation
}

/** What an offer counts for in the ranking. Pure. */
export function explainOffer(offer: OfferView, weights: RankingWeights): RankingExplanation {
  const totalCost = offer.goodsPrice + offer.deliveryFee + offer.deposits
  const mean = (offer.ratingSum + UNKNOWN.mean * UNKNOWN.ratings) / (offer.ratingCount + UNKNOWN.ratings)
  const waiting = Math.round(offer.delayMinutes * weights.francsPerMinute)
  const record = Math.round((5 - mean) * weights.francsPerStar)
  return {
    shortLines: offer.complete ? 0 : Math.max(1, offer.shortages.length),
    goods: offer.goodsPrice,
    delivery: offer.deliveryFee,
    deposits: offer.deposits,
    totalCost,
    waiting,
    record,
    weighed: totalCost + waiting + record,
  }
}

/**
 * Ranks offers for the client: complete first (then fewest short lines, for a price without the beer is not a low
 * price), then the total cost weighed with the waiting and the supplier's record; ties by the earlier, then by id
 * (product.md 2). Pure: the same offers in any order give the same ranking.
 */
export function rankOffers<Offer extends OfferView>(
  offers: readonly Offer[],
  weights: RankingWeights = DEFAULT_WEIGHTS,
): readonly RankedOffer<Offer>[] {
  return offers
    .map((offer) => ({ offer, explanation: explainOffer(offer, weights) }))
    .toSorted(
      (a, b) =>
        a.explanation.shortLines - b.explanation.shortLines ||
        a.explanation.weighed - b.explanation.weighed ||
        earlierFirst(a.offer, b.offer),
    )
    .map(({ offer, explanation }, index) => ({ ...offer, rank: index + 1, explanation }))
}

function earlierFirst(a: OfferView, b: OfferView): number {
  return Date.parse(a.madeAt) - Date.parse(b.madeAt) || compareText(a.offerId, b.offerId)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** "La moins chère": least to pay, complete ones first; ties as in the ranking. Pure. */
export function cheapestOffer<Offer extends OfferView>(offers: readonly Offer[]): RankedOffer<Offer> | null {
  return rankOffers(offers, { francsPerMinute: 0, francsPerStar: 0 })[0] ?? null
}

/** "La plus rapide": soonest there, complete ones first; then as in the ranking. Pure. */
export function fastestOffer<Offer extends OfferView>(
  offers: readonly Offer[],
  weights: RankingWeights = DEFAULT_WEIGHTS,
): RankedOffer<Offer> | null {
  const ranked = rankOffers(offers, weights)
  return (
    ranked.toSorted(
      (a, b) =>
        a.explanation.shortLines - b.explanation.shortLines || a.delayMinutes - b.delayMinutes || a.rank - b.rank,
    )[0] ?? null
  )
}
