import { beforeAll, describe, expect, it } from 'vitest'
import { chooseOffer } from '../../../domain/offers/choosing.ts'
import { declineRequest } from '../../../domain/offers/withdrawing.ts'
import { cancelOrder } from '../../../domain/orders/cancelling.ts'
import { newDeliveryCode } from '../../../domain/orders/code.ts'
import { confirmReceipt, markDelivered, markOnTheRoad, markReady } from '../../../domain/orders/delivering.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  alertsOf,
  anAcceptedOrder,
  anApprovedClient,
  anApprovedSupplier,
  anOrderInPreparation,
  anOrderOnTheRoad,
  anOrderWithOffers,
  aPlacedOrder,
  type Client,
  CODE,
  EVENING,
  inMinutes,
  loadReferenceData,
  orderNow,
  runWork,
  type Supplier,
  toldOf,
  typesToldOf,
} from './arrange.ts'

const { pool } = await freshDatabase()
let client: Client
let depot: Supplier

beforeAll(async () => {
  await loadReferenceData(pool)
  depot = await anApprovedSupplier(pool)
  client = await anApprovedClient(pool)
})

const ready = (orderId: string) =>
  runWork(pool, { actor: depot.actor }, (work) => markReady(work, { ...depot, orderId }, CODE))
const leave = (orderId: string, minutes: number | null, now = EVENING) =>
  runWork(pool, { now, actor: depot.actor }, (work) => markOnTheRoad(work, { ...depot, orderId, minutes }, CODE))
const delivered = (orderId: string, code: string, by = depot) =>
  runWork(pool, { actor: by.actor }, (work) => markDelivered(work, { ...by, orderId, code }))
const received = (orderId: string, by = client) =>
  runWork(pool, { actor: by.actor }, (work) => confirmReceipt(work, { ...by, orderId }))
const sales = async (orderId: string) =>
  (await pool.query(`SELECT FROM ledger_transaction WHERE order_id = $1 AND kind = 'sale'`, [orderId])).rowCount

