import { SHORT } from './abbreviations.ts'
import type { Token } from './tokens.ts'
import { isCommonWord, nearestCommonWord, soundsLike } from './vocabulary.ts'
import { WORD_CLASSES } from './word-classes.ts'

// One letter held down ("ouiiii", "stoooop") says the same thing louder.
const HELD = /([a-z])\1{2,}/g

const AT_THE =
  /^(?:lieu|magas\w*|magaz\w*|depot|bar|maquis|car+efour|livreur|marche|frais|quartier|bureau|client|resto|restaurant|village|total|prix|debut|telephone|moins|plus)$/

const TELLS_OF = new RegExp(`^(?:on|il|elle|ils|elles|qui|y|nous|gens|clients?|${WORD_CLASSES.kin}|pere|mere)$`)

/** The words of a message as a dictionary would spell them, one entry per token, signs kept: what the cues are read in. */
export function respell(tokens: readonly Token[], isTradeWord: (index: number) => boolean): string[] {
  return tokens.map((token, index) =>
    respellWord(token, tokens[index - 1], tokens[index + 1]?.text, isTradeWord(index)),
  )
}

function respellWord(
  token: Token,
  previous: Token | undefined,
  next: string | undefined,
  isTradeWord: boolean,
): string {
  if (token.number !== null) return String(token.number)
  const text = token.text.replace(HELD, '$1')
  if (text === 'e' && previous !== undefined && !token.glued && next !== undefined) return 'et'
  if (text === 'mn' && previous?.number == null) return 'mon'
  // "500g" is a weight, "g faim" is "j'ai faim".
  if (text === 'g' && previous?.number != null) return 'g'
  if (text === 'c' && next === 'est') return 'c'
  // "o magasin", "o lieu de": before a place or a thing, "au"; before a person it calls.
  if (text === 'o' && AT_THE.test(next ?? '') && !isTradeWord) return 'au'
  // "dont 2 petites" is French, "dont want" is English.
  if (text === 'dont' && /^(?:\d|une?$|deux$|trois$|les?$|la$)/.test(next ?? '')) return text
  // "1 ct redbull": a carton, though "ct" is "c'était" elsewhere.
  if (isTradeWord && previous?.number != null) return text
  // "on prenait" tells of the past: it must not become "prenez".
  if (/(?:ait|ais|aient)$/.test(text) && TELLS_OF.test(previous?.text ?? '')) return text
  const full = SHORT.get(text)
  if (full !== undefined) return full
  if (text.length < 4 || isCommonWord(text) || isTradeWord) return text
  const known = meant.get(text)
  if (known !== undefined) return known
  const word = soundsLike(text) ?? unglued(text) ?? nearestCommonWord(text) ?? text
  if (meant.size >= MOST_MEANT) meant.clear()
  meant.set(text, word)
  return word
}

// People misspell the same words in the same ways, and the search for the nearest one is the slowest part of a long message.
const MOST_MEANT = 10_000
const meant = new Map<string, string>()

/** "mapporter", "jcherche", "lheure": the pronoun or article written into the word. */
function unglued(text: string): string | null {
  const match = /^(j|[lmtsdn](?=[aeiouh])|c(?=est|et)|qu(?=[aeio]))([a-z]{3,})$/.exec(text)
  const [, first = '', rest = ''] = match ?? []
  if (rest === '') return null
  const word = isCommonWord(rest) ? rest : soundsLike(rest)
  return word === undefined ? null : `${first} ${word}`
}

const SPELLED = new Set([...SHORT.values()].flatMap((words) => words.split(' ')))

/** True for an abbreviation that everybody reads, and for what it stands for. */
export function isAbbreviation(word: string): boolean {
  return SHORT.has(word) || SPELLED.has(word)
}
