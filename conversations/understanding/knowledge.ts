import type { CatalogueData, ZonesData } from './catalogue-data.ts'
import type { IntentModel } from './intent-model.ts'
import { buildPlaceIndex, type PlaceIndex } from './places.ts'
import { buildCatalogueIndex, type CatalogueIndex } from './products.ts'
import { INTENT_MODEL } from './trained-intents.ts'

/** Everything that is looked up while reading, built once and never changed. */
export interface Knowledge {
  catalogue: CatalogueIndex
  places: PlaceIndex
  intents: IntentModel
}

/** Builds the indexes; a few milliseconds for 128 products, so once per catalogue version. */
export function buildKnowledge(
  catalogue: CatalogueData,
  zones: ZonesData,
  intents: IntentModel = INTENT_MODEL,
): Knowledge {
  return { catalogue: buildCatalogueIndex(catalogue), places: buildPlaceIndex(zones), intents }
}
