import { answerChance, type SupplierRecord } from './ranking-suppliers.ts'

/** Two at least: an offer alone is no market, and one depot may be out of its phone's reach. */
const FEWEST = 2
/**
 * The first wave may end without an offer once in five orders: then the bar waits five minutes for the next one. Rarer
 * would ask a third depot on many orders, which is an SMS to ask and another to say that it lost: more than the six
 * segments an order may cost.
 */
const MOST_SILENCE = 0.2
/**
 * Where a zone has more depots than the first wave takes, a silent one costs those five minutes and no more: once in four
 * orders. So of depots of which nothing is known two are asked there, and all three in a zone that has no others.
 */
const MOST_SILENCE_WITH_OTHERS = 0.25
/** A later wave waits two minutes, not five: even odds of an offer are worth an SMS less. */
const MOST_LATER_SILENCE = 0.5

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
  const mostSilence = ranked.length > most ? MOST_SILENCE_WITH_OTHERS : MOST_SILENCE
  return asFewAs({ fewest: FEWEST, mostSilence, most }, ranked, costOf)
}

/**
 * Whom to ask while the first ones are silent: every free one, and of those that are paid for as few as leave even odds,
 * since the next step is only minutes away. In the last step there is nothing left to wait for: all of them. An SMS to
 * each depot of the zone at once, and another to each that bid and lost, would cost the order twice what it may. Pure.
 * @param ranked the ones not asked yet, best first
 * @param stepsLeft how many times, with this one, more can be asked before the zone has to be through: 1 or more
 */
export function laterWave<Supplier extends SupplierRecord>(
  ranked: readonly Supplier[],
  stepsLeft: number,
  costOf: CostOf<Supplier>,
): readonly Supplier[] {
  const free = ranked.filter((supplier) => costOf(supplier) === 0)
  const paid = ranked.filter((supplier) => costOf(supplier) !== 0)
  const fewest = Math.ceil(paid.length / stepsLeft)
  const asked = new Set([
    ...free,
    ...asFewAs({ fewest, mostSilence: MOST_LATER_SILENCE, most: paid.length }, paid, costOf),
  ])
  return ranked.filter((supplier) => asked.has(supplier))
}

interface WaveSize {
  readonly fewest: number
  readonly mostSilence: number
  readonly most: number
}

function asFewAs<Supplier extends SupplierRecord>(
  { fewest, mostSilence, most }: WaveSize,
  ranked: readonly Supplier[],
  costOf: CostOf<Supplier>,
): readonly Supplier[] {
  const wave: Supplier[] = []
  let silence = 1
  for (const supplier of ranked) {
    if (wave.length >= most) break
    const isNeeded = wave.length < fewest || silence > mostSilence
    if (!isNeeded && costOf(supplier) !== 0) continue
    wave.push(supplier)
    silence *= 1 - answerChance(supplier)
  }
  return wave
}
