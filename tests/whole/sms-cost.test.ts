import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEMO_CLIENTS } from '../../domain/demo/market.ts'
import { anApprovedClient, anApprovedSupplier } from '../domain/orders/arrange.ts'
import { type App, type Medium, openApp } from '../harness/app.ts'

// What an order costs in SMS (issue: at most 6 segments out with 6 depots in the zone). 200 orders of ten bars, as an
// evening goes: depots answer most requests, some decline or keep silent, one bids on part of it, one asks after all.

const ORDERS = 200
const MOST_SEGMENTS = 6

let app: App
let bars: string[]

async function phoneOf(contactId: string): Promise<string> {
  const { rows } = await app.pool.query<{ address: string }>('select address from contact where id = $1', [contactId])
  return rows[0]?.address ?? ''
}

beforeAll(async () => {
  app = await openApp()
  // The demonstration's depots of Yopougon make place for six of this test.
  await app.pool.query(`delete from supplier_zone where zone_id = 'yopougon'`)
  for (let count = 0; count < 6; count += 1) await anApprovedSupplier(app.pool)
  const clients = []
  for (let count = 0; count < 10; count += 1) clients.push(await anApprovedClient(app.pool))
  bars = await Promise.all(clients.map(({ contactId }) => phoneOf(contactId)))
  // Names and directions as people have them.
  await app.pool.query(
    `update account a set name = n.name, directions = n.directions
     from (select id, row_number() over (order by id) as place from account where kind = 'client') p
       join unnest($1::text[], $2::text[]) with ordinality as n(name, directions, place) on n.place = p.place
     where a.id = p.id`,
    [DEMO_CLIENTS.map(({ name }) => name), DEMO_CLIENTS.map(({ directions }) => directions)],
  )
  await app.settle()
  await app.pool.query('delete from outbox_message')
})
afterAll(() => app.stop())

/** Writes and waits until everything that follows has happened; jobs run only when time passes. */
async function write(channel: Medium, from: string, text: string): Promise<void> {
  const answer = await app.server.inject({
    method: 'POST',
    url: '/simulator/messages',
    payload: { channel, from, text },
  })
  expect(answer.statusCode).toBe(202)
  await app.idle()
}

async function askedFor(number: number): Promise<readonly string[]> {
  const { rows } = await app.pool.query<{ address: string }>(
    `select c.address from offer_request q join "order" o on o.id = q.order_id join contact c on c.id = q.contact_id
     where o.number = $1 and q.status = 'sent' order by q.sent_at, c.address`,
    [number],
  )
  return rows.map(({ address }) => address)
}

async function orderOf(number: number): Promise<{ status: string; code: string; winner: string }> {
  const { rows } = await app.pool.query<{ status: string; code: string; winner: string }>(
    `select o.status, o.delivery_code as code, c.address as winner from "order" o
       left join offer f on f.order_id = o.id and f.status = 'chosen' left join contact c on c.id = f.contact_id
     where o.number = $1`,
    [number],
  )
  const [row] = rows
  if (row === undefined) throw new Error(`no order ${number}`)
  return row
}

async function lastNumber(): Promise<number> {
  const { rows } = await app.pool.query<{ number: number }>('select max(number) as number from "order"')
  return rows[0]?.number ?? 0
}

const GOODS = ['5 casiers de flag 65', '4 casiers heineken 33 et 2 packs awa 1.5', '6 casiers de bock, 2 casiers coca']

type Answer = 'bids' | 'declines' | 'partly' | 'silent'
const answer = fc.oneof(
  { weight: 15, arbitrary: fc.constant<Answer>('bids') },
  { weight: 2, arbitrary: fc.constant<Answer>('declines') },
  { weight: 1, arbitrary: fc.constant<Answer>('partly') },
  { weight: 2, arbitrary: fc.constant<Answer>('silent') },
)
const evening = fc.record({
  goods: fc.constantFrom(...GOODS),
  answers: fc.infiniteStream(answer),
  prices: fc.infiniteStream(fc.integer({ min: 28_000, max: 40_000 })),
  cash: fc.boolean(),
})
type Evening = typeof evening extends fc.Arbitrary<infer One> ? One : never

