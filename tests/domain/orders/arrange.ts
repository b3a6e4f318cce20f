import { readFileSync } from 'node:fs'
import type { Pool } from 'pg'
import { approveAccount } from '../../../domain/accounts/deciding.ts'
import { registerClient, registerSupplier } from '../../../domain/accounts/registering.ts'
import { makeOffer } from '../../../domain/offers/bidding.ts'
import { chooseOffer } from '../../../domain/offers/choosing.ts'
import { confirmOrder } from '../../../domain/offers/confirming.ts'
import { setCart, setCartOptions } from '../../../domain/orders/cart.ts'
import { markOnTheRoad } from '../../../domain/orders/delivering.ts'
import type { OrderInHand } from '../../../domain/orders/locking.ts'
import { placeOrder } from '../../../domain/orders/placing.ts'
import { askSuppliers } from '../../../domain/orders/sourcing.ts'
import { handleOrderTimer } from '../../../domain/orders/timers.ts'
import { dueOrderTimers } from '../../../domain/orders/timing.ts'
import type { Shortage } from '../../../domain/orders/views.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../../domain/settings/settings.ts'
import type { ConversationEvent } from '../../../domain/work/events.ts'
import type { OrderId } from '../../../domain/work/ids.ts'
import { inWork } from '../../../domain/work/opening.ts'
import type { Refused } from '../../../domain/work/refusals.ts'
import { type Actor, minutesAfter, type Work } from '../../../domain/work/work.ts'

/** A Friday evening in Abidjan. */
export const EVENING = new Date('2026-11-20T21:00:00.000Z')

/** So many minutes into the evening. */
export function inMinutes(minutes: number): Date {
  return minutesAfter(EVENING, minutes)
}

export const STAFF: Actor = { kind: 'staff', id: 'awa', role: 'operations' }
export const SYSTEM: Actor = { kind: 'system', id: 'timers' }

/** Runs one unit of work in a transaction and puts its events into mailboxes, as the lane and the jobs do. */
export async function runWork<Outcome>(
  pool: Pool,
  by: { readonly now?: Date; readonly actor?: Actor; readonly settings?: Partial<Settings> },
  act: (work: Work) => Promise<Outcome>,
): Promise<Outcome> {
  const { now = EVENING, actor = SYSTEM } = by
  const { outcome } = await inWork(pool, { now, actor, settings: { ...DEFAULT_SETTINGS, ...by.settings } }, act)
  return outcome
}

function isGranted<Outcome extends object>(outcome: Outcome): outcome is Exclude<Outcome, Refused> {
  return !('refused' in outcome)
}

/** The outcome, when it is no refusal. */
export function granted<Outcome extends object>(outcome: Outcome): Exclude<Outcome, Refused> {
  if (isGranted(outcome)) return outcome
  throw new Error(`Refused: ${JSON.stringify(outcome)}`)
}

/** The zones and the catalogue. */
export async function loadReferenceData(pool: Pool): Promise<void> {
  const zones = readFileSync(new URL('../../../prisma/data/zones.json', import.meta.url), 'utf8')
  const catalogue = readFileSync(new URL('../../../prisma/data/catalogue.json', import.meta.url), 'utf8')
  await pool.query(
    `INSERT INTO zone (id, name, latitude, longitude, side, adjacent, aliases, delivery_fee)
     SELECT z.id, z.name, z.lat, z.lon, CASE WHEN $1::jsonb -> 'sides' -> 'sud' ? z.id THEN 'sud' ELSE 'nord' END,
       z.adjacent, z.aliases, z.delivery_fee_xof
     FROM jsonb_to_recordset($1::jsonb -> 'communes')
       AS z(id text, name text, lat float8, lon float8, adjacent text[], aliases text[], delivery_fee_xof int)`,
    [zones],
  )
  await pool.query(
    `INSERT INTO product (id, brand, family, name_fr, name_en, category, container, default_packaging, brand_default, synonyms,
       alcohol, variable_weight)
     SELECT id, brand, family, name_fr, name_en, category, container, default_packaging, brand_default, synonyms, alcohol,
       variable_weight
     FROM jsonb_populate_recordset(NULL::product, $1::jsonb -> 'products')`,
    [catalogue],
  )
  await pool.query(
    `INSERT INTO packaging (product_id, unit, pieces, returnable, deposit, reference_price, price_basis)
     SELECT p ->> 'id', k.unit, k.pieces, k.returnable, k.deposit_xof, k.reference_price_xof, k.price_basis
     FROM jsonb_array_elements($1::jsonb -> 'products') p, jsonb_to_recordset(p -> 'packagings')
       AS k(unit text, pieces int, returnable boolean, deposit_xof int, reference_price_xof int, price_basis text)`,
    [catalogue],
  )
}

let people = 0

