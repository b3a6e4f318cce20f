import { readLocation, readPrice } from './client-answers.ts'
import { cancels, readInContext, trackOf } from './client-contexts.ts'
import { CUES } from './client-cues.ts'
import { anyOf } from './cue-phrases.ts'
import { disputeType, readDispute } from './disputes.ts'
import { asksPriceOf, orderEvidence } from './evidence.ts'
import { namedCategory } from './generics.ts'
import { HAIL, isGreeting } from './greetings.ts'
import { askedLanguage } from './languages.ts'
import { isGibberish, isStory, noiseKind } from './noise.ts'
import { readOrder } from './ordering.ts'
import { paymentMethod } from './payment-methods.ts'
import { readRating } from './ratings.ts'
import { readRepeat } from './repeating.ts'
import { lookAgain, readClientAs } from './second-look.ts'
import { sharedIntent } from './shared-cues.ts'
import { readWishAfterTale } from './tale-and-wish.ts'
import type { Intent, Understanding, UnknownKind } from './types.ts'
import { understood, unknown, type View } from './view.ts'

/** What a client means. The first rule that knows answers; the order is that of the data's README. */
export function readClient(view: View): Understanding {
  if (view.plain === '') return unknown('empty')
  const early = readSigns(view) ?? readOwnWords(view) ?? readShared(view)
  // A wish for a person is told in whole sentences, in which other wishes are told too.
  const settled = early?.intent !== 'human_agent' || view.bare.split(' ').length <= 3
  if (early !== null) return settled ? early : lookAgain(view, early, (guess) => readClientAs(guess, view))
  return lookAgain(view, readByRules(view), (guess) => readClientAs(guess, view))
}

