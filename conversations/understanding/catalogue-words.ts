import { areOneName, type NameShape, nearestNames, slips } from './near-names.ts'
import { soundKey } from './normalise.ts'
import { isNumberWord } from './numbers.ts'
import type { CatalogueIndex } from './products.ts'
import { isAbbreviation } from './spelling.ts'
import { readSizeWord } from './units.ts'
import { isCommonWord, soundsLike } from './vocabulary.ts'

/** The word of the catalogue that a written word stands for: itself, its sound, or the nearest by one or two letters. */
export function catalogueWord(key: string, index: CatalogueIndex): string | null {
  return index.aliasWords.has(key) ? key : remembered(index.heard, key, () => wordHeard(key, index))
}

const MOST_HEARD = 10_000

/** People write the same words over and over: what one stands for is worked out once. */
function remembered(known: Map<string, string | null>, key: string, find: () => string | null): string | null {
  const before = known.get(key)
  if (before !== undefined) return before
  const word = find()
  if (known.size >= MOST_HEARD) known.clear()
  known.set(key, word)
  return word
}

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
  return remembered(index.inPlace, key, () => nameNear(key, index))
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
