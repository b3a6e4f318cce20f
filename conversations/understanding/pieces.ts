import { isDe, isFalseFriend, isVerbOrPlace } from './false-friends.ts'
import { findGeneric } from './generics.ts'
import { type NumberRead, readNumber } from './numbers.ts'
import { BREAK_WORD, FIX, INSTEAD, OPERATIONS, type Operation, RELATIVE, RETRACTION, VAGUE } from './phrases.ts'
import type { CatalogueIndex } from './products.ts'
import { findProduct } from './products.ts'
import type { Reading } from './reading.ts'
import { isAbbreviation } from './spelling.ts'
import { timeSpans } from './times.ts'
import type { Token } from './tokens.ts'
import { readContainer, readSize, readSizeWord, readUnit, type SizeWord } from './units.ts'
import { isCommonWord } from './vocabulary.ts'

/** What a stretch of tokens is in the grammar of orders. */
export type Piece = { at: number; end: number } & (
  | { is: 'number'; value: number; article: boolean; money: boolean; units?: readonly string[] }
  | { is: 'half' }
  | { is: 'unit'; units: readonly string[] }
  | { is: 'size'; ml: number }
  | { is: 'sizeWord'; word: SizeWord }
  | { is: 'container'; container: string }
  | { is: 'product'; candidates: readonly string[]; fuzzy: boolean; generic: boolean; volumes: readonly number[] }
  | { is: 'break' }
  | { is: 'of' }
  | { is: 'fix'; retracts: boolean }
  | { is: 'instead' }
  | { is: 'vague' }
  | { is: 'relative'; factor: number }
  | { is: 'operation'; operation: Operation }
  | { is: 'word'; known: boolean }
)

