import { type Sql, statement } from '../../domain/work/sql.ts'
import type { Clock } from '../clock.ts'
import type { Movement, Operator, OperatorStatus, PaymentOrder, RefundOrder, RequestOutcome } from './operator.ts'

// Seconds after the request. A person needs a moment to type a secret code.
export const ANSWER_SECONDS = 3
export const SECOND_CHARGE_SECONDS = 6
export const DELAYED_SECONDS = 180
export const EXPIRY_SECONDS = 60
export const REFUND_SECONDS = 10

interface SimulatedPayment {
  readonly reference: string
  readonly phone: string
  readonly amount: number
  readonly requestedAt: Date
}

const insertPayment = statement<SimulatedPayment>(
  'simulated.request',
  `insert into simulated_payment (reference, method, phone, amount, requested_at) values ($1, $2, $3, $4, $5)
   on conflict (reference) do nothing`,
)
const readPayment = statement<SimulatedPayment>(
  'simulated.status',
  `select reference, phone, amount, requested_at as "requestedAt" from simulated_payment where reference = $1`,
)
const insertRefund = statement(
  'simulated.refund',
  'insert into simulated_refund (reference, amount, requested_at) values ($1, $2, $3) on conflict (reference) do nothing',
)
const readRefund = statement<{ requestedAt: Date }>(
  'simulated.refundStatus',
  'select requested_at as "requestedAt" from simulated_refund where reference = $1',
)

/**
 * Mobile money without an operator: the last two digits of the phone decide, as in MTN's sandbox (providers.md 4.3).
 * 50 wrong number, 51 refused, 52 expired, 53 pending for ever, 54 pending and then paid after 3 minutes, 55 not enough
 * money, 56 charged twice; any other succeeds after 3 seconds. What became of a payment is worked out from its row and
 * the time, so that a process may be killed at any instant.
 * @param parts.ring called with a payment when something became of it: a doorbell, which may be missed
 */
export function simulatedOperator(parts: {
  readonly sql: Sql
  readonly clock: Clock
  readonly ring: (payment: Pick<PaymentOrder, 'reference' | 'method'>) => void
  readonly later?: (seconds: number, act: () => void) => void
}): Operator {
  const { sql, clock, ring, later = laterUnlessEnding } = parts
  return {
    async request(payment: PaymentOrder): Promise<RequestOutcome> {
      const { reference, method, phone, amount } = payment
      if (ruleOf(phone) === '50') return { requested: 'failed', failure: 'wrong_number' }
      await insertPayment(sql, [reference, method, phone, amount, clock.now()])
      for (const seconds of ringsAfter(phone)) later(seconds, () => ring({ reference, method }))
      return { requested: 'accepted' }
    },
    async status({ reference }): Promise<OperatorStatus> {
      const [payment] = await readPayment(sql, [reference])
      return payment === undefined ? { status: 'notFound' } : statusAt(payment, clock.now())
    },
    async refund({ reference, amount }: RefundOrder) {
      await insertRefund(sql, [reference, amount, clock.now()])
      const [refund] = await readRefund(sql, [reference])
      return refund !== undefined && secondsBetween(refund.requestedAt, clock.now()) >= REFUND_SECONDS ? 'done' : 'sent'
    },
  }
}

/** The process may end before: the doorbell is then missed, and the payment is asked about instead. */
function laterUnlessEnding(seconds: number, act: () => void): void {
  setTimeout(act, seconds * 1_000).unref()
}

const ruleOf = (phone: string) => phone.slice(-2)
const secondsBetween = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 1_000

function ringsAfter(phone: string): readonly number[] {
  switch (ruleOf(phone)) {
    case '52':
      return [EXPIRY_SECONDS]
    case '53':
      return []
    case '54':
      return [DELAYED_SECONDS]
    case '56':
      return [ANSWER_SECONDS, SECOND_CHARGE_SECONDS]
    default:
      return [ANSWER_SECONDS]
  }
}

/** What became of a simulated payment at a time. Pure. */
export function statusAt(payment: SimulatedPayment, now: Date): OperatorStatus {
  const age = secondsBetween(payment.requestedAt, now)
  const [first = Number.POSITIVE_INFINITY, second] = ringsAfter(payment.phone)
  if (age < first) return { status: 'pending' }
  switch (ruleOf(payment.phone)) {
    case '51':
      return { status: 'failed', failure: 'refused' }
    case '52':
      return { status: 'expired' }
    case '55':
      return { status: 'failed', failure: 'not_enough_money' }
    default:
      return { status: 'succeeded', movements: movements(payment, second !== undefined && age >= second ? 2 : 1) }
  }
}

function movements({ reference, amount }: SimulatedPayment, count: number): Movement[] {
  return Array.from({ length: count }, (_, index) => ({ providerRef: `SIM-${reference}-${index + 1}`, amount }))
}
