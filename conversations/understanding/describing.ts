import type { Operation } from './phrases.ts'
import type { Piece } from './piece.ts'
import type { Reading } from './reading.ts'
import { BARE_SIZES, type SizeWord } from './units.ts'

/** One product spoken of, with everything said about it, before the catalogue settles what it is. */
export interface Mention {
  /** Tokens. */
  at: number
  end: number
  text: string
  /** Product ids; empty for a name that the catalogue does not know. */
  candidates: readonly string[]
  generic: boolean
  fuzzy: boolean
  quantity: number | null
  half: boolean
  /** "half a crate": the article counts nothing. */
  halfOnly: boolean
  vague: boolean
  /** "autant", "le double": times the quantity of the mention before. */
  factor: number | null
  units: readonly string[] | null
  ml: number | null
  sizeWord: SizeWord | null
  container: string | null
  money: number | null
  /** "4/6": so many of what was asked for. */
  outOf: number | null
  /** "33 doppel": thirty-three, or 33 cl? */
  doubtfulNumber: boolean
  operation: Operation | null
  /** What is being replaced: after "au lieu de". */
  old: boolean
  /** Follows "non", "pardon", "plutôt". */
  fix: boolean
  /** Follows "non", "plutôt", not "pardon": what was said before it is taken back. */
  retracts: boolean
  /** Either this or the one before it; or this for want of the one before. */
  choice: 'or' | 'else' | null
  /** "flag 10 au lieu de 6": a number was corrected inside. */
  corrected: boolean
}

const BLANK = {
  quantity: null,
  half: false,
  halfOnly: false,
  vague: false,
  factor: null,
  units: null,
  ml: null,
  sizeWord: null,
  container: null,
  money: null,
  outOf: null,
  doubtfulNumber: false,
  operation: null,
  old: false,
  fix: false,
  retracts: false,
  choice: null,
  corrected: false,
}

export type ProductPiece = Extract<Piece, { is: 'product' }>

export function isCount(piece: Piece): boolean {
  return (piece.is === 'number' && !piece.money) || piece.is === 'half' || piece.is === 'vague'
}

export function describe(product: ProductPiece, own: readonly Piece[], reading: Reading): Mention {
  const mention: Mention = {
    ...BLANK,
    at: product.at,
    end: product.end,
    text: reading.tokens
      .slice(product.at, product.end)
      .map((token) => token.text)
      .join(' '),
    candidates: product.candidates,
    generic: product.generic,
    fuzzy: product.fuzzy,
  }
  const place = own.indexOf(product)
  const counts = own.filter((piece) => piece.is === 'number' && !piece.money)
  let stale = false
  for (const [index, piece] of own.entries()) {
    if (piece.is === 'instead') {
      if (index < place && !own.slice(0, index).some(isCount)) mention.old = true
      else stale = true
      if (index > place || own.slice(0, index).some(isCount)) mention.corrected = true
      if (index < place && own.slice(0, index).some(isCount)) mention.old = false
    } else if (piece.is === 'fix') {
      if (index < place) mention.fix = true
      if (index < place && piece.retracts) mention.retracts = true
    } else if (stale && piece.is === 'word' && /^(?:c )?est$/.test(reading.spelled[piece.at] ?? '')) stale = false
    else if (!stale) take(mention, piece, index, place, own, counts.length, reading)
  }
  return mention
}

export function take(
  mention: Mention,
  piece: Piece,
  index: number,
  place: number,
  own: readonly Piece[],
  counts: number,
  reading: Reading,
): void {
  if (piece.is === 'number') takeNumber(mention, piece, index, place, own, counts, reading)
  else if (piece.is === 'half') {
    mention.half = true
    const [before, after] = [own[index - 1], own[index + 1]]
    // "un demi casier", "half a crate" and "moitié d'un casier" are a half, "un casier et demi" one and a half.
    if (before?.is === 'number' && before.value === 1) mention.quantity = null
    if (after?.is === 'number' || own[index + 2]?.is === 'number') mention.halfOnly = true
  } else if (piece.is === 'vague') mention.vague = mention.quantity === null
  else if (piece.is === 'relative') mention.factor = piece.factor
  else if (piece.is === 'unit') takeUnit(mention, piece, index, place, own, reading)
  else if (piece.is === 'size') mention.ml = isFixed(own, index) ? piece.ml : (mention.ml ?? piece.ml)
  else if (piece.is === 'sizeWord')
    mention.sizeWord = isFixed(own, index) ? piece.word : (mention.sizeWord ?? piece.word)
  else if (piece.is === 'container') mention.container ??= piece.container
}

