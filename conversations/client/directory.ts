import type { Directory } from './known.ts'

/** The part of catalogue.json (or of the products in the database, mapped alike) that dialogues need. */
interface CatalogueSource {
  readonly products: readonly {
    readonly id: string
    readonly name_fr: string
    readonly family: string
    readonly category: string
    readonly default_packaging: string
    readonly packagings: readonly {
      readonly unit: string
      readonly reference_price_xof: number
      readonly deposit_xof: number
    }[]
  }[]
}

interface Located {
  readonly id: string
  readonly name: string
  readonly lat: number
  readonly lon: number
}

interface ZonesSource {
  readonly communes: readonly (Located & { readonly quartiers: readonly Located[] })[]
}

/** Builds what `known.directory` carries; once per catalogue version, for the lane to pass along with every event. */
export function directoryOf(catalogue: CatalogueSource, zones: ZonesSource): Directory {
  const products = catalogue.products.map((product) => {
    const units = product.packagings.map(({ unit, reference_price_xof: price, deposit_xof: deposit }) => ({
      unit,
      price,
      deposit,
    }))
    const { id, name_fr: name, family, category, default_packaging: defaultUnit } = product
    return [id, { id, name, family, category, defaultUnit, units }] as const
  })
  const placed = ({ id, name, lat, lon }: Located) => ({ id, name, latitude: lat, longitude: lon })
  const places = zones.communes.map((commune) => ({ ...placed(commune), quartiers: commune.quartiers.map(placed) }))
  return { products: new Map(products), places }
}
