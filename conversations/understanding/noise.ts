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
  const recall =
    /\b(?:comme|meme chose|meme commande|commande|que|qu|pareil|d) (?:\w+ )?(?:hier|avant hier|la semaine)/.test(plain)
  return STORY.test(plain) && !(recall && !/\bbu\b|boi[st]|boire|voles/.test(plain))
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
