import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeApiKey } from '../../admin-api/keys.ts'
import { type TwoNetworks, twoNetworks } from '../bot/routing/two-networks.ts'
import { runWork } from '../domain/orders/arrange.ts'
import { type App, openApp } from '../harness/app.ts'
import { BARS, bar, DEPOTS, depot, isDelivered, placesOrder } from './people.ts'

// What messages cost: their price, the order they are about, and what is reported of it.

type Called = (method: 'GET' | 'PUT', url: string, body?: object) => Promise<Record<string, unknown>>

async function asFinance(app: App): Promise<Called> {
  const { key } = await makeApiKey(app.pool, { name: 'compta', role: 'finance_director' })
  return async (method, url, payload) => {
    const headers = { authorization: `Bearer ${key}` }
    const answer = await app.server.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
    expect(answer.statusCode, answer.body).toBe(200)
    return answer.json()
  }
}

const smsTariff = (price: number, more: object = {}) => ({ medium: 'sms', unit: 'segment', price, ...more })

describe('a whole order', () => {
  let app: App
  let call: Called
  let number = ''
  const query = async (sql: string, values: readonly unknown[] = []) => (await app.pool.query(sql, [...values])).rows
  const orderId = async () => (await query('select id from "order" where number = $1', [number]))[0]?.id
  const evening = 'from=2026-11-20T00:00&to=2026-11-21T00:00'

  beforeAll(async () => {
    app = await openApp()
    call = await asFinance(app)
    await call('PUT', '/api/tariffs', { adapter: 'simulator', ...smsTariff(15.5) })
    await call('PUT', '/api/tariffs', { adapter: 'simulator', ...smsTariff(9.25, { operator: 'mtn' }) })
    number = await isDelivered(bar(app, 'leGrin'), depot(app, 'siporex'))
    await depot(app, 'niangon').writes('AIDE')
  })
  afterAll(() => app.stop())

  it('has a price on each SMS, by the operator, and none on WhatsApp, for which there is no tariff', async () => {
    expect(
      await query(
        `select c.channel, substr(c.address, 5, 2) as network, m.price_source as source, m.price_unit as unit,
           bool_and(m.price = m.segments * case when c.address like '+22505%' then 9.25 else 15.5 end) as right
         from outbox_message m join contact c on c.id = m.contact_id where m.sent_at is not null
         group by 1, 2, 3, 4 order by 1, 2`,
      ),
    ).toEqual([
      { channel: 'whatsapp', network: '07', source: null, unit: null, right: null },
      { channel: 'sms', network: '01', source: 'tariff', unit: 'XOF', right: true },
      { channel: 'sms', network: '05', source: 'tariff', unit: 'XOF', right: true },
      { channel: 'sms', network: '07', source: 'tariff', unit: 'XOF', right: true },
    ])
  })

  it('has every message that is about it, from the first word of its cart on, and no other', async () => {
    const rows = await query(
      `select split_part(m.copy, ':', 1) as text, o.number::text as number from outbox_message m
       left join "order" o on o.id = m.order_id order by m.id`,
    )
    expect(rows.filter((row) => row.number !== number).map(({ text }) => text)).toEqual(['supplier.talk.help'])
    expect(rows.length).toBeGreaterThan(10)
    expect(rows[0]?.text).toBe('client.cart')
  })

  it('is reported: the sums, by way, by text, per completed order', async () => {
    const costs = await call('GET', `/api/costs?${evening}`)
    const [sums] = await query(
      `select count(*)::int as messages, sum(segments)::int as segments, sum(price)::float8 as cost,
         count(*) filter (where price is null)::int as "withoutPrice" from outbox_message where sent_at is not null`,
    )
    const [own] = await query(
      `select sum(segments)::int as segments, sum(price)::float8 as cost from outbox_message where order_id = $1`,
      [await orderId()],
    )
    expect(sums?.cost).toBeGreaterThan(own?.cost)
    expect(costs).toMatchObject({
      completedOrders: 1,
      total: sums,
      perCompletedOrder: { cost: sums?.cost, segments: sums?.segments },
      ofCompletedOrders: { ...own, perOrder: own },
    })
    const ways = [
      { adapter: 'simulator', medium: 'sms', operator: 'mtn' },
      { adapter: 'simulator', medium: 'sms', operator: 'moov' },
      { adapter: 'simulator', medium: 'sms', operator: 'orange' },
      { adapter: 'simulator', medium: 'whatsapp', operator: null, cost: 0 },
    ]
    expect(costs.byWay).toHaveLength(ways.length)
    for (const way of ways) expect(costs.byWay).toContainEqual(expect.objectContaining(way))
    const addUp = (rows: unknown) =>
      Array.isArray(rows) ? rows.reduce((sum: number, { cost }: { cost: number }) => sum + cost, 0) : Number.NaN
    expect(addUp(costs.byWay)).toBeCloseTo(sums?.cost)
    expect(addUp(costs.byText)).toBeCloseTo(sums?.cost)
    const order = await call('GET', `/api/orders/${await orderId()}`)
    expect(order.messageCost).toMatchObject(own ?? {})
  })

  it('has nothing to divide by in a period without a completed order', async () => {
    const costs = await call('GET', '/api/costs?from=2026-11-01T00:00&to=2026-11-02T00:00')
    expect(costs).toMatchObject({ completedOrders: 0, total: { messages: 0, cost: 0 }, perCompletedOrder: null })
  })

  it('keeps its prices when the tariff changes; what comes after has the new one', async () => {
    const before = (await call('GET', `/api/orders/${await orderId()}`)).messageCost
    await call('PUT', '/api/tariffs', { adapter: 'simulator', ...smsTariff(100) })
    expect((await call('GET', `/api/orders/${await orderId()}`)).messageCost).toEqual(before)
    await depot(app, 'siporex').writes('AIDE')
    const [last] = await query('select price::float8 / segments as unit from outbox_message order by id desc limit 1')
    expect(last).toEqual({ unit: 100 })
  })

  it('lets no carts be emptied at the price of a turn: what was said of them stays, of no order', async () => {
    const client = bar(app, 'cocotiers')
    await client.writes('5 casiers de flag 65')
    const inCart = `select m.order_id as "orderId" from outbox_message m join contact c on c.id = m.contact_id
      where c.address = $1 order by m.id`
    expect((await query(inCart, [BARS.cocotiers])).every((row) => row.orderId !== null)).toBe(true)
    await client.writes('vider le panier')
    await client.writes('1')
    expect(
      await query(`select from "order" o join contact c on c.id = o.contact_id where c.address = $1`, [BARS.cocotiers]),
    ).toEqual([])
    const rows = await query(inCart, [BARS.cocotiers])
    expect(rows.length).toBeGreaterThan(2)
    expect(rows.every((row) => row.orderId === null)).toBe(true)
  })

  it('tells two orders of one turn apart', async () => {
    const another = await placesOrder(bar(app, 'tantieRose'))
    const orders = await query('select id, number from "order" where number::text in ($1, $2)', [number, another])
    const [phone] = await query('select id from contact where address = $1', [DEPOTS.siporex])
    const [{ top } = { top: 0 }] = await query('select max(id) as top from outbox_message')
    // Both are in the mailbox before the lane reads it.
    await runWork(app.pool, { now: app.clock.now() }, async (work) => {
      for (const order of orders) {
        const { id, number: said } = order
        work.emit({
          to: phone?.id,
          event: { type: 'order.cancelled', by: 'staff', why: 'test', orderId: id, number: said },
        })
      }
    })
    await app.settle()
    const rows = await query(
      `select o.number, m.copy, m.created_at as at from outbox_message m join "order" o on o.id = m.order_id where m.id > $1`,
      [top],
    )
    expect(rows.map((row) => row.number).toSorted()).toEqual(orders.map((order) => order.number).toSorted())
    for (const row of rows) expect(row.copy).toContain(String(row.number))
  })
})

