import { CUES as CLIENT_CUES } from './client-cues.ts'
import * as disputes from './dispute-cues.ts'
import { isStory } from './noise.ts'
import { soundKey } from './normalise.ts'
import type { Piece } from './piece.ts'
import { SUPPLIER_CUES } from './supplier-cues.ts'
import type { View } from './view.ts'

/**
 * What the intent model looks at: the words by sound, two and two, with goods, numbers and places reduced to what they
 * are, and the situation. Every feature is readable, so that a decision can be told in the words that made it.
 */
export function featuresOf(view: View): string[] {
  const words = abstractWords(view)
  const found = new Set<string>([`@${view.situation.context}`])
  const ends = ['START', ...words, 'END']
  for (const [at, word] of ends.entries()) {
    if (word !== 'START' && word !== 'END') {
      found.add(word)
      found.add(`${view.situation.context}|${word}`)
      if (/[a-z]{4}/.test(word)) for (let c = 0; c + 3 <= word.length; c += 1) found.add(`~${word.slice(c, c + 3)}`)
    }
    const following = ends[at + 1]
    if (following !== undefined) found.add(`${word} ${following}`)
  }
  for (const shape of shapesOf(view, words)) {
    found.add(shape)
    found.add(`${view.situation.context}|${shape}`)
  }
  return [...found]
}

const SIGNS: ReadonlyMap<string, string> = new Map(
  Object.entries({ '?': '?', '!': '!', '✓': 'YES', '⭐': 'STAR', '😂': 'LAUGH' }),
)

function abstractWords(view: View): string[] {
  const words: string[] = []
  for (const piece of view.pieces) words.push(...wordsOf(piece, view))
  return words
}

function wordsOf(piece: Piece, view: View): string[] {
  const text = view.reading.spelled.slice(piece.at, piece.end).join(' ')
  switch (piece.is) {
    case 'product':
      return [piece.generic ? 'KIND' : piece.fuzzy ? 'GOODS?' : 'GOODS']
    case 'number':
      if (piece.article) return ['UN']
      return [piece.money ? 'MONEY' : piece.value <= 5 ? 'N' : 'NN']
    case 'unit':
      return ['UNIT']
    case 'size':
      return ['SIZE']
    case 'half':
      return ['HALF']
    case 'break':
      return !SIGNS.has(text) && !/[a-z]/.test(text) ? [] : soundsOf(text)
    default:
      return soundsOf(text)
  }
}

function soundsOf(text: string): string[] {
  return text
    .split(/[^a-z0-9✓⭐😂?!]+/u)
    .filter((word) => word !== '')
    .map((word) => SIGNS.get(word) ?? (/^\d+$/.test(word) ? 'N' : word.length < 3 ? word : soundKey(word) || word))
}

const CLIENT_PATTERNS = [...Object.entries(CLIENT_CUES), ...Object.entries(disputes)].filter(
  ([name]) => name !== 'METHODS',
)
const SUPPLIER_PATTERNS = Object.entries(SUPPLIER_CUES)

/** Which of the grammar's phrases the text has. */
function cuesOf(view: View): string[] {
  const patterns = view.situation.role === 'supplier' ? SUPPLIER_PATTERNS : CLIENT_PATTERNS
  return patterns.flatMap(([name, pattern]) => (pattern.test(view.plain) ? [`cue:${name}`] : []))
}

function shapesOf(view: View, words: readonly string[]): string[] {
  const cart = view.situation.state.cart ?? view.situation.state.order?.items ?? []
  const inCart = view.mentions.some((mention) => cart.some((line) => mention.candidates.includes(line.product)))
  const counted = view.mentions.some((mention) => mention.quantity !== null || mention.half)
  return [
    `#words${words.length > 24 ? '25+' : words.length > 12 ? '13+' : words.length > 6 ? '7+' : words.length > 3 ? '4+' : words.length}`,
    `#goods${Math.min(view.mentions.length, 3)}${inCart ? '=cart' : ''}${counted ? '+count' : ''}`,
    ...(view.mentions.some((mention) => mention.money !== null) ? ['#priced'] : []),
    ...(isStory(view.plain) ? ['#past'] : []),
    ...cuesOf(view),
  ]
}
