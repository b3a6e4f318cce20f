import type { OfferView } from '../orders/views.ts'
import { explainOffer, type RankingWeights } from './ranking.ts'

export interface LossReason {
  /** choice: the client preferred another, against the ranking */
  readonly reason: 'price' | 'delay' | 'incomplete' | 'record' | 'choice'
  /** francs per case, minutes, short lines; 0 for the record and the choice */
  readonly by: number
}

/** Differences are told in round steps, never exactly: a depot must not work out what the winner asked. */
const PRICE_STEP = 100
const DELAY_STEP = 5

/**
 * The one line that says why an offer lost (product.md 2: bidders who never learn why stop bidding): what weighed most
 * against it in the ranking. Pure.
 * @param cases how many cases the order has: a depot thinks in francs per case
 */
export function whyLost(loser: OfferView, winner: OfferView, cases: number, weights: RankingWeights): LossReason {
  const lost = explainOffer(loser, weights)
  const won = explainOffer(winner, weights)
  if (lost.shortLines > won.shortLines) return { reason: 'incomplete', by: lost.shortLines }
  const price = lost.totalCost - won.totalCost
  const delay = lost.waiting - won.waiting
  const record = lost.record - won.record
  if (price > 0 && price >= delay && price >= record) {
    return { reason: 'price', by: roundedTo(PRICE_STEP, price / Math.max(1, cases)) }
  }
  if (delay > 0 && delay >= record) {
    return { reason: 'delay', by: roundedTo(DELAY_STEP, loser.delayMinutes - winner.delayMinutes) }
  }
  return { reason: record > 0 ? 'record' : 'choice', by: 0 }
}

function roundedTo(step: number, value: number): number {
  return Math.max(1, Math.round(value / step)) * step
}
