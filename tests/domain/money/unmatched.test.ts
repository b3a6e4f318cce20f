import { beforeAll, describe, expect, it } from 'vitest'
import { balanceOf } from '../../../domain/money/ledger.ts'
import { settleRefund, unsettledRefund } from '../../../domain/money/refunds.ts'
import { attachToOrder, attachToSupplier, sendUnmatchedBack } from '../../../domain/money/settling-unmatched.ts'
import { proposeMatches, UNMATCHED } from '../../../domain/money/unmatched.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  type ArrangedOrder,
  aDeliveredOrder,
  aPayment,
  booksBalance,
  eventsOf,
  type Market,
  openMarket,
  present,
  statusOf,
  succeedAt,
} from './arranging.ts'

// Money that came under a reference of nobody's: in the books at once, and settled once, whoever does it first.

let market: Market
beforeAll(async () => {
  market = await openMarket((await freshDatabase()).pool)
})

let strays = 0
async function aStray(amount: number): Promise<{ id: string; number: number; reference: string; providerRef: string }> {
  strays += 1
  const [reference, providerRef] = [`FAX-${strays}`, `W-${strays}`]
  await succeedAt(market, reference, providerRef, amount)
  const { rows } = await market.pool.query('select id, number from unmatched_payment where reference = $1', [reference])
  return { ...present(rows[0]), reference, providerRef }
}

const reason = 'le client a envoyé son reçu'
const toOrder = (unmatchedId: string, { orderId }: ArrangedOrder) =>
  market.act((work) => attachToOrder(work, { unmatchedId, orderId, reason }))
const back = (unmatchedId: string) => market.act((work) => sendUnmatchedBack(work, { unmatchedId, reason }))
const held = () => balanceOf(market.pool, UNMATCHED)
const alertOf = async (reference: string) =>
  (await market.pool.query(`select closed_at is null as open from alert where subject = $1`, [reference])).rows

describe('money without an order', () => {
  it('is in the queue and in the books once, however often the operator says it', async () => {
    const wave = await balanceOf(market.pool, 'money:wave')
    const before = await held()
    const { reference, providerRef } = await aStray(5_000)
    await Promise.all([1, 2, 3].map(() => succeedAt(market, reference, providerRef, 5_000)))
    const { rows } = await market.pool.query(
      'select amount, method, status from unmatched_payment where reference = $1',
      [reference],
    )
    expect(rows).toEqual([{ amount: 5_000, method: 'wave', status: 'open' }])
    expect([(await balanceOf(market.pool, 'money:wave')) - wave, (await held()) - before]).toEqual([5_000, -5_000])
    expect(await alertOf(reference)).toEqual([{ open: true }])
    await booksBalance(market)
  })

  it('leaves the queue when the operator says whose it is: one movement is booked once', async () => {
    const order = await aDeliveredOrder(market)
    const reference = await aPayment(market, order)
    const [wave, before] = [await balanceOf(market.pool, 'money:wave'), await held()]
    const stray = await aStray(order.amountDue)
    await Promise.all([1, 2].map(() => succeedAt(market, reference, stray.providerRef, order.amountDue)))
    expect([(await balanceOf(market.pool, 'money:wave')) - wave, (await held()) - before]).toEqual([order.amountDue, 0])
    expect(await statusOf(market, order)).toBe('paid')
    const { rows } = await market.pool.query(
      'select u.status, p.reference from unmatched_payment u join payment p on p.id = u.payment_id where u.id = $1',
      [stray.id],
    )
    expect(rows).toEqual([{ status: 'attached', reference }])
    expect(await alertOf(stray.reference)).toEqual([{ open: false }])
    expect((await toOrder(stray.id, await aDeliveredOrder(market))).outcome).toMatchObject({
      refused: 'UNMATCHED_SETTLED',
    })
    await booksBalance(market)
  })

  it('of two movements under one reference waits twice, and its alert stays until both are settled', async () => {
    const { id, reference } = await aStray(3_000)
    await succeedAt(market, reference, `${reference}-again`, 3_000)
    await back(id)
    expect(await alertOf(reference)).toEqual([{ open: true }])
    const { rows } = await market.pool.query(
      `select id from unmatched_payment where reference = $1 and status = 'open'`,
      [reference],
    )
    await back(present(rows[0]).id)
    expect(await alertOf(reference)).toEqual([{ open: false }])
  })

  it('that is a payment already is no stray', async () => {
    const order = await aDeliveredOrder(market)
    await succeedAt(market, await aPayment(market, order), `known-${order.number}`)
    const before = await held()
    await succeedAt(market, 'FAX-KNOWN', `known-${order.number}`, 137_500)
    expect(await held()).toBe(before)
  })

  it('has the orders proposed that it is the amount of, first one whose payment had failed', async () => {
    const [other, meant] = [await aDeliveredOrder(market, 61_000), await aDeliveredOrder(market, 61_000)]
    const payment = await aPayment(market, meant)
    await market.pool.query(`update payment set status = 'failed' where reference = $1`, [payment])
    const { id } = await aStray(meant.amountDue)
    const smaller = await aStray(meant.amountDue - 1)
    expect(await proposeMatches(market.pool, [id, smaller.id])).toMatchObject([
      { unmatchedId: id, number: meant.number, because: 'failed_payment', left: meant.amountDue },
      { unmatchedId: id, number: other.number, because: 'amount', left: other.amountDue },
    ])
  })
})

