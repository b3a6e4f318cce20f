import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Tariff } from '../../../domain/costs/tariffs.ts'
import { askingCost } from '../../../domain/orders/asking-cost.ts'
import { rankSuppliers, type SupplierRecord } from '../../../domain/orders/ranking-suppliers.ts'
import { firstWave, laterWave } from '../../../domain/orders/wave.ts'

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

const paid = () => 15
const size = (...suppliers: SupplierRecord[]) => firstWave(suppliers, 3, paid).length

describe('the first wave', () => {
  it('asks two depots that nearly always answer, three whose answer is less sure', () => {
    expect(size(supplier(1, 19), supplier(2, 19), supplier(3, 19))).toBe(2)
    expect(size(supplier(1, 8), supplier(2, 8), supplier(3, 8), supplier(4, 8))).toBe(3)
  })

  it('goes without the third depot from where the two stay silent once in five orders', () => {
    expect(size(supplier(1, 11), supplier(2, 11), supplier(3, 11))).toBe(3)
    expect(size(supplier(1, 12), supplier(2, 12), supplier(3, 12))).toBe(2)
  })

  it('asks two of which nothing is known, but all three where the zone has no others', () => {
    expect(size(...[1, 2, 3, 4].map((id) => supplier(id, 0, 0)))).toBe(2)
    expect(size(...[1, 2, 3].map((id) => supplier(id, 0, 0)))).toBe(3)
  })

  it('asks the only one there is', () => {
    expect(size(supplier(1, 0))).toBe(1)
  })

  const sure = [1, 2, 3, 4, 5].map((id) => supplier(id, 19))
  const free =
    (...ids: number[]) =>
    ({ supplierId }: SupplierRecord) =>
      ids.some((id) => supplierId === `supplier-${id}`) ? 0 : 15
  const ids = (wave: readonly SupplierRecord[]) => wave.map(({ supplierId }) => Number(supplierId.slice(9)))

  it('asks free ones up to the setting, though an offer is likely already, and passes over those that are paid', () => {
    expect(ids(firstWave(sure, 3, free(4, 5)))).toEqual([1, 2, 4])
    expect(ids(firstWave(sure, 5, free(4, 5)))).toEqual([1, 2, 4, 5])
    expect(ids(firstWave(sure, 3, free(1, 2, 3, 4, 5)))).toEqual([1, 2, 3])
  })

  it('does not take a cost that nobody knows for nothing', () => {
    expect(firstWave(sure, 3, () => null)).toHaveLength(2)
  })

  const market = fc.uniqueArray(
    fc.record({
      id: fc.nat(),
      answered: fc.integer({ min: 0, max: 20 }),
      cost: fc.oneof(fc.constant(0), fc.constant(null), fc.double({ min: 0.00001, max: 100, noNaN: true })),
    }),
    { selector: ({ id }) => id, maxLength: 9 },
  )
  const arranged = market.map((given) => ({
    ranked: rankSuppliers(given.map(({ id, answered }) => supplier(id, answered))),
    costs: new Map(given.map(({ id, cost }) => [`supplier-${id}`, cost])),
  }))

  it('asks of the paid ones just those it would ask were all of them paid, and every free one it has room for', () => {
    fc.assert(
      fc.property(arranged, fc.integer({ min: 1, max: 8 }), ({ ranked, costs }, most) => {
        const costOf = ({ supplierId }: SupplierRecord) => costs.get(supplierId) ?? null
        const wave = firstWave(ranked, most, costOf)
        const allPaid = firstWave(ranked, most, paid)
        const isPaid = (one: SupplierRecord) => costOf(one) !== 0
        expect(wave).toEqual(ranked.filter((one) => wave.includes(one)))
        expect(wave.length).toBeLessThanOrEqual(most)
        expect(wave.filter(isPaid)).toEqual(allPaid.filter(isPaid))
        expect(wave.slice(0, allPaid.length)).toEqual(allPaid)
        const isFreeLeftOut = ranked.some((one) => !isPaid(one) && !wave.includes(one))
        if (isFreeLeftOut) expect(wave).toHaveLength(most)
      }),
    )
  })

  it('is always the best ones, two at least where there are two, and never more than the setting says', () => {
    const records = fc.uniqueArray(fc.record({ id: fc.nat(), answered: fc.integer({ min: 0, max: 20 }) }), {
      selector: ({ id }) => id,
      maxLength: 8,
    })
    fc.assert(
      fc.property(records, fc.integer({ min: 1, max: 8 }), (given, most) => {
        const ranked = rankSuppliers(given.map(({ id, answered }) => supplier(id, answered)))
        const wave = firstWave(ranked, most, paid)
        expect(wave).toEqual(ranked.slice(0, wave.length))
        expect(wave.length).toBeLessThanOrEqual(most)
        expect(wave.length).toBeGreaterThanOrEqual(Math.min(2, most, ranked.length))
      }),
    )
  })
})

