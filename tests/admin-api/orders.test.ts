import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestPayment } from '../../domain/money/requesting.ts'
import { settlePayment } from '../../domain/money/settling.ts'
import {
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
  granted,
  inMinutes,
  loadReferenceData,
  runWork,
  type Supplier,
  typesToldOf,
} from '../domain/orders/arrange.ts'
import { freshDatabase } from '../harness/database.ts'
import { type AdminApi, allPages, openAdminApi } from './api.ts'

let api: AdminApi
let suppliers: readonly [Supplier, Supplier]
const aClient = (): Promise<Client> => anApprovedClient(api.pool)
beforeAll(async () => {
  api = await openAdminApi((await freshDatabase()).url)
  await loadReferenceData(api.pool)
  suppliers = [await anApprovedSupplier(api.pool), await anApprovedSupplier(api.pool)]
})
afterAll(() => api.close())

const act = (orderId: string, name: string, body?: object) =>
  api.call('operations', 'POST', `/api/orders/${orderId}/${name}`, body)
const read = async (orderId: string) => (await api.get(`/api/orders/${orderId}`)).body
const rowsOf = (value: unknown): readonly Record<string, unknown>[] => (Array.isArray(value) ? value : [])

describe('orders', () => {
  it('has each order in the view of its state, with filters', async () => {
    const [supplier] = suppliers
    const waiting = await aPlacedOrder(api.pool, await aClient())
    const offered = await anOrderWithOffers(api.pool, await aClient(), suppliers)
    const accepted = await anAcceptedOrder(api.pool, await aClient(), supplier)
    const road = await anOrderOnTheRoad(api.pool, await aClient(), supplier)
    const views = {
      all: [waiting, offered, accepted, road],
      waiting_for_offers: [waiting],
      offers_received: [offered],
      preparing: [accepted],
      delivering: [road],
      delivered_unpaid: [],
      disputes: [],
    }
    for (const [view, orders] of Object.entries(views)) {
      const items = await allPages(api, `/api/orders?view=${view}`)
      expect(items.map(({ id }) => id).toSorted(), view).toEqual(orders.map(({ orderId }) => orderId).toSorted())
    }
    const ids = async (query: string) => (await api.get(`/api/orders?${query}`)).body.items.map(({ id }) => id)
    expect(await ids(`number=${road.number}`)).toEqual([road.orderId])
    expect(await ids(`client=${waiting.client.clientId}&zone=yopougon`)).toEqual([waiting.orderId])
    expect(await ids(`supplier=${supplier.supplierId}&view=delivering`)).toEqual([road.orderId])
    expect(await ids('zone=cocody')).toEqual([])
    expect(await ids('view=delivering&status=accepted')).toEqual([])
    expect(await ids(`from=${inMinutes(1).toISOString()}`)).toEqual([])
    expect(await ids('from=2026-11-20T20:59:59&to=2026-11-20T21:00:01')).toHaveLength(4)
  })

  it('shows each order once while others come in between the pages', async () => {
    const before = (await api.get('/api/orders?limit=200')).body.items.map(({ id }) => id)
    const late = [1, 2].map(() => async () => aPlacedOrder(api.pool, await aClient()))
    const seen = await allPages(api, '/api/orders', { limit: 1, between: async () => late.pop()?.() })
    expect(seen.map(({ id }) => id)).toEqual(before)
  })

  it('reads an order with all that happened, and never its delivery code', async () => {
    const order = await anOrderOnTheRoad(api.pool, await aClient(), suppliers[0])
    const { rows } = await api.pool.query('select delivery_code from "order" where id = $1', [order.orderId])
    expect(rows[0].delivery_code).toBe(CODE)
    const body = await read(order.orderId)
    expect(body).toMatchObject({
      number: order.number,
      status: 'delivering',
      supplier: { id: order.supplier.supplierId },
    })
    expect(rowsOf(body.lines)).toMatchObject([
      { productId: 'bock-65cl', quantity: 3 },
      { productId: 'bock-33cl', quantity: 2 },
    ])
    expect(rowsOf(body.log).map(({ event, to }) => [event, to])).toEqual([
      ['order.place', 'pending_offers'],
      ['order.receiveOffer', 'offers_received'],
      ['order.choose', 'accepted'],
      ['order.confirm', 'preparing'],
      ['order.leave', 'delivering'],
    ])
    const answers = [
      `/api/orders/${order.orderId}`,
      `/api/orders/${order.orderId}/offers`,
      `/api/orders?number=${order.number}`,
      '/api/offers',
      '/api/audit',
    ]
    for (const url of answers) {
      const { statusCode, body: text } = await api.call('admin', 'GET', url)
      expect(statusCode, url).toBe(200)
      expect(text, url).not.toMatch(new RegExp(`\\b${CODE}\\b`))
      expect(text.toLowerCase(), url).not.toContain('deliverycode')
    }
  })

  it('explains why offers rank as they do, before and after the choice', async () => {
    const { orderId, offers } = await anOrderWithOffers(api.pool, await aClient(), suppliers)
    api.setNow(EVENING)
    const open = (await api.get(`/api/orders/${orderId}/offers`)).body.items
    expect(open.map(({ id, rank, of }) => [id, rank, of])).toEqual([
      [offers[0], 1, 2],
      [offers[1], 2, 2],
    ])
    expect(open[0]?.explanation).toMatchObject({ goods: 30_000, waiting: 750, shortLines: 0 })
    api.setNow(inMinutes(31))
    expect((await api.get(`/api/orders/${orderId}/offers`)).body.items.map(({ rank }) => rank)).toEqual([null, null])
    api.setNow(EVENING)
    const won = await anAcceptedOrder(api.pool, await aClient(), suppliers[0])
    const chosen = (await api.get(`/api/offers?supplier=${suppliers[0].supplierId}&status=chosen&limit=200`)).body.items
    expect(chosen.find(({ id }) => id === won.offerId)).toMatchObject({
      rank: 1,
      of: 1,
      explanation: { goods: 30_000 },
    })
  })

  it('nudges, records a call and a note: in the log and the audit, with who it was', async () => {
    const { orderId, supplier } = await anOrderInPreparation(api.pool, await aClient(), suppliers[0])
    expect((await act(orderId, 'nudge')).statusCode).toBe(200)
    expect((await act(orderId, 'call', { words: 'il charge le camion' })).statusCode).toBe(200)
    expect((await act(orderId, 'note', { words: 'client habituel' })).statusCode).toBe(200)
    expect(await typesToldOf(api.pool, supplier.contactId, orderId)).toContain('order.nudged')
    const log = rowsOf((await read(orderId)).log).slice(-3)
    expect(log).toMatchObject([
      { event: 'order.nudged', actorKind: 'staff' },
      { event: 'order.called', why: 'il charge le camion' },
      { event: 'order.noted', why: 'client habituel' },
    ])
    expect((await api.get(`/api/audit?subject=order:${orderId}`)).body.items).toMatchObject([
      { action: 'order.note', role: 'operations', before: { status: 'preparing' } },
      { action: 'order.call' },
      { action: 'order.nudge' },
    ])
  })

  it('proposes another supplier, and tells the one who loses the order why', async () => {
    const { orderId, supplier } = await anOrderInPreparation(api.pool, await aClient(), suppliers[0])
    const answer = await act(orderId, 'propose-another', { reason: 'le camion est en panne' })
    expect(answer.statusCode).toBe(200)
    expect((await read(orderId)).status).toBe('pending_offers')
    expect(await typesToldOf(api.pool, supplier.contactId, orderId)).toContain('order.cancelled')
    expect((await act(orderId, 'propose-another', { reason: 'encore une fois' })).json()).toMatchObject({
      code: 'ORDER_WRONG_STATUS',
      details: { status: 'pending_offers' },
    })
  })

  it('widens the search to the neighbours, once', async () => {
    const { orderId } = await aPlacedOrder(api.pool, await aClient())
    const neighbour = await anApprovedSupplier(api.pool, { zoneId: 'attecoube' })
    const widened = await act(orderId, 'widen')
    expect([widened.statusCode, widened.json().asked]).toEqual([200, 1])
    expect(await typesToldOf(api.pool, neighbour.contactId, orderId)).toEqual(['request.made'])
    expect((await act(orderId, 'widen')).json()).toMatchObject({ status: 409, code: 'NO_SUPPLIER' })
  })

  it('cancels on the road with the refund of what was paid', async () => {
    const order = await anOrderOnTheRoad(api.pool, await aClient(), suppliers[0])
    const { client, orderId } = order
    granted(
      await runWork(api.pool, { actor: client.actor }, (work) =>
        requestPayment(work, { ...client, orderId, method: 'wave', phone: null }),
      ),
    )
    const [payment] = rowsOf((await read(orderId)).payments)
    const amount = Number(payment?.amount)
    const paid = {
      reference: String(payment?.reference),
      method: 'wave',
      outcome: 'succeeded',
      providerRef: 'W1',
      failure: null,
      amount,
    } as const
    await runWork(api.pool, {}, (work) => settlePayment(work, paid))
    expect((await act(orderId, 'cancel', { reason: 'le pont est fermé' })).statusCode).toBe(200)
    expect(api.committed.at(-1)?.outside).toMatchObject([{ to: 'refunds' }])
    const body = await read(orderId)
    expect(body).toMatchObject({ status: 'cancelled', cancelReason: 'le pont est fermé' })
    expect(rowsOf(body.payments)).toMatchObject([{ status: 'succeeded', refunds: [{ amount, status: 'requested' }] }])
    expect((await api.get('/api/refunds?status=requested')).body.items).toMatchObject([
      { orderId, amount, method: 'wave' },
    ])
    const [refund] = (await api.get('/api/refunds')).body.items
    const done = await api.call('finance', 'POST', `/api/refunds/${refund?.reference}/done`, {
      proof: 'le dépôt a rendu',
    })
    expect(done.json()).toMatchObject({ status: 409, code: 'REFUND_NOT_CASH' })
  })

  it('cancels once when two people cancel at the same instant', async () => {
    const { orderId, client } = await aPlacedOrder(api.pool, await aClient())
    const answers = await Promise.all(
      [1, 2, 3].map(() => act(orderId, 'cancel', { reason: 'plus de stock nulle part' })),
    )
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409, 409])
    const told = await typesToldOf(api.pool, client.contactId, orderId)
    expect(told.filter((type) => type === 'order.cancelled')).toHaveLength(1)
  })

  it('corrects lines at the door and delivers without the code', async () => {
    const { orderId } = await anOrderOnTheRoad(api.pool, await aClient(), suppliers[0])
    const before = await read(orderId)
    const [line] = rowsOf(before.lines)
    const corrections = [{ lineId: line?.id, kind: 'missing', quantity: 1, unit: 'casier' }]
    const corrected = (await act(orderId, 'correct', { corrections })).json()
    expect(corrected).toMatchObject({ before: before.amountDue })
    expect(corrected.amountDue).toBeLessThan(corrected.before)
    expect((await act(orderId, 'deliver', { reason: 'le client a confirmé au téléphone' })).statusCode).toBe(200)
    const after = await read(orderId)
    expect(after).toMatchObject({ status: 'delivered', amountDue: corrected.amountDue })
    expect(rowsOf(after.corrections)).toMatchObject([{ kind: 'missing', quantity: 1 }])
    expect((await api.get('/api/orders?view=delivered_unpaid')).body.items.map(({ id }) => id)).toContain(orderId)
    expect((await act(orderId, 'correct', { corrections: [{ ...corrections[0], lineId: orderId }] })).json().code).toBe(
      'LINE_NOT_FOUND',
    )
  })

  it('leaves carts out of every view', async () => {
    const { rows } = await api.pool.query(
      `insert into "order" (client_id, contact_id, zone_id) select client_id, contact_id, zone_id from "order" limit 1 returning id`,
    )
    const ids = async (query: string) => (await api.get(`/api/orders?limit=200${query}`)).body.items.map(({ id }) => id)
    expect(await ids('')).not.toContain(rows[0].id)
    expect(await ids('&status=draft')).toContain(rows[0].id)
  })
})
