import type { AccountId, ContactId } from '../work/ids.ts'

/** What is known of a supplier when it is decided whom to ask first. */
export interface SupplierRecord {
  readonly supplierId: AccountId
  readonly contactId: ContactId
  /** of its last 20 requests */
  readonly asked: number
  /** how many of those it made an offer on */
  readonly answered: number
  /** mean of goods price over reference price in its last 20 offers; null without any */
  readonly priceRatio: number | null
  readonly delayMinutes: number
  readonly ratingSum: number
  readonly ratingCount: number
  readonly distanceKm: number
}

/** How likely it is to make an offer; one without a history starts in the middle. Pure. */
export function answerChance({ asked, answered }: SupplierRecord): number {
  return (answered + 1) / (asked + 2)
}

/**
 * Points of a supplier, more is better (product.md 2: price history, acceptance, delay, rating, distance). Pure.
 * Acceptance weighs most: an SMS to a depot that never answers is money lost and five minutes of a bar's evening.
 * Depots without a history start in the middle, so that new ones get their chance.
 */
export function supplierScore(record: SupplierRecord): number {
  const overReference = (record.priceRatio ?? 1) - 1
  const rating = (record.ratingSum + 3.5 * 3) / (record.ratingCount + 3)
  return (
    40 * answerChance(record) -
    100 * Math.max(-0.3, Math.min(0.3, overReference)) -
    record.delayMinutes / 6 +
    5 * rating -
    record.distanceKm
  )
}

/** Best first; equal ones by id, so that the same records always give the same order. Pure. */
export function rankSuppliers<Supplier extends SupplierRecord>(records: readonly Supplier[]): readonly Supplier[] {
  return records.toSorted((a, b) => supplierScore(b) - supplierScore(a) || (a.supplierId < b.supplierId ? -1 : 1))
}

/** Kilometres in a straight line between two points in degrees. */
export function distanceKm(
  a: { readonly latitude: number; readonly longitude: number },
  b: { readonly latitude: number; readonly longitude: number },
): number {
  const radians = Math.PI / 180
  const x = (b.longitude - a.longitude) * radians * Math.cos(((a.latitude + b.latitude) / 2) * radians)
  const y = (b.latitude - a.latitude) * radians
  return Math.hypot(x, y) * 6_371
}