/** "coca canette 3 cartons" names the can and counts cartons; "3 red bull canettes" counts cans. */
function takeUnit(
  mention: Mention,
  piece: Extract<Piece, { is: 'unit' }>,
  index: number,
  place: number,
  own: readonly Piece[],
  reading: Reading,
): void {
  const canAsFormat = piece.units.includes('canette') && index > place && own[index - 1]?.is !== 'number'
  const plural = /s$/.test(reading.tokens[piece.at]?.text ?? '')
  const countedBefore = own.slice(0, place).some(isCount)
  if (canAsFormat && !(plural && countedBefore && mention.units === null)) mention.container ??= 'canette'
  else if (piece.units.includes('canette') && own.some((other) => other.is === 'unit' && other !== piece))
    mention.container ??= 'canette'
  else if (isCounted(own, index) && !own.slice(0, index).some((each, at) => each.is === 'unit' && isCounted(own, at)))
    mention.units = piece.units
  else mention.units ??= piece.units
}

/** A packaging with its number before it: "dans le casier de flag, 3 bouteilles" counts bottles. */
function isCounted(own: readonly Piece[], at: number): boolean {
  const before = own[at - 1]
  return before?.is === 'number' && !before.article && !before.money
}

function takeNumber(
  mention: Mention,
  piece: Extract<Piece, { is: 'number' }>,
  index: number,
  place: number,
  own: readonly Piece[],
  counts: number,
  reading: Reading,
): void {
  if (
    own[index - 2]?.is === 'number' &&
    /^(?:en|a|to)$/.test(reading.spelled[own[index - 1]?.at ?? -1] ?? '') &&
    !piece.money
  ) {
    mention.quantity = piece.value
    mention.corrected = true
    return
  }
  if (isOutdone(own, index, place)) return
  if (piece.units !== undefined) mention.units ??= piece.units
  mention.outOf ??= piece.outOf ?? null
  if (mention.halfOnly && piece.article) return
  if (piece.money) {
    mention.money ??= piece.value
    return
  }
  const following = own[index + 1]
  // "STOCK BOCK 60 5900": a number and then a price is how many there are, but for the sizes that everybody says.
  const stocked = following?.is === 'number' && following.money && ![33, 65, 66].includes(piece.value)
  const product = own[place]
  const sold = product?.is === 'product' ? product.volumes : []
  // "castel 30": thirty, for no castel is sold by 30 cl; with another number beside it, roughly the size.
  const slack = counts > 1 ? 50 : 0
  const fits = sold.length === 0 || sold.some((ml) => Math.abs(ml - sizeOf(piece.value)) <= slack)
  const bare = BARE_SIZES.has(piece.value) && fits && following?.is !== 'unit' && !stocked
  // "beaufort 33", "beaufort en 33".
  const between = own[index - 1]
  const named = index === place + 2 && between?.is === 'of' && reading.spelled[between.at] === 'en'
  const sized = between?.is === 'sizeWord' && index > place
  const besideAfter = bare && (index === place + 1 || named || sized)
  const besideBefore = bare && index === place - 1
  if (besideAfter || (besideBefore && counts > 1)) mention.ml ??= sizeOf(piece.value)
  else if (besideBefore) {
    mention.doubtfulNumber = true
    mention.quantity = piece.value
  } else if (mention.quantity === null || isFixed(own, index)) mention.quantity = piece.value
  else if (mention.quantity === 1 && !piece.article) mention.quantity = piece.value
}

/** "6 tuborg grande, je voulais dire petite". */
function isFixed(own: readonly Piece[], index: number): boolean {
  return own.slice(0, index).some((piece) => piece.is === 'fix')
}

/** "10 hein petite 2 absolut": the number beside the name counts it, the one behind other words something else. */
function isOutdone(own: readonly Piece[], index: number, place: number): boolean {
  const nearer = own.findLastIndex(
    (piece, at) => at > index && at < place && piece.is === 'number' && !piece.money && !piece.article,
  )
  const count = own[nearer]
  if (count?.is !== 'number' || (BARE_SIZES.has(count.value) && nearer === place - 1)) return false
  return own.slice(index + 1, nearer).some((piece) => piece.is === 'word')
}

function sizeOf(value: number): number {
  return value === 66 ? 650 : value * 10
}
