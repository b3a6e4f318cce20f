import type { LineView, Shortage } from '../../domain/orders/views.ts'
import { DEFAULT_SETTINGS } from '../../domain/settings/settings.ts'
import type { Outcome } from '../commands.ts'
import { shortName } from '../copy/shorten.ts'
import { bids } from '../copy/supplier/bids.ts'
import { money } from '../copy/supplier/money.ts'
import { orders } from '../copy/supplier/orders.ts'
import { refusals } from '../copy/supplier/refusals.ts'
import { requests } from '../copy/supplier/requests.ts'
import { talk } from '../copy/supplier/talk.ts'
import { say, type Wording } from '../copy/supplier/wording.ts'
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

/**
 * Whether what was left out needs no repeating: whole lines of the request, by names that no other line begins with.
 * "SANS COCA" is that when there is one Coca; quantities, and one Flag of two, are of our reading.
 */
function isPlainlyMissing(shortages: readonly Shortage[], lines: readonly LineView[]): boolean {
  const brand = ({ name }: LineView) => shortName(name).split(' ')[0]
  const isOut = ({ lineId }: LineView) => shortages.some((short) => short.lineId === lineId)
  const kept = new Set(lines.filter((line) => !isOut(line)).map(brand))
  return shortages.every(({ quantity }) => quantity === 0) && !lines.filter(isOut).some((line) => kept.has(brand(line)))
}

/** An offer that says by itself all that we took from it is not repeated by SMS; a delay or lines of our reading are. */
function offerMade(output: Outcome<'makeOffer'>, context: SupplierContext, known: SupplierKnown): readonly Effect[] {
  const { wish, about } = context
  const { contact } = known
  const request = known.view.requests.find(({ orderId }) => orderId === about?.orderId)
  const shortages = wish?.kind === 'bid' && request !== undefined ? (shortagesOf(wish, request.lines) ?? []) : []
  const usualDelay = !output.revised && (wish?.kind === 'yes' || (wish?.kind === 'bid' && wish.minutes === null))
  if (
    contact.channel === 'sms' &&
    wish?.kind === 'bid' &&
    !usualDelay &&
    isPlainlyMissing(shortages, request?.lines ?? [])
  )
    return []
  const made = bids.made({
    number: output.number,
    price: output.goodsPrice,
    minutes: output.delayMinutes,
    validMinutes: DEFAULT_SETTINGS.offerValidMinutes,
    usualDelay,
    revised: output.revised,
    without: describeShortages(shortages, request?.lines ?? []),
  })
  return [say(contact, made)]
}

function isPickup(number: number, { view }: SupplierKnown): boolean {
  return view.orders.find((order) => order.number === number)?.mode === 'pickup'
}

type DoneEvent = Extract<SupplierMachineEvent, { readonly output: object }>

/**
 * What is said once a command is done; null for commands that end no question. By SMS a depot is not told what it just
 * wrote: no answer means that it was taken, and what was not understood is always answered. Each such segment would be
 * paid for by the order.
 */
function acknowledged(event: DoneEvent, context: SupplierContext): readonly Effect[] | null {
  const { known } = event
  const { contact } = known
  const unlessSms = (text: Wording): readonly Effect[] => (contact.channel === 'sms' ? [] : [say(contact, text)])
  switch (event.type) {
    case 'done.makeOffer':
    case 'done.offerAtReference':
      return offerMade(event.output, context, known)
    case 'done.declineRequest':
      // Said of an order that was won, it goes to the next depot.
      return context.wish?.kind === 'takeBack'
        ? [say(contact, orders.givenUp(event.output))]
        : unlessSms(requests.declined(event.output))
    case 'done.withdrawOffer':
      return [say(contact, bids.withdrawn(event.output))]
    case 'done.confirmOrder': {
      const { number, supplierReceives } = event.output
      return unlessSms(orders.confirmed({ number, receives: supplierReceives, pickup: isPickup(number, known) }))
    }
    case 'done.markReady':
      return unlessSms(orders.ready({ ...event.output, pickup: isPickup(event.output.number, known) }))
    case 'done.markOnTheRoad':
      return unlessSms(orders.onTheRoad(event.output))
    case 'done.markDelivered': {
      const { number, amountDue, supplierReceives } = event.output
      return [say(contact, orders.delivered({ number, due: amountDue, receives: supplierReceives }))]
    }
    case 'done.cashReceived':
      return event.output.isPaid ? [] : [say(contact, money.cashNoted(event.output))]
    case 'done.rateOrder':
      return unlessSms(talk.rated(event.output))
    case 'done.openDispute':
      return [say(contact, talk.disputeOpened(event.output))]
    default:
      return null
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
  return answers === null ? stay(at, noted(event)) : home(answers)
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
