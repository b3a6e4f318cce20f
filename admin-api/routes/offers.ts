import { z } from 'zod'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import { byUuid, page, pageOf } from '../paging.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { byId } from './fields.ts'
import { offerRow, offerShown, shownOffer, shownOffers } from './offer-shown.ts'

const filters = byUuid.extend({
  supplier: z.uuid().optional().describe('account'),
  status: offerShown.shape.status.optional(),
})

/** /api/offers and the offers of an order, each with why it ranks where it does. */
export async function offerRoutes(api: Api, { pool, database, now }: ApiParts): Promise<void> {
  api.get(
    '/offers',
    {
      ...guarded(pool, 'orders.read'),
      schema: {
        operationId: 'listOffers',
        tags: ['offers'],
        summary: 'List offers, of one supplier or of all, newest first',
        description: 'The rank is that of the choice; what an open offer’s is now, its order says.',
        querystring: filters,
        response: { 200: pageOf(offerShown), ...problems() },
      },
    },
    async ({ query }) => {
      const rows = await database.offer.findMany({
        where: {
          ...(query.supplier && { supplierId: query.supplier }),
          ...(query.status && { status: query.status }),
          ...(query.after && { id: { lt: query.after } }),
        },
        select: offerRow,
        orderBy: { id: 'desc' },
        take: query.limit + 1,
      })
      return page(rows, query.limit, ({ id }) => id, shownOffer)
    },
  )

  api.get(
    '/orders/:id/offers',
    {
      ...guarded(pool, 'orders.read'),
      schema: {
        operationId: 'listOffersOfOrder',
        tags: ['offers'],
        summary: 'The offers of an order, best first, with the inputs of the ranking',
        params: byId,
        response: { 200: z.object({ items: z.array(offerShown) }), ...problems('ORDER_NOT_FOUND') },
      },
    },
    async ({ params }, reply) => {
      const order = await database.order.findUnique({
        where: { id: params.id },
        select: { offers: { select: offerRow, orderBy: { madeAt: 'asc' } } },
      })
      if (order === null) return sendProblem(reply, 'ORDER_NOT_FOUND')
      const items = shownOffers(order.offers, now())
      return { items: items.toSorted((a, b) => (a.rank ?? items.length + 1) - (b.rank ?? items.length + 1)) }
    },
  )
}
