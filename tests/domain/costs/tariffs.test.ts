import fc from 'fast-check'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setTariff } from '../../../domain/costs/setting-tariffs.ts'
import { readTariffs, type Sending, type Tariff, tariffPrice } from '../../../domain/costs/tariffs.ts'
import { openPool } from '../../../domain/work/pool.ts'
import { freshDatabase } from '../../harness/database.ts'
import { EVENING, granted, inMinutes, runWork, STAFF } from '../orders/arrange.ts'

const SMS: Sending = {
  adapter: 'smsgate',
  medium: 'sms',
  to: '+2250700000001',
  segments: 2,
  template: null,
  at: EVENING,
}
const WHATSAPP: Sending = { ...SMS, adapter: 'cloud', medium: 'whatsapp', segments: null }
const anySms: Tariff = {
  id: 1,
  adapter: 'smsgate',
  medium: 'sms',
  operator: null,
  unit: 'segment',
  category: null,
  price: '15.50000',
  validFrom: EVENING,
}

describe('the price by tariff', () => {
  it('is that of each segment of an SMS', () => {
    expect(tariffPrice([anySms], SMS)).toBe('31.00000')
    expect(tariffPrice([anySms], { ...SMS, segments: null })).toBeNull()
  })

  it('is unknown without a tariff of this adapter, and before it begins: never nothing', () => {
    expect(tariffPrice([], SMS)).toBeNull()
    expect(tariffPrice([anySms], { ...SMS, adapter: 'twilio' })).toBeNull()
    expect(tariffPrice([anySms], { ...SMS, at: inMinutes(-1) })).toBeNull()
  })

  it('is that of the operator where it has one, of any other number else', () => {
    const tariffs: Tariff[] = [
      { ...anySms, id: 2, operator: 'mtn', price: '9' },
      { ...anySms, id: 3, operator: 'other', price: '80' },
      anySms,
    ]
    expect(tariffPrice(tariffs, { ...SMS, to: '+2250500000001' })).toBe('18.00000')
    expect(tariffPrice(tariffs, { ...SMS, to: '+33612345678' })).toBe('160.00000')
    expect(tariffPrice(tariffs, { ...SMS, to: '+2250100000001' })).toBe('31.00000')
  })

  it('is the newest that has begun; one without a price ends what was before', () => {
    const later: Tariff = { ...anySms, id: 2, price: '20', validFrom: inMinutes(10) }
    const ended: Tariff = { ...anySms, id: 3, price: null, validFrom: inMinutes(20) }
    const tariffs = [ended, later, anySms]
    expect(tariffPrice(tariffs, SMS)).toBe('31.00000')
    expect(tariffPrice(tariffs, { ...SMS, at: inMinutes(10) })).toBe('40.00000')
    expect(tariffPrice(tariffs, { ...SMS, at: inMinutes(20) })).toBeNull()
  })

  it('is that of the message on WhatsApp, and of the template by its category', () => {
    const message: Tariff = { ...anySms, adapter: 'cloud', medium: 'whatsapp', unit: 'message', price: '0' }
    const template: Tariff = { ...message, id: 2, unit: 'template', price: '4.2' }
    const marketing: Tariff = { ...template, id: 3, category: 'marketing', price: '14' }
    const tariffs = [marketing, template, message]
    expect(tariffPrice(tariffs, WHATSAPP)).toBe('0.00000')
    expect(tariffPrice(tariffs, { ...WHATSAPP, template: 'utility' })).toBe('4.20000')
    expect(tariffPrice(tariffs, { ...WHATSAPP, template: 'marketing' })).toBe('14.00000')
    expect(tariffPrice([message], { ...WHATSAPP, template: 'utility' })).toBeNull()
  })

  it('is exact to the hundred-thousandth of a franc, whatever the price and the number of segments', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 1, max: 10 }), (parts, segments) => {
        const price = (parts / 100_000).toFixed(5)
        const cost = tariffPrice([{ ...anySms, price }], { ...SMS, segments })
        expect(Math.round(Number(cost) * 100_000)).toBe(parts * segments)
      }),
    )
  })
})

describe('tariffs', () => {
  let pool: Pool
  beforeAll(async () => {
    pool = openPool((await freshDatabase()).url, 4)
  })
  afterAll(() => pool.end())

  const kind = { adapter: 'smsgate', medium: 'sms', operator: null, unit: 'segment', category: null } as const
  const set = (price: number | null, validFrom: Date | null = null, now = EVENING) =>
    runWork(pool, { now, actor: STAFF }, (work) => setTariff(work, { ...kind, price, validFrom }))

  it('are kept one after the other, the newest first, and never begin in the past', async () => {
    granted(await set(15.5))
    granted(await set(18, inMinutes(60)))
    expect(await set(1, inMinutes(-1))).toMatchObject({ refused: 'TARIFF_IN_THE_PAST' })
    // A mistake is corrected by a new one for the same moment.
    granted(await set(17, inMinutes(60)))
    const prices = (await readTariffs(pool)).map(({ price }) => price)
    expect(prices).toEqual(['17.00000', '18.00000', '15.50000'])
    const at = (minutes: number) => ({ ...SMS, segments: 1, at: inMinutes(minutes) })
    expect(tariffPrice(await readTariffs(pool), at(59))).toBe('15.50000')
    expect(tariffPrice(await readTariffs(pool), at(60))).toBe('17.00000')
  })

  it.each([
    ['changed', 'update tariff set price = 0'],
    ['deleted', 'delete from tariff'],
  ])('cannot be %s', async (_, sql) => {
    await expect(pool.query(sql)).rejects.toThrow('append-only')
  })

  it.each([
    ['an SMS by the message', `'sms', null, 'message', null, 1`],
    ['WhatsApp by the segment', `'whatsapp', null, 'segment', null, 1`],
    ['WhatsApp by operator', `'whatsapp', 'mtn', 'message', null, 1`],
    ['a category of what is no template', `'whatsapp', null, 'message', 'utility', 1`],
    ['an operator that nobody knows', `'sms', 'wave', 'segment', null, 1`],
    ['a price below zero', `'sms', null, 'segment', null, -1`],
  ])('cannot price %s', async (_, values) => {
    const insert = `insert into tariff (adapter, medium, operator, unit, category, price, valid_from, set_by, set_at)
      values ('smsgate', ${values}, $1, 'awa', $1)`
    await expect(pool.query(insert, [EVENING])).rejects.toThrow('violates check constraint')
  })
})
