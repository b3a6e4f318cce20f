import { z } from 'zod'
import { readOrderCost } from '../../domain/costs/message-costs.ts'
import type { Prisma } from '../../prisma/generated/client.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import { byUuid, page, pageOf } from '../paging.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { messageCost } from './cost-shown.ts'
import { byId, orderStatus, time } from './fields.ts'
import { orderRead, orderShown, READ, SHOWN, shownOrder, wholeOrder } from './order-shown.ts'

const VIEWS = {
  all: {},
  waiting_for_offers: { status: 'pending_offers' },
  offers_received: { status: 'offers_received' },
  // chosen and not confirmed yet is what staff look for under "preparing"
  preparing: { status: { in: ['accepted', 'preparing'] } },
  delivering: { status: 'delivering' },
  delivered_unpaid: { status: 'delivered' },
  disputes: { disputes: { some: { closedAt: null } } },
} as const satisfies Record<string, Prisma.OrderWhereInput>

const view = z.enum([
  'all',
  'waiting_for_offers',
  'offers_received',
  'preparing',
  'delivering',
  'delivered_unpaid',
  'disputes',
])

const filters = byUuid.extend({
  view: view.default('all'),
  status: orderStatus.optional().describe('draft shows carts, which are in no view'),
  zone: z.string().max(80).optional(),
  client: z.uuid().optional().describe('account'),
  supplier: z.uuid().optional().describe('account that won it'),
  number: z.coerce.number().int().min(1).max(2_147_483_647).optional().describe('DISTRI 1042'),
  from: time.optional().describe('placed at this time or later'),
  to: time.optional().describe('placed before this time'),
})

/** /api/orders: the views of product.md 2, and an order with all that happened to it. Never the delivery code. */
export async function orderRoutes(api: Api, { pool, database, now }: ApiParts): Promise<void> {
  api.get(
    '/orders',
    {
      ...guarded(pool, 'orders.read'),
      schema: {
        operationId: 'listOrders',
        tags: ['orders'],
        summary: 'List orders of a view, newest first',
        querystring: filters,
        response: { 200: pageOf(orderShown), ...problems() },
      },
    },
    async ({ query }) => {
      const rows = await database.order.findMany({
        where: whereOf(query),
        select: SHOWN,
        orderBy: { id: 'desc' },
        take: query.limit + 1,
      })
      return page(rows, query.limit, ({ id }) => id, shownOrder)
    },
  )

  api.get(
    '/orders/:id',
    {
      ...guarded(pool, 'orders.read'),
      schema: {
        operationId: 'readOrder',
        tags: ['orders'],
        summary:
          'Read an order with its lines, offers, payments, corrections, ratings, disputes and log, and what its messages cost',
        params: byId,
        response: {
          200: orderRead.extend({ messageCost: messageCost.describe('of the messages about it, to whomever') }),
          ...problems('ORDER_NOT_FOUND'),
        },
      },
    },
    async ({ params }, reply) => {
      const [row, cost] = await Promise.all([
        database.order.findUnique({ where: { id: params.id }, select: READ }),
        readOrderCost(pool, params.id),
      ])
      return row === null ? sendProblem(reply, 'ORDER_NOT_FOUND') : { ...wholeOrder(row, now()), messageCost: cost }
    },
  )
}

function whereOf(query: z.output<typeof filters>): Prisma.OrderWhereInput {
  const { zone, client, supplier, number, status, from, to, after } = query
  return {
    AND: [
      VIEWS[query.view],
      status === undefined ? { status: { not: 'draft' } } : { status },
      ...(zone === undefined ? [] : [{ zoneId: zone }]),
      ...(client === undefined ? [] : [{ clientId: client }]),
      ...(supplier === undefined ? [] : [{ offers: { some: { supplierId: supplier, status: 'chosen' as const } } }]),
      ...(number === undefined ? [] : [{ number }]),
      ...(from === undefined ? [] : [{ placedAt: { gte: from } }]),
      ...(to === undefined ? [] : [{ placedAt: { lt: to } }]),
      // newest first: ids are time-ordered (uuidv7)
      ...(after === undefined ? [] : [{ id: { lt: after } }]),
    ],
  }
}
