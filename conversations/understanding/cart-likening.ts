import { cartLinesFor } from './cart-targets.ts'
import { formatOf } from './lines.ts'
import type { CatalogueIndex } from './products.ts'
import type { Line, Understanding } from './types.ts'
import type { SizeWord } from './units.ts'
import { resolveVariant } from './variants.ts'
import { type View, withLines } from './view.ts'

// Lines that are said by what the cart holds already: as many of these as of those, the same in another size.

const AS_MANY =
  /\b(?:autant|(?:le |la )?meme (?:nombre|quantite)|as many) (?:de |d |of )?.*\b(?:que|qu|comme|as) (?:de |d |la |le |les |l )?/

/** "autant de fanta que de coca": counted by the coca of the cart. */
export function readAsMany(view: View, cart: readonly Line[], index: CatalogueIndex): Understanding | null {
  const [wanted, counted, further] = view.mentions
  if (wanted === undefined || counted === undefined || further !== undefined || !AS_MANY.test(view.plain)) return null
  const [line, other] = cartLinesFor(counted, cart, index)
  const resolved = resolveVariant(wanted.candidates, formatOf(wanted), index)
  if (line?.quantity == null || other !== undefined || resolved.kind !== 'product') return null
  if (wanted.quantity !== null || counted.quantity !== null || wanted.generic) return null
  const { product, packaging } = resolved
  return withLines('cart_add', [{ product: product.id, packaging, quantity: line.quantity }])
}

const RESIZED =
  /\b(?:remplac|chang|switch|swap|replac)\w* .*\b(?:par|en|contre|for|with) (?:la |le |les |une |des |the )?(petite?s?|small|grande?s?|big|gross?es?)$/

/** "remplacez la petite beaufort par la grande": one name, two sizes. */
export function readResized(view: View, cart: readonly Line[], index: CatalogueIndex): Understanding | null {
  const [mention, further] = view.mentions
  const size = RESIZED.exec(view.bare)?.[1]
  if (mention === undefined || further !== undefined || size === undefined) return null
  const [line, other] = cartLinesFor(mention, cart, index)
  if (line === undefined || other !== undefined) return null
  const sizeWord: SizeWord = /^(?:p|s)/.test(size) ? 'small' : size.startsWith('gros') ? 'huge' : 'big'
  const format = { units: [line.packaging], ml: null, sizeWord, container: null }
  const resolved = resolveVariant(mention.candidates, format, index)
  if (resolved.kind !== 'product' || resolved.product.id === line.product) return null
  const { product, packaging } = resolved
  return withLines('cart_set', [{ product: product.id, packaging, quantity: line.quantity }], {
    replace: [line.product],
  })
}
