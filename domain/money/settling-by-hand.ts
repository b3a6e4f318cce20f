import type { PaymentMethod } from '../work/events.ts'
import type { Francs, OrderId, PaymentId } from '../work/ids.ts'
import { type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'
import { lockOrderMoney } from './owing.ts'
import { settlePayment } from './settling.ts'

/** The operator's page or message that shows the money, as the file that staff were given. */
export interface Proof {
  readonly name: string
  readonly contentType: 'image/jpeg' | 'image/png' | 'application/pdf'
  readonly bytes: Buffer
}

interface Waiting {
  readonly id: PaymentId
  readonly orderId: OrderId
  readonly method: PaymentMethod
  readonly status: string
  readonly createdAt: Date
  /** the operator's number is that of another payment, or of money that waits to be attached */
  readonly isTaken: boolean
}

const readWaiting = statement<Waiting>(
  'payment.waitingForHand',
  `select p.id, p.order_id as "orderId", p.method, p.status, p.created_at as "createdAt",
     exists (select from payment other where other.method = p.method and other.provider_ref = $2)
       or exists (select from unmatched_payment u where u.method = p.method and u.provider_ref = $2) as "isTaken"
   from payment p where p.reference = $1`,
)
const keepProof = statement<{ id: PaymentId }>(
  'payment.keepProof',
  `insert into payment_proof (payment_id, method, provider_ref, amount, name, content_type, bytes, given_by, given_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning payment_id as id`,
)
const restOnProof = statement<{ receipt: number }>(
  'payment.restOnProof',
  'update payment set proof_id = id where id = $1 returning receipt',
)

/**
 * Settles a payment that its operator has left without an answer for more than 10 minutes, on a proof that the money came
 * (product.md 3). It is booked as if the operator had said so, and rests on the proof until the operator does.
 * @param amount francs, as the proof shows
 * @param providerRef the operator's number of the transaction, as the proof shows: one number settles one payment
 */
export async function settleByHand(
  work: Work,
  given: {
    readonly reference: string
    readonly providerRef: string
    readonly amount: Francs
    readonly proof: Proof
    /** who was shown it */
    readonly givenBy: string
  },
): Promise<
  | { readonly receipt: number }
  | Refused<'PAYMENT_NOT_FOUND' | 'PAYMENT_NOT_WAITING' | 'PAYMENT_TOO_YOUNG' | 'PROVIDER_REF_TAKEN'>
> {
  const { reference, providerRef, amount, proof } = given
  const [found] = await readWaiting(work.sql, [reference, providerRef])
  if (found === undefined) return refused('PAYMENT_NOT_FOUND')
  await lockOrderMoney(work, found.orderId)
  // Read again under the lock: the operator may have answered, or a colleague been faster.
  const [payment = found] = await readWaiting(work.sql, [reference, providerRef])
  if (payment.method === 'cash' || !['pending', 'unknown'].includes(payment.status)) {
    return refused('PAYMENT_NOT_WAITING', { status: payment.status })
  }
  const minutes = work.settings.paymentPendingMinutes
  if (payment.createdAt >= minutesAfter(work.now, -minutes)) return refused('PAYMENT_TOO_YOUNG', { minutes })
  if (payment.isTaken) return refused('PROVIDER_REF_TAKEN')
  const { name, contentType, bytes } = proof
  const row = [payment.id, payment.method, providerRef, amount, name, contentType, bytes, given.givenBy, work.now]
  if ((await keepProof(work.sql, row)).length === 0) return refused('PROVIDER_REF_TAKEN')
  await settlePayment(work, {
    reference,
    method: payment.method,
    outcome: 'succeeded',
    providerRef,
    failure: null,
    amount,
  })
  const [settled] = await restOnProof(work.sql, [payment.id])
  if (settled === undefined) throw new Error(`${reference} vanished while it was locked.`)
  return settled
}
