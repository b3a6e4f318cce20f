import { z } from 'zod'
import { readCosts } from '../../domain/costs/message-costs.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { messageCost } from './cost-shown.ts'
import { time } from './fields.ts'

const perOrder = z.object({ cost: z.number(), segments: z.number() }).nullable()
const costs = z.object({
  completedOrders: z.number().int().describe('delivered in the period'),
  total: messageCost.describe('all that was sent in the period'),
  perCompletedOrder: perOrder.describe('all that was sent in the period over its completed orders; null without one'),
  ofCompletedOrders: messageCost
    .extend({ perOrder })
    .describe('of messages about the completed orders, whenever they were sent'),
  byWay: z.array(
    messageCost.extend({
      adapter: z.string().nullable(),
      medium: z.enum(['whatsapp', 'sms']).nullable(),
      operator: z.string().nullable().describe('of an SMS: whose number it went to'),
    }),
  ),
  byText: z.array(messageCost.extend({ text: z.string().describe('the key of the text: supplier.request') })),
})
const period = z
  .object({ from: time.describe('sent or delivered at this time or later'), to: time.describe('before this time') })
  .refine(({ from, to }) => from < to, { message: 'from is not before to', path: ['to'] })

/** /api/costs: what messages cost, and an order that was completed (operations.md, KPIs). */
export async function costRoutes(api: Api, { pool }: ApiParts): Promise<void> {
  api.get(
    '/costs',
    {
      ...guarded(pool, 'ledger.read'),
      schema: {
        operationId: 'readCosts',
        tags: ['costs'],
        summary: 'What messages cost in a period, and per completed order',
        querystring: period,
        response: { 200: costs, ...problems() },
      },
    },
    async ({ query }) => {
      const { byWay, byText, ...sums } = await readCosts(pool, query)
      return { ...sums, byWay: [...byWay], byText: [...byText] }
    },
  )
}
