import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitAmount } from '../../../domain/orders/splitting.ts'

describe('splitting one price over the lines', () => {
  it('gives the francs that are left to the largest remainders', () => {
    expect(splitAmount(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(splitAmount(10, [5, 3, 1])).toEqual([6, 3, 1])
    expect(splitAmount(7, [0, 0])).toEqual([4, 3])
  })

  it('always sums to the amount, each part within a franc of its exact share', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 500_000 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), weights, (amount, parts) => {
        const shares = splitAmount(amount, parts)
        const sum = parts.reduce((total, part) => total + part, 0)
        expect(shares.reduce((total, share) => total + share, 0)).toBe(amount)
        shares.forEach((share, index) => {
          const exact = sum === 0 ? amount / parts.length : (amount * (parts[index] ?? 0)) / sum
          expect(Math.abs(share - exact)).toBeLessThan(1)
        })
      }),
    )
  })
})
