import { describe, expect, it } from 'vitest'
import { guessIntent, readModel, reasonsFor, writeModel } from '../../../conversations/understanding/intent-model.ts'
import { makesSense } from '../../../conversations/understanding/sensible-intents.ts'
import type { Situation } from '../../../conversations/understanding/types.ts'
import { viewOf } from '../../../conversations/understanding/view.ts'
import { trainIntentModel } from '../../../ops/understand-training.ts'
import { knowledge } from './situations.ts'

const delivering: Situation = { channel: 'sms', role: 'client', context: 'delivering', state: {} }

describe('the intent model', () => {
  it('gives probabilities over the intents that make sense there', () => {
    const view = viewOf('le gars est rendu où avec mes boissons', delivering, knowledge)
    const guesses = guessIntent(knowledge.intents, view, (intent) => makesSense(intent, 'delivering'))
    expect(guesses[0]?.intent).toBe('track')
    expect(guesses.reduce((sum, each) => sum + each.probability, 0)).toBeCloseTo(1)
    expect(guesses.some((each) => each.intent === 'bid')).toBe(false)
  })

  it('tells which words decided', () => {
    const view = viewOf('le gars est rendu où avec mes boissons', delivering, knowledge)
    expect(reasonsFor(knowledge.intents, view, 'track').length).toBeGreaterThan(0)
  })

  it('is the same after training twice, and after being written and read', () => {
    const examples = [
      { features: ['a', 'b'], label: 0 },
      { features: ['b', 'c'], label: 1 },
      { features: ['c'], label: 1 },
    ]
    const model = trainIntentModel(examples)
    expect(trainIntentModel(examples)).toEqual(model)
    expect(writeModel(readModel(writeModel(model)))).toBe(writeModel(model))
  })
})
