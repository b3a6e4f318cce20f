import type { ProductData } from './catalogue-data.ts'
import type { CatalogueIndex } from './products.ts'
import type { ClarifyReason } from './types.ts'
import type { SizeWord } from './units.ts'

/** What was said beside a brand. */
export interface Format {
  units: readonly string[] | null
  ml: number | null
  sizeWord: SizeWord | null
  container: string | null
}

export type Resolved =
  | { kind: 'product'; product: ProductData; packaging: string }
  | { kind: 'ask'; candidates: string[]; packaging: string | null; reason: ClarifyReason }

const BOTTLES = (product: ProductData) => product.container !== 'canette' && product.container !== 'fut'

/** Settles brand, size and packaging by the rules R2 to R4 of the data's README; asks where they leave a doubt. */
export function resolveVariant(candidates: readonly string[], format: Format, index: CatalogueIndex): Resolved {
  const all = candidates.flatMap((id) => index.products.get(id) ?? [])
  const sold = (product: ProductData) =>
    (format.units ?? []).find((unit) => product.packagings.some((each) => each.unit === unit))
  const wanted = byContainer(bySize(all, format), format)
  const inUnit = format.units === null ? wanted : wanted.filter((product) => sold(product) !== undefined)
  const bulkWord = format.units?.some((unit) => index.units.bulk.has(unit)) ?? false
  const pool = inUnit.length > 0 ? inUnit : wanted
  const narrowed = bySizeWord(pool, format)
  const unitOf = (product: ProductData) => sold(product) ?? (bulkWord ? bulkPackaging(product, index) : null)
  const chosen = pick(narrowed, format)
  if (chosen === null) {
    const plain = format.units === null ? narrowed.filter(BOTTLES) : narrowed
    const asked = plain.length > 0 ? plain : narrowed
    const unit = asked[0] === undefined || format.units === null ? null : unitOf(asked[0])
    return { kind: 'ask', candidates: asked.map((product) => product.id), packaging: unit, reason: doubt(asked) }
  }
  if (format.units === null) return { kind: 'product', product: chosen, packaging: chosen.default_packaging }
  const unit = unitOf(chosen)
  if (unit === null) return { kind: 'ask', candidates: [chosen.id], packaging: null, reason: 'packaging' }
  return { kind: 'product', product: chosen, packaging: unit }
}

function pick(products: readonly ProductData[], format: Format): ProductData | null {
  if (products.length === 1) return products[0] ?? null
  const preferred = products.filter((product) => product.brand_default)
  if (preferred.length === 1 && preferred[0] !== undefined) return preferred[0]
  if (format.units === null && (format.sizeWord !== null || format.ml !== null)) {
    const bottles = products.filter(BOTTLES)
    if (bottles.length === 1) return bottles[0] ?? null
  }
  return null
}

function bySize(products: readonly ProductData[], format: Format): readonly ProductData[] {
  const { ml } = format
  if (ml === null) return products
  const near = (wanted: number) =>
    products.filter((product) => product.volume_ml !== null && Math.abs(product.volume_ml - wanted) <= 50)
  const exact = products.filter((product) => product.volume_ml === ml)
  const found = exact.length > 0 ? exact : near(ml)
  return found.length > 0 ? found : products
}

function byContainer(products: readonly ProductData[], format: Format): readonly ProductData[] {
  const canned = format.units?.includes('canette') ?? false
  const container = format.container ?? (canned ? 'canette' : format.units?.includes('fut') ? 'fut' : null)
  if (container === null) return products
  const found = products.filter((product) => product.container === container)
  return found.length > 0 ? found : products
}

/** "petite" is the smallest bottle sold, "grande" 65 cl of beer and 1.5 L of the rest, "grosse" the litre where there is one. */
function bySizeWord(products: readonly ProductData[], format: Format): readonly ProductData[] {
  if (format.sizeWord === null || products.length < 2) return products
  const bottles = products.filter(BOTTLES)
  const pool = bottles.length > 0 ? bottles : products
  const volumes = pool.map((product) => product.volume_ml ?? 0)
  const beer = pool[0]?.category === 'biere'
  const under = beer ? volumes.filter((volume) => volume <= 700) : volumes
  const target = {
    small: Math.min(...volumes),
    medium: volumes.includes(500) ? 500 : Math.min(...volumes),
    big: Math.max(...(under.length > 0 ? under : volumes)),
    huge: Math.max(...volumes),
  }[format.sizeWord]
  return pool.filter((product) => (product.volume_ml ?? 0) === target)
}

function bulkPackaging(product: ProductData, index: CatalogueIndex): string | null {
  const packagings = product.packagings.filter((packaging) => index.units.bulk.has(packaging.unit))
  return packagings[0]?.unit ?? null
}

function doubt(products: readonly ProductData[]): ClarifyReason {
  const families = new Set(products.map((product) => product.family))
  if (families.size > 1) return 'brand'
  const categories = new Set(products.map((product) => product.category))
  const volumes = new Set(products.map((product) => product.volume_ml))
  return volumes.size > 1 && categories.size === 1 ? 'size' : 'flavour'
}

/** R5: half of a packaging is half its pieces, one by one; half a kilo stays 0.5. */
export function halfOf(product: ProductData, packaging: string): { packaging: string; quantity: number } | null {
  if (packaging === 'kg') return { packaging, quantity: 0.5 }
  const whole = product.packagings.find((each) => each.unit === packaging)
  const single = product.packagings.find((each) => each.pieces === 1)
  if (whole === undefined || single === undefined || whole.pieces < 2) return null
  return { packaging: single.unit, quantity: Math.floor(whole.pieces / 2) }
}