describe('a later wave', () => {
  const unknown = [1, 2, 3, 4].map((id) => supplier(id, 0, 0))
  const ids = (wave: readonly SupplierRecord[]) => wave.map(({ supplierId }) => Number(supplierId.slice(9)))

  it('asks one whose answer is as likely as not, more of those that seldom answer', () => {
    expect(ids(laterWave(unknown, 5, paid))).toEqual([1])
    const seldom = [1, 2, 3, 4].map((id) => supplier(id, 6))
    expect(ids(laterWave(seldom, 5, paid))).toEqual([1, 2])
  })

  it('asks every free one as well', () => {
    const whatsapp = ({ supplierId }: SupplierRecord) => (/[34]$/.test(supplierId) ? 0 : 15)
    expect(ids(laterWave(unknown, 5, whatsapp))).toEqual([1, 3, 4])
  })

  it('asks all that are left in as many steps as there are, never more steps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ answered: fc.integer({ min: 0, max: 20 }), cost: fc.constantFrom(0, 15, null) })),
        fc.integer({ min: 1, max: 6 }),
        (given, steps) => {
          const costs = new Map(given.map(({ cost }, id) => [`supplier-${id}`, cost]))
          const costOf = ({ supplierId }: SupplierRecord) => costs.get(supplierId) ?? null
          let rest = rankSuppliers(given.map(({ answered }, id) => supplier(id, answered)))
          for (let left = steps; left > 0; left -= 1) {
            const wave = laterWave(rest, left, costOf)
            expect(wave).toEqual(rest.filter((one) => wave.includes(one)))
            if (rest.length > 0) expect(wave.length).toBeGreaterThan(0)
            rest = rest.filter((one) => !wave.includes(one))
            expect(rest.every((one) => costOf(one) !== 0)).toBe(true)
          }
          expect(rest).toEqual([])
        },
      ),
    )
  })
})

describe('what it costs to ask a supplier', () => {
  const now = new Date('2026-11-20T21:00:00Z')
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
  const sms = { channel: 'sms', adapter: 'smsgate', address: '+2250700000001', lastInboundAt: null } as const
  const whatsapp = { ...sms, channel: 'whatsapp', adapter: 'whatsapp-cloud', lastInboundAt: hoursAgo(3) } as const
  const tariff = (price: string): Tariff => ({
    id: 1,
    adapter: 'smsgate',
    medium: 'sms',
    operator: null,
    unit: 'segment',
    category: null,
    price,
    validFrom: hoursAgo(100),
  })

  it('is what the tariff of the SMS says; nobody knows it without one', () => {
    expect(askingCost(sms, [tariff('15.5')], now)).toBe(15.5)
    expect(askingCost(sms, [tariff('0')], now)).toBe(0)
    expect(askingCost(sms, [], now)).toBeNull()
  })

  it('is nothing on WhatsApp inside the window, and goes by SMS outside of it', () => {
    expect(askingCost(whatsapp, [], now)).toBe(0)
    const message = { ...tariff('4'), adapter: 'whatsapp-cloud', medium: 'whatsapp', unit: 'message' } as const
    expect(askingCost(whatsapp, [message], now)).toBe(4)
    expect(askingCost({ ...whatsapp, lastInboundAt: hoursAgo(25) }, [], now)).toBeNull()
    expect(askingCost({ ...whatsapp, lastInboundAt: null }, [], now)).toBeNull()
  })
})
