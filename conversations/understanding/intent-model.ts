import { featuresOf } from './intent-features.ts'
import type { DisputeType, Intent } from './types.ts'
import type { View } from './view.ts'

/** Weights of features by label; only features that the labelled messages gave a weight are in it. */
export interface IntentModel {
  weights: ReadonlyMap<string, readonly (readonly [label: number, weight: number])[]>
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
  const kept = LABELS.flatMap((label, at) => (sensible(label.intent) ? [{ label, score: scores[at] ?? 0 }] : []))
  const highest = Math.max(...kept.map((each) => each.score))
  const total = kept.reduce((sum, each) => sum + Math.exp(each.score - highest), 0)
  return kept
    .map(({ label, score }) => ({ ...label, probability: Math.exp(score - highest) / total }))
    .sort((a, b) => b.probability - a.probability)
}

export function scoresOf(model: IntentModel, features: readonly string[]): number[] {
  const scores = LABELS.map(() => 0)
  for (const feature of features)
    for (const [at, weight] of model.weights.get(feature) ?? []) scores[at] = (scores[at] ?? 0) + weight
  return scores
}

/** The features that spoke loudest for an intent, for `--explain`. */
export function reasonsFor(model: IntentModel, view: View, intent: Intent): string[] {
  const wanted = LABELS.findIndex((label) => label.intent === intent)
  return featuresOf(view)
    .map((feature) => ({
      feature,
      weight: model.weights.get(feature)?.find(([at]) => at === wanted)?.[1] ?? 0,
    }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 5)
    .map(({ feature, weight }) => `${feature} +${weight.toFixed(1)}`)
}

/** The model from its text: a line per feature, then `label:weight` in hundredths, labels by their place in `LABELS`. */
export function readModel(text: string): IntentModel {
  const weights = new Map<string, [number, number][]>()
  for (const line of text.trim().split('\n')) {
    const [feature = '', pairs = ''] = line.split('\t')
    weights.set(
      feature,
      pairs.split(' ').map((pair): [number, number] => {
        const [label = '0', weight = '0'] = pair.split(':')
        return [Number(label), Number(weight) / 100]
      }),
    )
  }
  return { weights }
}

export function writeModel(model: IntentModel): string {
  return [...model.weights]
    .map(
      ([feature, own]) =>
        `${feature}\t${own.map(([label, weight]) => `${label}:${Math.round(weight * 100)}`).join(' ')}`,
    )
    .sort()
    .join('\n')
}
