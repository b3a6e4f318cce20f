import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { balanceOf } from '../../../domain/money/ledger.ts'
import { requestPayment } from '../../../domain/money/requesting.ts'
import type { Settlement } from '../../../domain/money/settling.ts'
import { cancelOrder } from '../../../domain/orders/cancelling.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  type ArrangedOrder,
  aDeliveredOrder,
  anAcceptedOrder,
  aPayment,
  booksBalance,
  deliver,
  eventsOf,
  granted,
  type Market,
  openMarket,
  say,
  statusOf,
  succeedAt,
} from './arranging.ts'

let market: Market
beforeAll(async () => {
  market = await openMarket((await freshDatabase()).pool)
})

const ask = (order: ArrangedOrder, phone: string | null = null, method: 'wave' | 'orange_money' | 'cash' = 'wave') =>
  market.act((work) =>
    requestPayment(work, { clientId: order.client.accountId, orderId: order.orderId, method, phone }),
  )

async function rowsOf<Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> {
  return (await market.pool.query(sql, values)).rows
}

const entriesOf = ({ orderId }: ArrangedOrder) =>
  rowsOf<{ cause: string }>(`select cause from ledger_transaction where order_id = $1 and kind = 'payment'`, orderId)
const refundsOf = ({ orderId }: ArrangedOrder) =>
  rowsOf<{ amount: number; reason: string; reference: string; status: string }>(
    `select r.amount, r.reason, r.reference, r.status from refund r join payment p on p.id = r.payment_id where p.order_id = $1`,
    orderId,
  )
const alertsOn = (subject: string) =>
  rowsOf<{ rule: string; severity: string; open: boolean }>(
    'select rule, severity, closed_at is null as open from alert where subject = $1 order by opened_at, id',
    subject,
  )

describe('asking for a payment', () => {
  it('names the amount due and the payee, and tells the runtime', async () => {
    const order = await anAcceptedOrder(market)
    const { outcome, events } = await ask(order)
    expect(outcome).toEqual({
      number: order.number,
      amount: 137_500,
      method: 'wave',
      payee: 'DISTRI-NIGHT',
      payUrl: null,
    })
    const [payment] = await rowsOf<{ id: string; reference: string; phone: string }>(
      'select id, reference, phone from payment where order_id = $1',
      order.orderId,
    )
    expect(payment).toMatchObject({ reference: `DN-${order.number}-1`, phone: '+2250700000001' })
    expect(events).toEqual([{ to: 'payments', paymentId: payment?.id }])
  })

  it('takes another number as it is written, and only a mobile of Côte d’Ivoire', async () => {
    const order = await anAcceptedOrder(market)
    for (const phone of ['07070707', '+33612345678', '2721234567', 'demain']) {
      expect((await ask(order, phone)).outcome).toMatchObject({ refused: 'PHONE_INVALID' })
    }
    granted((await ask(order, '05 05 06 07 08')).outcome)
    const [payment] = await rowsOf('select phone from payment where order_id = $1', order.orderId)
    expect(payment).toEqual({ phone: '+2250505060708' })
  })

  it('has one payment pending at a time', async () => {
    const order = await anAcceptedOrder(market)
    granted((await ask(order)).outcome)
    expect((await ask(order)).outcome).toMatchObject({ refused: 'PAYMENT_PENDING' })
  })

  it('gives one payment when the client’s phone asks twice at the same instant', async () => {
    const order = await anAcceptedOrder(market)
    const outcomes = await Promise.all([ask(order), ask(order), ask(order)])
    expect(outcomes.filter(({ outcome }) => 'amount' in outcome)).toHaveLength(1)
    expect(
      outcomes.filter(({ outcome }) => 'refused' in outcome && outcome.refused === 'PAYMENT_PENDING'),
    ).toHaveLength(2)
  })

  it('lets the client try another way once a wallet has been silent for 30 minutes', async () => {
    const order = await anAcceptedOrder(market)
    const silent = await aPayment(market, order)
    market.pass(29)
    expect((await ask(order, null, 'orange_money')).outcome).toMatchObject({ refused: 'PAYMENT_PENDING' })
    market.pass(1)
    granted((await ask(order, null, 'orange_money')).outcome)
    await succeedAt(market, `DN-${order.number}-2`, `om-${order.number}`)
    // and the silent one succeeds after all
    const late = await succeedAt(market, silent, `wave-${order.number}`)
    expect(late.outcome).toEqual({ settled: 'twice' })
    expect(await refundsOf(order)).toMatchObject([{ amount: 137_500, status: 'requested' }])
  })

  it('lets cash that nobody handed over become something else', async () => {
    const order = await anAcceptedOrder(market)
    const { outcome } = await ask(order, null, 'cash')
    expect(outcome).toMatchObject({ payee: 'Dépôt Siporex Boissons' })
    granted((await ask(order)).outcome)
    expect(
      await rowsOf('select method, status from payment where order_id = $1 order by reference', order.orderId),
    ).toEqual([
      { method: 'cash', status: 'cancelled' },
      { method: 'wave', status: 'created' },
    ])
  })

  it('is refused to another client, when all is paid, and when the order is cancelled', async () => {
    const order = await aDeliveredOrder(market)
    const other = await market.someone('+2250700000002')
    expect((await ask({ ...order, client: other })).outcome).toMatchObject({ refused: 'ORDER_NOT_FOUND' })
    await succeedAt(market, await aPayment(market, order), `all-${order.number}`)
    expect((await ask(order)).outcome).toMatchObject({ refused: 'NOTHING_TO_PAY' })
    const gone = await anAcceptedOrder(market)
    await cancel(gone)
    expect((await ask(gone)).outcome).toMatchObject({ refused: 'ORDER_WRONG_STATUS' })
  })
})