describe('two networks', () => {
  let at: TwoNetworks
  let call: Called
  const last = async (where: string) =>
    (
      await at.query<{ price: string; unit: string; source: string; segments: number; number: string }>(
        `select m.price::float8::text as price, m.price_unit as unit, m.price_source as source, m.segments, o.number::text as number
         from outbox_message m left join "order" o on o.id = m.order_id where ${where} order by m.id desc limit 1`,
      )
    )[0]
  const charge = async (segments: number | null, price: { amount: string; unit: string } | null) => {
    const [row] = await at.query<{ id: string }>(
      `select provider_id as id from outbox_message where adapter = 'gate' order by id desc limit 1`,
    )
    const update = { adapter: 'gate', status: 'delivered', errorCode: null } as const
    await at.gate.inbox().reportStatus([{ ...update, providerId: row?.id ?? '', segments, price }])
  }

  beforeAll(async () => {
    at = await twoNetworks()
    call = await asFinance(at.app)
    await call('PUT', '/api/tariffs', { adapter: 'gate', ...smsTariff(15.5) })
  })
  afterAll(() => at.app.stop())

  it('count an SMS said in place of WhatsApp for the same order', async () => {
    const number = await at.getsAnOffer()
    await at.app.pass(2.1)
    expect(at.smsOfBar()).toHaveLength(1)
    expect(await last('m.fallback_of is not null')).toEqual({
      number,
      price: '15.5',
      unit: 'XOF',
      source: 'tariff',
      segments: 1,
    })
  })

  it('price the segments that the phone counted in the end, and what the provider takes before our tariff', async () => {
    await charge(2, null)
    expect(await last(`m.adapter = 'gate'`)).toMatchObject({ price: '31', source: 'tariff', segments: 2 })
    await charge(null, { amount: '-0.0500', unit: 'USD' })
    expect(await last(`m.adapter = 'gate'`)).toMatchObject({ price: '-0.05', unit: 'USD', source: 'reported' })
    // A callback that says nothing of it takes nothing away.
    await charge(2, null)
    expect(await last(`m.adapter = 'gate'`)).toMatchObject({ price: '-0.05', unit: 'USD', source: 'reported' })
  })

  it('count dollars once the rate is known, each at the rate of its moment', async () => {
    const evening = '/api/costs?from=2026-11-20T00:00&to=2026-11-22T00:00'
    const cost = async (path = evening) => {
      const { total } = await call('GET', path)
      return total
    }
    const [rest] = await at.query<{ cost: number; priced: number }>(
      `select sum(price)::float8 as cost, count(*)::int as priced from outbox_message where price_unit = 'XOF'`,
    )
    const unknown = await cost()
    expect(unknown).toMatchObject({ cost: rest?.cost })
    const { key } = await makeApiKey(at.app.pool, { name: 'admin', role: 'admin' })
    const setRate = async (value: number) => {
      const answer = await at.app.server.inject({
        method: 'PUT',
        url: '/api/settings/usdToXof',
        headers: { authorization: `Bearer ${key}` },
        payload: { value },
      })
      expect(answer.statusCode, answer.body).toBe(200)
    }
    // Said after the message had left: the first rate counts for what was before it.
    at.app.clock.move(60)
    await setRate(600)
    const known = { cost: (rest?.cost ?? 0) + 30 }
    expect(await cost()).toMatchObject(known)
    at.app.clock.move(60)
    await setRate(700)
    expect(await cost()).toMatchObject(known)
  })
})
