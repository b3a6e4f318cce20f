import { z } from 'zod'
import { openDispute } from '../../domain/disputes/opening.ts'
import { requestPayment } from '../../domain/money/requesting.ts'
import { chooseOffer } from '../../domain/offers/choosing.ts'
import { cancelOrder } from '../../domain/orders/cancelling.ts'
import { type ClientActs, reopenCart, setCart, setCartOptions } from '../../domain/orders/cart.ts'
import { confirmReceipt } from '../../domain/orders/delivering.ts'
import { placeOrder } from '../../domain/orders/placing.ts'
import { widenSearch } from '../../domain/orders/searching-further.ts'
import { bindPage, confirmAdult } from '../../domain/pages/links.ts'
import { moveCart } from '../../domain/restricted/moving.ts'
import type { OrderId } from '../../domain/work/ids.ts'
import { isRefused, type Refused, refused } from '../../domain/work/refusals.ts'
import type { Work } from '../../domain/work/work.ts'
import type { PageRead } from './reading.ts'

// What the forms of the page do: the same domain functions as the chat, by the same client, for the same contact. The
// chat is told what it did not see happen.

type Fields = Readonly<Record<string, string>>
type Outcome = object | Refused
type Act = (work: Work, page: PageRead, fields: Fields) => Promise<Outcome>

const whoIn = ({ link }: PageRead): ClientActs => ({ clientId: link.accountId, contactId: link.contactId })
const cartIn = ({ at }: PageRead) => (at.kind === 'cart' ? at.cart : null)
const linesIn = (page: PageRead) => cartIn(page)?.lines ?? []

/** The placed order on the page; refused when there is none. */
function orderIn({ at }: PageRead): { orderId: OrderId; number: number } | Refused<'ORDER_NOT_FOUND'> {
  if (!('order' in at)) return refused('ORDER_NOT_FOUND')
  return { orderId: at.order.orderId, number: at.order.number }
}

/** As written on a phone: 1,5 */
const quantity = z
  .string()
  .max(12)
  .transform((text) => Number(text.replace(',', '.')))
  .pipe(z.number().min(0).max(10_000))

async function writeCart(work: Work, page: PageRead, lines: Parameters<typeof setCart>[1]['lines']): Promise<Outcome> {
  const written = await setCart(work, { ...whoIn(page), lines })
  if (!isRefused(written)) await bindPage(work, { linkId: page.link.linkId, orderId: written.cart.orderId })
  return written
}

const set: Act = async (work, page, fields) => {
  const lines = linesIn(page).flatMap(({ lineId, product, unit, quantity: before }) => {
    const said = quantity.safeParse(fields[`q-${lineId}`])
    const wanted = fields.remove === lineId ? 0 : said.success ? said.data : before
    return wanted === 0 ? [] : [{ product, unit, quantity: wanted }]
  })
  return writeCart(work, page, lines)
}

const addFields = z.object({ product: z.string().min(1).max(80), unit: z.string().min(1).max(40), quantity })

const add: Act = async (work, page, fields) => {
  const read = addFields.safeParse(fields)
  if (!read.success || (page.at.kind !== 'cart' && page.at.kind !== 'over')) return refused('QUANTITY_INVALID')
  return writeCart(work, page, [...linesIn(page), read.data])
}

const placeFields = z.object({
  mode: z.enum(['delivery', 'pickup']),
  when: z.union([z.literal('').transform(() => null), z.iso.datetime()]),
  directions: z.string().trim().max(200),
})

const place: Act = async (work, page, fields) => {
  const read = placeFields.safeParse(fields)
  const cart = cartIn(page)
  if (!read.success || cart === null) return refused('CART_EMPTY')
  const { mode, when, directions } = read.data
  const options = await setCartOptions(work, {
    ...whoIn(page),
    mode,
    wantedAt: when,
    ...(directions !== '' && { directions }),
  })
  if (isRefused(options)) return options
  await bindPage(work, { linkId: page.link.linkId, orderId: cart.orderId })
  const placed = await placeOrder(work, { ...whoIn(page), orderId: cart.orderId })
  if (!isRefused(placed)) tell(work, page, placed)
  return placed
}

