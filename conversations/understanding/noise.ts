import { CUES } from './client-cues.ts'
import { CHAIN, INJECTION, INSULT, JOKE, LEGAL, SMALLTALK, SPAM, STORY, WRONG_NUMBER } from './noise-cues.ts'
import type { UnknownKind } from './types.ts'

/** The kind of a text that is no request; null when it may be one. */
export function noiseKind(plain: string): UnknownKind | null {
  if (INJECTION.test(plain)) return 'injection'
  if (CHAIN.test(plain)) return 'chain'
  if (JOKE.test(plain)) return 'joke'
  if (SPAM.test(plain)) return 'spam'
  if (LEGAL.test(plain)) return 'legal'
  if (INSULT.test(plain)) return 'insult'
  if (WRONG_NUMBER.test(plain)) return 'wrong_number'
  if (SMALLTALK.test(plain)) return 'smalltalk'
  return null
}

/** True for a tale: goods and numbers in it are not asked for. */
export function isStory(plain: string): boolean {
  if (lastAsked.plain !== plain) lastAsked = { plain, isStory: tells(plain) }
  return lastAsked.isStory
}

// The same message is asked about by half a dozen rules, one after the other.
let lastAsked = { plain: '', isStory: false }

function tells(plain: string): boolean {
  if (!STORY.test(plain) && !isOfThePast(plain)) return false
  const recalls =
    /\b(?:comme|meme chose|meme commande|commande|que|qu|pareil|d) (?:\w+ )?(?:hier|avant hier|la semaine)/.test(plain)
  return !recalls || /\bbu\b|boi[st]|boire|voles/.test(plain)
}

const IMPERFECT =
  /\b(?!(?:voul|souhait|desir|fall|pens|cherch|dis|aim|compt|esper|all|oubli)(?:ais|ait|aient|ions)\b|(?:jam|m|f|fr|sav|s|v|l|parf|satisf|satisfai|souh|vr|franc|angl|pal|mar|rel|extr|tr|portr|retr|conn|pl|par|transpar|attr)(?:ais|ait)\b)\w*[^r\W](?:ais|ait|aient)\b/g

/** "on prenait 2 bock à 300 francs": the imperfect tells, where no verb of asking is. */
function isOfThePast(plain: string): boolean {
  // "j'avais oublié : 2 paquets de pailles" asks.
  if (!IMPERFECT.test(plain) || /\bavai(?:s|t|ent) oublie\w*\b/.test(plain)) return false
  IMPERFECT.lastIndex = 0
  return !CUES.ask.test(plain.replace(IMPERFECT, ' '))
}

/** Keys struck at random: no vowels to speak of, or nothing but signs. */
export function isGibberish(plain: string): boolean {
  const letters = plain.replace(/[^a-z]/g, '')
  if (letters.length === 0) return !/\d/.test(plain)
  const words = plain.split(/[^a-z]+/).filter((word) => word.length > 3)
  const odd = words.filter(
    (word) =>
      !/[aeiouy]/.test(word) ||
      /[bcdfghjklmnpqrstvwxz]{5}/.test(word) ||
      /^(?:asdf|qwer|azer|sdfg|hjkl)/.test(word) ||
      /(.)\1{3}/.test(word),
  )
  return words.length > 0 && odd.length === words.length
}
