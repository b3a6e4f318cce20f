import type { Operation } from './phrases.ts'
import type { Piece } from './pieces.ts'
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
  /** "33 doppel": thirty-three, or 33 cl? */
  doubtfulNumber: boolean
  operation: Operation | null
  /** What is being replaced: after "au lieu de". */
  old: boolean
  /** Follows "non", "pardon", "plutôt". */
  fix: boolean
  /** "flag 10 au lieu de 6": a number was corrected inside. */
  corrected: boolean
}

export interface Mentions {
  mentions: readonly Mention[]
  /** Numbers, sizes and packagings that belong to no product: "enlève 2", "on passe à 6". */
  loose: readonly Piece[]
}

const BLANK = {
  quantity: null, half: false, halfOnly: false, vague: false, factor: null, units: null, ml: null, sizeWord: null, container: null, money: null,
  doubtfulNumber: false, operation: null, old: false, fix: false, corrected: false,
}

/** Gives every number, packaging and size to its product. */
export function gatherMentions(pieces: readonly Piece[], reading: Reading): Mentions {
  const mentions: Mention[] = []
  const loose: Piece[] = []
  let operation: Operation | null = null
  let fixing = false
  let pending: Piece[] = []
  for (const chunk of chunksOf(pieces)) {
    const products = productsOf(chunk, reading)
    if (products.length === 0) {
      const known = mentions.findLast((mention) => !mention.old)
      const said = lastOperation(chunk)
      operation = said ?? operation
      const other = known === undefined ? null : otherSize(known, chunk)
      // "orangina c'est pas moi, dégage ça": the verb comes after.
      if (known !== undefined && said === 'remove' && known.operation === null && known.quantity === null && !chunk.some(isCount)) known.operation = 'remove'
      else if (other !== null) mentions.push(other)
      else if (known === undefined || !attachLoose(known, chunk)) {
        loose.push(...chunk)
        if (known === undefined) pending = chunk.filter((piece) => piece.is === 'size')
      }
      fixing = fixing || chunk.some((piece) => piece.is === 'fix')
      continue
    }
    const parts = shareOut([...pending, ...chunk], products)
    pending = []
    for (const { product, own } of parts) {
      operation = operationBefore(own, product) ?? operation
      const mention = describe(product, own, reading)
      mentions.push({ ...mention, operation, fix: mention.fix || fixing })
      fixing = false
    }
  }
  return { mentions, loose }
}

/** "heineken: 15 petites, 6 grandes": the same brand again in another size. */
function otherSize(known: Mention, chunk: readonly Piece[]): Mention | null {
  const count = chunk.find((piece) => piece.is === 'number' && !piece.money)
  const size = chunk.find((piece) => piece.is === 'sizeWord')
  if (count?.is !== 'number' || size?.is !== 'sizeWord' || known.quantity === null || known.sizeWord === size.word) return null
  if (chunk.some((piece) => piece.is === 'fix' || piece.is === 'instead')) return null
  const unit = chunk.find((piece) => piece.is === 'unit')
  return { ...known, quantity: count.value, sizeWord: size.word, ml: null, units: unit?.is === 'unit' ? unit.units : known.units, fix: false }
}

function chunksOf(pieces: readonly Piece[]): Piece[][] {
  const chunks: Piece[][] = [[]]
  for (const piece of pieces) {
    if (piece.is === 'break') chunks.push([])
    else chunks[chunks.length - 1]?.push(piece)
  }
  return chunks.filter((chunk) => chunk.length > 0)
}

type ProductPiece = Extract<Piece, { is: 'product' }>

/** The products of a chunk: a kind word beside a brand of that kind is no second product; unknown names are kept. */
function productsOf(chunk: readonly Piece[], reading: Reading): ProductPiece[] {
  const products = chunk.filter((piece) => piece.is === 'product')
  const brands = products.filter((piece) => !piece.generic)
  const kept = products.filter(
    (piece) => !piece.generic || !brands.some((brand) => brand.candidates.some((id) => piece.candidates.includes(id)) || Math.abs(brand.at - piece.end) <= 1),
  )
  if (kept.length > 0) return kept
  const unknown = unknownName(chunk, reading)
  return unknown === null ? [] : [unknown]
}

// Drinks that people ask for and that depots of the catalogue do not sell.
const ELSEWHERE =
  /^(?:corona|savanna?|leffe|carlsberg|budweiser|pepsi|miranda|mirinda|lipton|skol|kronenbourg|hoegaarden|jameson|bombay|belvedere|courvoisier|hunters?|stella|bud|becks|amstel|strongbow|campari|aperol|jagermeister|grimbergen|primus|sobebra|faxe|carib|kronembourg|dewars|glenfiddich|macallan|ciroc|bacardi|tuzo|cristaline|evian|vittel|volvic|oasis|tropicana|nescafe|monster|booster)$/