describe('given to an order', () => {
  it('is its payment: receipt, paid, books to the franc; said again changes nothing', async () => {
    const order = await aDeliveredOrder(market)
    const client = `client:${order.client.accountId}`
    const [before, owed] = [await held(), await balanceOf(market.pool, client)]
    const { id, reference, providerRef } = await aStray(order.amountDue)
    const { outcome, events } = await toOrder(id, order)
    expect(outcome).toEqual({ changed: true })
    expect(eventsOf(events, 'payment.succeeded')).toMatchObject([
      { amount: order.amountDue, receipt: expect.any(Number) },
    ])
    expect(await statusOf(market, order)).toBe('paid')
    expect(await held()).toBe(before)
    expect(await alertOf(reference)).toEqual([{ open: false }])
    expect((await toOrder(id, order)).outcome).toEqual({ changed: false })
    // The operator repeats itself: it is a payment now.
    await succeedAt(market, reference, providerRef, order.amountDue)
    expect(await alertOf(reference)).toEqual([{ open: false }])
    expect((await balanceOf(market.pool, client)) - owed).toBe(-order.amountDue)
    await booksBalance(market)
  })

  it('gives back what is too much, and leaves what is too little to pay', async () => {
    const order = await aDeliveredOrder(market)
    const little = await aStray(37_500)
    await toOrder(little.id, order)
    expect(await statusOf(market, order)).toBe('delivered')
    const much = await aStray(101_000)
    const { events } = await toOrder(much.id, order)
    expect(await statusOf(market, order)).toBe('paid')
    expect(events.filter(({ to }) => to === 'refunds')).toHaveLength(1)
    const { rows } = await market.pool.query(
      `select r.amount, r.reference from refund r join payment p on p.id = r.payment_id where p.order_id = $1`,
      [order.orderId],
    )
    expect(rows).toEqual([{ amount: 1_000, reference: `RF-${order.number}-1` }])
    const wave = await balanceOf(market.pool, 'money:wave')
    await market.act((work) => settleRefund(work, { reference: rows[0]?.reference, outcome: 'done' }))
    expect((await balanceOf(market.pool, 'money:wave')) - wave).toBe(-1_000)
    await booksBalance(market)
  })

  it('is refused where nothing is to pay, for no order, and for money that is not there', async () => {
    const order = await aDeliveredOrder(market)
    await succeedAt(market, await aPayment(market, order), `full-${order.number}`)
    const { id } = await aStray(1_000)
    expect((await toOrder(id, order)).outcome).toMatchObject({ refused: 'NOTHING_TO_PAY' })
    const nobody = '00000000-0000-7000-8000-000000000000'
    expect((await toOrder(nobody, order)).outcome).toMatchObject({ refused: 'UNMATCHED_NOT_FOUND' })
    expect((await toOrder(id, { ...order, orderId: nobody })).outcome).toMatchObject({ refused: 'ORDER_NOT_FOUND' })
  })
})

describe('given to a depot', () => {
  it('lowers its debt, and nobody else’s account is taken for one', async () => {
    const { supplier, client } = await aDeliveredOrder(market)
    const account = `supplier:${supplier.accountId}`
    const [before, waiting] = [await balanceOf(market.pool, account), await held()]
    const { id } = await aStray(2_500)
    const give = (supplierId: string) =>
      market.act((work) => attachToSupplier(work, { unmatchedId: id, supplierId, reason }))
    expect((await give(client.accountId)).outcome).toMatchObject({ refused: 'ACCOUNT_NOT_FOUND' })
    expect((await give(supplier.accountId)).outcome).toEqual({ changed: true })
    expect((await give(supplier.accountId)).outcome).toEqual({ changed: false })
    expect((await balanceOf(market.pool, account)) - before).toBe(-2_500)
    expect(await held()).toBe(waiting)
  })
})