async function cancel(order: ArrangedOrder) {
  const { accountId: clientId, contactId } = order.client
  return market.act(async (work) =>
    granted(await cancelOrder(work, { clientId, contactId, orderId: order.orderId, reason: 'panne de frigo' })),
  )
}

describe('what the operator says', () => {
  it('makes a delivered order paid, with a receipt for the client and word to the supplier', async () => {
    const order = await aDeliveredOrder(market)
    const { outcome, events } = await succeedAt(market, await aPayment(market, order), `ok-${order.number}`)
    expect(outcome).toEqual({ settled: 'changed' })
    expect(await statusOf(market, order)).toBe('paid')
    const [told] = eventsOf(events, 'payment.succeeded')
    expect(told).toMatchObject({ amount: 137_500, method: 'wave', number: order.number })
    expect(eventsOf(events, 'order.paid')).toMatchObject([{ supplierReceives: 133_540, cash: false }])
  })

  it('keeps an order that is paid early on its way, and makes it paid at delivery', async () => {
    const order = await anAcceptedOrder(market)
    await succeedAt(market, await aPayment(market, order), `early-${order.number}`)
    expect(await statusOf(market, order)).toBe('preparing')
    const events = await deliver(market, order)
    expect(await statusOf(market, order)).toBe('paid')
    expect(eventsOf(events, 'order.paid')).toHaveLength(1)
  })

  it('gives each payment a receipt number of its own', async () => {
    const receipts = await rowsOf<{ receipt: number }>('select receipt from payment where receipt is not null')
    expect(receipts.length).toBeGreaterThan(2)
    expect(new Set(receipts.map(({ receipt }) => receipt)).size).toBe(receipts.length)
  })

  it.each(['wrong_number', 'not_enough_money', 'refused'] as const)('tells the client why: %s', async (failure) => {
    const order = await anAcceptedOrder(market)
    const reference = await aPayment(market, order)
    const { events } = await say(market, reference, { outcome: 'failed', failure })
    expect(eventsOf(events, 'payment.failed')).toMatchObject([{ failure, method: 'wave' }])
    expect(await alertsOn(reference)).toEqual([{ rule: 'payment.failed', severity: 'high', open: true }])
    granted((await ask(order)).outcome)
  })

  it('accepts a success that comes after a failure', async () => {
    const order = await aDeliveredOrder(market)
    const reference = await aPayment(market, order)
    await say(market, reference, { outcome: 'expired' })
    const { events } = await succeedAt(market, reference, `late-${order.number}`)
    expect(eventsOf(events, 'payment.succeeded')).toHaveLength(1)
    expect(await statusOf(market, order)).toBe('paid')
    expect(await alertsOn(reference)).toMatchObject([{ rule: 'payment.failed', open: false }])
  })

  it('ignores a failure or a pending that comes after the success', async () => {
    const order = await aDeliveredOrder(market)
    const reference = await aPayment(market, order)
    await succeedAt(market, reference, `first-${order.number}`)
    for (const outcome of ['failed', 'pending', 'expired'] as const) {
      const late = await say(market, reference, { outcome })
      expect(late).toEqual({ outcome: { settled: 'unchanged' }, events: [] })
    }
    expect(await entriesOf(order)).toHaveLength(1)
  })

  it('ends in one entry whatever is said, how often and in what order, once success is among it', async () => {
    const news = fc.constantFrom<Partial<Settlement>>(
      { outcome: 'pending' },
      { outcome: 'failed', failure: 'refused' },
      { outcome: 'expired' },
      { outcome: 'succeeded', providerRef: 'same', amount: 137_500 },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(news, { maxLength: 8 }), async (list) => {
        const order = await aDeliveredOrder(market)
        const reference = await aPayment(market, order)
        const said = list.map((one) => (one.providerRef === undefined ? one : { ...one, providerRef: reference }))
        for (const one of said) await say(market, reference, one)
        const isPaid = said.some(({ outcome }) => outcome === 'succeeded')
        expect(await entriesOf(order)).toHaveLength(isPaid ? 1 : 0)
        expect(await statusOf(market, order)).toBe(isPaid ? 'paid' : 'delivered')
        expect(await refundsOf(order)).toEqual([])
        await booksBalance(market)
      }),
      { numRuns: 15 },
    )
  })

  it('settles once when two connections hear of it at the same instant', async () => {
    const order = await aDeliveredOrder(market)
    const reference = await aPayment(market, order)
    const settled = await Promise.all(
      Array.from({ length: 5 }, () => succeedAt(market, reference, `race-${order.number}`)),
    )
    expect(settled.filter(({ outcome }) => outcome.settled === 'changed')).toHaveLength(1)
    expect(settled.flatMap(({ events }) => eventsOf(events, 'payment.succeeded'))).toHaveLength(1)
    expect(await entriesOf(order)).toHaveLength(1)
    expect(await refundsOf(order)).toEqual([])
  })

  it('does not deadlock when success, failure and delivery meet', async () => {
    const order = await anAcceptedOrder(market)
    const reference = await aPayment(market, order)
    await Promise.all([
      deliver(market, order),
      succeedAt(market, reference, `meet-${order.number}`),
      say(market, reference, { outcome: 'failed', failure: 'refused' }),
      succeedAt(market, reference, `meet-${order.number}`),
    ])
    expect(await statusOf(market, order)).toBe('paid')
    expect(await entriesOf(order)).toHaveLength(1)
  })

  it('books what the operator moved when it is not what was asked, and asks for the rest', async () => {
    const order = await aDeliveredOrder(market)
    const reference = await aPayment(market, order)
    await succeedAt(market, reference, `less-${order.number}`, 100_000)
    expect(await statusOf(market, order)).toBe('delivered')
    expect(await alertsOn(reference)).toMatchObject([{ rule: 'payment.otherAmount' }])
    expect((await ask(order)).outcome).toMatchObject({ amount: 37_500 })
  })

  it('puts money that nobody asked for before staff', async () => {
    const { outcome } = await succeedAt(market, 'DN-999999-1', 'stray', 5_000)
    expect(outcome).toEqual({ settled: 'unmatched' })
    expect(await alertsOn('DN-999999-1')).toMatchObject([{ rule: 'payment.unmatched', open: true }])
  })
})