/** A name the catalogue does not know, in the place of a product: "5 casiers de savana". */
function unknownName(chunk: readonly Piece[], reading: Reading): ProductPiece | null {
  const word = (piece: Piece) => reading.tokens[piece.at]?.text ?? ''
  const unit = chunk.findIndex((piece) => piece.is === 'unit')
  const counted = chunk.some((piece) => (piece.is === 'number' && !piece.money) || piece.is === 'half' || piece.is === 'vague')
  if (!counted) return null
  const isName = (piece: Piece | undefined) => piece?.is === 'word' && !piece.known && word(piece).length > 2 && /^[a-z]/.test(word(piece))
  const start = chunk.findIndex((piece, index) => (isName(piece) && unit >= 0 && index > unit && between(chunk, unit, index)) || (piece.is === 'word' && ELSEWHERE.test(word(piece))))
  const first = chunk[start]
  if (first === undefined) return null
  let end = start
  while (isName(chunk[end + 1])) end += 1
  return { is: 'product', candidates: [], fuzzy: false, generic: false, at: first.at, end: chunk[end]?.end ?? first.end }
}

function between(chunk: readonly Piece[], from: number, to: number): boolean {
  return chunk.slice(from + 1, to).every((piece) => piece.is === 'of' || piece.is === 'sizeWord')
}

interface Share {
  product: ProductPiece
  own: Piece[]
}

/** Which product each piece of a chunk is about: "2 red label 1 black label", "thon 3kg makro 2kg". */
function shareOut(chunk: readonly Piece[], products: readonly ProductPiece[]): Share[] {
  const shares: Share[] = products.map((product) => ({ product, own: [] }))
  const firstCount = chunk.findIndex(isCount)
  const firstProduct = chunk.findIndex((piece) => piece === products[0])
  const countsFirst = firstCount >= 0 && firstCount < firstProduct
  let current = 0
  let counted = false
  let waiting: Piece[] = []
  for (const piece of chunk) {
    if (piece.is === 'product') {
      const index = products.indexOf(piece)
      if (index < 0) continue
      current = index
      shares[index]?.own.push(...waiting)
      counted = !countsFirst ? false : counted
      waiting = []
      shares[index]?.own.push(piece)
      counted = false
      continue
    }
    const last = current === products.length - 1 && (shares[current]?.own.includes(products[current] ?? piece) ?? false)
    const started = shares[0]?.own.some((own) => own.is === 'product') ?? false
    if (!started) waiting.push(piece)
    else if (last) shares[current]?.own.push(piece)
    else if (piece.is === 'fix' || piece.is === 'instead' || piece.is === 'operation' || piece.is === 'relative') {
      waiting.push(piece)
      counted = true
    } else if (countsFirst ? isCount(piece) || waiting.length > 0 : counted && !isUnitAfterCount(shares[current]?.own)) waiting.push(piece)
    else {
      shares[current]?.own.push(piece)
      if (isCount(piece)) counted = true
    }
  }
  return shares
}

function isCount(piece: Piece): boolean {
  return (piece.is === 'number' && !piece.money) || piece.is === 'half' || piece.is === 'vague'
}

/** After "3" a unit still belongs to it; after "3 kg" the next product begins. */
function isUnitAfterCount(own: readonly Piece[] | undefined): boolean {
  const last = own?.[own.length - 1]
  return last !== undefined && isCount(last)
}

function lastOperation(pieces: readonly Piece[]): Operation | null {
  let found: Operation | null = null
  for (const piece of pieces) if (piece.is === 'operation') found = piece.operation
  return found
}

/** "2 bock de moins" and "enlève 2 bock" both take out; else the verb before the product counts. */
function operationBefore(own: readonly Piece[], product: ProductPiece): Operation | null {
  let before: Operation | null = null
  for (const piece of own) {
    if (piece.is !== 'operation') continue
    if (piece.at < product.at && !(before === 'remove' && piece.operation === 'add')) before = piece.operation
  }
  const after = own.find((piece) => piece.is === 'operation' && piece.at > product.at)
  return before ?? (after?.is === 'operation' && after.operation === 'remove' ? 'remove' : null)
}

