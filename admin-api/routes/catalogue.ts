import { z } from 'zod'
import { wordKey } from '../../bot/understanding/words.ts'
import { importProducts } from '../../domain/catalogue/importing.ts'
import { findTakenWords } from '../../domain/catalogue/taken-words.ts'
import { writeProducts } from '../../domain/catalogue/writing.ts'
import { isRefused, refused } from '../../domain/work/refusals.ts'
import { statement } from '../../domain/work/sql.ts'
import type { Work } from '../../domain/work/work.ts'
import { csvImport } from '../csv-import.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import { byName, page, pageOf } from '../paging.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem, sendRefusal } from '../problems.ts'
import { containing } from '../searching.ts'
import { answer, staffAction } from '../staff-work.ts'
import { asInFile, byProduct, packaging, packagingPrice, product, productToWrite } from './product-fields.ts'

const filters = byName.extend({
  search: z.string().trim().min(1).max(60).optional().describe('a part of a name, a brand or an id, or a synonym'),
  category: z.string().max(40).optional(),
  active: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
})

const setActive = statement('admin.productActive', 'update product set active = $2 where id = $1')
const setPrice = statement<z.infer<typeof packaging>>(
  'admin.packagingPrice',
  `update packaging set reference_price = $3, deposit = coalesce($4, deposit), price_basis = $5
   where product_id = $1 and unit = $2
   returning unit, pieces, returnable, deposit, reference_price as "referencePrice", price_basis as "priceBasis"`,
)
const readPrice = statement<{ referencePrice: number; deposit: number }>(
  'admin.readPackagingPrice',
  'select reference_price as "referencePrice", deposit from packaging where product_id = $1 and unit = $2 for update',
)

/** /api/catalogue: products and packagings; what staff change is understood in messages within seconds. */
export async function catalogueRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { pool, database } = parts
  const readOne = (id: string) => database.product.findUnique({ where: { id }, include: { packagings: true } })

  api.get(
    '/catalogue/products',
    {
      ...guarded(pool, 'catalogue.read'),
      schema: {
        operationId: 'listProducts',
        tags: ['catalogue'],
        summary: 'List or search products',
        querystring: filters,
        response: { 200: pageOf(product), ...problems() },
      },
    },
    async ({ query }) => {
      const { search, category, active, after } = query
      const contains = containing(search ?? '')
      const rows = await database.product.findMany({
        where: {
          ...(after !== undefined && { id: { gt: after } }),
          ...(category && { category }),
          ...(active !== undefined && { active }),
          ...(search && {
            OR: [
              { id: contains },
              { nameFr: contains },
              { nameEn: contains },
              { brand: contains },
              { synonyms: { has: search.toLowerCase() } },
            ],
          }),
        },
        include: { packagings: true },
        orderBy: { id: 'asc' },
        take: query.limit + 1,
      })
      return page(
        rows,
        query.limit,
        ({ id }) => id,
        (row) => row,
      )
    },
  )

  api.get(
    '/catalogue/products/:id',
    {
      ...guarded(pool, 'catalogue.read'),
      schema: {
        operationId: 'readProduct',
        tags: ['catalogue'],
        summary: 'Read a product with its packagings',
        params: byProduct,
        response: { 200: product, ...problems('PRODUCT_NOT_FOUND') },
      },
    },
    async ({ params }, reply) => (await readOne(params.id)) ?? sendProblem(reply, 'PRODUCT_NOT_FOUND'),
  )

  api.put(
    '/catalogue/products/:id',
    {
      ...guarded(pool, 'catalogue.write'),
      schema: {
        operationId: 'writeProduct',
        tags: ['catalogue'],
        summary: 'Add a product, or change the one there is; packagings that are not named stay',
        description: 'Refused with a name or synonym that staff gave to another product: take it from that one first.',
        params: byProduct,
        body: productToWrite,
        response: { 200: product, ...problems('SYNONYM_TAKEN') },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { body } = request
      const before = await readOne(id)
      const what = { action: 'product.write', subject: `product:${id}`, before: async () => before }
      const outcome = await staffAction(parts, request, what, async (work: Work) => {
        const written = asInFile(id, body)
        const [taken] = await findTakenWords(work, [written], wordKey)
        if (taken !== undefined) return refused('SYNONYM_TAKEN', { word: taken.word, product: taken.takenBy })
        await writeProducts(work, [written])
        await setActive(work.sql, [id, body.active])
        return { id }
      })
      if (isRefused(outcome)) return sendRefusal(reply, outcome)
      await parts.onCatalogueChanged()
      return (await readOne(id)) ?? sendProblem(reply, 'PRODUCT_NOT_FOUND')
    },
  )

  api.put(
    '/catalogue/products/:id/packagings/:unit/price',
    {
      ...guarded(pool, 'catalogue.write'),
      schema: {
        operationId: 'setPackagingPrice',
        tags: ['catalogue'],
        summary: 'Set the reference price, and the deposit, of one packaging; orders placed before keep theirs',
        params: byProduct.extend({ unit: z.string().max(40) }),
        body: packagingPrice,
        response: { 200: packaging, ...problems('PRODUCT_NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { id, unit } = request.params
      const { referencePrice, deposit, priceBasis } = request.body
      const what = {
        action: 'packaging.price',
        subject: `product:${id}/${unit}`,
        before: async ({ sql }: Work) => (await readPrice(sql, [id, unit]))[0],
      }
      const outcome = await staffAction(parts, request, what, async ({ sql }) => {
        const [priced] = await setPrice(sql, [id, unit, referencePrice, deposit ?? null, priceBasis])
        return priced ?? refused('PRODUCT_NOT_FOUND')
      })
      if (!isRefused(outcome)) await parts.onCatalogueChanged()
      return answer(reply, outcome)
    },
  )

  await csvImport(api, parts, {
    url: '/catalogue/import',
    operationId: 'importProducts',
    tag: 'catalogue',
    summary: 'Import products from CSV, one row per packaging: all of it, or nothing and every mistake with its line',
    columns:
      'id, brand, family, name_fr, name_en, category, volume_ml, weight_unit, container, default_packaging, brand_default, synonyms, alcohol, variable_weight, unit, pieces, returnable, deposit_xof, reference_price_xof, price_basis',
    load: (work, csv) => importProducts(work, csv, wordKey),
  })
}
