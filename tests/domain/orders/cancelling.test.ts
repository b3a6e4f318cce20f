import { beforeAll, describe, expect, it } from 'vitest'
import { pauseSupplier } from '../../../domain/accounts/pausing.ts'
import { chooseOffer } from '../../../domain/offers/choosing.ts'
import { declineRequest } from '../../../domain/offers/withdrawing.ts'
import { cancelOrder } from '../../../domain/orders/cancelling.ts'
import { moveOrder } from '../../../domain/orders/lifecycle.ts'
import {
  cancelWithRefund,
  deliverByStaff,
  nudgeSupplier,
  proposeAnotherSupplier,
  recordCall,
} from '../../../domain/orders/staff.ts'
import { handleOrderTimer } from '../../../domain/orders/timers.ts'
import { dueOrderTimers, type OrderTimerKind } from '../../../domain/orders/timing.ts'
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
  EVENING,
  inMinutes,
  loadReferenceData,
  orderNow,
  passTime,
  runWork,
  STAFF,
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

const cancel = (orderId: string, reason: string | null = null, by = client) =>
  runWork(pool, { actor: by.actor }, (work) => cancelOrder(work, { ...by, orderId, reason }))
const statusOf = async (orderId: string) => (await orderNow(pool, orderId)).status

describe('cancelling (product.md 2)', () => {
  it('is free until accepted; the depots asked are told', async () => {
    const { orderId, number } = await anOrderWithOffers(pool, client, [depot])
    expect(await cancel(orderId)).toEqual({ number })
    expect(await statusOf(orderId)).toBe('cancelled')
    expect((await toldOf(pool, depot.contactId, orderId)).at(-1)).toMatchObject({
      type: 'request.closed',
      why: 'cancelled',
    })
  })

  it('needs a reason after that, which the depot is told', async () => {
    for (const make of [anAcceptedOrder, anOrderInPreparation]) {
      const { orderId } = await make(pool, client, depot)
      expect(await cancel(orderId, '  ')).toMatchObject({ refused: 'CANCEL_NEEDS_REASON' })
      expect(await cancel(orderId, 'plus de clients')).toMatchObject({ number: expect.any(Number) })
      expect((await toldOf(pool, depot.contactId, orderId)).at(-1)).toMatchObject({
        type: 'order.cancelled',
        by: 'client',
        why: 'plus de clients',
      })
    }
  })

  it('is for staff once on the road, with a reason, and both sides are told', async () => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot)
    expect(await cancel(orderId, 'trop tard')).toMatchObject({ refused: 'CANCEL_ONLY_BY_STAFF' })
    const byStaff = (reason: string) =>
      runWork(pool, { actor: STAFF }, (work) => cancelWithRefund(work, { orderId, reason }))
    expect(await byStaff(' ')).toMatchObject({ refused: 'REASON_NEEDED' })
    expect(await byStaff('van broken down')).toMatchObject({ number: expect.any(Number) })
    for (const { contactId } of [client, depot]) {
      expect((await toldOf(pool, contactId, orderId)).at(-1)).toMatchObject({ type: 'order.cancelled', by: 'staff' })
    }
    expect(await byStaff('again')).toMatchObject({ refused: 'ORDER_WRONG_STATUS' })
  })

  it('is not for somebody else, and leaves no timer behind', async () => {
    const { orderId } = await aPlacedOrder(pool, client)
    expect(await cancel(orderId, null, await anApprovedClient(pool))).toMatchObject({ refused: 'ORDER_NOT_FOUND' })
    await cancel(orderId)
    const { rowCount } = await pool.query('SELECT FROM order_timer WHERE order_id = $1 AND done_at IS NULL', [orderId])
    expect(rowCount).toBe(0)
  })
})

