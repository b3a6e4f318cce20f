import type { SupplierOrderView } from '../../domain/orders/views.ts'
import { bids } from '../copy/supplier/bids.ts'
import { orders } from '../copy/supplier/orders.ts'
import { talk } from '../copy/supplier/talk.ts'
import { type Button, say } from '../copy/supplier/wording.ts'
import { bidOn } from './bidding.ts'
import { type About, handOver, home, run, type Step, type SupplierKnown, type Wish } from './dialogue.ts'
import type { Target } from './targets.ts'

// A wish whose order is known: the command that does it, or the one thing still to ask.

export const DISPUTE_KINDS = ['missing', 'damaged', 'late', 'billing', 'conduct'] as const

export const DISPUTE_BUTTONS: readonly Button[] = [
  { id: 'missing', fr: 'Manquants', en: 'Missing' },
  { id: 'damaged', fr: 'Casse', en: 'Damage' },
  { id: 'late', fr: 'Retard', en: 'Delay' },
  { id: 'billing', fr: 'Paiement', en: 'Payment' },
  { id: 'conduct', fr: 'Comportement', en: 'Conduct' },
]

function asking(
  to: Step['to'],
  wish: Wish,
  about: About,
  expects: Step['set']['expects'],
  effect: Step['effects'][number],
): Step {
  return { to, set: { expects: expects ?? null, wish, about, misunderstood: 0 }, effects: [effect] }
}

function onRequest(wish: Wish, target: Extract<Target, { kind: 'request' }>, known: SupplierKnown): Step {
  const { request, orderId, number } = target
  const keep = { wish, about: { orderId, number } }
  switch (wish.kind) {
    case 'bid':
      return bidOn(wish, request, known, false)
    case 'yes':
      return home([run({ command: 'offerAtReference', input: { orderId } })], keep)
    case 'no':
    case 'takeBack':
      return request.offer === null
        ? home([run({ command: 'declineRequest', input: { orderId } })], { ...keep, wish: { kind: 'no' } })
        : home([run({ command: 'withdrawOffer', input: { orderId } })], keep)
    default:
      // PRET, ROUTE, NOTE... for a request that is not won: say how to win it.
      return home([say(known.contact, bids.askPrice({ number }))])
  }
}

function onYes(order: SupplierOrderView, keep: { wish: Wish; about: About }, known: SupplierKnown): Step {
  return order.confirmed || order.status === 'delivering' || order.deliveredAt !== null
    ? home([say(known.contact, orders.steps({ number: order.number }))])
    : home([run({ command: 'confirmOrder', input: { orderId: order.orderId } })], keep)
}

function onPreparing(
  ready: boolean,
  order: SupplierOrderView,
  keep: { wish: Wish; about: About },
  known: SupplierKnown,
): Step {
  const input = { orderId: order.orderId }
  if (ready) return home([run({ command: 'markReady', input })], keep)
  // "je prépare" is the answer in time that the rule asks for, not PRET: the client must not be told it is ready.
  if (!order.confirmed) return home([run({ command: 'confirmOrder', input })], keep)
  return home([say(known.contact, orders.preparing({ number: order.number }))])
}

function onOrder(wish: Wish, order: SupplierOrderView, known: SupplierKnown): Step {
  const { orderId, number } = order
  const about = { orderId, number }
  const keep = { wish, about }
  switch (wish.kind) {
    case 'bid':
      return home([say(known.contact, bids.alreadyYours({ number }))])
    case 'yes':
      return onYes(order, keep, known)
    case 'no':
    case 'takeBack':
      // Before it is confirmed NON is an answer like any other: the next best offer is proposed. After, goods may be
      // loaded and a client is waiting: a person settles it.
      return order.confirmed || order.status === 'delivering'
        ? home([say(known.contact, orders.givingUp({ number })), handOver(`supplier gives up order ${number}`)])
        : home([run({ command: 'declineRequest', input: { orderId } })], { wish: { kind: 'takeBack' }, about })
    case 'preparing':
      return onPreparing(wish.ready, order, keep, known)
    case 'road':
      return home([run({ command: 'markOnTheRoad', input: { orderId, minutes: wish.minutes } })], keep)
    case 'delivered':
      // A driver hands in the code of what the client has confirmed already.
      if (order.deliveredAt !== null) {
        return home([say(known.contact, orders.alreadyDelivered({ number, isPaid: order.status !== 'delivered' }))])
      }
      return wish.code === null
        ? asking('askingCode', wish, about, { kind: 'code' }, say(known.contact, orders.askCode({ number })))
        : home([run({ command: 'markDelivered', input: { orderId, code: wish.code } })], keep)
    case 'cash':
      return home([run({ command: 'cashReceived', input: { orderId } })], keep)
    case 'rate':
      return wish.score === null
        ? asking('askingScore', wish, about, { kind: 'score' }, say(known.contact, talk.askScore({ number })))
        : home([run({ command: 'rateOrder', input: { orderId, score: wish.score, comment: wish.comment } })], keep)
    case 'dispute': {
      if (wish.about !== null) {
        return home([run({ command: 'openDispute', input: { orderId, kind: wish.about, words: wish.words } })], keep)
      }
      const options = DISPUTE_BUTTONS.map(({ id, fr, en }) => ({
        id,
        label: known.contact.language === 'fr' ? fr : en,
      }))
      const question = say(known.contact, talk.askKind({ number }), DISPUTE_BUTTONS)
      return asking('askingKind', wish, about, { kind: 'choice', options }, question)
    }
  }
}

/** Does what is wanted of one order, or asks for what it lacks. */
export function act(wish: Wish, target: Target, known: SupplierKnown): Step {
  return target.kind === 'request' ? onRequest(wish, target, known) : onOrder(wish, target.order, known)
}
