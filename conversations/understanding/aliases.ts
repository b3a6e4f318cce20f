import { distance } from 'fastest-levenshtein'
import type { CatalogueData, ProductData } from './catalogue-data.ts'
import { normalise, soundKey } from './normalise.ts'
import { tokenise } from './tokens.ts'
import { isCommonWord } from './vocabulary.ts'

/** A way to name products: the words and every product they may mean. */
export interface Alias {
  words: readonly string[]
  candidates: readonly string[]
}

// Words that tell a size, a container or a packaging: they narrow a brand, they do not name it.
const FORMAT =
  /^(?:petit|petite|ptite|ptit|small|grande?|grd|gros|grosse|moyen|modele|canette|boite|can|bouteille|bottle|plastique|incassable|pet|pression|fut|keg|sac|sachet|barre?|bloc|pain|rouleau|paquet|litre|demi|et|en|l|cl|kg|30|33|50|60|65|66|100|1|5|1\.5|0\.5|1,5|de|d|la|le|les)$/
const TRAILING = /^(?:verre)$/
const GENERIC = /^(?:biere|vin|eau|jus|whisky|vodka|gin|rhum|bois)$/

const ENGLISH: ReadonlyMap<string, string> = new Map([
  ['rouge', 'red'],
  ['blanc', 'white'],
  ['noire', 'black'],
  ['pomme', 'apple'],
  ['ananas', 'pineapple'],
  ['pamplemousse', 'grapefruit'],
])

function wordsOf(text: string): string[] {
  return tokenise(normalise(text))
    .filter((token) => /[a-z0-9]/.test(token.text))
    .map((token) => token.key)
}

/** The brand part of a name: without size, container and packaging words at its ends. */
function core(words: readonly string[], brand: readonly string[] = []): string[] {
  let from = 0
  let to = words.length
  // "33 exp": the number is the brand's, no size.
  while (from < to && FORMAT.test(words[from] ?? '') && words[from] !== brand[0]) from += 1
  while (to > from && (FORMAT.test(words[to - 1] ?? '') || TRAILING.test(words[to - 1] ?? ''))) to -= 1
  return words.slice(from, to)
}

/** Words that tell the products of one brand apart: orange, cocktail, rouge, black, ice. */
function flavoursOf(products: readonly ProductData[]): ReadonlySet<string> {
  const brand = new Set(products.flatMap((product) => wordsOf(product.brand)))
  const names = products.map((product) => new Set(core(wordsOf(product.name_fr)).filter((word) => !brand.has(word))))
  const all = new Set(names.flatMap((words) => [...words]))
  return new Set(
    [...all].filter((word) => !/\d/.test(word) && !FORMAT.test(word) && names.some((words) => !words.has(word))),
  )
}

/** Every way to name a product of the catalogue, from its names and synonyms. */
export function buildAliases(data: CatalogueData): Alias[] {
  const families = new Map<string, ProductData[]>()
  for (const product of data.products) families.set(product.family, [...(families.get(product.family) ?? []), product])
  const found = new Map<string, Set<string>>()
  const add = (words: readonly string[], ids: Iterable<string>) => {
    if (words.length === 0) return
    const key = words.join(' ')
    const set = found.get(key) ?? new Set<string>()
    for (const id of ids) set.add(id)
    found.set(key, set)
  }
  const shared = sharedWords(families.values())
  for (const family of families.values()) addFamily(family, shared, add)
  return [...found].map(([key, ids]) => ({ words: key.split(' '), candidates: [...ids] }))
}

type Add = (words: readonly string[], ids: Iterable<string>) => void

/** Words in the names of several brands: "ivoire", "doppel", "cola" alone do not tell the longer name. */
function sharedWords(families: Iterable<readonly ProductData[]>): ReadonlySet<string> {
  const seen = new Set<string>()
  const shared = new Set<string>()
  for (const family of families) {
    for (const word of new Set(wordsOf(family[0]?.brand ?? ''))) {
      if (seen.has(word)) shared.add(word)
      seen.add(word)
    }
  }
  return shared
}