describe('never silence (product.md 2)', () => {
  it('asks more from 5 minutes on, the neighbours at 15, tells the client, alerts at 120, ends at 180', async () => {
    const zoneId = 'port-bouet'
    const home: Supplier[] = []
    for (let count = 0; count < 5; count += 1) home.push(await anApprovedSupplier(pool, { zoneId }))
    const neighbour = await anApprovedSupplier(pool, { zoneId: 'koumassi' })
    const there = await anApprovedClient(pool, zoneId)
    const { orderId } = await aPlacedOrder(pool, there)
    const asked = async () => {
      const told = await Promise.all(home.map((one) => typesToldOf(pool, one.contactId, orderId)))
      return told.filter((types) => types.includes('request.made')).length
    }
    const told = () => toldOf(pool, there.contactId, orderId)

    await passTime(pool, orderId, new Date(inMinutes(5).getTime() - 1))
    expect(await asked()).toBe(2)
    await passTime(pool, orderId, inMinutes(5))
    expect(await asked()).toBe(3)
    await passTime(pool, orderId, inMinutes(7))
    expect(await asked()).toBe(4)
    await passTime(pool, orderId, inMinutes(9))
    expect(await asked()).toBe(5)
    await passTime(pool, orderId, new Date(inMinutes(15).getTime() - 1))
    expect(await typesToldOf(pool, neighbour.contactId, orderId)).toEqual([])
    await passTime(pool, orderId, new Date(inMinutes(15).getTime() - 1))
    expect(await typesToldOf(pool, neighbour.contactId, orderId)).toEqual([])
    await passTime(pool, orderId, inMinutes(15))
    expect(await typesToldOf(pool, neighbour.contactId, orderId)).toEqual(['request.made'])
    expect(await told()).toMatchObject([{ type: 'order.searchWidened', zones: ['Koumassi'] }])
    await passTime(pool, orderId, inMinutes(30))
    expect((await told()).at(-1)).toMatchObject({ type: 'order.noOfferYet', minutes: 30 })
    await passTime(pool, orderId, inMinutes(119))
    expect(await alertsOf(pool, orderId)).toEqual([])
    await passTime(pool, orderId, inMinutes(120))
    expect((await told()).at(-1)).toMatchObject({ type: 'order.noOfferYet', minutes: 120 })
    expect(await alertsOf(pool, orderId)).toEqual(['order.noOffer'])
    await passTime(pool, orderId, inMinutes(180))
    expect((await told()).at(-1)).toMatchObject({ type: 'order.nothingFound' })
    expect(await statusOf(orderId)).toBe('expired')
    expect((await toldOf(pool, neighbour.contactId, orderId)).at(-1)).toMatchObject({
      type: 'request.closed',
      why: 'expired',
    })
  })

  it('handles a timer once when two processes find it due at the same instant', async () => {
    for (let round = 0; round < 15; round += 1) {
      const { orderId } = await aPlacedOrder(pool, client)
      const now = inMinutes(30)
      const ring = () => runWork(pool, { now }, (work) => handleOrderTimer(work, { orderId, kind: 'search.noOffer' }))
      const handled = await Promise.all([ring(), ring()])
      expect(handled.filter((outcome) => outcome.handled)).toHaveLength(1)
      expect(await typesToldOf(pool, client.contactId, orderId)).toEqual(['order.noOfferYet'])
      await cancel(orderId)
    }
  })

  it('does nothing for a timer that is not due, was ended, or never was', async () => {
    const { orderId } = await aPlacedOrder(pool, client)
    const ring = (now: Date, kind: OrderTimerKind) =>
      runWork(pool, { now }, (work) => handleOrderTimer(work, { orderId, kind }))
    expect(await ring(inMinutes(29), 'search.noOffer')).toEqual({ handled: false })
    expect(await ring(inMinutes(29), 'late.stuck')).toEqual({ handled: false })
    await cancel(orderId)
    expect(await ring(inMinutes(30), 'search.noOffer')).toEqual({ handled: false })
  })

  it('says "nothing found" at once when every depot that could be asked has declined', async () => {
    const only = await anApprovedSupplier(pool, { zoneId: 'bingerville' })
    const there = await anApprovedClient(pool, 'bingerville')
    const { orderId } = await aPlacedOrder(pool, there)
    await runWork(pool, { actor: only.actor }, (work) => declineRequest(work, { ...only, orderId }))
    await passTime(pool, orderId, EVENING)
    expect(await statusOf(orderId)).toBe('expired')
    expect(await typesToldOf(pool, there.contactId, orderId)).toEqual(['order.nothingFound'])
  })

  it('asks a depot that ends its pause while the search goes on', async () => {
    const zoneId = 'plateau'
    const [awake, paused] = [await anApprovedSupplier(pool, { zoneId }), await anApprovedSupplier(pool, { zoneId })]
    await runWork(pool, {}, (work) => pauseSupplier(work, { ...paused, minutes: 12 }))
    const { orderId } = await aPlacedOrder(pool, await anApprovedClient(pool, zoneId))
    await passTime(pool, orderId, inMinutes(25))
    for (const { contactId } of [awake, paused]) {
      expect(await typesToldOf(pool, contactId, orderId)).toEqual(['request.made'])
    }
  })

  it('asks the rest of the zone one by one after 5 minutes, all of it before the 15 of the first offer', async () => {
    const zoneId = 'treichville'
    await anApprovedSupplier(pool, { zoneId: 'marcory' })
    const inZone: Supplier[] = []
    for (let count = 0; count < 7; count += 1) inZone.push(await anApprovedSupplier(pool, { zoneId }))
    const there = await anApprovedClient(pool, zoneId)
    const { orderId } = await aPlacedOrder(pool, there)
    const askedAt = async (minutes: number) => {
      await passTime(pool, orderId, inMinutes(minutes))
      const told = await Promise.all(inZone.map(({ contactId }) => typesToldOf(pool, contactId, orderId)))
      return told.filter((types) => types.includes('request.made')).length
    }
    const counts = []
    for (const minutes of [0, 4, 5, 6, 7, 9, 10, 11, 14]) counts.push(await askedAt(minutes))
    expect(counts).toEqual([2, 2, 3, 3, 4, 5, 5, 6, 7])
    const widened = async () => (await typesToldOf(pool, there.contactId, orderId)).includes('order.searchWidened')
    expect(await widened()).toBe(false)
    await passTime(pool, orderId, inMinutes(15))
    expect(await widened()).toBe(true)
  })

  it('asks the next one at once when the one asked last declines, whoever else is silent', async () => {
    const zoneId = 'attecoube'
    const inZone: Supplier[] = []
    for (let count = 0; count < 5; count += 1) inZone.push(await anApprovedSupplier(pool, { zoneId }))
    const { orderId } = await aPlacedOrder(pool, await anApprovedClient(pool, zoneId))
    await passTime(pool, orderId, inMinutes(5))
    const { rows } = await pool.query<Supplier>(
      `SELECT supplier_id AS "supplierId", contact_id AS "contactId" FROM offer_request WHERE order_id = $1 AND wave = 2`,
      [orderId],
    )
    expect(rows).toHaveLength(1)
    for (const last of rows) {
      await runWork(pool, { now: inMinutes(5.5) }, (work) => declineRequest(work, { ...last, orderId }))
    }
    await passTime(pool, orderId, inMinutes(5.5))
    const asked = await pool.query('SELECT FROM offer_request WHERE order_id = $1', [orderId])
    expect(asked.rowCount).toBe(4)
  })

  it('leaves to another process what that one holds', async () => {
    const { orderId } = await aPlacedOrder(pool, client)
    const holder = await pool.connect()
    await holder.query('BEGIN')
    const held = await dueOrderTimers(holder, inMinutes(30), 1_000)
    expect(held.filter((timer) => timer.orderId === orderId).map((timer) => timer.kind)).toEqual([
      'search.wave',
      'search.noOffer',
    ])
    expect((await dueOrderTimers(pool, inMinutes(30), 1_000)).filter((timer) => timer.orderId === orderId)).toEqual([])
    await holder.query('ROLLBACK')
    holder.release()
  })
})

