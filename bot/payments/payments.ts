import { askAgain, claimPayment, type DuePayment, duePayments, unsettledPayment } from '../../domain/money/pending.ts'
import { type Settled, settlePayment } from '../../domain/money/settling.ts'
import type { PaymentId } from '../../domain/work/ids.ts'
import type { Sql } from '../../domain/work/sql.ts'
import type { Work } from '../../domain/work/work.ts'
import type { Clock } from '../clock.ts'
import { inTime } from './in-time.ts'
import type { Operator, OperatorStatus } from './operator.ts'

export interface PaymentParts {
  readonly operator: Operator
  /** for single reads */
  readonly sql: Sql
  readonly clock: Clock
  /** one unit of work in its own transaction, as the system; wakes whom it must after the commit */
  readonly inWork: <Outcome>(act: (work: Work) => Promise<Outcome>) => Promise<Outcome>
  /** how long an operator may think; then the outcome is unknown */
  readonly timeoutSeconds: number
}

// The operator is never called inside a transaction: claim, commit, call, and settle in a second one.

/** Sends one new payment to the operator: on the event to 'payments'. Does nothing when another process has it. */
export async function requestPending(parts: PaymentParts, paymentId: PaymentId): Promise<void> {
  const payment = await unsettledPayment(parts.sql, paymentId)
  if (payment?.status === 'created') await requestNew(parts, payment)
}

/**
 * Asks for what was never asked for, and about what has not been answered: the recurring job. A notification that never
 * came, a process that died between the commit and the call, an operator that timed out all end here.
 * @returns how many payments were looked at
 */
export async function pollDue(parts: PaymentParts): Promise<number> {
  const due = await duePayments(parts.sql, parts.clock.now())
  for (const payment of due) await (payment.status === 'created' ? requestNew(parts, payment) : pollOne(parts, payment))
  return due.length
}

/**
 * A notification of the operator is a doorbell: whatever it says, the state is read from the operator before anything
 * is settled (product.md 3, payment truth).
 */
export async function answerDoorbell(
  parts: PaymentParts,
  payment: Pick<DuePayment, 'reference' | 'method'>,
): Promise<readonly Settled[]> {
  const status = await inTime(parts.operator.status(payment), parts.timeoutSeconds)
  return status === 'unknown' ? [] : settle(parts, payment, status)
}

async function requestNew(parts: PaymentParts, payment: DuePayment): Promise<void> {
  const claimed = await parts.inWork((work) => claimPayment(work, payment.paymentId))
  if (claimed) await callOperator(parts, payment)
}

async function callOperator(parts: PaymentParts, payment: DuePayment): Promise<void> {
  const { reference, method, amount, phone } = payment
  const outcome = await inTime(
    parts.operator.request({ reference, method, amount, phone: phone ?? '' }),
    parts.timeoutSeconds,
  )
  if (outcome === 'unknown') return putOff(parts, payment, true)
  if (outcome.requested === 'failed') await settle(parts, payment, { status: 'failed', failure: outcome.failure })
}

async function pollOne(parts: PaymentParts, payment: DuePayment): Promise<void> {
  const status = await inTime(parts.operator.status(payment), parts.timeoutSeconds)
  if (status === 'unknown') return putOff(parts, payment, true)
  // The claim was committed and the call never made. The reference is the operator's guard against a second charge.
  if (status.status === 'notFound' && isWaiting(payment)) await callOperator(parts, payment)
  else await settle(parts, payment, status)
  if (!isWaiting(payment) || status.status === 'pending' || status.status === 'notFound')
    await putOff(parts, payment, false)
}

const isWaiting = ({ status }: Pick<DuePayment, 'status'>) => status === 'pending' || status === 'unknown'

async function putOff(parts: PaymentParts, payment: DuePayment, isUnknown: boolean): Promise<void> {
  await parts.inWork((work) => askAgain(work, payment.paymentId, nextAsk(payment, work.now), isUnknown))
}

async function settle(
  parts: PaymentParts,
  { reference, method }: Pick<DuePayment, 'reference' | 'method'>,
  status: OperatorStatus,
): Promise<readonly Settled[]> {
  const base = { reference, method, providerRef: null, failure: null, amount: null }
  switch (status.status) {
    case 'notFound':
      return []
    case 'pending':
    case 'expired':
      return [await parts.inWork((work) => settlePayment(work, { ...base, outcome: status.status }))]
    case 'failed':
      return [
        await parts.inWork((work) => settlePayment(work, { ...base, outcome: 'failed', failure: status.failure })),
      ]
    case 'succeeded': {
      const settled: Settled[] = []
      for (const movement of status.movements) {
        settled.push(await parts.inWork((work) => settlePayment(work, { ...base, ...movement, outcome: 'succeeded' })))
      }
      return settled
    }
  }
}

const SHORTEST_SECONDS = 5
const LONGEST_SECONDS = 300
const LATEST_SECONDS = 24 * 3_600

/**
 * When an operator is asked again: after half the payment's age, from 5 seconds to 5 minutes (MTN delivers its
 * notification once and does not repeat it, providers.md 4.3). What has been given up, or settled by hand, is followed
 * for a day; what has succeeded is looked at once more, for a second charge whose notification was missed, and never again.
 */
export function nextAsk(payment: Pick<DuePayment, 'createdAt' | 'status' | 'isOnProof'>, now: Date): Date | null {
  if (payment.status === 'succeeded' && !payment.isOnProof) return null
  const age = (now.getTime() - payment.createdAt.getTime()) / 1_000
  if (!isWaiting(payment) && age > LATEST_SECONDS) return null
  return new Date(now.getTime() + Math.min(Math.max(age / 2, SHORTEST_SECONDS), LONGEST_SECONDS) * 1_000)
}
