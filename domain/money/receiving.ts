import type { PaymentMethod } from '../work/events.ts'
import type { Francs, PaymentId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { postTransaction } from './ledger.ts'
import type { OrderMoney } from './owing.ts'

/** Money that came, with the receipt it was given. */
export interface Received {
  readonly paymentId: PaymentId
  readonly reference: string
  readonly amount: Francs
  readonly method: PaymentMethod
  readonly receipt: number
}

const columns = `id as "paymentId", reference, amount, method, receipt`

const markSucceeded = statement<Received>(
  'payment.succeed',
  `update payment set status = 'succeeded', amount = $2, provider_ref = $3, failure = null, settled_at = $4,
     receipt = nextval('receipt_seq'),
     ask_again_at = case when method <> 'cash' then $4::timestamptz + interval '1 minute' end
   where id = $1 and status <> 'succeeded' returning ${columns}`,
)

/**
 * The success of a payment, with its receipt number, whatever it was thought to be before. The amount is what the
 * operator moved: the ledger holds the money there is. A wallet is looked at once more a minute later: a second charge
 * may have no notification. Null when it has succeeded already.
 */
export async function succeed(
  work: Work,
  payment: { readonly id: PaymentId; readonly amount: Francs },
  from: { readonly providerRef: string | null; readonly amount: Francs | null },
): Promise<Received | null> {
  const values = [payment.id, from.amount ?? payment.amount, from.providerRef, work.now]
  const [received] = await markSucceeded(work.sql, values)
  return received ?? null
}

const learnProviderRef = statement(
  'payment.learnProviderRef',
  'update payment set provider_ref = $2 where id = $1 and provider_ref is null',
)
const insertAgain = statement<Received>(
  'payment.succeedAgain',
  `insert into payment (order_id, method, amount, status, reference, provider_ref, phone, receipt, created_at, settled_at)
   select order_id, method, $2, 'succeeded', $3, $4, phone, nextval('receipt_seq'), $5, $5 from payment where id = $1
   on conflict (method, provider_ref) do nothing returning ${columns}`,
)

/**
 * A success of what has succeeded already. The same number of the operator is a repetition and gives null; another
 * number is other money: a payment of its own, which somebody is going to want back.
 */
export async function succeedAgain(
  work: Work,
  order: OrderMoney,
  payment: { readonly id: PaymentId; readonly amount: Francs; readonly providerRef: string | null },
  from: { readonly providerRef: string | null; readonly amount: Francs | null },
): Promise<Received | null> {
  if (from.providerRef === null || from.providerRef === payment.providerRef) return null
  if (payment.providerRef === null) {
    await learnProviderRef(work.sql, [payment.id, from.providerRef])
    return null
  }
  const reference = `DN-${order.number}-${order.payments + 1}`
  const values = [payment.id, from.amount ?? payment.amount, reference, from.providerRef, work.now]
  const [received] = await insertAgain(work.sql, values)
  return received ?? null
}

/** The one ledger entry of a payment: into `into`, off what the client owes. */
export async function bookPayment(work: Work, order: OrderMoney, received: Received, into: string): Promise<void> {
  await postTransaction(work, {
    cause: `payment:${received.paymentId}`,
    kind: 'payment',
    orderId: order.orderId,
    memo: received.reference,
    entries: [
      { account: into, amount: received.amount },
      { account: `client:${order.clientId}`, amount: -received.amount },
    ],
  })
}
