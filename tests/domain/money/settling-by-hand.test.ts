import { beforeAll, describe, expect, it } from 'vitest'
import { cashReceived } from '../../../domain/money/cash.ts'
import { duePayments } from '../../../domain/money/pending.ts'
import { settleByHand } from '../../../domain/money/settling-by-hand.ts'
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
  say,
  statusOf,
  succeedAt,
} from './arranging.ts'

// product.md 3: pending over 10 minutes, staff can settle by hand only with a proof attached.

let market: Market
beforeAll(async () => {
  market = await openMarket((await freshDatabase()).pool)
})

const proof = { name: 'wave.jpg', contentType: 'image/jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff, 1]) } as const

const byHand = (reference: string, given: Partial<Parameters<typeof settleByHand>[1]> = {}) =>
  market.act((work) =>
    settleByHand(work, { reference, providerRef: `TX-${reference}`, amount: 137_500, proof, givenBy: 'Awa', ...given }),
  )

/** A wallet payment of 137,500 F that its operator has been asked for, so many minutes ago. */
async function waiting(minutes = 11, order?: ArrangedOrder): Promise<{ order: ArrangedOrder; reference: string }> {
  const payable = order ?? (await aDeliveredOrder(market))
  const reference = await aPayment(market, payable)
  await say(market, reference, { outcome: 'pending' })
  market.pass(minutes)
  return { order: payable, reference }
}

async function rowOf(reference: string) {
  const { rows } = await market.pool.query<{ status: string; amount: number; provider_ref: string; onProof: boolean }>(
    'select status, amount, provider_ref, proof_id is not null as "onProof" from payment where reference = $1',
    [reference],
  )
  return rows[0]
}

async function openAlertsOn(reference: string) {
  const { rows } = await market.pool.query<{ rule: string; severity: string }>(
    'select rule, severity from alert where subject = $1 and closed_at is null',
    [reference],
  )
  return rows
}

describe('settled by hand', () => {
  it('counts as paid, with a receipt and the news to the client, and rests on its proof', async () => {
    const { order, reference } = await waiting()
    const { outcome, events } = await byHand(reference)
    expect(outcome).toEqual({ receipt: expect.any(Number) })
    expect(eventsOf(events, 'payment.succeeded')).toMatchObject([{ amount: 137_500, method: 'wave' }])
    expect(await statusOf(market, order)).toBe('paid')
    expect(await rowOf(reference)).toMatchObject({ status: 'succeeded', amount: 137_500, onProof: true })
    await booksBalance(market)
  })

  it('is refused for 10 minutes, while the operator is asked', async () => {
    const { reference } = await waiting(9)
    expect((await byHand(reference)).outcome).toMatchObject({ refused: 'PAYMENT_TOO_YOUNG', details: { minutes: 10 } })
    market.pass(1)
    expect((await byHand(reference)).outcome).toMatchObject({ refused: 'PAYMENT_TOO_YOUNG' })
    market.pass(0.1)
    expect((await byHand(reference)).outcome).toHaveProperty('receipt')
  })

  it('is refused for what the operator has answered, for cash, and for what does not exist', async () => {
    const paid = await waiting()
    await succeedAt(market, paid.reference, `paid-${paid.order.number}`)
    expect((await byHand(paid.reference)).outcome).toMatchObject({ refused: 'PAYMENT_NOT_WAITING' })
    const failed = await waiting()
    await say(market, failed.reference, { outcome: 'failed', failure: 'refused' })
    expect((await byHand(failed.reference)).outcome).toMatchObject({ refused: 'PAYMENT_NOT_WAITING' })
    const cash = await aPayment(market, await anAcceptedOrder(market), 'cash')
    market.pass(11)
    expect((await byHand(cash)).outcome).toMatchObject({ refused: 'PAYMENT_NOT_WAITING' })
    expect((await byHand('DN-999999-9')).outcome).toMatchObject({ refused: 'PAYMENT_NOT_FOUND' })
  })

  it('takes one transaction of an operator for one payment, by hand or told by the operator', async () => {
    const [one, two, three] = [await waiting(), await waiting(), await waiting()]
    expect((await byHand(one.reference, { providerRef: 'TX-SAME' })).outcome).toHaveProperty('receipt')
    expect((await byHand(two.reference, { providerRef: 'TX-SAME' })).outcome).toMatchObject({
      refused: 'PROVIDER_REF_TAKEN',
    })
    await succeedAt(market, two.reference, 'TX-TOLD')
    expect((await byHand(three.reference, { providerRef: 'TX-TOLD' })).outcome).toMatchObject({
      refused: 'PROVIDER_REF_TAKEN',
    })
    // money that is in the books already, without an order: it is attached, not settled a second time
    await say(market, 'DN-999998-1', { outcome: 'succeeded', providerRef: 'TX-STRAY', amount: 137_500 })
    expect((await byHand(three.reference, { providerRef: 'TX-STRAY' })).outcome).toMatchObject({
      refused: 'PROVIDER_REF_TAKEN',
    })
    expect(await rowOf(three.reference)).toMatchObject({ status: 'pending', onProof: false })
  })

  it('happens once, when two of the team and the operator settle it at the same instant', async () => {
    const { order, reference } = await waiting()
    const at = `TX-${reference}`
    await Promise.all([byHand(reference), byHand(reference), succeedAt(market, reference, at)])
    expect(await statusOf(market, order)).toBe('paid')
    const { rows } = await market.pool.query(
      `select 1 from ledger_transaction where order_id = $1 and kind = 'payment'`,
      [order.orderId],
    )
    expect(rows).toHaveLength(1)
    await booksBalance(market)
  })

  it('of two payments with one proof, at the same instant, settles one', async () => {
    const [one, two] = [await waiting(), await waiting()]
    const outcomes = await Promise.all(
      [one, two].map(async ({ reference }) => (await byHand(reference, { providerRef: 'TX-RACE' })).outcome),
    )
    expect(outcomes.filter((outcome) => 'receipt' in outcome)).toHaveLength(1)
    expect(outcomes.filter((outcome) => 'refused' in outcome)).toMatchObject([{ refused: 'PROVIDER_REF_TAKEN' }])
  })

  it('is a second payment when the driver had been paid in cash meanwhile: it goes back', async () => {
    const { order, reference } = await waiting(11, await anAcceptedOrder(market))
    await deliver(market, order)
    const { supplier, orderId } = order
    await market.act((work) => cashReceived(work, { supplierId: supplier.accountId, orderId }))
    const { events } = await byHand(reference)
    expect(eventsOf(events, 'payment.twice')).toMatchObject([{ amount: 137_500 }])
    await booksBalance(market)
  })
})

describe('the operator speaks after the proof', () => {
  it('and says the same: nothing is booked again, and the payment rests on its word', async () => {
    const { reference } = await waiting()
    await byHand(reference)
    for (const _ of [1, 2]) await succeedAt(market, reference, `TX-${reference}`, 137_500)
    expect(await rowOf(reference)).toMatchObject({ amount: 137_500, onProof: false })
    expect(await openAlertsOn(reference)).toEqual([])
    await booksBalance(market)
  })

  it('and gives another number: one payment still, and staff are told', async () => {
    const { order, reference } = await waiting()
    await byHand(reference, { providerRef: 'TX-TYPO' })
    await succeedAt(market, reference, `right-${order.number}`, 137_500)
    expect(await rowOf(reference)).toMatchObject({ provider_ref: `right-${order.number}`, onProof: false })
    expect(await openAlertsOn(reference)).toEqual([{ rule: 'payment.proofDiffers', severity: 'high' }])
    const { rows } = await market.pool.query('select 1 from payment where order_id = $1', [order.orderId])
    expect(rows).toHaveLength(1)
    // and another movement after that is other money
    expect((await succeedAt(market, reference, `second-${order.number}`, 137_500)).outcome).toEqual({
      settled: 'twice',
    })
  })

  it.each([
    { moved: 130_000, back: [] },
    { moved: 150_000, back: [{ amount: 12_500 }] },
  ])('and moved $moved F: the ledger holds that, and what is too much goes back', async ({ moved, back }) => {
    const { order, reference } = await waiting()
    await byHand(reference)
    await succeedAt(market, reference, `TX-${reference}`, moved)
    expect(await rowOf(reference)).toMatchObject({ amount: moved, onProof: false })
    const { rows } = await market.pool.query(
      `select sum(e.amount)::int as sum from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
       where t.order_id = $1 and e.account = 'money:wave' and t.kind = 'payment'`,
      [order.orderId],
    )
    expect(rows).toEqual([{ sum: moved }])
    const refunds = await market.pool.query(
      'select r.amount from refund r join payment p on p.id = r.payment_id where p.order_id = $1',
      [order.orderId],
    )
    expect(refunds.rows).toEqual(back)
    expect(await openAlertsOn(reference)).toEqual([{ rule: 'payment.proofDiffers', severity: 'high' }])
    await booksBalance(market)
  })

  it('and denies it: nothing is undone by itself, staff get a critical alert, the operator is asked no more', async () => {
    const { order, reference } = await waiting()
    await byHand(reference)
    await say(market, reference, { outcome: 'failed', failure: 'refused' })
    expect(await rowOf(reference)).toMatchObject({ status: 'succeeded', onProof: true })
    expect(await statusOf(market, order)).toBe('paid')
    expect(await openAlertsOn(reference)).toEqual([{ rule: 'payment.proofDenied', severity: 'critical' }])
    market.pass(60)
    expect((await duePayments(market.pool, market.now())).filter((due) => due.reference === reference)).toEqual([])
    await succeedAt(market, reference, `TX-${reference}`, 137_500)
    expect(await openAlertsOn(reference)).toEqual([])
  })
})

describe('the database', () => {
  it('knows no payment by hand without its own proof, and no proof that changes', async () => {
    const { reference } = await waiting()
    const { reference: other } = await waiting()
    await byHand(reference)
    const rest = (on: string, of: string) =>
      market.pool.query(
        `update payment set status = 'succeeded', settled_at = now(), receipt = nextval('receipt_seq'), proof_id = (select id from payment where reference = $2) where reference = $1`,
        [on, of],
      )
    await expect(rest(other, other)).rejects.toThrow('payment_proof_id_fkey')
    await expect(rest(other, reference)).rejects.toThrow('payment_own_proof')
    await expect(
      market.pool.query(
        `update payment set status = 'failed', receipt = null, settled_at = null where reference = $1`,
        [reference],
      ),
    ).rejects.toThrow('payment_on_proof')
    await expect(market.pool.query('update payment_proof set amount = 1')).rejects.toThrow()
    await expect(market.pool.query('delete from payment_proof')).rejects.toThrow()
  })
})
