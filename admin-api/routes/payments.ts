import { z } from 'zod'
import { guarded } from '../keys.ts'
import { maskPhone } from '../masking.ts'
import { problems } from '../openapi.ts'
import { byUuid, page, pageOf } from '../paging.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { sendStoredFile } from '../stored-files.ts'
import { byReference, paymentMethod } from './fields.ts'

const status = z.enum(['created', 'pending', 'succeeded', 'failed', 'expired', 'cancelled', 'unknown'])
const payment = z.object({
  id: z.uuid(),
  reference: z.string().describe('ours, given to the operator'),
  orderId: z.uuid(),
  orderNumber: z.number().int().nullable(),
  method: paymentMethod,
  amount: z.number().int().describe('francs'),
  status,
  failure: z.string().nullable(),
  phone: z.string().nullable().describe('masked'),
  providerRef: z.string().nullable().describe("the operator's number of the transaction"),
  receipt: z.number().int().nullable(),
  onProof: z.boolean().describe('settled by hand, and the operator has not said the same yet'),
  proof: z.object({ givenBy: z.string(), givenAt: z.date(), amount: z.number().int() }).nullable(),
  createdAt: z.date(),
  settledAt: z.date().nullable(),
})
const filters = byUuid.extend({
  status: status.optional(),
  method: paymentMethod.optional(),
  order: z.uuid().optional(),
  onProof: z.stringbool().optional().describe('only those that rest on a proof'),
})

/** /api/payments: what clients were asked for, what came of it, and the proofs of what was settled by hand. */
export async function paymentRoutes(api: Api, { pool, database }: ApiParts): Promise<void> {
  api.get(
    '/payments',
    {
      ...guarded(pool, 'orders.read'),
      schema: {
        operationId: 'listPayments',
        tags: ['ledger'],
        summary: 'List payments, newest first',
        querystring: filters,
        response: { 200: pageOf(payment), ...problems() },
      },
    },
    async ({ query }) => {
      const { status, method, order, onProof, after, limit } = query
      const rows = await database.payment.findMany({
        where: {
          ...(status && { status }),
          ...(method && { method }),
          ...(order && { orderId: order }),
          ...(onProof !== undefined && { proofId: onProof ? { not: null } : null }),
          ...(after && { id: { lt: after } }),
        },
        include: {
          order: { select: { number: true } },
          proof: { select: { givenBy: true, givenAt: true, amount: true } },
        },
        orderBy: { id: 'desc' },
        take: limit + 1,
      })
      return page(
        rows,
        limit,
        ({ id }) => id,
        ({ order: { number }, proofId, phone, ...row }) => ({
          ...row,
          orderNumber: number,
          onProof: proofId !== null,
          phone: phone === null ? null : maskPhone(phone),
        }),
      )
    },
  )

  api.get(
    '/payments/:reference/proof',
    {
      ...guarded(pool, 'ledger.read'),
      schema: {
        operationId: 'readPaymentProof',
        tags: ['ledger'],
        summary: 'The file on which a payment was settled by hand',
        produces: ['application/octet-stream'],
        params: byReference,
        response: { 200: z.any(), ...problems('PROOF_NOT_FOUND') },
      },
    },
    async ({ params: { reference } }, reply) => {
      const proof = await database.paymentProof.findFirst({ where: { payment: { reference } } })
      if (proof === null) return sendProblem(reply, 'PROOF_NOT_FOUND')
      return sendStoredFile(reply, { ...proof, bytes: Buffer.from(proof.bytes) })
    },
  )
}
