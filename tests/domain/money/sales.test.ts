import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { readBalance, readDay } from '../../../domain/money/day.ts'
import { balanceOf } from '../../../domain/money/ledger.ts'
import { adjustSale, differenceOf, recordSale } from '../../../domain/money/sales.ts'
import { correctLines } from '../../../domain/orders/correcting.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  type ArrangedOrder,
  aDeliveredOrder,
  anAcceptedOrder,
  booksBalance,
  deliver,
  granted,
  type Market,
  openMarket,
  present,
} from './arranging.ts'

// 10 crates of bock: 3,600 F of deposit each; Yopougon: 1,500 F of delivery.
const DEPOSITS = 36_000
const FEE = 1_500

let market: Market
beforeAll(async () => {
  market = await openMarket((await freshDatabase()).pool)
})

async function saleOf({ orderId }: ArrangedOrder): Promise<Record<string, number>> {
  const { rows } = await market.pool.query<{ account: string; amount: number }>(
    `select e.account, sum(e.amount)::int as amount from ledger_transaction t join ledger_entry e on e.transaction_id = t.id
     where t.order_id = $1 and t.kind = 'sale' group by e.account`,
    [orderId],
  )
  return Object.fromEntries(rows.map(({ account, amount }) => [account, amount]))
}

describe('a sale', () => {
  it('is booked at delivery: 96,040 and the fee and the deposits to the supplier, 2,000 and 1,960 to DISTRI-NIGHT', async () => {
    const order = await anAcceptedOrder(market, 100_000)
    expect(await saleOf(order)).toEqual({})
    await deliver(market, order)
    expect(await saleOf(order)).toEqual({
      [`client:${order.client.accountId}`]: 100_000 + DEPOSITS + FEE,
      [`supplier:${order.supplier.accountId}`]: -(96_040 + DEPOSITS + FEE),
      'revenue:client_commission': -2_000,
      'revenue:supplier_commission': -1_960,
    })
  })

  it('is booked once', async () => {
    const order = await aDeliveredOrder(market)
    const before = await saleOf(order)
    await market.act((work) => recordSale(work, { orderId: order.orderId }))
    await Promise.all([1, 2, 3].map(() => market.act((work) => recordSale(work, { orderId: order.orderId }))))
    expect(await saleOf(order)).toEqual(before)
  })

  it('follows a correction with a new entry that is the difference, and never touches the first', async () => {
    const order = await aDeliveredOrder(market, 100_000)
    const { rows } = await market.pool.query<{ id: string }>('select id from order_line where order_id = $1', [
      order.orderId,
    ])
    const missing = { lineId: present(rows[0]).id, kind: 'missing', quantity: 1, unit: 'casier' } as const
    const { client, orderId } = order
    await market.act(async (work) =>
      granted(
        await correctLines(work, {
          clientId: client.accountId,
          contactId: client.contactId,
          orderId,
          corrections: [missing],
        }),
      ),
    )
    // 90,000 of goods: 1,800, then 1,764 of 88,200, leaves 86,436
    expect(await saleOf(order)).toEqual({
      [`client:${client.accountId}`]: 90_000 + 32_400 + FEE,
      [`supplier:${order.supplier.accountId}`]: -(86_436 + 32_400 + FEE),
      'revenue:client_commission': -1_800,
      'revenue:supplier_commission': -1_764,
    })
    await market.act((work) => adjustSale(work, { orderId }))
    const written = await market.pool.query(
      `select cause from ledger_transaction where order_id = $1 order by at, cause`,
      [orderId],
    )
    expect(written.rows.map(({ cause }) => cause)).toEqual([`sale:${orderId}`, `sale:${orderId}:1`])
    await booksBalance(market)
  })

  it('is not booked by a correction before the delivery', async () => {
    const order = await anAcceptedOrder(market)
    await market.act((work) => adjustSale(work, { orderId: order.orderId }))
    expect(await saleOf(order)).toEqual({})
  })

  it('takes any booked amounts to any wanted ones', () => {
    const entries = fc.array(
      fc.record({ account: fc.constantFrom('a', 'b', 'c'), amount: fc.integer({ min: -1_000_000, max: 1_000_000 }) }),
    )
    const sums = (list: readonly { account: string; amount: number }[], account: string) =>
      list.filter((one) => one.account === account).reduce((sum, { amount }) => sum + amount, 0)
    fc.assert(
      fc.property(entries, entries, (wanted, booked) => {
        const difference = differenceOf(wanted, booked)
        for (const account of ['a', 'b', 'c']) {
          expect(sums(booked, account) + sums(difference, account)).toBe(sums(wanted, account))
        }
        expect(difference.every(({ amount }) => amount !== 0)).toBe(true)
      }),
    )
  })
})

describe('what a supplier asks', () => {
  it('JOUR counts what it won and delivered since midnight, and its net; SOLDE is what it is owed', async () => {
    const today = await openMarket((await freshDatabase()).pool)
    const first = await aDeliveredOrder(today, 100_000)
    await anAcceptedOrder(today, 50_000)
    const supplierId = first.supplier.accountId
    const net = 96_040 + DEPOSITS + FEE
    const day = await today.act((work) => readDay(work, { supplierId }))
    expect(day.outcome).toEqual({ orders: 2, delivered: 1, receives: net })
    expect((await today.act((work) => readBalance(work, { supplierId }))).outcome).toEqual({ balance: net })
    today.pass(24 * 60)
    const next = await today.act((work) => readDay(work, { supplierId }))
    expect(next.outcome).toEqual({ orders: 0, delivered: 0, receives: 0 })
    expect(await balanceOf(today.pool, `supplier:${supplierId}`)).toBe(-net)
  })

  it('SOLDE of a supplier without orders is zero', async () => {
    const { accountId } = await market.someone('+2250500000012')
    expect((await market.act((work) => readBalance(work, { supplierId: accountId }))).outcome).toEqual({ balance: 0 })
  })
})
