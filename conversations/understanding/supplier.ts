import { readAmounts } from './amounts.ts'
import { lackedOfMore, readBid, readPriceAndDelay } from './bids.ts'
import { codeIn } from './codes.ts'
import { anyOf } from './cue-phrases.ts'
import { isAboutElse } from './evidence.ts'
import { isGreeting } from './greetings.ts'
import type { Guess } from './intent-model.ts'
import { askedLanguage } from './languages.ts'
import { isStory, noiseKind } from './noise.ts'
import { paymentMethod } from './payment-methods.ts'
import { readRating } from './ratings.ts'
import { type ReferenceRead, readReference } from './references.ts'
import { lookAgain } from './second-look.ts'
import { sharedIntent } from './shared-cues.ts'
import { readStock } from './stock.ts'
import { SUPPLIER_CUES as CUES } from './supplier-cues.ts'
import { readKeyword } from './supplier-keywords.ts'
import type { Intent, Slots, Understanding } from './types.ts'
import { understood, unknown, type View, viewOf } from './view.ts'

/** What a depot means: the short forms first, then free text by what is open. */
export function readSupplier(whole: View): Understanding {
  if (whole.plain === '') return unknown('empty')
  const reference = readReference(whole.reading.normalised, whole.situation.state)
  const view = without(reference, whole)
  const keyword = readKeyword(view, reference)
  if (keyword !== null) return keyword
  const { context } = view.situation
  const shared = sharedIntent(view.plain, view.bare)
  if (shared === 'language') {
    const language = askedLanguage(view.plain)
    return understood('language', language === null ? {} : { language })
  }
  if (shared === 'help' && context === 'sup_rfq' && reference.order !== null) return understood('help')
  if (
    shared === 'stop' &&
    view.bare !== 'stop' &&
    /\b(?:demandes?|commandes?|requests?|week ?end|ferm\w+|jusqu)\b/.test(view.plain)
  )
    return understood('pause')
  if (shared === 'stop' && context === 'sup_rfq' && /\binteress/.test(view.plain))
    return understood('bid_decline', { order: reference.order })
  if (shared === 'start' && context === 'sup_paused') return understood('resume')
  if (shared === 'call_me' && view.bare !== 'appel') return understood('human_agent')
  if (shared !== null && !(shared === 'human_agent' && readPriceAndDelay(view).priceXof !== null))
    return understood(shared)
  return lookAgain(view, readByRules(view, reference), (guess) => readSupplierAs(guess, view, reference))
}

/** The text without the order that it names, whose digits count nothing. */
export function withoutReference(whole: View): View {
  return without(readReference(whole.reading.normalised, whole.situation.state), whole)
}

function without({ rest }: ReferenceRead, whole: View): View {
  return rest === whole.reading.normalised ? whole : viewOf(rest, whole.situation, whole.knowledge)
}

function readByRules(view: View, reference: ReferenceRead): Understanding {
  const noise = noiseKind(view.plain)
  if (noise !== null && !isBusiness(view))
    return { ...unknown(noise), slots: noise === 'injection' ? { kind: noise, injection: true } : { kind: noise } }
  if (isGreeting(view.bare) && view.mentions.length === 0) return understood('greet')
  const read = inContext(view, reference)
  return read ?? anywhere(view, reference)
}

/** A text read as the intent that the model found; null when the text has not what that intent needs. */
function readSupplierAs(guess: Guess, view: View, { order }: ReferenceRead): Understanding | null {
  switch (guess.intent) {
    case 'bid':
      return readBid(view, order)
    case 'bid_decline':
      return readDecline(view, order)
    case 'status_preparing':
    case 'status_out':
      return understood(guess.intent, { order })
    case 'status_delivered':
      return deliveredWith(order, codeIn(view))
    case 'stock_declare':
      return stockTold(view)
    case 'pause':
      return pauseOf(view)
    case 'summary':
      return summaryOf(view)
    case 'unknown':
      return unknown('smalltalk')
    default:
      return understood(guess.intent)
  }
}

function isBusiness(view: View): boolean {
  const { context } = view.situation
  if (context === 'sup_paused') return CUES.resume.test(view.plain)
  if (/\bpromo|\bgagn|\bpartag|\btransf|\bcommission\b/.test(view.plain)) return false
  return (
    (context === 'sup_rfq' && (readPriceAndDelay(view).priceXof !== null || CUES.decline.test(view.plain))) ||
    (view.mentions.length > 0 && CUES.stock.test(view.plain))
  )
}

function inContext(view: View, reference: ReferenceRead): Understanding | null {
  switch (view.situation.context) {
    case 'sup_rfq':
      return readRequest(view, reference)
    case 'sup_order':
      return readProgress(view, reference)
    case 'sup_paused':
      return CUES.resume.test(view.plain) && !/\bencore ferme|\bpas (?:encore )?(?:ouvert|dispo)/.test(view.plain)
        ? understood('resume')
        : null
    default:
      return null
  }
}

