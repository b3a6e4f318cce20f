import { closeAlerts, openAlert } from '../alerts/alerting.ts'
import type { Francs, PaymentId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { postTransaction } from './ledger.ts'
import type { OrderMoney } from './owing.ts'
import { squareUp } from './squaring.ts'

/** A payment that staff have settled by hand, and of which the operator speaks now. */
interface OnProof {
  readonly id: PaymentId
  readonly reference: string
  readonly method: string
  /** as booked on the proof, francs */
  readonly amount: Francs
  readonly providerRef: string | null
}

const restOnOperator = statement(
  'payment.restOnOperator',
  'update payment set proof_id = null, provider_ref = coalesce($2, provider_ref), amount = $3 where id = $1',
)

/**
 * The operator says that the money came: from here on the payment rests on that and not on its proof. What it moved is
 * what the ledger holds; where the proof said something else staff are told.
 */
export async function confirmProof(
  work: Work,
  order: OrderMoney,
  payment: OnProof,
  said: { readonly providerRef: string | null; readonly amount: Francs | null },
): Promise<void> {
  const amount = said.amount ?? payment.amount
  const difference = amount - payment.amount
  await restOnOperator(work.sql, [payment.id, said.providerRef, amount])
  await closeAlerts(work, ['payment.proofDenied'], [payment.reference])
  if (difference !== 0) {
    await postTransaction(work, {
      cause: `payment:${payment.id}:confirmed`,
      kind: 'payment',
      orderId: order.orderId,
      memo: payment.reference,
      entries: [
        { account: `money:${payment.method}`, amount: difference },
        { account: `client:${order.clientId}`, amount: -difference },
      ],
    })
    await squareUp(work, order.orderId)
  }
  if (difference !== 0 || (said.providerRef !== null && said.providerRef !== payment.providerRef)) {
    const words = `${payment.reference} : la preuve dit ${payment.amount} F, ${payment.providerRef ?? 'sans numéro'} ; l’opérateur dit ${amount} F, ${said.providerRef ?? 'sans numéro'}.`
    await openAlert(work, { rule: 'payment.proofDiffers', subject: payment.reference, severity: 'high', words })
  }
}

const endAsking = statement('payment.endAskingOnProof', 'update payment set ask_again_at = null where id = $1')

/** The operator says that no money came: nothing is undone without a person, who is told at once. */
export async function denyProof(work: Work, payment: OnProof): Promise<void> {
  await endAsking(work.sql, [payment.id])
  const words = `${payment.reference} : réglé à la main sur preuve (${payment.amount} F), mais l’opérateur dit que rien n’est venu.`
  await openAlert(work, { rule: 'payment.proofDenied', subject: payment.reference, severity: 'critical', words })
}
