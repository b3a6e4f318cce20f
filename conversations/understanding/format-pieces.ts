import { isVerbOrPlace } from './false-friends.ts'
import { isForOccasion } from './number-pieces.ts'
import type { Piece } from './piece.ts'
import { type CatalogueIndex, findProduct } from './products.ts'
import type { Reading } from './reading.ts'
import { readContainer, readSizeWord, readUnit, UNSOLD } from './units.ts'
import { isCommonWord } from './vocabulary.ts'

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

/** "2 palettes de castel", "un camion de bière": counted in what nothing is sold in. */
function isOtherPackaging({ tokens, spelled }: Reading, at: number, before: readonly Piece[]): boolean {
  const last = before[before.length - 1]
  const counted = last?.is === 'number' && !last.money && last.end === at
  return counted && UNSOLD.test(tokens[at]?.key ?? '') && /^(?:de|d|of)$/.test(spelled[at + 1] ?? '')
}

export function formatAt(
  reading: Reading,
  at: number,
  catalogue: CatalogueIndex,
  before: readonly Piece[],
): Piece | null {
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
  if (address || callsSomebody(reading, at, catalogue, before) || isForOccasion(reading, at, catalogue))
    return { is: 'word', known: true, at, end }
  if (sizeWord !== null && !wholesale) return { is: 'sizeWord', word: sizeWord, at, end }
  const units = readUnit(token, catalogue.units) ?? initialOfUnit(reading, at, before)
  if (units !== null && !isVerbOrPlace(reading, at, before)) return { is: 'unit', units, at, end }
  if (isOtherPackaging(reading, at, before)) return { is: 'unit', units: [], at, end }
  const container = readContainer(token.key)
  return container === null ? null : { is: 'container', container, at, end }
}
