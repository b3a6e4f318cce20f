import { describe, isCount, type Mention, type ProductPiece } from './describing.ts'
import type { Operation } from './phrases.ts'
import type { Piece } from './pieces.ts'
import type { Reading } from './reading.ts'
import { productsOf, shareOut, withUnknown } from './sharing.ts'
import { BARE_SIZES } from './units.ts'

export interface Mentions {
  mentions: readonly Mention[]
  /** Numbers, sizes and packagings that belong to no product: "enlève 2", "on passe à 6". */
  loose: readonly Piece[]
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
      const known = mentions.findLast((mention) => !mention.old) ?? (mentions.length === 1 ? mentions[0] : undefined)
      const said = lastOperation(chunk)
      operation = said ?? operation
      const other = known === undefined ? null : otherSize(known, chunk, reading)
      // "orangina c'est pas moi, dégage ça": the verb comes after.
      if (
        known !== undefined &&
        said === 'remove' &&
        known.operation === null &&
        known.quantity === null &&
        !chunk.some(isCount)
      )
        known.operation = 'remove'
      else if (known !== undefined && said === 'remove' && pointsBack(chunk, reading)) known.operation = 'remove'
      else if (other !== null) mentions.push(other)
      else if (known !== undefined && attachLoose(known, chunk)) {
        if (chunk.some(isCount)) known.operation = said ?? (known.operation === 'remove' ? null : known.operation)
      } else {
        loose.push(...chunk)
        if (known === undefined) pending = chunk.filter((piece) => piece.is === 'size')
      }
      fixing = fixing || (chunk.some((piece) => piece.is === 'fix') && !chunk.some(isCount))
      continue
    }
    const parts = shareOut([...pending, ...withUnknown(chunk, products)], products)
    pending = []
    for (const { product, own } of parts) {
      operation = operationBefore(own, product) ?? operation
      const mention = describe(product, own, reading)
      mentions.push({ ...mention, operation, fix: mention.fix || fixing })
      fixing = false
    }
  }
  adoptLoose(mentions, loose)
  return { mentions: eachCounted(withoutHeadings(mentions, reading), loose, reading), loose }
}

/** "il manque l'eau, mets 3 packs d'awa": the kind, and then the goods of that kind, which are no second wish. */
function withoutHeadings(mentions: readonly Mention[], reading: Reading): Mention[] {
  return mentions.filter((kind, at) => {
    const goods = mentions[at + 1]
    const bare = kind.generic && kind.quantity === null && kind.units === null && !kind.vague && !kind.half
    if (!bare || goods === undefined || goods.generic || kind.operation === 'remove') return true
    const between = reading.spelled.slice(kind.end, goods.at)
    return (
      between.some((word) => /^(?:et|and|avec|plus)$/.test(word)) ||
      !goods.candidates.some((id) => kind.candidates.includes(id))
    )
  })
}

/** "mets en 2 de plus pour la flag": a number said before the only product counts it. */
function adoptLoose(mentions: readonly Mention[], loose: readonly Piece[]): void {
  const [only, another] = mentions
  const numbers = loose.filter((piece) => piece.is === 'number' && !piece.money)
  const [number] = numbers
  const corrected = loose.some((piece) => piece.is === 'instead')
  if (only === undefined || another !== undefined || only.quantity !== null || only.vague || only.half) return
  if (number?.is !== 'number' || number.article || number.at > only.at || numbers.length > (corrected ? 2 : 1)) return
  only.quantity = number.value
  only.corrected = only.corrected || corrected
  const unit = loose.find((piece) => piece.is === 'unit' && piece.at >= number.end)
  if (unit?.is === 'unit') only.units ??= unit.units
}

/** "2 casiers de chaque : castel, flag": one count for all. */
function eachCounted(mentions: readonly Mention[], loose: readonly Piece[], reading: Reading): readonly Mention[] {
  if (mentions.length < 2 || !reading.spelled.some((word) => /^(?:chaque|chacune?|each|partout)$/.test(word)))
    return mentions
  const counted = mentions.filter((mention) => mention.quantity !== null)
  const number = loose.find((piece) => piece.is === 'number' && !piece.money)
  const unit = loose.find((piece) => piece.is === 'unit')
  const quantity = counted[0]?.quantity ?? (number?.is === 'number' ? number.value : null)
  const units = counted[0]?.units ?? (unit?.is === 'unit' ? unit.units : null)
  if (counted.length > 1 || quantity === null) return mentions
  return mentions.map((mention) => ({ ...mention, quantity, units: mention.units ?? units }))
}

