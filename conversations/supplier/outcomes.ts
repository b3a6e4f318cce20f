import { DEFAULT_SETTINGS } from '../../domain/settings/settings.ts'
import type { Outcome } from '../commands.ts'
import { bids } from '../copy/supplier/bids.ts'
import { money } from '../copy/supplier/money.ts'
import { orders } from '../copy/supplier/orders.ts'
import { refusals } from '../copy/supplier/refusals.ts'
import { requests } from '../copy/supplier/requests.ts'
import { talk } from '../copy/supplier/talk.ts'
import { say } from '../copy/supplier/wording.ts'
import type { Effect } from '../effects.ts'
import type { SupplierMachineEvent } from '../turn.ts'
import { hourOf } from './announcing.ts'
import { describeShortages, priceButtons, shortagesOf } from './bidding.ts'
import {
  type Decider,
  handOver,
  home,
  type Place,
  type Step,
  type SupplierContext,
  type SupplierKnown,
  stay,
} from './dialogue.ts'
import { exampleFor } from './moments.ts'

// What became of the commands, in one line each.

function offerMade(output: Outcome<'makeOffer'>, context: SupplierContext, known: SupplierKnown): Effect {
  const { wish, about } = context
  const request = known.view.requests.find(({ orderId }) => orderId === about?.orderId)
  const shortages = wish?.kind === 'bid' && request !== undefined ? (shortagesOf(wish, request.lines) ?? []) : []
  return say(
    known.contact,
    bids.made({
      number: output.number,
      price: output.goodsPrice,
      minutes: output.delayMinutes,
      validMinutes: DEFAULT_SETTINGS.offerValidMinutes,
      usualDelay: !output.revised && (wish?.kind === 'yes' || (wish?.kind === 'bid' && wish.minutes === null)),
      revised: output.revised,
      without: describeShortages(shortages, request?.lines ?? []),
    }),
  )
}

function isPickup(number: number, { view }: SupplierKnown): boolean {
  return view.orders.find((order) => order.number === number)?.mode === 'pickup'
}

type DoneEvent = Extract<SupplierMachineEvent, { readonly output: object }>

/** What is said once a command is done; null for commands that end no question. */
function acknowledged(event: DoneEvent, context: SupplierContext): readonly Effect[] {
  const { known } = event
  const { contact } = known
  switch (event.type) {
    case 'done.makeOffer':
    case 'done.offerAtReference':
      return [offerMade(event.output, context, known)]
    case 'done.declineRequest':
      // Said of an order that was won, it goes to the next depot.
      return [
        say(
          contact,
          context.wish?.kind === 'takeBack' ? orders.givenUp(event.output) : requests.declined(event.output),
        ),
      ]
    case 'done.withdrawOffer':
      return [say(contact, bids.withdrawn(event.output))]
    case 'done.confirmOrder':
      return [
        say(
          contact,
          orders.confirmed({
            number: event.output.number,
            receives: event.output.supplierReceives,
            pickup: isPickup(event.output.number, known),
          }),
        ),
      ]
    case 'done.markReady':
      return [say(contact, orders.ready({ ...event.output, pickup: isPickup(event.output.number, known) }))]
    case 'done.markOnTheRoad':
      return [say(contact, orders.onTheRoad(event.output))]
    case 'done.markDelivered': {
      const { number, amountDue, supplierReceives } = event.output
      return [say(contact, orders.delivered({ number, due: amountDue, receives: supplierReceives }))]
    }
    case 'done.cashReceived':
      return [say(contact, money.cashNoted(event.output))]
    case 'done.rateOrder':
      return [say(contact, talk.rated(event.output))]
    case 'done.openDispute':
      return [say(contact, talk.disputeOpened(event.output))]
    default:
      return []
  }
}

/** What is said of commands that leave the dialogue where it is. */
function noted(event: DoneEvent): readonly Effect[] {
  const { contact } = event.known
  switch (event.type) {
    case 'done.pauseSupplier': {
      const { until } = event.output
      return [say(contact, talk.paused({ until: until === null ? null : hourOf(until) }))]
    }
    case 'done.resumeSupplier':
      return [say(contact, talk.resumed())]
    case 'done.readDay':
      return [say(contact, money.day(event.output))]
    case 'done.readBalance': {
      const { balance } = event.output
      return [say(contact, balance < 0 ? money.youOwe({ balance: -balance }) : money.weOwe({ balance }))]
    }
    case 'done.setLanguage':
      return [say(contact, talk.languageSet())]
    case 'done.optIn':
      return [say(contact, talk.started())]
    default:
      return []
  }
}

/** A command is done: says so and goes back to rest, or stays at the question it did not touch. */
export const succeed: Decider = (context, event, at) => {
  if (!('output' in event)) return stay(at, [])
  const answers = acknowledged(event, context)
  return answers.length > 0 ? home(answers) : stay(at, noted(event))
}

type RefusedEvent = Extract<SupplierMachineEvent, { readonly details: object }>

function askAgain(event: RefusedEvent, context: SupplierContext): Step | null {
  const { about, wish } = context
  const { contact } = event.known
  if (about === null || wish === null) return null
  const { number } = about
  if (event.code === 'WRONG_CODE' && event.details.left === 0) {
    // The code is locked: asking for it again would only lose time at the client's door.
    return home([say(contact, talk.personComing()), handOver(`wrong delivery codes for order ${number}`)])
  }
  if (event.code === 'WRONG_CODE') {
    const asked = { expects: { kind: 'code' }, wish: { kind: 'delivered', code: null }, about } as const
    return { to: 'askingCode', set: asked, effects: [say(contact, orders.wrongCode({ number }))] }
  }
  const refusal = say(contact, refusals.refused({ number, code: event.code }))
  if (event.code === 'SCORE_INVALID') {
    return { to: 'askingScore', set: { expects: { kind: 'score' }, wish, about }, effects: [refusal] }
  }
  if (event.code === 'PRICE_INVALID' && wish.kind === 'bid') {
    const priceless = { ...wish, price: null }
    return {
      to: 'askingPrice',
      set: { expects: null, wish: priceless, about },
      effects: [say(contact, refusals.refused({ number, code: event.code }), priceButtons(number))],
    }
  }
  return null
}

/** A command is refused: one polite line, and the question again where another answer helps. */
export const refuse: Decider = (context, event, at: Place) => {
  if (!('details' in event)) return stay(at, [])
  const { known } = event
  const again = askAgain(event, context)
  if (again !== null) return again
  const number = context.about?.number ?? null
  // PRET before its time, ROUTE twice...: what can be done now says more than that it cannot.
  if (
    event.code === 'ORDER_WRONG_STATUS' &&
    number !== null &&
    known.view.orders.some((order) => order.number === number)
  ) {
    return home([
      say(known.contact, refusals.notNow({ number, example: exampleFor({ ...context, about: null }, known, 'idle') })),
    ])
  }
  return home([say(known.contact, refusals.refused({ number, code: event.code }))])
}
