import type { Knowledge } from './knowledge.ts'
import type { Piece } from './pieces.ts'
import type { Situation } from './types.ts'
import { understand } from './understand.ts'
import { viewOf } from './view.ts'

/** How a text was read, for people: the respelling, the pieces, what belongs to which product, the result. */
export function explain(text: string, situation: Situation, knowledge: Knowledge): string {
  const view = viewOf(text, situation, knowledge)
  const word = (piece: Piece) => view.reading.spelled.slice(piece.at, piece.end).join(' ').replace('\n', '\\n')
  const mentions = view.mentions.map((mention) => {
    const said = Object.entries(mention).filter(
      ([key, value]) => !/^(?:at|end|text)$/.test(key) && value !== null && value !== false,
    )
    return `  ${mention.text}: ${said.map(([key, value]) => `${key}=${String(value)}`).join(' ')}`
  })
  return [
    `text      ${text}`,
    `respelled ${view.plain.replace(/\n/g, '\\n')}`,
    `pieces    ${view.pieces.map((piece) => `${piece.is}(${word(piece)})`).join(' ')}`,
    ...(mentions.length > 0 ? ['mentions', ...mentions] : []),
    `result    ${JSON.stringify(understand(text, situation, knowledge))}`,
    '',
  ].join('\n')
}
