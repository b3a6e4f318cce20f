import { beforeAll, describe, expect, it } from 'vitest'
import { emptyCart, mergeLines, reopenCart, setCart, setCartOptions } from '../../../domain/orders/cart.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  anAcceptedOrder,
  anApprovedClient,
  anApprovedSupplier,
  anOrderWithOffers,
  aPlacedOrder,
  type Client,
  granted,
  inMinutes,
  loadReferenceData,
  orderNow,
  runWork,
  type Supplier,
  typesToldOf,
} from './arrange.ts'

const { pool } = await freshDatabase()
let supplier: Supplier
let client: Client

beforeAll(async () => {
  await loadReferenceData(pool)
  supplier = await anApprovedSupplier(pool)
  client = await anApprovedClient(pool)
})

const bock = (quantity: number, unit = 'casier') => ({ product: 'bock-65cl', unit, quantity })
const chicken = (quantity: number) => ({ product: 'poulet-chair-kg', unit: 'kg', quantity })

function set(lines: Parameters<typeof setCart>[1]['lines'], who = client) {
  return runWork(pool, { actor: who.actor }, (work) => setCart(work, { ...who, lines }))
}

describe('the cart (product.md 2: it lives in the database)', () => {
  it('replaces its lines, with the prices and deposits of the catalogue', async () => {
    const before = granted(await set([bock(2)]))
    const { cart } = granted(await set([bock(4), chicken(2.5)]))
    expect(cart.orderId).toBe(before.cart.orderId)
    expect(cart.lines).toMatchObject([
      { product: 'bock-65cl', unit: 'casier', quantity: 4, price: 5_700, deposit: 3_600, name: 'Bock 65cl' },
      { product: 'poulet-chair-kg', quantity: 2.5, price: 2_500, deposit: 0, variableWeight: true },
    ])
  })

  it('makes one line of the same product in the same packaging', async () => {
    const { cart } = granted(await set([bock(2), bock(3, 'bouteille'), bock(1)]))
    expect(cart.lines.map((line) => [line.unit, line.quantity])).toEqual([
      ['casier', 3],
      ['bouteille', 3],
    ])
    expect(mergeLines([chicken(0.1), chicken(0.2)])).toEqual([chicken(0.3)])
  })

  it.each([
    ['a product the catalogue does not have', { product: 'vodka-du-nord', unit: 'casier', quantity: 1 }],
    ['a packaging the product does not have', { product: 'bock-65cl', unit: 'sac', quantity: 1 }],
  ])('refuses %s', async (_, line) => {
    expect(await set([bock(1), line])).toMatchObject({ refused: 'PRODUCT_NOT_FOUND' })
  })

  it.each([
    ['zero', bock(0)],
    ['less than nothing', bock(-1)],
    ['501 crates', bock(501)],
    ['half a crate', bock(1.5)],
    ['no number', bock(Number.NaN)],
    ['0 grams', chicken(0.0001)],
  ])('refuses %s', async (_, line) => {
    expect(await set([line])).toMatchObject({ refused: 'QUANTITY_INVALID', details: { largest: 500 } })
  })

  it('takes 500 crates and 1.5 kilos', async () => {
    expect(granted(await set([bock(500), chicken(1.5)])).cart.lines).toHaveLength(2)
  })

  it('keeps mode, time and directions until they are said again', async () => {
    await set([bock(1)])
    const wantedAt = inMinutes(90).toISOString()
    const options = (given: Partial<Parameters<typeof setCartOptions>[1]>) =>
      runWork(pool, {}, (work) => setCartOptions(work, { ...client, ...given }))
    granted(await options({ mode: 'pickup', directions: 'derrière la pharmacie' }))
    const { cart } = granted(await options({ wantedAt }))
    expect(cart).toMatchObject({ mode: 'pickup', directions: 'derrière la pharmacie' })
    expect(new Date(cart.wantedAt ?? '')).toEqual(inMinutes(90))
    expect(granted(await options({ wantedAt: null })).cart.wantedAt).toBeNull()
    expect(granted(await options({ wantedAt: inMinutes(-5).toISOString() })).cart.wantedAt).toBeNull()
  })

  it('has nothing to set when there is no cart, and empties without harm', async () => {
    await set([bock(1)])
    await runWork(pool, {}, (work) => emptyCart(work, client))
    await runWork(pool, {}, (work) => emptyCart(work, client))
    const options = await runWork(pool, {}, (work) => setCartOptions(work, { ...client, mode: 'pickup' }))
    expect(options).toMatchObject({ refused: 'CART_EMPTY' })
  })

  it('keeps one cart when two messages of one contact fill it at once', async () => {
    await runWork(pool, {}, (work) => emptyCart(work, client))
    for (let round = 0; round < 20; round += 1) {
      const carts = await Promise.all([set([bock(1)]), set([bock(2), chicken(1)])])
      const [one, two] = carts.map((outcome) => granted(outcome).cart)
      expect(one?.orderId).toBe(two?.orderId)
    }
  })
})

describe('taking an order back into the cart', () => {
  it('cancels the placed one, tells the depots, and adds its lines to the cart', async () => {
    const { orderId } = await anOrderWithOffers(pool, client, [supplier], { lines: [bock(3), chicken(2)] })
    await set([bock(2)])
    const { cart } = granted(
      await runWork(pool, { actor: client.actor }, (work) => reopenCart(work, { ...client, orderId })),
    )
    expect(cart.lines.map((line) => [line.product, line.quantity])).toEqual([
      ['bock-65cl', 5],
      ['poulet-chair-kg', 2],
    ])
    expect((await orderNow(pool, orderId)).status).toBe('cancelled')
    expect(await typesToldOf(pool, supplier.contactId, orderId)).toEqual(['request.made', 'request.closed'])
    await runWork(pool, {}, (work) => emptyCart(work, client))
  })

  it('is refused once an offer is chosen, and for the order of somebody else', async () => {
    const { orderId } = await anAcceptedOrder(pool, client, supplier)
    const reopen = (who: Client, id: string) => runWork(pool, {}, (work) => reopenCart(work, { ...who, orderId: id }))
    expect(await reopen(client, orderId)).toMatchObject({ refused: 'ORDER_WRONG_STATUS' })
    const placed = await aPlacedOrder(pool, client)
    const stranger = await anApprovedClient(pool)
    expect(await reopen(stranger, placed.orderId)).toMatchObject({ refused: 'ORDER_NOT_FOUND' })
  })
})
