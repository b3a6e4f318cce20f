import type { Knowledge } from './knowledge.ts'
import { normalise } from './normalise.ts'
import { isNumberWord, readNumber } from './numbers.ts'
import { catalogueWord } from './products.ts'
import { respell } from './spelling.ts'
import { type Token, tokenise } from './tokens.ts'
import { readUnit } from './units.ts'

/** A text in the three forms that the rest works on: tokens, the same respelled, and the catalogue's words in it. */
export interface Reading {
  normalised: string
  tokens: readonly Token[]
  spelled: readonly string[]
  /** `spelled` with one space between: where phrases are looked for. */
  plain: string
  /** Where each token begins in `plain`. */
  offsets: readonly number[]
  /** The catalogue's word for each token, null when it has none. */
  catalogueWords: readonly (string | null)[]
}

// More tokens than any order has: what remains is read as text, not searched for products.
const MOST_TOKENS = 400

export function readText(raw: string, knowledge: Knowledge): Reading {
  const normalised = normalise(raw)
  const tokens = tokenise(normalised).slice(0, MOST_TOKENS)
  const catalogueWords = tokens.map(
    (token, at) => catalogueWord(token.key, knowledge.catalogue) ?? digitInName(tokens, at),
  )
  const spelled = respell(tokens, (index) => {
    const token = tokens[index]
    return (
      catalogueWords[index] !== null || (token !== undefined && readUnit(token, knowledge.catalogue.units) !== null)
    )
  })
  const offsets: number[] = []
  let offset = 0
  for (const word of spelled) {
    offsets.push(offset)
    offset += word.length + 1
  }
  return { normalised, tokens, spelled, plain: spelled.join(' '), offsets, catalogueWords }
}

/** "label five", "label cinq": the digit of a name in words, where no count is begun by it. */
function digitInName(tokens: readonly Token[], at: number): string | null {
  if (at === 0 || tokens[at - 1]?.number !== null || !isNumberWord(tokens[at]?.text ?? '')) return null
  const read = readNumber(tokens, at)
  return read === null || read.article || read.length > 1 ? null : String(read.value)
}
