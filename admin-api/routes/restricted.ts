import { z } from 'zod'
import { openPage } from '../../domain/pages/links.ts'
import { classifyCategory, readCategories } from '../../domain/restricted/classes.ts'
import { liftRestrictedStop, readStops, type Surface, stopRestricted } from '../../domain/restricted/stopping.ts'
import { isRefused, refused } from '../../domain/work/refusals.ts'
import { statement } from '../../domain/work/sql.ts'
import type { Work } from '../../domain/work/work.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { answer, staffAction } from '../staff-work.ts'

const goodsClass = z.enum(['open', 'restricted'])
const category = z.object({
  id: z.string(),
  class: goodsClass,
  products: z.number().int(),
  alcohol: z.boolean().describe('with alcohol in it, it cannot be opened'),
})
const stop = z.object({
  surface: z.string().describe('adapter and medium: twilio-whatsapp'),
  why: z.string(),
  thrownBy: z.string().describe('the id of a key, or the part of the program that threw it'),
  thrownAt: z.date(),
})
const bySurface = z.object({ surface: z.string().max(80) })
const byAccount = z.object({ id: z.uuid() })

const readClass = statement<{ class: string }>(
  'admin.categoryClass',
  'select class from product_category where id = $1',
)
const findContact = statement<{ id: string; orderId: string | null }>(
  'admin.contactForPage',
  `select c.id, (select o.id from "order" o where o.contact_id = c.id and o.status <> 'cancelled'
     order by o.status = 'draft' desc, o.created_at desc limit 1) as "orderId"
   from contact c join account a on a.id = c.account_id
   where a.id = $1 and a.kind = 'client' and a.status = 'approved'
   order by c.channel = 'sms' desc, c.last_inbound_at desc nulls last limit 1`,
)

/** /api/restricted, /api/channels/SURFACE/restricted-stop: what may be said where (product.md 7). */
export async function restrictedRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { pool, surfaces } = parts
  const surfaceNamed = (name: string): Surface | undefined => surfaces.find((surface) => surface === name)

  api.get(
    '/restricted',
    {
      ...guarded(pool, 'catalogue.read'),
      schema: {
        operationId: 'readRestricted',
        tags: ['restricted'],
        summary: 'The class of each category, the surfaces, and the stops in force',
        response: {
          200: z.object({
            categories: z.array(category),
            surfaces: z.array(z.string()),
            stops: z.array(stop),
          }),
          ...problems(),
        },
      },
    },
    async () => {
      const [categories, stops] = await Promise.all([readCategories(pool), readStops(pool)])
      return { categories: [...categories], surfaces: [...surfaces], stops: [...stops] }
    },
  )

  api.put(
    '/restricted/categories/:id',
    {
      ...guarded(pool, 'catalogue.write'),
      schema: {
        operationId: 'classifyCategory',
        tags: ['restricted'],
        summary: 'Say whether the goods of a category are open or restricted',
        params: z.object({ id: z.string().max(80) }),
        body: z.strictObject({ class: goodsClass }),
        response: {
          200: z.object({ id: z.string(), class: goodsClass }),
          ...problems('CATEGORY_NOT_FOUND', 'CATEGORY_HOLDS_ALCOHOL'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const what = {
        action: 'category.classify',
        subject: `category:${id}`,
        before: async ({ sql }: Work) => (await readClass(sql, [id]))[0],
      }
      const act = { category: id, class: request.body.class }
      const outcome = await staffAction(parts, request, what, (work) => classifyCategory(work, act))
      if (!isRefused(outcome)) await parts.onCatalogueChanged()
      return answer(reply, outcome)
    },
  )

  api.post(
    '/channels/:surface/restricted-stop',
    {
      ...guarded(pool, 'restricted.stop'),
      schema: {
        operationId: 'stopRestricted',
        tags: ['restricted'],
        summary: 'Stop all restricted goods on a surface at once, whatever the configuration allows',
        params: bySurface,
        body: z.strictObject({ why: z.string().trim().min(1).max(500) }),
        response: { 200: stop, ...problems('SURFACE_NOT_FOUND', 'REASON_NEEDED') },
      },
    },
    async (request, reply) => {
      const surface = surfaceNamed(request.params.surface)
      if (surface === undefined) return sendProblem(reply, 'SURFACE_NOT_FOUND')
      const what = { action: 'restricted.stop', subject: `surface:${surface}` }
      const { why } = request.body
      const outcome = await staffAction(parts, request, what, (work) => stopRestricted(work, { surface, why }))
      await parts.onStopsChanged()
      return answer(reply, outcome)
    },
  )

  api.delete(
    '/channels/:surface/restricted-stop',
    {
      ...guarded(pool, 'restricted.stop'),
      schema: {
        operationId: 'liftRestrictedStop',
        tags: ['restricted'],
        summary: 'Lift the stop: back to what the configuration says',
        params: bySurface,
        response: { 200: z.object({ lifted: z.literal(true) }), ...problems('SURFACE_NOT_FOUND', 'STOP_NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const surface = surfaceNamed(request.params.surface)
      if (surface === undefined) return sendProblem(reply, 'SURFACE_NOT_FOUND')
      const what = {
        action: 'restricted.lift',
        subject: `surface:${surface}`,
        before: async ({ sql }: Work) => (await readStops(sql)).find((one) => one.surface === surface),
      }
      const outcome = await staffAction(parts, request, what, (work) => liftRestrictedStop(work, { surface }))
      await parts.onStopsChanged()
      return answer(reply, outcome)
    },
  )

  api.post(
    '/accounts/:id/page',
    {
      ...guarded(pool, 'conversations.write'),
      schema: {
        operationId: 'openPage',
        tags: ['restricted'],
        summary:
          'A link to the page of a client’s cart or order, to be read out on the phone; shown once, valid 24 hours',
        params: byAccount,
        response: { 200: z.object({ url: z.string() }), ...problems('ACCOUNT_NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const accountId = request.params.id
      // The link opens the client's cart: it is in nobody's audit.
      const what = { action: 'page.open', subject: `account:${accountId}`, after: () => undefined }
      const outcome = await staffAction(parts, request, what, async (work) => {
        const [contact] = await findContact(work.sql, [accountId])
        if (contact === undefined) return refused('ACCOUNT_NOT_FOUND')
        const token = await openPage(work, { accountId, contactId: contact.id, orderId: contact.orderId })
        return { url: `${parts.publicUrl}/c/${token}` }
      })
      return answer(reply, outcome)
    },
  )
}
