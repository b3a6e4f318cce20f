import type { Intent } from '../understanding/types.ts'
import { commentIn } from './guards.ts'
import { isSkip, scoreOf, textOf } from './heard.ts'
import { asKeyword } from './keywords.ts'
import type { ClientEventKnown, Here } from './known.ts'
import { again, ask, parts, run } from './parts.ts'

const keepScore = parts.assign(({ event }) => ({ score: scoreOf(event) }))

const rateAlone = run(({ context }) => ({
  command: 'rateOrder',
  input: { orderId: context.orderId ?? '', score: context.score ?? 0, comment: null },
}))
const rateWithWords = run(({ context, event }) => ({
  command: 'rateOrder',
  input: {
    orderId: context.orderId ?? '',
    score: context.score ?? 0,
    comment: isSkip(event) ? null : commentIn(textOf(event)),
  },
}))

/** What is asked for beside a comment, whatever the question. "prix correct" and "livreur impoli" are comments. */
const ELSE: ReadonlySet<Intent> = new Set<Intent>([
  'order',
  'cart_add',
  'cart_remove',
  'cart_set',
  'cart_show',
  'repeat_last',
  'list_catalogue',
  'price_query',
  'track',
  'pay',
])
/** Longer than this, a text that also names a price or a delivery is a comment on it. */
const MOST_WORDS = 6

function isElse({ event }: Here): boolean {
  if (!('heard' in event) || isSkip(event)) return false
  const { intent, lines } = event.heard
  if (lines.length > 0) return true
  if (asKeyword(event) !== null) return true
  return ELSE.has(intent) && textOf(event).split(/\s+/).length <= MOST_WORDS
}

/** The same message as what it is when no comment is asked. */
function otherwise(event: ClientEventKnown): ClientEventKnown {
  if (!('heard' in event)) return event
  const keyword = asKeyword(event)
  if (keyword !== null) return keyword
  const { answer: _comment, ...slots } = event.heard.slots
  return { ...event, type: `said.${event.heard.intent}` as const, heard: { ...event.heard, slots } }
}

const onScore = [
  { guard: 'scoresInWords', target: '#ratingSending', actions: keepScore },
  { guard: 'scores', target: '#ratingComment', actions: keepScore },
] as const

/** One digit from 1 to 5, then a word if they like. */
export const rating = parts.createStateConfig({
  initial: 'deciding',
  on: { 'said.back': '#home', 'said.cancel': '#home' },
  states: {
    deciding: { id: 'rating', always: [...onScore, { target: 'score' }] },
    score: {
      id: 'ratingScore',
      entry: ask('rating'),
      on: {
        'said.answer': [...onScore, { actions: again('client.rate.notANumber') }],
        'said.rate': [...onScore, { actions: again('client.rate.notANumber') }],
        'said.unknown': [...onScore],
      },
    },
    comment: {
      id: 'ratingComment',
      entry: ask('rating.comment'),
      on: {
        // "2 casiers flag" is no comment: the score is kept, and the order taken.
        'said.*': [
          { guard: isElse, target: '#atRest', actions: [rateAlone, parts.raise(({ event }) => otherwise(event))] },
          { guard: 'isText', actions: rateWithWords },
        ],
        'said.confirm': [
          { guard: isElse, target: '#atRest', actions: [rateAlone, parts.raise(({ event }) => otherwise(event))] },
          { actions: rateAlone },
        ],
        'done.rateOrder': '#home',
        'refused.rateOrder': '#home',
        // The score was given: silence, or leaving, must not lose it.
        'said.back': { actions: rateAlone },
        'said.cancel': { actions: rateAlone },
        'said.greet': { actions: rateAlone },
        'wake.idle': { actions: rateAlone },
      },
    },
    sending: {
      id: 'ratingSending',
      entry: rateWithWords,
      on: { 'done.rateOrder': '#home', 'refused.rateOrder': '#home' },
    },
  },
})

/** The score went out while the dialogue had already moved on: nothing is said of it. */
export const onRatingOutcome = { 'done.rateOrder': {}, 'refused.rateOrder': {} } as const
