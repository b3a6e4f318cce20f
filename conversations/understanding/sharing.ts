import { isCount, type ProductPiece } from './describing.ts'
import type { Piece } from './piece.ts'
import type { Reading } from './reading.ts'
import { BARE_SIZES } from './units.ts'

/** The products of a chunk: a kind word beside a brand of that kind is no second product; unknown names are kept. */
export function productsOf(chunk: readonly Piece[], reading: Reading, amongGoods: boolean): ProductPiece[] {
  const products = chunk.filter((piece) => piece.is === 'product')
  const brands = products.filter((piece) => !piece.generic)
  const kept = products.filter(
    (piece) =>
      !piece.generic ||
      !brands.some(
        (brand) =>
          brand.candidates.some((id) => piece.candidates.includes(id)) ||
          (Math.abs(brand.at - piece.end) <= 1 && !SWAPPED_FOR.test(reading.spelled[piece.end] ?? '')),
      ),
  )
  if (kept.length > 0) return kept
  const unknown = unknownName(chunk, reading, amongGoods) ?? sizeAlone(chunk)
  return unknown === null ? [] : [unknown]
}

const SWAPPED_FOR = /^(?:for|by|with|par|contre|pour|en)$/

/** "2 casiers de 33": a size that many brands have stands where the name should. */
function sizeAlone(chunk: readonly Piece[]): ProductPiece | null {
  const [size, of, unit, number] = chunk.toReversed()
  if (size?.is !== 'number' || !BARE_SIZES.has(size.value) || of?.is !== 'of' || unit?.is !== 'unit') return null
  if (number?.is !== 'number') return null
  return { is: 'product', candidates: [], fuzzy: false, generic: false, volumes: [], at: size.at, end: size.end }
}

// Drinks that people ask for and that depots of the catalogue do not sell.
const ELSEWHERE =
  /^(?:corona|savanna?|leffe|carlsberg|budweiser|pepsi|miranda|mirinda|lipton|skol|kronenbourg|hoegaarden|jameson|bombay|belvedere|courvoisier|hunters?|stella|bud|becks|amstel|strongbow|campari|aperol|jagermeister|grimbergen|primus|sobebra|faxe|carib|kronembourg|dewars|glenfiddich|macallan|ciroc|bacardi|tuzo|cristaline|evian|vittel|volvic|oasis|tropicana|nescafe|monster|booster|cidre|bissap|gnamakoudji|tchapalo|koutoukou|bangui|sirop)$/
/** "7 up", "seven up": "up" alone is English. */
const SEVEN = /^(?:7|sept|seven|sevene?)$/

/** A name the catalogue does not know, in the place of a product: "5 casiers de savana". */
function unknownName(chunk: readonly Piece[], reading: Reading, amongGoods: boolean): ProductPiece | null {
  const word = (piece: Piece) => reading.tokens[piece.at]?.text ?? ''
  const unit = chunk.findIndex((piece) => piece.is === 'unit')
  const counted = chunk.some(
    (piece) => (piece.is === 'number' && !piece.money) || piece.is === 'half' || piece.is === 'vague',
  )
  if (!counted) return null
  const isName = (piece: Piece | undefined): boolean =>
    piece?.is === 'word' && !piece.known && word(piece).length > 2 && /^[a-z]/.test(word(piece))
  const start = chunk.findIndex(
    (piece, index) =>
      (isName(piece) && unit >= 0 && index > unit && between(chunk, unit, index)) ||
      (piece.is === 'word' && (ELSEWHERE.test(word(piece)) || isSevenUp(piece, reading))) ||
      // "3 flag, 2 gbele": among goods, what is counted is goods.
      ((amongGoods || asksFor(chunk)) && standsAlone(chunk, index, isName, reading)) ||
      (amongGoods && chunk.length === 2 && piece.is === 'word' && /^[b-df-hj-np-tv-z]{2}$/.test(word(piece))),
  )
  const first = chunk[start]
  if (first === undefined) return null
  let end = start
  while (isName(chunk[end + 1])) end += 1
  return {
    is: 'product',
    candidates: [],
    fuzzy: false,
    generic: false,
    volumes: [],
    at: first.at,
    end: chunk[end]?.end ?? first.end,
  }
}

function isSevenUp({ at }: Piece, { tokens }: Reading): boolean {
  const [before, token] = [tokens[at - 1]?.text ?? '', tokens[at]?.text ?? '']
  return (token === 'up' && SEVEN.test(before)) || token === 'seven'
}

/** "trois de sevene upe", "malte = 1", "encore 1 maltq": a count and nothing but a name. */
function standsAlone(
  chunk: readonly Piece[],
  at: number,
  isName: (piece: Piece) => boolean,
  { spelled }: Reading,
): boolean {
  const isOf = ({ is }: Piece) => is === 'of'
  const [count, ...between] = chunk.slice(0, at).filter(({ is }) => is !== 'operation')
  const behind = chunk.slice(at)
  if (count?.is === 'number' && !count.article && between.every(isOf)) return behind.every(isName)
  const [name, ...further] = behind
  const number = further.at(-1)
  const isSign = ({ at: place }: Piece) => /^[:=x*-]$/.test(spelled[place] ?? '')
  const numbered = number?.is === 'number' && !number.money && further.slice(0, -1).every(isSign)
  return name !== undefined && isName(name) && numbered && chunk.slice(0, at).every(isOf)
}