/** An answer to an open request: an offer, a refusal, or a question. */
function readRequest(view: View, reference: ReferenceRead): Understanding | null {
  const { order } = reference
  const { priceXof, etaMinutes, etaAt } = readPriceAndDelay(view)
  if (priceXof !== null && priceXof > 0 && !isStockTalk(view, order)) {
    const bid = readBid(view, order)
    return reference.others.length > 0 && CUES.decline.test(view.plain) ? { ...bid, also: ['bid_decline'] } : bid
  }
  if (CUES.help.test(view.plain) && /\b(?:comment|how|quoi)\b/.test(view.plain) && view.mentions.length === 0)
    return understood('help')
  if (CUES.decline.test(view.plain)) return readDecline(view, order)
  if (CUES.accept.test(view.plain) || ((etaMinutes !== null || etaAt != null) && order !== null) || priceXof === 0)
    return readBid(view, order)
  if (order !== null && view.bare === '') return readBid(view, order)
  if (order !== null && lackedOfMore(view, order).length > 0) return readDecline(view, order)
  return null
}

/** "j'ai pas beaufort ce soir" to a request of four products declines that one: `missing` is there when it is not all. */
function readDecline(view: View, order: string | null): Understanding {
  const missing = lackedOfMore(view, order)
  return understood('bid_decline', { order, ...(missing.length > 0 && { missing }) })
}

function isStockTalk(view: View, order: string | null): boolean {
  return (
    order === null &&
    /\bstock\b|\barrivage\b|\ble (?:casier|carton|pack|kilo)\b/.test(view.plain) &&
    view.mentions.length > 0
  )
}

/** Progress of an order that was won. */
function readProgress(view: View, { order }: ReferenceRead): Understanding | null {
  const { plain } = view
  if (CUES.help.test(plain) && /\b(?:comment|how|quoi)\b/.test(plain) && !/\d/.test(plain)) return understood('help')
  const code = codeIn(view)
  const delivered = CUES.delivered.test(plain)
  const out = CUES.out.test(plain)
  const future = /\b(?:sera|va etre|bientot|pas encore|will be|en train)\b/.test(plain)
  if (delivered && !future && !(out && code === null && !/\b(?:livree?s?|delivered)\b/.test(plain)))
    return deliveredWith(order, code)
  if (code !== null && (delivered || order !== null || view.bare === code)) return deliveredWith(order, code)
  const bid = readPriceAndDelay(view)
  if (out && !/\b(?:ca sort|va (?:sortir|partir)|bientot)\b/.test(plain)) {
    const slots: Slots = { order }
    if (bid.etaMinutes !== null) slots.etaMinutes = bid.etaMinutes
    return understood('status_out', slots)
  }
  if (CUES.preparing.test(plain)) return understood('status_preparing', { order })
  if (out) return understood('status_out', { order })
  return null
}

function deliveredWith(order: string | null, code: string | null): Understanding {
  const result = understood('status_delivered', { order, code })
  if (code !== null) return result
  return {
    ...result,
    clarifications: [{ text: 'code', candidates: [], quantity: null, packaging: null, reason: 'code' }],
  }
}

function anywhere(view: View, reference: ReferenceRead): Understanding {
  const { plain } = view
  const { order } = reference
  const { context } = view.situation
  const askingHow =
    CUES.help.test(plain) && /\b(?:comment|how|quoi)\b/.test(plain) && !/\bcombien\b|\bcommande quoi\b/.test(plain)
  if (askingHow) return understood('help')
  const stock = stockTold(view)
  if (stock !== null) return stock
  if (CUES.summary.test(plain)) return summaryOf(view)
  if (CUES.pause.test(plain) && context !== 'sup_paused' && !/\bpourquoi\b/.test(plain)) return pauseOf(view)
  if (context !== 'sup_order' && CUES.delivered.test(plain) && /\bcode\b|\blivre\b/.test(plain))
    return deliveredWith(order, codeIn(view))
  if (
    context === 'sup_idle' &&
    CUES.resume.test(plain) &&
    /\b(?:reprise|reouv|rouvert|de retour|back|reactiv|fin de pause)\b/.test(plain)
  )
    return understood('resume')
  if (view.situation.context === 'sup_order' && readRating(view)?.slots.score != null) return unknown(undefined, 0.3)
  if (/\b(?:pay\w*|recu\w*|encaiss\w*)\b/.test(plain) && paymentMethod(plain) !== null)
    return understood('pay', { method: paymentMethod(plain), order })
  if (isGreeting(view.bare)) return understood('greet')
  if (noiseKind(plain) !== null) return unknown(noiseKind(plain) ?? undefined)
  const amount = readAmounts(view.reading.tokens).find((each) => each.is === 'money')
  const intent: Intent = 'unknown'
  return amount === undefined ? unknown(undefined, 0.3) : { ...understood(intent, { amountXof: amount.value }, 0.3) }
}

/** What a depot says of its stock; null in a tale, where goods and numbers are somebody else's. */
function stockTold(view: View): Understanding | null {
  if (view.mentions.length === 0 || isAboutElse(view) || (isStory(view.plain) && !OWN_STOCK.test(view.plain)))
    return null
  const stock = readStock(view)
  return stock.lines.length > 0 || stock.clarifications.length > 0 ? stock : null
}

const OWN_STOCK = anyOf(
  'stock|arrivage|recu|reste|dispo*|j ai|nous avons|on a(?! vendu)|prix|le (?:casier|carton|pack|kilo)',
)

function summaryOf({ plain }: View): Understanding {
  const owed = /\bsolde\b|\bbalance\b|\bdoi[ts]\b|\bdevez\b/.test(plain)
  return understood('summary', { summary: owed ? 'balance' : 'day' })
}

function pauseOf(view: View): Understanding {
  const delay = readAmounts(view.reading.tokens).find((amount) => amount.is === 'minutes')
  return understood('pause', delay === undefined ? {} : { pauseMinutes: delay.value })
}
