/**
 * Everything the domain may refuse, with the HTTP status of the API. The words for people are in
 * conversations/copy under the same code; a test ties the two together.
 */
export const REFUSALS = {
  ACCOUNT_NOT_APPROVED: { status: 403, meaning: 'The account is not approved, or is suspended.' },
  ACCOUNT_NOT_FOUND: { status: 404, meaning: 'No account has this id.' },
  ACCOUNT_WRONG_STATUS: { status: 409, meaning: 'The account is not in a status that allows this.' },
  ALREADY_RATED: { status: 409, meaning: 'This side has rated this order already.' },
  ALREADY_REGISTERED: { status: 409, meaning: 'This contact belongs to an account already.' },
  AMOUNT_INVALID: { status: 422, meaning: 'The amount is not a whole number of francs above zero.' },
  BELOW_MINIMUM: { status: 422, meaning: 'Delivery needs a basket of at least 3,000 francs.' },
  CANCEL_NEEDS_REASON: { status: 422, meaning: 'After acceptance an order is cancelled with a reason.' },
  CANCEL_ONLY_BY_STAFF: { status: 409, meaning: 'Once the goods are on the road only staff cancel.' },
  CATEGORY_HOLDS_ALCOHOL: { status: 409, meaning: 'A category with alcohol in it stays restricted.' },
  CATEGORY_NOT_FOUND: { status: 404, meaning: 'No product is of this category.' },
  CART_EMPTY: { status: 422, meaning: 'There is nothing in the cart.' },
  CHANNEL_UNKNOWN: { status: 409, meaning: 'The account cannot be written to on this channel yet.' },
  CONVERSATION_HELD: { status: 409, meaning: 'Another staff member holds this conversation.' },
  CONVERSATION_NOT_FOUND: { status: 404, meaning: 'No conversation has this contact.' },
  CONVERSATION_NOT_HELD: { status: 409, meaning: 'Take the conversation over before writing in it.' },
  DISPUTE_TOO_LATE: { status: 409, meaning: 'A dispute is opened within 48 hours of delivery.' },
  DUPLICATE_ACCOUNT: { status: 409, meaning: 'A business of this name in this quartier exists already.' },
  HABIT_NOT_FOUND: { status: 404, meaning: 'The account has no habit about this.' },
  LINE_NOT_FOUND: { status: 404, meaning: 'The order has no such line.' },
  NO_SUPPLIER: { status: 409, meaning: 'No active supplier can be asked for this order.' },
  NOT_SOLD_HERE: { status: 409, meaning: 'Restricted goods are not sold where this contact writes.' },
  NOTHING_TO_PAY: { status: 409, meaning: 'The order is paid, or there is nothing to pay yet.' },
  OFFER_EXPIRED: { status: 409, meaning: 'The offer was open 30 minutes and nobody chose it.' },
  OFFER_NOT_FOUND: { status: 404, meaning: 'No such offer on this order.' },
  OFFER_TAKEN_BACK: { status: 409, meaning: 'The supplier withdrew this offer.' },
  ORDER_ALREADY_TAKEN: { status: 409, meaning: 'Another offer of this order has been chosen.' },
  ORDER_NOT_FOUND: { status: 404, meaning: 'No such order.' },
  ORDER_WRONG_STATUS: { status: 409, meaning: 'The order is not in a status that allows this.' },
  PAYMENT_NOT_FOUND: { status: 404, meaning: 'No payment has this reference.' },
  PAYMENT_NOT_WAITING: { status: 409, meaning: 'Only a wallet payment without an answer is settled by hand.' },
  PAYMENT_PENDING: { status: 409, meaning: 'A payment of this order is waiting for the operator.' },
  PAYMENT_TOO_YOUNG: { status: 409, meaning: 'The operator has 10 minutes to answer before staff settle by hand.' },
  PHONE_INVALID: { status: 422, meaning: 'Not a mobile number of Côte d’Ivoire (+225 and 10 digits).' },
  PRICE_INVALID: { status: 422, meaning: 'The price is not a whole number of francs above zero.' },
  PRODUCT_NOT_FOUND: { status: 404, meaning: 'The catalogue has no such product or packaging.' },
  PROVIDER_REF_TAKEN: {
    status: 409,
    meaning: 'This transaction of the operator settled another payment, or is among the money to be attached.',
  },
  QUANTITY_INVALID: { status: 422, meaning: 'The quantity is not above zero and at most 500.' },
  REASON_NEEDED: { status: 422, meaning: 'This needs a reason in words.' },
  REQUEST_NOT_FOUND: { status: 404, meaning: 'This supplier was not asked for this order.' },
  SCORE_INVALID: { status: 422, meaning: 'A rating is a whole number from 1 to 5.' },
  SYNONYM_INVALID: { status: 422, meaning: 'The word cannot name a product: details.why says what it is.' },
  SYNONYM_NOT_FOUND: { status: 404, meaning: 'Staff gave this product no such word.' },
  SYNONYM_TAKEN: { status: 409, meaning: 'The word names another product already: details.product.' },
  STOP_NOT_FOUND: { status: 404, meaning: 'Restricted goods are not stopped on this surface.' },
  SURFACE_NOT_FOUND: { status: 404, meaning: 'No configured channel has this surface, for example twilio-whatsapp.' },
  TARIFF_IN_THE_PAST: { status: 422, meaning: 'A tariff begins now or later: what was sent keeps its price.' },
  UNMATCHED_NOT_FOUND: { status: 404, meaning: 'No money without an order has this id.' },
  UNMATCHED_SETTLED: { status: 409, meaning: 'This money was given to somebody else or sent back: details.status.' },
  WRONG_CODE: { status: 422, meaning: 'The delivery code is not the one the client was given.' },
  ZONE_NOT_FOUND: { status: 404, meaning: 'No such zone.' },
  ZONE_NOT_SERVED: { status: 422, meaning: 'No active supplier serves this zone.' },
} as const satisfies Record<string, { status: number; meaning: string }>

export type RefusalCode = keyof typeof REFUSALS

/** An expected refusal: a value that the caller must look at, never thrown. */
export interface Refused<Code extends RefusalCode = RefusalCode> {
  readonly refused: Code
  /** numbers and names that the words for people need, e.g. { missing: 800 } */
  readonly details: Readonly<Record<string, string | number>>
}

export function refused<Code extends RefusalCode>(
  code: Code,
  details: Readonly<Record<string, string | number>> = {},
): Refused<Code> {
  return { refused: code, details }
}

export function isRefused<Outcome extends object>(outcome: Outcome | Refused): outcome is Refused {
  return 'refused' in outcome
}
