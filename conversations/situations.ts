import { habitsNow } from '../domain/accounts/habits.ts'
import { rankOffers } from '../domain/offers/ranking.ts'
import type { ClientOrderView, ClientView, LineView, SupplierView } from '../domain/orders/views.ts'
import type { ClientContext } from './client/context.ts'
import type { SupplierContext } from './supplier/dialogue.ts'
import type { Known } from './turn.ts'
import type {
  DialogueContext,
  Expectation,
  KnownOrder,
  Line,
  Situation,
  SituationState,
} from './understanding/types.ts'

// What `understand` is told before it reads a message: the same short answer means one thing among offers, another
// after a delivery. Worked out from the question that is open and from what is in the database.

type Part = ClientContext['asking']

/** @param context of the client machine */
export function clientSituation({ context }: { readonly context: ClientContext }, known: Known<ClientView>): Situation {
  const { asking, expects } = context
  const { cart, orders, recent } = known.view
  const focus = orders.find(({ orderId }) => orderId === context.orderId) ?? orders[0]
  const state: SituationState = {
    ...(cart !== null && { cart: cart.lines.map(asLine) }),
    ...((context.touched ?? []).length > 0 && { touched: context.touched ?? [] }),
    ...(recent[0] !== undefined && { lastOrder: recent[0].lines.map(asLine) }),
    ...(focus !== undefined && { order: asKnownOrder(focus) }),
    ...offersOf(context, focus),
  }
  const habits = habitsNow(known.account?.habits ?? [], known.now)
  return {
    ...situation(known, 'client', clientContext(known, asking, focus), state, expects),
    ...(habits.length > 0 && { habits }),
  }
}

const BY_QUESTION: readonly (readonly [RegExp, DialogueContext])[] = [
  [/^(register|pending|rejected|suspended)/, 'registering'],
  [/^stopped/, 'stopped'],
  [/^(cart|placing|catalogue)/, 'cart'],
  [/^offers/, 'offers'],
  [/^waiting/, 'waiting_offers'],
  [/^paying/, 'paying'],
  [/^(arrived|correcting|disputing|rating)/, 'delivered'],
]

const BY_STATUS: Readonly<Partial<Record<ClientOrderView['status'], DialogueContext>>> = {
  pending_offers: 'waiting_offers',
  offers_received: 'offers',
  accepted: 'delivering',
  preparing: 'delivering',
  delivering: 'delivering',
  delivered: 'delivered',
}

function clientContext(known: Known<ClientView>, asking: Part, focus: ClientOrderView | undefined): DialogueContext {
  if (known.contact.optedOut) return 'stopped'
  if (known.account?.status !== 'approved') return 'registering'
  const byQuestion = asking === null ? undefined : BY_QUESTION.find(([pattern]) => pattern.test(asking))?.[1]
  if (byQuestion === 'cart') return known.view.cart === null || known.view.cart.lines.length === 0 ? 'idle' : 'cart'
  if (byQuestion !== undefined) return byQuestion
  if (known.view.cart !== null && known.view.cart.lines.length > 0) return 'cart'
  return (focus === undefined ? undefined : BY_STATUS[focus.status]) ?? 'idle'
}

/** Offers keep the numbers they were shown with; before that, their rank. */
function offersOf({ shown }: ClientContext, focus: ClientOrderView | undefined): Pick<SituationState, 'offers'> {
  if (focus === undefined || focus.offers.length === 0) return {}
  const ranked = shown.length > 0 ? shown : rankOffers(focus.offers).map(({ offerId }) => offerId)
  const offers = ranked.flatMap((id, place) => {
    const offer = focus.offers.find(({ offerId }) => offerId === id)
    if (offer === undefined) return []
    const { supplier, delayMinutes } = offer
    return [
      {
        index: place + 1,
        supplier,
        priceXof: offer.goodsPrice + offer.deliveryFee + offer.deposits,
        etaMinutes: delayMinutes,
      },
    ]
  })
  return { offers }
}

/** @param context of the supplier machine */
export function supplierSituation(
  { context }: { readonly context: SupplierContext },
  known: Known<SupplierView>,
): Situation {
  const { requests, orders, pausedUntil } = known.view
  const state: SituationState = {
    ...(requests.length > 0 && { rfqs: requests.map(asKnownOrder) }),
    ...(orders.length > 0 && { orders: orders.map(asKnownOrder) }),
  }
  const isPaused = pausedUntil !== null && new Date(pausedUntil) > known.now
  const at = known.contact.optedOut
    ? 'stopped'
    : known.account?.status !== 'approved'
      ? 'registering'
      : supplierContext(known.view, isPaused)
  return situation(known, 'supplier', at, state, context.expects)
}

function supplierContext({ requests, orders }: SupplierView, isPaused: boolean): DialogueContext {
  if (requests.length > 0) return 'sup_rfq'
  if (orders.length > 0) return 'sup_order'
  return isPaused ? 'sup_paused' : 'sup_idle'
}

function situation(
  { contact }: Known<unknown>,
  role: Situation['role'],
  context: DialogueContext,
  state: SituationState,
  expects: Expectation | null,
): Situation {
  return { channel: contact.channel, role, context, state, ...(expects !== null && { expects }) }
}

function asLine({ product, unit, quantity }: LineView): Line {
  return { product, packaging: unit, quantity }
}

function asKnownOrder({ number, lines }: { readonly number: number; readonly lines: readonly LineView[] }): KnownOrder {
  return { ref: String(number), items: lines.map(asLine) }
}
