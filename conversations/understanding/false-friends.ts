import { isNumberWord } from './numbers.ts'
import type { Piece } from './piece.ts'
import type { CatalogueIndex } from './products.ts'
import { findProduct } from './products.ts'
import type { Reading } from './reading.ts'
import { readSizeWord, readUnit } from './units.ts'

/** Brands that people are called too: "madame Awa", but "tonton flag". */
const FIRST_NAME = /^(?:awa|celeste|jack|johnn?(?:y|ie)|james|kirene|olgane)$/

/** "Côte d'Ivoire" is no beer, "madame Awa" no water, "3x chill" three of them, "33 casiers" a number. */
export function isFalseFriend(reading: Reading, at: number, length: number, catalogue: CatalogueIndex): boolean {
  const { spelled, tokens, catalogueWords } = reading
  const previous = spelled[at - 1] ?? ''
  const token = tokens[at]
  if (token === undefined) return true
  const word = token.key
  if (/^(?:madame|mme|monsieur|mr|m|tantie|tonton|maman|frere|mlle)$/.test(previous) && FIRST_NAME.test(word))
    return true
  // "c'est Awa du maquis".
  const next = spelled[at + length] ?? ''
  if (/(?:^| )(?:est|suis)$/.test(previous) && FIRST_NAME.test(word) && /^(?:du|de|d|la|le|chez|,|\.)$/.test(next))
    return true
  // "il parle mal", "j'ai mal".
  if (/^ma[lu]$/.test(tokens[at]?.text ?? '') && !/^\d+$/.test(previous)) return true
  if (word === 'ivoire' && previous === 'd' && spelled[at - 2] === 'cote') return true
  if (
    /^(?:top|glace|racine|verre)$/.test(word) &&
    /^(?:c est|au|trop|tres|est|sont|etai(?:t|ent)|c etait|super|vraiment)$/.test(previous)
  )
    return true
  if (word === 'carton' || word === 'sac') return true
  if (tokens[at]?.number !== null && length === 2 && tokens[at + 1]?.text === 'x') {
    const counted = tokens[at + 2]
    // "un carton de 3x et 2 castel": nothing that could be counted follows, or the packaging stands before the name.
    if (/^(?:et|and|avec|with)$/.test(counted?.text ?? '') || isPackagingOf(reading, at - 1, catalogue)) return false
    if (counted !== undefined && readUnit(counted, catalogue.units) !== null) return true
    // "kapa 3 packs, 3x 1 carton": the name, and then how many.
    const [unit, behind] = [tokens[at + 3], tokens[at + 4]]
    if (counted?.number != null && unit !== undefined && readUnit(unit, catalogue.units) !== null)
      return behind !== undefined && /^(?:[a-z]|\d)/.test(behind.text)
    return catalogueWords[at + 2] != null && catalogueWords[at + 2] !== 'energy'
  }
  if (tokens[at]?.number !== null && length === 1) {
    const following = tokens[at + 1]
    if (following !== undefined && readUnit(following, catalogue.units) !== null) return true
    if (following !== undefined && /^(?:cl|f|fcfa|mn|min|x|l|de|d)$|^[€%*]/.test(following.text)) return true
    return (
      findProduct(catalogueWords, tokens, at + 1, catalogue) !== null ||
      (/^[a-z]{3,}$/.test(tokens[at - 1]?.text ?? '') &&
        !isNumberWord(tokens[at - 1]?.text ?? '') &&
        catalogueWords[at - 1] != null &&
        readUnit(tokens[at - 1] ?? token, catalogue.units) === null)
    )
  }
  return false
}

/** The "de" of "un carton de". */
function isPackagingOf({ spelled, tokens }: Reading, at: number, catalogue: CatalogueIndex): boolean {
  const unit = tokens[at - 1]
  return /^(?:de|of)$/.test(spelled[at] ?? '') && unit !== undefined && readUnit(unit, catalogue.units) !== null
}

/** In SMS "2" is also "de": "4 kasié 2 boc", "bezoin 2 5 kasier". */
export function isDe(reading: Reading, at: number, end: number, value: number, before: readonly Piece[]): boolean {
  if (value !== 2 || reading.tokens[at]?.text !== '2') return false
  const previous = before[before.length - 1]
  const earlier = before[before.length - 2]
  // "1 kasié 2 grd guinness".
  const name = readSizeWord(reading.tokens[end]?.key ?? '') === null ? end : end + 1
  if (previous?.is === 'unit' && earlier?.is === 'number') return reading.catalogueWords[name] != null
  return previous?.is === 'word' && /besoin/.test(reading.spelled[at - 1] ?? '') && reading.tokens[end]?.number != null
}

/** "can I", "pour la boîte", "la tireuse", "les caisses d'un bar": not packagings unless a number or product is beside. */
export function isVerbOrPlace(reading: Reading, at: number, before: readonly Piece[]): boolean {
  const word = reading.tokens[at]?.key ?? ''
  if (!/^(?:can|boite|tireuse|pain|barre|bloc|case|box|cassee?|ct|cart|cane|cais)$/.test(word)) return false
  // "6 cases of coke in cans".
  if (word === 'can' && reading.tokens[at]?.text === 'cans' && /^(?:in|en)$/.test(reading.spelled[at - 1] ?? ''))
    return false
  const previous = before[before.length - 1]
  // "deux flag cassées": a crate would be counted.
  if (word.startsWith('casse') && previous?.is === 'product') return true
  const beside =
    previous !== undefined && previous.end === at && /^(?:number|product|half|sizeWord|size|unit)$/.test(previous.is)
  return !beside && reading.catalogueWords[at + 1] == null && !/^(?:de|d)$/.test(reading.spelled[at + 1] ?? '')
}
