import { beforeEach, describe, expect, it } from 'vitest'
import { proposeSuspensions } from '../../../domain/accounts/watching.ts'
import { askAgain, claimPayment, duePayments, warnStillPending } from '../../../domain/money/pending.ts'
import { remindUnpaid } from '../../../domain/money/reminders.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  aDeliveredOrder,
  anAcceptedOrder,
  aPayment,
  eventsOf,
  type Market,
  openMarket,
  present,
  succeedAt,
} from './arranging.ts'

let market: Market
beforeEach(async () => {
  market = await openMarket((await freshDatabase()).pool)
})

describe('reminders to the unpaid', () => {
  async function remindAfter(hours: number) {
    market.pass(hours * 60)
    const { events } = await market.act(remindUnpaid)
    return eventsOf(events, 'payment.reminder').map((event) => ('hours' in event ? event.hours : null))
  }

  it('go out 1 h, 24 h and 72 h after the delivery, each once', async () => {
    await aDeliveredOrder(market)
    expect(await remindAfter(0.9)).toEqual([])
    expect(await remindAfter(0.1)).toEqual([1])
    expect(await remindAfter(22)).toEqual([])
    expect(await remindAfter(1)).toEqual([24])
    expect(await remindAfter(47)).toEqual([])
    expect(await remindAfter(1)).toEqual([72])
    expect(await remindAfter(100)).toEqual([])
  })

  it('say only the latest of those missed while everything was down', async () => {
    const order = await aDeliveredOrder(market)
    market.pass(30 * 60)
    const { events } = await market.act(remindUnpaid)
    expect(eventsOf(events, 'payment.reminder')).toEqual([
      { type: 'payment.reminder', orderId: order.orderId, number: order.number, amount: 137_500, hours: 24 },
    ])
    expect(await remindAfter(0)).toEqual([])
  })

  it('say what is left to pay', async () => {
    const order = await aDeliveredOrder(market)
    await succeedAt(market, await aPayment(market, order), 'part', 100_000)
    market.pass(60)
    const { events } = await market.act(remindUnpaid)
    expect(eventsOf(events, 'payment.reminder')).toMatchObject([{ amount: 37_500 }])
  })

  it('go out once when two processes look at the same instant', async () => {
    await aDeliveredOrder(market)
    market.pass(60)
    const told = await Promise.all([1, 2, 3, 4].map(() => market.act(remindUnpaid)))
    expect(told.flatMap(({ events }) => events)).toHaveLength(1)
  })

  it('stop when the order is paid', async () => {
    const order = await aDeliveredOrder(market)
    await succeedAt(market, await aPayment(market, order), 'paid')
    expect(await remindAfter(80)).toEqual([])
  })
})

describe('more than 3 unpaid orders', () => {
  it('propose a suspension as an alert, and suspend nobody', async () => {
    const open = async () =>
      (await market.pool.query('select rule, subject, severity from alert where closed_at is null')).rows
    const { client } = await aDeliveredOrder(market)
    for (let order = 2; order <= 3; order += 1) await aDeliveredOrder(market)
    market.pass(60)
    await market.act(proposeSuspensions)
    expect(await open()).toEqual([])
    await aDeliveredOrder(market)
    market.pass(60)
    await market.act(proposeSuspensions)
    await market.act(proposeSuspensions)
    expect(await open()).toEqual([{ rule: 'account.unpaid', subject: client.accountId, severity: 'warn' }])
    const { rows } = await market.pool.query('select status from account where id = $1', [client.accountId])
    expect(rows).toEqual([{ status: 'approved' }])
  })
})

describe('a payment that waits', () => {
  it('over 10 minutes is told to the client and to staff, once', async () => {
    const order = await anAcceptedOrder(market)
    const reference = await aPayment(market, order)
    market.pass(10)
    expect((await market.act(warnStillPending)).events).toEqual([])
    market.pass(0.1)
    const told = await Promise.all([market.act(warnStillPending), market.act(warnStillPending)])
    const again = await market.act(warnStillPending)
    const events = [...told, again].flatMap((one) => eventsOf(one.events, 'payment.stillPending'))
    expect(events).toMatchObject([{ method: 'wave', number: order.number }])
    const { rows } = await market.pool.query('select rule, severity from alert where subject = $1', [reference])
    expect(rows).toEqual([{ rule: 'payment.pending', severity: 'high' }])
    await succeedAt(market, reference, 'at last')
    const open = await market.pool.query('select 1 from alert where subject = $1 and closed_at is null', [reference])
    expect(open.rows).toEqual([])
  })

  it('in cash is nobody’s alert and is not asked for', async () => {
    const order = await anAcceptedOrder(market)
    await aPayment(market, order, 'cash')
    market.pass(60)
    expect((await market.act(warnStillPending)).events).toEqual([])
    expect(await duePayments(market.pool, market.now())).toEqual([])
  })

  it('is claimed by one process', async () => {
    const order = await anAcceptedOrder(market)
    await aPayment(market, order)
    const [due] = await duePayments(market.pool, market.now())
    const { paymentId } = present(due)
    const claims = await Promise.all([1, 2, 3].map(() => market.act((work) => claimPayment(work, paymentId))))
    expect(claims.filter(({ outcome }) => outcome)).toHaveLength(1)
    // The operator may take so long to answer: until then nobody asks it a second time.
    market.pass(19 / 60)
    expect(await duePayments(market.pool, market.now())).toEqual([])
    market.pass(1 / 60)
    expect(await duePayments(market.pool, market.now())).toMatchObject([{ paymentId }])
  })

  it('is due again at its time, and unknown is not failed', async () => {
    const order = await anAcceptedOrder(market)
    await aPayment(market, order)
    const [due] = await duePayments(market.pool, market.now())
    const { paymentId } = present(due)
    await market.act((work) => claimPayment(work, paymentId))
    await market.act((work) => askAgain(work, paymentId, new Date(market.now().getTime() + 60_000), true))
    expect(await duePayments(market.pool, market.now())).toEqual([])
    market.pass(1)
    expect(await duePayments(market.pool, market.now())).toMatchObject([{ paymentId, status: 'unknown' }])
  })
})
