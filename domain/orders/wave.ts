import { answerChance, type SupplierRecord } from './ranking-suppliers.ts'

/** Two at least: an offer alone is no market, and one depot may be out of its phone's reach. */
const FEWEST = 2
/**
 * The first wave may end without an offer once in ten orders: then the bar waits five minutes for the next one. Rarer
 * would ask a third depot each time, which is an SMS to ask and another to say that it lost, on every order.
 */
const MOST_SILENCE = 0.1

/** Francs that one message to this supplier costs; null when no tariff says it, which is not for nothing. */
export type CostOf<Supplier> = (supplier: Supplier) => number | null

/**
 * Whom to ask first: the best ones, as few as make an offer likely (product.md 2: waves, so that SMS money is not
 * wasted), and of the others those that cost nothing to ask, up to the setting. A free one never takes the place of a
 * better one that is paid for: the bar's price is worth more than our SMS. Pure.
 * @param ranked best first
 * @param most suppliers at once, whatever their record
 */
export function firstWave<Supplier extends SupplierRecord>(
  ranked: readonly Supplier[],
  most: number,
  costOf: CostOf<Supplier>,
): readonly Supplier[] {
  const wave: Supplier[] = []
  let silence = 1
  for (const supplier of ranked) {
    if (wave.length >= most) break
    const isNeeded = wave.length < FEWEST || silence > MOST_SILENCE
    if (!isNeeded && costOf(supplier) !== 0) continue
    wave.push(supplier)
    silence *= 1 - answerChance(supplier)
  }
  return wave
}
