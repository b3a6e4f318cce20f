import { beforeEach, describe, expect, it } from 'vitest'
import type { Operator } from '../../../bot/payments/operator.ts'
import { answerDoorbell, nextAsk, type PaymentParts, pollDue, requestPending } from '../../../bot/payments/payments.ts'
import { pollRefunds } from '../../../bot/payments/refunds.ts'
import { simulatedOperator } from '../../../bot/payments/simulated-operator.ts'
import { duePayments } from '../../../domain/money/pending.ts'
import { requestPayment } from '../../../domain/money/requesting.ts'
import {
  type ArrangedOrder,
  aDeliveredOrder,
  granted,
  type Market,
  openMarket,
  present,
  statusOf,
} from '../../domain/money/arranging.ts'
import { freshDatabase } from '../../harness/database.ts'

let market: Market
let rung: { after: number; ring: () => void }[]
let operator: Operator
beforeEach(async () => {
  market = await openMarket((await freshDatabase()).pool)
  rung = []
  const later = (after: number, ring: () => void) => void rung.push({ after, ring })
  operator = simulatedOperator({ sql: market.pool, clock: market, ring: () => {}, later })
})

const parts = (its: Partial<PaymentParts> = {}): PaymentParts => ({
  operator,
  sql: market.pool,
  clock: market,
  inWork: async (act) => (await market.act(act)).outcome,
  timeoutSeconds: 5,
  ...its,
})

async function aRequestTo(phone: string, its = parts()): Promise<{ order: ArrangedOrder; reference: string }> {
  const order = await aDeliveredOrder(market)
  const { client, orderId } = order
  const { outcome, events } = await market.act((work) =>
    requestPayment(work, { clientId: client.accountId, orderId, method: 'mtn_momo', phone }),
  )
  granted(outcome)
  for (const event of events)
    if (event.to === 'payments' && 'paymentId' in event) await requestPending(its, event.paymentId)
  return { order, reference: `DN-${order.number}-1` }
}

async function paymentOf(reference: string) {
  const { rows } = await market.pool.query<{ status: string; failure: string | null }>(
    'select status, failure from payment where reference = $1',
    [reference],
  )
  return present(rows[0])
}

async function pollAfter(minutes: number, its = parts()): Promise<void> {
  market.pass(minutes)
  await pollDue(its)
}

describe('the simulated operator', () => {
  it('succeeds after a few seconds, for any number', async () => {
    const { order, reference } = await aRequestTo('0500000099')
    expect(await paymentOf(reference)).toEqual({ status: 'pending', failure: null })
    await pollAfter(1)
    expect(await statusOf(market, order)).toBe('paid')
  })

  it.each([
    ['0500000050', 'failed', 'wrong_number'],
    ['0500000051', 'failed', 'refused'],
    ['0500000052', 'expired', 'expired'],
    ['0500000055', 'failed', 'not_enough_money'],
  ])('%s ends as %s: %s', async (phone, status, failure) => {
    const { reference } = await aRequestTo(phone)
    await pollAfter(2)
    expect(await paymentOf(reference)).toEqual({ status, failure })
  })

  it('53 is pending for ever', async () => {
    const { reference } = await aRequestTo('0500000053')
    for (let round = 0; round < 20; round += 1) await pollAfter(6)
    expect(await paymentOf(reference)).toEqual({ status: 'pending', failure: null })
  })

  it('54 is paid after some minutes', async () => {
    const { order, reference } = await aRequestTo('0500000054')
    await pollAfter(2)
    expect(await paymentOf(reference)).toMatchObject({ status: 'pending' })
    await pollAfter(2)
    expect(await statusOf(market, order)).toBe('paid')
  })

  it('56 charges twice: the second is found although its notification was missed, and goes back', async () => {
    const { order, reference } = await aRequestTo('0500000056')
    expect(rung.map(({ after }) => after)).toEqual([3, 6])
    market.pass(4 / 60)
    await answerDoorbell(parts(), { reference, method: 'mtn_momo' })
    expect(await statusOf(market, order)).toBe('paid')
    await pollAfter(2)
    await pollAfter(2)
    const refunds = await market.pool.query('select amount, status from refund')
    expect(refunds.rows).toEqual([{ amount: 137_500, status: 'requested' }])
    expect(await duePayments(market.pool, new Date('2030-01-01'))).toEqual([])
  })

  it('refunds in two steps', async () => {
    await aRequestTo('0500000056')
    await pollAfter(1)
    const status = async () => (await market.pool.query('select status from refund')).rows
    await pollRefunds(parts())
    expect(await status()).toEqual([{ status: 'sent' }])
    market.pass(1)
    await pollRefunds(parts())
    expect(await status()).toEqual([{ status: 'done' }])
    expect(await pollRefunds(parts())).toBe(0)
  })

  it('keeps everything when the process is killed: another one finds the answer', async () => {
    const { order } = await aRequestTo('0500000099')
    operator = simulatedOperator({ sql: market.pool, clock: market, ring: () => {} })
    await pollAfter(1)
    expect(await statusOf(market, order)).toBe('paid')
  })
})

