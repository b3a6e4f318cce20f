import { z } from 'zod'
import { attachToOrder, attachToSupplier, sendUnmatchedBack } from '../../domain/money/settling-unmatched.ts'
import { proposeMatches } from '../../domain/money/unmatched.ts'
import { statement } from '../../domain/work/sql.ts'
import type { Work } from '../../domain/work/work.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import { byUuid, page, pageOf } from '../paging.ts'
import type { Api, ApiParts } from '../parts.ts'
import { answer, staffAction } from '../staff-work.ts'
import { byId, orderStatus, paymentMethod, words } from './fields.ts'

const status = z.enum(['open', 'attached', 'sent_back'])
const match = z.object({
  orderId: z.uuid(),
  orderNumber: z.number().int(),
  client: z.string(),
  status: orderStatus,
  left: z.number().int().describe('francs still to pay'),
  because: z
    .enum(['failed_payment', 'amount'])
    .describe('failed_payment: a payment of the order by the same operator failed or expired'),
})
const unmatched = z.object({
  id: z.uuid(),
  number: z.number().int().describe('its refund is RU-NUMBER'),
  method: paymentMethod,
  amount: z.number().int(),
  reference: z.string().describe('as the operator gave it'),
  providerRef: z.string().describe('the operator’s own number'),
  receivedAt: z.date(),
  status,
  orderId: z.uuid().nullable(),
  supplierId: z.uuid().nullable(),
  settledBy: z.string().nullable(),
  settledAt: z.date().nullable(),
  reason: z.string().nullable(),
  proposals: z.array(match).describe('orders whose open amount is just this money, the likeliest first'),
})
const changed = z.object({ changed: z.boolean().describe('false: it was done just so before') })
const reason = words.describe('how it is known whose it is, or why nobody’s')
const toWhom = z.union([
  z.strictObject({ orderId: z.uuid(), reason }),
  z.strictObject({ supplierId: z.uuid(), reason }),
])

const readBefore = statement<{ status: string; amount: number; method: string; providerRef: string }>(
  'admin.unmatchedBefore',
  'select status, amount, method, provider_ref as "providerRef" from unmatched_payment where id = $1',
)

/** /api/unmatched-payments: money that came under a reference of nobody's, and what finance does with it (product.md 3). */
export async function unmatchedPaymentRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { pool, database } = parts

  api.get(
    '/unmatched-payments',
    {
      ...guarded(pool, 'ledger.read'),
      schema: {
        operationId: 'listUnmatchedPayments',
        tags: ['ledger'],
        summary: 'List money that came without an order, newest first, with the orders it may be for',
        querystring: byUuid.extend({ status: status.optional() }),
        response: { 200: pageOf(unmatched), ...problems() },
      },
    },
    async ({ query }) => {
      const rows = await database.unmatchedPayment.findMany({
        where: { ...(query.status && { status: query.status }), ...(query.after && { id: { lt: query.after } }) },
        include: { payment: { select: { orderId: true } } },
        orderBy: { id: 'desc' },
        take: query.limit + 1,
      })
      const proposed = await proposeMatches(
        pool,
        rows.slice(0, query.limit).map(({ id }) => id),
      )
      return page(
        rows,
        query.limit,
        ({ id }) => id,
        ({ payment, ...row }) => ({
          ...row,
          orderId: payment?.orderId ?? null,
          proposals: proposed
            .filter(({ unmatchedId }) => unmatchedId === row.id)
            .map(({ number, status, ...one }) => ({ ...one, status: orderStatus.parse(status), orderNumber: number })),
        }),
      )
    },
  )

  api.post(
    '/unmatched-payments/:id/attach',
    {
      ...guarded(pool, 'payments.match'),
      schema: {
        operationId: 'attachUnmatchedPayment',
        tags: ['ledger'],
        summary: 'Say whose it is: a payment of an order, or the debt of a depot',
        description:
          'For an order it becomes a payment: the client gets a receipt, and what is too much is refunded. For a depot its debt goes down.',
        params: byId,
        body: toWhom,
        response: {
          200: changed,
          ...problems(
            'UNMATCHED_NOT_FOUND',
            'UNMATCHED_SETTLED',
            'ORDER_NOT_FOUND',
            'NOTHING_TO_PAY',
            'ACCOUNT_NOT_FOUND',
          ),
        },
      },
    },
    async (request, reply) => {
      const { body } = request
      const { id: unmatchedId } = request.params
      const act = (work: Work) =>
        'orderId' in body
          ? attachToOrder(work, { unmatchedId, ...body })
          : attachToSupplier(work, { unmatchedId, ...body })
      return answer(reply, await staffAction(parts, request, audited('attach', unmatchedId), act))
    },
  )

  api.post(
    '/unmatched-payments/:id/send-back',
    {
      ...guarded(pool, 'payments.match'),
      schema: {
        operationId: 'sendUnmatchedPaymentBack',
        tags: ['ledger'],
        summary: 'Nobody’s: have the operator send it back',
        params: byId,
        body: z.strictObject({ reason }),
        response: { 200: changed, ...problems('UNMATCHED_NOT_FOUND', 'UNMATCHED_SETTLED') },
      },
    },
    async (request, reply) => {
      const { id: unmatchedId } = request.params
      const act = (work: Work) => sendUnmatchedBack(work, { unmatchedId, ...request.body })
      return answer(reply, await staffAction(parts, request, audited('sendBack', unmatchedId), act))
    },
  )
}

function audited(verb: 'attach' | 'sendBack', id: string) {
  return {
    action: `unmatchedPayment.${verb}`,
    subject: `unmatchedPayment:${id}`,
    before: async ({ sql }: Work) => (await readBefore(sql, [id]))[0],
  }
}
