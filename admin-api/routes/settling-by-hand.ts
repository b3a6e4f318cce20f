import { z } from 'zod'
import { settleByHand } from '../../domain/money/settling-by-hand.ts'
import { fileIn, readForm, takeForms } from '../forms.ts'
import { callerOf, guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { answer, staffAction } from '../staff-work.ts'
import { byReference } from './fields.ts'

const fields = z.strictObject({
  providerRef: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._-]{4,60}$/)
    .describe("the operator's number of the transaction, as the proof shows it"),
  amount: z.coerce.number().int().min(1).max(100_000_000).describe('francs, as the proof shows'),
})
const form = fields.extend({ file: z.unknown().describe('the proof: JPEG, PNG or PDF') })

/** POST /api/payments/{reference}/settle: by hand, only with a proof attached (product.md 3). */
export async function settlingByHandRoutes(api: Api, parts: ApiParts): Promise<void> {
  await takeForms(api)
  api.post(
    '/payments/:reference/settle',
    {
      ...guarded(parts.pool, 'payments.settle'),
      schema: {
        operationId: 'settlePaymentByHand',
        tags: ['ledger'],
        summary: 'Say, on a proof, that the money of a payment came which its operator has not told of',
        description:
          'After 10 minutes without an answer. Booked and told to the client like any payment; it rests on the proof until the operator says the same, and an alert tells when it says something else.',
        consumes: ['multipart/form-data'],
        params: byReference,
        body: form.nullish(),
        response: {
          200: z.object({ receipt: z.number().int() }),
          ...problems(
            'PAYMENT_NOT_FOUND',
            'PAYMENT_NOT_WAITING',
            'PAYMENT_TOO_YOUNG',
            'PROVIDER_REF_TAKEN',
            'PROOF_INVALID',
            'BODY_TOO_LARGE',
            'UNSUPPORTED_MEDIA_TYPE',
          ),
        },
      },
    },
    async (request, reply) => {
      const { reference } = request.params
      if (!request.isMultipart()) return sendProblem(reply, 'UNSUPPORTED_MEDIA_TYPE')
      const sent = await readForm(request)
      const read = fields.safeParse(sent.fields)
      if (!read.success) return sendProblem(reply, 'INVALID', { detail: z.prettifyError(read.error) })
      const file = fileIn(sent)
      if (file === null || file.contentType === 'video/mp4') return sendProblem(reply, 'PROOF_INVALID')
      const { name, contentType, bytes } = file
      const proof = { name, contentType, bytes }
      const what = {
        action: 'payment.settleByHand',
        subject: `payment:${reference}`,
        after: () => ({ ...read.data, proof: { name, contentType, bytes: bytes.length } }),
      }
      const givenBy = callerOf(request).name
      const given = { reference, ...read.data, proof, givenBy }
      return answer(reply, await staffAction(parts, request, what, (work) => settleByHand(work, given)))
    },
  )
}
