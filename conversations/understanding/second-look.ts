import { readCartAs } from './cart.ts'
import { readLocation, readPrice } from './client-answers.ts'
import { paymentOf, trackOf } from './client-contexts.ts'
import { anyOf } from './cue-phrases.ts'
import { readDeliveryMode, readDeliveryTime } from './delivery-time.ts'
import { readDispute } from './disputes.ts'
import { namedCategory } from './generics.ts'
import { type Guess, guessIntent } from './intent-model.ts'
import { isStory } from './noise.ts'
import { soundKey } from './normalise.ts'
import { readOfferChoice } from './offers.ts'
import { readOrder } from './ordering.ts'
import { readRating, scoreWanted } from './ratings.ts'
import { readRepeat } from './repeating.ts'
import { makesSense } from './sensible-intents.ts'
import type { Intent, Understanding } from './types.ts'
import { understood, unknown, type View } from './view.ts'

// Below this the model knows no better than the grammar, which then says that it did not understand.
const CONVINCED = 0.3
// How many times likelier than the grammar's reading another must be to replace it: the grammar is right more often than
// not where the two differ.
const LIKELIER = 30

// Whether somebody hears from us at all, and whether an order lives, is never decided by a likelihood that is not near
// certainty: "vous êtes là ?" from somebody who stopped is not START.
const CERTAIN = 0.9
const GRAVE: ReadonlySet<Intent> = new Set(['start', 'stop', 'cancel'])
// What is acted upon without a question is not taken from a sentence that the grammar did not understand at all, unless it is
// twice as likely as not: a cart is sent out, a delivery is closed, a request is declined.
const SURE = 0.65
// And what the grammar took for one is doubted sooner where it is more likely nothing of ours: "yeah but which is worse".
const DOUBTED = 4
const ACTED_UPON: ReadonlySet<Intent> = new Set([
  'confirm',
  'delivery_confirm',
  'bid_decline',
  'pause',
  'resume',
  'status_preparing',
  'status_out',
  'status_delivered',
])
// Nine words in ten explained by the grammar.
const PLAIN = 0.95

/** What the labelled messages say of a text that the grammar did not understand, or understood against all of them. */
export function lookAgain(
  view: View,
  read: Understanding,
  readAs: (guess: Guess) => Understanding | null,
): Understanding {
  if (view.plain === '' || read.slots.injection === true) return read
  // Asked in words of their own: any words are an answer, "plus besoin" to "pourquoi ?" too.
  if (view.situation.expects?.kind === 'text') return read
  const uncertain = read.intent === 'unknown' && read.slots.kind === undefined
  // A chain, a fraud or a threat stays one however many casiers it speaks of.
  if (/^(?:chain|joke|spam|insult|legal|injection)$/.test(read.slots.kind ?? '')) return read
  // Short forms are what the grammar is for: "j'ai payé", "commande annulée".
  const short = view.bare.split(' ').length <= 3
  if (isLeftToTheDialogue(view) || (short && !uncertain)) return read
  if (isForeign(view) || isPlainOrder(view, read)) return read
  const guesses = guessIntent(view.knowledge.intents, view, (intent) => makesSense(intent, view.situation.context))
  const [best] = guesses
  if (best === undefined || best.intent === read.intent) return read
  // "ajoute 2 jack et retire le coca": both are meant, and the first one said comes first.
  if (best.intent.startsWith('cart_') && read.also.includes(best.intent)) return read
  // Courtesy and the wish for a person are told in words that leave no doubt.
  if (
    best.intent === 'unknown' &&
    (read.intent === 'human_agent' || (read.intent === 'greet' && view.bare.split(' ').length < 5))
  )
    return read
  const own = guesses.find((guess) => guess.intent === read.intent)?.probability ?? 1
  const needed = ACTED_UPON.has(best.intent) ? SURE : CONVINCED
  const likelier = best.intent === 'unknown' && ACTED_UPON.has(read.intent) ? DOUBTED : LIKELIER
  if (best.probability < (uncertain ? needed : own * likelier)) return read
  if (GRAVE.has(best.intent) && best.probability < CERTAIN) return read
  const second = readAs(best)
  // "Not happy" without a score says less than whatever the grammar understood.
  if (second === null || (!uncertain && second.slots.score === null)) return read
  return { ...second, confidence: Math.min(second.confidence, best.probability) }
}

/** Nearly every word is goods, counts and politeness: no statistics would read it otherwise. */
function isPlainOrder(view: View, { intent, lines, clarifications, confidence }: Understanding): boolean {
  const certain = lines.length > 0 && clarifications.length === 0 && confidence >= PLAIN
  return certain && (intent === 'order' || intent === 'cart_add') && !/[?😂]/u.test(view.plain)
}

/** A number, a word, an hour alone mean what was asked last, which the dialogue knows better than any statistics. */
function isLeftToTheDialogue(view: View): boolean {
  const words = view.bare.split(' ').filter((word) => /[a-z]{2}/.test(word))
  if (words.length === 0 || (words.length === 1 && view.bare.split(' ').length <= 2)) return true
  const wish = readDeliveryMode(view.plain) ?? readDeliveryTime(view.reading.normalised, view.reading.tokens)
  return wish !== null && words.length <= 4
}

/** Mostly words that neither the language nor the labelled messages have: what is left to guess from is the situation alone. */
function isForeign(view: View): boolean {
  const words = view.pieces.filter((piece) => piece.is === 'word')
  if (words.length === 0 || view.pieces.some((piece) => piece.is === 'product')) return false
  const { weights } = view.knowledge.intents
  const foreign = words.filter((piece) => !piece.known && !weights.has(soundKey(view.reading.spelled[piece.at] ?? '')))
  return foreign.length * 2 > words.length
}

const ASKS = anyOf(
  '\\?|combien|pri(?:x|s)?|tarif*|cout*|cher*|how much|price*|cost*|remise|reduction|rabais|consigne*|deposit|vaut|quoi',
)

/** "we need to visit 3 castells": a name that is only near to one of ours orders where little else can be meant. */
function isFarFetched({ probability }: Guess, { mentions }: View): boolean {
  return probability < CERTAIN && mentions.every(({ fuzzy }) => fuzzy)
}

/** A text read as the intent that the model found, for a client; null when the text has not what that intent needs. */
export function readClientAs(guess: Guess, view: View): Understanding | null {
  const { plain } = view
  switch (guess.intent) {
    case 'order':
    case 'cart_add':
      return isStory(plain) || isFarFetched(guess, view) ? null : readOrder(view, true)
    case 'cart_remove':
    case 'cart_set':
      return readCartAs(view, guess.intent)
    case 'price_query':
      // "la flag est bonne": goods of which nothing is asked have no price to tell.
      return view.mentions.length > 0 && !ASKS.test(plain) && view.bare.split(' ').length > 3 ? null : readPrice(view)
    case 'list_catalogue': {
      const category = namedCategory(plain)
      return understood('list_catalogue', category === null ? {} : { category })
    }
    case 'dispute':
      return readDispute(view, guess.disputeType ?? 'missing')
    case 'rate':
      return readRating(view) ?? scoreWanted(view)
    case 'track':
      return trackOf(view)
    case 'location_text':
      return readLocation(view)
    case 'offer_choose':
      return readOfferChoice(view)
    case 'pay':
      return paymentOf(view)
    case 'repeat_last':
      return readRepeat(view)
    case 'unknown':
      return unknown('smalltalk')
    default:
      return understood(guess.intent)
  }
}
