import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { adjustLine, type Correction } from '../../../domain/orders/corrected-amount.ts'
import { correctLines, correctLinesByStaff } from '../../../domain/orders/correcting.ts'
import { confirmReceipt } from '../../../domain/orders/delivering.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  anApprovedClient,
  anApprovedSupplier,
  anOrderInPreparation,
  anOrderOnTheRoad,
  type Client,
  FIVE_CRATES,
  granted,
  loadReferenceData,
  orderNow,
  runWork,
  STAFF,
  type Supplier,
  toldOf,
} from './arrange.ts'

const { pool } = await freshDatabase()
let client: Client
let depot: Supplier

beforeAll(async () => {
  await loadReferenceData(pool)
  depot = await anApprovedSupplier(pool)
  client = await anApprovedClient(pool)
})

type Said = Omit<Correction, 'lineId'> & { readonly line: number }

async function correct(orderId: string, said: readonly Said[], input: { readonly isAgreed?: boolean } = {}) {
  const { lines } = await orderNow(pool, orderId)
  const corrections = said.map(({ line, ...rest }) => ({ ...rest, lineId: lines[line]?.lineId ?? orderId }))
  return runWork(pool, { actor: client.actor }, (work) =>
    correctLines(work, { ...client, ...input, orderId, corrections }),
  )
}
const missing = (line: number, quantity: number, unit = 'casier'): Said => ({ line, kind: 'missing', quantity, unit })
const weighed = (line: number, quantity: number): Said => ({ line, kind: 'weighed', quantity, unit: 'kg' })
const chicken = [{ product: 'poulet-chair-kg', unit: 'kg', quantity: 10 }] as const

describe('corrections at the door (product.md 2)', () => {
  it('takes off the share of the price of what is missing, with its deposit', async () => {
    // 61,400 is twice the reference of 3 × 5,700 + 2 × 6,800, so a crate of Bock 65 is 11,400 and its deposit 3,600
    const { orderId, number } = await anOrderOnTheRoad(pool, client, depot, { bid: { goodsPrice: 61_400 } })
    const before = 61_400 + 19_200 + 1_500
    expect(await correct(orderId, [missing(0, 1)])).toEqual({ number, before, amountDue: before - 11_400 - 3_600 })
    expect(await orderNow(pool, orderId)).toMatchObject({ goodsTotal: 50_000, depositTotal: 15_600 })
  })

  it('takes off bottles of a crate: 2 of 24', async () => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot, { bid: { goodsPrice: 61_400 } })
    const outcome = granted(await correct(orderId, [{ ...missing(1, 2, 'bouteille'), kind: 'broken' }]))
    // two of 48 bottles of 27,200 is 1,133; two of 24 of 4,200 is 350
    expect(outcome.before - outcome.amountDue).toBe(1_133 + 350)
    const { rows } = await pool.query('SELECT delivered::float8 FROM order_line WHERE order_id = $1 AND position = 2', [
      orderId,
    ])
    expect(rows).toEqual([{ delivered: 1.917 }])
  })

  it('costs nothing but the delivery when nothing came, however it is said', async () => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot, { bid: { goodsPrice: 30_001 } })
    granted(
      await correct(orderId, [missing(0, 7, 'bouteille'), missing(0, 2), missing(0, 5, 'bouteille'), missing(1, 1)]),
    )
    expect(await correct(orderId, [missing(1, 24, 'bouteille')])).toMatchObject({ amountDue: 1_500 })
    expect(await correct(orderId, [missing(1, 1, 'bouteille')])).toMatchObject({ refused: 'QUANTITY_INVALID' })
  })

  it('tells the depot what it gets, and books the difference after delivery', async () => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot, { bid: { goodsPrice: 61_400 } })
    await runWork(pool, { actor: client.actor }, (work) => confirmReceipt(work, { ...client, orderId }))
    granted(await correct(orderId, [missing(0, 1)]))
    expect((await toldOf(pool, depot.contactId, orderId)).at(-1)).toMatchObject({
      type: 'order.corrected',
      // 50,000 less 1,000 and 980, and the delivery and deposits
      supplierReceives: 48_020 + 1_500 + 15_600,
    })
    const { rows } = await pool.query(
      `SELECT sum(e.amount)::int AS owed FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
       WHERE t.order_id = $1 AND e.account LIKE 'client:%'`,
      [orderId],
    )
    expect(rows).toEqual([{ owed: 50_000 + 15_600 + 1_500 }])
  })

  it('tells both sides when staff correct', async () => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot)
    const { lines } = await orderNow(pool, orderId)
    const corrections = [{ lineId: lines[0]?.lineId ?? '', kind: 'broken', quantity: 1, unit: 'casier' }] as const
    granted(await runWork(pool, { actor: STAFF }, (work) => correctLinesByStaff(work, { orderId, corrections })))
    for (const { contactId } of [client, depot]) {
      expect((await toldOf(pool, contactId, orderId)).at(-1)).toMatchObject({ type: 'order.corrected' })
    }
  })

  it.each([
    ['more than came', missing(0, 4)],
    ['zero', missing(0, 0)],
    ['half a bottle', missing(0, 0.5, 'bouteille')],
    ['a unit that is not in the crate', missing(0, 1, 'sac')],
    ['a weight of crates', { ...weighed(0, 2), unit: 'casier' }],
  ])('refuses %s', async (_, said) => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot)
    expect(await correct(orderId, [said])).toMatchObject({ refused: 'QUANTITY_INVALID' })
  })

  it('refuses a line that is not there, an order not on the road yet, and somebody else’s', async () => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot)
    expect(await correct(orderId, [missing(9, 1)])).toMatchObject({ refused: 'LINE_NOT_FOUND' })
    const early = await anOrderInPreparation(pool, client, depot)
    expect(await correct(early.orderId, [missing(0, 1)])).toMatchObject({ refused: 'ORDER_WRONG_STATUS' })
    const stranger = await anApprovedClient(pool)
    const theirs = await anOrderOnTheRoad(pool, stranger, depot)
    expect(await correct(theirs.orderId, [missing(0, 1)])).toMatchObject({ refused: 'ORDER_NOT_FOUND' })
  })
})

