import type { AccountId, ContactId, OrderId, ProductId } from '../work/ids.ts'
import { isRefused, type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { endSearch } from './closing-search.ts'
import { moveOrder } from './lifecycle.ts'
import { chosenOffer, lockOwnOrder } from './locking.ts'
import { setOrderTimers } from './timing.ts'
import type { CartView } from './views.ts'

interface CartLine {
  readonly product: ProductId
  readonly unit: string
  readonly quantity: number
}
export interface ClientActs {
  readonly clientId: AccountId
  readonly contactId: ContactId
}

const findPackagings = statement<{ product: string; unit: string }>(
  'cart.findPackagings',
  `SELECT k.product_id AS product, k.unit FROM packaging k JOIN product p ON p.id = k.product_id AND p.active
   WHERE k.product_id = ANY($1)`,
)
const write = statement<{ cart: CartView | null }>('cart.set', 'SELECT set_cart($1, $2, $3::jsonb, $4) AS cart')

/**
 * Replaces all the lines of the contact's cart, making it when there is none; the same product in the same packaging
 * becomes one line. Refuses what the catalogue does not have, and quantities that are not above zero, over the largest
 * (500), or in parts of anything but kilos (product.md 2).
 */
export async function setCart(
  work: Work,
  input: ClientActs & { readonly lines: readonly CartLine[] },
): Promise<{ cart: CartView } | Refused<'PRODUCT_NOT_FOUND' | 'QUANTITY_INVALID' | 'ACCOUNT_NOT_FOUND'>> {
  const lines = mergeLines(input.lines)
  const invalid = lines.find((line) => !isQuantity(line, work.settings.largestQuantity))
  if (invalid !== undefined) {
    return refused('QUANTITY_INVALID', { product: invalid.product, largest: work.settings.largestQuantity })
  }
  const sold = new Set(await stillSold(work, lines))
  const unknown = lines.find((line) => !sold.has(line))
  if (unknown !== undefined) return refused('PRODUCT_NOT_FOUND', { product: unknown.product, unit: unknown.unit })
  const rows = lines.map((line, index) => ({ position: index + 1, ...line }))
  const [row] = await write(work.sql, [input.clientId, input.contactId, JSON.stringify(rows), work.now])
  if (row === undefined || row.cart === null) return refused('ACCOUNT_NOT_FOUND')
  return { cart: row.cart }
}

/** Those of the lines that the catalogue has: a product may be withdrawn while it lies in a cart. */
export async function stillSold(work: Work, lines: readonly CartLine[]): Promise<readonly CartLine[]> {
  const rows = await findPackagings(work.sql, [lines.map(({ product }) => product)])
  const known = new Set(rows.map(({ product, unit }) => keyOf(product, unit)))
  return lines.filter(({ product, unit }) => known.has(keyOf(product, unit)))
}

function keyOf(product: string, unit: string): string {
  return `${product} ${unit}`
}

/** Adds up the lines of one product and packaging, in the order they were first said; kilos to the gram. Pure. */
export function mergeLines(lines: readonly CartLine[]): readonly CartLine[] {
  const merged = new Map<string, CartLine>()
  for (const line of lines) {
    const key = keyOf(line.product, line.unit)
    const before = merged.get(key)?.quantity ?? 0
    const sum = before + line.quantity
    merged.set(key, { ...line, quantity: line.unit === 'kg' ? Math.round(sum * 1000) / 1000 : sum })
  }
  return [...merged.values()]
}

function isQuantity(line: CartLine, largest: number): boolean {
  const { quantity, unit } = line
  return quantity > 0 && quantity <= largest && (unit === 'kg' || Number.isInteger(quantity))
}

const setOptions = statement<{ cart: CartView | null }>(
  'cart.setOptions',
  `WITH options AS (SELECT $3::jsonb AS given), changed AS (
     UPDATE "order" o SET created_at = $4,
       mode = CASE WHEN given ? 'mode' THEN (given ->> 'mode')::"DeliveryMode" ELSE mode END,
       -- a time that has passed means now
       wanted_at = CASE WHEN given ? 'wantedAt' THEN CASE WHEN (given ->> 'wantedAt')::timestamptz > $4
         THEN (given ->> 'wantedAt')::timestamptz END ELSE wanted_at END,
       directions = CASE WHEN given ? 'directions' THEN given ->> 'directions' ELSE directions END
     FROM options WHERE o.client_id = $1 AND o.contact_id = $2 AND o.status = 'draft'
     RETURNING o.id, o.mode, o.wanted_at, o.directions, o.created_at, o.lines_shown
   )
   SELECT jsonb_build_object('orderId', id, 'mode', mode, 'wantedAt', wanted_at, 'directions', directions,
     'updatedAt', created_at, 'lines', lines_shown) AS cart FROM changed`,
)

/** Delivery or pick-up, when, and where exactly; what is not given stays. */
export async function setCartOptions(
  work: Work,
  input: ClientActs & {
    readonly mode?: 'delivery' | 'pickup'
    /** ISO time; null for now */
    readonly wantedAt?: string | null
    readonly directions?: string
  },
): Promise<{ cart: CartView } | Refused<'CART_EMPTY'>> {
  const { clientId, contactId, mode, wantedAt, directions } = input
  const given = JSON.stringify({ mode, wantedAt, directions })
  const [row] = await setOptions(work.sql, [clientId, contactId, given, work.now])
  return row === undefined || row.cart === null ? refused('CART_EMPTY') : { cart: row.cart }
}

const remove = statement(
  'cart.empty',
  `DELETE FROM "order" WHERE client_id = $1 AND contact_id = $2 AND status = 'draft'`,
)

/** "Vide le panier". An empty cart stays empty. */
export async function emptyCart(work: Work, input: ClientActs): Promise<Record<string, never>> {
  await remove(work.sql, [input.clientId, input.contactId])
  return {}
}

const readCart = statement<CartLine>(
  'cart.read',
  `SELECT l.product_id AS product, l.unit, l.quantity::float8 AS quantity
   FROM order_line l JOIN "order" o ON o.id = l.order_id
   WHERE o.contact_id = $1 AND o.status = 'draft' ORDER BY l.position`,
)

/**
 * Takes an order that nobody has accepted back into the cart: the placed one is cancelled and its suppliers told, its
 * lines are added to what the cart holds (product.md 2: the choices while no offer comes).
 */
export async function reopenCart(
  work: Work,
  input: ClientActs & { readonly orderId: OrderId },
): Promise<
  | { cart: CartView }
  | Refused<'ORDER_NOT_FOUND' | 'ORDER_WRONG_STATUS' | 'PRODUCT_NOT_FOUND' | 'QUANTITY_INVALID' | 'ACCOUNT_NOT_FOUND'>
> {
  const order = await lockOwnOrder(work, input)
  if (isRefused(order)) return order
  if (chosenOffer(order) !== null || (order.status !== 'pending_offers' && order.status !== 'offers_received')) {
    return refused('ORDER_WRONG_STATUS', { status: order.status })
  }
  const inCart = await readCart(work.sql, [input.contactId])
  const largest = work.settings.largestQuantity
  const lines = mergeLines(
    [...order.lines, ...inCart].map(({ product, unit, quantity }) => ({ product, unit, quantity })),
  )
  const reopened = await setCart(work, {
    ...input,
    lines: lines.map((line) => ({ ...line, quantity: Math.min(line.quantity, largest) })),
  })
  if (isRefused(reopened)) return reopened
  const why = 'taken back into the cart'
  await moveOrder(work, { ...order, from: order.status, event: 'cancel', why, facts: { cancelReason: why } })
  await endSearch(work, order, 'cancelled')
  await setOrderTimers(work, order.orderId, { clear: 'all' })
  const options = await setCartOptions(work, { ...input, mode: order.mode, wantedAt: order.wantedAt })
  return isRefused(options) ? reopened : options
}
