import { describe, isCount, type Mention, type ProductPiece } from './describing.ts'
import { adoptLoose, choiceBefore, isFlavourOf, otherFlavour, otherVariant, settled } from './mentions-together.ts'
import type { Operation } from './phrases.ts'
import type { Piece } from './piece.ts'
import type { Reading } from './reading.ts'
import { productsOf, shareOut, withUnknown } from './sharing.ts'

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
  let retracting = false
  let denying = false
  let pending: Piece[] = []
  const amongGoods = pieces.some((piece) => piece.is === 'product')
  for (const chunk of chunksOf(pieces, reading)) {
    if (turnsBack(chunk, reading)) operation = null
    const known = mentions.findLast((mention) => !mention.old) ?? (mentions.length === 1 ? mentions[0] : undefined)
    const named = mentions.find((mention) => mention.at === known?.at)
    const flavoured = named === undefined ? null : otherFlavour(named, chunk, reading)
    if (flavoured !== null) {
      mentions.push(flavoured)
      continue
    }
    const products = productsOf(chunk, reading, amongGoods)
    if (products.length === 0) {
      const said = lastOperation(chunk)
      operation = said ?? operation
      const other = known === undefined ? null : otherVariant(known, chunk, reading)
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
      else if (known !== undefined && attachLoose(known, chunk, reading)) {
        if (chunk.some(isCount)) known.operation = said ?? (known.operation === 'remove' ? null : known.operation)
      } else {
        loose.push(...chunk)
        if (known === undefined) pending = chunk.filter((piece) => piece.is === 'size')
      }
      fixing = fixing || (chunk.some((piece) => piece.is === 'fix') && !chunk.some(isCount))
      retracting = retracting || chunk.every((piece) => piece.is === 'fix' && piece.retracts)
      continue
    }
    const parts = shareOut([...pending, ...withUnknown(chunk, products)], products, reading)
    pending = []
    for (const { product, own } of parts) {
      const said = operationBefore(own, product)
      const mention = inFlavour(describe(product, own, reading), own, reading)
      // "pas de coca, 3 fanta": what is denied has no number, what has one is wanted.
      if (said === null && operation === 'remove' && denying && mention.quantity !== null) operation = null
      if (said !== null) denying = isDenial(own, reading)
      operation = said ?? operation
      mentions.push({
        ...mention,
        operation,
        fix: mention.fix || fixing || restates(mention, reading),
        retracts: mention.retracts || retracting,
        choice: choiceBefore(mention, mentions.at(-1), reading),
      })
      fixing = false
      retracting = false
    }
  }
  adoptLoose(mentions, loose)
  return { mentions: settled(mentions, loose, reading), loose }
}

/** "vin rouge valpierre": a flavour said beside the name, but apart from it. */
function inFlavour(mention: Mention, own: readonly Piece[], { tokens }: Reading): Mention {
  if (mention.candidates.length < 2 || mention.generic) return mention
  const beside = own.filter(({ is, at, end }) => is === 'word' && mention.at - end < 2 && at - mention.end < 2)
  for (const { at } of beside) {
    const named = mention.candidates.filter((id) => isFlavourOf(id, tokens[at]?.key ?? ''))
    if (named.length > 0 && named.length < mention.candidates.length) return { ...mention, candidates: named }
  }
  return mention
}

/** "flag c'est 4", said again with another number. */
function restates({ end }: Mention, { spelled }: Reading): boolean {
  return /^(?:c est|ce sera|ca fait|passe a) (?:bien |plutot |maintenant )?\d/.test(
    spelled.slice(end, end + 4).join(' '),
  )
}

function isDenial(own: readonly Piece[], { spelled }: Reading): boolean {
  return own.some(
    (piece) =>
      piece.is === 'operation' &&
      /^(?:pas|plus|sans|no|without|oublie[zr]?|laisse[zr]?|forget)$/.test(spelled[piece.at] ?? ''),
  )
}

/** "pas de coca mais 3 fanta", "pas de bière, seulement 6 sprite": what follows is no longer denied. */
function turnsBack([first]: readonly Piece[], { spelled }: Reading): boolean {
  return (
    first !== undefined && (/^(?:mais|but)$/.test(spelled[first.at - 1] ?? '') || ONLY.test(spelled[first.at] ?? ''))
  )
}

/** "enlève ça": what was said just before. */
function pointsBack(chunk: readonly Piece[], reading: Reading): boolean {
  return (
    !chunk.some(isCount) &&
    chunk.some((piece) => /^(?:ca|cela|les?|la|it|that|them)$/.test(reading.spelled[piece.at] ?? ''))
  )
}

