import { type Alias, buildAliases } from './aliases.ts'
import type { CatalogueData, ProductData } from './catalogue-data.ts'
import { type NameShape, nearestNames, shapeOf, slips } from './near-names.ts'
import { soundKey } from './normalise.ts'
import { isNumberWord } from './numbers.ts'
import { isAbbreviation } from './spelling.ts'
import type { Token } from './tokens.ts'
import { buildUnitIndex, readSizeWord, type UnitIndex } from './units.ts'
import { isCommonWord, soundsLike } from './vocabulary.ts'

/** The catalogue, arranged for reading. */
export interface CatalogueIndex {
  products: ReadonlyMap<string, ProductData>
  units: UnitIndex
  /** Aliases by their first word, longest first. */
  aliases: ReadonlyMap<string, readonly Alias[]>
  /** Alias words by sound, and by the first letter of the sound for the search of near misses. */
  wordBySound: ReadonlyMap<string, string>
  wordsByInitial: ReadonlyMap<string, readonly NameShape[]>
  /** By consonants alone: "flg", "cstl". */
  wordBySkeleton: ReadonlyMap<string, string>
  /** By all but the last consonant where no other name begins so: "hnk". */
  wordBySkeletonStart: ReadonlyMap<string, string | null>
  aliasWords: ReadonlySet<string>
  /** The brands that a word of a name may mean. */
  familiesByWord: ReadonlyMap<string, ReadonlySet<string>>
  /** What words that are no name have been read as, so that each is looked for once. */
  heard: Map<string, string | null>
  inPlace: Map<string, string | null>
  /** "malt", which begins no name of its own: the name that begins so. */
  shortened: ReadonlyMap<string, string>
  /** Words that name a product alone: only these are worth a fuzzy search. */
  byCategory: ReadonlyMap<string, readonly string[]>
  byFamily: ReadonlyMap<string, readonly string[]>
}

/** A product name found in a text: what it may mean and the tokens it takes. */
export interface ProductFound {
  candidates: readonly string[]
  length: number
  /** Read through a misspelling. */
  fuzzy: boolean
}

export function buildCatalogueIndex(data: CatalogueData): CatalogueIndex {
  const aliases = new Map<string, Alias[]>()
  const wordBySound = new Map<string, string>()
  const wordsByInitial = new Map<string, NameShape[]>()
  const familiesByWord = new Map<string, Set<string>>()
  const familyOf = new Map(data.products.map(({ id, family }) => [id, family]))
  const aliasWords = new Set<string>()
  const wordBySkeleton = new Map<string, string>()
  for (const alias of buildAliases(data)) {
    const [first = ''] = alias.words
    append(aliases, first, alias)
    for (const word of alias.words) {
      const families = familiesByWord.get(word) ?? new Set<string>()
      for (const id of alias.candidates) families.add(familyOf.get(id) ?? '')
      familiesByWord.set(word, families)
      if (aliasWords.has(word)) continue
      aliasWords.add(word)
      if (word.length < 4 || isCommonWord(word) || /\d/.test(word)) continue
      const sound = soundKey(word)
      if (!wordBySound.has(sound)) wordBySound.set(sound, word)
      const shape = shapeOf(word)
      append(wordsByInitial, sound.charAt(0), shape)
      if (word.charAt(0) !== sound.charAt(0)) append(wordsByInitial, word.charAt(0), shape)
      const skeleton = word.replace(/[aeiouy]/g, '')
      if (skeleton.length > 2 && !wordBySkeleton.has(skeleton)) wordBySkeleton.set(skeleton, word)
    }
  }
  const wordBySkeletonStart = startsOf(wordBySkeleton)
  const shortened = new Map<string, string>()
  for (const word of aliasWords) {
    if (aliases.has(word) || word.length < 4) continue
    const begun = (wordsByInitial.get(soundKey(word).charAt(0)) ?? [])
      .map((shape) => shape.word)
      .filter((other) => other.startsWith(word) && other.length === word.length + 1 && aliases.has(other))
    if (areOneName(begun)) shortened.set(word, begun[0] ?? word)
  }
  for (const list of aliases.values()) list.sort((a, b) => b.words.length - a.words.length)
  const byCategory = new Map<string, string[]>()
  const byFamily = new Map<string, string[]>()
  for (const product of data.products) {
    append(byCategory, product.category, product.id)
    append(byFamily, product.family, product.id)
  }
  const products = new Map(data.products.map((product) => [product.id, product]))
  const units = buildUnitIndex(data.units)
  return {
    products,
    units,
    aliases,
    wordBySound,
    wordsByInitial,
    wordBySkeleton,
    wordBySkeletonStart,
    aliasWords,
    familiesByWord,
    heard: new Map(),
    inPlace: new Map(),
    shortened,
    byCategory,
    byFamily,
  }
}

