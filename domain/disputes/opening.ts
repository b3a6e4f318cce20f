import { openAlert } from '../alerts/alerting.ts'
import type { OrderStatus } from '../orders/views.ts'
import type { AccountId, OrderId } from '../work/ids.ts'
import { type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'

export type DisputeKind = 'missing' | 'damaged' | 'late' | 'billing' | 'conduct'

/** Who opens it: the client of the order, or the supplier that won it. */
export type Disputant = { readonly clientId: AccountId } | { readonly supplierId: AccountId }

interface DisputedOrder {
  readonly number: number
  readonly status: OrderStatus
  readonly clientId: AccountId
  readonly supplierId: AccountId | null
  readonly supplierName: string | null
  readonly deliveredAt: Date | null
}

const readOrder = statement<DisputedOrder>(
  'order.readForDispute',
  `select o.number, o.status, o.client_id as "clientId", o.delivered_at as "deliveredAt", f.supplier_id as "supplierId",
     a.name as "supplierName"
   from "order" o left join offer f on f.order_id = o.id and f.status = 'chosen' left join account a on a.id = f.supplier_id
   where o.id = $1 and o.number is not null`,
)
const insertDispute = statement(
  'dispute.open',
  `insert into dispute (order_id, kind, opened_by, words, opened_at) values ($1, $2::"DisputeKind", $3::"Side", $4, $5)`,
)
const UNDER_WAY: readonly OrderStatus[] = ['accepted', 'preparing', 'delivering', 'delivered', 'paid', 'closed']

/**
 * Opens a dispute beside an order, from its acceptance until 48 hours after delivery (product.md 4).
 * @param input.words the version of the side that opens it
 */
export async function openDispute(
  work: Work,
  input: Disputant & {
    readonly orderId: OrderId
    readonly kind: DisputeKind
    readonly words: string
  },
): Promise<{ readonly number: number } | Refused<'ORDER_NOT_FOUND' | 'ORDER_WRONG_STATUS' | 'DISPUTE_TOO_LATE'>> {
  const [order] = await readOrder(work.sql, [input.orderId])
  if (order === undefined || !isOf(order, input)) return refused('ORDER_NOT_FOUND')
  if (!UNDER_WAY.includes(order.status)) return refused('ORDER_WRONG_STATUS', { status: order.status })
  const hours = work.settings.disputeWithinHours
  if (order.deliveredAt !== null && minutesAfter(order.deliveredAt, hours * 60) < work.now) {
    return refused('DISPUTE_TOO_LATE', { hours })
  }
  const side = 'clientId' in input ? 'client' : 'supplier'
  await insertDispute(work.sql, [input.orderId, input.kind, side, input.words, work.now])
  if (side === 'client' && order.supplierId !== null)
    await watchSupplier(work, order.supplierId, order.supplierName ?? '')
  return { number: order.number }
}

function isOf(order: DisputedOrder, who: Disputant): boolean {
  return 'clientId' in who ? order.clientId === who.clientId : order.supplierId === who.supplierId
}

const REVIEW_DISPUTES = 3
const REVIEW_DAYS = 30

const countRecent = statement<{ orders: number }>(
  'dispute.countOfSupplier',
  `select count(distinct d.order_id)::int as orders from dispute d
   join offer f on f.order_id = d.order_id and f.status = 'chosen'
   where f.supplier_id = $1 and d.opened_by = 'client' and d.opened_at > $2`,
)

/** Three disputed orders of one supplier in 30 days open a partnership review (product.md 4). */
async function watchSupplier(work: Work, supplierId: AccountId, name: string): Promise<void> {
  const [recent] = await countRecent(work.sql, [supplierId, minutesAfter(work.now, -REVIEW_DAYS * 24 * 60)])
  if (recent === undefined || recent.orders < REVIEW_DISPUTES) return
  const words = `${name} : ${recent.orders} commandes en litige en ${REVIEW_DAYS} jours. Revue de partenariat.`
  await openAlert(work, { rule: 'supplier.review', subject: supplierId, severity: 'warn', words })
}