function chunksOf(pieces: readonly Piece[], reading: Reading): Piece[][] {
  const chunks: Piece[][] = [[]]
  for (const [at, piece] of pieces.entries()) {
    const chunk = chunks.at(-1) ?? []
    const next = pieces[at + 1]
    if (piece.is === 'break' || opensDetail(chunk, piece, next, reading) || endsTitle(chunk, piece, next, reading))
      chunks.push([])
    else {
      if (beginsAnother(chunk, pieces, at, reading)) chunks.push([])
      chunks[chunks.length - 1]?.push(piece)
    }
  }
  return chunks.filter((chunk) => chunk.length > 0)
}

function beginsAnother(chunk: readonly Piece[], pieces: readonly Piece[], at: number, reading: Reading): boolean {
  const [piece, next] = pieces.slice(at, at + 2)
  if (piece === undefined || !chunk.some((each) => each.is === 'product'))
    return piece !== undefined && isCount(piece) && isWhole(chunk)
  // "no beer today just 5 packs of Olgane".
  const narrows = ONLY.test(reading.spelled[piece.at] ?? '') && next !== undefined && isCount(next)
  // "8 kg poulet 2 kg zougou": what follows is counted apart, though nobody knows its name.
  return narrows || countsUnknown(pieces, at) || countsOtherPackaging(pieces, at)
}

const ONLY = /^(?:seulement|juste|uniquement|just|only)$/

/** "10 casiers heineken : 6 petites 4 grandes": what follows the colon says what the ten are. */
function opensDetail(chunk: readonly Piece[], piece: Piece, next: Piece | undefined, reading: Reading): boolean {
  const counted = chunk.some(isCount) && chunk.some((each) => each.is === 'product')
  return piece.is === 'of' && reading.spelled[piece.at] === ':' && counted && next !== undefined && isCount(next)
}

/** "soirée mousse demain : 8 moët": the colon stands behind other words than a name, and begins the list. */
function endsTitle(chunk: readonly Piece[], piece: Piece, next: Piece | undefined, reading: Reading): boolean {
  const last = chunk[chunk.length - 1]
  const named = chunk.some((each) => each.is === 'product' && !each.fuzzy && !each.generic)
  const colon = piece.is === 'of' && reading.spelled[piece.at] === ':'
  return colon && last?.is === 'word' && !named && next !== undefined && isCount(next)
}

/** "6 petites" and "2 gbele" are complete: a number after them counts something else. */
function isWhole(chunk: readonly Piece[]): boolean {
  const [count, what, further] = chunk.filter(({ is }, at) => is !== 'of' && !(is === 'unit' && at === 1))
  if (count === undefined || !isCount(count) || further !== undefined) return false
  return what?.is === 'sizeWord' || (what?.is === 'word' && !what.known)
}

function countsUnknown(pieces: readonly Piece[], at: number): boolean {
  const [number, unit, third, fourth] = pieces.slice(at, at + 4)
  const name = third?.is === 'of' ? fourth : third
  return number?.is === 'number' && !number.money && unit?.is === 'unit' && name?.is === 'word' && !name.known
}

/** "heineken 3 casiers petits 1 carton boîtes": the same goods once more, in cans. */
function countsOtherPackaging(pieces: readonly Piece[], at: number): boolean {
  const [number, unit, format, after] = pieces.slice(at, at + 4)
  const canned = format?.is === 'container' || (format?.is === 'unit' && format.units.includes('canette'))
  return number?.is === 'number' && unit?.is === 'unit' && canned && (after === undefined || after.is === 'break')
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
function attachLoose(mention: Mention, chunk: readonly Piece[], { spelled }: Reading): boolean {
  // "3 flag, 4 même": four rather.
  const [said, even, further] = chunk
  const insists = said?.is === 'number' && further === undefined && spelled[even?.at ?? -1] === 'meme'
  const fixes = insists || chunk.some((piece) => piece.is === 'fix')
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
  if (
    sizeWord?.is === 'sizeWord' &&
    (mention.sizeWord === null || fixes) &&
    (number === undefined || mention.quantity === null)
  )
    mention.sizeWord = sizeWord.word
  if (size?.is === 'size' && (mention.ml === null || fixes)) mention.ml = size.ml
  const price = chunk.find((piece) => piece.is === 'number' && piece.money)
  if (price?.is === 'number') mention.money ??= price.value
  if (number?.is !== 'number') {
    if (half && mention.quantity === null) mention.half = true
    return sizeWord !== undefined || size !== undefined
  }
  // "mon stock de castel est à zéro, il m'en faut 8".
  const wanting =
    (mention.quantity === null || mention.quantity === 0) && !mention.vague && !mention.half && mention.factor === null
  if (!wanting && !(fixes && !number.article) && !(fixes && unit !== undefined))
    return mention.quantity === number.value
  mention.quantity = number.value
  mention.half = half
  if (unit?.is === 'unit') mention.units = unit.units
  if (fixes) mention.corrected = true
  return true
}
