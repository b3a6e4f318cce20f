import type { ClientOrderView } from '../../domain/orders/views.ts'
import type { Intention } from './context.ts'
import { optionOf, slotsOf } from './heard.ts'
import type { Here } from './known.ts'
import { isUnderWay, orderById, orderByNumber } from './known.ts'

const isDone = ({ status }: ClientOrderView) => status === 'delivered' || status === 'paid' || status === 'closed'
const isPaid = (order: ClientOrderView) =>
  order.payment?.status === 'succeeded' || order.status === 'paid' || order.status === 'closed'

/** Which orders an intention can be about, by what can be done with them; the likeliest group first. */
const LIKELY: Readonly<Record<Intention, readonly ((order: ClientOrderView) => boolean)[]>> = {
  cancel: [isUnderWay],
  pay: [
    (order) => order.status === 'delivered' && !isPaid(order),
    (order) => ['accepted', 'preparing', 'delivering'].includes(order.status) && !isPaid(order),
  ],
  receive: [
    ({ status }) => status === 'delivering',
    ({ status }) => status === 'delivered',
    ({ status }) => status === 'preparing' || status === 'accepted',
  ],
  dispute: [isDone, ({ status }) => ['delivering', 'preparing', 'accepted'].includes(status)],
  rate: [(order) => isDone(order) && !order.rated],
  offers: [({ offers }) => offers.length > 0],
}

/** Steps that are about one order by themselves: what is said there is about that order. */
const ABOUT_ONE: ReadonlySet<string> = new Set([
  'arrived',
  'correcting',
  'disputing.kind',
  'disputing.words',
  'paying.method',
  'paying.phone',
  'paying.pending',
  'paying.failed',
  'rating',
  'rating.comment',
  'cancelling',
  'cancelling.reason',
])

/** The orders a message can be about: the one it names, else the one asked about, else all that fit. */
export function subjectsOf(intention: Intention, { context, event }: Here): readonly ClientOrderView[] {
  const { known } = event
  const option = optionOf(event)
  if (option?.verb === 'order') return [orderById(known, option.subject)].filter((order) => order !== null)
  const { order: reference } = slotsOf(event)
  if (reference) return [orderByNumber(known, reference)].filter((order) => order !== null)
  for (const fits of LIKELY[intention]) {
    const orders = known.view.orders.filter(fits)
    const asked = orders.find(({ orderId }) => orderId === context.orderId)
    if (asked !== undefined && context.asking !== null && ABOUT_ONE.has(context.asking)) return [asked]
    if (orders.length > 0) return orders
  }
  return []
}