describe('weighed goods (product.md 2: 10 % tolerance)', () => {
  it('invoices the weight, up to 10 % more without asking', async () => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot, { lines: chicken, bid: { goodsPrice: 25_000 } })
    expect(await correct(orderId, [weighed(0, 9.2)])).toMatchObject({ amountDue: 23_000 + 1_500 })
    expect(await correct(orderId, [weighed(0, 11)])).toMatchObject({ amountDue: 27_500 + 1_500 })
  })

  it('asks the client above 10 %, and takes the weight once agreed', async () => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot, { lines: chicken, bid: { goodsPrice: 25_000 } })
    expect(await correct(orderId, [weighed(0, 11.001)])).toMatchObject({
      refused: 'QUANTITY_INVALID',
      details: { largest: 11 },
    })
    expect(await correct(orderId, [weighed(0, 12)], { isAgreed: true })).toMatchObject({ amountDue: 30_000 + 1_500 })
  })
})

describe('for any corrections', () => {
  const order = {
    lines: FIVE_CRATES.map((line, index) => ({
      ...line,
      lineId: `line-${index}`,
      price: index === 0 ? 5_700 : 6_800,
      deposit: 0,
      variableWeight: false,
      pieces: index === 0 ? 12 : 24,
    })),
  }
  const step = fc.record({ line: fc.constantFrom(0, 1), bottles: fc.integer({ min: 1, max: 24 }) })

  it('a line loses its share and no franc more, in whatever pieces it is taken off', () => {
    const rule = { tolerancePercent: 10, isAgreed: false }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500_000 }), fc.array(step, { maxLength: 12 }), (goodsPrice, steps) => {
        const taken = order.lines.map(({ lineId, quantity, pieces }) => ({
          bottles: quantity * pieces,
          before: { lineId, missing: 0, missingAmount: 0, weight: null, weighedAmount: 0 },
        }))
        const takeOff = (index: number, bottles: number) => {
          const line = taken[index]
          if (line === undefined || bottles <= 0 || bottles > line.bottles) return
          const { before } = line
          const said = { lineId: before.lineId, kind: 'missing', quantity: bottles, unit: 'bouteille' } as const
          const { amount, quantity } = granted(adjustLine(order, { goodsPrice, shortages: [] }, said, before, rule))
          expect(amount).toBeLessThanOrEqual(0)
          line.bottles -= bottles
          line.before = {
            ...before,
            missing: before.missing + quantity,
            missingAmount: before.missingAmount + amount,
          }
        }
        const left = () => taken.reduce((sum, line) => sum + line.before.missingAmount, goodsPrice)
        for (const { line, bottles } of steps) takeOff(line, bottles)
        expect(left()).toBeGreaterThanOrEqual(0)
        // then all the rest
        taken.forEach((line, index) => {
          takeOff(index, line.bottles)
        })
        expect(left()).toBe(0)
      }),
    )
  })
})