describe('sent back', () => {
  it('goes by its operator, and leaves the books when that says that it is done', async () => {
    const [before, wave] = [await held(), await balanceOf(market.pool, 'money:wave')]
    const { id, number, providerRef } = await aStray(4_000)
    const { outcome, events } = await back(id)
    expect(outcome).toEqual({ changed: true })
    expect((await back(id)).outcome).toEqual({ changed: false })
    const [refund] = events.flatMap((event) => ('refundId' in event ? [event.refundId] : []))
    expect(await unsettledRefund(market.pool, present(refund))).toEqual({
      reference: `RU-${number}`,
      method: 'wave',
      phone: '',
      amount: 4_000,
      providerRef,
    })
    expect((await held()) - before).toBe(-4_000)
    for (const said of ['sent', 'done', 'done'] as const) {
      await market.act((work) => settleRefund(work, { reference: `RU-${number}`, outcome: said }))
    }
    expect([(await held()) - before, (await balanceOf(market.pool, 'money:wave')) - wave]).toEqual([0, 0])
    await booksBalance(market)
  })
})

describe('two of finance at the same instant', () => {
  it('give it to one of two orders, and the other is told', async () => {
    const orders = [await aDeliveredOrder(market), await aDeliveredOrder(market)]
    const before = await held()
    const { id } = await aStray(137_500)
    const outcomes = await Promise.all(orders.map((order) => toOrder(id, order)))
    expect(outcomes.filter(({ outcome }) => 'changed' in outcome && outcome.changed)).toHaveLength(1)
    expect(
      outcomes.filter(({ outcome }) => 'refused' in outcome && outcome.refused === 'UNMATCHED_SETTLED'),
    ).toHaveLength(1)
    const states = await Promise.all(orders.map((order) => statusOf(market, order)))
    expect(states.toSorted()).toEqual(['delivered', 'paid'])
    expect(await held()).toBe(before)
    await booksBalance(market)
  })

  it('give it to an order six times, once; and never give it and send it back', async () => {
    const order = await aDeliveredOrder(market)
    const { id } = await aStray(137_500)
    const same = await Promise.all([1, 2, 3, 4, 5, 6].map(() => toOrder(id, order)))
    expect(same.filter(({ outcome }) => 'changed' in outcome && outcome.changed)).toHaveLength(1)
    const another = await aDeliveredOrder(market)
    const second = await aStray(137_500)
    await Promise.all([toOrder(second.id, another), back(second.id)])
    const { rows } = await market.pool.query(
      `select num_nonnulls(u.payment_id, r.id) as owners from unmatched_payment u left join refund r on r.unmatched_id = u.id
       where u.id = any($1)`,
      [[id, second.id]],
    )
    expect(rows).toEqual([{ owners: 1 }, { owners: 1 }])
    await booksBalance(market)
  })
})

describe('what the database itself refuses', () => {
  it('other francs, a second owner, a change, a deletion, a refund of what was given', async () => {
    const order = await aDeliveredOrder(market)
    const paid = await aStray(order.amountDue)
    await toOrder(paid.id, order)
    const stray = await aStray(999)
    const { rows } = await market.pool.query('select payment_id as id from unmatched_payment where id = $1', [paid.id])
    const settled = `settled_by = 'x', settled_at = now(), reason = 'x'`
    const wrong: readonly (readonly [string, readonly unknown[]])[] = [
      [
        `update unmatched_payment set status = 'attached', payment_id = $2, ${settled} where id = $1`,
        [stray.id, rows[0]?.id],
      ],
      [
        `update unmatched_payment set status = 'attached', supplier_id = $2, ${settled} where id = $1`,
        [stray.id, order.client.accountId],
      ],
      [`update unmatched_payment set status = 'attached', ${settled} where id = $1`, [stray.id]],
      [`update unmatched_payment set status = 'sent_back', ${settled} where id = $1`, [stray.id]],
      ['update unmatched_payment set amount = 1000 where id = $1', [stray.id]],
      [
        `update unmatched_payment set status = 'open', payment_id = null, settled_by = null, settled_at = null, reason = null where id = $1`,
        [paid.id],
      ],
      ['delete from unmatched_payment where id = $1', [stray.id]],
      [
        `insert into refund (unmatched_id, amount, reason, reference, requested_at) values ($1, 999, 'x', 'RU-X', now())`,
        [stray.id],
      ],
      [`insert into refund (amount, reason, reference, requested_at) values (1, 'x', 'RU-Y', now())`, []],
      [
        `insert into unmatched_payment (method, amount, reference, provider_ref, received_at) values ('wave', 5, 'x', $1, now())`,
        [paid.providerRef],
      ],
      [
        `insert into unmatched_payment (method, amount, reference, provider_ref, received_at) values ('cash', 5, 'x', 'y', now())`,
        [],
      ],
    ]
    for (const [sql, values] of wrong) {
      await expect(market.pool.query(sql, [...values]), sql).rejects.toThrow(
        /check|unmatched|refund|constraint|payment/,
      )
    }
  })
})