describe('PRET, ROUTE, LIVRE (product.md 2)', () => {
  it('PRET confirms too, and tells the client once', async () => {
    const { orderId, number } = await anAcceptedOrder(pool, client, depot)
    expect(await ready(orderId)).toEqual({ number })
    expect(await ready(orderId)).toEqual({ number })
    expect((await typesToldOf(pool, client.contactId, orderId)).slice(1)).toEqual(['order.confirmed', 'order.ready'])
    expect((await orderNow(pool, orderId)).offers[0]?.confirmedAt).not.toBeNull()
  })

  it('tells the client again when another depot took over and is ready', async () => {
    const rival = await anApprovedSupplier(pool)
    const { orderId, offers } = await anOrderWithOffers(pool, client, [depot, rival])
    for (const [index, by] of [depot, rival].entries()) {
      const now = inMinutes(index)
      const offerId = offers[index] ?? ''
      await runWork(pool, { now, actor: client.actor }, (work) => chooseOffer(work, { ...client, orderId, offerId }))
      await runWork(pool, { now, actor: by.actor }, (work) => markReady(work, { ...by, orderId }))
      if (by === depot) {
        await runWork(pool, { now, actor: by.actor }, (work) => declineRequest(work, { ...by, orderId }))
      }
    }
    const ready = (await typesToldOf(pool, client.contactId, orderId)).filter((type) => type === 'order.ready')
    expect(ready).toHaveLength(2)
  })

  it('ROUTE gives the client, and nobody else, the 4-digit code', async () => {
    const { orderId, number } = await anOrderInPreparation(pool, client, depot)
    expect(await leave(orderId, 20)).toEqual({ number, minutes: 20 })
    expect((await toldOf(pool, client.contactId, orderId)).at(-1)).toEqual({
      type: 'order.onTheRoad',
      orderId,
      number,
      minutes: 20,
      code: CODE,
    })
    const seenBySupplier = await pool.query('SELECT supplier_view($1, $2)::text AS view', [depot.supplierId, EVENING])
    const inLog = await pool.query(
      'SELECT coalesce(string_agg(l::text, chr(10)), $2) AS log FROM order_log l WHERE order_id = $1',
      [orderId, ''],
    )
    const mail = JSON.stringify(await toldOf(pool, depot.contactId, orderId))
    const texts = [mail, String(seenBySupplier.rows[0]?.view), String(inLog.rows[0]?.log).replaceAll(orderId, '')]
    for (const text of texts) expect(text).not.toMatch(new RegExp(`[^0-9]${CODE}[^0-9]`))
  })

  it('ROUTE straight after the choice confirms; without minutes it takes what is left of the promise', async () => {
    const { orderId, number } = await anAcceptedOrder(pool, client, depot)
    expect(await leave(orderId, null, inMinutes(8))).toEqual({ number, minutes: 22 })
    expect((await orderNow(pool, orderId)).status).toBe('delivering')
  })

  it('ROUTE again is news for the client, with the same code', async () => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot)
    const again = await runWork(pool, {}, (work) => markOnTheRoad(work, { ...depot, orderId, minutes: 35 }, '0000'))
    expect(again).toMatchObject({ minutes: 35 })
    expect((await toldOf(pool, client.contactId, orderId)).at(-1)).toMatchObject({ minutes: 35, code: CODE })
  })

  it('LIVRE with the code delivers, books the sale, and says what each gets', async () => {
    const { orderId, number } = await anOrderOnTheRoad(pool, client, depot, { bid: { goodsPrice: 100_000 } })
    const amountDue = 100_000 + 1_500 + 19_200
    expect(await delivered(orderId, CODE)).toEqual({ number, amountDue, supplierReceives: amountDue - 3_960 })
    expect((await orderNow(pool, orderId)).status).toBe('delivered')
    expect(await sales(orderId)).toBe(1)
    expect((await toldOf(pool, client.contactId, orderId)).at(-1)).toMatchObject({ type: 'order.delivered', amountDue })
  })

  it('counts wrong codes: at five staff are alerted and the code counts no more, the client’s word does', async () => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot)
    for (const left of [4, 3, 2, 1]) {
      expect(await delivered(orderId, '0000')).toMatchObject({ refused: 'WRONG_CODE', details: { left } })
    }
    expect(await alertsOf(pool, orderId)).toEqual([])
    expect(await delivered(orderId, '1111')).toMatchObject({ refused: 'WRONG_CODE', details: { left: 0 } })
    expect(await alertsOf(pool, orderId)).toEqual(['order.wrongCode'])
    expect(await delivered(orderId, CODE)).toMatchObject({ refused: 'WRONG_CODE' })
    expect((await orderNow(pool, orderId)).status).toBe('delivering')
    expect(await received(orderId)).toMatchObject({ amountDue: 50_700 })
    expect(await alertsOf(pool, orderId)).toEqual([])
  })

  it('takes the client’s "bien reçu", once, and tells the depot', async () => {
    const { orderId, number } = await anOrderOnTheRoad(pool, client, depot)
    expect(await received(orderId)).toEqual({ number, amountDue: 50_700 })
    expect(await received(orderId)).toEqual({ number, amountDue: 50_700 })
    expect(
      (await typesToldOf(pool, depot.contactId, orderId)).filter((type) => type === 'order.received'),
    ).toHaveLength(1)
    expect(await sales(orderId)).toBe(1)
  })

  it('is not for a depot that lost, for a stranger, or before its time', async () => {
    const rival = await anApprovedSupplier(pool)
    const { orderId } = await anOrderOnTheRoad(pool, client, depot)
    expect(await delivered(orderId, CODE, rival)).toMatchObject({ refused: 'ORDER_ALREADY_TAKEN' })
    const stranger = await anApprovedClient(pool)
    expect(await received(orderId, stranger)).toMatchObject({ refused: 'ORDER_NOT_FOUND' })
    const accepted = await anAcceptedOrder(pool, client, depot)
    expect(await delivered(accepted.orderId, CODE)).toMatchObject({ refused: 'ORDER_WRONG_STATUS' })
    expect(await received(accepted.orderId)).toMatchObject({ refused: 'ORDER_WRONG_STATUS' })
    const placed = await aPlacedOrder(pool, client)
    expect(await leave(placed.orderId, 5)).toMatchObject({ refused: 'ORDER_WRONG_STATUS' })
  })

  it('hands a pick-up over at the counter: no road, the code of the client or its own word', async () => {
    const { orderId } = await anOrderInPreparation(pool, client, depot, { mode: 'pickup' })
    expect(await leave(orderId, 5)).toMatchObject({ refused: 'ORDER_WRONG_STATUS' })
    expect(await delivered(orderId, CODE)).toMatchObject({ refused: 'WRONG_CODE' })
    await ready(orderId)
    expect(await delivered(orderId, CODE)).toMatchObject({ amountDue: 30_000 + 19_200 })
  })

  it('draws codes of four digits', () => {
    const codes = Array.from({ length: 200 }, newDeliveryCode)
    expect(codes.every((code) => /^\d{4}$/.test(code))).toBe(true)
    expect(new Set(codes).size).toBeGreaterThan(150)
  })
})

describe('at the same instant', () => {
  it('ends cancelled or on the road when the client cancels as the driver leaves', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { orderId } = await anOrderInPreparation(pool, client, depot)
      const [cancelled, left] = await Promise.all([
        runWork(pool, { actor: client.actor }, (work) => cancelOrder(work, { ...client, orderId, reason: 'too late' })),
        leave(orderId, 20),
      ])
      const { status } = await orderNow(pool, orderId)
      if (status === 'delivering') expect(cancelled).toMatchObject({ refused: 'CANCEL_ONLY_BY_STAFF' })
      else expect([status, left]).toMatchObject(['cancelled', { refused: 'ORDER_WRONG_STATUS' }])
    }
  })

  it('books one sale when LIVRE and "bien reçu" come together', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { orderId } = await anOrderOnTheRoad(pool, client, depot)
      await Promise.all([delivered(orderId, CODE), received(orderId)])
      expect((await orderNow(pool, orderId)).status).toBe('delivered')
      expect(await sales(orderId)).toBe(1)
    }
  })
})
