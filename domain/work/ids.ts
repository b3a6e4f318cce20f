// Ids that look alike are not alike: the brand keeps an offer's id out of a place for an order's.
declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]?: Name }

export type AccountId = Id<'account'>
export type ContactId = Id<'contact'>
export type OrderId = Id<'order'>
export type LineId = Id<'line'>
export type OfferId = Id<'offer'>
export type PaymentId = Id<'payment'>
export type ProductId = Id<'product'>
export type ZoneId = Id<'zone'>

/** A whole amount of XOF. There are no cents. */
export type Francs = number