describe('paying, whatever the operator does', () => {
  const silent: Operator = {
    request: () => Promise.reject(new TypeError('socket hang up')),
    status: () => Promise.reject(new TypeError('socket hang up')),
    refund: () => Promise.reject(new TypeError('socket hang up')),
  }

  it('an operator that does not answer leaves the payment unknown, never failed', async () => {
    const { reference } = await aRequestTo('0500000099', parts({ operator: silent }))
    expect(await paymentOf(reference)).toEqual({ status: 'unknown', failure: null })
    await pollAfter(1, parts({ operator: silent }))
    expect(await paymentOf(reference)).toEqual({ status: 'unknown', failure: null })
  })

  it('one that takes too long is unknown too', async () => {
    const slow: Operator = { ...operator, request: () => new Promise(() => {}) }
    const { reference } = await aRequestTo('0500000099', parts({ operator: slow, timeoutSeconds: 0.01 }))
    expect(await paymentOf(reference)).toMatchObject({ status: 'unknown' })
  })

  it('asks again for what never reached the operator, and then follows it to its end', async () => {
    const { order } = await aRequestTo('0500000099', parts({ operator: silent }))
    await pollAfter(1)
    await pollAfter(1)
    expect(await statusOf(market, order)).toBe('paid')
  })

  it('finds a request that a dying process had not made', async () => {
    const order = await aDeliveredOrder(market)
    const { client, orderId } = order
    await market.act((work) =>
      requestPayment(work, { clientId: client.accountId, orderId, method: 'wave', phone: null }),
    )
    await pollDue(parts())
    await pollAfter(1)
    expect(await statusOf(market, order)).toBe('paid')
  })

  it('a notification only rings: what it claims is read from the operator', async () => {
    const { order, reference } = await aRequestTo('0500000053')
    market.pass(1)
    expect(await answerDoorbell(parts(), { reference, method: 'mtn_momo' })).toEqual([{ settled: 'unchanged' }])
    expect(await statusOf(market, order)).toBe('delivered')
  })

  it('a notification of what nobody asked for settles nothing', async () => {
    expect(await answerDoorbell(parts(), { reference: 'DN-1-1', method: 'wave' })).toEqual([])
  })

  it('calls the operator once when two processes take the same payment', async () => {
    let calls = 0
    const counting: Operator = {
      ...operator,
      request: (payment) => {
        calls += 1
        return operator.request(payment)
      },
    }
    const order = await aDeliveredOrder(market)
    const { client, orderId } = order
    await market.act((work) =>
      requestPayment(work, { clientId: client.accountId, orderId, method: 'wave', phone: null }),
    )
    await Promise.all([1, 2, 3].map(() => pollDue(parts({ operator: counting }))))
    expect(calls).toBe(1)
  })
})

describe('when an operator is asked again', () => {
  const createdAt = new Date('2026-11-20T21:00:00Z')
  const asksIn = (seconds: number, status: 'pending' | 'expired' | 'succeeded' = 'pending', isOnProof = false) => {
    const now = new Date(createdAt.getTime() + seconds * 1_000)
    const next = nextAsk({ createdAt, status, isOnProof }, now)
    return next === null ? null : (next.getTime() - now.getTime()) / 1_000
  }

  it.each([
    [0, 5],
    [60, 30],
    [3_600, 300],
  ])('%i s old: in %i s, from 5 s to 5 min', (age, seconds) => {
    expect(asksIn(age)).toBe(seconds)
  })

  it('follows what was given up, or settled by hand, for a day, and a success no further', () => {
    expect(asksIn(86_000, 'expired')).toBe(300)
    expect(asksIn(86_500, 'expired')).toBeNull()
    expect(asksIn(86_000, 'succeeded', true)).toBe(300)
    expect(asksIn(86_500, 'succeeded', true)).toBeNull()
    expect(asksIn(60, 'succeeded')).toBeNull()
  })
})
