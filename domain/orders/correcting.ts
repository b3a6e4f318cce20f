import { adjustSale } from '../money/sales.ts'
import { supplierReceivesFor } from '../offers/confirming.ts'
import type { Francs, LineId, OrderId } from '../work/ids.ts'
import { isRefused, type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import type { ClientActs } from './cart.ts'
import { type Adjustment, adjustLine, type Corrected, type Correction } from './corrected-amount.ts'
import { noteOnOrder } from './lifecycle.ts'
import { chosenOffer, lockOwnOrder, lockPlacedOrder, type OfferInHand, type PlacedOrder } from './locking.ts'

interface CorrectionsInput {
  readonly orderId: OrderId
  readonly corrections: readonly Correction[]
  /** the client has agreed to a weight above the tolerance */
  readonly isAgreed?: boolean
}
interface CorrectionsDone {
  readonly number: number
  readonly amountDue: Francs
  readonly before: Francs
}
type CorrectionRefusal = Refused<'ORDER_NOT_FOUND' | 'ORDER_WRONG_STATUS' | 'LINE_NOT_FOUND' | 'QUANTITY_INVALID'>

const readCorrected = statement<Corrected>(
  'orderCorrection.sums',
  `SELECT line_id AS "lineId",
     coalesce(sum(quantity) FILTER (WHERE kind <> 'weighed'), 0)::float8 AS missing,
     coalesce(sum(amount) FILTER (WHERE kind <> 'weighed'), 0)::int AS "missingAmount",
     ((array_agg(quantity ORDER BY at DESC, id DESC) FILTER (WHERE kind = 'weighed'))[1])::float8 AS weight,
     coalesce(sum(amount) FILTER (WHERE kind = 'weighed'), 0)::int AS "weighedAmount"
   FROM order_correction WHERE order_id = $1 GROUP BY line_id`,
)

const write = statement<{ goodsTotal: number; depositTotal: number; amountDue: number }>(
  'orderCorrection.write',
  `WITH given AS (
     SELECT * FROM jsonb_to_recordset($2::jsonb)
       AS one("lineId" uuid, kind text, quantity numeric, amount int, delivered numeric)
   ), written AS (
     INSERT INTO order_correction (order_id, line_id, kind, quantity, amount, by, at)
     SELECT $1, "lineId", kind, round(quantity, 3), amount, $3, $4 FROM given
   ), lines AS (
     UPDATE order_line l SET delivered = round(g.delivered, 3)
     FROM (SELECT "lineId", min(delivered) AS delivered FROM given GROUP BY 1) g WHERE l.id = g."lineId"
   )
   UPDATE "order" SET goods_total = $5, deposit_total = $6, amount_due = $7 WHERE id = $1
   RETURNING goods_total AS "goodsTotal", deposit_total AS "depositTotal", amount_due AS "amountDue"`,
)

/**
 * The client corrects lines at the door or after it: missing, broken, weighed. The amount due follows at once and both
 * sides are told; a sale that is booked is adjusted (product.md 2). Once paid it is a dispute.
 */
export async function correctLines(
  work: Work,
  input: ClientActs & CorrectionsInput,
): Promise<CorrectionsDone | CorrectionRefusal> {
  const order = await lockOwnOrder(work, input)
  return isRefused(order) ? order : correct(work, order, input)
}

/** Staff correct lines for somebody: both sides are told. */
export async function correctLinesByStaff(
  work: Work,
  input: CorrectionsInput,
): Promise<CorrectionsDone | CorrectionRefusal> {
  const order = await lockPlacedOrder(work, input.orderId)
  return isRefused(order) ? order : correct(work, order, input)
}

async function correct(
  work: Work,
  order: PlacedOrder,
  input: CorrectionsInput,
): Promise<CorrectionsDone | CorrectionRefusal> {
  const { orderId, number } = order
  const offer = chosenOffer(order)
  const before = order.amountDue
  if (offer === null || before === null || (order.status !== 'delivering' && order.status !== 'delivered')) {
    return refused('ORDER_WRONG_STATUS', { status: order.status, number })
  }
  const adjustments = adjustAll(order, offer, input, await readCorrected(work.sql, [orderId]), {
    tolerancePercent: work.settings.weighedTolerancePercent,
    isAgreed: input.isAgreed ?? false,
  })
  if (isRefused(adjustments)) return adjustments
  if (adjustments.length === 0) return { number, amountDue: before, before }
  const goodsTotal = Math.max(0, (order.goodsTotal ?? 0) + sumOf(adjustments, 'amount'))
  const depositTotal = Math.max(0, order.depositTotal + sumOf(adjustments, 'deposit'))
  const fee = before - (order.goodsTotal ?? 0) - order.depositTotal
  const amountDue = goodsTotal + depositTotal + fee
  await write(work.sql, [
    orderId,
    JSON.stringify(adjustments),
    `${work.actor.kind}:${work.actor.id}`,
    work.now,
    goodsTotal,
    depositTotal,
    amountDue,
  ])
  await noteOnOrder(work, orderId, 'order.corrected', `${before} F -> ${amountDue} F`)
  await adjustSale(work, { orderId })
  const supplierReceives = supplierReceivesFor({ ...order, goodsTotal, amountDue })
  work.emit({ to: offer.contactId, event: { type: 'order.corrected', orderId, number, supplierReceives } })
  if (work.actor.kind !== 'client') {
    work.emit({ to: order.contactId, event: { type: 'order.corrected', orderId, number, amountDue } })
  }
  return { number, amountDue, before }
}

function sumOf(adjustments: readonly Adjustment[], key: 'amount' | 'deposit'): Francs {
  return adjustments.reduce((sum, adjustment) => sum + adjustment[key], 0)
}

/** Each correction sees those before it, of the same message too. */
function adjustAll(
  order: PlacedOrder,
  offer: OfferInHand,
  input: CorrectionsInput,
  earlier: readonly Corrected[],
  rule: { readonly tolerancePercent: number; readonly isAgreed: boolean },
): readonly Adjustment[] | Refused<'LINE_NOT_FOUND' | 'QUANTITY_INVALID'> {
  const known = new Map<LineId, Corrected>(earlier.map((corrected) => [corrected.lineId, corrected]))
  const adjustments: Adjustment[] = []
  for (const correction of input.corrections) {
    const before = known.get(correction.lineId) ?? nothingCorrected(correction.lineId)
    const adjustment = adjustLine(order, offer, correction, before, rule)
    if (isRefused(adjustment)) return adjustment
    adjustments.push(adjustment)
    known.set(correction.lineId, addTo(before, adjustment))
  }
  return adjustments
}

function nothingCorrected(lineId: LineId): Corrected {
  return { lineId, missing: 0, missingAmount: 0, weight: null, weighedAmount: 0 }
}

function addTo(before: Corrected, adjustment: Adjustment): Corrected {
  return adjustment.kind === 'weighed'
    ? { ...before, weight: adjustment.quantity, weighedAmount: before.weighedAmount + adjustment.amount }
    : {
        ...before,
        missing: before.missing + adjustment.quantity,
        missingAmount: before.missingAmount + adjustment.amount,
      }
}
