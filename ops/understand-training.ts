import { featuresOf } from '../conversations/understanding/intent-features.ts'
import { type IntentModel, LABELS } from '../conversations/understanding/intent-model.ts'
import type { Knowledge } from '../conversations/understanding/knowledge.ts'
import { withoutReference } from '../conversations/understanding/supplier.ts'
import { besideCourtesy, politeViewOf } from '../conversations/understanding/view.ts'
import type { GoldMessage } from './understand-judging.ts'
import { situationOf } from './understand-labels.ts'

export interface Example {
  features: readonly string[]
  /** Place in `LABELS`. */
  label: number
}

/** The place of what a labelled message means; null for intents that are not learnt. */
export function labelOf(message: GoldMessage): number | null {
  const at = LABELS.findIndex(
    ({ intent, disputeType }) =>
      intent === message.intent && (disputeType === null || disputeType === message.extra.type),
  )
  return at < 0 ? null : at
}

/** A labelled message as the model sees it; null for an intent that is not learnt. */
export function exampleOf(message: GoldMessage, knowledge: Knowledge): Example | null {
  const label = labelOf(message)
  if (label === null) return null
  const situation = situationOf(message)
  const written = politeViewOf(message.text, situation, knowledge)
  const whole = message.intent === 'greet' ? written : (besideCourtesy(written) ?? written)
  return { features: featuresOf(situation.role === 'supplier' ? withoutReference(whole) : whole), label }
}

export function examplesOf(messages: readonly GoldMessage[], knowledge: Knowledge): Example[] {
  return messages.flatMap((message) => exampleOf(message, knowledge) ?? [])
}

const ROUNDS = 40
const RATE = 0.25
const DECAY = 2e-4
/** A feature seen in one message only says more about that message than about people. */
const SEEN_AT_LEAST = 1
/** Smaller weights change nothing and would triple the file. */
const SMALLEST = 0.1

/** Multinomial logistic regression by AdaGrad, the same result for the same examples on every machine. */
export function trainIntentModel(examples: readonly Example[]): IntentModel {
  const count = LABELS.length
  const seen = new Map<string, number>()
  for (const { features } of examples) for (const feature of features) seen.set(feature, (seen.get(feature) ?? 0) + 1)
  const names = [...seen].filter(([, times]) => times >= SEEN_AT_LEAST).map(([name]) => name)
  const indexOf = new Map(names.map((name, at) => [name, at]))
  const weights = new Float64Array(names.length * count)
  const squares = new Float64Array(names.length * count)
  const rows = examples.map(({ features, label }) => ({
    at: features.flatMap((feature) => indexOf.get(feature) ?? []),
    wanted: label,
  }))
  const order = rows.map((_, at) => at)
  const random = generator(20_240_229)
  const scores = new Float64Array(count)
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(order, random)
    for (const row of order) {
      const example = rows[row]
      if (example !== undefined) step(example.at, example.wanted, weights, squares, scores)
    }
  }
  const kept = new Map<string, Float64Array>()
  for (const [name, at] of indexOf) {
    const own: number[] = []
    for (let intent = 0; intent < count; intent += 1) {
      const weight = weights[at * count + intent] ?? 0
      if (Math.abs(weight) >= SMALLEST) own.push(intent, Math.round(weight * 100) / 100)
    }
    if (own.length > 0) kept.set(name, Float64Array.from(own))
  }
  return { weights: kept }
}

function step(
  at: readonly number[],
  wanted: number,
  weights: Float64Array,
  squares: Float64Array,
  scores: Float64Array,
) {
  const count = scores.length
  scores.fill(0)
  for (const feature of at)
    for (let intent = 0; intent < count; intent += 1)
      scores[intent] = (scores[intent] ?? 0) + (weights[feature * count + intent] ?? 0)
  const highest = Math.max(...scores)
  let total = 0
  for (let intent = 0; intent < count; intent += 1) {
    scores[intent] = Math.exp((scores[intent] ?? 0) - highest)
    total += scores[intent] ?? 0
  }
  for (const feature of at) {
    for (let intent = 0; intent < count; intent += 1) {
      const place = feature * count + intent
      const weight = weights[place] ?? 0
      const slope = (scores[intent] ?? 0) / total - (intent === wanted ? 1 : 0) + DECAY * weight
      if (Math.abs(slope) < 1e-4) continue
      squares[place] = (squares[place] ?? 0) + slope * slope
      weights[place] = weight - (RATE * slope) / (0.1 + Math.sqrt(squares[place] ?? 0))
    }
  }
}

function shuffle(list: number[], random: () => number): void {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const [a = 0, b = 0] = [list[at], list[other]]
    list[at] = b
    list[other] = a
  }
}

/** Mulberry32: small, known, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
