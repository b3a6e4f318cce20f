import { keywordOf } from '../../conversations/client/keywords.ts'
import type { Command } from '../../conversations/commands.ts'
import type { MachineEvent } from '../../conversations/turn.ts'
import type { Situation } from '../../conversations/understanding/types.ts'
import type { ClientOrderView } from '../../domain/orders/views.ts'
import type { ConversationEvent } from '../../domain/work/events.ts'
import type { OrderId } from '../../domain/work/ids.ts'
import type { Shelf } from '../knowledge.ts'
import type { KnownHere } from './dialogues.ts'

// What may not go on where restricted goods are closed (product.md 7). Decided before the machine hears it, so that no
// state of any dialogue has to know of the policy; moving.ts does it.

/** What leaves this conversation for the SMS conversation of the same business. */
export type Leaving =
  | { readonly kind: 'words'; readonly text: string }
  /** words that ask for the page and nothing else */
  | { readonly kind: 'page'; readonly text: string }
  | { readonly kind: 'cart' }
  | { readonly kind: 'news'; readonly event: ConversationEvent; readonly orderId: OrderId }

/** Must always work where it was said, and names nothing by itself. */
const ALWAYS_HERE: ReadonlySet<string> = new Set([
  'said.stop',
  'said.start',
  'said.human_agent',
  'said.call_me',
  'said.help',
  'said.language',
  'said.erase',
  'said.resume_bot',
  'said.track',
])
/** Said before anything else: with a cart that may not be shown here, the cart is what is spoken of. */
const HARMLESS: ReadonlySet<string> = new Set(['said.greet', 'said.cancel', 'said.back', 'said.location_text'])
/** Said of the cart that goes on by SMS, when there is none here: "ok" to "demander les offres ?", which was asked there. */
const OF_A_CART: ReadonlySet<string> = new Set(['said.confirm', 'said.cart_show', 'said.cart_remove', 'said.cart_set'])
/** Choosing, receiving and paying: a sale, also without a name in it. */
const SELLS: ReadonlySet<string> = new Set(['pay', 'offer_choose', 'delivery_confirm'])

const PAGE_WORDS = /^(?:(?:le|la|mon|ma|the|my) )?(?:lien|page|link)\W*$/i

/** "lien": the page of the cart or the order is asked for. */
export function asksForPage(event: MachineEvent): boolean {
  return 'heard' in event && PAGE_WORDS.test(event.text.trim())
}

/** Whether a cart, an order or a request holds restricted goods. */
export function isRestrictedOrder(
  order: { readonly lines: readonly { readonly product: string }[] } | null | undefined,
  shelf: Shelf,
): boolean {
  return order?.lines.some(({ product }) => shelf.isRestricted(product)) ?? false
}

export function hasRestrictedCart({ view }: KnownHere, shelf: Shelf): boolean {
  return view !== null && 'cart' in view && isRestrictedOrder(view.cart, shelf)
}

/** What of an event may not be dealt with here; null for all the rest. Asked only on a closed surface. */
export function leavingWith(
  event: MachineEvent,
  known: KnownHere,
  here: { readonly shelf: Shelf; readonly situation: () => Situation; readonly isCartElsewhere: boolean },
): Leaving | null {
  const { shelf } = here
  if (known.account?.status !== 'approved' || known.view === null) return null
  if ('heard' in event) return leavingWords(event, known, here)
  if ('orderId' in event && isNews(event)) {
    const isTheirs = restrictedOrders(known, shelf).some(({ orderId }) => orderId === event.orderId)
    return isTheirs ? { kind: 'news', event, orderId: event.orderId } : null
  }
  return null
}

function isNews(event: MachineEvent): event is ConversationEvent & { readonly orderId: OrderId } {
  return /^(?:offer|order|request|payment|refund|rating)\./.test(event.type) && 'orderId' in event
}

