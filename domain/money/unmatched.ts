import { closeAlerts, openAlert } from '../alerts/alerting.ts'
import type { PaymentMethod } from '../work/events.ts'
import type { Francs } from '../work/ids.ts'
import { type Sql, statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { postTransaction } from './ledger.ts'

/** Where it lies in the books until somebody is found whose it is. */
export const UNMATCHED = 'unmatched'

/** Money that an operator has moved to us under a reference that is nobody's. */
export interface StrayMoney {
  readonly method: PaymentMethod
  readonly amount: Francs
  readonly reference: string
  readonly providerRef: string
}

// What is a payment already is no stray money: its notification was repeated under another reference.
const keep = statement<{ id: string }>(
  'unmatched.keep',
  `insert into unmatched_payment (method, amount, reference, provider_ref, received_at)
   select $1::"PaymentMethod", $2, $3, $4, $5
   where not exists (select from payment where method = $1::"PaymentMethod" and provider_ref = $4)
   on conflict (method, provider_ref) do nothing returning id`,
)

/**
 * Money that nobody asked for is kept in the queue of finance, once, and is in the books from then on (product.md 3):
 * never guessed whose it is.
 */
export async function keepUnmatched(work: Work, { method, amount, reference, providerRef }: StrayMoney): Promise<void> {
  const [kept] = await keep(work.sql, [method, amount, reference, providerRef, work.now])
  if (kept === undefined) return
  await postTransaction(work, {
    cause: `unmatched:${kept.id}`,
    kind: 'unmatched',
    orderId: null,
    memo: reference,
    entries: [
      { account: `money:${method}`, amount },
      { account: UNMATCHED, amount: -amount },
    ],
  })
  const words = `Argent sans commande : ${amount} F (${method}), référence ${reference}, ${providerRef}. À rattacher ou à rendre.`
  await openAlert(work, { rule: 'payment.unmatched', subject: reference, severity: 'high', words })
}

export interface UnmatchedRow extends StrayMoney {
  readonly id: string
  readonly number: number
  readonly status: 'open' | 'attached' | 'sent_back'
  readonly orderId: string | null
  readonly supplierId: string | null
}

const lock = statement('unmatched.lock', 'select from unmatched_payment where id = $1 for update')
// A statement of its own after the lock: one that waited inside the same statement would see the row of before.
const read = statement<UnmatchedRow>(
  'unmatched.read',
  `select u.id, u.number, u.method, u.amount, u.reference, u.provider_ref as "providerRef", u.status,
     p.order_id as "orderId", u.supplier_id as "supplierId"
   from unmatched_payment u left join payment p on p.id = u.payment_id where u.id = $1`,
)

/** Locks it until the end of the work: of two people who settle it, the second sees what the first did. */
export async function lockUnmatched(work: Work, id: string): Promise<UnmatchedRow | null> {
  const [, [row]] = await Promise.all([lock(work.sql, [id]), read(work.sql, [id])])
  return row ?? null
}

const openUnder = statement<{ id: string }>(
  'unmatched.openUnder',
  `select id from unmatched_payment where reference = $1 and status = 'open' limit 1`,
)

/** Ends the alert once nothing of this reference waits any more. */
export async function closeUnmatchedAlert(work: Work, { reference }: UnmatchedRow): Promise<void> {
  const waiting = await openUnder(work.sql, [reference])
  if (waiting.length === 0) await closeAlerts(work, ['payment.unmatched'], [reference])
}

/** An order that this money may be for. */
export interface ProposedMatch {
  readonly unmatchedId: string
  readonly orderId: string
  readonly number: number
  readonly client: string
  readonly status: string
  readonly left: Francs
  /** failed_payment: a payment of the order by the same operator failed or expired, and this is its amount */
  readonly because: 'failed_payment' | 'amount'
}

const propose = statement<ProposedMatch>(
  'unmatched.propose',
  `with waiting as (select id, method, amount, received_at from unmatched_payment where id = any($1::uuid[]) and status = 'open'),
   owed as (
     select o.id, o.number, o.status, o.placed_at, a.name,
       (o.amount_due - coalesce((select sum(p.amount) from payment p where p.order_id = o.id and p.status = 'succeeded'), 0)
         + coalesce((select sum(r.amount) from refund r join payment p on p.id = r.payment_id where p.order_id = o.id), 0))::int as left
     from "order" o join account a on a.id = o.client_id
     where o.status in ('accepted', 'preparing', 'delivering', 'delivered') and exists (select from waiting)
   )
   select w.id as "unmatchedId", m.id as "orderId", m.number, m.name as client, m.status::text, m.left,
     case when m.has_failed then 'failed_payment' else 'amount' end as because
   from waiting w cross join lateral (
     select owed.*, f.has_failed, abs(extract(epoch from owed.placed_at - w.received_at)) as seconds
     from owed cross join lateral (select exists (select from payment p where p.order_id = owed.id and p.method = w.method
       and p.status in ('failed', 'expired', 'cancelled')) as has_failed) f
     where owed.left = w.amount order by not f.has_failed, seconds limit 5
   ) m
   order by w.id, not m.has_failed, m.seconds`,
)

/** Orders whose open amount is just this money: those whose payment by the same operator failed first, then the nearest. */
export async function proposeMatches(sql: Sql, ids: readonly string[]): Promise<readonly ProposedMatch[]> {
  return ids.length === 0 ? [] : propose(sql, [ids])
}