function addFamily(family: readonly ProductData[], shared: ReadonlySet<string>, add: Add): void {
  const everyId = family.map((product) => product.id)
  const flavours = flavoursOf(family)
  const brand = family[0]?.brand ?? ''
  const named = brand === 'Générique' ? [] : wordsOf(brand)
  if (named.length > 0) {
    add(named, everyId)
    // One long word of a brand is enough to know it: "chenet", "walker", "clicquot".
    if (named.length > 1) for (const word of named) if (isTelling(word) && !shared.has(word)) add([word], everyId)
  }
  // "banane" is enough for "banane plantain": the first word of goods without a brand, when it tells them.
  if (named.length === 0)
    for (const product of family)
      for (const word of wordsOf(product.name_fr).slice(0, 1)) if (isTelling(word)) add([word], [product.id])
  const spellings = new Set<string>()
  const longer: Array<{ words: string[]; ids: string[] }> = []
  for (const product of family) {
    for (const name of [product.name_fr, ...product.synonyms]) {
      const words = wordsOf(name)
      const stripped = core(words, named)
      const naked = stripped.length === 0 || (stripped.length === 1 && GENERIC.test(stripped[0] ?? ''))
      if (naked) {
        add(words, [product.id])
        continue
      }
      const specific = stripped.some((word) => flavours.has(word)) || isNickname(stripped, product, named)
      const ids = specific ? idsWith(stripped, product, family, flavours) : everyId
      add(stripped, ids)
      const inEnglish = stripped.map((word) => ENGLISH.get(word) ?? word)
      if (inEnglish.join(' ') !== stripped.join(' ')) add(inEnglish, ids)
      // "smirnof ice" tells that "smirnof" is how some write the brand.
      const [first = ''] = stripped
      if (stripped.length > 1 && named.length === 1 && isSpellingOf(first, named[0] ?? '')) add([first], everyId)
      if (stripped.length === 1 && !specific) spellings.add(stripped[0] ?? '')
      if (stripped.length > 1 && specific) longer.push({ words: stripped, ids })
      // "grosse bock" is the litre and "barre de glace" no bag, though the first word alone would not say so.
      if (words.length > stripped.length && /^(?:gross?e?|barre?|bloc|pain)$/.test(words[0] ?? ''))
        add(words, [product.id])
      if (words[0] === 'barre') add(['barre'], [product.id])
    }
  }
  // Every spelling of the brand may stand before a flavour: "valpiere blanc" as "valpierre blanc".
  for (const { words, ids } of longer) {
    if (!spellings.has(words[0] ?? '')) continue
    for (const spelling of spellings) add([spelling, ...words.slice(1)], ids)
  }
}

function isSpellingOf(word: string, brand: string): boolean {
  return word !== brand && word.length > 4 && soundKey(word) === soundKey(brand)
}

/** Products of the family that carry the same flavour words: "fanta orange" is both sizes, "fanta rouge" one. */
function idsWith(
  words: readonly string[],
  product: ProductData,
  family: readonly ProductData[],
  flavours: ReadonlySet<string>,
): string[] {
  const asked = words.filter((word) => flavours.has(word))
  if (asked.length === 0) return [product.id]
  const same = family.filter((other) => asked.every((word) => wordsOf(other.name_fr).includes(word)))
  return same.some((other) => other.id === product.id) ? same.map((other) => other.id) : [product.id]
}

/** A name of one variant only, unlike the brand's: "drogba" is the litre, "tubor" is any Tuborg. */
function isNickname(words: readonly string[], product: ProductData, brand: readonly string[]): boolean {
  if (product.brand_default || brand.length === 0) return false
  const word = words.join('')
  const name = brand.join('')
  if (words.length > 1) return words.some((each) => !name.includes(each))
  return !(
    name.includes(word) ||
    distance(word, name) <= 3 ||
    soundKey(word).slice(0, 3) === soundKey(name).slice(0, 3)
  )
}

function isTelling(word: string): boolean {
  return word.length > 5 && !isCommonWord(word) && !['energy', 'laurent'].includes(word)
}
