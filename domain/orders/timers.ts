import { openAlert } from '../alerts/alerting.ts'
import { expireOffers } from '../offers/expiring.ts'
import { lapseOffer } from '../offers/lapsing.ts'
import { askRating } from '../ratings/asking.ts'
import type { OrderId } from '../work/ids.ts'
import { isRefused } from '../work/refusals.ts'
import { minutesAfter, type Work } from '../work/work.ts'
import { handleLateness } from './late.ts'
import { moveOrder } from './lifecycle.ts'
import { lockPlacedOrder, openOffers, type PlacedOrder } from './locking.ts'
import { searchFurther } from './searching-further.ts'
import { giveUpSearch } from './sourcing.ts'
import { claimOrderTimer, type OrderTimerKind, setOrderTimers } from './timing.ts'

/**
 * Acts on a timer of an order that is due: locks the order, claims the timer, looks at the state again and does what is
 * still to be done. A timer that was handled, moved or ended meanwhile does nothing (product.md 2).
 * @returns whether the timer was this call's to handle
 */
export async function handleOrderTimer(
  work: Work,
  timer: { readonly orderId: OrderId; readonly kind: OrderTimerKind },
): Promise<{ readonly handled: boolean }> {
  const order = await lockPlacedOrder(work, timer.orderId)
  if (isRefused(order)) return { handled: false }
  if (timer.kind === 'rating.ask') {
    await askRating(work, timer.orderId)
    return { handled: true }
  }
  if (!(await claimOrderTimer(work, timer.orderId, timer.kind))) return { handled: false }
  await act(work, order, timer.kind)
  return { handled: true }
}

async function act(work: Work, order: PlacedOrder, kind: Exclude<OrderTimerKind, 'rating.ask'>): Promise<void> {
  switch (kind) {
    case 'search.wave':
      return isWaiting(order) ? searchFurther(work, order) : undefined
    case 'search.noOffer':
      return isWaiting(order) ? tellNoOffer(work, order) : undefined
    case 'search.alert':
      return isWaiting(order) ? alertNoOffer(work, order) : undefined
    case 'search.expire':
      return expireOrder(work, order)
    case 'offers.expire':
      return expireOffers(work, order)
    case 'offer.confirm':
      return order.status === 'accepted'
        ? lapseOffer(work, order, { why: 'not confirmed in time', tellSupplier: true })
        : undefined
    case 'late.preparing':
    case 'late.delivering':
    case 'late.promised':
    case 'late.stuck':
      return handleLateness(work, order, kind)
    case 'order.close':
      return closeOrder(work, order)
  }
}

function isWaiting(order: PlacedOrder): boolean {
  return order.status === 'pending_offers'
}

/** The client is told at 30 minutes and at 2 hours, with choices; the next notice is set. */
async function tellNoOffer(work: Work, order: PlacedOrder): Promise<void> {
  const { orderId, number } = order
  const waited = minutesSince(order.placedAt, work.now)
  work.emit({ to: order.contactId, event: { type: 'order.noOfferYet', orderId, number, minutes: waited } })
  const next = work.settings.tellClientNoOfferMinutes.find((minutes) => minutes > waited)
  if (next === undefined) return
  const dueAt = minutesAfter(work.now, next - waited)
  await setOrderTimers(work, orderId, { set: { 'search.noOffer': dueAt } })
}

function minutesSince(time: string | null, now: Date): number {
  return time === null ? 0 : Math.floor((now.getTime() - Date.parse(time)) / 60_000)
}

async function alertNoOffer(work: Work, order: PlacedOrder): Promise<void> {
  await openAlert(work, {
    rule: 'order.noOffer',
    subject: order.orderId,
    severity: 'high',
    words: `Commande ${order.number} (${order.zone.name}) : aucune offre après ${minutesSince(order.placedAt, work.now)} min.`,
  })
}

/** Three hours on: nothing found. Offers that can still be chosen are left their time. */
async function expireOrder(work: Work, order: PlacedOrder): Promise<void> {
  if (order.status !== 'pending_offers' && order.status !== 'offers_received') return
  const ends = openOffers(order, work.now).map((offer) => Date.parse(offer.validUntil))
  if (ends.length === 0) return giveUpSearch(work, order, 'no offer in time')
  await setOrderTimers(work, order.orderId, { set: { 'search.expire': new Date(Math.max(...ends)) } })
}

/** Paid, and too late for a dispute: closed. An unpaid one is looked at again a day later. */
async function closeOrder(work: Work, order: PlacedOrder): Promise<void> {
  const { orderId, status } = order
  if (status === 'paid') await moveOrder(work, { orderId, from: status, event: 'close' })
  else if (status === 'delivered') {
    await setOrderTimers(work, orderId, { set: { 'order.close': minutesAfter(work.now, 24 * 60) } })
  }
}
