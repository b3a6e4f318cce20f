import type { OrderId } from '../work/ids.ts'
import { type Sql, statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

/** What an order has to be looked at for, later. At most one of each kind is open on an order. */
export const TIMER_KINDS = [
  /** ask more suppliers */
  'search.wave',
  /** tell the client that no offer came */
  'search.noOffer',
  'search.alert',
  'search.expire',
  /** the first of the open offers ends */
  'offers.expire',
  /** the chosen supplier has not answered */
  'offer.confirm',
  'late.preparing',
  'late.delivering',
  'late.promised',
  'late.stuck',
  /** delivered for a while: how was it? */
  'rating.ask',
  /** disputes are no longer possible */
  'order.close',
] as const
export type OrderTimerKind = (typeof TIMER_KINDS)[number]

export const SEARCH_TIMERS: readonly OrderTimerKind[] = [
  'search.wave',
  'search.noOffer',
  'search.alert',
  'search.expire',
  'offers.expire',
]
export const LATE_TIMERS: readonly OrderTimerKind[] = [
  'late.preparing',
  'late.delivering',
  'late.promised',
  'late.stuck',
]

const write = statement(
  'orderTimer.set',
  `WITH done AS (
     UPDATE order_timer SET done_at = $2 WHERE order_id = $1 AND done_at IS NULL AND kind = ANY($3)
   )
   INSERT INTO order_timer (order_id, kind, due_at)
   SELECT $1, timer.kind, timer."dueAt" FROM jsonb_to_recordset($4::jsonb) AS timer(kind text, "dueAt" timestamptz)
   ON CONFLICT (order_id, kind) WHERE done_at IS NULL DO UPDATE SET due_at = excluded.due_at`,
)

/** Sets timers of an order and ends others, in one statement; one that is open already moves to its new time. */
export async function setOrderTimers(
  work: Work,
  orderId: OrderId,
  change: {
    readonly set?: Partial<Record<OrderTimerKind, Date>>
    readonly clear?: 'all' | readonly OrderTimerKind[]
  },
): Promise<void> {
  const set = Object.entries(change.set ?? {}).map(([kind, dueAt]) => ({ kind, dueAt }))
  const cleared = change.clear === 'all' ? TIMER_KINDS : (change.clear ?? [])
  const kinds = cleared.filter((kind) => change.set?.[kind] === undefined)
  await write(work.sql, [orderId, work.now, kinds, JSON.stringify(set)])
}

const claim = statement<{ id: string }>(
  'orderTimer.claim',
  `UPDATE order_timer SET done_at = $3 WHERE order_id = $1 AND kind = $2 AND done_at IS NULL AND due_at <= $3 RETURNING id`,
)

/** Takes a due timer, once; false when it was taken, moved or ended meanwhile. The order is locked. */
export async function claimOrderTimer(work: Work, orderId: OrderId, kind: OrderTimerKind): Promise<boolean> {
  return (await claim(work.sql, [orderId, kind, work.now])).length === 1
}

const hasten = statement(
  'orderTimer.hasten',
  `UPDATE order_timer SET due_at = $3 WHERE order_id = $1 AND kind = $2 AND done_at IS NULL AND due_at > $3`,
)

/** Brings a timer that is open forward to now. */
export async function hastenOrderTimer(work: Work, orderId: OrderId, kind: OrderTimerKind): Promise<void> {
  await hasten(work.sql, [orderId, kind, work.now])
}

export interface DueOrderTimer {
  readonly orderId: OrderId
  readonly kind: OrderTimerKind
  readonly dueAt: Date
}

// The order is locked with its timer, and before it as everywhere: whoever holds an order may move its timers.
const due = statement<{ orderId: string; kind: OrderTimerKind; dueAt: Date }>(
  'orderTimer.due',
  `SELECT t.order_id AS "orderId", t.kind, t.due_at AS "dueAt"
   FROM order_timer t JOIN "order" o ON o.id = t.order_id
   WHERE t.done_at IS NULL AND t.due_at <= $1 ORDER BY t.due_at LIMIT $2
   FOR NO KEY UPDATE OF o, t SKIP LOCKED`,
)

/**
 * Timers that are due, oldest first; what another process holds is left to it. In a transaction they stay held until it
 * ends; through a pool this is only a list, and handleOrderTimer claims each one.
 */
export async function dueOrderTimers(sql: Sql, now: Date, limit: number): Promise<readonly DueOrderTimer[]> {
  return due(sql, [now, limit])
}
