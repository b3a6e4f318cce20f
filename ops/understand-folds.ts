import type { Knowledge } from '../conversations/understanding/knowledge.ts'
import { backgroundMessages } from './understand-background.ts'
import type { GoldMessage } from './understand-judging.ts'
import { type Example, exampleOf, examplesOf, trainIntentModel } from './understand-training.ts'

export const FOLDS = 5
/** Two messages with more than half of their words and pairs of words in common are one wording. */
const SAME_WORDING = 0.5

/** For every message, the knowledge with a model that has seen neither it nor any message of its wording. */
export function withoutOwnWording(messages: readonly GoldMessage[], knowledge: Knowledge): Map<GoldMessage, Knowledge> {
  const rows = messages.map((message) => ({ message, example: exampleOf(message, knowledge) }))
  const folds = foldsOf(messages, knowledge)
  const background = examplesOf(backgroundMessages(), knowledge)
  const found = new Map<GoldMessage, Knowledge>()
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const seen = rows.flatMap(({ example }, at) => (folds[at] === fold || example === null ? [] : [example]))
    const own = { ...knowledge, intents: trainIntentModel([...seen, ...background]) }
    for (const [at, { message }] of rows.entries()) if (folds[at] === fold) found.set(message, own)
  }
  return found
}

/** The fold of every message, the same for messages of one wording. */
export function foldsOf(messages: readonly GoldMessage[], knowledge: Knowledge): number[] {
  return groupsOf(messages.map((message) => exampleOf(message, knowledge))).map((group) => group % FOLDS)
}

/** A group number per example: the first earlier one of the same wording, goods and numbers left out of account. */
function groupsOf(examples: readonly (Example | null)[]): number[] {
  const wordings = examples.map((example) => new Set(example?.features.filter((name) => !/^[@#~]|\||^cue:/.test(name))))
  const byWord = new Map<string, number[]>()
  const groups: number[] = []
  for (const [at, wording] of wordings.entries()) {
    const shared = new Map<number, number>()
    for (const word of wording)
      for (const earlier of byWord.get(word) ?? []) shared.set(earlier, (shared.get(earlier) ?? 0) + 1)
    const twin = [...shared].find(
      ([earlier, common]) => common / (wording.size + (wordings[earlier]?.size ?? 0) - common) > SAME_WORDING,
    )
    groups.push(twin === undefined ? at : (groups[twin[0]] ?? at))
    for (const word of wording) {
      const list = byWord.get(word)
      if (list === undefined) byWord.set(word, [at])
      else list.push(at)
    }
  }
  return groups
}
