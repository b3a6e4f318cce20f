import type { Pool } from 'pg'
import { expect } from 'vitest'
import { seedDemoMarket } from '../../../domain/demo/seed.ts'
import { requestPayment } from '../../../domain/money/requesting.ts'
import { type Settlement, settlePayment } from '../../../domain/money/settling.ts'
import { makeOffer } from '../../../domain/offers/bidding.ts'
import { chooseOffer } from '../../../domain/offers/choosing.ts'
import { confirmOrder } from '../../../domain/offers/confirming.ts'
import { setCart } from '../../../domain/orders/cart.ts'
import { confirmReceipt, markOnTheRoad } from '../../../domain/orders/delivering.ts'
import { placeOrder } from '../../../domain/orders/placing.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../../domain/settings/settings.ts'
import type { ConversationEvent, DomainEvent, PaymentMethod } from '../../../domain/work/events.ts'
import type { AccountId, ContactId, OrderId } from '../../../domain/work/ids.ts'
import { inTransaction, workOn } from '../../../domain/work/opening.ts'
import { isRefused, type Refused } from '../../../domain/work/refusals.ts'
import type { Actor, Work } from '../../../domain/work/work.ts'

export interface Someone {
  readonly accountId: AccountId
  readonly contactId: ContactId
}

export interface ArrangedOrder {
  readonly orderId: OrderId
  readonly number: number
  readonly amountDue: number
  readonly client: Someone
  readonly supplier: Someone
}

/** A market with its own clock; everything in it is made by the product's own operations. */
export interface Market {
  readonly pool: Pool
  now(): Date
  pass(minutes: number): void
  act<Outcome>(run: (work: Work) => Promise<Outcome>): Promise<{ outcome: Outcome; events: readonly DomainEvent[] }>
  someone(phone: string): Promise<Someone>
}

const SYSTEM: Actor = { kind: 'system', id: 'test' }

export async function openMarket(pool: Pool, settings: Settings = DEFAULT_SETTINGS): Promise<Market> {
  let time = new Date('2026-11-20T12:00:00.000Z')
  await seedDemoMarket(pool, time)
  await connectSeveral(pool)
  return {
    pool,
    now: () => time,
    pass: (minutes) => {
      time = new Date(time.getTime() + minutes * 60_000)
    },
    act: (run) =>
      inTransaction(pool, async (sql) => {
        const work = workOn(sql, time, SYSTEM, settings)
        const outcome = await run(work)
        return { outcome, events: work.emitted }
      }),
    someone: async (phone) => {
      const { rows } = await pool.query<Someone>(
        'select account_id as "accountId", id as "contactId" from contact where address = $1',
        [phone],
      )
      return present(rows[0])
    },
  }
}

/** A race needs its connections open before it starts, or the first one is through before the second has begun. */
async function connectSeveral(pool: Pool): Promise<void> {
  const clients = await Promise.all(Array.from({ length: 6 }, () => pool.connect()))
  for (const client of clients) client.release()
}

export function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new TypeError('expected a value')
  return value
}

export function granted<Outcome extends object>(outcome: Outcome): Exclude<Outcome, Refused> {
  if (isGranted(outcome)) return outcome
  throw new TypeError(`refused: ${JSON.stringify(outcome)}`)
}

function isGranted<Outcome extends object>(outcome: Outcome): outcome is Exclude<Outcome, Refused> {
  return !isRefused(outcome)
}

/** The events for conversations of one type. */
export function eventsOf<Type extends ConversationEvent['type']>(events: readonly DomainEvent[], type: Type) {
  return events.flatMap((event) => ('event' in event && event.event.type === type ? [event.event] : []))
}

export const GRIN = '+2250700000001'
export const SIPOREX = '+2250700000011'

/** An order of 10 crates in Yopougon, accepted by Dépôt Siporex: 1,500 F of delivery, deposits beside the goods. */
export async function anAcceptedOrder(market: Market, goodsPrice = 100_000, phone = GRIN): Promise<ArrangedOrder> {
  const client = await market.someone(phone)
  const supplier = await market.someone(SIPOREX)
  const asClient = { clientId: client.accountId, contactId: client.contactId }
  const asSupplier = { supplierId: supplier.accountId, contactId: supplier.contactId }
  const { outcome } = await market.act(async (work) => {
    const { cart } = granted(
      await setCart(work, { ...asClient, lines: [{ product: 'bock-65cl', unit: 'casier', quantity: 10 }] }),
    )
    const { orderId, number } = granted(await placeOrder(work, { ...asClient, orderId: cart.orderId }))
    granted(await makeOffer(work, { ...asSupplier, orderId, goodsPrice, delayMinutes: 30, shortages: [] }))
    const { rows } = await work.sql.query<{ id: string }>({
      text: 'select id from offer where order_id = $1',
      values: [orderId],
    })
    const chosen = granted(await chooseOffer(work, { ...asClient, orderId, offerId: present(rows[0]).id }))
    granted(await confirmOrder(work, { ...asSupplier, orderId }))
    return { orderId, number, amountDue: chosen.total, client, supplier }
  })
  return outcome
}

export async function deliver(market: Market, order: ArrangedOrder): Promise<readonly DomainEvent[]> {
  const { orderId, client, supplier } = order
  const { events } = await market.act(async (work) => {
    const asSupplier = { supplierId: supplier.accountId, contactId: supplier.contactId }
    granted(await markOnTheRoad(work, { ...asSupplier, orderId, minutes: 20 }))
    granted(await confirmReceipt(work, { clientId: client.accountId, contactId: client.contactId, orderId }))
  })
  return events
}

export async function aDeliveredOrder(market: Market, goodsPrice = 100_000, phone = GRIN): Promise<ArrangedOrder> {
  const order = await anAcceptedOrder(market, goodsPrice, phone)
  await deliver(market, order)
  return order
}

/** The reference of a payment the client has asked to make. */
export async function aPayment(market: Market, order: ArrangedOrder, method: PaymentMethod = 'wave'): Promise<string> {
  const { client, orderId } = order
  const { outcome } = await market.act((work) =>
    requestPayment(work, { clientId: client.accountId, orderId, method, phone: null }),
  )
  granted(outcome)
  const { rows } = await market.pool.query<{ reference: string }>(
    'select reference from payment where order_id = $1 order by created_at desc, id desc limit 1',
    [orderId],
  )
  return present(rows[0]).reference
}

/** What the operator says of a payment; that it is still under way, when nothing else is given. */
export function say(market: Market, reference: string, news: Partial<Settlement>) {
  const silent = { method: 'wave', outcome: 'pending', providerRef: null, failure: null, amount: null } as const
  return market.act((work) => settlePayment(work, { reference, ...silent, ...news }))
}

export async function succeedAt(market: Market, reference: string, providerRef: string, amount: number | null = null) {
  return say(market, reference, { outcome: 'succeeded', providerRef, amount })
}

export async function statusOf(market: Market, { orderId }: ArrangedOrder): Promise<string> {
  const { rows } = await market.pool.query<{ status: string }>('select status from "order" where id = $1', [orderId])
  return present(rows[0]).status
}

/** Every account of the ledger; whatever was done before, together they are zero. */
export async function booksBalance(market: Market): Promise<void> {
  const { rows } = await market.pool.query<{ sum: string }>('select coalesce(sum(amount), 0) as sum from ledger_entry')
  expect(Number(present(rows[0]).sum)).toBe(0)
}
