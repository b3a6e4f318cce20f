import { type Alias, buildAliases } from './aliases.ts'
import type { CatalogueData, ProductData } from './catalogue-data.ts'
import { areOneName, type NameShape, shapeOf } from './near-names.ts'
import { soundKey } from './normalise.ts'
import type { Token } from './tokens.ts'
import { buildUnitIndex, type UnitIndex } from './units.ts'
import { isCommonWord } from './vocabulary.ts'

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
