import { closeAlerts, openAlert } from '../alerts/alerting.ts'
import type { PaymentMethod } from '../work/events.ts'
import type { ContactId, Francs, OrderId } from '../work/ids.ts'
import { type Sql, statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { postTransaction } from './ledger.ts'
import type { OrderMoney } from './owing.ts'
import { UNMATCHED } from './unmatched.ts'

const readRefundable = statement<{ paymentId: string; method: PaymentMethod; refundable: number; refunds: number }>(
  'payment.refundable',
  `select p.id as "paymentId", p.method, (p.amount - coalesce(sum(r.amount), 0))::int as refundable,
     count(r.id)::int as refunds
   from payment p left join refund r on r.payment_id = p.id
   where p.order_id = $1 and p.status = 'succeeded'
   group by p.id order by p.method = 'cash', p.receipt desc`,
)

const insertRefund = statement<{ id: string }>(
  'refund.start',
  `insert into refund (payment_id, amount, reason, reference, requested_at) values ($1, $2, $3, $4, $5) returning id`,
)

/**
 * Sends back `amount` francs of what was paid for an order, from the newest payment backwards and wallets first: the
 * operator is called by the runtime. What was paid in cash is with the depot: a person has to see to it.
 */
export async function startRefunds(work: Work, order: OrderMoney, amount: Francs, reason: string): Promise<void> {
  const payments = await readRefundable(work.sql, [order.orderId])
  let made = payments.reduce((sum, { refunds }) => sum + refunds, 0)
  let left = amount
  for (const payment of payments) {
    const part = Math.min(left, payment.refundable)
    if (part <= 0) continue
    made += 1
    left -= part
    await startRefund(work, payment, part, reason, `RF-${order.number}-${made}`)
  }
}

async function startRefund(
  work: Work,
  payment: { readonly paymentId: string; readonly method: PaymentMethod },
  amount: Francs,
  reason: string,
  reference: string,
): Promise<void> {
  const [refund] = await insertRefund(work.sql, [payment.paymentId, amount, reason, reference, work.now])
  if (payment.method === 'cash') {
    const words = `Remboursement ${reference} de ${amount} F payés en espèces : à rendre par le dépôt, puis à confirmer.`
    await openAlert(work, { rule: 'refund.cash', subject: reference, severity: 'high', words })
  } else if (refund !== undefined) {
    work.emit({ to: 'refunds', refundId: refund.id })
  }
}

interface RefundRow {
  readonly id: string
  readonly status: 'requested' | 'sent' | 'done' | 'failed'
  readonly amount: number
  /** null: of money that nobody had asked for */
  readonly order: {
    readonly orderId: OrderId
    readonly number: number
    readonly clientId: string
    readonly contactId: ContactId
  } | null
  /** where the money is: money:wave, or supplier:ID for cash */
  readonly heldBy: string
}

const readRefund = statement<RefundRow>(
  'refund.lock',
  `select r.id, r.status, r.amount, case when o.id is not null then jsonb_build_object('orderId', o.id, 'number', o.number,
       'clientId', o.client_id, 'contactId', o.contact_id) end as "order",
     (select e.account from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
       where t.cause = coalesce('payment:' || r.payment_id, 'unmatched:' || r.unmatched_id) and e.amount > 0) as "heldBy"
   from refund r left join payment p on p.id = r.payment_id left join "order" o on o.id = p.order_id
   where r.reference = $1 for update of r`,
)
const setStatus = statement<{ id: string }>(
  'refund.settle',
  `update refund set status = $2::"RefundStatus", done_at = case when $2 = 'done' then $3::timestamptz end
   where id = $1 and status <> $2::"RefundStatus" and status <> 'done' returning id`,
)

/**
 * What the operator says became of a refund: sent, done or failed, as often and in whatever order. The client hears of
 * each step; the money is booked once, when it is done (product.md 3). A failed one is left for staff, never repeated
 * by itself: a second refund is money lost.
 */
export async function settleRefund(
  work: Work,
  { reference, outcome }: { readonly reference: string; readonly outcome: 'sent' | 'done' | 'failed' },
): Promise<{ readonly changed: boolean }> {
  const [refund] = await readRefund(work.sql, [reference])
  if (refund === undefined || (outcome === 'sent' && refund.status === 'failed')) return { changed: false }
  const updated = await setStatus(work.sql, [refund.id, outcome, work.now])
  if (updated.length === 0) return { changed: false }
  if (outcome === 'failed') await reportFailure(work, reference, refund)
  else await tellClient(work, refund, outcome)
  if (outcome === 'done') await bookRefund(work, reference, refund)
  return { changed: true }
}

async function reportFailure(work: Work, reference: string, refund: RefundRow): Promise<void> {
  const of = refund.order === null ? 'argent sans commande' : `commande ${refund.order.number}`
  const words = `Remboursement ${reference} de ${refund.amount} F refusé par l’opérateur (${of}).`
  await openAlert(work, { rule: 'refund.failed', subject: reference, severity: 'high', words })
}

async function tellClient(work: Work, refund: RefundRow, outcome: 'sent' | 'done'): Promise<void> {
  const { order, amount } = refund
  if (order === null) return
  const { orderId, number } = order
  work.emit({ to: order.contactId, event: { type: `refund.${outcome}`, orderId, number, amount } })
}

async function bookRefund(work: Work, reference: string, refund: RefundRow): Promise<void> {
  await closeAlerts(work, ['refund.failed', 'refund.cash'], [reference])
  await postTransaction(work, {
    cause: `refund:${refund.id}`,
    kind: 'refund',
    orderId: refund.order?.orderId ?? null,
    memo: reference,
    entries: [
      { account: refund.order === null ? UNMATCHED : `client:${refund.order.clientId}`, amount: refund.amount },
      { account: refund.heldBy, amount: -refund.amount },
    ],
  })
}

const readUnsettled = statement<{ refundId: string }>(
  'refund.unsettled',
  `select r.id as "refundId" from refund r left join payment p on p.id = r.payment_id
   where r.status in ('requested', 'sent') and p.method is distinct from 'cash' order by r.requested_at limit $1`,
)

/** Refunds that the operator has to be asked about, oldest first. */
export async function dueRefunds(sql: Sql, limit = 50): Promise<readonly string[]> {
  const rows = await readUnsettled(sql, [limit])
  return rows.map(({ refundId }) => refundId)
}

/** What the operator has to know to send a refund. */
export interface RefundToSend {
  readonly reference: string
  readonly method: PaymentMethod
  /** empty: the operator knows it by its own number of the money */
  readonly phone: string
  readonly amount: Francs
  readonly providerRef: string | null
}

const readToSend = statement<RefundToSend>(
  'refund.toSend',
  `select r.reference, coalesce(p.method, u.method) as method, coalesce(p.phone, '') as phone, r.amount,
     coalesce(p.provider_ref, u.provider_ref) as "providerRef"
   from refund r left join payment p on p.id = r.payment_id left join unmatched_payment u on u.id = r.unmatched_id
   where r.id = $1 and r.status in ('requested', 'sent') and p.method is distinct from 'cash'`,
)

/** A refund that is not done yet; null when it is, or has failed. */
export async function unsettledRefund(sql: Sql, refundId: string): Promise<RefundToSend | null> {
  const [refund] = await readToSend(sql, [refundId])
  return refund ?? null
}
