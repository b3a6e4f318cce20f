import { bids } from '../copy/supplier/bids.ts'
import { orders } from '../copy/supplier/orders.ts'
import { requests } from '../copy/supplier/requests.ts'
import { talk } from '../copy/supplier/talk.ts'
import { say } from '../copy/supplier/wording.ts'
import type { Effect } from '../effects.ts'
import { referencePrice, shortagesOf, YES_NO } from './bidding.ts'
import type { Place, Step, SupplierContext, SupplierKnown, Wish } from './dialogue.ts'
import { home, stay } from './dialogue.ts'
import { DISPUTE_BUTTONS } from './fulfilling.ts'
import { byId, candidates, numbersOf, type Target, underWay } from './targets.ts'

// What a moment of the dialogue looks like to the depot: its question, and the shortest right answer to it.

/** The shortest correct example of what could be written now. */
export function exampleFor(context: SupplierContext, known: SupplierKnown, at: Place): string {
  const number = context.about?.number
  if (number !== undefined) {
    if (at === 'askingPrice') return `${number} 85000 30`
    if (at === 'confirmingPrice') return 'OUI'
    if (at === 'askingCode') return `LIVRE ${number} 4821`
    if (at === 'askingScore') return `NOTE ${number} 4`
    if (at === 'askingKind') return '1'
  }
  if (at === 'choosingOrder') return '1'
  return exampleAtRest(known)
}

function exampleAtRest({ view }: SupplierKnown): string {
  const [first] = underWay(view)
  if (first === undefined) return 'JOUR'
  const { number } = first
  if (first.kind === 'request') return `${number} 85000 30`
  if (first.order.status === 'delivering') return `LIVRE ${number} 4821`
  return first.order.confirmed ? `PRET ${number}` : `OUI ${number}`
}

/** What a bid would be written like, for somebody who asks without any request open. */
export function exampleOfBid({ view }: SupplierKnown): string {
  return `${view.requests[0]?.number ?? 1042} 85000 30`
}

/** Asks which of several orders, numbered. */
export function askWhich(wish: Wish, targets: readonly Target[], known: SupplierKnown): Step {
  const options = targets.map(({ orderId, number, zone }) => ({ id: orderId, label: `${number} ${zone}` }))
  const numbers = options.map(({ label }, index) => `${index + 1}) ${label}`).join(' ')
  const buttons = options.map(({ id, label }) => ({ id, fr: label, en: label }))
  return {
    to: 'choosingOrder',
    set: { expects: { kind: 'choice', options }, wish, about: null, misunderstood: 0 },
    effects: [say(known.contact, requests.which({ numbers }), buttons)],
  }
}

function questionAt(context: SupplierContext, known: SupplierKnown, at: Place): Effect | null {
  const { about, wish } = context
  const { contact, view } = known
  if (about === null) return null
  const { number } = about
  switch (at) {
    case 'askingPrice':
      return say(contact, bids.askPrice({ number }))
    case 'confirmingPrice': {
      const target = byId(about.orderId, view)
      if (target?.kind !== 'request' || wish?.kind !== 'bid' || wish.price === null) return null
      const { lines } = target.request
      const reference = referencePrice(lines, shortagesOf(wish, lines) ?? [])
      return say(contact, bids.confirmPrice({ number, price: wish.price, reference }), YES_NO)
    }
    case 'askingCode':
      return say(contact, orders.askCode({ number }))
    case 'askingScore':
      return say(contact, talk.askScore({ number }))
    case 'askingKind':
      return say(contact, talk.askKind({ number }), DISPUTE_BUTTONS)
    default:
      return null
  }
}

/** Says again where the dialogue is: after help, a greeting, a person's stretch. */
export function sayWhereWeAre(context: SupplierContext, known: SupplierKnown, at: Place): Step {
  if (at === 'choosingOrder' && context.wish !== null) {
    const targets = candidates(context.wish, known.view)
    if (targets.length > 1) return askWhich(context.wish, targets, known)
  }
  const question = questionAt(context, known, at)
  if (question !== null) return stay(at, [question], { misunderstood: 0 })
  return home([say(known.contact, talk.underWay({ numbers: numbersOf(underWay(known.view)) }))])
}