describe('paid twice', () => {
  it('is found by us: refund at once, a voucher of 5,000, a critical incident, the client told', async () => {
    const order = await aDeliveredOrder(market)
    const reference = await aPayment(market, order)
    await succeedAt(market, reference, `a-${order.number}`)
    const { outcome, events } = await succeedAt(market, reference, `b-${order.number}`)
    expect(outcome).toEqual({ settled: 'twice' })
    expect(eventsOf(events, 'payment.twice')).toMatchObject([{ amount: 137_500, voucher: 5_000 }])
    expect(events.filter(({ to }) => to === 'refunds')).toHaveLength(1)
    expect(await refundsOf(order)).toEqual([
      { amount: 137_500, reason: 'paid twice', reference: `RF-${order.number}-1`, status: 'requested' },
    ])
    expect(
      await rowsOf('select amount, account_id from voucher where cause = $1', `paid_twice:${order.orderId}`),
    ).toEqual([{ amount: 5_000, account_id: order.client.accountId }])
    expect(await alertsOn(`DN-${order.number}-2`)).toMatchObject([{ rule: 'payment.twice', severity: 'critical' }])
    expect(await balanceOf(market.pool, `vouchers:${order.client.accountId}`)).toBeLessThanOrEqual(-5_000)
  })

  it('is found once, however often both successes are told, by however many connections', async () => {
    const order = await aDeliveredOrder(market)
    const reference = await aPayment(market, order)
    const told = ['c', 'd', 'c', 'd', 'd'].map((ref) => succeedAt(market, reference, `${ref}-${order.number}`))
    const outcomes = (await Promise.all(told)).map(({ outcome }) => outcome.settled)
    expect(outcomes.toSorted()).toEqual(['changed', 'twice', 'unchanged', 'unchanged', 'unchanged'])
    expect(await refundsOf(order)).toHaveLength(1)
    expect(await entriesOf(order)).toHaveLength(2)
    await booksBalance(market)
  })

  it('gives one voucher an order, even for a third charge', async () => {
    const order = await aDeliveredOrder(market)
    const reference = await aPayment(market, order)
    for (const ref of ['e', 'f']) await succeedAt(market, reference, `${ref}-${order.number}`)
    const { events } = await succeedAt(market, reference, `g-${order.number}`)
    expect(eventsOf(events, 'payment.twice')).toMatchObject([{ voucher: 0 }])
    expect(await refundsOf(order)).toHaveLength(2)
    expect(await rowsOf('select 1 from voucher where cause = $1', `paid_twice:${order.orderId}`)).toHaveLength(1)
  })
})

describe('cancelled', () => {
  it('gives back what was paid, and what comes in later', async () => {
    const order = await anAcceptedOrder(market)
    await succeedAt(market, await aPayment(market, order), `before-${order.number}`)
    const { events } = await cancel(order)
    expect(events.filter(({ to }) => to === 'refunds')).toHaveLength(1)
    expect(await refundsOf(order)).toMatchObject([{ amount: 137_500 }])

    const other = await anAcceptedOrder(market)
    const reference = await aPayment(market, other)
    await say(market, reference, { outcome: 'pending' })
    await cancel(other)
    const late = await succeedAt(market, reference, `after-${other.number}`)
    expect(late.outcome).toEqual({ settled: 'changed' })
    expect(await refundsOf(other)).toMatchObject([{ amount: 137_500 }])
    await booksBalance(market)
  })

  it('drops a payment the operator was never asked for', async () => {
    const order = await anAcceptedOrder(market)
    await aPayment(market, order)
    await cancel(order)
    expect(await rowsOf('select status from payment where order_id = $1', order.orderId)).toEqual([
      { status: 'cancelled' },
    ])
  })
})
