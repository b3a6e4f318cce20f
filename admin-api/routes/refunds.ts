import { z } from 'zod'
import { settleRefund } from '../../domain/money/refunds.ts'
import { statement } from '../../domain/work/sql.ts'
import type { Work } from '../../domain/work/work.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import { byUuid, page, pageOf } from '../paging.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { answer, staffAction } from '../staff-work.ts'
import { byReference, paymentMethod, words } from './fields.ts'

const status = z.enum(['requested', 'sent', 'done', 'failed'])
const refund = z.object({
  id: z.uuid(),
  reference: z.string(),
  orderId: z.uuid().nullable().describe('null: of money that nobody had asked for'),
  orderNumber: z.number().int().nullable(),
  method: paymentMethod,
  amount: z.number().int(),
  reason: z.string(),
  status,
  requestedAt: z.date(),
  doneAt: z.date().nullable(),
})

const readCash = statement<{ status: z.infer<typeof status>; method: string }>(
  'admin.refundMethod',
  `select r.status, coalesce(p.method, u.method) as method from refund r left join payment p on p.id = r.payment_id
     left join unmatched_payment u on u.id = r.unmatched_id where r.reference = $1`,
)

/** /api/refunds: what goes back to clients, and cash that a depot has given back. */
export async function refundRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { pool, database } = parts

  api.get(
    '/refunds',
    {
      ...guarded(pool, 'ledger.read'),
      schema: {
        operationId: 'listRefunds',
        tags: ['ledger'],
        summary: 'List refunds, newest first',
        querystring: byUuid.extend({ status: status.optional() }),
        response: { 200: pageOf(refund), ...problems() },
      },
    },
    async ({ query }) => {
      const rows = await database.refund.findMany({
        where: { ...(query.status && { status: query.status }), ...(query.after && { id: { lt: query.after } }) },
        include: {
          payment: { select: { method: true, order: { select: { id: true, number: true } } } },
          unmatched: { select: { method: true } },
        },
        orderBy: { id: 'desc' },
        take: query.limit + 1,
      })
      return page(
        rows,
        query.limit,
        ({ id }) => id,
        ({ payment, unmatched, ...row }) => ({
          ...row,
          method: payment?.method ?? unmatched?.method ?? 'cash',
          orderId: payment?.order.id ?? null,
          orderNumber: payment?.order.number ?? null,
        }),
      )
    },
  )

  api.post(
    '/refunds/:reference/done',
    {
      ...guarded(pool, 'refunds.write'),
      schema: {
        operationId: 'confirmCashRefund',
        tags: ['ledger'],
        summary: 'Cash was given back: booked, and the client is told',
        description: 'Only for what was paid in cash: of the rest the operator says what became of it.',
        params: byReference,
        body: z.strictObject({ proof: words.describe('who said so, or the receipt') }),
        response: {
          200: z.object({ changed: z.boolean() }),
          ...problems('REFUND_NOT_FOUND', 'REFUND_NOT_CASH'),
        },
      },
    },
    async (request, reply) => {
      const { reference } = request.params
      const [found] = await readCash(pool, [reference])
      if (found === undefined) return sendProblem(reply, 'REFUND_NOT_FOUND')
      if (found.method !== 'cash') return sendProblem(reply, 'REFUND_NOT_CASH')
      const what = {
        action: 'refund.done',
        subject: `refund:${reference}`,
        before: async ({ sql }: Work) => (await readCash(sql, [reference]))[0],
      }
      const act = (work: Work) => settleRefund(work, { reference, outcome: 'done' })
      return answer(reply, await staffAction(parts, request, what, act))
    },
  )
}
