import type { ProductData } from './catalogue-data.ts'
import type { CatalogueIndex } from './products.ts'
import type { Line, Understanding } from './types.ts'
import { type Format, resolveVariant } from './variants.ts'
import { type View, withLines } from './view.ts'

// "non, la petite", "pas la 33, la 66": the client says that a line of the cart is another size of the same goods.

const CORRECTS =
  /^(?:ah |euh |mais )*(?:non|nan|no|pas|plutot|pardon|erreur|je (?:voulais|parlais|parle|demandais)|on voulait|i (?:meant|wanted|mean)|rather|not)\b/
const NOT = /\b(?:pas|not)\b/
/** Words that say nothing of which goods: with any other word the message is about something else. */
const FILLER =
  /^(?:ah|euh|mais|non|nan|no|pas|plutot|pardon|erreur|je|on|voulais|voulait|parlais|parle|demandais|i|meant|wanted|mean|rather|not|la|le|les|l|une?|des?|du|de|en|the|one|ones|c|est|etait|it|s|svp|stp|merci|please|chef|patron|celle|celles|format|modele|taille|bouteilles?|bottles?|mais|but|plutot|cl)$/
const SIZES: ReadonlyArray<readonly [NonNullable<Format['sizeWord']>, RegExp]> = [
  ['small', /^(?:petite?s?|ptite?s?|small)$/],
  ['big', /^(?:grandes?|grands?|grd|big|large)$/],
  ['huge', /^(?:gross?es?|gros)$/],
]
/** A bare number is a size only behind an article or "de": "non la 33" is, "non 33" may be a quantity. */
const BARE_SIZE = /^(?:27|30|33|50|60|65|66|75|100)$/
const BEFORE_A_SIZE = /^(?:la|le|les|l|de|en|the)$/

interface Said {
  readonly wanted: Format
  /** what it is not: "pas la 33" */
  readonly not: number | null
  readonly brands: ReadonlySet<string>
}

/** The cart with one line swapped for its other size; null when the text says anything else, or could mean two lines. */
export function readOtherVariant(view: View): Understanding | null {
  const { situation, knowledge } = view
  const { cart = [], touched = [] } = situation.state
  if (situation.role !== 'client' || situation.context !== 'cart' || cart.length === 0) return null
  if (asksWhichProduct(view) || !CORRECTS.test(view.bare)) return null
  const said = sizesIn(view)
  if (said === null) return null
  const swaps = cart.flatMap((line) => swapOf(line, said, knowledge.catalogue))
  const justRead = swaps.filter(({ old }) => touched.includes(old))
  const [swap, ...others] = justRead.length > 0 ? justRead : swaps
  if (swap === undefined || others.length > 0) return null
  return withLines('cart_set', [swap.line], { replace: [swap.old] })
}

/** "la petite" to "lequel voulez-vous ?" answers that question, whatever is in the cart already. */
function asksWhichProduct({ situation: { expects } }: View): boolean {
  return expects?.kind === 'choice' && expects.options.some(({ id }) => id.startsWith('product/'))
}

function sizesIn({ bare, mentions }: View): Said | null {
  // "la 66" is a name of Bock as well: beside "pas la 33" it is a size.
  const named = mentions.filter(({ text }) => /[a-z]{3}/.test(text))
  const brands = new Set(named.flatMap(({ candidates }) => candidates))
  const names = new Set(named.flatMap(({ text }) => text.split(' ')))
  let wanted: Pick<Format, 'ml' | 'sizeWord'> | null = null
  let not: number | null = null
  let isDenied = false
  let before = ''
  for (const word of bare.split(' ')) {
    const size = sizeOf(word, BEFORE_A_SIZE.test(before) || names.has(before))
    if (size === null && !FILLER.test(word) && !names.has(word)) return null
    if (NOT.test(word)) isDenied = true
    if (size !== null) {
      if (isDenied) not = size.ml
      // two sizes that are both wanted: an order, no correction
      else if (wanted !== null) return null
      else wanted = size
      isDenied = false
    }
    before = word
  }
  return wanted === null ? null : { wanted: { ...wanted, units: null, container: null }, not, brands }
}

function sizeOf(word: string, mayBeBare: boolean): Pick<Format, 'ml' | 'sizeWord'> | null {
  const named = SIZES.find(([, pattern]) => pattern.test(word))
  if (named !== undefined) return { ml: null, sizeWord: named[0] }
  const cl = /^(\d{2,3})cl$/.exec(word)?.[1] ?? (mayBeBare && BARE_SIZE.test(word) ? word : undefined)
  return cl === undefined ? null : { ml: cl === '66' ? 650 : Number(cl) * 10, sizeWord: null }
}

function swapOf(line: Line, { wanted, not, brands }: Said, index: CatalogueIndex): { old: string; line: Line }[] {
  const product = index.products.get(line.product)
  if (product === undefined || (brands.size > 0 && !brands.has(product.id))) return []
  if (not !== null && Math.abs((product.volume_ml ?? 0) - not) > 50) return []
  const siblings = (index.byFamily.get(product.family) ?? []).filter((id) =>
    isSameGoods(index.products.get(id), product),
  )
  const resolved = resolveVariant(siblings, { ...wanted, units: [line.packaging] }, index)
  if (resolved.kind !== 'product' || resolved.product.id === product.id) return []
  // A size that nobody makes: whatever was found instead was not asked for.
  if (wanted.ml !== null && Math.abs((resolved.product.volume_ml ?? 0) - wanted.ml) > 50) return []
  return [{ old: product.id, line: { ...line, product: resolved.product.id, packaging: resolved.packaging } }]
}

/** The same but for its size: "Fanta orange 30cl" and "Fanta orange 1,5 L", not "Fanta cocktail". */
function isSameGoods(one: ProductData | undefined, other: ProductData): boolean {
  const withoutSize = (name: string) =>
    name
      .toLowerCase()
      .replace(/\d+(?:[.,]\d+)? ?(?:cl|l|ml)\b/g, '')
      .trim()
  return one !== undefined && withoutSize(one.name_fr) === withoutSize(other.name_fr)
}