/** The chat takes up the order where it now stands. */
function tell(work: Work, { link }: PageRead, { orderId, number }: { orderId: OrderId; number: number }): void {
  work.emit({ to: link.contactId, event: { type: 'order.actedOnPage', orderId, number } })
}

const choose: Act = async (work, page, fields) => {
  const order = orderIn(page)
  const offerId = z.uuid().safeParse(fields.offer)
  if (isRefused(order) || !offerId.success) return refused('OFFER_NOT_FOUND')
  const chosen = await chooseOffer(work, { ...whoIn(page), orderId: order.orderId, offerId: offerId.data })
  if (!isRefused(chosen)) tell(work, page, chosen)
  return chosen
}

const payFields = z.object({
  method: z.enum(['orange_money', 'wave', 'mtn_momo', 'moov_money', 'cash']),
  phone: z.string().trim().max(30),
})

const pay: Act = async (work, page, fields) => {
  const order = orderIn(page)
  const read = payFields.safeParse(fields)
  if (isRefused(order)) return order
  if (!read.success) return refused('PHONE_INVALID')
  const { method, phone } = read.data
  const { clientId } = whoIn(page)
  return requestPayment(work, { clientId, orderId: order.orderId, method, phone: phone === '' ? null : phone })
}

/** What takes nothing but the order. */
const onOrder =
  (act: (work: Work, input: ClientActs & { orderId: OrderId }) => Promise<Outcome>): Act =>
  async (work, page) => {
    const order = orderIn(page)
    return isRefused(order) ? order : act(work, { ...whoIn(page), orderId: order.orderId })
  }

const reopen: Act = async (work, page, fields) => {
  const reopened = await onOrder(reopenCart)(work, page, fields)
  if (!isRefused(reopened) && 'cart' in reopened) {
    const cart = z.object({ orderId: z.string() }).parse(reopened.cart)
    await bindPage(work, { linkId: page.link.linkId, orderId: cart.orderId })
  }
  return reopened
}

const cancel: Act = async (work, page, fields) => {
  const order = orderIn(page)
  if (isRefused(order)) return order
  const reason = fields.reason?.trim().slice(0, 200) ?? ''
  return cancelOrder(work, {
    ...whoIn(page),
    orderId: order.orderId,
    reason: reason === '' ? null : reason,
  })
}

const problemFields = z.object({
  kind: z.enum(['missing', 'damaged', 'late', 'billing', 'conduct']),
  words: z.string().trim().min(1).max(500),
})

const problem: Act = async (work, page, fields) => {
  const order = orderIn(page)
  const read = problemFields.safeParse(fields)
  if (isRefused(order)) return order
  if (!read.success) return refused('REASON_NEEDED')
  return openDispute(work, { clientId: page.link.accountId, orderId: order.orderId, ...read.data })
}

/** Back to the chat where it began: only a cart of open goods (shown only then, and checked again). */
const whatsapp =
  (isRestricted: (product: string) => boolean): Act =>
  async (work, page) => {
    const { link } = page
    const cart = cartIn(page)
    if (cart === null || link.whatsappContactId === null) return refused('CART_EMPTY')
    if (cart.lines.some(({ product }) => isRestricted(product))) return refused('NOT_SOLD_HERE')
    await moveCart(work, { clientId: link.accountId, from: link.contactId, to: link.whatsappContactId })
    await bindPage(work, { linkId: link.linkId, orderId: null })
    work.emit({ to: link.whatsappContactId, event: { type: 'cart.moved', page: null }, direct: true })
    return {}
  }

const adult: Act = async (work, { link }) => {
  await confirmAdult(work, link)
  return {}
}

/** Each form of the page and what it does. */
export function actionsOf(isRestricted: (product: string) => boolean): ReadonlyMap<string, Act> {
  return new Map<string, Act>([
    ['adult', adult],
    ['set', set],
    ['add', add],
    ['place', place],
    ['choose', choose],
    ['pay', pay],
    ['received', onOrder(confirmReceipt)],
    ['widen', onOrder(widenSearch)],
    ['reopen', reopen],
    ['cancel', cancel],
    ['problem', problem],
    ['whatsapp', whatsapp(isRestricted)],
  ])
}
