import { readClient } from './client.ts'
import { readLocation } from './client-answers.ts'
import { readDeliveryMode, readDeliveryTime } from './delivery-time.ts'
import { phoneIn, readAnswer } from './expectations.ts'
import { isGreeting } from './greetings.ts'
import { withHabits } from './habits.ts'
import type { Knowledge } from './knowledge.ts'
import { guessLanguage } from './languages.ts'
import { LONGEST_READ } from './normalise.ts'
import { preferenceOf } from './offers.ts'
import { readOtherVariant } from './other-variant.ts'
import { readPlace } from './places.ts'
import { readSupplier } from './supplier.ts'
import type { Expectation, Intent, Situation, Slots, Understanding } from './types.ts'
import { besideCourtesy, politeViewOf, unknown, type View, viewOf } from './view.ts'

/** Below this the dialogue asks again; nothing so uncertain may bring lines. */
export const TRUSTED = 0.4

/**
 * Reads one message. Pure, synchronous, never throws, well under a millisecond for texts of a normal length.
 * An answer to `situation.expects` comes in `slots.answer`; another clear request keeps its own intent.
 */
export function understand(text: string, situation: Situation, knowledge: Knowledge): Understanding {
  if (text.length > LONGEST_READ) return unknown('chain', 0.3)
  const asked = /^(?:text|location)$/.test(situation.expects?.kind ?? '')
  const view = asked ? viewOf(text, situation, knowledge) : politeViewOf(text, situation, knowledge)
  return readBesideGreeting(view) ?? readWhole(view, text)
}

function readWhole(view: View, text: string): Understanding {
  const { situation } = view
  const swap = readOtherVariant(view) ?? readRefusalBeforeOk(view)
  if (swap !== null) return swap
  const read = situation.role === 'supplier' ? readSupplier(view) : withHabits(readClient(view), view, text)
  const answered = situation.expects === undefined ? read : withAnswer(read, view, situation.expects)
  const trusted = answered.confidence < TRUSTED ? { ...answered, lines: [] } : answered
  return { ...trusted, slots: { ...extras(view, trusted), ...trusted.slots } }
}

/**
 * "bonsoir ok", "annulez merci": courtesy says nothing, what stands beside it is read. One word that means nothing beside
 * a greeting is a name, and the greeting is what was meant.
 */
function readBesideGreeting(view: View): Understanding | null {
  const { situation } = view
  if (/^(?:text|location)$/.test(situation.expects?.kind ?? '')) return null
  const beside = besideCourtesy(view)
  if (beside === null) return null
  const read = readWhole(beside, beside.reading.normalised)
  const isPlace = read.intent === 'location_text' && read.slots.commune == null
  const says = (read.intent !== 'unknown' && read.intent !== 'greet' && !isPlace) || read.slots.answer !== undefined
  return says || !isGreeting(view.bare) ? { ...read, slots: { ...extras(view, read), ...read.slots } } : null
}

const ENDING_OK =
  /(?<!\b(?:est|sont|suis|va|is|s))[ ,;.!]+(?:(?:ok+(?:ay)?|oki|d'? ?accord|dacc?|entendu|compris)[ ,;.!]*)+$/
const REFUSALS: ReadonlySet<Intent> = new Set<Intent>(['bid_decline', 'cancel', 'cart_remove', 'pause', 'stop'])

/** "plus besoin ok", "rupture malta ok": who refuses and ends in "ok" has not accepted. "sans malta ok" has. */
function readRefusalBeforeOk(view: View): Understanding | null {
  const { situation, knowledge, reading } = view
  const said = reading.normalised.replace(ENDING_OK, '')
  if (said === reading.normalised || !/[a-z]/.test(said) || CONDITION.test(view.plain)) return null
  const read = readWhole(viewOf(said, situation, knowledge), said)
  const lacks = read.intent === 'stock_declare' && read.lines.every(({ quantity }) => quantity === 0)
  return REFUSALS.has(read.intent) || lacks || /^(?:non|nan|no)\b/.test(said) ? read : null
}

const CONDITION = /\b(?:sans|sauf|hormis|without|except)\b/

/** Intents that a short text expresses whatever was asked: they go before an answer in words. */
const OUTRANKS: ReadonlySet<Intent> = new Set<Intent>([
  'stop',
  'start',
  'cancel',
  'human_agent',
  'call_me',
  'help',
  'back',
  'erase',
  'language',
  'resume_bot',
])

function withAnswer(read: Understanding, view: View, expects: Expectation): Understanding {
  const answer = readAnswer(view, expects)
  if (answer !== null) return { ...read, slots: { ...read.slots, answer }, confidence: Math.max(read.confidence, 0.9) }
  if (OUTRANKS.has(read.intent) || view.plain === '') return read
  if (expects.kind === 'location') {
    const place = readLocation(view)
    return place.slots.commune != null || read.intent === 'unknown'
      ? { ...place, slots: { ...place.slots, answer: { text: view.bare } } }
      : read
  }
  if (expects.kind === 'text' && read.lines.length === 0)
    return { ...read, slots: { ...read.slots, answer: { text: view.reading.normalised } } }
  return read
}

/** What may stand beside any intent: a time, a way of delivery, a phone, the language. */
function extras(view: View, read: Understanding): Slots {
  const slots: Slots = {}
  const { normalised, tokens } = view.reading
  const time = view.situation.role === 'client' ? readDeliveryTime(normalised, tokens) : null
  if (time !== null && /^(?:order|cart_add|repeat_last|confirm|cart_set|unknown)$/.test(read.intent)) {
    slots.deliveryTime = time.written
    if (time.at !== null) slots.deliveryAt = time.at
  }
  const mode = readDeliveryMode(view.plain)
  if (mode !== null && view.situation.role === 'client') slots.deliveryMode = mode
  const phone = phoneIn(normalised)
  if (phone !== null) slots.phone = phone
  const prefer = preferenceOf(view.plain)
  if (prefer !== undefined && read.intent !== 'price_query') slots.prefer = prefer
  const language = guessLanguage(view.plain)
  if (language !== null) slots.writtenIn = language
  if (read.intent === 'order' && read.lines.length > 0) {
    const place = readPlace(tokens, view.knowledge.places)
    if (place.commune !== null) slots.commune = place.commune
    if (place.quartier !== null) slots.quartier = place.quartier
  }
  return slots
}
