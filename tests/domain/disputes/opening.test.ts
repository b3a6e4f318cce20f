import { beforeEach, describe, expect, it } from 'vitest'
import { closeDispute } from '../../../domain/disputes/closing.ts'
import { openDispute } from '../../../domain/disputes/opening.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  type ArrangedOrder,
  aDeliveredOrder,
  anAcceptedOrder,
  type Market,
  openMarket,
  present,
} from '../money/arranging.ts'

let market: Market
beforeEach(async () => {
  market = await openMarket((await freshDatabase()).pool)
})

const open = ({ client, orderId }: ArrangedOrder) =>
  market.act((work) =>
    openDispute(work, { clientId: client.accountId, orderId, kind: 'missing', words: 'il manque 2 casiers' }),
  )

describe('a dispute (product.md 4)', () => {
  it('is opened until 48 hours after delivery, and not later', async () => {
    const order = await aDeliveredOrder(market)
    market.pass(48 * 60)
    expect((await open(order)).outcome).toEqual({ number: order.number })
    market.pass(1)
    expect((await open(order)).outcome).toMatchObject({ refused: 'DISPUTE_TOO_LATE', details: { hours: 48 } })
  })

  it('may be opened from acceptance on, by either side of the order', async () => {
    const order = await anAcceptedOrder(market)
    expect((await open(order)).outcome).toEqual({ number: order.number })
    const { supplier, orderId } = order
    const words = 'client absent'
    const { outcome } = await market.act((work) =>
      openDispute(work, { supplierId: supplier.accountId, orderId, kind: 'conduct', words }),
    )
    expect(outcome).toEqual({ number: order.number })
    const { rows } = await market.pool.query('select opened_by, kind from dispute order by opened_at, opened_by')
    expect(rows).toEqual([
      { opened_by: 'client', kind: 'missing' },
      { opened_by: 'supplier', kind: 'conduct' },
    ])
    const stranger = await market.someone('+2250700000002')
    expect((await open({ ...order, client: stranger })).outcome).toMatchObject({ refused: 'ORDER_NOT_FOUND' })
  })

  it('is closed once', async () => {
    await open(await aDeliveredOrder(market))
    const { rows } = await market.pool.query<{ id: string }>('select id from dispute')
    const { id: disputeId } = present(rows[0])
    const closed = await Promise.all([1, 2].map(() => market.act((work) => closeDispute(work, { disputeId }))))
    expect(closed.filter(({ outcome }) => outcome.closed)).toHaveLength(1)
  })

  it('on three orders of one supplier in 30 days opens a partnership review', async () => {
    const reviews = async () =>
      (await market.pool.query(`select subject from alert where rule = 'supplier.review'`)).rows
    const first = await aDeliveredOrder(market)
    await open(first)
    await open(first)
    market.pass(29 * 24 * 60)
    await open(await aDeliveredOrder(market))
    expect(await reviews()).toEqual([])
    market.pass(24 * 60 - 1)
    await open(await aDeliveredOrder(market))
    expect(await reviews()).toEqual([{ subject: first.supplier.accountId }])
  })

  it('on an order of 30 days ago counts no more', async () => {
    await open(await aDeliveredOrder(market))
    market.pass(30 * 24 * 60)
    await open(await aDeliveredOrder(market))
    await open(await aDeliveredOrder(market))
    const { rows } = await market.pool.query(`select subject from alert where rule = 'supplier.review'`)
    expect(rows).toEqual([])
  })
})
