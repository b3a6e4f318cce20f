import { isFalseFriend } from './false-friends.ts'
import { formatAt } from './format-pieces.ts'
import { findGeneric } from './generics.ts'
import { numericAt } from './number-pieces.ts'
import { readNumber } from './numbers.ts'
import { phraseAt, vagueAt } from './phrase-pieces.ts'
import type { Piece } from './piece.ts'
import { type CatalogueIndex, findProduct } from './products.ts'
import type { Reading } from './reading.ts'
import { isAbbreviation } from './spelling.ts'
import { timeSpans } from './times.ts'
import type { Token } from './tokens.ts'
import { readUnit } from './units.ts'
import { isCommonWord } from './vocabulary.ts'

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
  const part = last?.is === 'of' ? pieces[pieces.length - 2] : last
  if (piece.is === 'product' && part?.is === 'product' && !part.generic && isCutOf(piece.candidates, part.candidates)) {
    pieces.splice(pieces.indexOf(part), pieces.length, { ...part, end: piece.end })
    return
  }
  if (piece.is === 'product' && last?.is === 'product' && last.generic === piece.generic && last.end === piece.at) {
    const shared = last.candidates.filter((id) => piece.candidates.includes(id))
    const narrows = isCutOf(last.candidates, piece.candidates) || isKindOf(last.candidates, piece.candidates)
    const both = shared.length === 0 && narrows ? piece.candidates : shared
    if (both.length > 0) {
      pieces[pieces.length - 1] = { ...last, candidates: both, end: piece.end }
      return
    }
  }
  pieces.push(piece)
}

/** "chicken wings", "poulet ailes", "cuisses de poulet": the one says which part of the other. */
function isCutOf([whole = '', other]: readonly string[], parts: readonly string[]): boolean {
  const [name = ''] = whole.split('-')
  return other === undefined && whole.endsWith('-kg') && parts.every((id) => id.endsWith('-kg') && id.includes(name))
}

/** "ivoir black": the name of the family, and then the name of one kind in it. */
function isKindOf([first = '']: readonly string[], kinds: readonly string[]): boolean {
  const family = first.slice(0, first.lastIndexOf('-') + 1)
  return family !== '' && kinds.every((id) => id.startsWith(family))
}

function pieceAt(reading: Reading, at: number, catalogue: CatalogueIndex, before: readonly Piece[]): Piece {
  const { tokens, spelled } = reading
  const token = tokens[at]
  const text = spelled[at] ?? ''
  if (isPause(reading, at, catalogue, before)) return { is: 'of', at, end: at + 1 }
  const content = lengthOfContent(tokens, at, before)
  if (content > 0) return { is: 'of', at, end: at + content }
  if (token === undefined || BREAK_SIGN.test(text) || endsHeading(tokens, at, before))
    return { is: 'break', at, end: at + 1 }
  return (
    productAt(reading, at, catalogue) ??
    vagueAt(reading, at) ??
    numericAt(reading, at, catalogue, before) ??
    phraseAt(reading, at) ??
    formatAt(reading, at, catalogue, before) ?? {
      is: OF.test(text) ? 'of' : 'word',
      known:
        isCommonWord(token.text) ||
        isCommonWord(text) ||
        isCommonWord(token.key) ||
        isAbbreviation(token.text) ||
        text.length < 3,
      at,
      end: at + 1,
    }
  )
}

/** "15 ctn. perrier", "five, crates of castel": a sign inside of what belongs together. */
function isPause(
  { tokens, catalogueWords }: Reading,
  at: number,
  catalogue: CatalogueIndex,
  before: readonly Piece[],
): boolean {
  const last = before[before.length - 1]
  const counted = before[before.length - 2]
  const [sign, following] = [tokens[at], tokens[at + 1]]
  if (sign?.text === '.' && sign.glued && following?.glued && last?.is === 'number')
    return /^[a-z]/.test(following.text)
  if (sign?.text === '.')
    return sign.glued && last?.is === 'unit' && counted?.is === 'number' && catalogueWords[at + 1] != null
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

/** "4 casiers (12) de flag", "3 packs (de 6)": how many are in each. How many tokens say it. */
function lengthOfContent(tokens: readonly Token[], at: number, before: readonly Piece[]): number {
  const [count, unit] = before.slice(-2)
  if (tokens[at]?.text !== '(' || unit?.is !== 'unit' || count?.is !== 'number') return 0
  const number = /^(?:de|of|x)$/.test(tokens[at + 1]?.text ?? '') ? at + 2 : at + 1
  return tokens[number]?.number != null && tokens[number + 1]?.text === ')' ? number + 2 - at : 0
}

/** "10 casiers : 5 flag, 3 castel": a total over the lines that follow, no line itself. */
function endsHeading(tokens: readonly Token[], at: number, before: readonly Piece[]): boolean {
  const [named, last] = before.slice(-2)
  const counted = last?.is === 'unit' ? named?.is === 'number' : false
  return tokens[at]?.text === ':' && counted && readNumber(tokens, at + 1) !== null && before.length === 2
}
