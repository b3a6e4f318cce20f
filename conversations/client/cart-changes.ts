import type { LineView } from '../../domain/orders/views.ts'
import type { CartLine } from '../commands.ts'
import { WEEKDAYS } from '../copy/amounts.ts'
import type { Clarification, Intent, Line } from '../understanding/types.ts'
import type { ClientContext } from './context.ts'
import { answerOf, optionOf, slotsOf, textOf } from './heard.ts'
import type { ClientEventKnown, ClientKnown, Here } from './known.ts'
import { productOf } from './known.ts'

// What a message makes of the cart. The cart itself is in the database: these give all its lines for setCart.

type Change = 'add' | 'remove' | 'set'

const CHANGES: Readonly<Partial<Record<Intent, Change>>> = {
  order: 'add',
  cart_add: 'add',
  cart_remove: 'remove',
  cart_set: 'set',
}

export function changeOf(event: ClientEventKnown): Change {
  return 'heard' in event ? (CHANGES[event.heard.intent] ?? 'add') : 'add'
}

export function cartLines(known: ClientKnown): readonly CartLine[] {
  return (known.view.cart?.lines ?? []).map(asCartLine)
}

function asCartLine({ product, unit, quantity }: LineView): CartLine {
  return { product, unit, quantity }
}

/** The cart as the message wants it. */
export function changedLines(event: ClientEventKnown): readonly CartLine[] {
  const before = cartLines(event.known)
  if (!('heard' in event)) return before
  const { heard } = event
  if (event.type === 'said.repeat_last') return repeated(event)
  const { replace = [], remove = [] } = heard.slots
  const without = before.filter(({ product }) => !replace.includes(product) && !remove.includes(product))
  const first = applied(changeOf(event), without, heard.lines)
  const second = heard.also.map((intent) => CHANGES[intent]).find((change) => change !== undefined)
  return second === undefined ? first : applied(second, first, heard.alsoLines ?? [])
}

function applied(change: Change, before: readonly CartLine[], lines: readonly Line[]): readonly CartLine[] {
  return lines.reduce<readonly CartLine[]>((cart, line) => changedBy(change, cart, line), before)
}

function changedBy(
  change: Change,
  cart: readonly CartLine[],
  { product, packaging, quantity }: Line,
): readonly CartLine[] {
  const there =
    cart.find((line) => line.product === product && line.unit === packaging) ??
    (change === 'add' ? undefined : cart.find((line) => line.product === product))
  if (there === undefined) {
    // Nothing to take out; and a quantity that was not said is asked, never guessed.
    if (change === 'remove' || quantity === null) return cart
    return [...cart, { product, unit: packaging, quantity }]
  }
  const left = quantityAfter(change, there.quantity, quantity)
  if (left <= 0) return cart.filter((line) => line !== there)
  return cart.map((line) => (line === there ? { ...line, quantity: left } : line))
}

function quantityAfter(change: Change, before: number, said: number | null): number {
  if (change === 'remove') return said === null ? 0 : before - said
  if (said === null) return before
  return change === 'add' ? before + said : said
}

/** "non 4" just after "3 castel": which line goes without saying. Null when the last change was of several, or of none. */
export function correctedLast({ context, event }: Here): readonly CartLine[] | null {
  if (!('heard' in event) || event.heard.lines.length > 0) return null
  const [question, ...others] = event.heard.clarifications
  const [product, ...more] = context.touched ?? []
  if (question?.reason !== 'target' || others.length > 0 || product === undefined || more.length > 0) return null
  const quantity = question.quantity ?? quantityIn(question.text)
  if (quantity === null || !question.candidates.includes(product)) return null
  return cartLines(event.known).map((line) => (line.product === product ? { ...line, quantity } : line))
}

function quantityIn(text: string): number | null {
  const digits = /^\D*(\d{1,3})\D*$/.exec(text)?.[1]
  return digits === undefined || digits === '0' ? null : Number(digits)
}

