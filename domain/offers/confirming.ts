import { supplierNet } from '../money/commission.ts'
import { moveOrder } from '../orders/lifecycle.ts'
import { lockWonOrder, type OfferInHand, type PlacedOrder, type WonOrder } from '../orders/locking.ts'
import { setOrderTimers } from '../orders/timing.ts'
import type { Francs, OrderId } from '../work/ids.ts'
import { isRefused, type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'
import type { SupplierActs } from './bidding.ts'

const write = statement('offer.confirm', 'UPDATE offer SET confirmed_at = $2 WHERE id = $1 AND confirmed_at IS NULL')

/**
 * The chosen supplier answers in time, and starts to prepare: accepted becomes preparing. Saying it twice is harmless.
 * An answer after the 10 minutes counts while the order is still this supplier's.
 */
export async function confirmOrder(
  work: Work,
  input: SupplierActs & { readonly orderId: OrderId },
): Promise<
  | { number: number; supplierReceives: Francs }
  | Refused<'ORDER_NOT_FOUND' | 'ORDER_ALREADY_TAKEN' | 'ORDER_WRONG_STATUS'>
> {
  const won = await lockWonOrder(work, input)
  if (isRefused(won)) return won
  const { order } = won
  if (order.status === 'cancelled') return refused('ORDER_WRONG_STATUS', { status: order.status, number: order.number })
  if (order.status === 'accepted') await startPreparing(work, won)
  return { number: order.number, supplierReceives: supplierReceivesFor(order) }
}

/** Accepted becomes preparing, the client is told that the order is confirmed. */
export async function startPreparing(work: Work, { order, offer }: WonOrder): Promise<void> {
  const { orderId, number } = order
  const { settings } = work
  const start = preparationStart(order, offer, work.now)
  await Promise.all([
    markConfirmed(work, offer),
    moveOrder(work, { orderId, from: order.status, event: 'confirm' }),
    setOrderTimers(work, orderId, {
      clear: ['offer.confirm'],
      set: {
        'late.preparing': minutesAfter(start, settings.latePreparingMinutes),
        'late.stuck': minutesAfter(start, settings.stuckMinutes),
      },
    }),
  ])
  const minutes = minutesLeft(order, offer, work.now)
  work.emit({
    to: order.contactId,
    event: { type: 'order.confirmed', orderId, number, supplier: offer.supplier, minutes },
  })
}

/** The offer is confirmed, by words or by deeds: PRET and ROUTE confirm too. */
export async function markConfirmed(work: Work, offer: OfferInHand): Promise<void> {
  if (offer.confirmedAt === null) await write(work.sql, [offer.offerId, work.now])
}

/** An order for later is not prepared at once: lateness counts from when its delay has to begin. */
function preparationStart(order: PlacedOrder, offer: OfferInHand, now: Date): Date {
  const needed = order.promisedAt === null ? now : minutesAfter(new Date(order.promisedAt), -offer.delayMinutes)
  return needed > now ? needed : now
}

/** Minutes until the promised time, at least one. */
export function minutesLeft(order: PlacedOrder, offer: OfferInHand, now: Date): number {
  if (order.promisedAt === null) return offer.delayMinutes
  return Math.max(1, Math.ceil((Date.parse(order.promisedAt) - now.getTime()) / 60_000))
}

/** What the supplier gets for an order: its net of the goods, the delivery fee and the deposits (product.md 3). */
export function supplierReceivesFor(
  order: Pick<PlacedOrder, 'amountDue' | 'goodsTotal' | 'clientRate' | 'supplierRate'>,
): Francs {
  const goods = order.goodsTotal ?? 0
  const net = supplierNet(goods, order.clientRate ?? 0, order.supplierRate ?? 0).supplierReceives
  return net + (order.amountDue ?? goods) - goods
}
