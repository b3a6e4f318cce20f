import { isDe } from './false-friends.ts'
import { findGeneric } from './generics.ts'
import { type NumberRead, readNumber } from './numbers.ts'
import type { Piece } from './piece.ts'
import type { CatalogueIndex } from './products.ts'
import type { Reading } from './reading.ts'
import type { Token } from './tokens.ts'
import { BARE_SIZES, readSize, readSizeWord, readUnit, UNSOLD } from './units.ts'
import { isCommonWord } from './vocabulary.ts'

// "16 équipes", "2 par jour": numbers of other things.
const NOT_COUNTED =
  /^(?:ans?|annees?|personnes?|equipes?|jours?|mois|fois|clients?|tables?|gars|gens|enfants?|verres?|points?|buts?|voitures?|femmes?|hommes|amis?|places?|etoiles?|stars?|depots?|messages?|semaines?|pagnes?|go|km|metres?|m|degres|vues|par|years?|people|days?|weeks?|months?|groupes?|contacts?|etage|tranche|rue|avenue|boulevard|bd|lots?|villas?|portes?|appartements?|immeubles?|street|road|eme|e)$/

/** "zone 4", "porte 12": the number is part of where. */
const NUMBERED = /^(?:numero|no|zone|porte|ilot|villa|chambre|room|terminus|pk)$/

export function numericAt(
  reading: Reading,
  at: number,
  catalogue: CatalogueIndex,
  before: readonly Piece[],
): Piece | null {
  const { tokens, spelled } = reading
  const size = readSize(tokens, at)
  if (size !== null) return { is: 'size', ml: size.ml, at, end: at + size.length }
  const token = tokens[at]
  if (
    /^(?:demie?|half)$/.test(token?.text ?? '') ||
    (spelled[at] === 'moitie' && /^de?$/.test(spelled[at + 1] ?? ''))
  ) {
    const dozen = readNumber(tokens, at)
    if (dozen === null) return { is: 'half', at, end: at + 1 }
  }
  const read = readNumber(tokens, at) ?? englishArticle(reading, at, catalogue)
  if (read === null) return null
  if (isNegative(tokens, at))
    return { is: 'number', value: -read.value, article: false, money: false, at, end: at + read.length }
  if (
    read.article &&
    (saysWhatIs(reading, at) ||
      isPlainArticle(reading, at + read.length, catalogue) ||
      isForOccasion(reading, at + read.length, catalogue))
  )
    return null
  const weight = kilograms(reading, at, at + read.length, read.value)
  if (weight !== null) return weight
  const end = at + read.length + repeatedInFigures(tokens, at + read.length, read.value)
  const following = spelled[end] ?? ''
  const money =
    read.value >= 1000 ||
    (read.value >= 100 && /^(?:a|at|@)$/.test(spelled[at - 1] ?? '')) ||
    /^(?:f|fr|frs|francs?|fcfa|cfa|xof)$/.test(following)
  if (NOT_COUNTED.test(following) || NUMBERED.test(tokens[at - 1]?.text ?? ''))
    return { is: 'word', known: true, at, end }
  if (isDe(reading, at, end, read.value, before)) return { is: 'of', at, end }
  // "castel 65/33": one size or the other, and nothing said of how many.
  const other = spelled[end] === '/' ? (tokens[end + 1]?.number ?? 0) : 0
  if (BARE_SIZES.has(read.value) && BARE_SIZES.has(other) && before.at(-1)?.is === 'product')
    return { is: 'vague', at, end: end + 2 }
  const second = /^(?:ou|a|or|to|-)$/.test(following) ? readNumber(tokens, end + 1) : null
  if (second !== null && !money && second.value > read.value && second.value < 100)
    return { is: 'vague', at, end: end + 1 + second.length }
  const joined = money
    ? null
    : (sumWith(reading, at, end, read.value, before) ?? shareOf(reading, end, read.value, before))
  return { is: 'number', value: read.value, article: read.article, money, at, end, ...joined }
}

/** "6 + 4 casiers": two counts of one packaging, where no goods before the first are counted by it. */
function sumWith(
  { tokens }: Reading,
  at: number,
  end: number,
  value: number,
  before: readonly Piece[],
): { value: number; end: number } | null {
  const second = tokens[end]?.text === '+' ? readNumber(tokens, end + 1) : null
  if (
    second === null ||
    second.value > 100 ||
    value > 100 ||
    /^(?:cl|l|litres?)$/.test(tokens[end + 1 + second.length]?.text ?? '')
  )
    return null
  const counts = before.some((piece) => piece.is === 'product') || (at > 0 && tokens[at - 1]?.text === '+')
  return counts ? null : { value: value + second.value, end: end + 1 + second.length }
}

