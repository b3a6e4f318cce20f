import { commentIn } from './guards.ts'
import { isSkip, scoreOf, textOf } from './heard.ts'
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
        'said.*': { guard: 'isText', actions: rateWithWords },
        'said.confirm': { actions: rateAlone },
        // The score was given: silence, or leaving, must not lose it.
        'said.back': { actions: rateAlone },
        'said.cancel': { actions: rateAlone },
        'said.greet': { actions: rateAlone },
        'wake.idle': { actions: rateAlone },
      },
    },
    sending: { id: 'ratingSending', entry: rateWithWords },
  },
})

export const onRatingOutcome = { 'done.rateOrder': '#home', 'refused.rateOrder': '#home' } as const
