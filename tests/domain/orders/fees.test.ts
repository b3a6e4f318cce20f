import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { basicDeliveryFee, cratesIn, deliveryFeeBetween, FEE_RULES } from '../../../domain/orders/fees.ts'

const file = z
  .object({
    fee_rules: z.object({
      non_adjacent_surcharge_xof: z.number(),
      bridge_crossing_surcharge_xof: z.number(),
      over_10_crates_surcharge_xof: z.number(),
    }),
    sides: z.object({ sud: z.array(z.string()) }),
    communes: z.array(z.object({ id: z.string(), adjacent: z.array(z.string()), delivery_fee_xof: z.number() })),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../prisma/data/zones.json', import.meta.url), 'utf8')))

const zones = file.communes.map(({ id, adjacent, delivery_fee_xof }) => ({
  id,
  adjacent,
  deliveryFee: delivery_fee_xof,
  side: file.sides.sud.includes(id) ? ('sud' as const) : ('nord' as const),
}))
const anyZone = fc.constantFrom(...zones)

function fee(from: string, to: string, crates = 1): number {
  const [a, b] = [from, to].map((id) => zones.find((zone) => zone.id === id))
  if (a === undefined || b === undefined) throw new Error(`No zone ${from} or ${to}`)
  return deliveryFeeBetween(a, b, crates)
}

describe('the delivery fee (product.md 3, zones.json)', () => {
  it('follows the rules of the data', () => {
    expect(FEE_RULES).toMatchObject({
      notAdjacent: file.fee_rules.non_adjacent_surcharge_xof,
      bridge: file.fee_rules.bridge_crossing_surcharge_xof,
      manyCrates: file.fee_rules.over_10_crates_surcharge_xof,
    })
  })

  it.each([
    ['the same zone', 'yopougon', 'yopougon', 10, 1_500],
    ['an adjacent zone', 'attecoube', 'yopougon', 10, 1_500],
    ['a zone further away: 1,000 more', 'abobo', 'yopougon', 10, 2_500],
    ['across a bridge: 500 more', 'plateau', 'treichville', 10, 1_500],
    ['further away and across a bridge', 'abobo', 'koumassi', 10, 3_000],
    ['11 crates: 1,000 more', 'yopougon', 'yopougon', 11, 2_500],
  ])('from %s', (_, from, to, crates, francs) => {
    expect(fee(from, to, crates)).toBe(francs)
  })

  it('is never under the fee of the zone, nor more than 2,500 F above it', () => {
    fc.assert(
      fc.property(anyZone, anyZone, fc.integer({ min: 0, max: 100 }), (from, to, crates) => {
        const francs = deliveryFeeBetween(from, to, crates)
        expect(Number.isInteger(francs)).toBe(true)
        expect(francs).toBeGreaterThanOrEqual(basicDeliveryFee(to, crates))
        expect(francs).toBeLessThanOrEqual(to.deliveryFee + 2_500)
        expect(deliveryFeeBetween(to, to, crates)).toBe(basicDeliveryFee(to, crates))
      }),
    )
  })

  it('counts crates, not packs and bottles', () => {
    const lines = [
      { unit: 'casier', quantity: 7 },
      { unit: 'pack', quantity: 9 },
      { unit: 'casier', quantity: 4 },
    ]
    expect(cratesIn(lines)).toBe(11)
  })
})
