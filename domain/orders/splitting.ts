import type { Francs } from '../work/ids.ts'

/**
 * Splits an amount over parts in proportion to their weights, to the franc, by the largest remainder: the parts always
 * sum to the amount. An offer has one price for all its goods; a correction needs each line's share of it. Pure.
 * @param amount francs, zero or more
 * @param weights zero or more, e.g. reference values; all zero counts as equal
 */
export function splitAmount(amount: Francs, weights: readonly number[]): readonly Francs[] {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (weights.length === 0) return []
  if (sum === 0) {
    return splitAmount(
      amount,
      weights.map(() => 1),
    )
  }
  const exact = weights.map((weight) => (amount * weight) / sum)
  const shares = exact.map(Math.floor)
  const left = amount - shares.reduce((total, share) => total + share, 0)
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index)
  const lucky = new Set(byRemainder.slice(0, left).map(({ index }) => index))
  return shares.map((share, index) => (lucky.has(index) ? share + 1 : share))
}