/** "enlève ça": what was said just before. */
function pointsBack(chunk: readonly Piece[], reading: Reading): boolean {
  return (
    !chunk.some(isCount) &&
    chunk.some((piece) => /^(?:ca|cela|les?|la|it|that|them)$/.test(reading.spelled[piece.at] ?? ''))
  )
}

/** "heineken: 15 petites, 6 grandes": the same brand again in another size. */
function otherSize(known: Mention, chunk: readonly Piece[], reading: Reading): Mention | null {
  const [article, bare, further] = chunk
  // "flag 33 ... et la 65 ?": the other size, asked for beside the first.
  const named = bare?.is === 'number' && BARE_SIZES.has(bare.value) && known.ml !== null ? bare.value * 10 : null
  if (article?.is === 'of' && further === undefined && named !== null && Math.abs(named - (known.ml ?? 0)) > 50)
    return { ...known, ml: named, fix: false }
  const count = chunk.find((piece) => piece.is === 'number' && !piece.money)
  const size = chunk.find((piece) => piece.is === 'sizeWord')
  if (count?.is !== 'number' || size?.is !== 'sizeWord' || known.quantity === null || known.sizeWord === size.word)
    return null
  if (chunk.some((piece) => piece.is === 'fix' || piece.is === 'instead')) return null
  const unit = chunk.find((piece) => piece.is === 'unit')
  // "4 casiers de flag dont 2 petites": two of the four.
  const [first] = chunk
  if (reading.spelled[(first?.at ?? 0) - 1] === 'dont' && known.quantity > count.value) known.quantity -= count.value
  return {
    ...known,
    quantity: count.value,
    sizeWord: size.word,
    ml: null,
    units: unit?.is === 'unit' ? unit.units : known.units,
    fix: false,
  }
}

function chunksOf(pieces: readonly Piece[]): Piece[][] {
  const chunks: Piece[][] = [[]]
  for (const [at, piece] of pieces.entries()) {
    if (piece.is === 'break') chunks.push([])
    else {
      // "8 kg poulet 2 kg zougou": what follows is counted apart, though nobody knows its name.
      if (chunks.at(-1)?.some((each) => each.is === 'product') && countsUnknown(pieces, at)) chunks.push([])
      chunks[chunks.length - 1]?.push(piece)
    }
  }
  return chunks.filter((chunk) => chunk.length > 0)
}

function countsUnknown(pieces: readonly Piece[], at: number): boolean {
  const [number, unit, third, fourth] = pieces.slice(at, at + 4)
  const name = third?.is === 'of' ? fourth : third
  return number?.is === 'number' && !number.money && unit?.is === 'unit' && name?.is === 'word' && !name.known
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

/** A piece of text without a product completes the one before: "je veux du coca aussi, trois casiers", "euh non 6". */
function attachLoose(mention: Mention, chunk: readonly Piece[]): boolean {
  const fixes = chunk.some((piece) => piece.is === 'fix')
  const number = chunk.find((piece) => piece.is === 'number' && !piece.money)
  const unit = chunk.find((piece) => piece.is === 'unit')
  const sizeWord = chunk.find((piece) => piece.is === 'sizeWord')
  const size = chunk.find((piece) => piece.is === 'size')
  const half = chunk.some((piece) => piece.is === 'half')
  if (chunk.some((piece) => piece.is === 'instead') && number?.is === 'number') return true
  // "non pas 5 flag mais 4": the first number was the mistake.
  if (mention.old && mention.quantity !== null && number?.is === 'number') {
    mention.old = false
    mention.corrected = true
    mention.quantity = number.value
    return true
  }
  if (sizeWord?.is === 'sizeWord' && mention.sizeWord === null && number === undefined) mention.sizeWord = sizeWord.word
  if (size?.is === 'size' && mention.ml === null) mention.ml = size.ml
  if (number?.is !== 'number') {
    if (half && mention.quantity === null) mention.half = true
    return sizeWord !== undefined || size !== undefined
  }
  const wanting = mention.quantity === null && !mention.vague && !mention.half && mention.factor === null
  if (!wanting && !(fixes && !number.article) && !(fixes && unit !== undefined))
    return mention.quantity === number.value
  mention.quantity = number.value
  mention.half = half
  if (unit?.is === 'unit') mention.units = unit.units
  if (fixes) mention.corrected = true
  return true
}
