import { setup, transition } from 'xstate'
import type { OrderId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import type { OrderStatus } from './views.ts'

export type OrderEvent =
  | 'place'
  | 'receiveOffer'
  | 'loseLastOffer'
  | 'choose'
  | 'confirm'
  | 'lapse'
  | 'lapseWithoutOther'
  | 'leave'
  | 'deliver'
  | 'pay'
  | 'close'
  | 'cancel'
  | 'expire'

/**
 * The states of an order and what moves it between them (product.md 2). The trigger order_moves forbids the same moves
 * to whoever writes around this machine; a test ties the two together.
 */
export const orderMachine = setup({}).createMachine({
  id: 'order',
  initial: 'draft',
  states: {
    draft: { on: { place: 'pending_offers' } },
    pending_offers: { on: { receiveOffer: 'offers_received', expire: 'expired', cancel: 'cancelled' } },
    offers_received: {
      on: { choose: 'accepted', loseLastOffer: 'pending_offers', expire: 'expired', cancel: 'cancelled' },
    },
    accepted: {
      on: {
        confirm: 'preparing',
        // a depot that says only ROUTE has confirmed and prepared
        leave: 'delivering',
        lapse: 'offers_received',
        lapseWithoutOther: 'pending_offers',
        cancel: 'cancelled',
      },
    },
    preparing: {
      on: {
        leave: 'delivering',
        // fetched by the client, or the depot never said ROUTE
        deliver: 'delivered',
        lapseWithoutOther: 'pending_offers',
        cancel: 'cancelled',
      },
    },
    delivering: { on: { deliver: 'delivered', cancel: 'cancelled' } },
    delivered: { on: { pay: 'paid' } },
    paid: { on: { close: 'closed' } },
    closed: { type: 'final' },
    cancelled: { type: 'final' },
    expired: { type: 'final' },
  },
})

/** Where an event takes an order that is in `from`; null when it is not for that state. Pure. */
export function nextStatus(from: OrderStatus, event: OrderEvent): OrderStatus | null {
  const before = orderMachine.resolveState({ value: from })
  if (before.status === 'done' || !before.can({ type: event })) return null
  const [after] = transition(orderMachine, before, { type: event })
  return after.value
}

/** What a move may set beside the status; a key that is absent stays as it is. */
export interface OrderFacts {
  readonly clientRate?: number
  readonly supplierRate?: number
  readonly deliveryFee?: number
  readonly amountDue?: number | null
  readonly goodsTotal?: number | null
  readonly depositTotal?: number
  readonly deliveryCode?: string | null
  readonly promisedAt?: Date | null
  readonly cancelReason?: string
}

const write = statement<{ number: number }>(
  'order.move',
  `WITH moved AS (
     UPDATE "order" o SET status = $3::"OrderStatus",
       placed_at = CASE WHEN $3 = 'pending_offers' THEN coalesce(placed_at, $4) ELSE placed_at END,
       first_offer_at = CASE WHEN $3 = 'offers_received' THEN coalesce(first_offer_at, $4) ELSE first_offer_at END,
       accepted_at = CASE $3 WHEN 'accepted' THEN $4 WHEN 'pending_offers' THEN NULL WHEN 'offers_received' THEN NULL ELSE accepted_at END,
       preparing_at = CASE $3 WHEN 'preparing' THEN $4 WHEN 'pending_offers' THEN NULL ELSE preparing_at END,
       delivering_at = CASE WHEN $3 = 'delivering' THEN $4 ELSE delivering_at END,
       delivered_at = CASE WHEN $3 = 'delivered' THEN $4 ELSE delivered_at END,
       paid_at = CASE WHEN $3 = 'paid' THEN $4 ELSE paid_at END,
       closed_at = CASE WHEN $3 IN ('closed', 'cancelled', 'expired') THEN $4 ELSE closed_at END,
       number = coalesce(number, nextval('order_number_seq')::int),
       client_rate = CASE WHEN f ? 'clientRate' THEN (f ->> 'clientRate')::int ELSE client_rate END,
       supplier_rate = CASE WHEN f ? 'supplierRate' THEN (f ->> 'supplierRate')::int ELSE supplier_rate END,
       delivery_fee = CASE WHEN f ? 'deliveryFee' THEN (f ->> 'deliveryFee')::int ELSE delivery_fee END,
       amount_due = CASE WHEN f ? 'amountDue' THEN (f ->> 'amountDue')::int ELSE amount_due END,
       goods_total = CASE WHEN f ? 'goodsTotal' THEN (f ->> 'goodsTotal')::int ELSE goods_total END,
       deposit_total = CASE WHEN f ? 'depositTotal' THEN (f ->> 'depositTotal')::int ELSE deposit_total END,
       delivery_code = CASE WHEN f ? 'deliveryCode' THEN f ->> 'deliveryCode' ELSE delivery_code END,
       promised_at = CASE WHEN f ? 'promisedAt' THEN (f ->> 'promisedAt')::timestamptz ELSE promised_at END,
       cancel_reason = CASE WHEN f ? 'cancelReason' THEN f ->> 'cancelReason' ELSE cancel_reason END
     FROM (SELECT $9::jsonb AS f) facts
     WHERE o.id = $1 AND o.status = $2::"OrderStatus"
     RETURNING o.id, o.number
   ), logged AS (
     INSERT INTO order_log (order_id, at, actor_kind, actor_id, event, "from", "to", why)
     SELECT id, $4, $5, $6, $7, $2::"OrderStatus", $3::"OrderStatus", $8 FROM moved
   )
   SELECT number FROM moved`,
)

/** An event that the order's state does not know: a bug of the caller, who looks at the state first. */
export class OrderCannotMove extends Error {
  constructor(orderId: OrderId, from: OrderStatus, event: OrderEvent) {
    super(`Order ${orderId} is not in ${from}, or cannot ${event} from there: lock the order and look at it first.`)
  }
}

/**
 * The only writer of an order's status: status, its time and the log row, in one statement. Placing gives the number.
 * The caller holds the lock of the order and has looked at `from`.
 * @param why in words, for people who read the log
 */
export async function moveOrder(
  work: Work,
  move: {
    readonly orderId: OrderId
    readonly from: OrderStatus
    readonly event: OrderEvent
    readonly why?: string | null
    readonly facts?: OrderFacts
  },
): Promise<{ readonly status: OrderStatus; readonly number: number }> {
  const to = nextStatus(move.from, move.event)
  if (to === null) throw new OrderCannotMove(move.orderId, move.from, move.event)
  const [moved] = await write(work.sql, [
    move.orderId,
    move.from,
    to,
    work.now,
    work.actor.kind,
    work.actor.id,
    `order.${move.event}`,
    move.why ?? null,
    JSON.stringify(move.facts ?? {}),
  ])
  if (moved === undefined) throw new OrderCannotMove(move.orderId, move.from, move.event)
  return { status: to, number: moved.number }
}

const writeNote = statement(
  'order.note',
  `INSERT INTO order_log (order_id, at, actor_kind, actor_id, event, why) VALUES ($1, $2, $3, $4, $5, $6)`,
)

/** Something that happened beside the states: ready, nudged, a wrong code. Counts as news of the order. */
export async function noteOnOrder(work: Work, orderId: OrderId, event: string, why: string | null): Promise<void> {
  await writeNote(work.sql, [orderId, work.now, work.actor.kind, work.actor.id, event, why])
}
