/**
 * What the understanding needs to know of the catalogue and the zones: the shape of `catalogue.json` and `zones.json`,
 * so that a file can be passed as it is and a database row with a plain mapping.
 */

export interface PackagingData {
  unit: string
  pieces: number
}

export interface ProductData {
  id: string
  brand: string
  family: string
  name_fr: string
  category: string
  volume_ml: number | null
  /** verre_consigne, verre_perdu, canette, pet, fut, brique, vrac... */
  container: string
  packagings: readonly PackagingData[]
  default_packaging: string
  brand_default: boolean
  synonyms: readonly string[]
}

export interface UnitData {
  bulk: boolean
  aliases: readonly string[]
}

export interface CatalogueData {
  products: readonly ProductData[]
  units: Readonly<Record<string, UnitData>>
}

export interface QuartierData {
  id: string
  name: string
  aliases: readonly string[]
}

export interface CommuneData {
  id: string
  name: string
  aliases: readonly string[]
  quartiers: readonly QuartierData[]
}

export interface ZonesData {
  communes: readonly CommuneData[]
}
