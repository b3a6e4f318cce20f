import { guessIntent, reasonsFor } from './intent-model.ts'
import type { Knowledge } from './knowledge.ts'
import type { Piece } from './piece.ts'
import { makesSense } from './sensible-intents.ts'
import type { Situation } from './types.ts'
import { understand } from './understand.ts'
import { viewOf } from './view.ts'

/** How a text was read, for people: the respelling, the pieces, the goods, what the intent model thinks, the result. */
export function explain(text: string, situation: Situation, knowledge: Knowledge): string {
  const view = viewOf(text, situation, knowledge)
  const word = (piece: Piece) => view.reading.spelled.slice(piece.at, piece.end).join(' ').replace('\n', '\\n')
  const goods = view.mentions.map((mention) => {
    const said = Object.entries(mention).filter(
      ([key, value]) => !/^(?:at|end|text|candidates)$/.test(key) && value !== null && value !== false,
    )
    const meant = mention.candidates.slice(0, 4).join(', ')
    return `goods     ${mention.text} (${meant}) ${said.map(([key, value]) => `${key}=${String(value)}`).join(' ')}`
  })
  const guesses = guessIntent(knowledge.intents, view, (intent) => makesSense(intent, situation.context)).slice(0, 2)
  const likely = guesses.map(
    ({ intent, probability }) =>
      `model     ${intent} ${(100 * probability).toFixed(0)} %: ${reasonsFor(knowledge.intents, view, intent).join(', ')}`,
  )
  const { intent, lines, clarifications, slots, confidence } = understand(text, situation, knowledge)
  const read = lines.map((line) => `${line.quantity ?? '?'} ${line.packaging} ${line.product}`)
  const asked = clarifications.map(({ reason, text: about }) => `asks ${reason} of "${about}"`)
  return [
    `text      ${text.replace(/\n/g, '\\n')}`,
    `respelled ${view.plain.replace(/\n/g, '\\n')}`,
    `pieces    ${view.pieces.map((piece) => `${piece.is}(${word(piece)})`).join(' ')}`,
    ...goods,
    ...likely,
    `read      ${[intent, ...read, ...asked].join('; ')} (confidence ${confidence.toFixed(2)})`,
    `slots     ${JSON.stringify(slots)}`,
    '',
  ].join('\n')
}
