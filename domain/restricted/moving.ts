import { mergeLines, setCart, stillSold } from '../orders/cart.ts'
import type { AccountId, ContactId, OrderId, ProductId } from '../work/ids.ts'
import { isRefused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

interface StoredCart {
  readonly id: OrderId
  readonly contactId: ContactId
  readonly lines: readonly { readonly product: ProductId; readonly unit: string; readonly quantity: number }[]
}

// Locked in one order, whichever way a cart goes.
const lockCarts = statement<StoredCart>(
  'cart.lockBoth',
  `select o.id, o.contact_id as "contactId", coalesce((select jsonb_agg(jsonb_build_object('product', l.product_id,
     'unit', l.unit, 'quantity', l.quantity) order by l.position) from order_line l where l.order_id = o.id), '[]') as lines
   from "order" o where o.client_id = $1 and o.contact_id = any($2) and o.status = 'draft' order by o.id for no key update`,
)
const give = statement<{ given: boolean }>('cart.give', 'select give_cart($1, $2, $3) as given')
const drop = statement('cart.drop', `delete from "order" where id = $1 and status = 'draft'`)

/**
 * Gives the cart of one contact to another of the same business, with its mode, time and directions. What the other's
 * cart held stays in it, but for what is sold no more.
 * @param isSecondTry the other began a cart at the same instant: now it is there to be joined
 * @returns the cart's order, null when both have none
 */
export async function moveCart(
  work: Work,
  input: { readonly clientId: AccountId; readonly from: ContactId; readonly to: ContactId },
  isSecondTry = false,
): Promise<OrderId | null> {
  const carts = await lockCarts(work.sql, [input.clientId, [input.from, input.to]])
  const moving = carts.find(({ contactId }) => contactId === input.from)
  const there = carts.find(({ contactId }) => contactId === input.to)
  if (moving === undefined) return there?.id ?? null
  if (there === undefined) {
    const [row] = await give(work.sql, [moving.id, input.to, work.now])
    if (row?.given === true) return moving.id
    if (isSecondTry)
      throw new Error(`The cart ${moving.id} cannot be given to ${input.to}, who has none of this client.`)
    return moveCart(work, input, true)
  }
  const lines = mergeLines(await stillSold(work, [...there.lines, ...moving.lines])).map((line) => ({
    ...line,
    quantity: Math.min(line.quantity, work.settings.largestQuantity),
  }))
  await drop(work.sql, [moving.id])
  if (lines.length === 0) return there.id
  const merged = await setCart(work, { clientId: input.clientId, contactId: input.to, lines })
  if (isRefused(merged)) throw new Error(`Two carts of ${input.clientId} could not become one: ${merged.refused}`)
  return merged.cart.orderId
}

const giveOrder = statement(
  'order.giveTo',
  `update "order" set contact_id = $3 where id = $1 and client_id = $2 and contact_id <> $3 and status <> 'draft' returning id`,
)

/** From now on what happens with a placed order is told to another contact of the same business. */
export async function moveOrderNews(
  work: Work,
  input: { readonly clientId: AccountId; readonly orderId: OrderId; readonly to: ContactId },
): Promise<{ readonly isMoved: boolean }> {
  return { isMoved: (await giveOrder(work.sql, [input.orderId, input.clientId, input.to])).length > 0 }
}
