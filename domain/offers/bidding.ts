import { closeAlerts } from '../alerts/alerting.ts'
import { cratesIn, deliveryFeeBetween } from '../orders/fees.ts'
import { moveOrder } from '../orders/lifecycle.ts'
import { type Bidder, isPlaced, type LineInHand, lockOrder, type PlacedOrder } from '../orders/locking.ts'
import { referenceTotal } from '../orders/placing.ts'
import type { Shortage } from '../orders/views.ts'
import type { AccountId, ContactId, Francs, OfferId, OrderId } from '../work/ids.ts'
import { isRefused, type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'

export interface SupplierActs {
  readonly supplierId: AccountId
  readonly contactId: ContactId
}
export interface OfferMade {
  readonly number: number
  readonly goodsPrice: Francs
  readonly delayMinutes: number
  readonly revised: boolean
  readonly complete: boolean
}
export type OfferRefusal = Refused<
  | 'REQUEST_NOT_FOUND'
  | 'ACCOUNT_NOT_APPROVED'
  | 'ORDER_ALREADY_TAKEN'
  | 'ORDER_WRONG_STATUS'
  | 'PRICE_INVALID'
  | 'LINE_NOT_FOUND'
  | 'QUANTITY_INVALID'
>

/** Above any order this trade knows: a price with too many zeros is a slip of the thumb. */
const LARGEST_PRICE = 100_000_000
const LONGEST_DELAY_MINUTES = 2_880

/** A supplier's order for which it can still bid, locked. */
export async function lockForBid(
  work: Work,
  input: SupplierActs & { readonly orderId: OrderId },
): Promise<{ order: PlacedOrder; bidder: Bidder } | OfferRefusal> {
  const order = await lockOrder(work, input.orderId, input.supplierId)
  if (order === null || !isPlaced(order) || order.bidder === null) return refused('REQUEST_NOT_FOUND')
  if (order.bidder.status !== 'approved') return refused('ACCOUNT_NOT_APPROVED', { status: order.bidder.status })
  if (order.status === 'pending_offers' || order.status === 'offers_received') return { order, bidder: order.bidder }
  return order.status === 'cancelled' || order.status === 'expired'
    ? refused('ORDER_WRONG_STATUS', { status: order.status, number: order.number })
    : refused('ORDER_ALREADY_TAKEN', { number: order.number })
}

/** Lines as they can be supplied under an offer's shortages; lines without stock are left out. Pure. */
export function suppliedLines<Line extends Pick<LineInHand, 'lineId' | 'quantity'>>(
  lines: readonly Line[],
  shortages: readonly Shortage[],
): readonly Line[] {
  const short = new Map(shortages.map((shortage) => [shortage.lineId, shortage.quantity]))
  return lines
    .map((line) => ({ ...line, quantity: short.get(line.lineId) ?? line.quantity }))
    .filter((line) => line.quantity > 0)
}

/** Deposits of returnable crates and bottles for what is supplied, francs. Pure. */
export function depositsFor(lines: readonly Pick<LineInHand, 'deposit' | 'quantity'>[]): Francs {
  return lines.reduce((sum, line) => sum + Math.round(line.deposit * line.quantity), 0)
}

function checkShortages(
  lines: readonly LineInHand[],
  shortages: readonly Shortage[],
): readonly Shortage[] | Refused<'LINE_NOT_FOUND' | 'QUANTITY_INVALID'> {
  const byLine = new Map(lines.map((line) => [line.lineId, line]))
  const real = new Map<string, Shortage>()
  for (const shortage of shortages) {
    const line = byLine.get(shortage.lineId)
    if (line === undefined) return refused('LINE_NOT_FOUND')
    const isWhole = line.unit === 'kg' || Number.isInteger(shortage.quantity)
    if (!(shortage.quantity >= 0 && shortage.quantity <= line.quantity && isWhole)) {
      return refused('QUANTITY_INVALID', { largest: line.quantity })
    }
    if (shortage.quantity < line.quantity) real.set(shortage.lineId, shortage)
  }
  const checked = [...real.values()]
  return suppliedLines(lines, checked).length === 0 ? refused('QUANTITY_INVALID', { supplied: 0 }) : checked
}

// The offer, the request and the time at which the first open offer ends, in one statement.
const write = statement<{ offerId: OfferId; revised: boolean }>(
  'offer.write',
  `WITH written AS (
     INSERT INTO offer (order_id, supplier_id, contact_id, goods_price, delivery_fee, deposits, delay_minutes, shortages,
       complete, made_at, valid_until, ranking)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, jsonb_build_object('referenceGoods', $12::int))
     ON CONFLICT (order_id, supplier_id) WHERE status IN ('open', 'chosen') DO UPDATE SET
       contact_id = excluded.contact_id, goods_price = excluded.goods_price, delivery_fee = excluded.delivery_fee,
       deposits = excluded.deposits, delay_minutes = excluded.delay_minutes, shortages = excluded.shortages,
       complete = excluded.complete, made_at = excluded.made_at, valid_until = excluded.valid_until,
       ranking = excluded.ranking, revision = offer.revision + 1
     RETURNING id, revision
   ), request AS (
     UPDATE offer_request SET status = 'offered', answered_at = $10, contact_id = $3 WHERE order_id = $1 AND supplier_id = $2
   ), timer AS (
     INSERT INTO order_timer (order_id, kind, due_at) VALUES ($1, 'offers.expire', $11)
     ON CONFLICT (order_id, kind) WHERE done_at IS NULL DO UPDATE SET due_at = least(order_timer.due_at, excluded.due_at)
   )
   SELECT id AS "offerId", revision > 1 AS revised FROM written`,
)

/**
 * Makes an offer, or revises the one that is open; valid 30 minutes from now. A late bid learns that the order is taken.
 * The first offer moves the order to offers_received; the client is told of each (product.md 2).
 */
export async function makeOffer(
  work: Work,
  input: SupplierActs & {
    readonly orderId: OrderId
    /** francs, for all that can be supplied */
    readonly goodsPrice: Francs
    /** null: the supplier's usual delay */
    readonly delayMinutes: number | null
    readonly shortages: readonly Shortage[]
  },
): Promise<OfferMade | OfferRefusal> {
  const locked = await lockForBid(work, input)
  if (isRefused(locked)) return locked
  return bid(work, input, locked)
}

/** OUI 1042: all lines at their reference prices, with the supplier's usual delay. */
export async function offerAtReference(
  work: Work,
  input: SupplierActs & { readonly orderId: OrderId },
): Promise<OfferMade | OfferRefusal> {
  const locked = await lockForBid(work, input)
  if (isRefused(locked)) return locked
  const goodsPrice = referenceTotal(locked.order.lines)
  return bid(work, { ...input, goodsPrice, delayMinutes: null, shortages: [] }, locked)
}

async function bid(
  work: Work,
  input: Parameters<typeof makeOffer>[1],
  { order, bidder }: { readonly order: PlacedOrder; readonly bidder: Bidder },
): Promise<OfferMade | OfferRefusal> {
  const { goodsPrice } = input
  if (!Number.isInteger(goodsPrice) || goodsPrice <= 0 || goodsPrice > LARGEST_PRICE) return refused('PRICE_INVALID')
  const shortages = checkShortages(order.lines, input.shortages)
  if (isRefused(shortages)) return shortages
  const supplied = suppliedLines(order.lines, shortages)
  const asked = Math.round(input.delayMinutes ?? bidder.usualDelayMinutes)
  const delayMinutes = Math.min(LONGEST_DELAY_MINUTES, Math.max(1, asked))
  const isComplete = shortages.length === 0
  const [row] = await write(work.sql, [
    order.orderId,
    input.supplierId,
    input.contactId,
    goodsPrice,
    order.mode === 'pickup' ? 0 : deliveryFeeBetween(bidder.zone, order.zone, cratesIn(supplied)),
    depositsFor(supplied),
    delayMinutes,
    JSON.stringify(shortages),
    isComplete,
    work.now,
    minutesAfter(work.now, work.settings.offerValidMinutes),
    referenceTotal(supplied),
  ])
  if (row === undefined) return refused('ORDER_ALREADY_TAKEN', { number: order.number })
  if (order.status === 'pending_offers') {
    await Promise.all([
      moveOrder(work, { orderId: order.orderId, from: order.status, event: 'receiveOffer' }),
      closeAlerts(work, ['order.noOffer'], [order.orderId]),
    ])
  }
  const { orderId, number } = order
  const { offerId, revised } = row
  work.emit({ to: order.contactId, event: { type: 'offer.made', orderId, number, offerId, revised } })
  return { number, goodsPrice, delayMinutes, revised, complete: isComplete }
}
