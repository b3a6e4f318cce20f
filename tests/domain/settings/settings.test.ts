import { beforeEach, describe, expect, it } from 'vitest'
import { changeSetting, settingHistory } from '../../../domain/settings/changing.ts'
import { readSettings, SETTING_SCHEMAS, settingsVersion } from '../../../domain/settings/reading.ts'
import { DEFAULT_SETTINGS } from '../../../domain/settings/settings.ts'
import { freshDatabase } from '../../harness/database.ts'
import { type Market, openMarket } from '../money/arranging.ts'

let market: Market
beforeEach(async () => {
  market = await openMarket((await freshDatabase()).pool)
})

describe('the numbers of the product', () => {
  it('are those of product.md 3 until somebody changes them', async () => {
    expect(await readSettings(market.pool)).toEqual(DEFAULT_SETTINGS)
    expect(DEFAULT_SETTINGS).toMatchObject({
      clientCommissionRate: 200,
      supplierCommissionRate: 200,
      paymentPendingMinutes: 10,
      paymentReminderHours: [1, 24, 72],
      unpaidOrdersBeforeSuspension: 3,
      paidTwiceVoucher: 5_000,
      disputeWithinHours: 48,
    })
  })

  it('each have a schema that takes their default', () => {
    expect(Object.keys(SETTING_SCHEMAS).toSorted()).toEqual(Object.keys(DEFAULT_SETTINGS).toSorted())
  })

  it('are changed with who, when, old and new', async () => {
    const before = await settingsVersion(market.pool)
    const at = market.now()
    await market.act((work) => changeSetting(work, { key: 'offerValidMinutes', value: 45 }))
    market.pass(1)
    await market.act((work) => changeSetting(work, { key: 'offerValidMinutes', value: 20 }))
    expect((await readSettings(market.pool)).offerValidMinutes).toBe(20)
    expect(await settingHistory(market.pool, 'offerValidMinutes')).toEqual([
      { key: 'offerValidMinutes', before: 45, after: 20, who: 'test', at: market.now() },
      { key: 'offerValidMinutes', before: 30, after: 45, who: 'test', at },
    ])
    expect(await settingsVersion(market.pool)).not.toBe(before)
  })

  it('are not changed by the same value', async () => {
    const { outcome } = await market.act((work) =>
      changeSetting(work, { key: 'paymentReminderHours', value: [1, 24, 72] }),
    )
    expect(outcome).toEqual({ changed: false })
    expect(await settingHistory(market.pool, 'paymentReminderHours')).toEqual([])
  })

  it('keep an unbroken history when two people change one at the same instant', async () => {
    await Promise.all(
      [10, 20, 40].map((value) => market.act((work) => changeSetting(work, { key: 'stuckMinutes', value }))),
    )
    const history = (await settingHistory(market.pool, 'stuckMinutes')).toReversed()
    expect(history.map(({ before }) => before)).toEqual([60, ...history.slice(0, -1).map(({ after }) => after)])
    expect((await readSettings(market.pool)).stuckMinutes).toBe(history.at(-1)?.after)
  })

  it.each([
    ['clientCommissionRate', 10_001],
    ['minimumForDelivery', -1],
    ['minimumForDelivery', 0.5],
  ] as const)('refuse %s = %d', async (key, value) => {
    await expect(market.act((work) => changeSetting(work, { key, value }))).rejects.toThrow()
    expect(await settingHistory(market.pool, key)).toEqual([])
  })

  it('refuse hours that go back', () => {
    expect(SETTING_SCHEMAS.paymentReminderHours.safeParse([24, 1]).success).toBe(false)
  })

  it('leave alone what a newer version has written', async () => {
    await market.pool.query(`insert into setting (key, value) values ('ofTheFuture', '1')`)
    expect(await readSettings(market.pool)).toEqual(DEFAULT_SETTINGS)
  })
})
