import { distance } from 'fastest-levenshtein'
import { readAmounts } from './amounts.ts'
import { anyOf } from './cue-phrases.ts'
import { normalise } from './normalise.ts'
import type { KnownOffer, Slots, Understanding } from './types.ts'
import { understood, type View } from './view.ts'

const CHEAPEST = anyOf(`
  moins (?:cher|chere|couteu*)|moin cher|cheapest|lowest|cheap|best price|petit prix|meilleur (?:prix|tarif)
  plus (?:abordable|bas|basse|economique)|(?:cout|revien)* (?:le )?moins
`)
const FASTEST = anyOf(`
  plus (?:rapide|vite|rapidement|proche)|premier a arriver|moins de temps|rapide|fastest|quickest|soonest|fast
  (?:vien|arriv|livr)* (?:le plus )?(?:vite|en premier|rapidement)
`)
const CHOICE =
  /\b(?:je prends|prends|prenons|ok|d accord|choisis|choisi|choix|je veux|va pour|on y va|i ll take|take|valide|confirme|ca me va|je garde|oui|yes|parfait|go|envoie|partons|on part)\b/
const ASKED_ABOUT = anyOf('qui|ki|quoi|koi|who|what|pourquoi|why|comment|how|combien|how much')
const ORDINAL: ReadonlyArray<[number, RegExp]> = [
  [1, /\b(?:premiere?|1 ?(?:ere?|er)|first|1st)\b/],
  [2, /\b(?:deuxieme|seconde?|2 ?(?:eme|e|ieme|nd)|second|2nd)\b/],
  [3, /\b(?:troisieme|3 ?(?:eme|e|ieme|rd)|third|3rd)\b/],
  [4, /\b(?:quatrieme|4 ?(?:eme|e|ieme|th)|fourth)\b/],
  [5, /\b(?:cinquieme|5 ?(?:eme|e|ieme|th)|fifth)\b/],
]

/** The offer a text points at: number, price, delay, name, cheapest, fastest. */
export function readOfferChoice(view: View): Understanding | null {
  const offers = view.situation.state.offers ?? []
  // "c qui le 2 ?" asks about an offer, and takes none.
  if (offers.length === 0 || (/\?/.test(view.plain) && ASKED_ABOUT.test(view.plain))) return null
  const preference = preferred(view.plain, offers)
  if (preference !== null) return preference
  const index = pointedAt(view, offers)
  if (index !== null) return understood('offer_choose', { index })
  if (/\?/.test(view.plain) || !CHOICE.test(view.plain)) return null
  const [only] = offers
  if (offers.length === 1 && only !== undefined) return understood('offer_choose', { index: only.index })
  if (view.bare.split(' ').length > 6) return null
  const question = { text: view.bare, candidates: [], packaging: null, quantity: null, reason: 'offer' as const }
  return { ...understood('offer_choose', {}, 0.6), clarifications: [question] }
}

/** "la moins chère", "le plus rapide": said before there is an offer too. */
export function preferenceIn(plain: string): 'cheapest' | 'fastest' | null {
  if (CHEAPEST.test(plain) && !/\b(?:y a pas|il y a|avez vous|pas de) .{0,10}moins cher/.test(plain)) return 'cheapest'
  return FASTEST.test(plain) && !/\d/.test(plain) ? 'fastest' : null
}

function preferred(plain: string, offers: readonly KnownOffer[]): Understanding | null {
  const prefer = preferenceIn(plain)
  if (prefer === null) return null
  const measure = (offer: KnownOffer) => (prefer === 'cheapest' ? offer.priceXof : offer.etaMinutes)
  const { index } = offers.reduce((best, offer) => (measure(offer) < measure(best) ? offer : best))
  return understood('offer_choose', { index, prefer })
}

function pointedAt(view: View, offers: readonly KnownOffer[]): number | null {
  const { plain, reading } = view
  const amounts = readAmounts(reading.tokens)
  const money = amounts.filter((amount) => amount.is === 'money' && !amount.old).map((amount) => amount.value)
  const priced = offers.filter(
    (offer) =>
      money.includes(offer.priceXof) ||
      amounts.some((amount) => amount.is === 'number' && amount.value * 1000 === offer.priceXof),
  )
  if (priced.length === 1) return priced[0]?.index ?? null
  const named = byName(view, offers)
  if (named !== null) return named
  const delays = amounts.filter((amount) => amount.is === 'minutes').map((amount) => amount.value)
  const timely = offers.filter((offer) => delays.includes(offer.etaMinutes))
  if (timely.length === 1) return timely[0]?.index ?? null
  if (/\b(?:dernier|derniere|last)\b/.test(plain) && !/dernier prix/.test(plain))
    return offers[offers.length - 1]?.index ?? null
  if (/\b(?:milieu|middle)\b/.test(plain) && offers.length === 3) return offers[1]?.index ?? null
  for (const [index, pattern] of ORDINAL) if (pattern.test(plain) && known(index, offers)) return index
  const numbers = amounts.filter((amount) => amount.is === 'number' && !amount.old)
  const words = view.bare
    .split(' ')
    .filter(
      (word) =>
        !/^(?:le|la|l|offre|option|numero|number|no|n|svp|je|prends|choisis|celui|celle|c|est|ok|please|pls|pour|moi|the|i|take|ll|va|on|choix|depot|proposition|alors|bon|oui|yes|merci|donc|de|du|veux|prend|numero|nr)$/.test(
          word,
        ),
    )
  const [number] = numbers
  if (
    numbers.length === 1 &&
    number !== undefined &&
    (words.length <= 2 || /\b(?:offre|option|numero|number|le|la|proposition|choix) \d\b/.test(plain))
  )
    return known(number.value, offers) ? number.value : null
  return /^(?:une?|one|1)$|\b(?:number|option|offer|offre|numero) (?:one|une?)\b/.test(plain) ? 1 : null
}

function known(index: number, offers: readonly KnownOffer[]): boolean {
  return offers.some((offer) => offer.index === index)
}

const COMMON_NAME =
  /^(?:depot|cave|boissons?|chez|grossiste|express|du|de|la|le|les|des|saint|sainte|bar|d|l|et|nord|sud)$/

/** The offer whose depot is named, by its telling words, misspelt by a letter or two. */
function byName(view: View, offers: readonly KnownOffer[]): number | null {
  const written = view.reading.tokens.map((token) => token.text)
  const scores = offers.map((offer) => {
    const words = normalise(offer.supplier)
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length > 2)
    const telling = words.filter((word) => !COMMON_NAME.test(word))
    const heard = (word: string) =>
      written.some(
        (each) =>
          each === word || (word.length > 4 && each.length > 3 && distance(each, word) <= Math.floor(word.length / 4)),
      )
    const score =
      telling.filter(heard).length * 2 + words.filter((word) => COMMON_NAME.test(word) && heard(word)).length
    return { index: offer.index, score }
  })
  const best = scores.reduce((top, each) => (each.score > top.score ? each : top), { index: 0, score: 1 })
  return best.score > 1 && scores.filter((each) => each.score === best.score).length === 1 ? best.index : null
}

/** The offers as choices, when a dialogue wants labels. */
export function preferenceOf(plain: string): Slots['prefer'] {
  if (CHEAPEST.test(plain)) return 'cheapest'
  return FASTEST.test(plain) ? 'fastest' : undefined
}
