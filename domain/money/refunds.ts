import { closeAlerts, openAlert } from '../alerts/alerting.ts'
import type { PaymentMethod } from '../work/events.ts'
import type { ContactId, Francs, OrderId } from '../work/ids.ts'
import { type Sql, statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { postTransaction } from './ledger.ts'
import type { OrderMoney } from './owing.ts'

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
  readonly orderId: OrderId
  readonly number: number
  readonly clientId: string
  readonly contactId: ContactId
  /** where the money of the payment is: money:wave, or supplier:ID for cash */
  readonly heldBy: string
}

const readRefund = statement<RefundRow>(
  'refund.lock',
  `select r.id, r.status, r.amount, o.id as "orderId", o.number, o.client_id as "clientId",
     o.contact_id as "contactId",
     (select e.account from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
       where t.cause = 'payment:' || p.id and e.amount > 0) as "heldBy"
   from refund r join payment p on p.id = r.payment_id join "order" o on o.id = p.order_id
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
  const words = `Remboursement ${reference} de ${refund.amount} F refusé par l’opérateur (commande ${refund.number}).`
  await openAlert(work, { rule: 'refund.failed', subject: reference, severity: 'high', words })
}

async function tellClient(work: Work, refund: RefundRow, outcome: 'sent' | 'done'): Promise<void> {
  const { orderId, number, amount } = refund
  work.emit({ to: refund.contactId, event: { type: `refund.${outcome}`, orderId, number, amount } })
}

async function bookRefund(work: Work, reference: string, refund: RefundRow): Promise<void> {
  await closeAlerts(work, ['refund.failed', 'refund.cash'], [reference])
  await postTransaction(work, {
    cause: `refund:${refund.id}`,
    kind: 'refund',
    orderId: refund.orderId,
    memo: reference,
    entries: [
      { account: `client:${refund.clientId}`, amount: refund.amount },
      { account: refund.heldBy, amount: -refund.amount },
    ],
  })
}

const readUnsettled = statement<{ refundId: string }>(
  'refund.unsettled',
  `select r.id as "refundId" from refund r join payment p on p.id = r.payment_id
   where r.status in ('requested', 'sent') and p.method <> 'cash' order by r.requested_at limit $1`,
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
  readonly phone: string
  readonly amount: Francs
  readonly providerRef: string | null
}

const readToSend = statement<RefundToSend>(
  'refund.toSend',
  `select r.reference, p.method, p.phone, r.amount, p.provider_ref as "providerRef"
   from refund r join payment p on p.id = r.payment_id
   where r.id = $1 and r.status in ('requested', 'sent') and p.method <> 'cash'`,
)

/** A refund that is not done yet; null when it is, or has failed. */
export async function unsettledRefund(sql: Sql, refundId: string): Promise<RefundToSend | null> {
  const [refund] = await readToSend(sql, [refundId])
  return refund ?? null
}
