import type { AccountId, Francs } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { balanceOf } from './ledger.ts'

const readDayOf = statement<{ orders: number; delivered: number; receives: number }>(
  'supplier.day',
  `select count(*) filter (where o.accepted_at >= $2)::int as orders,
     count(*) filter (where o.delivered_at >= $2)::int as delivered,
     coalesce(-sum(s.amount) filter (where o.delivered_at >= $2), 0)::int as receives
   from offer f join "order" o on o.id = f.order_id
   left join lateral (
     select sum(e.amount) as amount from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
     where t.order_id = o.id and t.kind = 'sale' and e.account = 'supplier:' || f.supplier_id) s on true
   where f.supplier_id = $1 and f.status = 'chosen' and (o.accepted_at >= $2 or o.delivered_at >= $2)`,
)

/**
 * JOUR: what a supplier won and delivered since midnight (Abidjan is UTC all year), and its net for what it delivered,
 * delivery fees and deposits included.
 */
export async function readDay(
  work: Work,
  { supplierId }: { readonly supplierId: AccountId },
): Promise<{ readonly orders: number; readonly delivered: number; readonly receives: Francs }> {
  const midnight = new Date(work.now)
  midnight.setUTCHours(0, 0, 0, 0)
  const [day] = await readDayOf(work.sql, [supplierId, midnight])
  return day ?? { orders: 0, delivered: 0, receives: 0 }
}

/** SOLDE: what DISTRI-NIGHT owes the supplier, in francs; below zero the supplier owes it. */
export async function readBalance(
  work: Work,
  { supplierId }: { readonly supplierId: AccountId },
): Promise<{ readonly balance: Francs }> {
  const balance = await balanceOf(work.sql, `supplier:${supplierId}`)
  return { balance: balance === 0 ? 0 : -balance }
}
