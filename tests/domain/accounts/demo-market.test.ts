import { beforeAll, describe, expect, it } from 'vitest'
import { mobileOfCoteDIvoire } from '../../../domain/accounts/phones.ts'
import { DEMO_PHONES, DEMO_SUPPLIERS } from '../../../domain/demo/market.ts'
import { seedDemoMarket } from '../../../domain/demo/seed.ts'
import { type FreshDatabase, freshDatabase } from '../../harness/database.ts'

const NOW = new Date('2026-11-20T12:00:00Z')
let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})

const rowsOf = async (sql: string) => (await database.pool.query(sql)).rows

describe('the demonstration market', () => {
  it('is loaded once, even by processes that start at the same instant', async () => {
    const loaded = await Promise.all([1, 2, 3].map(() => seedDemoMarket(database.pool, NOW)))
    expect(loaded.filter((isNew) => isNew)).toHaveLength(1)
    expect(await seedDemoMarket(database.pool, NOW)).toBe(false)
    expect(await rowsOf('select kind, status, count(*)::int from account group by 1, 2 order by 1, 2')).toEqual([
      { kind: 'client', status: 'pending', count: 1 },
      { kind: 'client', status: 'approved', count: 8 },
      { kind: 'supplier', status: 'pending', count: 1 },
      { kind: 'supplier', status: 'approved', count: 6 },
    ])
  })

  it('has WhatsApp clients and SMS depots on the simulator, with valid mobiles of their own', async () => {
    expect(
      await rowsOf(
        'select a.kind, c.channel, c.adapter, count(*)::int from contact c join account a on a.id = c.account_id group by 1, 2, 3 order by 1',
      ),
    ).toEqual([
      { kind: 'client', channel: 'whatsapp', adapter: 'simulator', count: 9 },
      { kind: 'supplier', channel: 'sms', adapter: 'simulator', count: 7 },
    ])
    expect(DEMO_PHONES.map(({ phone }) => mobileOfCoteDIvoire(phone))).toEqual(DEMO_PHONES.map(({ phone }) => phone))
    expect(new Set(DEMO_PHONES.map(({ phone }) => phone)).size).toBe(16)
  })

  it('has at least 3 depots that bid in each zone where somebody orders', async () => {
    const served = await rowsOf(
      `select c.zone_id, count(distinct z.supplier_id)::int as depots from account c
       join supplier_zone z on z.zone_id = c.zone_id join account s on s.id = z.supplier_id and s.status = 'approved'
       where c.kind = 'client' group by 1`,
    )
    expect(served).toHaveLength(3)
    expect(served.every(({ depots }) => depots >= 3)).toBe(true)
  })

  it('has depots of different habits', () => {
    const approved = DEMO_SUPPLIERS.filter(({ isApproved }) => isApproved)
    expect(new Set(approved.map(({ habit }) => habit.priceFactor)).size).toBe(6)
    expect(new Set(approved.map(({ habit }) => habit.answers))).toEqual(new Set(['fast', 'slow', 'rarely']))
  })

  it('sends nobody the welcome of then', async () => {
    expect(await rowsOf('select 1 from mailbox_item')).toEqual([])
  })
})
