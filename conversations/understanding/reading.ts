import { catalogueWord, nameBegunWith, nameInPlace, wordBehind } from './catalogue-words.ts'
import { mendNames } from './glued-words.ts'
import type { Knowledge } from './knowledge.ts'
import { normalise } from './normalise.ts'
import { isNumberWord, readNumber } from './numbers.ts'
import { type CatalogueIndex, findProduct } from './products.ts'
import { respell } from './spelling.ts'
import { type Token, tokenise } from './tokens.ts'
import { BARE_SIZES, readSizeWord, readUnit } from './units.ts'
import { isCommonWord } from './vocabulary.ts'

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
  const tokens = mendNames(tokenise(normalised).slice(0, MOST_TOKENS), knowledge.catalogue)
  const catalogueWords = tokens.map<string | null>(
    (token, at) =>
      catalogueWord(token.key, knowledge.catalogue) ??
      digitInName(tokens, at) ??
      beginningOfName(tokens, at, knowledge),
  )
  mendInPlace(catalogueWords, tokens, knowledge.catalogue)
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

/** Reads once more, among its neighbours, what is no name by itself: behind the beginning of a name, or among goods. */
function mendInPlace(words: (string | null)[], tokens: readonly Token[], catalogue: CatalogueIndex): void {
  for (const [at, token] of tokens.entries()) {
    const word = words[at] ?? null
    if (
      word !== null &&
      (word === token.key || (findProduct(words, tokens, at, catalogue) !== null && words[at - 1] == null))
    )
      continue
    const behind = words[at - 1] == null ? null : wordBehind(words.slice(Math.max(0, at - 3), at), token.key, catalogue)
    if (behind !== null) words[at] = behind
    else if (word === null) {
      const name = nameInPlace(token.key, catalogue) ?? nameInPlace(token.text, catalogue)
      if (name !== null && isAmongGoods(words, tokens, at, catalogue)) words[at] = name
    }
  }
}

/** "3 fata", "un casier de fata", "fata : 3", "fata 3 casiers", "coca, fata et sprite". */
function isAmongGoods(
  words: readonly (string | null)[],
  tokens: readonly Token[],
  at: number,
  { units, aliases }: CatalogueIndex,
): boolean {
  const isCount = (token: Token | undefined) =>
    token !== undefined && (token.number === null ? isNumberWord(token.text) : token.number < 500)
  const isUnit = (token: Token | undefined) => token !== undefined && readUnit(token, units) !== null
  const isName = (place: number) => aliases.has(words[place] ?? '')
  const [earlier, before, after, later] = [tokens[at - 2], tokens[at - 1], tokens[at + 1], tokens[at + 2]]
  if (isCount(before) || isUnit(before) || isCount(after)) return true
  if (/^(?:de|d|x|of)$/.test(before?.text ?? '') && (isUnit(earlier) || isCount(earlier))) return true
  if (/^[:=x*-]$/.test(after?.text ?? '') && isCount(later)) return true
  const listed = (sign: Token | undefined) => /^(?:,|et|and)$/.test(sign?.text ?? '')
  return isName(at - 1) || isName(at + 1) || (listed(before) && isName(at - 2)) || (listed(after) && isName(at + 2))
}

/** "10 hein petite", "4 hein 33": an everyday word between a count and a size is a name cut short. */
function beginningOfName(tokens: readonly Token[], at: number, { catalogue }: Knowledge): string | null {
  const [before, token, after] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  if (token === undefined || after === undefined || !isCommonWord(token.key) || token.key.length < 4) return null
  const counted =
    before?.number != null ||
    before?.text === 'x' ||
    (before !== undefined && readUnit(before, catalogue.units) !== null)
  const sized = readSizeWord(after.key) !== null || (after.number !== null && BARE_SIZES.has(after.number))
  return counted && sized ? nameBegunWith(token.key, catalogue) : null
}

/** "label five", "label cinq": the digit of a name in words, where no count is begun by it. */
function digitInName(tokens: readonly Token[], at: number): string | null {
  if (at === 0 || tokens[at - 1]?.number !== null || !isNumberWord(tokens[at]?.text ?? '')) return null
  const read = readNumber(tokens, at)
  return read === null || read.article || read.length > 1 ? null : String(read.value)
}
