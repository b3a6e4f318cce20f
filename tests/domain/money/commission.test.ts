import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { supplierNet } from '../../../domain/money/commission.ts'

describe('commission (product.md 3)', () => {
  it('gives the table of the product for an order of 100,000', () => {
    expect(supplierNet(100_000, 200, 200)).toEqual({
      clientCommission: 2_000,
      supplierCommission: 1_960,
      supplierReceives: 96_040,
    })
  })

  it('keeps 3,960 of 100,000, which is 3.96 %', () => {
    const { clientCommission, supplierCommission } = supplierNet(100_000, 200, 200)
    expect(clientCommission + supplierCommission).toBe(3_960)
  })

  it.each([
    [25, 1, 0],
    [24, 0, 0],
    [75, 2, 1],
    [1, 0, 0],
    [0, 0, 0],
  ])('rounds half up to the franc, once each: %i F', (goods, clientCommission, supplierCommission) => {
    expect(supplierNet(goods, 200, 200)).toMatchObject({ clientCommission, supplierCommission })
  })

  it('always adds up, in whole francs, whatever the amount and the rates', () => {
    const rate = fc.integer({ min: 0, max: 10_000 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900_000_000 }), rate, rate, (goods, clientRate, supplierRate) => {
        const shares = supplierNet(goods, clientRate, supplierRate)
        const parts = Object.values(shares)
        expect(parts.every((part) => Number.isInteger(part) && part >= 0)).toBe(true)
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(goods)
        expect(Math.abs(shares.clientCommission - (goods * clientRate) / 10_000)).toBeLessThanOrEqual(0.5)
      }),
    )
  })
})
