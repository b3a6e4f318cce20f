import type { Francs, ZoneId } from '../work/ids.ts'

// The fee_rules of prisma/data/zones.json; a test ties the two together.
export const FEE_RULES = {
  /** francs, when the depot's zone is neither the client's nor next to it */
  notAdjacent: 1_000,
  /** francs: motorbikes may not cross the three bridges since December 2025, a bridge takes another vehicle */
  bridge: 500,
  /** francs, when one tricycle no longer carries it */
  manyCrates: 1_000,
  manyCratesOver: 10,
} as const

export interface DeliveryZone {
  readonly id: ZoneId
  /** francs, from the same zone or an adjacent one */
  readonly deliveryFee: Francs
  /** of the lagoon */
  readonly side: 'nord' | 'sud'
  readonly adjacent: readonly ZoneId[]
}

/** What an order costs to bring, whoever brings it: what its fee says before a depot is known. */
export function basicDeliveryFee(to: Pick<DeliveryZone, 'deliveryFee'>, crates: number): Francs {
  return to.deliveryFee + (crates > FEE_RULES.manyCratesOver ? FEE_RULES.manyCrates : 0)
}

/**
 * The fee for a delivery between two zones (product.md 3: it depends on the zone and goes to whoever delivers). Pure.
 * @param crates how many crates (casiers) are carried
 */
export function deliveryFeeBetween(from: Pick<DeliveryZone, 'id' | 'side'>, to: DeliveryZone, crates: number): Francs {
  const isNear = from.id === to.id || to.adjacent.includes(from.id)
  return (
    basicDeliveryFee(to, crates) + (isNear ? 0 : FEE_RULES.notAdjacent) + (from.side === to.side ? 0 : FEE_RULES.bridge)
  )
}

/** Crates among the lines: what fills a tricycle. */
export function cratesIn(lines: readonly { readonly unit: string; readonly quantity: number }[]): number {
  return lines.reduce((sum, line) => sum + (line.unit === 'casier' ? line.quantity : 0), 0)
}
