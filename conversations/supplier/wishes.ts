import type { Bid, SupplierSaid, Wish } from './dialogue.ts'

// From what was understood to what the depot wants done to an order.

const READY = /\bpr[eêé]te?s?\b|\bready\b|\bfini|\btermin/i
const PLAIN_YES = /^\W*(?:oui|yes|ok|d'accord|daccord)\W*(?:distri\W*)?#?\d*\W*$/i
const PLAIN_NO = /^\W*(?:non|no)\W*#?\d*\W*$/i
// At most a short sentence: "payé cash", "espèces reçues 1042".
const IN_CASH = /^.{0,30}\b(?:cash|esp[eè]ces?|liquide)\b.{0,20}$/i
// The number of a short form that was not understood as one.
const SHORT_FORM = /^\W*(?:oui|non|cash|yes|no|annuler?|retirer?|retrait|cancel|withdraw)\W*#?(\d{1,6})\W*$/i
const TAKE_BACK = /^\W*(?:j'|je )?(?:annuler?|retirer?|retrait|cancel|withdraw)\W*#?\d*\W*$/i
// "30", "30 mn", "500 F", "1042 500 30": numbers too small to be read as a price by themselves.
const SMALL_NUMBERS =
  /^\W*(?:(\d{4,6})\W+)?(\d{1,3})\s*(f|fcfa|cfa|mn|min|minutes?)?(?:\W+(\d{1,3})\s*(?:mn|min|minutes?)?)?\W*$/i
/** A delay is told in minutes up to three hours; a price is never so small. */
const LONGEST_DELAY = 180
const CASH = /^\W*cash\W*#?(\d+)?\W*$/i

/** The order the message names, as written; null when it names none. */
export function referenceOf({ heard, text, known }: SupplierSaid): string | null {
  const named = heard.slots.order ?? SHORT_FORM.exec(text)?.[1]
  if (named !== undefined && named !== null) return named
  // "85000 30" begins with a price, "1042 500" with a number that is open.
  const first = SMALL_NUMBERS.exec(text)?.[1]
  return known.view.requests.some(({ number }) => String(number) === first) ? (first ?? null) : null
}

/** Yes or no, whatever the dialogue expected; null when it is neither. */
export function yesOrNo({ heard, text }: SupplierSaid): boolean | null {
  // A choice pressed comes with the intent confirm, whatever was chosen.
  if (heard.slots.answer?.option !== undefined) return null
  if (heard.slots.answer?.yes !== undefined) return heard.slots.answer.yes
  if (heard.intent === 'confirm' || PLAIN_YES.test(text)) return true
  if (heard.intent === 'bid_decline' || heard.intent === 'cancel' || PLAIN_NO.test(text)) return false
  return null
}

/** 18:30 said at 18:00 is 30 minutes; an hour that is past means tomorrow. Abidjan keeps UTC. */
function minutesUntil(now: Date, hour: number, minute: number): number {
  const today = now.getUTCHours() * 60 + now.getUTCMinutes()
  const wait = hour * 60 + minute - today
  return wait > 0 ? wait : wait + 24 * 60
}

function delayOf({ heard, known }: SupplierSaid): number | null {
  const { etaMinutes, etaAt } = heard.slots
  if (etaMinutes !== undefined && etaMinutes !== null) return etaMinutes > 0 ? Math.round(etaMinutes) : null
  return etaAt ? minutesUntil(known.now, etaAt.hour, etaAt.minute) : null
}

function readBid(said: SupplierSaid): Wish {
  const { heard } = said
  const limited = heard.lines.flatMap((line) =>
    line.quantity === null ? [] : [{ product: line.product, unit: line.packaging, quantity: line.quantity }],
  )
  const missing = heard.slots.missing ?? []
  const unclear = heard.clarifications.some((question) => question.reason !== 'price')
  return {
    kind: 'bid',
    price: heard.slots.priceXof ?? null,
    minutes: delayOf(said),
    partial: heard.slots.partial === true || missing.length > 0 || limited.length > 0 || unclear,
    missing,
    limited,
  }
}

export interface ReadWish {
  readonly wish: Wish
  readonly reference: string | null
}

function wishOf(said: SupplierSaid): Wish | null {
  const { heard, text } = said
  const { slots } = heard
  if (CASH.test(text)) return { kind: 'cash' }
  switch (heard.intent) {
    case 'bid':
      return PLAIN_YES.test(text) && (slots.priceXof ?? null) === null ? { kind: 'yes' } : readBid(said)
    case 'confirm':
      return slots.answer?.option === undefined ? { kind: 'yes' } : null
    case 'bid_decline':
      // One of several products is lacking: what the rest would cost is asked.
      return slots.missing === undefined ? { kind: 'no' } : readBid(said)
    case 'cancel':
      return { kind: 'takeBack' }
    case 'status_preparing':
      return { kind: 'preparing', ready: READY.test(text) }
    case 'status_out':
      return { kind: 'road', minutes: delayOf(said) }
    case 'status_delivered':
      return { kind: 'delivered', code: slots.code ?? null }
    case 'rate':
      return { kind: 'rate', score: slots.score ?? null, comment: slots.reasonText ?? null }
    case 'dispute':
      return { kind: 'dispute', about: slots.disputeType ?? null, words: text }
    case 'pay':
    case 'unknown':
      return inPlainWords(said) ?? inSmallNumbers(said)
    default:
      return null
  }
}

/** What is left to say in a word: oui, non, payé cash. */
function inPlainWords({ text, heard }: SupplierSaid): Wish | null {
  if (heard.slots.answer?.option !== undefined) return null
  if (heard.slots.method === 'cash' || IN_CASH.test(text)) return { kind: 'cash' }
  if (TAKE_BACK.test(text)) return { kind: 'takeBack' }
  if (PLAIN_YES.test(text)) return { kind: 'yes' }
  return PLAIN_NO.test(text) ? { kind: 'no' } : null
}

/** The price or the delay that a small number is, while a request is open: "30" after "1042 85000" is the delay. */
function inSmallNumbers({ text, known, heard }: SupplierSaid): Wish | null {
  const { requests } = known.view
  const found = SMALL_NUMBERS.exec(text)
  if (found === null || requests.length === 0 || heard.slots.answer?.option !== undefined) return null
  const [, reference, first, unit, second] = found
  if (reference !== undefined && !requests.some(({ number }) => String(number) === reference)) return null
  const number = Number(first)
  const minutes = second === undefined ? null : Number(second)
  const isOffered = requests.some(
    ({ number: one, offer }) => offer !== null && (reference === undefined || String(one) === reference),
  )
  const isDelay = minutes === null && number >= 5 && number <= LONGEST_DELAY && (isOffered || /^m/i.test(unit ?? ''))
  if (isDelay) return { ...BARE_BID, minutes: number }
  // A digit or two without a request to answer to is no price.
  return number < 100 && minutes === null ? null : { ...BARE_BID, price: number, minutes }
}

const BARE_BID = { kind: 'bid', price: null, minutes: null, partial: false, missing: [], limited: [] } as const

const ONE_BID =
  /(?<!\d)(\d{4,6})\W+(\d[\d.,]*)\s*(k)?\s*(?:f|fcfa|cfa)?(?:\W+(\d{1,3})\s*(?:mn|min|minutes?)?)?(?!\d)/gi

/** "1042 85000 30 / 1043 45000 20": the bids of one message on several requests; empty when it is on one. */
export function bidsIn({ text, known }: SupplierSaid): readonly { readonly bid: Bid; readonly number: number }[] {
  const found = [...text.matchAll(ONE_BID)].map(([, reference, digits = '', thousand, minutes]) => {
    const price = Number(digits.replaceAll(/\D/g, '')) * (thousand === undefined ? 1 : 1000)
    const delay = minutes === undefined ? null : Number(minutes)
    return { number: Number(reference), bid: { ...BARE_BID, price, minutes: delay } }
  })
  const isAboutRequests = found.some(({ number }) => known.view.requests.some((one) => one.number === number))
  return isAboutRequests && new Set(found.map(({ number }) => number)).size > 1 ? found : []
}

/** What is wanted and of which order; null when the message is about none. */
export function readWish(said: SupplierSaid): ReadWish | null {
  const wish = wishOf(said)
  return wish === null ? null : { wish, reference: referenceOf(said) }
}
