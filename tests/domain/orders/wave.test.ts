import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankSuppliers, type SupplierRecord } from '../../../domain/orders/ranking-suppliers.ts'
import { firstWave } from '../../../domain/orders/wave.ts'

function supplier(id: number, answered: number, asked = 20): SupplierRecord {
  return {
    supplierId: `supplier-${id}`,
    contactId: `contact-${id}`,
    asked,
    answered,
    priceRatio: 1,
    delayMinutes: 30,
    ratingSum: 0,
    ratingCount: 0,
    distanceKm: 1,
  }
}

const size = (...suppliers: SupplierRecord[]) => firstWave(suppliers, 3).length

describe('the first wave', () => {
  it('asks two depots that nearly always answer, three whose answer is less sure', () => {
    expect(size(supplier(1, 19), supplier(2, 19), supplier(3, 19))).toBe(2)
    expect(size(supplier(1, 10), supplier(2, 10), supplier(3, 10), supplier(4, 10))).toBe(3)
  })

  it('asks three of which nothing is known', () => {
    expect(size(...[1, 2, 3, 4].map((id) => supplier(id, 0, 0)))).toBe(3)
  })

  it('asks the only one there is', () => {
    expect(size(supplier(1, 0))).toBe(1)
  })

  it('is always the best ones, two at least where there are two, and never more than the setting says', () => {
    const records = fc.uniqueArray(fc.record({ id: fc.nat(), answered: fc.integer({ min: 0, max: 20 }) }), {
      selector: ({ id }) => id,
      maxLength: 8,
    })
    fc.assert(
      fc.property(records, fc.integer({ min: 1, max: 8 }), (given, most) => {
        const ranked = rankSuppliers(given.map(({ id, answered }) => supplier(id, answered)))
        const wave = firstWave(ranked, most)
        expect(wave).toEqual(ranked.slice(0, wave.length))
        expect(wave.length).toBeLessThanOrEqual(most)
        expect(wave.length).toBeGreaterThanOrEqual(Math.min(2, most, ranked.length))
      }),
    )
  })
})