function startsOf(wordBySkeleton: ReadonlyMap<string, string>): Map<string, string | null> {
  const starts = new Map<string, string | null>()
  for (const [skeleton, word] of wordBySkeleton) {
    const start = skeleton.slice(0, -1)
    if (start.length > 2) starts.set(start, starts.has(start) ? null : word)
  }
  return starts
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

/** The word of the catalogue that a written word stands for: itself, its sound, or the nearest by one or two letters. */
export function catalogueWord(key: string, index: CatalogueIndex): string | null {
  if (index.aliasWords.has(key)) return key
  const { heard } = index
  const known = heard.get(key)
  if (known !== undefined) return known
  const word = wordHeard(key, index)
  if (heard.size >= MOST_HEARD) heard.clear()
  heard.set(key, word)
  return word
}

const MOST_HEARD = 10_000

function wordHeard(key: string, index: CatalogueIndex): string | null {
  if (/^[b-df-hj-np-tv-xz]{3,}$/.test(key))
    return index.wordBySkeleton.get(key) ?? (isTaken(key, index) ? null : (index.wordBySkeletonStart.get(key) ?? null))
  if (key.length === 3 && !isCommonWord(key) && !isNumberWord(key) && !index.units.byWord.has(key))
    return index.wordBySound.get(soundKey(key)) ?? null
  if (key.length < 4 || key.length > 16 || isCommonWord(key) || isNumberWord(key) || index.units.byWord.has(key))
    return null
  const sound = soundKey(key)
  const same = index.wordBySound.get(sound)
  if (same !== undefined && sound.length > 2) return same
  const everyday = soundsLike(key) !== undefined
  if (everyday && /[aeiouy]$/.test(key)) return null
  const near = wordsNear(key, sound, index)
  const begun = begunWith(key, near)
  if (/[^aeiouy]$/.test(key) && areOneName(begun)) return begun[0] ?? null
  if (everyday) return null
  // "dawa", "lheineken": the article written into the name.
  const bare = /^[dl](?=[aeiouh])/.test(key) ? key.slice(1) : ''
  if (bare.length > 2 && index.aliasWords.has(bare)) return bare
  if (begun.length === 1 || (begun.length > 0 && key.length > 4)) return begun[0] ?? null
  return key.length < 5 ? null : oneOf(nearestNames(key, sound, near, key.length > 7 ? 2 : 1), index)
}

/** The first of these names when all of them may mean the same brand; null when it could be one or another. */
function oneOf(names: readonly string[], { familiesByWord, aliases }: CatalogueIndex): string | null {
  // "costel" is nearer to a name, "castel", than to a flavour, "coktel".
  const whole = names.filter((name) => aliases.get(name)?.some(({ words }) => words.length === 1))
  const [first, ...others] = whole.length > 0 ? whole : names
  const own = [...(familiesByWord.get(first ?? '') ?? [])]
  const agree = others.every((name) => own.some((family) => familiesByWord.get(name)?.has(family) ?? false))
  return first !== undefined && agree ? first : null
}

/** The name a slip away from a word that stands where goods stand: "3 fata", "casetl : 4", "2 flga". */
export function nameInPlace(key: string, index: CatalogueIndex): string | null {
  const { inPlace } = index
  const known = inPlace.get(key)
  if (known !== undefined) return known
  const word = nameNear(key, index)
  if (inPlace.size >= MOST_HEARD) inPlace.clear()
  inPlace.set(key, word)
  return word
}

function nameNear(key: string, index: CatalogueIndex): string | null {
  if (!/^[a-z]{4,16}$/.test(key) || isCommonWord(key) || isNumberWord(key) || index.units.byWord.has(key)) return null
  const sound = soundKey(key)
  const near = nearestNames(key, sound, wordsNear(key, sound, index), key.length > 7 ? 2 : 1)
  // Of four letters only two may be turned round, or the fifth be missing: "fata" may be "fanta", "fita" is not.
  const meant = key.length > 4 ? near : near.filter((name) => name.length > 4 || isTurned(name, key))
  return oneOf(meant, index)
}

function isTurned(name: string, key: string): boolean {
  return name.length === key.length && [...name].sort().join('') === [...key].sort().join('')
}

/** The word of a longer name that is meant behind its first ones: "ivoire balck", "black lable", "don simno". */
export function wordBehind(before: readonly (string | null)[], key: string, index: CatalogueIndex): string | null {
  if (!/^[a-z]{4,16}$/.test(key)) return null
  for (let length = 1; length <= 3; length += 1) {
    const words = before.slice(-length)
    const first = words[0]
    if (first == null || words.length < length) break
    for (const alias of index.aliases.get(first) ?? []) {
      const next = alias.words[length]
      if (next === undefined || next.length < 4 || !words.every((word, at) => word === alias.words[at])) continue
      if (next !== key && slips(next, key, 1) === 1) return next
    }
  }
  return null
}

function wordsNear(key: string, sound: string, index: CatalogueIndex): NameShape[] {
  const initials = new Set([sound.charAt(0), key.charAt(0)])
  return [...initials].flatMap((initial) => index.wordsByInitial.get(initial) ?? [])
}

function begunWith(key: string, names: readonly NameShape[]): string[] {
  return names.flatMap(({ word }) => (word.startsWith(key) && word.length - key.length < 5 ? [word] : []))
}

/** The one name that begins with these letters; null when there are several or none. */
export function nameBegunWith(key: string, index: CatalogueIndex): string | null {
  const begun = begunWith(key, wordsNear(key, soundKey(key), index))
  return areOneName(begun) ? (begun[0] ?? null) : null
}

/** A word of three consonants that says something else: "svp", "grd", "btl". */
function isTaken(key: string, index: CatalogueIndex): boolean {
  return isAbbreviation(key) || readSizeWord(key) !== null || index.units.byWord.has(key)
}

/** "castel" and "castelle" are one name, "heine" and "heineken" too. */
function areOneName(words: readonly string[]): boolean {
  const [first] = [...words].sort((a, b) => a.length - b.length)
  return first !== undefined && words.every((word) => word.startsWith(first) || soundKey(word) === soundKey(first))
}

/** The longest product name that begins at a token. `words` are the tokens' catalogue words, null where there is none. */
export function findProduct(
  words: readonly (string | null)[],
  tokens: readonly Token[],
  at: number,
  index: CatalogueIndex,
): ProductFound | null {
  const first = words[at]
  if (first == null) return null
  for (const alias of index.aliases.get(first) ?? index.aliases.get(index.shortened.get(first) ?? '') ?? []) {
    if (alias.words.every((word, step) => step === 0 || words[at + step] === word)) {
      const span = tokens.slice(at, at + alias.words.length)
      const fuzzy = span.some((token, step) => token.key !== alias.words[step])
      return { candidates: alias.candidates, length: alias.words.length, fuzzy }
    }
  }
  return null
}