/** Somebody who has written for the first time. */
export async function aContact(pool: Pool, channel: 'whatsapp' | 'sms', now = EVENING): Promise<string> {
  people += 1
  const phone = `+22507${String(10_000_000 + people)}`
  const { rows } = await pool.query<{ contactId: string }>(
    `SELECT "contactId" FROM record_inbound($1, 'simulator', $2, $3::jsonb, $4, '{}'::jsonb, $5, $5, NULL, NULL)`,
    [channel, phone, JSON.stringify([{ kind: 'phone', value: phone }]), `first-${people}`, now],
  )
  const [row] = rows
  if (row === undefined) throw new Error('record_inbound gave no contact')
  await pool.query('UPDATE mailbox_item SET handled_at = $2 WHERE contact_id = $1', [row.contactId, now])
  return row.contactId
}

const BUSINESS = {
  managerName: 'Awa Koné',
  quartierId: null,
  directions: null,
  latitude: null,
  longitude: null,
  email: null,
} as const

export interface Client {
  readonly clientId: string
  readonly contactId: string
  readonly actor: Actor
}
export interface Supplier {
  readonly supplierId: string
  readonly contactId: string
  readonly actor: Actor
}

/** A maquis that may order; its zone has to be served already. */
export async function anApprovedClient(pool: Pool, zoneId = 'yopougon'): Promise<Client> {
  const contactId = await aContact(pool, 'whatsapp')
  const name = `Maquis ${contactId}`
  const { accountId } = granted(
    await runWork(pool, {}, (work) =>
      registerClient(work, { ...BUSINESS, contactId, zoneId, name, type: 'maquis', licenceDeclared: true }),
    ),
  )
  granted(await runWork(pool, { actor: STAFF }, (work) => approveAccount(work, { accountId })))
  return { clientId: accountId, contactId, actor: { kind: 'client', id: accountId } }
}

/** A depot that may bid; it serves its own zone unless told otherwise. */
export async function anApprovedSupplier(
  pool: Pool,
  { zoneId = 'yopougon', zones = [zoneId], usualDelayMinutes = 45 }: Partial<SupplierTraits> = {},
): Promise<Supplier> {
  const contactId = await aContact(pool, 'sms')
  const papers = { tradeRegister: 'CI-ABJ-1', alcoholLicence: 'L-1', vehicles: 2 }
  const name = `Depot ${contactId}`
  const { accountId } = granted(
    await runWork(pool, {}, (work) =>
      registerSupplier(work, { ...BUSINESS, ...papers, contactId, zoneId, zones, name, type: 'depot' }),
    ),
  )
  granted(await runWork(pool, { actor: STAFF }, (work) => approveAccount(work, { accountId, usualDelayMinutes })))
  return { supplierId: accountId, contactId, actor: { kind: 'supplier', id: accountId } }
}
interface SupplierTraits {
  readonly zoneId: string
  readonly zones: readonly string[]
  readonly usualDelayMinutes: number
}

export const FIVE_CRATES = [
  { product: 'bock-65cl', unit: 'casier', quantity: 3 },
  { product: 'bock-33cl', unit: 'casier', quantity: 2 },
] as const

export interface PlacedOrderHere {
  readonly orderId: OrderId
  readonly number: number
  readonly client: Client
}

interface OrderTraits {
  readonly lines: readonly { readonly product: string; readonly unit: string; readonly quantity: number }[]
  readonly mode: 'delivery' | 'pickup'
  readonly wantedAt: string | null
  readonly now: Date
}

/** An order of a client, placed from a cart: three crates of Bock 65 and two of Bock 33 unless told otherwise. */
export async function aPlacedOrder(
  pool: Pool,
  client: Client,
  { lines = FIVE_CRATES, mode = 'delivery', wantedAt = null, now = EVENING }: Partial<OrderTraits> = {},
): Promise<PlacedOrderHere> {
  const by = { now, actor: client.actor }
  granted(await runWork(pool, by, (work) => setCart(work, { ...client, lines })))
  const { cart } = granted(await runWork(pool, by, (work) => setCartOptions(work, { ...client, mode, wantedAt })))
  const { orderId, number } = granted(
    await runWork(pool, by, (work) => placeOrder(work, { ...client, orderId: cart.orderId })),
  )
  return { orderId, number, client }
}

export interface BidTraits {
  readonly goodsPrice: number
  readonly delayMinutes: number | null
  readonly shortages: readonly Shortage[]
  readonly now: Date
}

/** A supplier's offer on an order: 30,000 F in 30 minutes unless told otherwise. Gives the offer's id. */
export async function anOffer(
  pool: Pool,
  orderId: OrderId,
  supplier: Supplier,
  { goodsPrice = 30_000, delayMinutes = 30, shortages = [], now = EVENING }: Partial<BidTraits> = {},
): Promise<string> {
  const by = { now, actor: supplier.actor }
  granted(
    await runWork(pool, by, (work) => makeOffer(work, { ...supplier, orderId, goodsPrice, delayMinutes, shortages })),
  )
  const { offers } = await orderNow(pool, orderId)
  const offer = offers.findLast((one) => one.supplierId === supplier.supplierId && one.status === 'open')
  if (offer === undefined) throw new Error('The offer is not there')
  return offer.offerId
}