/** "castel 4/6": four of the six. */
function shareOf(
  { tokens, catalogueWords }: Reading,
  end: number,
  value: number,
  before: readonly Piece[],
): { outOf: number; end: number } | null {
  const whole = tokens[end]?.text === '/' ? tokens[end + 1] : undefined
  const behindGoods = before[before.length - 1]?.is === 'product'
  if (whole?.number == null || !behindGoods || whole.number <= value || whole.number > 100) return null
  return catalogueWords[end + 2] != null ? null : { outOf: whole.number, end: end + 2 }
}

/** "une promo sur la flag", "un problème": an article before an everyday word counts nothing. */
function isPlainArticle(reading: Reading, at: number, catalogue: CatalogueIndex): boolean {
  const token = reading.tokens[at]
  if (token === undefined || UNSOLD.test(token.key) || !isCommonWord(token.key) || reading.catalogueWords[at] != null)
    return false
  return (
    readUnit(token, catalogue.units) === null &&
    readSizeWord(token.key) === null &&
    findGeneric(reading.spelled, reading.tokens, at, catalogue) === null &&
    !/^(?:autres?|seule?|bonne?|belle|vraie?|de|d|demie?|half|litre|dozen|more|other|of)$/.test(token.text)
  )
}

/** "pour un petit anniv", "c'est pour une grande fête": the size of what is celebrated. `at`: of the size. */
export function isForOccasion(
  { spelled, tokens, catalogueWords }: Reading,
  at: number,
  catalogue: CatalogueIndex,
): boolean {
  const what = tokens[at + 1]
  if (
    !/^(?:une?)$/.test(spelled[at - 1] ?? '') ||
    spelled[at - 2] !== 'pour' ||
    readSizeWord(tokens[at]?.key ?? '') === null
  )
    return false
  return (
    what !== undefined &&
    /^[a-z]{3,}$/.test(what.text) &&
    catalogueWords[at + 1] == null &&
    readUnit(what, catalogue.units) === null
  )
}

/** "mon chat est une castel": told of somebody, where "c'est une castel" may be asked for. */
function saysWhatIs({ spelled }: Reading, at: number): boolean {
  const verb = spelled[at - 1] ?? ''
  return /^(?:est|sont|etait|is)$/.test(verb) && !/^(?:c|ce|ca|il|l|it|that)$/.test(spelled[at - 2] ?? 'c')
}

/** "-3 castel" alone is no count that anybody means; several dashes are a list. */
function isNegative(tokens: readonly Token[], at: number): boolean {
  const dashed = (index: number) =>
    tokens[index]?.text === '-' && tokens[index + 1]?.glued === true && tokens[index]?.glued === false
  return at === 1 && dashed(0) && !tokens.some((_, index) => index > 0 && dashed(index))
}

/** "trois (3)", "3 (trois)": said in words and in figures, one number. How many tokens the repetition takes. */
function repeatedInFigures(tokens: readonly Token[], at: number, value: number): number {
  const again = tokens[at]?.text === '(' ? readNumber(tokens, at + 1) : null
  if (again === null || again.value !== value || tokens[at + 1 + again.length]?.text !== ')') return 0
  return again.length + 2
}

/** "a bottle of", "a dozen": one. */
function englishArticle(reading: Reading, at: number, catalogue: CatalogueIndex): NumberRead | null {
  const following = reading.tokens[at + 1]
  if (reading.tokens[at]?.text !== 'a' || following === undefined || readUnit(following, catalogue.units) === null)
    return null
  return { value: 1, length: 1, article: true, words: true }
}

/** "500g" and "2kg5" are kilos with a fraction. The unit stays a piece of its own only in "2 kg". */
function kilograms(reading: Reading, at: number, end: number, value: number): Piece | null {
  const unit = reading.tokens[end]?.text ?? ''
  if (/^(?:g|gr|grammes?)$/.test(unit))
    return { is: 'number', value: value / 1000, article: false, money: false, at, end: end + 1, units: ['kg'] }
  const tail = reading.tokens[end + 1]
  if (!/^k(?:g|ilos?)$/.test(unit) || tail?.number == null || !tail.glued || tail.number > 9) return null
  return {
    is: 'number',
    value: value + tail.number / 10,
    article: false,
    money: false,
    at,
    end: end + 2,
    units: ['kg'],
  }
}
