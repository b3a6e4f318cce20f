import { z } from 'zod'
import { correctLinesByStaff } from '../../domain/orders/correcting.ts'
import { noteOnOrder } from '../../domain/orders/lifecycle.ts'
import { lockPlacedOrder } from '../../domain/orders/locking.ts'
import { widenSearch } from '../../domain/orders/searching-further.ts'
import {
  cancelWithRefund,
  deliverByStaff,
  nudgeSupplier,
  proposeAnotherSupplier,
  recordCall,
} from '../../domain/orders/staff.ts'
import { isRefused, type RefusalCode, type Refused } from '../../domain/work/refusals.ts'
import { statement } from '../../domain/work/sql.ts'
import type { Work } from '../../domain/work/work.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import type { Right } from '../roles.ts'
import { answer, staffAction } from '../staff-work.ts'
import { byId, words } from './fields.ts'

const nothing = z.strictObject({}).nullish()
const withReason = z.strictObject({ reason: words.describe('sent to both sides, as it is written here') })
const withWords = z.strictObject({ words: words.describe('kept in the log of the order') })
const corrections = z.strictObject({
  corrections: z
    .array(
      z.strictObject({
        lineId: z.uuid(),
        kind: z.enum(['missing', 'broken', 'weighed']),
        quantity: z.number().min(0).max(10_000).describe('pieces of `unit` missing or broken, or the weight in kg'),
        unit: z.string().max(40).describe('the line’s own unit, or bouteille for a part of a crate'),
      }),
    )
    .min(1)
    .max(100),
  isAgreed: z.boolean().default(false).describe('the client agreed to a weight above the tolerance'),
})
const numbered = z.object({ number: z.number().int() })
const widened = numbered.extend({ asked: z.number().int().describe('suppliers asked now') })
const corrected = numbered.extend({ amountDue: z.number().int(), before: z.number().int() })

const readStatus = statement<{ status: string; amountDue: number | null }>(
  'admin.orderStatus',
  `select status, amount_due as "amountDue" from "order" where id = $1`,
)

interface Action<Body extends z.ZodType> {
  readonly name: string
  readonly operationId: string
  readonly right: Right
  readonly summary: string
  readonly body: Body
  readonly done?: z.ZodType<object>
  readonly codes: readonly RefusalCode[]
  readonly act: (work: Work, orderId: string, body: z.output<Body>) => Promise<object | Refused>
}

/** POST /api/orders/:id/...: the corrective actions that staff have as buttons on an order (product.md 2). */
export async function orderActionRoutes(api: Api, parts: ApiParts): Promise<void> {
  function add<Body extends z.ZodType>({
    name,
    operationId,
    right,
    summary,
    body,
    done,
    codes,
    act,
  }: Action<Body>): void {
    api.post<{ Params: z.output<typeof byId> }>(
      `/orders/:id/${name}`,
      {
        ...guarded(parts.pool, right),
        schema: {
          operationId,
          tags: ['orders'],
          summary,
          params: byId,
          body,
          response: { 200: done ?? numbered, ...problems('ORDER_NOT_FOUND', 'ORDER_WRONG_STATUS', ...codes) },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        // Checked by then: this gives it the type that a generic route has lost.
        const given = body.parse(request.body)
        const what = {
          action: `order.${name}`,
          subject: `order:${id}`,
          before: async ({ sql }: Work) => (await readStatus(sql, [id]))[0],
        }
        return answer(reply, await staffAction(parts, request, what, (work) => act(work, id, given)))
      },
    )
  }

  add({
    name: 'nudge',
    operationId: 'nudgeSupplier',
    right: 'orders.follow',
    summary: 'Remind the supplier',
    body: nothing,
    codes: [],
    act: (work, orderId) => nudgeSupplier(work, { orderId }),
  })
  add({
    name: 'call',
    operationId: 'recordCall',
    right: 'orders.follow',
    summary: 'Record that somebody was called, and what was said',
    body: withWords,
    codes: ['REASON_NEEDED'],
    act: (work, orderId, body) => recordCall(work, { orderId, words: body.words }),
  })
  add({
    name: 'note',
    operationId: 'noteOnOrder',
    right: 'orders.follow',
    summary: 'Write a note in the log of the order; nobody is told',
    body: withWords,
    codes: [],
    act: (work, orderId, body) => note(work, orderId, body.words),
  })
  add({
    name: 'widen',
    operationId: 'widenSearch',
    right: 'orders.act',
    summary: 'Ask the suppliers of the neighbouring zones too, at once',
    body: nothing,
    done: widened,
    codes: ['NO_SUPPLIER'],
    act: (work, orderId) => widen(work, orderId),
  })
  add({
    name: 'propose-another',
    operationId: 'proposeAnotherSupplier',
    right: 'orders.act',
    summary: 'Take the order from its supplier: the next best offer is proposed, or the search starts again',
    body: withReason,
    codes: ['REASON_NEEDED'],
    act: (work, orderId, body) => proposeAnotherSupplier(work, { orderId, reason: body.reason }),
  })
  add({
    name: 'deliver',
    operationId: 'deliverByStaff',
    right: 'orders.settle',
    summary: 'Delivered, as staff know without the code; the sale is booked',
    body: withReason,
    codes: ['REASON_NEEDED'],
    act: (work, orderId, body) => deliverByStaff(work, { orderId, reason: body.reason }),
  })
  add({
    name: 'correct',
    operationId: 'correctLines',
    right: 'orders.settle',
    summary: 'Correct lines that came short, broken or weighed; the amount due follows and both sides are told',
    body: corrections,
    done: corrected,
    codes: ['LINE_NOT_FOUND', 'QUANTITY_INVALID'],
    act: (work, orderId, body) => correctLinesByStaff(work, { orderId, ...body }),
  })
  add({
    name: 'cancel',
    operationId: 'cancelOrder',
    right: 'orders.settle',
    summary: 'Cancel at any moment before delivery; what was paid goes back',
    body: withReason,
    codes: ['REASON_NEEDED'],
    act: (work, orderId, body) => cancelWithRefund(work, { orderId, reason: body.reason }),
  })
}

async function note(work: Work, orderId: string, text: string): Promise<{ number: number } | Refused> {
  const order = await lockPlacedOrder(work, orderId)
  if (isRefused(order)) return order
  await noteOnOrder(work, orderId, 'order.noted', text)
  return { number: order.number }
}

/** The client's own wish, in the client's name: the log says that staff did it. */
async function widen(work: Work, orderId: string): Promise<{ number: number; asked: number } | Refused> {
  const order = await lockPlacedOrder(work, orderId)
  if (isRefused(order)) return order
  return widenSearch(work, { orderId, clientId: order.clientId, contactId: order.contactId })
}