const BREAK_SIGN = /^[\n,;+/.!?()|✓😂"]$/u

const OF = /^(?:de|d|du|des|of|en|la|le|les|l|the|x|\*|:|=|-|dans|a)$/

/** Cuts a message into pieces. Linear: each token is looked at once. */
export function cutIntoPieces(reading: Reading, catalogue: CatalogueIndex): Piece[] {
  const { tokens } = reading
  const masked = timeSpans(reading.normalised)
  const pieces: Piece[] = []
  let index = 0
  let mask = 0
  while (index < tokens.length) {
    const token = tokens[index]
    if (token === undefined) break
    while ((masked[mask]?.end ?? Number.POSITIVE_INFINITY) <= token.start) mask += 1
    const span = masked[mask]
    if (span !== undefined && token.start >= span.start) {
      if (span.breaks) pieces.push({ is: 'break', at: index, end: index + 1 })
      index += 1
      continue
    }
    const piece = pieceAt(reading, index, catalogue, pieces)
    addPiece(pieces, piece)
    index = Math.max(piece.end, index + 1)
  }
  return pieces
}

/** Two names of one product side by side ("clan campbell", "poisson carpe" by brand) are one mention. */
function addPiece(pieces: Piece[], piece: Piece): void {
  const last = pieces[pieces.length - 1]
  if (piece.is === 'product' && last?.is === 'product' && last.generic === piece.generic && last.end === piece.at) {
    const shared = last.candidates.filter((id) => piece.candidates.includes(id))
    const both = shared.length === 0 && isCutOf(last.candidates, piece.candidates) ? piece.candidates : shared
    if (both.length > 0) {
      pieces[pieces.length - 1] = { ...last, candidates: both, end: piece.end }
      return
    }
  }
  pieces.push(piece)
}

/** "chicken wings", "poulet ailes": the second says which part of the first. */
function isCutOf([whole = '', other]: readonly string[], parts: readonly string[]): boolean {
  const [name = ''] = whole.split('-')
  return other === undefined && whole.endsWith('-kg') && parts.every((id) => id.endsWith('-kg') && id.includes(name))
}

function pieceAt(reading: Reading, at: number, catalogue: CatalogueIndex, before: readonly Piece[]): Piece {
  const { tokens, spelled } = reading
  const token = tokens[at]
  const text = spelled[at] ?? ''
  if (isPause(reading, at, catalogue, before)) return { is: 'of', at, end: at + 1 }
  if (isContent(tokens, at, before)) return { is: 'of', at, end: at + 3 }
  if (token === undefined || BREAK_SIGN.test(text) || endsHeading(tokens, at, before))
    return { is: 'break', at, end: at + 1 }
  return (
    productAt(reading, at, catalogue) ??
    vagueAt(reading, at) ??
    numericAt(reading, at, catalogue, before) ??
    phraseAt(reading, at) ??
    formatAt(reading, at, catalogue, before) ?? {
      is: OF.test(text) ? 'of' : 'word',
      known: isCommonWord(token.text) || isCommonWord(token.key) || isAbbreviation(token.text) || text.length < 3,
      at,
      end: at + 1,
    }
  )
}

/** "15 ctn. perrier", "five, crates of castel": a sign inside of what belongs together. */
function isPause({ tokens }: Reading, at: number, catalogue: CatalogueIndex, before: readonly Piece[]): boolean {
  const last = before[before.length - 1]
  const counted = before[before.length - 2]
  const [sign, following] = [tokens[at], tokens[at + 1]]
  if (sign?.text === '.' && sign.glued && following?.glued && last?.is === 'number')
    return /^[a-z]/.test(following.text)
  if (sign?.text === '.')
    return sign.glued && last?.is === 'unit' && counted?.is === 'number' && following !== undefined
  const counts = last?.is === 'number' && !last.money && !last.article && last.end === at
  return sign?.text === ',' && counts && following !== undefined && readUnit(following, catalogue.units) !== null
}

function productAt(reading: Reading, at: number, catalogue: CatalogueIndex): Piece | null {
  const { tokens, catalogueWords } = reading
  const found = findProduct(catalogueWords, tokens, at, catalogue)
  if (found !== null && !isFalseFriend(reading, at, found.length, catalogue)) {
    return {
      is: 'product',
      candidates: found.candidates,
      fuzzy: found.fuzzy,
      generic: false,
      volumes: found.candidates.map((id) => catalogue.products.get(id)?.volume_ml ?? 0),
      at,
      end: at + found.length,
    }
  }
  const generic = findGeneric(reading.spelled, tokens, at, catalogue)
  if (generic === null) return null
  return {
    is: 'product',
    candidates: generic.candidates,
    fuzzy: false,
    generic: true,
    volumes: [],
    at,
    end: at + generic.length,
  }
}

// "16 équipes", "2 par jour": numbers of other things.
const NOT_COUNTED =
  /^(?:ans?|annees?|personnes?|equipes?|jours?|mois|fois|clients?|tables?|gars|gens|enfants?|verres?|points?|buts?|voitures?|femmes?|hommes|amis?|places?|etoiles?|stars?|depots?|messages?|semaines?|pagnes?|go|km|metres?|m|degres|vues|par|years?|people|days?|weeks?|months?|groupes?|contacts?|etage|tranche|rue|avenue|boulevard|bd|lots?|villas?|portes?|appartements?|immeubles?|street|road|eme|e)$/

function numericAt(reading: Reading, at: number, catalogue: CatalogueIndex, before: readonly Piece[]): Piece | null {
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
  if (read.article && isPlainArticle(reading, at + read.length, catalogue)) return null
  const weight = kilograms(reading, at, at + read.length, read.value)
  if (weight !== null) return weight
  const end = at + read.length + repeatedInFigures(tokens, at + read.length, read.value)
  const following = spelled[end] ?? ''
  const money =
    read.value >= 1000 ||
    (read.value >= 100 && /^(?:a|at|@)$/.test(spelled[at - 1] ?? '')) ||
    /^(?:f|fr|frs|francs?|fcfa|cfa|xof)$/.test(following)
  if (NOT_COUNTED.test(following) || spelled[at - 1] === 'numero') return { is: 'word', known: true, at, end }
  if (isDe(reading, at, end, read.value, before)) return { is: 'of', at, end }
  const second = /^(?:ou|a|or|to|-)$/.test(following) ? readNumber(tokens, end + 1) : null
  if (second !== null && !money && second.value > read.value && second.value < 100)
    return { is: 'vague', at, end: end + 1 + second.length }
  return { is: 'number', value: read.value, article: read.article, money, at, end }
}

/** "une promo sur la flag", "un problème": an article before an everyday word counts nothing. */
function isPlainArticle(reading: Reading, at: number, catalogue: CatalogueIndex): boolean {
  const token = reading.tokens[at]
  if (token === undefined || !isCommonWord(token.key) || reading.catalogueWords[at] != null) return false
  return (
    readUnit(token, catalogue.units) === null &&
    readSizeWord(token.key) === null &&
    findGeneric(reading.spelled, reading.tokens, at, catalogue) === null &&
    !/^(?:autres?|seule?|bonne?|belle|vraie?|de|d|demie?|half|litre|dozen|more|other|of)$/.test(token.text)
  )
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

/** "4 casiers (12) de flag": how many are in each. */
function isContent(tokens: readonly Token[], at: number, before: readonly Piece[]): boolean {
  const [count, unit] = before.slice(-2)
  const inside = tokens[at]?.text === '(' && tokens[at + 1]?.number != null && tokens[at + 2]?.text === ')'
  return inside && unit?.is === 'unit' && count?.is === 'number'
}

/** "10 casiers : 5 flag, 3 castel": a total over the lines that follow, no line itself. */
function endsHeading(tokens: readonly Token[], at: number, before: readonly Piece[]): boolean {
  const [named, last] = before.slice(-2)
  const counted = last?.is === 'unit' ? named?.is === 'number' : false
  return tokens[at]?.text === ':' && counted && tokens[at + 1]?.number != null && before.length === 2
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

/** How many tokens a phrase takes that begins at this one; 0 when it does not. */
function lengthOfPhrase(reading: Reading, at: number, pattern: RegExp): number {
  const offset = reading.offsets[at] ?? 0
  pattern.lastIndex = offset
  const match = pattern.exec(reading.plain)
  if (match === null) return 0
  const end = offset + match[0].length
  let tokens = 0
  while ((reading.offsets[at + tokens] ?? Number.POSITIVE_INFINITY) < end) tokens += 1
  return tokens
}

/** "une vingtaine", "un peu de": read before the article could count for one. */
function vagueAt(reading: Reading, at: number): Piece | null {
  const length = lengthOfPhrase(reading, at, VAGUE)
  return length > 0 ? { is: 'vague', at, end: at + length } : null
}

const FIXES: ReadonlyArray<[RegExp, boolean]> = [
  [RETRACTION, true],
  [FIX, false],
]

function phraseAt(reading: Reading, at: number): Piece | null {
  const lengthOf = (pattern: RegExp) => lengthOfPhrase(reading, at, pattern)
  let length = lengthOf(INSTEAD)
  if (length > 0) return { is: 'instead', at, end: at + length }
  for (const [pattern, factor] of RELATIVE) {
    length = lengthOf(pattern)
    if (length > 0) return { is: 'relative', factor, at, end: at + length }
  }
  for (const [operation, pattern] of OPERATIONS) {
    length = lengthOf(pattern)
    if (length > 0) return { is: 'operation', operation, at, end: at + length }
  }
  for (const [pattern, retracts] of FIXES) {
    length = lengthOf(pattern)
    if (length > 0) return { is: 'fix', retracts, at, end: at + length }
  }
  length = lengthOf(BREAK_WORD)
  return length > 0 ? { is: 'break', at, end: at + length } : null
}

/** "15 c. castel": between a number and a name, "c" is a crate or a carton, whichever the goods come in. */
function initialOfUnit(reading: Reading, at: number, before: readonly Piece[]): readonly string[] | null {
  const last = before[before.length - 1]
  if (reading.tokens[at]?.text !== 'c' || last?.is !== 'number' || last.money) return null
  return reading.tokens[at + 1]?.text === '.' || reading.catalogueWords[at + 1] != null ? ['casier', 'carton'] : null
}

/** "bon petit écoute tu vas prendre", "le petit arrive": a person, no size. */
function callsSomebody(reading: Reading, at: number, catalogue: CatalogueIndex, before: readonly Piece[]): boolean {
  const { tokens, spelled, catalogueWords } = reading
  const next = tokens[at + 1]
  const last = before[before.length - 1]
  if (next === undefined || !/^(?:p?e?tit|grand|vieux|jeune)$/.test(tokens[at]?.text ?? '')) return false
  const alone = last === undefined || last.is === 'word' || /^(?:le|l)$/.test(spelled[at - 1] ?? '')
  const goods = catalogueWords[at + 1] != null || readUnit(next, catalogue.units) !== null || next.number !== null
  return alone && !goods && isCommonWord(next.key) && !/^(?:modele|format|taille)$/.test(next.key)
}

function formatAt(reading: Reading, at: number, catalogue: CatalogueIndex, before: readonly Piece[]): Piece | null {
  const { tokens } = reading
  const token = tokens[at]
  if (token === undefined) return null
  const end = at + 1
  const sizeWord = readSizeWord(token.key)
  const wholesale = token.text === 'gros' && /^(?:de|en)$/.test(tokens[at - 1]?.text ?? '')
  // "mon petit, note bien": somebody is spoken to.
  const address =
    /^(?:mon|ma|my)$/.test(tokens[at - 1]?.text ?? '') &&
    findProduct(reading.catalogueWords, tokens, end, catalogue) === null
  if (address || callsSomebody(reading, at, catalogue, before)) return { is: 'word', known: true, at, end }
  if (sizeWord !== null && !wholesale) return { is: 'sizeWord', word: sizeWord, at, end }
  const units = readUnit(token, catalogue.units) ?? initialOfUnit(reading, at, before)
  if (units !== null && !isVerbOrPlace(reading, at, before)) return { is: 'unit', units, at, end }
  const container = readContainer(token.key)
  return container === null ? null : { is: 'container', container, at, end }
}