function describe(product: ProductPiece, own: readonly Piece[], reading: Reading): Mention {
  const mention: Mention = {
    ...BLANK,
    at: product.at,
    end: product.end,
    text: reading.tokens.slice(product.at, product.end).map((token) => token.text).join(' '),
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
    } else if (!stale) take(mention, piece, index, place, own, counts.length, reading)
  }
  return mention
}

function take(mention: Mention, piece: Piece, index: number, place: number, own: readonly Piece[], counts: number, reading: Reading): void {
  if (piece.is === 'number') takeNumber(mention, piece, index, place, own, counts)
  else if (piece.is === 'half') {
    mention.half = true
    const [before, after] = [own[index - 1], own[index + 1]]
    // "un demi casier", "half a crate" and "moitié d'un casier" are a half, "un casier et demi" one and a half.
    if (before?.is === 'number' && before.article) mention.quantity = null
    if (after?.is === 'number' || own[index + 2]?.is === 'number') mention.halfOnly = true
  }
  else if (piece.is === 'vague') mention.vague = mention.quantity === null
  else if (piece.is === 'relative') mention.factor = piece.factor
  else if (piece.is === 'unit') takeUnit(mention, piece, index, place, own, reading)
  else if (piece.is === 'size') mention.ml ??= piece.ml
  else if (piece.is === 'sizeWord') mention.sizeWord ??= piece.word
  else if (piece.is === 'container') mention.container ??= piece.container
}

/** "coca canette 3 cartons" names the can and counts cartons; "3 red bull canettes" counts cans. */
function takeUnit(mention: Mention, piece: Extract<Piece, { is: 'unit' }>, index: number, place: number, own: readonly Piece[], reading: Reading): void {
  const canAsFormat = piece.units.includes('canette') && index > place && own[index - 1]?.is !== 'number'
  const plural = /s$/.test(reading.tokens[piece.at]?.text ?? '')
  const countedBefore = own.slice(0, place).some(isCount)
  if (canAsFormat && !(plural && countedBefore && mention.units === null)) mention.container ??= 'canette'
  else if (piece.units.includes('canette') && own.some((other) => other.is === 'unit' && other !== piece)) mention.container ??= 'canette'
  else mention.units ??= piece.units
}

function takeNumber(mention: Mention, piece: Extract<Piece, { is: 'number' }>, index: number, place: number, own: readonly Piece[], counts: number): void {
  if (piece.units !== undefined) mention.units ??= piece.units
  if (mention.halfOnly && piece.article) return
  if (piece.money) {
    mention.money ??= piece.value
    return
  }
  const bare = BARE_SIZES.has(piece.value) && own[index + 1]?.is !== 'unit'
  const besideAfter = bare && index === place + 1
  const besideBefore = bare && index === place - 1
  if (besideAfter || (besideBefore && counts > 1)) mention.ml ??= sizeOf(piece.value)
  else if (besideBefore) {
    mention.doubtfulNumber = true
    mention.quantity = piece.value
  } else if (mention.quantity === null || own.slice(0, index).some((earlier) => earlier.is === 'fix')) mention.quantity = piece.value
  else if (mention.quantity === 1 && !piece.article) mention.quantity = piece.value
}

function sizeOf(value: number): number {
  return value === 66 ? 650 : value * 10
}

/** A piece of text without a product completes the one before: "je veux du coca aussi, trois casiers", "euh non 6". */
function attachLoose(mention: Mention, chunk: readonly Piece[]): boolean {
  const fixes = chunk.some((piece) => piece.is === 'fix')
  const number = chunk.find((piece) => piece.is === 'number' && !piece.money)
  const unit = chunk.find((piece) => piece.is === 'unit')
  const sizeWord = chunk.find((piece) => piece.is === 'sizeWord')
  const size = chunk.find((piece) => piece.is === 'size')
  const half = chunk.some((piece) => piece.is === 'half')
  if (chunk.some((piece) => piece.is === 'instead') && number?.is === 'number') return true
  if (sizeWord?.is === 'sizeWord' && mention.sizeWord === null && number === undefined) mention.sizeWord = sizeWord.word
  if (size?.is === 'size' && mention.ml === null) mention.ml = size.ml
  if (number?.is !== 'number') {
    if (half && mention.quantity === null) mention.half = true
    return sizeWord !== undefined || size !== undefined
  }
  const wanting = mention.quantity === null && !mention.vague && !mention.half && mention.factor === null
  if (!wanting && !(fixes && !number.article) && !(fixes && unit !== undefined)) return mention.quantity === number.value
  mention.quantity = number.value
  mention.half = half
  if (unit?.is === 'unit') mention.units = unit.units
  if (fixes) mention.corrected = true
  return true
}
