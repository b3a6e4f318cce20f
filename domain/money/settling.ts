import { closeAlerts, openAlert } from '../alerts/alerting.ts'
import type { PaymentFailure, PaymentMethod } from '../work/events.ts'
import type { Francs, OrderId, PaymentId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { leftToPay, lockOrderMoney, type OrderMoney } from './owing.ts'
import { confirmProof, denyProof } from './proofs.ts'
import { bookPayment, succeed, succeedAgain } from './receiving.ts'
import { recogniseStray } from './settling-unmatched.ts'
import { squareUp } from './squaring.ts'
import { apologiseForPaidTwice } from './twice.ts'
import { keepUnmatched } from './unmatched.ts'

/** What the operator says became of a payment. */
export interface Settlement {
  /** ours */
  readonly reference: string
  /** the operator that says it */
  readonly method: PaymentMethod
  readonly outcome: 'succeeded' | 'failed' | 'pending' | 'expired'
  /** the operator's, of this one movement of money */
  readonly providerRef: string | null
  readonly failure: PaymentFailure | null
  /** what the operator moved, francs; null when it does not say */
  readonly amount: Francs | null
}

export interface PaymentRow {
  readonly id: PaymentId
  readonly orderId: OrderId
  readonly method: PaymentMethod
  readonly amount: Francs
  readonly status: 'created' | 'pending' | 'succeeded' | 'failed' | 'expired' | 'cancelled' | 'unknown'
  readonly reference: string
  readonly providerRef: string | null
  /** staff have settled it, and the operator has not said the same yet */
  readonly isOnProof: boolean
}

/** `unchanged`: a duplicate, or news that is older than what is known. `unmatched`: nobody asked for this money. */
export type Settled = { readonly settled: 'changed' | 'unchanged' | 'twice' | 'unmatched' }

const readPayment = statement<PaymentRow>(
  'payment.byReference',
  `select id, order_id as "orderId", method, amount, status, reference, provider_ref as "providerRef",
     proof_id is not null as "isOnProof"
   from payment where reference = $1`,
)

/**
 * Brings a payment to what the operator says of it. However often, late or out of order it is said, one payment ends in
 * one ledger entry; a success counts even after a failure or an expiry (product.md 3, payment truth). Only what was read
 * from the operator may come here, never what a client says or shows; for staff with a proof there is settleByHand.
 */
export async function settlePayment(work: Work, settlement: Settlement): Promise<Settled> {
  const [found] = await readPayment(work.sql, [settlement.reference])
  if (found === undefined) return reportUnmatched(work, settlement)
  const order = await lockOrderMoney(work, found.orderId)
  // read again under the lock: two processes may have heard of it at the same instant
  const [payment] = await readPayment(work.sql, [settlement.reference])
  if (order === null || payment === undefined) return { settled: 'unchanged' }
  switch (settlement.outcome) {
    case 'succeeded':
      return receive(work, order, payment, settlement)
    case 'pending':
      return changed((await markPending(work.sql, [payment.id])).length > 0)
    case 'failed':
    case 'expired':
      return fail(work, order, payment, settlement)
  }
}

const changed = (isChanged: boolean): Settled => ({ settled: isChanged ? 'changed' : 'unchanged' })

const markPending = statement<{ id: string }>(
  'payment.markPending',
  `update payment set status = 'pending' where id = $1 and status in ('created', 'unknown') returning id`,
)

async function receive(work: Work, order: OrderMoney, payment: PaymentRow, settlement: Settlement): Promise<Settled> {
  if (payment.isOnProof) {
    await confirmProof(work, order, payment, settlement)
    return { settled: 'changed' }
  }
  const received =
    payment.status === 'succeeded'
      ? await succeedAgain(work, order, payment, settlement)
      : await succeed(work, payment, settlement)
  if (received === null) return { settled: 'unchanged' }
  await recogniseStray(work, received, settlement.providerRef)
  await bookPayment(work, order, received, `money:${payment.method}`)
  await closeAlerts(work, ['payment.failed', 'payment.pending'], [payment.reference])
  await reportOtherAmount(work, payment, received.amount)
  const isTwice = isPayable(order) && leftToPay(order) <= 0
  if (isTwice) await apologiseForPaidTwice(work, order, received)
  else tellClient(work, order, received)
  await squareUp(work, order.orderId, isTwice ? 'paid twice' : 'overpaid')
  return { settled: isTwice ? 'twice' : 'changed' }
}

/** Has a price and stands: what comes for an order that is cancelled, or looking for a depot again, is not a second payment. */
function isPayable({ status, amountDue }: OrderMoney): boolean {
  return amountDue !== null && status !== 'cancelled' && status !== 'expired'
}

function tellClient(
  work: Work,
  { orderId, number, contactId }: OrderMoney,
  received: { readonly amount: Francs; readonly method: PaymentMethod; readonly receipt: number },
): void {
  const { amount, method, receipt } = received
  work.emit({ to: contactId, event: { type: 'payment.succeeded', orderId, number, amount, method, receipt } })
}

async function reportOtherAmount(work: Work, payment: PaymentRow, amount: Francs): Promise<void> {
  if (payment.amount === amount || payment.status === 'succeeded') return
  const words = `${payment.reference} : l’opérateur a encaissé ${amount} F au lieu de ${payment.amount} F.`
  await openAlert(work, { rule: 'payment.otherAmount', subject: payment.reference, severity: 'high', words })
}

const markFailed = statement<{ id: string }>(
  'payment.markFailed',
  `update payment set status = $2::"PaymentStatus", failure = $3, ask_again_at = null
   where id = $1 and status in ('created', 'pending', 'unknown') returning id`,
)

async function fail(work: Work, order: OrderMoney, payment: PaymentRow, settlement: Settlement): Promise<Settled> {
  if (payment.isOnProof) {
    await denyProof(work, payment)
    return { settled: 'changed' }
  }
  const failure = settlement.outcome === 'expired' ? 'expired' : (settlement.failure ?? 'refused')
  const failed = await markFailed(work.sql, [payment.id, settlement.outcome, failure])
  if (failed.length === 0) return stopAsking(work, payment)
  const { orderId, number, contactId } = order
  work.emit({ to: contactId, event: { type: 'payment.failed', orderId, number, method: payment.method, failure } })
  await closeAlerts(work, ['payment.pending'], [payment.reference])
  const words = `Paiement ${payment.reference} de ${payment.amount} F (${payment.method}) échoué : ${failure}.`
  await openAlert(work, { rule: 'payment.failed', subject: payment.reference, severity: 'high', words })
  return { settled: 'changed' }
}

const endAsking = statement(
  'payment.endAsking',
  `update payment set ask_again_at = null where id = $1 and status <> 'succeeded' and ask_again_at is not null`,
)

/** We had given it up already; now the operator has too. */
async function stopAsking(work: Work, payment: PaymentRow): Promise<Settled> {
  await endAsking(work.sql, [payment.id])
  return { settled: 'unchanged' }
}

/** Money that nobody asked for goes to the queue of finance; what moved no money is nothing to anybody. */
async function reportUnmatched(work: Work, settlement: Settlement): Promise<Settled> {
  const { outcome, method, reference, amount, providerRef } = settlement
  if (outcome !== 'succeeded') return { settled: 'unmatched' }
  if (amount !== null) {
    await keepUnmatched(work, { method, amount, reference, providerRef: providerRef ?? reference })
    return { settled: 'unmatched' }
  }
  const words = `Référence inconnue ${reference} (${method}) : payée, montant non dit, ${providerRef ?? 'sans numéro'}. À demander à l’opérateur.`
  await openAlert(work, { rule: 'payment.unmatched', subject: reference, severity: 'high', words })
  return { settled: 'unmatched' }
}
