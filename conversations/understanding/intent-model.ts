import { featuresOf } from './intent-features.ts'
import type { DisputeType, Intent } from './types.ts'
import type { View } from './view.ts'

/** Weights of features by label; only features that the labelled messages gave a weight are in it. */
export interface IntentModel {
  /** Label and weight in turn. */
  weights: ReadonlyMap<string, Float64Array>
}

/** An intent, with the kind of complaint beside a dispute: "dispute/late". */
export interface Label {
  intent: Intent
  disputeType: DisputeType | null
}

export interface Guess extends Label {
  probability: number
}

const DISPUTES: readonly DisputeType[] = ['missing', 'damaged', 'late', 'billing', 'conduct']
const LEARNT: readonly Intent[] = [
  'order',
  'cart_add',
  'cart_remove',
  'cart_set',
  'cart_show',
  'confirm',
  'cancel',
  'repeat_last',
  'list_catalogue',
  'price_query',
  'track',
  'delivery_confirm',
  'pay',
  'rate',
  'human_agent',
  'help',
  'greet',
  'stop',
  'start',
  'location_text',
  'offer_choose',
  'unknown',
  'bid',
  'bid_decline',
  'stock_declare',
  'status_preparing',
  'status_out',
  'status_delivered',
  'pause',
  'resume',
  'summary',
]

/** Everything that the model tells apart, in the order of its weights. */
export const LABELS: readonly Label[] = [
  ...LEARNT.map((intent) => ({ intent, disputeType: null })),
  ...DISPUTES.map((disputeType): Label => ({ intent: 'dispute', disputeType })),
]

/** How likely each intent is among those that make sense where the dialogue is, most likely first. */
export function guessIntent(model: IntentModel, view: View, sensible: (intent: Intent) => boolean): Guess[] {
  const scores = scoresOf(model, featuresOf(view))
  const kept: { label: Label; score: number }[] = []
  let highest = Number.NEGATIVE_INFINITY
  for (const [at, label] of LABELS.entries()) {
    if (!sensible(label.intent)) continue
    const score = scores[at] ?? 0
    kept.push({ label, score })
    if (score > highest) highest = score
  }
  let total = 0
  for (const { score } of kept) total += Math.exp(score - highest)
  return kept
    .sort((a, b) => b.score - a.score)
    .map(({ label: { intent, disputeType }, score }) => ({
      intent,
      disputeType,
      probability: Math.exp(score - highest) / total,
    }))
}

export function scoresOf(model: IntentModel, features: readonly string[]): Float64Array {
  const scores = new Float64Array(LABELS.length)
  for (const feature of features) {
    const own = model.weights.get(feature)
    if (own === undefined) continue
    for (let at = 0; at < own.length; at += 2) {
      const label = own[at] ?? 0
      scores[label] = (scores[label] ?? 0) + (own[at + 1] ?? 0)
    }
  }
  return scores
}

/** The features that spoke loudest for an intent, for `--explain`. */
export function reasonsFor(model: IntentModel, view: View, intent: Intent): string[] {
  return featuresOf(view)
    .map((feature) => ({ feature, weight: weightFor(model.weights.get(feature), intent) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 5)
    .map(({ feature, weight }) => `"${feature}" +${weight.toFixed(1)}`)
}

function weightFor(own: Float64Array | undefined, intent: Intent): number {
  let heaviest = 0
  for (let at = 0; at < (own?.length ?? 0); at += 2)
    if (LABELS[own?.[at] ?? -1]?.intent === intent) heaviest = Math.max(heaviest, own?.[at + 1] ?? 0)
  return heaviest
}

/** The model from its text: a line per feature, then `label:weight` in hundredths, labels by their place in `LABELS`. */
export function readModel(text: string): IntentModel {
  const weights = new Map<string, Float64Array>()
  for (const line of text.trim().split('\n')) {
    const [feature = '', pairs = ''] = line.split('\t')
    weights.set(
      feature,
      Float64Array.from(pairs.split(/[ :]/), (value, at) => (at % 2 === 0 ? Number(value) : Number(value) / 100)),
    )
  }
  return { weights }
}

export function writeModel(model: IntentModel): string {
  const pairs = (own: Float64Array) =>
    Array.from({ length: own.length / 2 }, (_, at) => `${own[at * 2]}:${Math.round((own[at * 2 + 1] ?? 0) * 100)}`)
  return [...model.weights]
    .map(([feature, own]) => `${feature}\t${pairs(own).join(' ')}`)
    .sort()
    .join('\n')
}
