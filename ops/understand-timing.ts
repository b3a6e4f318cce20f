import type { CatalogueData, ZonesData } from '../conversations/understanding/catalogue-data.ts'
import { buildKnowledge } from '../conversations/understanding/knowledge.ts'
import { understand } from '../conversations/understanding/understand.ts'
import type { GoldMessage } from './understand-judging.ts'
import { situationOf } from './understand-labels.ts'

interface Timing {
  products: number
  buildMs: number
  medianMs: number
  p99Ms: number
  /** Of the fastest reading of each message: other work on the machine does not show in it. */
  quietP99Ms: number
}

const ROUNDS = 5
// A program that has run for a minute has compiled what it reads with: the first rounds compile.
const WARM_ROUNDS = 4
const SYLLABLES = [
  'ba',
  'ko',
  'ti',
  'ru',
  'me',
  'sal',
  'dor',
  'vin',
  'pel',
  'gas',
  'tro',
  'lun',
  'che',
  'fi',
  'no',
  'zar',
]

/** The catalogue with invented brands beside the real ones, up to `size` products. */
function grown(catalogue: CatalogueData, size: number): CatalogueData {
  const products = [...catalogue.products]
  for (let at = 0; products.length < size; at += 1) {
    const model = catalogue.products[at % catalogue.products.length]
    if (model === undefined) break
    const name = [at, at * 7 + 3, at >> 4, at >> 8].map((step) => SYLLABLES[step % SYLLABLES.length]).join('')
    products.push({
      ...model,
      id: `${name}-${at}`,
      brand: name,
      family: `${name}-${at}`,
      name_fr: name,
      synonyms: [name],
    })
  }
  return { ...catalogue, products }
}

/** Reads every message a few times, by the clock of the wall, after as many rounds to warm up. */
function timeReadings(catalogue: CatalogueData, zones: ZonesData, messages: readonly GoldMessage[]): Timing {
  const start = performance.now()
  const knowledge = buildKnowledge(catalogue, zones)
  const buildMs = performance.now() - start
  const times: number[] = []
  const fastest = messages.map(() => Number.POSITIVE_INFINITY)
  for (let round = -WARM_ROUNDS; round < ROUNDS; round += 1) {
    for (const [at, message] of messages.entries()) {
      const situation = situationOf(message)
      const before = performance.now()
      understand(message.text, situation, knowledge)
      const taken = performance.now() - before
      if (round >= 0) times.push(taken)
      fastest[at] = Math.min(fastest[at] ?? taken, taken)
    }
  }
  return {
    products: catalogue.products.length,
    buildMs,
    medianMs: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    quietP99Ms: quantile(fastest, 0.99),
  }
}

function quantile(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0
}

/** A line for the catalogue as it is and one for 10,000 products: the time of its index and of a reading. */
export function timesOfReadings(
  catalogue: CatalogueData,
  zones: ZonesData,
  messages: readonly GoldMessage[],
): string[] {
  return [catalogue.products.length, 10_000].map((size) => {
    const { products, buildMs, medianMs, p99Ms, quietP99Ms } = timeReadings(grown(catalogue, size), zones, messages)
    const reading = `a reading p50 ${medianMs.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`
    const quiet = `${quietP99Ms.toFixed(2)} ms where nothing else runs`
    return `    ${products} products: index ${buildMs.toFixed(0)} ms, ${reading} (${quiet})`
  })
}
