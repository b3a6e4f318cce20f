import { readAmounts } from './amounts.ts'
import { readCartAs, readCartChange } from './cart.ts'
import { readLocation, readPrice } from './client-answers.ts'
import { CUES } from './client-cues.ts'
import { disputeType, readDispute } from './disputes.ts'
import { orderEvidence } from './evidence.ts'
import { isGreeting } from './greetings.ts'
import { isStory } from './noise.ts'
import { preferenceIn, readOfferChoice } from './offers.ts'
import { paymentMethod } from './payment-methods.ts'
import { readRating, scoreWanted } from './ratings.ts'
import { readRepeat } from './repeating.ts'
import type { Slots, Understanding } from './types.ts'
import { understood, unknown, type View } from './view.ts'

export function readInContext(view: View): Understanding | null {
  switch (view.situation.context) {
    case 'offers':
      return readOffers(view)
    case 'awaiting_location':
      return readAwaitingLocation(view)
    case 'paying':
      return readPaying(view)
    case 'delivering':
      return readDelivering(view)
    case 'delivered':
      return readDelivered(view)
    case 'waiting_offers':
      return readWaiting(view)
    case 'cart':
      return readCart(view)
    default:
      return null
  }
}

export function cancels(view: View): boolean {
  return CUES.cancel.test(view.plain)
}

function readOffers(view: View): Understanding | null {
  const asksHelp = CUES.help.test(view.plain) && view.mentions.length === 0
  if (asksHelp) return understood('help')
  if (cancels(view) || /^(?:aucune?|none|rien)\b|^(?:non|no)(?: merci)?$/.test(view.bare)) return understood('cancel')
  const choice = readOfferChoice(view)
  if (choice === null) return CUES.track.test(view.plain) ? understood('track') : null
  return CUES.pay.test(view.plain) && paymentMethod(view.plain) !== null ? { ...choice, also: ['pay'] } : choice
}

function readAwaitingLocation(view: View): Understanding | null {
  if (cancels(view)) return understood('cancel')
  if (CUES.help.test(view.plain)) return understood('help')
  if (isGreeting(view.bare) || CUES.price.test(view.plain)) return null
  const place = readLocation(view)
  const orders =
    orderEvidence(view).asks &&
    (place.slots.commune === null ||
      view.mentions.some((mention) => mention.quantity !== null && mention.units !== null))
  return orders ? null : place
}

const PAID =
  /\b(?:j ai|on a|c est|deja) (?:deja )?(?:paye|envoye|transfere|regle|fait|verse)\b|\bi (?:have )?(?:paid|sent)\b|\bje viens de\b|\bpaiement (?:effectue|fait|ok)\b|\bpaid\b/

const SETTLED = /\b(?:ai|a|est|avons|deja|viens de) (?:deja |tout )?(?:paye\w*|regle\w*)\b|\bi (?:have )?paid\b/

function readPaying(view: View): Understanding | null {
  const paid = PAID.test(view.plain)
  if (!paid && cancels(view)) return understood('cancel')
  const type = disputeType(view)
  // "mon réseau est gâté": nothing of ours is.
  const isOurs = type !== 'damaged' || view.mentions.length > 0
  if (type !== null && isOurs && !CUES.pay.test(view.plain)) return readDispute(view, type)
  const method = paymentMethod(view.plain)
  if (!paid && method === null && !CUES.pay.test(view.plain)) return null
  return paymentOf(view)
}

/** A payment announced, asked for or made: by which means, how much. */
export function paymentOf(view: View): Understanding {
  const method = paymentMethod(view.plain)
  // "wave 0707070707" is a phone: nobody pays ten million for drinks.
  const amount = readAmounts(view.reading.tokens).find((each) => each.is === 'money' && each.value < 10_000_000)
  const slots: Slots = { method }
  if (amount !== undefined) slots.amountXof = amount.value
  if (PAID.test(view.plain)) slots.claimedPaid = true
  return understood('pay', slots)
}

function readDelivering(view: View): Understanding | null {
  const type = disputeType(view)
  const asking = CUES.track.test(view.plain) || /\?/.test(view.plain)
  if (cancels(view) && view.mentions.length === 0) return understood('cancel')
  if (type === null && SETTLED.test(view.plain)) return paymentOf(view)
  if (type !== null && (type !== 'missing' || (view.mentions.length > 0 && !asking)))
    return withReceipt(readDispute(view, type), view)
  if (asking && !/\b(?:tout est|bien recu|j ai (?:bien )?recu|got everything)\b/.test(view.plain))
    return CUES.price.test(view.plain) && !CUES.track.test(view.plain) ? null : trackOf(view)
  if (CUES.received.test(view.plain) || CUES.confirm.test(view.bare) || countsDelivery(view))
    return understood('delivery_confirm')
  return null
}

