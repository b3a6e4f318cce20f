import { readFileSync } from 'node:fs'
import { z } from 'zod'

// The catalogue and the zones as they are shipped: prisma/data. Field names are those of the files.

const packagingSchema = z.object({
  unit: z.string().min(1),
  pieces: z.int().positive(),
  returnable: z.boolean(),
  deposit_xof: z.int().min(0),
  reference_price_xof: z.int().positive(),
  price_basis: z.string(),
})
const productSchema = z.object({
  id: z.string().min(1),
  brand: z.string(),
  family: z.string(),
  name_fr: z.string().min(1),
  name_en: z.string().min(1),
  category: z.string().min(1),
  volume_ml: z.int().positive().nullable(),
  weight_unit: z.string().nullable(),
  container: z.string(),
  packagings: z.array(packagingSchema).min(1),
  default_packaging: z.string(),
  brand_default: z.boolean(),
  synonyms: z.array(z.string()),
  alcohol: z.boolean(),
  variable_weight: z.boolean(),
})
const unitSchema = z.object({ bulk: z.boolean(), aliases: z.array(z.string()) })
const catalogueSchema = z.object({ products: z.array(productSchema), units: z.record(z.string(), unitSchema) })

const quartierSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  lat: z.number(),
  lon: z.number(),
  aliases: z.array(z.string()),
})
const communeSchema = quartierSchema.extend({
  adjacent: z.array(z.string()),
  delivery_fee_xof: z.int().min(0),
  quartiers: z.array(quartierSchema),
})
const zonesSchema = z.object({
  communes: z.array(communeSchema),
  sides: z.object({ nord: z.array(z.string()), sud: z.array(z.string()) }),
})

export type CatalogueFile = z.infer<typeof catalogueSchema>
export type ZonesFile = z.infer<typeof zonesSchema>

/** The shipped catalogue: products with their packagings, and the names of the units. */
export function readCatalogueFile(): CatalogueFile {
  return catalogueSchema.parse(readJson('catalogue.json'))
}

/** The shipped communes and quartiers of Abidjan. */
export function readZonesFile(): ZonesFile {
  return zonesSchema.parse(readJson('zones.json'))
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../prisma/data/${name}`, import.meta.url), 'utf8'))
}
