import { openAlert } from '../alerts/alerting.ts'
import type { PaymentMethod } from '../work/events.ts'
import type { ContactId, Francs, OrderId, PaymentId } from '../work/ids.ts'
import { type Sql, statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'

export interface DuePayment {
  readonly paymentId: PaymentId
  readonly reference: string
  readonly method: PaymentMethod
  readonly amount: Francs
  readonly phone: string | null
  readonly status: 'created' | 'pending' | 'unknown' | 'expired' | 'succeeded'
  readonly createdAt: Date
  /** settled by hand, and followed until the operator says the same */
  readonly isOnProof: boolean
}

const columns = `id as "paymentId", reference, method, amount, phone, status, created_at as "createdAt",
  proof_id is not null as "isOnProof"`

const readDue = statement<DuePayment>(
  'payment.due',
  `select ${columns} from payment
   where method <> 'cash' and status in ('created', 'pending', 'unknown') and (ask_again_at is null or ask_again_at <= $1)
   union all
   select ${columns} from payment where status in ('expired', 'succeeded') and ask_again_at <= $1
   order by "createdAt" limit $2`,
)

/** Payments that the operator has to be asked for, or asked about again, at this time: oldest first. */
export async function duePayments(sql: Sql, now: Date, limit = 100): Promise<readonly DuePayment[]> {
  return readDue(sql, [now, limit])
}

const readOne = statement<DuePayment>(
  'payment.byId',
  `select ${columns} from payment where id = $1 and method <> 'cash' and status in ('created', 'pending', 'unknown')`,
)

/** One payment that is not settled yet. */
export async function unsettledPayment(sql: Sql, paymentId: PaymentId): Promise<DuePayment | null> {
  const [payment] = await readOne(sql, [paymentId])
  return payment ?? null
}

const claim = statement<{ id: string }>(
  'payment.claim',
  `update payment set status = 'pending', ask_again_at = $2 where id = $1 and status = 'created' returning id`,
)

/**
 * Takes a new payment to the operator: one process gets it. From here on it may have been sent, so that only the
 * operator can say that it failed.
 */
export async function claimPayment(work: Work, paymentId: PaymentId): Promise<boolean> {
  return (await claim(work.sql, [paymentId, secondsAfter(work.now, FIRST_ASK_SECONDS)])).length > 0
}

// Longer than an operator may take to answer the request: no second call beside the first.
const FIRST_ASK_SECONDS = 20
const secondsAfter = (time: Date, seconds: number) => minutesAfter(time, seconds / 60)

const putOff = statement<{ id: string }>(
  'payment.askAgain',
  `update payment set ask_again_at = $2,
     status = case when $3 and status = 'pending' then 'unknown'::"PaymentStatus" else status end
   where id = $1 and status in ('pending', 'unknown', 'expired', 'succeeded') returning id`,
)

/**
 * Sets when the operator is asked again. `isUnknown`: it did not answer, which is never a failure (providers.md 4.6).
 * @param at null: never again
 */
export async function askAgain(work: Work, paymentId: PaymentId, at: Date | null, isUnknown = false): Promise<void> {
  await putOff(work.sql, [paymentId, at, isUnknown])
}

const readStillPending = statement<{
  reference: string
  method: PaymentMethod
  amount: number
  orderId: OrderId
  number: number
  contactId: ContactId
}>(
  'payment.stillPending',
  `select p.reference, p.method, p.amount, o.id as "orderId", o.number, o.contact_id as "contactId"
   from payment p join "order" o on o.id = p.order_id
   where p.status in ('created', 'pending', 'unknown') and p.method <> 'cash' and p.created_at < $1
     and not exists (select from alert a where a.rule = 'payment.pending' and a.subject = p.reference)
   order by p.created_at limit 100`,
)

/**
 * Tells the clients and the staff of payments that have been pending for more than 10 minutes, once each
 * (product.md 3). The alert is the memory of it, and ends when the operator has answered.
 */
export async function warnStillPending(work: Work): Promise<number> {
  const since = minutesAfter(work.now, -work.settings.paymentPendingMinutes)
  const payments = await readStillPending(work.sql, [since])
  for (const { reference, method, amount, orderId, number, contactId } of payments) {
    const words = `Paiement ${reference} de ${amount} F (${method}) sans réponse depuis plus de ${work.settings.paymentPendingMinutes} min.`
    const isNew = await openAlert(work, { rule: 'payment.pending', subject: reference, severity: 'high', words })
    if (isNew) work.emit({ to: contactId, event: { type: 'payment.stillPending', orderId, number, method } })
  }
  return payments.length
}
