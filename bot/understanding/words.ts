import type { Knowledge } from '../../conversations/understanding/knowledge.ts'
import { normalise, singular } from '../../conversations/understanding/normalise.ts'
import { isNumberWord } from '../../conversations/understanding/numbers.ts'
import { readPlace } from '../../conversations/understanding/places.ts'
import { tokenise } from '../../conversations/understanding/tokens.ts'
import { readSizeWord } from '../../conversations/understanding/units.ts'
import { isCommonWord } from '../../conversations/understanding/vocabulary.ts'
import type { Catalogue } from '../../domain/catalogue/reading.ts'
import { type Refused, refused } from '../../domain/work/refusals.ts'

/** A word as synonyms are stored: plain small letters and digits, one space between words. */
export function asWord(text: string): string {
  return normalise(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** The same for singular and plural, which are one word. */
export function wordKey(text: string): string {
  return keyOf(asWord(text))
}

const LONGEST_WORD = 80
const SHORTEST_WORD = 2

type Why = 'empty' | 'too short' | 'too long' | 'number' | 'packaging' | 'size' | 'common word' | 'place'

/** Why a word cannot name a product, or which product it names already; null when it may be added. */
export function refusalOf(
  word: string,
  catalogue: Catalogue,
  knowledge: Knowledge,
): Refused<'SYNONYM_INVALID' | 'SYNONYM_TAKEN'> | null {
  const why = whyNot(word, knowledge)
  if (why !== null) return refused('SYNONYM_INVALID', { word, why })
  const key = keyOf(word)
  const named = catalogue.products.find((product) =>
    [product.name_fr, product.name_en, ...product.synonyms].some((name) => keyOf(asWord(name)) === key),
  )
  const branded = named ?? catalogue.products.find(({ brand }) => keyOf(asWord(brand)) === key)
  return branded === undefined ? null : refused('SYNONYM_TAKEN', { word, product: branded.id })
}

/** Singular and plural are one word. */
const keyOf = (word: string): string => word.split(' ').map(singular).join(' ')

function whyNot(word: string, knowledge: Knowledge): Why | null {
  if (word === '') return 'empty'
  if (word.length < SHORTEST_WORD) return 'too short'
  if (word.length > LONGEST_WORD) return 'too long'
  const kinds = word.split(' ').map((each) => kindOf(each, knowledge))
  // One word of its own is enough: "petite verte" may name a beer, "deux casiers" never does.
  if (kinds.every((kind) => kind !== null)) return kinds[0] ?? null
  const place = readPlace(tokenise(word), knowledge.places)
  return place.commune !== null || place.quartier !== null ? 'place' : null
}

function kindOf(word: string, { catalogue }: Knowledge): Why | null {
  const key = singular(word)
  if (/^\d+$/.test(word) || isNumberWord(key) || isNumberWord(word)) return 'number'
  if (catalogue.units.byWord.has(key) || catalogue.units.byWord.has(word)) return 'packaging'
  if (readSizeWord(key) !== null) return 'size'
  return isCommonWord(word) || isCommonWord(key) ? 'common word' : null
}