function leavingWords(
  event: MachineEvent & { readonly text: string; readonly heard: { readonly intent: string } },
  known: KnownHere,
  { shelf, situation, isCartElsewhere }: Parameters<typeof leavingWith>[2],
): Leaving | null {
  if (ALWAYS_HERE.has(event.type)) return null
  const words: Leaving = { kind: 'words', text: event.text }
  if (HARMLESS.has(event.type)) return hasRestrictedCart(known, shelf) ? { kind: 'cart' } : null
  if (isAboutRestrictedOrder(event, known, shelf)) return words
  // A complaint or a time in the words that were asked for: what they name is kept, not answered.
  if (situation().expects?.kind === 'text') return null
  if (namesRestricted(event, shelf)) return words
  if (hasRestrictedCart(known, shelf)) return { kind: 'cart' }
  return isCartElsewhere && !hasCart(known) && OF_A_CART.has(event.type) ? words : null
}

function hasCart({ view }: KnownHere): boolean {
  return view !== null && 'cart' in view && view.cart !== null
}

function namesRestricted(event: MachineEvent, shelf: Shelf): boolean {
  if (!('heard' in event)) return false
  const { lines, alsoLines = [], clarifications, slots } = event.heard
  const named = [...lines, ...alsoLines].map(({ product }) => product)
  const maybe = clarifications.flatMap(({ candidates }) => candidates)
  const goods = [...named, ...maybe, slots.category ?? '']
  return goods.some(shelf.isRestricted) || shelf.namesRestricted(event.text)
}

/** A sale goes on elsewhere when it is of restricted goods, or can only be of them. */
function isAboutRestrictedOrder(event: MachineEvent, known: KnownHere, shelf: Shelf): boolean {
  if (!('heard' in event)) return false
  const theirs = restrictedOrders(known, shelf)
  if (theirs.length === 0) return false
  const reference = event.heard.slots.order
  if (reference) return theirs.some(({ number }) => String(number) === reference)
  if (known.account?.kind === 'supplier') return true
  const option = event.heard.slots.answer?.option?.split('/')[0] ?? ''
  const keyword = keywordOf(event)?.intent
  // "oui" to a question that was asked here ("annuler ?") is not a yes to the offers that wait elsewhere.
  if (keyword === undefined && ['yes', 'no'].includes(option)) return false
  const isSale =
    SELLS.has(keyword ?? event.heard.intent) || SELLS.has(option) || ['received', 'offers', 'offer'].includes(option)
  return isSale && openOrders(known).every((order) => isRestrictedOrder(order, shelf))
}

/** Commands that order, choose or take money. */
const SALES: ReadonlySet<string> = new Set([
  'placeOrder',
  'chooseOffer',
  'widenSearch',
  'requestPayment',
  'makeOffer',
  'offerAtReference',
])

/** The last guard of a closed surface: whatever a dialogue was in the middle of, nothing restricted is sold there. */
export function sellsRestricted(command: Command, { view }: KnownHere, shelf: Shelf): boolean {
  if (!SALES.has(command.command) || view === null || !('orderId' in command.input)) return false
  const { orderId } = command.input
  const carts = 'cart' in view && view.cart !== null ? [view.cart] : []
  const orders = 'cart' in view ? [...carts, ...view.orders] : [...view.requests, ...view.orders]
  return orders.some((order) => order.orderId === orderId && isRestrictedOrder(order, shelf))
}

function openOrders({ view }: KnownHere): readonly ClientOrderView[] {
  if (view === null || !('cart' in view)) return []
  return view.orders.filter(({ status }) => status !== 'paid' && status !== 'closed')
}

function restrictedOrders({ view }: KnownHere, shelf: Shelf) {
  if (view === null) return []
  const orders = 'cart' in view ? view.orders : [...view.requests, ...view.orders]
  return orders.filter((order) => isRestrictedOrder(order, shelf))
}

/**
 * What the machine is told on a closed surface: of orders with restricted goods only that they exist and where they
 * stand. What it does not know it cannot name, price, offer or ask money for.
 */
export function withoutRestricted(known: KnownHere, shelf: Shelf): KnownHere {
  const { view } = known
  if (view === null || !('cart' in view)) return { ...known, directory: shelf.openDirectory }
  return {
    ...known,
    directory: shelf.openDirectory,
    view: {
      ...view,
      orders: view.orders.map((order) => (isRestrictedOrder(order, shelf) ? bare(order) : order)),
    },
  }
}

function bare(order: ClientOrderView): ClientOrderView {
  return {
    ...order,
    lines: [],
    offers: [],
    amountDue: null,
    goodsTotal: null,
    depositTotal: 0,
    deliveryFee: 0,
    supplier: null,
    payment: null,
  }
}
