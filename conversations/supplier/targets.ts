import type { RequestView, SupplierOrderView, SupplierView } from '../../domain/orders/views.ts'
import type { About, Wish } from './dialogue.ts'

// Which order a message is about: the number given, else the only one it can be, else a question.

export type Target =
  | ({ readonly kind: 'request'; readonly zone: string; readonly request: RequestView } & About)
  | ({ readonly kind: 'order'; readonly zone: string; readonly order: SupplierOrderView } & About)

export type Found =
  | { readonly kind: 'one'; readonly target: Target }
  | { readonly kind: 'several'; readonly targets: readonly Target[] }
  | { readonly kind: 'unknownNumber'; readonly reference: string }
  | { readonly kind: 'none' }

function asTarget(view: SupplierView): { requests: Target[]; orders: Target[] } {
  return {
    requests: view.requests.map((request) => ({
      kind: 'request',
      orderId: request.orderId,
      number: request.number,
      zone: request.zone,
      request,
    })),
    orders: view.orders.map((order) => ({
      kind: 'order',
      orderId: order.orderId,
      number: order.number,
      zone: order.zone,
      order,
    })),
  }
}

function isUnderWay(order: SupplierOrderView): boolean {
  return ['accepted', 'offers_received', 'pending_offers', 'preparing', 'delivering'].includes(order.status)
}

/** The orders of this depot still to deliver, and the requests still open, in the order they came. */
export function underWay(view: SupplierView): readonly Target[] {
  const { requests, orders } = asTarget(view)
  return [...orders.filter((target) => target.kind === 'order' && isUnderWay(target.order)), ...requests]
}

/** 1042, 1043 */
export function numbersOf(targets: readonly About[]): string {
  return targets.map(({ number }) => number).join(', ')
}

function firstFull(...lists: readonly (readonly Target[])[]): readonly Target[] {
  return lists.find((list) => list.length > 0) ?? []
}

/** The orders that a wish without a number could be about. */
export function candidates(wish: Wish, view: SupplierView): readonly Target[] {
  const { requests, orders } = asTarget(view)
  const ordersIn = (test: (order: SupplierOrderView) => boolean) =>
    orders.filter((target) => target.kind === 'order' && test(target.order))
  const unanswered = requests.filter((target) => target.kind === 'request' && target.request.offer === null)
  const offered = requests.filter((target) => target.kind === 'request' && target.request.offer !== null)
  const unconfirmed = ordersIn((order) => isUnderWay(order) && !order.confirmed && order.status !== 'delivering')
  switch (wish.kind) {
    case 'bid':
      return firstFull(requests, ordersIn(isUnderWay))
    case 'yes':
      return firstFull([...unconfirmed, ...unanswered], offered, ordersIn(isUnderWay))
    case 'no':
      return firstFull(unanswered, offered, unconfirmed)
    case 'takeBack':
      return firstFull(offered, unconfirmed)
    case 'preparing':
      return firstFull(
        ordersIn((order) => isUnderWay(order) && order.status !== 'delivering'),
        ordersIn(isUnderWay),
      )
    case 'road':
      return ordersIn(isUnderWay)
    case 'delivered':
      return firstFull(
        ordersIn((order) => order.status === 'delivering'),
        ordersIn(isUnderWay),
        // the client was quicker: it is about the last one
        ordersIn((order) => order.deliveredAt !== null).slice(-1),
      )
    case 'cash':
      return firstFull(
        ordersIn((order) => order.status === 'delivered'),
        ordersIn((order) => order.status === 'delivering'),
      )
    case 'rate':
      return ordersIn((order) => order.deliveredAt !== null && !order.rated)
    case 'dispute':
      return orders
  }
}

/** The order of that number, among all that this depot knows; an order it won before a request. */
export function byNumber(reference: string, view: SupplierView): Target | null {
  const { requests, orders } = asTarget(view)
  const wanted = reference.replace(/^\D+(?=\d+$)/, '')
  return [...orders, ...requests].find(({ number }) => String(number) === wanted) ?? null
}

export function byId(orderId: string, view: SupplierView): Target | null {
  const { requests, orders } = asTarget(view)
  return [...orders, ...requests].find((target) => target.orderId === orderId) ?? null
}

/** Finds what a wish is about. */
export function findTarget(wish: Wish, reference: string | null, view: SupplierView): Found {
  if (reference !== null) {
    const target = byNumber(reference, view)
    return target === null ? { kind: 'unknownNumber', reference } : { kind: 'one', target }
  }
  const targets = candidates(wish, view)
  const [only] = targets
  if (only === undefined) return { kind: 'none' }
  return targets.length === 1 ? { kind: 'one', target: only } : { kind: 'several', targets }
}
