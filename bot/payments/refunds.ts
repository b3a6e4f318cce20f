import { dueRefunds, settleRefund, unsettledRefund } from '../../domain/money/refunds.ts'
import { inTime } from './in-time.ts'
import type { PaymentParts } from './payments.ts'

/**
 * Sends one refund to the operator, or asks about it again: the same reference changes nothing there. An answer that
 * does not come leaves it for the next round.
 */
export async function sendRefund(parts: PaymentParts, refundId: string): Promise<void> {
  const refund = await unsettledRefund(parts.sql, refundId)
  if (refund === null) return
  const outcome = await inTime(parts.operator.refund(refund), parts.timeoutSeconds)
  if (outcome === 'unknown') return
  await parts.inWork((work) => settleRefund(work, { reference: refund.reference, outcome }))
}

/** All refunds that are not done: the recurring job. Gives how many were looked at. */
export async function pollRefunds(parts: PaymentParts): Promise<number> {
  const due = await dueRefunds(parts.sql)
  for (const refundId of due) await sendRefund(parts, refundId)
  return due.length
}
