import type { CatalogueData, ZonesData } from './catalogue-data.ts'
import { buildPlaceIndex, type PlaceIndex } from './places.ts'
import { buildCatalogueIndex, type CatalogueIndex } from './products.ts'

/** Everything that is looked up while reading, built once and never changed. */
export interface Knowledge {
  catalogue: CatalogueIndex
  places: PlaceIndex
}

/** Builds the indexes; a few milliseconds for 128 products, so once per catalogue version. */
export function buildKnowledge(catalogue: CatalogueData, zones: ZonesData): Knowledge {
  return { catalogue: buildCatalogueIndex(catalogue), places: buildPlaceIndex(zones) }
}