function readByRules(view: View): Understanding {
  const { plain, bare, situation } = view
  const { context } = situation
  const noise = noiseKind(plain)
  if (noise === 'injection') return readInjection(view)
  const wish = noise === 'smalltalk' || isStory(plain) ? readWishAfterTale(view) : null
  if (wish !== null) return wish
  if (noise !== null) return despite(noise, view) ?? isHuman(view) ?? { ...unknown(noise), ...informativeAlso(view) }
  if (/^\[ note/.test(plain) && (readOrder(view)?.lines ?? []).length === 0) return unknown('voice_note')
  if (HAIL.test(bare) && isGreeting(bare) && view.mentions.length === 0) return understood('greet')
  if (context === 'stopped' && !isGreeting(bare)) return readStopped(view)
  const contextual = readInContext(view)
  if (contextual !== null) return contextual
  return readAnywhere(view)
}

/** What our own messages ask to write ("commande 1042", "note 5"): the same wherever the dialogue is. */
function readOwnWords({ bare, situation }: View): Understanding | null {
  const order = /^(?:commande|order) (?:n |no |numero )?(\d{3,6})$/.exec(bare)?.[1]
  if (order !== undefined) return understood('track', { order })
  const score = /^(?:note|rate) ([1-5])(?: (?:sur )?5)?$/.exec(bare)?.[1]
  return score === undefined || situation.context === 'cart' ? null : understood('rate', { score: Number(score) })
}

/** Drinks shout about football too: a real order with a remark on the match stays an order. */
function despite(noise: UnknownKind, view: View): Understanding | null {
  if (noise !== 'smalltalk' && noise !== 'wrong_number')
    return noise === 'insult' || noise === 'legal' ? complaint(view) : null
  const contextual = readInContext(view)
  // "qui a gagné, Asec ou Africa ?" asks nothing about an order.
  const isBusiness = contextual !== null && BUSINESS.has(contextual.intent)
  if (isBusiness && (contextual.intent !== 'track' || CUES.track.test(view.plain))) return contextual
  const order = readOrder(view)
  const strong = order !== null && order.lines.length > 0 && CUES.ask.test(view.plain)
  return strong && !isStory(view.plain) ? readAnywhere(view) : null
}

const BUSINESS: ReadonlySet<Intent> = new Set<Intent>([
  'cancel',
  'dispute',
  'delivery_confirm',
  'track',
  'pay',
  'offer_choose',
  'rate',
  'confirm',
  'repeat_last',
])

/** Angry words about goods that came are a complaint about the order. */
function complaint(view: View): Understanding | null {
  const type =
    view.situation.context === 'delivered' || view.situation.context === 'delivering' ? disputeType(view) : null
  return type === null ? null : readDispute(view, type)
}

function informativeAlso(view: View): { also: Intent[] } {
  return { also: /\b(?:rappel|appel)/.test(view.plain) ? ['human_agent'] : [] }
}

function isHuman(view: View): Understanding | null {
  return sharedIntent(view.plain, view.bare) === 'human_agent' ? understood('human_agent') : null
}

/** Thumbs, stars, question marks, laughter: messages without a word. */
function readSigns(view: View): Understanding | null {
  const { plain, situation } = view
  if (/[a-z0-9]/.test(plain)) return null
  const { context } = situation
  if (/⭐/.test(plain) && (context === 'delivered' || context === 'delivering')) return readRating(view)
  if (/✓/.test(plain)) return confirmIn(context)
  if (/\?/.test(plain)) return understood(/waiting|delivering|delivered/.test(context) ? 'track' : 'help')
  if (/😂/.test(plain)) return unknown('smalltalk')
  return unknown('gibberish')
}

function confirmIn(context: string): Understanding {
  if (context === 'delivering' || context === 'delivered') return understood('delivery_confirm', {}, 0.7)
  return understood('confirm', {}, context === 'cart' ? 0.95 : 0.6)
}

function readShared(view: View): Understanding | null {
  const intent = sharedIntent(view.plain, view.bare)
  if (intent === null) return null
  const { context, state } = view.situation
  if (/^(?:change_|language|profile)/.test(intent) && view.mentions.length > 0) return null
  if (intent === 'stop' && /\btout\b/.test(view.bare) && context !== 'idle' && context !== 'stopped')
    return understood('cancel')
  if (
    intent === 'stop' &&
    /\b(?:commande|demande|livraison|payer|order|panier)\b/.test(view.plain) &&
    !/messages?|sms|recevoir/.test(view.plain)
  )
    return understood('cancel')
  if (intent === 'start' && context !== 'stopped' && view.bare !== 'start') return understood('start', {}, 0.7)
  if (
    intent === 'human_agent' &&
    orderEvidence(view).asks &&
    view.mentions.length > 0 &&
    !/\b(?:agent|humain|responsable)\b/.test(view.plain)
  )
    return null
  if (intent === 'human_agent' && context === 'awaiting_location')
    return /^(?:.{0,60})\b(?:agent|humain|responsable|parler)\b/.test(view.plain) ? understood('human_agent') : null
  if (intent === 'language') {
    const language = askedLanguage(view.plain)
    return understood('language', language === null ? {} : { language })
  }
  if (intent === 'back' && state.offers === undefined) return understood('back')
  return understood(intent)
}

/** An instruction to the machine changes nothing; an order beside it is kept and marked. */
function readInjection(view: View): Understanding {
  const order = readOrder(view)
  const cautious = order !== null && order.lines.length > 0
  return cautious
    ? { ...order, slots: { ...order.slots, injection: true }, confidence: 0.6 }
    : { ...unknown('injection', 0.9), slots: { kind: 'injection', injection: true } }
}

const START = anyOf(`
  start|ok*|oui|yes|back|again|je suis la|turn me|continuer|resume|retour|nouveau
  (?:re)?activ*|demarr*|redemarr*|reconnect*|rejoin*|recommenc*|recommander|reouvr*|rouvr*|rouvert*
  reprend*|reprenez|remet*|reinscri*|(?:re)?abonn*|(?:re)?subscribe|revoir|revenir*|recevoir
`)

function readStopped(view: View): Understanding {
  const order = readOrder(view)
  if (START.test(view.plain)) return understood('start')
  return order ?? readAnywhere(view)
}

function readAnywhere(view: View): Understanding {
  const { plain, bare, situation } = view
  const { state, context } = situation
  if (
    CUES.repeat.test(plain) &&
    !view.mentions.some((mention) => mention.quantity !== null && state.lastOrder === undefined) &&
    !likensGoods(view)
  )
    return readRepeat(view)
  const order = readOrder(view)
  const asksPrice = CUES.price.test(plain) || CUES.discount.test(plain) || CUES.deposit.test(plain)
  if (
    CUES.catalogue.test(plain) &&
    !(order !== null && order.lines.length > 0) &&
    !view.mentions.some((mention) => mention.quantity !== null)
  )
    return listOf(view)
  if (
    order !== null &&
    order.lines.length > 0 &&
    (asksFeeBeside(view) ||
      !((CUES.price.test(plain) || CUES.deposit.test(plain)) && order.lines.every((line) => line.quantity === 1))) &&
    !asksPriceOf(view)
  ) {
    const also: Intent[] = CUES.price.test(plain) ? ['price_query'] : /\bje te gere\b|\bpay/.test(plain) ? ['pay'] : []
    return { ...order, also }
  }
  // "les tarifs des bières".
  const kinds =
    view.mentions.length > 0 && view.mentions.every((mention) => mention.generic && mention.quantity === null)
  if (asksPrice && kinds && /\b(?:tarifs|prices|liste|prix) (?:des|de vos|of|for)\b/.test(plain)) return listOf(view)
  if (
    asksPrice &&
    (view.mentions.length > 0 || CUES.fee.test(plain) || CUES.discount.test(plain) || CUES.deposit.test(plain))
  )
    return readPrice(view)
  if (order !== null) return order
  if (CUES.catalogue.test(plain)) return listOf(view)
  if (asksPrice && CUES.price.test(plain) && bare.split(' ').length < 8) return readPrice(view)
  if (CUES.help.test(plain)) return understood('help')
  if (cancels(view) && (context !== 'idle' || /\b(?:commande|annul)/.test(plain))) return understood('cancel')
  if (isGreeting(bare)) return understood('greet')
  if (
    CUES.cartShow.test(plain) &&
    /\bpanier|\brecap|\bcart\b|\bma commande\b/.test(plain) &&
    (context !== 'delivering' || /\bpanier|\bcart\b/.test(plain))
  )
    return understood('cart_show')
  if (
    CUES.track.test(plain) &&
    /\b(?:commande|livreur|livraison|boissons|order|delivery|suivi|tricycle|colis|marchandise)\b/.test(plain)
  )
    return trackOf(view)
  if (/^\[? ?note vocale|^\[ ?note/.test(plain)) return unknown('voice_note')
  const place = /\b(?:je suis|on est|nous sommes|livrez|mon (?:bar|maquis) est)\b.{0,10}\b(?:a|au|aux)\b/.test(plain)
    ? readLocation(view)
    : null
  if (place !== null && place.slots.commune != null) return place
  if (CUES.confirm.test(bare) && bare.split(' ').length < 5) return confirmIn(context)
  if (CUES.pay.test(plain) && paymentMethod(plain) !== null && bare.split(' ').length < 8)
    return understood('pay', { method: paymentMethod(plain) }, 0.6)
  if (isGibberish(plain)) return unknown('gibberish')
  return unknown(undefined, 0.3)
}

/** "1 carton de codys, et la livraison c'est combien ?": the goods are ordered, the price asked for is another. */
function asksFeeBeside({ plain, mentions, reading }: View): boolean {
  const behind = reading.offsets[mentions.at(-1)?.end ?? 0] ?? plain.length
  return /^(?:[,;. ]*)(?:et|plus|avec|and) (?:la |le |the )?(?:livraison|delivery)\b/.test(plain.slice(behind))
}

/** "3 flag, coca idem": as many of these as of those, in one message; nothing of an earlier order. */
function likensGoods({ mentions }: View): boolean {
  return mentions.some(
    ({ factor }, at) => factor === 1 && mentions.slice(0, at).some(({ quantity }) => quantity !== null),
  )
}

function listOf(view: View): Understanding {
  const category = namedCategory(view.plain)
  return understood('list_catalogue', category === null ? {} : { category })
}