/** "même chose que vendredi": the newest order of that day, else the last one. */
export function repeatedOrder(event: ClientEventKnown) {
  const { recent } = event.known.view
  const text = textOf(event).toLowerCase()
  const day = [WEEKDAYS.fr, WEEKDAYS.en].map((names) => names.findIndex((name) => text.includes(name.toLowerCase())))
  const wanted = day.find((index) => index >= 0)
  if (wanted === undefined) return recent[0] ?? null
  return recent.find(({ placedAt }) => new Date(placedAt).getUTCDay() === wanted) ?? null
}

function repeated(event: ClientEventKnown): readonly CartLine[] {
  const { remove = [] } = slotsOf(event)
  const lines = (repeatedOrder(event)?.lines ?? []).map(asCartLine).filter(({ product }) => !remove.includes(product))
  return applied('set', lines, 'heard' in event ? event.heard.lines : [])
}

export function isSameCart(one: readonly CartLine[], other: readonly CartLine[]): boolean {
  const key = (lines: readonly CartLine[]) =>
    lines.map(({ product, unit, quantity }) => `${product}|${unit}|${quantity}`).join()
  return key(one) === key(other)
}

/** The product that an answer settles, or null when it settles nothing yet. */
export function settledProduct({ context, event }: Here): string | null {
  const [first] = context.unsure
  if (first === undefined) return null
  const option = optionOf(event)
  if (option?.verb === 'product') return option.subject
  const said =
    'heard' in event ? event.heard.lines.find(({ product }) => first.candidates.includes(product)) : undefined
  if (said !== undefined) return said.product
  const index = slotsOf(event).index
  if (index !== undefined) return first.candidates[index - 1] ?? null
  return first.candidates.length === 1 ? (first.candidates[0] ?? null) : null
}

function settledQuantity({ context, event }: Here): number | null {
  const [first] = context.unsure
  const said =
    'heard' in event ? event.heard.lines.find(({ product }) => first?.candidates.includes(product)) : undefined
  if (said?.quantity) return said.quantity
  if (first !== undefined && first.quantity !== null) return first.quantity
  const digits = /^\d{1,3}$/.test(textOf(event)) && optionOf(event) === null ? Number(textOf(event)) : null
  return answerOf(event)?.quantity ?? digits
}

/** The line that an answer completes; null while its quantity or product is still open. */
export function settledLine(here: Here): Line | null {
  const [first] = here.context.unsure
  const product = settledProduct(here)
  const quantity = settledQuantity(here)
  if (first === undefined || product === null) return null
  if (quantity === null && here.context.unsureAs !== 'remove') return null
  return { product, packaging: soldUnit(here.event.known, product, first), quantity }
}

function soldUnit(known: ClientKnown, id: string, { packaging }: Clarification): string {
  const inCart = known.view.cart?.lines.find(({ product }) => product === id)?.unit
  const product = productOf(known, id)
  if (product === null) return packaging ?? inCart ?? 'casier'
  return product.units.some(({ unit }) => unit === packaging) && packaging !== null ? packaging : product.defaultUnit
}

export function settledCart(here: Here): readonly CartLine[] {
  const line = settledLine(here)
  const before = cartLines(here.event.known)
  return line === null ? before : applied(here.context.unsureAs, before, [line])
}

/** When it is wanted, as an instant: Abidjan keeps UTC all year. */
export function wantedAtOf(event: ClientEventKnown): string | null {
  const { deliveryAt } = slotsOf(event)
  if (deliveryAt === undefined) return null
  const at = new Date(event.known.now)
  at.setUTCHours(deliveryAt.hour, deliveryAt.minute, 0, 0)
  if (deliveryAt.day === 'tomorrow') at.setUTCDate(at.getUTCDate() + 1)
  // "1h du matin" said at 22:00 is tonight, which the calendar calls tomorrow.
  else if (at.getTime() < event.known.now.getTime()) at.setUTCDate(at.getUTCDate() + 1)
  return at.toISOString()
}

/** Delivery or pick-up and when, as far as the message says so. */
export function optionsAfter({ context, event }: Here): ClientContext['options'] {
  const wantedAt = wantedAtOf(event) ?? context.options.wantedAt
  const said = slotsOf(event).deliveryMode ?? context.options.mode
  return { mode: said ?? (wantedAt === null ? null : 'delivery'), wantedAt }
}
