import type { HabitInForce } from '../accounts/habits.ts'
import type { PaymentMethod } from '../work/events.ts'
import type { AccountId, ContactId, Francs, LineId, OfferId, OrderId, ProductId, ZoneId } from '../work/ids.ts'

// What a conversation knows of the business when it answers. Made by the SQL functions client_view, supplier_view and
// read_conversation (prisma/migrations, lane). Times are ISO strings: they come out of JSON.

export type OrderStatus =
  | 'draft'
  | 'pending_offers'
  | 'offers_received'
  | 'accepted'
  | 'preparing'
  | 'delivering'
  | 'delivered'
  | 'paid'
  | 'closed'
  | 'cancelled'
  | 'expired'

export interface LineView {
  readonly lineId: LineId
  readonly position: number
  readonly product: ProductId
  /** name_fr of the catalogue, e.g. Flag 65cl */
  readonly name: string
  /** casier, carton, pack, bouteille... */
  readonly unit: string
  readonly quantity: number
  /** reference price of one unit, francs */
  readonly price: Francs
  /** deposit of one unit, francs */
  readonly deposit: Francs
  readonly category: string
  readonly delivered: number | null
  readonly variableWeight: boolean
}

export interface CartView {
  readonly orderId: OrderId
  readonly mode: 'delivery' | 'pickup'
  readonly wantedAt: string | null
  readonly directions: string | null
  readonly updatedAt: string
  readonly lines: readonly LineView[]
}

export interface Shortage {
  readonly lineId: LineId
  /** how many can be supplied; 0 when the line is missing */
  readonly quantity: number
}

export interface OfferView {
  readonly offerId: OfferId
  readonly supplier: string
  readonly goodsPrice: Francs
  readonly deliveryFee: Francs
  readonly deposits: Francs
  readonly delayMinutes: number
  readonly complete: boolean
  readonly shortages: readonly Shortage[]
  readonly validUntil: string
  readonly madeAt: string
  readonly ratingSum: number
  readonly ratingCount: number
}

/** An order of the client that is under way, or was delivered in the last 48 hours. */
export interface ClientOrderView {
  readonly orderId: OrderId
  readonly number: number
  readonly status: OrderStatus
  readonly mode: 'delivery' | 'pickup'
  readonly placedAt: string
  readonly wantedAt: string | null
  readonly promisedAt: string | null
  readonly amountDue: Francs | null
  readonly goodsTotal: Francs | null
  readonly depositTotal: Francs
  readonly deliveryFee: Francs
  readonly deliveredAt: string | null
  /** the delivery code, while the goods are on the road */
  readonly code: string | null
  readonly rated: boolean
  readonly supplier: string | null
  readonly confirmed: boolean
  readonly payment: { readonly method: PaymentMethod; readonly status: string } | null
  readonly lines: readonly LineView[]
  /** how many suppliers were asked */
  readonly asked: number
  /** open and valid offers, not ranked: see domain/offers/ranking.ts */
  readonly offers: readonly OfferView[]
}

export interface ClientView {
  readonly cart: CartView | null
  /** newest first */
  readonly orders: readonly ClientOrderView[]
  /** the last five placed, newest first, for "same as last time" */
  readonly recent: readonly {
    readonly orderId: OrderId
    readonly number: number
    readonly placedAt: string
    readonly lines: readonly LineView[]
  }[]
}

export interface RequestView {
  readonly orderId: OrderId
  readonly number: number
  readonly zone: string
  readonly mode: 'delivery' | 'pickup'
  readonly wantedAt: string | null
  readonly sentAt: string
  readonly deliveryFee: Francs
  readonly status: 'sent' | 'offered'
  readonly lines: readonly LineView[]
  /** this supplier's living offer on it */
  readonly offer: { readonly offerId: OfferId; readonly goodsPrice: Francs; readonly delayMinutes: number } | null
}

/** An order this supplier won. The delivery code is never here. */
export interface SupplierOrderView {
  readonly orderId: OrderId
  readonly number: number
  readonly status: OrderStatus
  readonly mode: 'delivery' | 'pickup'
  readonly client: string
  readonly zone: string
  readonly quartier: string | null
  readonly directions: string | null
  readonly phone: string
  readonly promisedAt: string | null
  readonly confirmed: boolean
  readonly goodsTotal: Francs | null
  readonly amountDue: Francs | null
  readonly deliveredAt: string | null
  readonly lines: readonly LineView[]
  readonly shortages: readonly Shortage[]
  readonly rated: boolean
}

export interface SupplierView {
  readonly pausedUntil: string | null
  readonly usualDelayMinutes: number | null
  readonly requests: readonly RequestView[]
  readonly orders: readonly SupplierOrderView[]
}

export interface ContactView {
  readonly id: ContactId
  readonly channel: 'whatsapp' | 'sms'
  readonly adapter: string
  readonly address: string
  readonly language: 'fr' | 'en'
  readonly displayName: string | null
  readonly optedOut: boolean
  readonly lastInboundAt: string | null
  readonly blocked: boolean
}

export interface AccountView {
  readonly id: AccountId
  readonly kind: 'client' | 'supplier'
  readonly status: 'pending' | 'approved' | 'rejected' | 'suspended' | 'closed'
  readonly name: string
  readonly managerName: string
  readonly type: string
  readonly email: string | null
  readonly zoneId: ZoneId
  readonly quartierId: string | null
  readonly rejectionReason: string | null
  /** fee for a delivery to the account's zone from the same or an adjacent one */
  readonly deliveryFee: Francs
  /** what its ambiguous words mean, as its messages taught (docs/learning.md) */
  readonly habits: readonly HabitInForce[]
}