describe('late orders (product.md 2): one alert, the depot nudged, the client told', () => {
  const stages = async (orderId: string) =>
    (await toldOf(pool, client.contactId, orderId)).flatMap((event) =>
      event.type === 'order.late' ? [event.stage] : [],
    )

  it('preparing over 60 minutes', async () => {
    const { orderId } = await anOrderInPreparation(pool, client, depot, { bid: { delayMinutes: 240 }, wantedAt: null })
    // four hours were promised: the preparation starts now all the same when nothing later was asked for
    await passTime(pool, orderId, inMinutes(59))
    expect(await alertsOf(pool, orderId)).toEqual([])
    await passTime(pool, orderId, inMinutes(60))
    expect(await alertsOf(pool, orderId)).toContain('order.late.preparing')
    expect(await stages(orderId)).toContain('preparing')
    expect(
      (await toldOf(pool, depot.contactId, orderId)).filter((event) => event.type === 'order.nudged'),
    ).toContainEqual(expect.objectContaining({ stage: 'preparing' }))
  })

  it('on the road over 30 minutes, then 45 past the promise, then 60 without news; closed at delivery', async () => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot)
    await passTime(pool, orderId, inMinutes(30))
    expect(await alertsOf(pool, orderId)).toEqual(['order.late.delivering'])
    await passTime(pool, orderId, inMinutes(74))
    expect(await stages(orderId)).toEqual(['delivering', 'stuck'])
    await passTime(pool, orderId, inMinutes(75))
    expect(await stages(orderId)).toEqual(['delivering', 'stuck', 'promised'])
    await runWork(pool, { actor: STAFF, now: inMinutes(80) }, (work) =>
      deliverByStaff(work, { orderId, reason: 'client called' }),
    )
    expect(await alertsOf(pool, orderId)).toEqual([])
    expect(await statusOf(orderId)).toBe('delivered')
  })

  it('an order for later is not late before its time', async () => {
    const wantedAt = inMinutes(600).toISOString()
    const { orderId } = await anOrderInPreparation(pool, client, depot, { wantedAt })
    await passTime(pool, orderId, inMinutes(620))
    expect(await alertsOf(pool, orderId)).toEqual([])
    await passTime(pool, orderId, inMinutes(630))
    expect(await alertsOf(pool, orderId)).toContain('order.late.preparing')
  })
})

