import { distance } from 'fastest-levenshtein'
import type { UnitData } from './catalogue-data.ts'
import { normalise, singular, soundKey } from './normalise.ts'
import type { Token } from './tokens.ts'
import { isCommonWord } from './vocabulary.ts'

/** Packaging words, by singular and by sound. A word may mean several ("case": casier or carton). */
export interface UnitIndex {
  byWord: ReadonlyMap<string, readonly string[]>
  bySound: ReadonlyMap<string, readonly string[]>
  bulk: ReadonlySet<string>
  /** What words have been read as: each is looked for once, and asked about by every neighbour. */
  read: Map<string, readonly string[] | null>
}

// Spellings beyond the catalogue's own aliases; the catalogue is edited by staff, these come with the language.
const MORE: Readonly<Record<string, readonly string[]>> = {
  casier: ['kas', 'kaz', 'caissette', 'kes', 'caisson', 'casse', 'cs', 'cais'],
  fut: ['fu'],
  carton: ['cart', 'ct', 'krt', 'cartoon'],
  pack: ['pk', 'pks', 'paks', 'paquet', 'pake'],
  bouteille: ['btle', 'bteille', 'boutelle', 'botle', 'botel', 'bouteye', 'boutei', 'bouteil', 'boutey', 'btls'],
  canette: ['cane', 'bte', 'tin', 'tins'],
  piece: ['pc', 'pcs', 'pce', 'pain'],
  paquet: ['paq', 'paqet', 'pakè'],
  sac: ['sacks', 'sack', 'sc'],
}

export function buildUnitIndex(units: Readonly<Record<string, UnitData>>): UnitIndex {
  const byWord = new Map<string, string[]>()
  const bySound = new Map<string, string[]>()
  const bulk = new Set<string>()
  for (const [unit, data] of Object.entries(units)) {
    if (data.bulk) bulk.add(unit)
    for (const alias of [unit, ...data.aliases, ...(MORE[unit] ?? [])]) {
      const word = singular(normalise(alias))
      if (!/^[a-z]+$/.test(word)) continue
      push(byWord, word, unit)
      if (word.length > 3) push(bySound, soundKey(word), unit)
    }
  }
  return { byWord, bySound, bulk, read: new Map() }
}

function push(map: Map<string, string[]>, key: string, unit: string): void {
  const known = map.get(key) ?? []
  if (!known.includes(unit)) map.set(key, [...known, unit])
}

/** What goods are moved in, and nothing of ours is sold in. */
export const UNSOLD =
  /^(?:palette|pallet|camion|truckload|conteneur|container|chargement|plateau|tonneau|bidon|jerrican|tonne|citerne|cageot|glaciere|seau|bassine)$/

/** The packagings a word may mean, or null. */
export function readUnit(token: Token, index: UnitIndex): readonly string[] | null {
  const exact = index.byWord.get(token.key) ?? index.byWord.get(token.text)
  if (exact !== undefined) return exact
  if (token.text.length < 4) return null
  const known = index.read.get(token.key)
  if (known !== undefined) return known
  const units = index.bySound.get(soundKey(token.key)) ?? (isCommonWord(token.key) ? null : misspelt(token.key, index))
  if (index.read.size >= MOST_READ) index.read.clear()
  index.read.set(token.key, units)
  return units
}

const MOST_READ = 10_000

/** "cartn", "csier": one letter off a packaging of six letters or more, begun and ended as it. */
function misspelt(key: string, index: UnitIndex): readonly string[] | null {
  if (key.length < 5) return null
  for (const [word, units] of index.byWord)
    if (word.length > 5 && word[0] === key[0] && word.at(-1) === key.at(-1) && distance(word, key) === 1) return units
  return null
}

export type SizeWord = 'small' | 'medium' | 'big' | 'huge'

const SIZE_WORDS: ReadonlyArray<[SizeWord, RegExp]> = [
  ['small', /^(?:pe?ti+t*e?|ptt?|tite|small|mini|little)$/],
  ['big', /^(?:gran[dt]?e?|grd|grde|gde|gd|large|big)$/],
  ['huge', /^(?:grosse?|gro|gross)$/],
  ['medium', /^(?:moyene?|moyenne|moyen|medium)$/],
]

/** "petite", "grd", "grosse"... */
export function readSizeWord(key: string): SizeWord | null {
  for (const [size, pattern] of SIZE_WORDS) if (pattern.test(key)) return size
  return null
}

/** Digits that name a size when they stand beside a brand: 33, 65 (or 66), 50 and 60 centilitres. */
export const BARE_SIZES: ReadonlySet<number> = new Set([27, 30, 33, 50, 60, 65, 66, 75])

/** A size in so many words: "65cl", "1l5", "1,5 l", "litre et demi", "demi litre"; how many tokens it takes. */
export function readSize(tokens: readonly Token[], at: number): { ml: number; length: number } | null {
  const words = (from: number, length: number) => tokens.slice(at + from, at + from + length).map((token) => token.text)
  const value = tokens[at]?.number ?? null
  const [first = '', second = '', third = ''] = words(value === null ? 0 : 1, 3)
  if (value === null) {
    if (first === 'litre' || first === 'liter') {
      return second === 'et' && /^demie?$/.test(third) ? { ml: 1500, length: 3 } : { ml: 1000, length: 1 }
    }
    if (/^demie?$|^half$/.test(first) && /^lit(?:re|er)$/.test(second)) return { ml: 500, length: 2 }
    if (/^une?$|^one$/.test(first) && /^lit(?:re|er)$/.test(second)) {
      const half = third === 'et' && /^demie?$/.test(tokens[at + 3]?.text ?? '')
      return half ? { ml: 1500, length: 4 } : { ml: 1000, length: 2 }
    }
    return null
  }
  if (first === 'cl' || first === 'centilitres') return { ml: value * 10, length: 2 }
  if (first === 'ml') return { ml: value, length: 2 }
  if (first === 'lt' || first === 'l' || first === 'litre' || first === 'litres' || first === 'liter') {
    const tail = tokens[at + 2]
    if (tail?.number === 5 && (tail.glued || second === '5')) return { ml: value * 1000 + 500, length: 3 }
    if (second === 'et' && /^demie?$/.test(third)) return { ml: value * 1000 + 500, length: 4 }
    return value <= 50 ? { ml: value * 1000, length: 2 } : null
  }
  // "olgane 0.5": a size after a name; "0.5 casier" is half of one.
  if (value === 1.5 || value === 0.5)
    return /^(?:casier|carton|pack|caisse|kg|kilo|sac|k|m|cas)/.test(first) ? null : { ml: value * 1000, length: 1 }
  return null
}

/** A word for the container, as `ProductData.container` writes it. */
export function readContainer(key: string): string | null {
  if (/^(?:plastique|pet|incassable|plastic)$/.test(key)) return 'pet'
  if (/^(?:verre|glass)$/.test(key)) return 'verre_consigne'
  if (/^(?:pression|draft|draught)$/.test(key)) return 'fut'
  return null
}
