import { z } from 'zod'
import type { CatalogueFile } from '../../domain/catalogue/files.ts'

/** Ids of ours: bock-65cl, cocody, cocody-angre. */
export const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(80)
export const byProduct = z.object({ id: slug })

// What is shown is what is stored; only what staff send is held to limits.

export const packaging = z.object({
  unit: z.string().describe('casier, carton, pack, bouteille, kg...'),
  pieces: z.number().int().describe('bottles in it'),
  returnable: z.boolean(),
  deposit: z.number().int().describe('francs'),
  referencePrice: z.number().int().describe('francs'),
  priceBasis: z.string().describe('where the price comes from'),
})
export const product = z.object({
  id: z.string(),
  brand: z.string(),
  family: z.string(),
  nameFr: z.string(),
  nameEn: z.string(),
  category: z.string(),
  volumeMl: z.number().int().nullable(),
  weightUnit: z.string().nullable(),
  container: z.string(),
  defaultPackaging: z.string(),
  brandDefault: z.boolean().describe('what the brand’s name alone means'),
  synonyms: z.array(z.string()),
  alcohol: z.boolean(),
  variableWeight: z.boolean().describe('invoiced at the weight on delivery'),
  active: z.boolean().describe('on sale'),
  packagings: z.array(packaging),
})

export const aliases = z.array(z.string().trim().min(1).max(80)).max(100)
const name = z.string().trim().min(1).max(80)
const maybeEmpty = z.string().trim().max(80)
const francs = z.number().int().max(10_000_000)

const packagingToWrite = packaging
  .extend({
    unit: z.string().trim().min(1).max(40),
    pieces: z.number().int().min(1).max(1000),
    deposit: francs.min(0),
    referencePrice: francs.min(1),
    priceBasis: name,
  })
  .strict()

export const packagingPrice = z.strictObject({
  referencePrice: francs.min(1),
  deposit: francs.min(0).optional(),
  priceBasis: name.default('staff'),
})

export const productToWrite = product
  .omit({ id: true })
  .extend({
    brand: maybeEmpty,
    family: maybeEmpty,
    nameFr: name,
    nameEn: name,
    category: name,
    volumeMl: z.number().int().min(1).nullable(),
    weightUnit: maybeEmpty.nullable(),
    container: maybeEmpty,
    synonyms: aliases,
    active: z.boolean().default(true),
    packagings: z.array(packagingToWrite).min(1).max(20),
  })
  .strict()
  .refine(({ packagings, defaultPackaging }) => packagings.some(({ unit }) => unit === defaultPackaging), {
    path: ['defaultPackaging'],
    message: 'is not among the packagings',
  })
  .refine(({ packagings }) => new Set(packagings.map(({ unit }) => unit)).size === packagings.length, {
    path: ['packagings'],
    message: 'names a unit twice',
  })

/** A product with the field names of catalogue.json, which the domain writes. */
export function asInFile(id: string, body: z.infer<typeof productToWrite>): CatalogueFile['products'][number] {
  return {
    id,
    brand: body.brand,
    family: body.family,
    name_fr: body.nameFr,
    name_en: body.nameEn,
    category: body.category,
    volume_ml: body.volumeMl,
    weight_unit: body.weightUnit,
    container: body.container,
    default_packaging: body.defaultPackaging,
    brand_default: body.brandDefault,
    synonyms: body.synonyms,
    alcohol: body.alcohol,
    variable_weight: body.variableWeight,
    packagings: body.packagings.map((one) => ({
      unit: one.unit,
      pieces: one.pieces,
      returnable: one.returnable,
      deposit_xof: one.deposit,
      reference_price_xof: one.referencePrice,
      price_basis: one.priceBasis,
    })),
  }
}
