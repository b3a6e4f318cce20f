import type { RequestView } from '../../domain/orders/views.ts'
import { bids } from '../copy/supplier/bids.ts'
import { say } from '../copy/supplier/wording.ts'
import { bidOn, referencePrice, shortagesOf } from './bidding.ts'
import { type Bid, home, type Place, run, type Step, type SupplierContext, type SupplierSaid } from './dialogue.ts'
import { act, DISPUTE_KINDS } from './fulfilling.ts'
import { byId, byNumber, type Target } from './targets.ts'
import { readWish, yesOrNo } from './wishes.ts'

// Short answers to the question that is open. Null: it is not an answer, read it as anything else.

function wordsOf({ heard, text }: SupplierSaid): string {
  return (heard.slots.answer?.text ?? text).trim()
}

function aboutOf(context: SupplierContext, said: SupplierSaid): Target | null {
  return context.about === null ? null : byId(context.about.orderId, said.known.view)
}

/** 1042, or the choice pressed or numbered. */
function whichOrder(context: SupplierContext, said: SupplierSaid): Step | null {
  const { wish, expects } = context
  const { view } = said.known
  if (wish === null) return null
  const option = said.heard.slots.answer?.option
  const words = wordsOf(said).replace(/^(?:le|la|n|no|numero|numéro|pour)?[\s°:.]*(?=\d+$)/i, '')
  const numbered = expects?.kind === 'choice' && /^\d$/.test(words) ? expects.options[Number(words) - 1]?.id : undefined
  const id = option ?? numbered
  const target = (id === undefined ? null : byId(id, view)) ?? (/^\d+$/.test(words) ? byNumber(words, view) : null)
  return target === null ? null : act(wish, target, said.known)
}

/** What a second message says over the first: the price to the delay said before, and the other way round. */
function merge(earlier: Bid, later: Bid): Bid {
  return {
    kind: 'bid',
    price: later.price ?? earlier.price,
    minutes: later.minutes ?? earlier.minutes,
    ...(later.partial
      ? { partial: later.partial, missing: later.missing, limited: later.limited }
      : { partial: earlier.partial, missing: earlier.missing, limited: earlier.limited }),
  }
}

function isAboutIt(context: SupplierContext, reference: string | null): boolean {
  return reference === null || reference === String(context.about?.number)
}

/** OUI to what the rest would cost: its reference price. */
function atReference(bid: Bid, { lines }: RequestView): Bid {
  return { ...bid, price: referencePrice(lines, shortagesOf(bid, lines) ?? []) }
}

/** At askingPrice and confirmingPrice: another price, yes, no. */
function theBid(context: SupplierContext, said: SupplierSaid, at: Place): Step | null {
  const target = aboutOf(context, said)
  const { wish } = context
  if (target?.kind !== 'request' || wish?.kind !== 'bid') return null
  const read = readWish(said)
  if (read?.wish.kind === 'bid' && isAboutIt(context, read.reference)) {
    const later = read.wish
    // The same price again, word for word, is a yes.
    const sure = at === 'confirmingPrice' && (later.price === null || later.price === wish.price)
    return bidOn(merge(wish, later), target.request, said.known, sure)
  }
  if (!isAboutIt(context, read?.reference ?? null)) return null
  const yes = yesOrNo(said)
  if (yes === null) return null
  if (at === 'confirmingPrice') {
    return yes
      ? bidOn(wish, target.request, said.known, true)
      : home([say(said.known.contact, bids.notSent({ number: target.number }))])
  }
  if (said.heard.intent === 'cancel') return null
  if (yes && wish.partial) return bidOn(atReference(wish, target.request), target.request, said.known, true)
  return act({ kind: yes ? 'yes' : 'no' }, target, said.known)
}

function theCode(context: SupplierContext, said: SupplierSaid): Step | null {
  const { about } = context
  const code = said.heard.slots.code ?? /^\D*(\d(?: ?\d){3})\D*$/.exec(wordsOf(said))?.[1]?.replaceAll(' ', '')
  if (about === null || code === undefined || !isAboutIt(context, said.heard.slots.order ?? null)) return null
  const wish = { kind: 'delivered', code } as const
  return home([run({ command: 'markDelivered', input: { orderId: about.orderId, code } })], { wish, about })
}

function theScore(context: SupplierContext, said: SupplierSaid): Step | null {
  const { about, wish } = context
  const { slots } = said.heard
  const digits = /^\D{0,6}([1-5])\D*$/.exec(wordsOf(said))?.[1]
  const score = slots.score ?? slots.answer?.quantity ?? (digits === undefined ? null : Number(digits))
  if (about === null || score === null || !isAboutIt(context, slots.order ?? null)) return null
  const comment = slots.reasonText ?? (wish?.kind === 'rate' ? wish.comment : null)
  const input = { orderId: about.orderId, score, comment }
  return home([run({ command: 'rateOrder', input })], { wish: { kind: 'rate', score, comment }, about })
}

function theKind(context: SupplierContext, said: SupplierSaid): Step | null {
  const { about, wish } = context
  if (about === null || wish?.kind !== 'dispute') return null
  const { answer, disputeType } = said.heard.slots
  const words = wordsOf(said)
  const kind =
    DISPUTE_KINDS.find((known) => known === (answer?.option ?? disputeType)) ??
    (/^[1-5]$/.test(words) ? DISPUTE_KINDS[Number(words) - 1] : undefined)
  if (kind === undefined) return null
  // Words that came with the kind ("3 bouteilles cassées") belong to the account of it.
  const told = disputeType === undefined ? wish.words : `${wish.words}\n${said.text}`
  const input = { orderId: about.orderId, kind, words: told }
  return home([run({ command: 'openDispute', input })], { wish, about })
}

/** The answer to the question open at a place; null when the message is not one. */
export function answerTo(context: SupplierContext, said: SupplierSaid, at: Place): Step | null {
  switch (at) {
    case 'choosingOrder':
      return whichOrder(context, said)
    case 'askingPrice':
    case 'confirmingPrice':
      return theBid(context, said, at)
    case 'askingCode':
      return theCode(context, said)
    case 'askingScore':
      return theScore(context, said)
    case 'askingKind':
      return theKind(context, said)
    default:
      return null
  }
}
