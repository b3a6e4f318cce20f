import { account } from '../copy/supplier/account.ts'
import { bids } from '../copy/supplier/bids.ts'
import { money } from '../copy/supplier/money.ts'
import { orders } from '../copy/supplier/orders.ts'
import { requests } from '../copy/supplier/requests.ts'
import { talk } from '../copy/supplier/talk.ts'
import { say, type Wording } from '../copy/supplier/wording.ts'
import type { Effect } from '../effects.ts'
import type { SupplierMachineEvent } from '../turn.ts'
import { announceChosen, announceRequest } from './announcing.ts'
import { AT_REST, type Decider, home, type Place, type Step, type SupplierContext, stay } from './dialogue.ts'

// What happened to orders and to the account, told to the depot. Whatever is not for a depot is not answered.

function lost(event: Extract<SupplierMachineEvent, { type: 'offer.lost' }>): Wording {
  const { number, by } = event
  switch (event.reason) {
    case 'price':
      return requests.lostOnPrice({ number, perCase: by })
    case 'delay':
      return requests.lostOnDelay({ number, minutes: by })
    case 'incomplete':
      return requests.lostIncomplete({ number, lines: by })
    case 'record':
      return requests.lostOnRecord({ number })
    case 'choice':
      return requests.lostByChoice({ number })
  }
}

const CLOSED = { taken: requests.taken, cancelled: requests.cancelled, expired: requests.expired } as const

/** In cash the client's money is with the depot, which keeps its share: the rest is our commission. */
function commissionOf(event: Extract<SupplierMachineEvent, { type: 'order.paid' }>): number | null {
  const order = event.known.view.orders.find(({ orderId }) => orderId === event.orderId)
  const commission = (order?.amountDue ?? 0) - event.supplierReceives
  return commission > 0 ? commission : null
}

function told(event: SupplierMachineEvent): readonly Effect[] {
  const { known } = event
  const { contact, view } = known
  switch (event.type) {
    case 'request.made': {
      // Not in the view any more: taken or cancelled before we could ask.
      const request = view.requests.find(({ orderId }) => orderId === event.orderId)
      return request === undefined ? [] : announceRequest(request, known)
    }
    case 'request.closed':
      // Who never answered by SMS waits for nothing: a line about it would be paid for by the order.
      if (contact.channel === 'sms' && !event.offered) return []
      return [say(contact, CLOSED[event.why]({ number: event.number }))]
    case 'offer.chosen': {
      const order = view.orders.find(({ orderId }) => orderId === event.orderId)
      return order === undefined ? [] : announceChosen(order, event.confirmMinutes, known)
    }
    case 'offer.lost':
      return [say(contact, lost(event))]
    case 'offer.lapsed':
      return [say(contact, orders.lapsed({ number: event.number }))]
    case 'offer.expired':
      return [say(contact, bids.expired({ number: event.number }))]
    case 'order.cancelled':
      return [say(contact, orders.cancelled({ number: event.number, words: event.why }))]
    case 'order.nudged':
      return [say(contact, orders.nudged({ number: event.number, stage: event.stage }))]
    case 'order.received':
      return [say(contact, orders.received({ number: event.number }))]
    case 'order.corrected':
      if (!('supplierReceives' in event)) return []
      return [say(contact, orders.corrected({ number: event.number, receives: event.supplierReceives }))]
    case 'order.paid': {
      const { number, supplierReceives, cash, isSmsSpent } = event
      // What it receives was in the answer to LIVRE; SOLDE and JOUR say that it came.
      if (contact.channel === 'sms' && isSmsSpent) return []
      const text = cash
        ? money.paidCash({ number, commission: commissionOf(event) })
        : money.paid({ number, receives: supplierReceives })
      return [say(contact, text, [], false)]
    }
    case 'rating.asked':
      return [say(contact, talk.askScore({ number: event.number }), [], false)]
    case 'account.approved':
      return [say(contact, account.approved({ name: known.account?.name ?? '' }), [], false)]
    case 'account.rejected':
      return [say(contact, account.rejected({ reason: event.reason }), [], false)]
    case 'account.suspended':
      return [say(contact, account.suspended({ reason: event.reason }))]
    case 'account.reinstated':
      return [say(contact, account.reinstated())]
    default:
      return []
  }
}

const ENDS_QUESTION = ['request.closed', 'offer.lost', 'offer.lapsed', 'order.cancelled']

function standingAfter(event: SupplierMachineEvent): Place | null {
  switch (event.type) {
    case 'account.approved':
    case 'account.reinstated':
      return 'idle'
    case 'account.rejected':
      return 'rejected'
    case 'account.suspended':
      return 'suspended'
    default:
      return null
  }
}

function asksScore(event: SupplierMachineEvent, context: SupplierContext, at: Place): Step | null {
  if (event.type !== 'rating.asked' || at !== 'idle' || context.wish !== null) return null
  const about = { orderId: event.orderId, number: event.number }
  const wish = { kind: 'rate', score: null, comment: null } as const
  return { to: 'askingScore', set: { expects: { kind: 'score' }, wish, about }, effects: told(event) }
}

/** Tells what happened. A question that is open stays open, unless its order is gone. */
export const happen: Decider = (context, event, at) => {
  const standing = standingAfter(event)
  if (standing !== null) return { to: standing, set: { ...AT_REST, misunderstood: 0 }, effects: told(event) }
  const scoring = asksScore(event, context, at)
  if (scoring !== null) return scoring
  const isGone = ENDS_QUESTION.includes(event.type) && 'orderId' in event && event.orderId === context.about?.orderId
  return isGone ? home(told(event), { misunderstood: context.misunderstood }) : stay(at, told(event))
}
