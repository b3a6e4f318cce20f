import { z } from 'zod'
import { importZones } from '../../domain/catalogue/importing.ts'
import { writeZones } from '../../domain/catalogue/writing.ts'
import { isRefused, refused } from '../../domain/work/refusals.ts'
import { statement } from '../../domain/work/sql.ts'
import type { Work } from '../../domain/work/work.ts'
import { csvImport } from '../csv-import.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import { byName, page, pageOf } from '../paging.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { answer, staffAction } from '../staff-work.ts'
import { aliases, slug } from './product-fields.ts'

const placeShown = z.object({
  id: z.string(),
  name: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  aliases: z.array(z.string()).describe('what people call it'),
})
const zoneShown = placeShown.extend({
  side: z.enum(['nord', 'sud']).describe('of the lagoon'),
  adjacent: z.array(z.string()),
  deliveryFee: z.number().int().describe('francs, from the same or an adjacent zone'),
  active: z.boolean(),
  suppliers: z.number().int().describe('that serve it'),
})
const zoneRead = zoneShown.extend({ quartiers: z.array(placeShown) })

const fee = z.number().int().min(0).max(100_000)
const place = z.strictObject({
  name: z.string().trim().min(1).max(80),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  aliases,
})
const zoneToWrite = place.extend({
  side: zoneShown.shape.side,
  adjacent: z.array(slug).max(40),
  deliveryFee: fee,
  active: z.boolean().default(true),
  quartiers: z
    .array(place.extend({ id: slug }))
    .max(200)
    .default([])
    .describe('added or changed; those not named stay'),
})
const byZone = z.object({ id: slug })

const setActive = statement('admin.zoneActive', 'update zone set active = $2 where id = $1')
const readFee = statement<{ deliveryFee: number }>(
  'admin.readZoneFee',
  'select delivery_fee as "deliveryFee" from zone where id = $1 for update',
)
const setFee = statement<{ id: string; deliveryFee: number }>(
  'admin.setZoneFee',
  'update zone set delivery_fee = $2 where id = $1 returning id, delivery_fee as "deliveryFee"',
)
const suppliers = {
  _count: { select: { suppliers: { where: { supplier: { account: { status: 'approved' } } } } } },
} as const

/** /api/zones: communes, their quartiers and delivery fees. */
export async function zoneRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { pool, database } = parts

  async function readOne(id: string) {
    const include = { quartiers: { orderBy: { id: 'asc' } }, ...suppliers } as const
    const row = await database.zone.findUnique({ where: { id }, include })
    return row === null ? null : shown(row)
  }

  api.get(
    '/zones',
    {
      ...guarded(pool, 'catalogue.read'),
      schema: {
        operationId: 'listZones',
        tags: ['zones'],
        summary: 'List zones with their delivery fees',
        querystring: byName,
        response: { 200: pageOf(zoneShown), ...problems() },
      },
    },
    async ({ query }) => {
      const rows = await database.zone.findMany({
        where: query.after === undefined ? {} : { id: { gt: query.after } },
        include: suppliers,
        orderBy: { id: 'asc' },
        take: query.limit + 1,
      })
      return page(rows, query.limit, ({ id }) => id, shown)
    },
  )

  api.get(
    '/zones/:id',
    {
      ...guarded(pool, 'catalogue.read'),
      schema: {
        operationId: 'readZone',
        tags: ['zones'],
        summary: 'Read a zone with its quartiers',
        params: byZone,
        response: { 200: zoneRead, ...problems('ZONE_NOT_FOUND') },
      },
    },
    async ({ params }, reply) => (await readOne(params.id)) ?? sendProblem(reply, 'ZONE_NOT_FOUND'),
  )

  api.put(
    '/zones/:id',
    {
      ...guarded(pool, 'catalogue.write'),
      schema: {
        operationId: 'writeZone',
        tags: ['zones'],
        summary: 'Add a zone, or change the one there is',
        params: byZone,
        body: zoneToWrite,
        response: { 200: zoneRead, ...problems() },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { body } = request
      const before = await readOne(id)
      const what = { action: 'zone.write', subject: `zone:${id}`, before: async () => before }
      await staffAction(parts, request, what, async (work: Work) => {
        await writeZones(work, [asInFile(id, body)])
        await setActive(work.sql, [id, body.active])
        return { id }
      })
      await parts.onCatalogueChanged()
      return (await readOne(id)) ?? sendProblem(reply, 'ZONE_NOT_FOUND')
    },
  )

  api.put(
    '/zones/:id/fee',
    {
      ...guarded(pool, 'catalogue.write'),
      schema: {
        operationId: 'setZoneFee',
        tags: ['zones'],
        summary: 'Set the delivery fee of a zone; orders placed before keep theirs',
        params: byZone,
        body: z.strictObject({ deliveryFee: fee }),
        response: { 200: zoneShown.pick({ id: true, deliveryFee: true }), ...problems('ZONE_NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const what = {
        action: 'zone.fee',
        subject: `zone:${id}`,
        before: async ({ sql }: Work) => (await readFee(sql, [id]))[0],
      }
      const outcome = await staffAction(parts, request, what, async ({ sql }) => {
        const [changed] = await setFee(sql, [id, request.body.deliveryFee])
        return changed ?? refused('ZONE_NOT_FOUND')
      })
      if (!isRefused(outcome)) await parts.onCatalogueChanged()
      return answer(reply, outcome)
    },
  )

  await csvImport(api, parts, {
    url: '/zones/import',
    operationId: 'importZones',
    tag: 'zones',
    summary: 'Import zones from CSV: all of it, or nothing and every mistake with its line',
    columns: 'id, name, lat, lon, side, adjacent, aliases, delivery_fee_xof',
    load: importZones,
  })
}

function shown<Row extends { readonly side: string; readonly _count: { readonly suppliers: number } }>(row: Row) {
  return { ...row, side: row.side === 'sud' ? ('sud' as const) : ('nord' as const), suppliers: row._count.suppliers }
}

function asInFile(
  id: string,
  { latitude, longitude, deliveryFee, quartiers, active: _, ...body }: z.infer<typeof zoneToWrite>,
) {
  return {
    ...body,
    id,
    lat: latitude,
    lon: longitude,
    delivery_fee_xof: deliveryFee,
    quartiers: quartiers.map((one) => ({ ...one, lat: one.latitude, lon: one.longitude })),
  }
}
