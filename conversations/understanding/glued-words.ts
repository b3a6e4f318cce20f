import { isNumberWord, numberWordMeant } from './numbers.ts'
import type { CatalogueIndex } from './products.ts'
import type { Token } from './tokens.ts'
import { readUnit } from './units.ts'
import { isCommonWord } from './vocabulary.ts'

/** Names that dictation or haste cut in two ("cas tel") or wrote into their packaging ("casiersflag"), as they are meant. */
export function mendNames(tokens: readonly Token[], catalogue: CatalogueIndex): Token[] {
  const mended: Token[] = []
  for (const [at, written] of tokens.entries()) {
    const token = withNumberWord(written, tokens[at + 1], catalogue)
    const last = mended[mended.length - 1]
    const whole = last === undefined ? null : joined(last, token, catalogue)
    if (whole !== null) mended[mended.length - 1] = whole
    else mended.push(...takenApart(token, catalogue))
  }
  return mended
}

/** "trentte deux casiers": a count misspelt, where a count is followed by what it counts. */
function withNumberWord(token: Token, next: Token | undefined, catalogue: CatalogueIndex): Token {
  if (next === undefined || token.number !== null || token.text.length < 5) return token
  if (catalogue.aliasWords.has(token.key) || isCommonWord(token.key)) return token
  const counts =
    catalogue.aliasWords.has(next.key) || isNumberWord(next.text) || readUnit(next, catalogue.units) !== null
  const meant = counts ? numberWordMeant(token.text) : null
  return meant === null ? token : { ...token, text: meant, key: meant }
}

function joined(one: Token, other: Token, catalogue: CatalogueIndex): Token | null {
  if (other.start !== one.end + 1 || !isPart(one, catalogue) || !isPart(other, catalogue)) return null
  const text = one.text + other.text
  if (!catalogue.aliases.has(text) || isCommonWord(text)) return null
  return { ...one, text, key: text, end: other.end }
}

function isPart({ text, key }: Token, { aliases }: CatalogueIndex): boolean {
  return /^[a-z]{2,}$/.test(text) && !isNumberWord(text) && !aliases.has(key)
}

function takenApart(token: Token, catalogue: CatalogueIndex): Token[] {
  if (token.text.length < 7 || catalogue.aliasWords.has(token.key) || isCommonWord(token.key)) return [token]
  for (let cut = token.text.length - 3; cut > 3; cut -= 1) {
    const [unit, name] = [token.text.slice(0, cut), token.text.slice(cut)]
    const isUnit = catalogue.units.byWord.has(unit) || catalogue.units.byWord.has(unit.replace(/s$/, ''))
    if (!isUnit || !catalogue.aliases.has(name)) continue
    const middle = token.start + cut
    return [
      { ...token, text: unit, key: unit.replace(/s$/, ''), end: middle },
      { ...token, text: name, key: name, start: middle, glued: true },
    ]
  }
  return [token]
}
