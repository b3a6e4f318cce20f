import { beforeAll, describe, expect, it } from 'vitest'
import { optOut } from '../../../domain/accounts/contacts.ts'
import { suspendAccount } from '../../../domain/accounts/deciding.ts'
import { pauseSupplier } from '../../../domain/accounts/pausing.ts'
import { setCart, setCartOptions } from '../../../domain/orders/cart.ts'
import { placeOrder } from '../../../domain/orders/placing.ts'
import { rankSuppliers, type SupplierRecord } from '../../../domain/orders/ranking-suppliers.ts'
import { widenSearch } from '../../../domain/orders/searching-further.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  anApprovedClient,
  anApprovedSupplier,
  aPlacedOrder,
  type Client,
  granted,
  loadReferenceData,
  orderNow,
  runWork,
  STAFF,
  type Supplier,
  typesToldOf,
} from './arrange.ts'

const { pool } = await freshDatabase()
let depots: readonly Supplier[]
let client: Client

beforeAll(async () => {
  await loadReferenceData(pool)
  depots = [await anApprovedSupplier(pool), await anApprovedSupplier(pool)]
  client = await anApprovedClient(pool)
})

const chicken = (quantity: number) => ({ product: 'poulet-chair-kg', unit: 'kg', quantity })

async function place(
  lines: Parameters<typeof setCart>[1]['lines'],
  mode: 'delivery' | 'pickup' = 'delivery',
  who = client,
) {
  const { cart } = granted(await runWork(pool, {}, (work) => setCart(work, { ...who, lines })))
  await runWork(pool, {}, (work) => setCartOptions(work, { ...who, mode }))
  return runWork(pool, { actor: who.actor }, (work) => placeOrder(work, { ...who, orderId: cart.orderId }))
}

describe('placing an order (product.md 2)', () => {
  it('asks the depots of the zone at once and fixes number, rates and fee', async () => {
    const { orderId, number, asked } = granted(await place([{ product: 'bock-65cl', unit: 'casier', quantity: 11 }]))
    expect(asked).toBe(2)
    const order = await orderNow(pool, orderId)
    // 1,500 for Yopougon and 1,000 for more than 10 crates
    expect(order).toMatchObject({
      number,
      status: 'pending_offers',
      clientRate: 200,
      supplierRate: 200,
      deliveryFee: 2_500,
    })
    expect(number).toBeGreaterThanOrEqual(1001)
    for (const depot of depots) expect(await typesToldOf(pool, depot.contactId, orderId)).toEqual(['request.made'])
  })

  it('keeps the rates of the moment it was placed', async () => {
    const { cart } = granted(await runWork(pool, {}, (work) => setCart(work, { ...client, lines: [chicken(2)] })))
    const { orderId } = granted(
      await runWork(pool, { settings: { clientCommissionRate: 300 } }, (work) =>
        placeOrder(work, { ...client, orderId: cart.orderId }),
      ),
    )
    expect(await orderNow(pool, orderId)).toMatchObject({ clientRate: 300, supplierRate: 200 })
  })

  it('says how much is missing under 3,000 F for a delivery, and takes 3,000', async () => {
    // 2,500 F a kilo
    expect(await place([chicken(1.199)])).toMatchObject({
      refused: 'BELOW_MINIMUM',
      details: { missing: 2, minimum: 3_000 },
    })
    expect(await place([chicken(1.2)])).toMatchObject({ asked: 2 })
  })

  it('has no minimum and no fee for a pick-up', async () => {
    const { orderId } = granted(await place([chicken(0.5)], 'pickup'))
    expect(await orderNow(pool, orderId)).toMatchObject({ mode: 'pickup', deliveryFee: 0 })
  })

  it('refuses an empty cart, a placed order, and somebody else’s cart', async () => {
    expect(await place([])).toMatchObject({ refused: 'CART_EMPTY' })
    const { orderId } = await aPlacedOrder(pool, client)
    const again = (who: Client) => runWork(pool, {}, (work) => placeOrder(work, { ...who, orderId }))
    expect(await again(client)).toMatchObject({ refused: 'ORDER_WRONG_STATUS' })
    expect(await again(await anApprovedClient(pool))).toMatchObject({ refused: 'ORDER_NOT_FOUND' })
  })

  it('refuses a suspended client', async () => {
    const suspended = await anApprovedClient(pool)
    await runWork(pool, { actor: STAFF }, (work) =>
      suspendAccount(work, { accountId: suspended.clientId, reason: 'fraud' }),
    )
    expect(await place([chicken(2)], 'delivery', suspended)).toMatchObject({ refused: 'ACCOUNT_NOT_APPROVED' })
  })

  it('places once when the same order is confirmed twice at the same instant', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { cart } = granted(await runWork(pool, {}, (work) => setCart(work, { ...client, lines: [chicken(2)] })))
      const once = () => runWork(pool, {}, (work) => placeOrder(work, { ...client, orderId: cart.orderId }))
      const outcomes = await Promise.all([once(), once()])
      expect(outcomes.filter((outcome) => 'refused' in outcome)).toMatchObject([{ refused: 'ORDER_WRONG_STATUS' }])
    }
  })
})

