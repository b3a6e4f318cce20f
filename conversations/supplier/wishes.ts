import type { SupplierSaid, Wish } from './dialogue.ts'

// From what was understood to what the depot wants done to an order.

const READY = /\bpr[eêé]te?s?\b|\bready\b|\bfini|\btermin/i
const PLAIN_YES = /^\W*(?:oui|yes|ok|d'accord|daccord)\W*(?:distri\W*)?#?\d*\W*$/i
const PLAIN_NO = /^\W*(?:non|no)\W*#?\d*\W*$/i
// At most a short sentence: "payé cash", "espèces reçues 1042".
const IN_CASH = /^.{0,30}\b(?:cash|esp[eè]ces?|liquide)\b.{0,20}$/i
// The number of a short form that was not understood as one.
const SHORT_FORM = /^\W*(?:oui|non|cash|yes|no|annuler?|retirer?|retrait|cancel|withdraw)\W*#?(\d{1,6})\W*$/i
const TAKE_BACK = /^\W*(?:annuler?|retirer?|retrait|cancel|withdraw)\W*#?\d+\W*$/i
const CASH = /^\W*cash\W*#?(\d+)?\W*$/i

/** The order the message names, as written; null when it names none. */
export function referenceOf({ heard, text }: SupplierSaid): string | null {
  return heard.slots.order ?? SHORT_FORM.exec(text)?.[1] ?? null
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
      return { kind: 'no' }
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
      return inPlainWords(said)
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

/** What is wanted and of which order; null when the message is about none. */
export function readWish(said: SupplierSaid): ReadWish | null {
  const wish = wishOf(said)
  return wish === null ? null : { wish, reference: referenceOf(said) }
}
