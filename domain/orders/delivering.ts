import { closeAlerts, openAlert } from '../alerts/alerting.ts'
import { recordSale } from '../money/sales.ts'
import type { SupplierActs } from '../offers/bidding.ts'
import { markConfirmed, minutesLeft, startPreparing, supplierReceivesFor } from '../offers/confirming.ts'
import type { ConversationEvent } from '../work/events.ts'
import type { Francs, OrderId } from '../work/ids.ts'
import { isRefused, type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'
import type { ClientActs } from './cart.ts'
import { newDeliveryCode } from './code.ts'
import { ORDER_ALERTS } from './late.ts'
import { moveOrder, noteOnOrder } from './lifecycle.ts'
import { chosenOffer, lockOwnOrder, lockWonOrder, type OfferInHand, type PlacedOrder } from './locking.ts'
import { LATE_TIMERS, setOrderTimers } from './timing.ts'

type OfOrder = SupplierActs & { readonly orderId: OrderId }
type NotMine = Refused<'ORDER_NOT_FOUND' | 'ORDER_ALREADY_TAKEN' | 'ORDER_WRONG_STATUS'>

/** After five the code counts no more, or four digits could be tried one after the other. Then a person or the client. */
const WRONG_CODES_ALLOWED = 5

// since the last choice: what happened with a depot that lapsed counts no more
const countNotes = statement<{ count: number }>(
  'orderLog.count',
  `SELECT count(*)::int AS count FROM order_log l JOIN "order" o ON o.id = l.order_id
   WHERE l.order_id = $1 AND l.event = $2 AND l.at >= o.accepted_at`,
)
const setCode = statement(
  'order.setCode',
  'UPDATE "order" SET delivery_code = coalesce(delivery_code, $2) WHERE id = $1',
)

/** PRET 1042: prepared; confirms too when it was not. Saying it again changes nothing. */
export async function markReady(
  work: Work,
  input: OfOrder,
  code: string = newDeliveryCode(),
): Promise<{ number: number } | NotMine> {
  const [won, [ready]] = await Promise.all([
    lockWonOrder(work, input),
    countNotes(work.sql, [input.orderId, 'order.ready']),
  ])
  if (isRefused(won)) return won
  const { order, offer } = won
  const { orderId, number } = order
  if (order.status !== 'accepted' && order.status !== 'preparing') return wrongStatus(order)
  if (order.status === 'accepted') await startPreparing(work, won)
  if (ready !== undefined && ready.count > 0) return { number }
  await Promise.all([
    // whoever fetches shows the code at the counter
    order.mode === 'pickup' ? setCode(work.sql, [orderId, code]) : null,
    noteOnOrder(work, orderId, 'order.ready', null),
  ])
  work.emit({ to: order.contactId, event: { type: 'order.ready', orderId, number, supplier: offer.supplier } })
  return { number }
}

/**
 * ROUTE 1042 20: on the road. The client, and only the client, gets the delivery code. Said again with minutes while on
 * the road, it is news for the client, with the same code.
 * @param code four digits; the default is drawn at random
 */
export async function markOnTheRoad(
  work: Work,
  input: OfOrder & {
    /** null: what is left of the promised time */
    readonly minutes: number | null
  },
  code: string = newDeliveryCode(),
): Promise<{ number: number; minutes: number } | NotMine> {
  const won = await lockWonOrder(work, input)
  if (isRefused(won)) return won
  const { order, offer } = won
  const { orderId, number } = order
  const minutes = Math.max(1, Math.round(input.minutes ?? minutesLeft(order, offer, work.now)))
  if (order.status === 'delivering') {
    if (input.minutes !== null) {
      await noteOnOrder(work, orderId, 'order.stillOnTheRoad', `${minutes} min`)
      tellOnTheRoad(work, order, minutes, order.deliveryCode ?? code)
    }
    return { number, minutes }
  }
  const canLeave = order.status === 'accepted' || order.status === 'preparing'
  if (!canLeave || order.mode === 'pickup') return wrongStatus(order)
  await Promise.all([
    markConfirmed(work, offer),
    moveOrder(work, {
      orderId,
      from: order.status,
      event: 'leave',
      why: `${minutes} min`,
      facts: { deliveryCode: code },
    }),
    setOrderTimers(work, orderId, {
      clear: ['offer.confirm', 'late.preparing'],
      set: {
        'late.delivering': minutesAfter(work.now, work.settings.lateDeliveringMinutes),
        'late.stuck': minutesAfter(work.now, work.settings.stuckMinutes),
      },
    }),
  ])
  tellOnTheRoad(work, order, minutes, code)
  return { number, minutes }
}

function tellOnTheRoad(work: Work, order: PlacedOrder, minutes: number, code: string): void {
  const { orderId, number } = order
  work.emit({ to: order.contactId, event: { type: 'order.onTheRoad', orderId, number, minutes, code } })
}

/**
 * LIVRE 1042 4821: delivered, proven by the client's code. A wrong code is refused and counted; at five staff are
 * alerted and only the client's own "bien reçu" or a person ends the delivery.
 */
export async function markDelivered(
  work: Work,
  input: OfOrder & { readonly code: string },
): Promise<{ number: number; amountDue: Francs; supplierReceives: Francs } | NotMine | Refused<'WRONG_CODE'>> {
  const [won, [wrong]] = await Promise.all([
    lockWonOrder(work, input),
    countNotes(work.sql, [input.orderId, 'code.wrong']),
  ])
  if (isRefused(won)) return won
  const { order } = won
  if (!isUnderWay(order)) return wrongStatus(order)
  const before = wrong?.count ?? 0
  if (before >= WRONG_CODES_ALLOWED || order.deliveryCode === null || input.code !== order.deliveryCode) {
    return refuseCode(work, order, before + 1)
  }
  await deliver(work, won.order, 'code of the client')
  const amountDue = order.amountDue ?? 0
  tell(work, order.contactId, { type: 'order.delivered', orderId: order.orderId, number: order.number, amountDue })
  return { number: order.number, amountDue, supplierReceives: supplierReceivesFor(order) }
}

async function refuseCode(work: Work, order: PlacedOrder, tries: number): Promise<Refused<'WRONG_CODE'>> {
  await noteOnOrder(work, order.orderId, 'code.wrong', null)
  if (tries >= WRONG_CODES_ALLOWED) {
    await openAlert(work, {
      rule: 'order.wrongCode',
      subject: order.orderId,
      severity: 'high',
      words: `Commande ${order.number} : ${tries} codes de livraison faux. Appeler le client et le dépôt.`,
    })
  }
  return refused('WRONG_CODE', { number: order.number, left: Math.max(0, WRONG_CODES_ALLOWED - tries) })
}

/** The client's own "bien reçu". After the depot's LIVRE it only confirms what is known. */
export async function confirmReceipt(
  work: Work,
  input: ClientActs & { readonly orderId: OrderId },
): Promise<{ number: number; amountDue: Francs } | Refused<'ORDER_NOT_FOUND' | 'ORDER_WRONG_STATUS'>> {
  const order = await lockOwnOrder(work, input)
  if (isRefused(order)) return order
  const amountDue = order.amountDue ?? 0
  const { orderId, number } = order
  if (order.status === 'delivered' || order.status === 'paid' || order.status === 'closed') return { number, amountDue }
  const offer = chosenOffer(order)
  if (offer === null || (order.status !== 'delivering' && order.status !== 'preparing')) return wrongStatus(order)
  await deliver(work, order, 'received, says the client')
  tell(work, offer.contactId, { type: 'order.received', orderId, number })
  return { number, amountDue }
}

/** Delivered: the sale is booked, lateness is over, disputes are possible for their time. */
export async function deliver(work: Work, order: PlacedOrder, why: string): Promise<void> {
  const { orderId } = order
  const { disputeWithinHours, askRatingAfterMinutes } = work.settings
  await Promise.all([
    moveOrder(work, { orderId, from: order.status, event: 'deliver', why }),
    setOrderTimers(work, orderId, {
      clear: [...LATE_TIMERS, 'offer.confirm'],
      set: {
        'order.close': minutesAfter(work.now, disputeWithinHours * 60),
        'rating.ask': minutesAfter(work.now, askRatingAfterMinutes),
      },
    }),
    closeAlerts(work, ORDER_ALERTS, [orderId]),
    recordSale(work, { orderId }),
  ])
}

function isUnderWay(order: PlacedOrder): boolean {
  return order.status === 'delivering' || (order.mode === 'pickup' && order.status === 'preparing')
}

function wrongStatus(order: PlacedOrder): Refused<'ORDER_WRONG_STATUS'> {
  return refused('ORDER_WRONG_STATUS', { status: order.status, number: order.number })
}

function tell(work: Work, to: OfferInHand['contactId'], event: ConversationEvent): void {
  work.emit({ to, event })
}
