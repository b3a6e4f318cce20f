import { beforeEach, describe, expect, it } from 'vitest'
import { rateOrder } from '../../../domain/ratings/rating.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  type ArrangedOrder,
  aDeliveredOrder,
  anAcceptedOrder,
  aPayment,
  type Market,
  openMarket,
  present,
  statusOf,
  succeedAt,
} from '../money/arranging.ts'

let market: Market
beforeEach(async () => {
  market = await openMarket((await freshDatabase()).pool)
})

const byClient = ({ client, orderId }: ArrangedOrder, score: number, comment: string | null = null) =>
  market.act((work) => rateOrder(work, { clientId: client.accountId, orderId, score, comment }))
const bySupplier = ({ supplier, orderId }: ArrangedOrder, score: number) =>
  market.act((work) => rateOrder(work, { supplierId: supplier.accountId, orderId, score, comment: null }))

async function recordOf(accountId: string) {
  const { rows } = await market.pool.query(
    'select rating_sum as sum, rating_count as count from account where id = $1',
    [accountId],
  )
  return present(rows[0])
}

describe('rating (product.md 4)', () => {
  it('lets each side rate the other once', async () => {
    const order = await aDeliveredOrder(market)
    expect((await byClient(order, 5, ' très rapide ')).outcome).toEqual({ number: order.number })
    expect((await bySupplier(order, 3)).outcome).toEqual({ number: order.number })
    expect((await byClient(order, 1)).outcome).toMatchObject({ refused: 'ALREADY_RATED' })
    expect(await recordOf(order.supplier.accountId)).toEqual({ sum: 5, count: 1 })
    expect(await recordOf(order.client.accountId)).toEqual({ sum: 3, count: 1 })
    const { rows } = await market.pool.query(`select comment from rating where by = 'client'`)
    expect(rows).toEqual([{ comment: 'très rapide' }])
  })

  it('counts once when the same side rates twice at the same instant', async () => {
    const order = await aDeliveredOrder(market)
    await Promise.all([byClient(order, 4), byClient(order, 2), byClient(order, 5)])
    expect((await recordOf(order.supplier.accountId)).count).toBe(1)
  })

  it.each([0, 6, -1, 3.5, Number.NaN])('refuses a score of %d', async (score) => {
    const order = await aDeliveredOrder(market)
    expect((await byClient(order, score)).outcome).toMatchObject({ refused: 'SCORE_INVALID' })
  })

  it('waits for the delivery, and is for the two of the order', async () => {
    const order = await anAcceptedOrder(market)
    expect((await byClient(order, 5)).outcome).toMatchObject({ refused: 'ORDER_WRONG_STATUS' })
    const stranger = await market.someone('+2250700000002')
    expect((await byClient({ ...order, client: stranger }, 5)).outcome).toMatchObject({ refused: 'ORDER_NOT_FOUND' })
    expect((await bySupplier({ ...order, supplier: stranger }, 5)).outcome).toMatchObject({
      refused: 'ORDER_NOT_FOUND',
    })
  })

  it('closes a paid order when both have rated, even at the same instant', async () => {
    for (const attempt of [1, 2, 3, 4, 5]) {
      const order = await aDeliveredOrder(market)
      await succeedAt(market, await aPayment(market, order), `paid-${attempt}`)
      await Promise.all([byClient(order, 5), bySupplier(order, 5)])
      expect(await statusOf(market, order)).toBe('closed')
    }
  })

  it('leaves an unpaid one open', async () => {
    const order = await aDeliveredOrder(market)
    await byClient(order, 5)
    await bySupplier(order, 5)
    expect(await statusOf(market, order)).toBe('delivered')
  })
})
