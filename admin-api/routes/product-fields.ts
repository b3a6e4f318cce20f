import { z } from 'zod'
import type { CatalogueFile } from '../../domain/catalogue/files.ts'

/** Ids of ours: bock-65cl, cocody, cocody-angre. */
export const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(80)
export const byProduct = z.object({ id: slug })

export const aliases = z.array(z.string().trim().min(1).max(80)).max(100)
const name = z.string().trim().min(1).max(80)

export const packaging = z.object({
  unit: z.string().trim().min(1).max(40).describe('casier, carton, pack, bouteille, kg...'),
  pieces: z.number().int().min(1).max(1000).describe('bottles in it'),
  returnable: z.boolean(),
  deposit: z.number().int().min(0).max(10_000_000).describe('francs'),
  referencePrice: z.number().int().min(1).max(10_000_000).describe('francs'),
  priceBasis: z.string().trim().min(1).max(80).describe('where the price comes from'),
})
export const packagingPrice = z.strictObject({
  referencePrice: packaging.shape.referencePrice,
  deposit: packaging.shape.deposit.optional(),
  priceBasis: packaging.shape.priceBasis.default('staff'),
})

const fields = z.object({
  brand: name,
  family: name,
  nameFr: name,
  nameEn: name,
  category: name,
  volumeMl: z.number().int().min(1).nullable(),
  weightUnit: z.string().max(20).nullable(),
  container: name,
  defaultPackaging: packaging.shape.unit,
  brandDefault: z.boolean().describe('what the brand’s name alone means'),
  synonyms: aliases,
  alcohol: z.boolean(),
  variableWeight: z.boolean().describe('invoiced at the weight on delivery'),
  active: z.boolean().describe('on sale'),
  packagings: z.array(packaging),
})
export const product = fields.extend({ id: z.string() })

export const productToWrite = fields
  .extend({
    active: fields.shape.active.default(true),
    packagings: z.array(packaging).min(1).max(20),
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
