import type { Francs } from '../work/ids.ts'

export interface Shares {
  readonly clientCommission: Francs
  readonly supplierCommission: Francs
  /** of the goods; the delivery fee and the deposits come on top */
  readonly supplierReceives: Francs
}

/**
 * Splits a goods total (product.md 3): the client commission on all of it, the supplier commission on what is left,
 * each half up to the franc, once. The supplier's net is the remainder, so the three always add up.
 * @param goodsTotal francs
 * @param clientRate basis points (200 is 2 %)
 * @param supplierRate basis points
 */
export function supplierNet(goodsTotal: Francs, clientRate: number, supplierRate: number): Shares {
  const clientCommission = shareOf(goodsTotal, clientRate)
  const supplierCommission = shareOf(goodsTotal - clientCommission, supplierRate)
  return {
    clientCommission,
    supplierCommission,
    supplierReceives: goodsTotal - clientCommission - supplierCommission,
  }
}

/** Half up to the franc, in integers: francs × basis points stays exact up to 900 billion francs. */
function shareOf(amount: Francs, basisPoints: number): Francs {
  const product = amount * basisPoints + 5_000
  return (product - (product % 10_000)) / 10_000
}