export interface OrderWithOffers extends PlacedOrderHere {
  /** one of each supplier, in their order */
  readonly offers: readonly string[]
}

/** An order on which each of these suppliers has made an offer, each 1,000 F dearer than the one before. */
export async function anOrderWithOffers(
  pool: Pool,
  client: Client,
  suppliers: readonly Supplier[],
  traits: Partial<OrderTraits> = {},
): Promise<OrderWithOffers> {
  const placed = await aPlacedOrder(pool, client, traits)
  // Depots with a good record are asked by two: the others are asked with them here.
  await runWork(pool, { now: traits.now ?? EVENING }, (work) => askSuppliers(work, { ...placed, waves: 0 }, suppliers))
  const offers: string[] = []
  for (const [index, supplier] of suppliers.entries()) {
    const now = traits.now ?? EVENING
    offers.push(await anOffer(pool, placed.orderId, supplier, { goodsPrice: 30_000 + 1_000 * index, now }))
  }
  return { ...placed, offers }
}

export interface WonOrderHere extends PlacedOrderHere {
  readonly supplier: Supplier
  readonly offerId: string
}

/** An order whose only offer, of this supplier, has been chosen. */
export async function anAcceptedOrder(
  pool: Pool,
  client: Client,
  supplier: Supplier,
  traits: Partial<OrderTraits> & { readonly bid?: Partial<BidTraits> } = {},
): Promise<WonOrderHere> {
  const now = traits.now ?? EVENING
  const placed = await aPlacedOrder(pool, client, traits)
  const offerId = await anOffer(pool, placed.orderId, supplier, { now, ...traits.bid })
  granted(
    await runWork(pool, { now, actor: client.actor }, (work) =>
      chooseOffer(work, { ...client, orderId: placed.orderId, offerId }),
    ),
  )
  return { ...placed, supplier, offerId }
}

/** An order that its supplier has confirmed. */
export async function anOrderInPreparation(...given: Parameters<typeof anAcceptedOrder>): Promise<WonOrderHere> {
  const [pool, , supplier, traits] = given
  const order = await anAcceptedOrder(...given)
  const by = { now: traits?.now ?? EVENING, actor: supplier.actor }
  granted(await runWork(pool, by, (work) => confirmOrder(work, { ...supplier, orderId: order.orderId })))
  return order
}

/** The code that the client of anOrderOnTheRoad was given. */
export const CODE = '4821'

/** An order whose driver has left, 20 minutes away. */
export async function anOrderOnTheRoad(...given: Parameters<typeof anAcceptedOrder>): Promise<WonOrderHere> {
  const [pool, , supplier, traits] = given
  const order = await anOrderInPreparation(...given)
  const by = { now: traits?.now ?? EVENING, actor: supplier.actor }
  granted(
    await runWork(pool, by, (work) => markOnTheRoad(work, { ...supplier, orderId: order.orderId, minutes: 20 }, CODE)),
  )
  return order
}

/** The order as it is stored. */
export async function orderNow(pool: Pool, orderId: OrderId): Promise<OrderInHand> {
  const { rows } = await pool.query<{ order: OrderInHand | null }>('SELECT lock_order($1, NULL) AS "order"', [orderId])
  const order = rows[0]?.order
  if (order === undefined || order === null) throw new Error(`No order ${orderId}`)
  return order
}

/** What a contact was told of an order, in order. */
export async function toldOf(pool: Pool, contactId: string, orderId: OrderId): Promise<readonly ConversationEvent[]> {
  const { rows } = await pool.query<{ payload: ConversationEvent }>(
    `SELECT payload FROM mailbox_item WHERE contact_id = $1 AND kind = 'event' AND payload ->> 'orderId' = $2 ORDER BY id`,
    [contactId, orderId],
  )
  return rows.map((row) => row.payload)
}

/** The types alone. */
export async function typesToldOf(pool: Pool, contactId: string, orderId: OrderId): Promise<readonly string[]> {
  return (await toldOf(pool, contactId, orderId)).map((event) => event.type)
}

/** Lets the timers of one order ring until a time, one after the other at the moment each is due. */
export async function passTime(pool: Pool, orderId: OrderId, until: Date): Promise<void> {
  for (;;) {
    const due = await dueOrderTimers(pool, until, 1_000)
    const [next] = due.filter((timer) => timer.orderId === orderId)
    if (next === undefined) return
    await runWork(pool, { now: next.dueAt }, (work) => handleOrderTimer(work, next))
  }
}

/** The open alerts of an order, by rule. */
export async function alertsOf(pool: Pool, orderId: OrderId): Promise<readonly string[]> {
  const { rows } = await pool.query<{ rule: string }>(
    'SELECT rule FROM alert WHERE subject = $1 AND closed_at IS NULL ORDER BY opened_at, rule',
    [orderId],
  )
  return rows.map((row) => row.rule)
}
