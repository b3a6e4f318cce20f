import { beforeAll, describe, expect, it } from 'vitest'
import { cashReceived } from '../../../domain/money/cash.ts'
import { balanceOf } from '../../../domain/money/ledger.ts'
import { settleRefund } from '../../../domain/money/refunds.ts'
import { requestPayment } from '../../../domain/money/requesting.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  type ArrangedOrder,
  aDeliveredOrder,
  anAcceptedOrder,
  aPayment,
  booksBalance,
  deliver,
  eventsOf,
  type Market,
  openMarket,
  statusOf,
  succeedAt,
} from './arranging.ts'

let market: Market
beforeAll(async () => {
  market = await openMarket((await freshDatabase()).pool)
})

const cash = ({ supplier, orderId }: ArrangedOrder, supplierId = supplier.accountId) =>
  market.act((work) => cashReceived(work, { supplierId, orderId }))
const supplierBalance = ({ supplier }: ArrangedOrder) => balanceOf(market.pool, `supplier:${supplier.accountId}`)

describe('cash to the driver', () => {
  it('makes the order paid, and leaves the supplier owing the two commissions: 3,960 of 100,000', async () => {
    const order = await aDeliveredOrder(market, 100_000)
    const before = (await supplierBalance(order)) + 96_040 + 36_000 + 1_500
    const { outcome, events } = await cash(order)
    expect(outcome).toEqual({ number: order.number, amount: 137_500, isPaid: true })
    expect(await statusOf(market, order)).toBe('paid')
    expect((await supplierBalance(order)) - before).toBe(3_960)
    expect(eventsOf(events, 'payment.succeeded')).toMatchObject([{ method: 'cash', amount: 137_500 }])
    expect(eventsOf(events, 'order.paid')).toMatchObject([{ cash: true }])
    await booksBalance(market)
  })

  it('settles the payment in cash that the client had announced', async () => {
    const order = await aDeliveredOrder(market)
    const { client, orderId } = order
    await market.act((work) =>
      requestPayment(work, { clientId: client.accountId, orderId, method: 'cash', phone: null }),
    )
    await cash(order)
    const { rows } = await market.pool.query('select status, method, amount from payment where order_id = $1', [
      orderId,
    ])
    expect(rows).toEqual([{ status: 'succeeded', method: 'cash', amount: 137_500 }])
  })

  it('is taken once, even said twice at the same instant', async () => {
    const order = await aDeliveredOrder(market)
    const said = await Promise.all([cash(order), cash(order)])
    expect(said.filter(({ outcome }) => 'amount' in outcome)).toHaveLength(1)
    expect(said.filter(({ outcome }) => 'refused' in outcome && outcome.refused === 'NOTHING_TO_PAY')).toHaveLength(1)
  })

  it('belongs to the supplier of the order, once the goods are under way', async () => {
    const order = await aDeliveredOrder(market)
    const other = await market.someone('+2250500000012')
    expect((await cash(order, other.accountId)).outcome).toMatchObject({ refused: 'ORDER_NOT_FOUND' })
  })

  it('beside a wallet that succeeds too is paid twice: the wallet’s money goes back', async () => {
    const order = await anAcceptedOrder(market)
    const reference = await aPayment(market, order)
    await market.pool.query(`update payment set status = 'pending' where reference = $1`, [reference])
    await deliver(market, order)
    await cash(order)
    const { outcome } = await succeedAt(market, reference, `late-${order.number}`)
    expect(outcome).toEqual({ settled: 'twice' })
    const { rows } = await market.pool.query(
      'select p.method, r.amount from refund r join payment p on p.id = r.payment_id where p.order_id = $1',
      [order.orderId],
    )
    expect(rows).toEqual([{ method: 'wave', amount: 137_500 }])
  })
})

describe('a refund', () => {
  async function aRefund(): Promise<{ order: ArrangedOrder; reference: string }> {
    const order = await aDeliveredOrder(market)
    const reference = await aPayment(market, order)
    await succeedAt(market, reference, `1-${order.number}`)
    await succeedAt(market, reference, `2-${order.number}`)
    return { order, reference: `RF-${order.number}-1` }
  }
  const settle = (reference: string, outcome: 'sent' | 'done' | 'failed') =>
    market.act((work) => settleRefund(work, { reference, outcome }))
  const clientBalance = ({ client }: ArrangedOrder) => balanceOf(market.pool, `client:${client.accountId}`)

  it('tells the client of each step, and takes the money out of the wallet once', async () => {
    const { order, reference } = await aRefund()
    const before = await clientBalance(order)
    const sent = await settle(reference, 'sent')
    expect(eventsOf(sent.events, 'refund.sent')).toMatchObject([{ amount: 137_500 }])
    expect(await clientBalance(order)).toBe(before)
    const done = await Promise.all([settle(reference, 'done'), settle(reference, 'done'), settle(reference, 'sent')])
    expect(done.flatMap(({ events }) => eventsOf(events, 'refund.done'))).toHaveLength(1)
    await settle(reference, 'sent')
    const { rows } = await market.pool.query('select status from refund where reference = $1', [reference])
    expect(rows).toEqual([{ status: 'done' }])
    expect(await clientBalance(order)).toBe(before + 137_500)
    await booksBalance(market)
  })

  it('that failed is an alert for staff, is not repeated by itself, and may still be done', async () => {
    const { reference, order } = await aRefund()
    await settle(reference, 'failed')
    const alerts = () =>
      market.pool.query('select rule from alert where subject = $1 and closed_at is null', [reference])
    expect((await alerts()).rows).toEqual([{ rule: 'refund.failed' }])
    await cash(order)
    const { rows } = await market.pool.query(
      'select 1 from refund r join payment p on p.id = r.payment_id where p.order_id = $1',
      [order.orderId],
    )
    expect(rows).toHaveLength(1)
    expect((await settle(reference, 'done')).outcome).toEqual({ changed: true })
    expect((await alerts()).rows).toEqual([])
  })

  it('of an unknown reference changes nothing', async () => {
    expect((await settle('RF-0-1', 'done')).outcome).toEqual({ changed: false })
  })
})