/** "5 flag et 2 coca", the very goods of the order under way: the count of what came. */
function countsDelivery(view: View): boolean {
  const ordered = view.situation.state.order?.items ?? []
  return (
    view.mentions.length > 0 &&
    view.mentions.every((mention) =>
      ordered.some((line) => mention.candidates.includes(line.product) && mention.quantity === line.quantity),
    )
  )
}

function withReceipt(dispute: Understanding, view: View): Understanding {
  return /\b(?:bien )?recu\b/.test(view.plain) && !/\bpas (?:encore )?recu\b/.test(view.plain)
    ? { ...dispute, also: ['delivery_confirm'] }
    : dispute
}

export function trackOf(view: View): Understanding {
  const ref = view.situation.state.order?.ref
  const named =
    ref !== undefined &&
    new RegExp(`\\b${ref.toLowerCase().replace(/[^a-z0-9]/g, '')}\\b`).test(
      view.reading.normalised.replace(/\b([a-z]) (\d+)\b/g, '$1$2'),
    )
  return understood('track', named ? { order: ref } : {})
}

function readDelivered(view: View): Understanding | null {
  const type = disputeType(view)
  const rating = readRating(view)
  if (type !== null && (rating?.slots.score == null || view.mentions.length > 0)) {
    const dispute = withReceipt(readDispute(view, type), view)
    return rating?.slots.score == null ? dispute : { ...dispute, also: ['rate'] }
  }
  if (/^(?:\d{1,3}|zero)$/.test(view.bare) && rating?.slots.score == null) return scoreWanted(view)
  if (rating !== null && rating.slots.score != null) return type === null ? rating : { ...rating, also: ['dispute'] }
  if (type === null && SETTLED.test(view.plain)) return paymentOf(view)
  if (CUES.repeat.test(view.plain)) return null
  if (rating !== null) return rating
  if (isGreeting(view.bare)) return understood('greet')
  if (CUES.received.test(view.plain)) return understood('delivery_confirm')
  return CUES.track.test(view.plain) ? trackOf(view) : null
}

function readWaiting(view: View): Understanding | null {
  if (cancels(view)) return understood('cancel')
  if (CUES.track.test(view.plain)) return trackOf(view)
  // "le moins cher" before the first offer: the choice is wanted, not a discount.
  const prefer = view.mentions.length === 0 && view.bare.split(' ').length <= 4 ? preferenceIn(view.plain) : null
  if (prefer !== null) return understood('offer_choose', { prefer })
  // A question that asks for nothing else while offers are awaited is about the offers.
  const order = orderEvidence(view)
  return /\?/.test(view.plain) &&
    view.mentions.length === 0 &&
    !order.asks &&
    !CUES.help.test(view.plain) &&
    !CUES.price.test(view.plain)
    ? trackOf(view)
    : null
}

function readCart(view: View): Understanding | null {
  const { plain, bare } = view
  if (isStory(plain)) return unknown('smalltalk')
  if (CUES.help.test(plain) && /\?/.test(plain) && view.mentions.length === 0) return understood('help')
  const change = readCartChange(view)
  const fruitful = change !== null && (change.lines.length > 0 || change.clarifications.length > 0)
  const asksPrice = CUES.price.test(plain) || CUES.discount.test(plain) || CUES.deposit.test(plain)
  const certain = fruitful && change.lines.some((line) => line.quantity !== null)
  const removes = fruitful && change.intent === 'cart_remove'
  if (fruitful && (certain || removes || !(asksPrice || CUES.cartShow.test(plain) || CUES.catalogue.test(plain)))) {
    if (change.intent !== 'cart_add' || view.mentions.length === 0 || orderEvidence(view).asks)
      return withAfterthoughts(change, view)
  }
  if (CUES.help.test(plain)) return understood('help')
  if (CUES.cartShow.test(plain) && !/\b(?:vide|annul)/.test(plain) && !(view.mentions.length > 0 && asksPrice))
    return understood('cart_show')
  if (asksPrice) return readPrice(view)
  // "le coca c'est plus la peine": what is given up is that line, not the cart.
  if (cancels(view)) return readCartAs(view, 'cart_remove') ?? understood('cancel')
  if (CUES.repeat.test(plain) && view.situation.state.lastOrder !== undefined) return readRepeat(view)
  if (view.mentions.length === 0 && (CUES.confirm.test(bare) || CUES.confirming.test(plain) || /✓/.test(plain)))
    return understood('confirm')
  return null
}

/** "... puis tu valides", "et donne moi le total": said after the lines. */
function withAfterthoughts(change: Understanding, view: View): Understanding {
  const also = [...change.also]
  if (/\b(?:valid\w*|confirm\w*)\b/.test(view.plain)) also.push('confirm')
  if (/\b(?:total|recap\w*|panier)\b/.test(view.plain)) also.push('cart_show')
  if (CUES.price.test(view.plain)) also.push('price_query')
  return { ...change, also }
}
