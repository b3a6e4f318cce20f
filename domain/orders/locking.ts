import type { AccountId, ContactId, Francs, LineId, OrderId, ProductId } from '../work/ids.ts'
import { type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import type { DeliveryZone } from './fees.ts'
import type { AccountView, OfferView, OrderStatus } from './views.ts'

export interface LineInHand {
  readonly lineId: LineId
  readonly product: ProductId
  readonly unit: string
  readonly quantity: number
  /** reference price of one unit, francs */
  readonly price: Francs
  /** deposit of one unit, francs */
  readonly deposit: Francs
  readonly variableWeight: boolean
  /** bottles in one unit */
  readonly pieces: number
}

export interface OfferInHand extends OfferView {
  readonly supplierId: AccountId
  readonly contactId: ContactId
  readonly status: 'open' | 'chosen' | 'lost' | 'withdrawn' | 'expired' | 'lapsed'
  readonly confirmBy: string | null
  readonly confirmedAt: string | null
}

export interface Bidder {
  readonly status: AccountView['status']
  readonly usualDelayMinutes: number
  readonly zone: Pick<DeliveryZone, 'id' | 'side'>
  readonly request: 'sent' | 'offered' | 'declined' | 'closed'
}

/** An order whose row this work has locked, with all that its rules look at. Made by the SQL function lock_order. */
export interface OrderInHand {
  readonly orderId: OrderId
  /** null only in a draft */
  readonly number: number | null
  readonly status: OrderStatus
  readonly clientId: AccountId
  readonly contactId: ContactId
  readonly clientStatus: AccountView['status']
  readonly mode: 'delivery' | 'pickup'
  readonly wantedAt: string | null
  readonly deliveryFee: Francs
  readonly clientRate: number | null
  readonly supplierRate: number | null
  readonly amountDue: Francs | null
  readonly goodsTotal: Francs | null
  readonly depositTotal: Francs
  readonly deliveryCode: string | null
  readonly promisedAt: string | null
  readonly waves: number
  readonly placedAt: string | null
  readonly zone: DeliveryZone & { readonly name: string; readonly latitude: number; readonly longitude: number }
  readonly lines: readonly LineInHand[]
  /** every offer it ever had, oldest first */
  readonly offers: readonly OfferInHand[]
  /** the supplier it was locked for, when that supplier was asked */
  readonly bidder: Bidder | null
}

/** An order that has been placed. */
export type PlacedOrder = OrderInHand & { readonly number: number }

const lock = statement<{ order: OrderInHand | null }>('order.lock', 'SELECT lock_order($1, $2) AS "order"')

/**
 * Locks an order for the rest of this work. Every function that changes an order, its offers, requests or timers locks
 * the order before anything else, so that two of them can neither cross nor deadlock.
 */
export async function lockOrder(
  work: Work,
  orderId: OrderId,
  supplierId: AccountId | null = null,
): Promise<OrderInHand | null> {
  const [row] = await lock(work.sql, [orderId, supplierId])
  return row?.order ?? null
}

/** Whether it has a number, as all but drafts have: the database sees to it. */
export function isPlaced(order: OrderInHand): order is PlacedOrder {
  return order.number !== null && order.status !== 'draft'
}

/** The client's own placed order, locked. Another client's order is not found. */
export async function lockOwnOrder(
  work: Work,
  who: { readonly clientId: AccountId; readonly orderId: OrderId },
): Promise<PlacedOrder | Refused<'ORDER_NOT_FOUND' | 'ORDER_WRONG_STATUS'>> {
  const order = await lockOrder(work, who.orderId)
  if (order === null || order.clientId !== who.clientId) return refused('ORDER_NOT_FOUND')
  return isPlaced(order) ? order : refused('ORDER_WRONG_STATUS', { status: order.status })
}

/** Any placed order, locked: for staff and for timers. */
export async function lockPlacedOrder(work: Work, orderId: OrderId): Promise<PlacedOrder | Refused<'ORDER_NOT_FOUND'>> {
  const order = await lockOrder(work, orderId)
  return order !== null && isPlaced(order) ? order : refused('ORDER_NOT_FOUND')
}

/** An order together with the offer its supplier won it with. */
export interface WonOrder {
  readonly order: PlacedOrder
  readonly offer: OfferInHand
}

/** The order that this supplier won, locked. */
export async function lockWonOrder(
  work: Work,
  who: { readonly supplierId: AccountId; readonly orderId: OrderId },
): Promise<WonOrder | Refused<'ORDER_NOT_FOUND' | 'ORDER_ALREADY_TAKEN' | 'ORDER_WRONG_STATUS'>> {
  const order = await lockOrder(work, who.orderId, who.supplierId)
  if (order === null || !isPlaced(order) || order.bidder === null) return refused('ORDER_NOT_FOUND')
  const offer = chosenOffer(order)
  if (offer === null) return refused('ORDER_WRONG_STATUS', { status: order.status })
  return offer.supplierId === who.supplierId ? { order, offer } : refused('ORDER_ALREADY_TAKEN')
}

export function chosenOffer(order: OrderInHand): OfferInHand | null {
  return order.offers.find((offer) => offer.status === 'chosen') ?? null
}

/** Offers that can be chosen at this time: an offer is over at its very last instant, `validUntil`. */
export function openOffers(order: OrderInHand, now: Date): readonly OfferInHand[] {
  return order.offers.filter((offer) => offer.status === 'open' && new Date(offer.validUntil) > now)
}