function asksFor(chunk: readonly Piece[]): boolean {
  return chunk.some((piece) => piece.is === 'operation' && piece.operation === 'add')
}

function between(chunk: readonly Piece[], from: number, to: number): boolean {
  return chunk.slice(from + 1, to).every((piece) => piece.is === 'of' || piece.is === 'sizeWord')
}

/** A chunk in which a name the catalogue does not know stands as the product it is. */
export function withUnknown(chunk: readonly Piece[], products: readonly ProductPiece[]): Piece[] {
  const [product] = products
  if (product === undefined || product.candidates.length > 0) return [...chunk]
  const outside = (piece: Piece) => piece.end <= product.at || piece.at >= product.end
  return [
    ...chunk.filter((piece) => piece.end <= product.at),
    product,
    ...chunk.filter((piece) => outside(piece) && piece.at >= product.end),
  ]
}

interface Share {
  product: ProductPiece
  own: Piece[]
}

/** Which product each piece of a chunk is about: "2 red label 1 black label", "thon 3kg makro 2kg". */
export function shareOut(chunk: readonly Piece[], products: readonly ProductPiece[], reading: Reading): Share[] {
  const shares: Share[] = products.map((product) => ({ product, own: [] }))
  const firstCount = chunk.findIndex(isCount)
  const firstProduct = chunk.findIndex((piece) => piece.is === 'product' && products.includes(piece))
  const countsFirst = firstCount >= 0 && firstCount < firstProduct
  let current = 0
  let counted = false
  let waiting: Piece[] = []
  for (const [at, piece] of chunk.entries()) {
    if (piece.is === 'product') {
      const index = products.indexOf(piece)
      if (index < 0) continue
      current = index
      shares[index]?.own.push(...waiting)
      waiting = []
      shares[index]?.own.push(piece)
      counted = false
      continue
    }
    const last = current === products.length - 1 && (shares[current]?.own.includes(products[current] ?? piece) ?? false)
    const started = shares[0]?.own.some((own) => own.is === 'product') ?? false
    if (!started) waiting.push(piece)
    else if (isSizeOfLast(chunk, at)) shares[current]?.own.push(piece)
    else if (last) shares[current]?.own.push(piece)
    // "la castel par 4 bock": what follows is said of the other.
    else if (turnsToOther(chunk, at, reading) || countsTheNext(chunk, at)) {
      waiting.push(piece)
      counted = true
    } else if (piece.is === 'fix' || piece.is === 'instead' || piece.is === 'operation' || piece.is === 'relative') {
      waiting.push(piece)
      counted = true
    } else if (countsFirst ? isCount(piece) || waiting.length > 0 : counted && !isUnitAfterCount(shares[current]?.own))
      waiting.push(piece)
    else {
      shares[current]?.own.push(piece)
      if (isCount(piece)) counted = true
    }
  }
  return shares
}

/** "vieux moo faut coller deux drogba": a count beside the next name, with other words between it and the last. */
function countsTheNext(chunk: readonly Piece[], at: number): boolean {
  const [before, count, product] = chunk.slice(at - 1, at + 2)
  if (count === undefined || !isCount(count) || product?.is !== 'product') return false
  const last = chunk.findLastIndex((piece, place) => place < at && piece.is === 'product')
  return before?.is === 'word' && chunk.slice(last + 1, at).filter(({ is }) => is === 'word').length > 1
}

/** The "par" of "la castel par 4 bock", the "en" of "la grande castel en petite castel". */
function turnsToOther(chunk: readonly Piece[], at: number, { spelled }: Reading): boolean {
  const [piece, format, product] = chunk.slice(at, at + 3)
  const word = spelled[piece?.at ?? -1] ?? ''
  if (piece?.is === 'word') return /^(?:par|contre)$/.test(word)
  return word === 'en' && (format?.is === 'sizeWord' || format?.is === 'size') && product?.is === 'product'
}

/** "6 castel 65 4 flag": between a name and a count, 65 is the size of what was named. */
function isSizeOfLast(chunk: readonly Piece[], at: number): boolean {
  const [before, size, after] = chunk.slice(Math.max(0, at - 1), at + 2)
  if (before?.is !== 'product' || size?.is !== 'number' || after?.is !== 'number' || after.money) return false
  return BARE_SIZES.has(size.value) && before.volumes.some((ml) => Math.abs(ml - size.value * 10) <= 50)
}

/** After "3" a unit still belongs to it; after "3 kg" the next product begins. */
function isUnitAfterCount(own: readonly Piece[] | undefined): boolean {
  const last = own?.[own.length - 1]
  return last !== undefined && isCount(last)
}