/** @returns its number */
async function playOrder(bar: string, { goods, answers, prices, cash }: Evening): Promise<number> {
  await write('whatsapp', bar, goods)
  await write('whatsapp', bar, 'ok')
  await write('whatsapp', bar, 'livraison')
  const number = await lastNumber()
  let bids = 0
  const heard = new Set<string>()
  // All of the zone is asked within the 15 minutes of the first offer; a depot that kept silent stays so.
  for (let minutes = 0; minutes < 15 && bids === 0; minutes += 1) {
    for (const depot of (await askedFor(number)).filter((phone) => !heard.has(phone))) {
      heard.add(depot)
      const how = answers.next().value
      const price = prices.next().value
      if (how === 'declines') await write('sms', depot, `NON ${number}`)
      if (how === 'bids') await write('sms', depot, `${number} ${price} 30`)
      if (how === 'partly') await write('sms', depot, `${number} ${price} 30 SANS COCA`)
      if (how === 'bids' || how === 'partly') bids += 1
    }
    if (bids === 0) await app.pass(1)
  }
  await write('whatsapp', bar, 'la moins chère')
  const { winner } = await orderOf(number)
  for (const step of [`OUI ${number}`, `PRET ${number}`, `ROUTE ${number} 20`]) await write('sms', winner, step)
  await write('sms', winner, `LIVRE ${number} ${(await orderOf(number)).code}`)
  if (cash) {
    await write('whatsapp', bar, 'espèces')
    await write('sms', winner, `CASH ${number}`)
  } else {
    await write('whatsapp', bar, 'wave')
    await write('whatsapp', bar, '1')
    await app.settle()
    await app.pass(1)
  }
  await write('whatsapp', bar, '5')
  await write('whatsapp', bar, '0')
  await write('sms', winner, `NOTE ${number} 5`)
  return number
}

/** SMS whose key names another order than the one they are counted for. */
async function miscounted(): Promise<readonly { readonly copy: string }[]> {
  const { rows } = await app.pool.query<{ copy: string }>(
    `select m.copy from outbox_message m join contact c on c.id = m.contact_id left join "order" o on o.id = m.order_id
     where c.channel = 'sms' and m.copy like '%:%' and o.number::text is distinct from split_part(m.copy, ':', 2)`,
  )
  return rows
}

/** The segments of each order, whatever it was about; the keys of all that was said. */
async function costs(): Promise<readonly { readonly segments: number; readonly said: string }[]> {
  const { rows } = await app.pool.query<{ segments: number; said: string }>(
    `select sum(m.segments) as segments, string_agg(split_part(m.copy, ':', 1), ' ' order by m.id) as said
     from outbox_message m join contact c on c.id = m.contact_id
     where c.channel = 'sms' and m.copy like '%:%' group by split_part(m.copy, ':', 2)`,
  )
  return rows
}

/** 5: 60, 6: 130, 7: 3 */
function spread(all: readonly { readonly segments: number }[]): string {
  const counts = new Map<number, number>()
  for (const { segments } of all) counts.set(segments, (counts.get(segments) ?? 0) + 1)
  const sorted = [...counts].toSorted(([a], [b]) => a - b)
  return sorted.map(([segments, orders]) => `${segments}: ${orders}`).join(', ')
}

it(`sends at most ${MOST_SEGMENTS} SMS segments for each of ${ORDERS} orders`, async () => {
  const evenings = fc.sample(evening, { numRuns: ORDERS, seed: 225 })
  for (const [place, one] of evenings.entries()) {
    const number = await playOrder(bars[place % bars.length] ?? '', one)
    expect(['paid', 'closed']).toContain((await orderOf(number)).status)
  }
  // What could wait is said in the morning.
  await app.pass(12 * 60)
  const all = (await costs()).toSorted((a, b) => b.segments - a.segments)
  expect(all).toHaveLength(ORDERS)
  expect(await miscounted()).toEqual([])
  const mean = all.reduce((sum, { segments }) => sum + segments, 0) / all.length
  const over = all.filter(({ segments }) => segments > MOST_SEGMENTS)
  console.log(
    `SMS segments of ${ORDERS} orders with 6 depots in the zone: mean ${mean.toFixed(2)}, over ${MOST_SEGMENTS}: ${over.length} (orders by segments: ${spread(all)})`,
  )
  for (const { segments, said } of over) console.log(`${segments} segments: ${said.replaceAll('supplier.', '')}`)
  expect(over).toEqual([])
}, 240_000)