describe('whom to ask (product.md 2)', () => {
  it('leaves out the paused, the suspended and those who said STOP', async () => {
    const zoneId = 'marcory'
    const [paused, suspended, stopped, ready] = [
      await anApprovedSupplier(pool, { zoneId }),
      await anApprovedSupplier(pool, { zoneId }),
      await anApprovedSupplier(pool, { zoneId }),
      await anApprovedSupplier(pool, { zoneId }),
    ]
    await runWork(pool, {}, (work) => pauseSupplier(work, { ...paused, minutes: 120 }))
    await runWork(pool, {}, (work) => optOut(work, stopped))
    await runWork(pool, { actor: STAFF }, (work) =>
      suspendAccount(work, { accountId: suspended.supplierId, reason: 'fraud' }),
    )
    const order = await aPlacedOrder(pool, await anApprovedClient(pool, zoneId))
    const told = await Promise.all(
      [paused, suspended, stopped, ready].map((depot) => typesToldOf(pool, depot.contactId, order.orderId)),
    )
    expect(told).toEqual([[], [], [], ['request.made']])
  })

  it('asks the best first: two of five of which nothing is known', async () => {
    const zoneId = 'bingerville'
    const usual = [90, 15, 60, 30, 45]
    const made: Supplier[] = []
    for (const usualDelayMinutes of usual) made.push(await anApprovedSupplier(pool, { zoneId, usualDelayMinutes }))
    const { orderId } = await aPlacedOrder(pool, await anApprovedClient(pool, zoneId))
    const asked: number[] = []
    for (const [index, depot] of made.entries()) {
      if ((await typesToldOf(pool, depot.contactId, orderId)).length > 0) asked.push(usual[index] ?? 0)
    }
    expect(asked.toSorted((a, b) => a - b)).toEqual([15, 30])
  })

  it('asks the neighbouring zones at once when nobody in the zone can be asked, and says so when nobody is left', async () => {
    const only = await anApprovedSupplier(pool, { zoneId: 'songon' })
    const inSongon = await anApprovedClient(pool, 'songon')
    await runWork(pool, {}, (work) => pauseSupplier(work, { ...only, minutes: null }))
    expect(granted(await place([chicken(2)], 'delivery', inSongon)).asked).toBe(2)
    for (const depot of depots) await runWork(pool, {}, (work) => pauseSupplier(work, { ...depot, minutes: 60 }))
    expect(await place([chicken(2)], 'delivery', inSongon)).toMatchObject({ refused: 'NO_SUPPLIER' })
    await pool.query('UPDATE supplier SET paused_until = NULL')
  })

  it('widens to the neighbours when the client wishes, once', async () => {
    const home = await anApprovedSupplier(pool, { zoneId: 'anyama' })
    const neighbour = await anApprovedSupplier(pool, { zoneId: 'abobo' })
    const there = await anApprovedClient(pool, 'anyama')
    const { orderId } = await aPlacedOrder(pool, there)
    const widen = () => runWork(pool, { actor: there.actor }, (work) => widenSearch(work, { ...there, orderId }))
    expect(await widen()).toMatchObject({ asked: 1 })
    expect(await widen()).toMatchObject({ refused: 'NO_SUPPLIER' })
    expect(await typesToldOf(pool, home.contactId, orderId)).toEqual(['request.made'])
    expect(await typesToldOf(pool, neighbour.contactId, orderId)).toEqual(['request.made'])
  })

  it('ranks by acceptance, price history, delay, rating and distance', () => {
    const plain: SupplierRecord = {
      supplierId: 'm',
      contactId: 'c',
      asked: 10,
      answered: 5,
      priceRatio: 1,
      delayMinutes: 45,
      ratingSum: 0,
      ratingCount: 0,
      distanceKm: 3,
    }
    const better = [
      { answered: 9 },
      { priceRatio: 0.9 },
      { delayMinutes: 20 },
      { ratingSum: 50, ratingCount: 10 },
      { distanceKm: 1 },
    ]
    for (const [index, trait] of better.entries()) {
      const good = { ...plain, ...trait, supplierId: 'z' }
      expect([index, rankSuppliers([plain, good])[0]?.supplierId]).toEqual([index, 'z'])
    }
    expect(rankSuppliers([plain, { ...plain, supplierId: 'a' }])[0]?.supplierId).toBe('a')
  })
})