describe('what staff can do (product.md 2)', () => {
  it('nudges: the depot is told, and the silence is counted from there', async () => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot)
    await runWork(pool, { actor: STAFF, now: inMinutes(50) }, (work) => nudgeSupplier(work, { orderId }))
    expect((await toldOf(pool, depot.contactId, orderId)).at(-1)).toMatchObject({
      type: 'order.nudged',
      stage: 'delivering',
    })
    await passTime(pool, orderId, inMinutes(70))
    expect(await alertsOf(pool, orderId)).toEqual(['order.late.delivering'])
    await passTime(pool, orderId, inMinutes(110))
    expect(await alertsOf(pool, orderId)).toContain('order.late.stuck')
  })

  it('takes the order to another depot: the next best offer is proposed, both sides are told', async () => {
    const rival = await anApprovedSupplier(pool)
    const { orderId, offers } = await anOrderWithOffers(pool, client, [depot, rival])
    await runWork(pool, { actor: client.actor }, (work) =>
      chooseOffer(work, { ...client, orderId, offerId: offers[0] ?? '' }),
    )
    await runWork(pool, { actor: STAFF }, (work) => proposeAnotherSupplier(work, { orderId, reason: 'no van' }))
    expect(await statusOf(orderId)).toBe('offers_received')
    expect((await toldOf(pool, client.contactId, orderId)).at(-1)).toMatchObject({
      type: 'offer.lapsed',
      nextOfferId: offers[1],
    })
    expect((await toldOf(pool, depot.contactId, orderId)).at(-1)).toMatchObject({
      type: 'order.cancelled',
      by: 'staff',
    })
  })

  it('notes a call, which is news', async () => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot)
    await runWork(pool, { actor: STAFF, now: inMinutes(40) }, (work) => recordCall(work, { orderId, words: '10 min' }))
    await passTime(pool, orderId, inMinutes(74))
    expect(await alertsOf(pool, orderId)).toEqual(['order.late.delivering'])
  })

  it('closes a paid order 48 hours after delivery, and looks at an unpaid one again', async () => {
    const { orderId } = await anOrderOnTheRoad(pool, client, depot)
    await runWork(pool, { actor: STAFF, now: EVENING }, (work) => deliverByStaff(work, { orderId, reason: 'known' }))
    await passTime(pool, orderId, inMinutes(48 * 60))
    expect(await statusOf(orderId)).toBe('delivered')
    await runWork(pool, {}, (work) => moveOrder(work, { orderId, from: 'delivered', event: 'pay' }))
    await passTime(pool, orderId, inMinutes(72 * 60))
    expect(await statusOf(orderId)).toBe('closed')
  })
})
