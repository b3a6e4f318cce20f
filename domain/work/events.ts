import type { ContactId, Francs, OfferId, OrderId, PaymentId } from './ids.ts'

export type PaymentMethod = 'orange_money' | 'mtn_momo' | 'moov_money' | 'wave' | 'cash'
export type PaymentFailure = 'wrong_number' | 'not_enough_money' | 'refused' | 'expired'

interface OfOrder {
  readonly orderId: OrderId
  readonly number: number
}

/** What a client's conversation is told. */
export type ClientEvent =
  | ({ readonly type: 'offer.made'; readonly offerId: OfferId; readonly revised: boolean } & OfOrder)
  /** asked again at 30 minutes and at 2 hours: wait, change, widen, cancel */
  | ({ readonly type: 'order.noOfferYet'; readonly minutes: number } & OfOrder)
  | ({ readonly type: 'order.searchWidened'; readonly zones: readonly string[] } & OfOrder)
  | ({ readonly type: 'order.nothingFound' } & OfOrder)
  | ({ readonly type: 'order.confirmed'; readonly supplier: string; readonly minutes: number } & OfOrder)
  /** the chosen supplier stayed silent for 10 minutes, or gave up: the next best is proposed */
  | ({ readonly type: 'offer.lapsed'; readonly supplier: string; readonly nextOfferId: OfferId | null } & OfOrder)
  | ({ readonly type: 'order.preparing'; readonly supplier: string } & OfOrder)
  | ({ readonly type: 'order.ready'; readonly supplier: string } & OfOrder)
  | ({ readonly type: 'order.onTheRoad'; readonly minutes: number; readonly code: string } & OfOrder)
  | ({ readonly type: 'order.delivered'; readonly amountDue: Francs } & OfOrder)
  | ({ readonly type: 'order.late'; readonly stage: 'preparing' | 'delivering' | 'promised' | 'stuck' } & OfOrder)
  | ({ readonly type: 'order.cancelled'; readonly by: 'supplier' | 'staff' | 'system'; readonly why: string } & OfOrder)
  | ({ readonly type: 'order.corrected'; readonly amountDue: Francs } & OfOrder)
  | ({
      readonly type: 'payment.succeeded'
      readonly amount: Francs
      readonly method: PaymentMethod
      readonly receipt: number
    } & OfOrder)
  | ({ readonly type: 'payment.failed'; readonly method: PaymentMethod; readonly failure: PaymentFailure } & OfOrder)
  | ({ readonly type: 'payment.stillPending'; readonly method: PaymentMethod } & OfOrder)
  | ({ readonly type: 'payment.twice'; readonly amount: Francs; readonly voucher: Francs } & OfOrder)
  | ({ readonly type: 'payment.reminder'; readonly amount: Francs; readonly hours: number } & OfOrder)
  | ({ readonly type: 'refund.sent' | 'refund.done'; readonly amount: Francs } & OfOrder)
  | ({ readonly type: 'rating.asked' } & OfOrder)

/** What a supplier's conversation is told. */
export type SupplierEvent =
  | ({ readonly type: 'request.made' } & OfOrder)
  /** offered: it had made an offer, and waits to hear what became of it */
  | ({
      readonly type: 'request.closed'
      readonly why: 'taken' | 'cancelled' | 'expired'
      readonly offered: boolean
    } & OfOrder)
  | ({ readonly type: 'offer.chosen'; readonly confirmMinutes: number } & OfOrder)
  /** why, never who won nor what the winner asked: { reason: 'price', perCase: 300 } or { reason: 'delay', minutes: 40 } */
  | ({
      readonly type: 'offer.lost'
      readonly reason: 'price' | 'delay' | 'incomplete' | 'record' | 'choice'
      readonly by: number
    } & OfOrder)
  | ({ readonly type: 'offer.lapsed' } & OfOrder)
  | ({ readonly type: 'offer.expired' } & OfOrder)
  | ({ readonly type: 'order.cancelled'; readonly by: 'client' | 'staff' | 'system'; readonly why: string } & OfOrder)
  | ({ readonly type: 'order.nudged'; readonly stage: 'preparing' | 'delivering' | 'promised' | 'stuck' } & OfOrder)
  | ({ readonly type: 'order.received' } & OfOrder)
  | ({ readonly type: 'order.corrected'; readonly supplierReceives: Francs } & OfOrder)
  /** isSmsSpent: asking took the SMS that an order may cost, and this is not worth another one */
  | ({
      readonly type: 'order.paid'
      readonly supplierReceives: Francs
      readonly cash: boolean
      readonly isSmsSpent: boolean
    } & OfOrder)
  | ({ readonly type: 'rating.asked' } & OfOrder)

/** What either is told of its account. */
export type AccountEvent =
  | { readonly type: 'account.approved' }
  | { readonly type: 'account.rejected'; readonly reason: string }
  | { readonly type: 'account.suspended'; readonly reason: string }
  | { readonly type: 'account.reinstated' }

/** What is told where an order goes on that may not go on where it began (product.md 7). */
export type MovedEvent =
  /** words that a person wrote elsewhere: read as if they had been written here */
  | { readonly type: 'words.moved'; readonly text: string; readonly page: string | null }
  /** the cart is this contact's now */
  | { readonly type: 'cart.moved'; readonly page: string | null }
  /** somebody did this on our page; the order says where it stands */
  | ({ readonly type: 'order.actedOnPage' } & OfOrder)

export type ConversationEvent = ClientEvent | SupplierEvent | AccountEvent | MovedEvent

/** Something that happened, for the mailbox of one contact. */
export interface ToContact {
  readonly to: ContactId
  readonly event: ConversationEvent
  /** for this contact, wherever the person prefers to hear news: it was sent here because it may not be dealt with there */
  readonly direct?: true
}

/** Something for a provider or for staff rather than for a conversation. */
export type ToOutside =
  | { readonly to: 'payments'; readonly paymentId: PaymentId }
  | { readonly to: 'refunds'; readonly refundId: string }

export type DomainEvent = ToContact | ToOutside
