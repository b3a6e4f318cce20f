import { slips } from './near-names.ts'
import type { Token } from './tokens.ts'

/** A number that begins at a token: its value and how many tokens it takes. */
export interface NumberRead {
  value: number
  length: number
  /** "un", "une", "one": an article as often as a count. */
  article: boolean
  /** Written in words. */
  words: boolean
}

const SMALL: ReadonlyMap<string, number> = new Map(
  Object.entries({
    zero: 0,
    un: 1,
    une: 1,
    deux: 2,
    trois: 3,
    quatre: 4,
    cinq: 5,
    six: 6,
    sept: 7,
    huit: 8,
    neuf: 9,
    dix: 10,
    onze: 11,
    douze: 12,
    treize: 13,
    quatorze: 14,
    quinze: 15,
    seize: 16,
    vingt: 20,
    vingts: 20,
    trente: 30,
    quarante: 40,
    cinquante: 50,
    soixante: 60,
    septante: 70,
    octante: 80,
    nonante: 90,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    thirteen: 13,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    seventeen: 17,
    eighteen: 18,
    nineteen: 19,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
    deu: 2,
    deuz: 2,
    troi: 3,
    trwa: 3,
    catre: 4,
    katre: 4,
    katr: 4,
    kat: 4,
    quatr: 4,
    sink: 5,
    sinq: 5,
    cink: 5,
    sis: 6,
    uit: 8,
    dis: 10,
    kinz: 15,
    vin: 20,
    trant: 30,
    trante: 30,
    karant: 40,
    karante: 40,
    sinkant: 50,
    sinkante: 50,
    cinkant: 50,
    cinkante: 50,
    swasant: 60,
    soissante: 60,
  }),
)
// "vin" is a drink far more often than a badly written twenty.
const NOT_ALONE: ReadonlySet<string> = new Set(['vin', 'dis', 'sis'])

const HUNDRED = /^(?:cents?|hundred)$/
const THOUSAND = /^(?:mille?s?|mil|thousand|k)$/
const MILLION = /^(?:millions?)$/
const TIMED = /^(?:h|heures?|hours?|mn|mins?|minut\w*)$/
const DOZEN = /^(?:douzaines?|dozens?|dz)$/

/** True for "deux", "cent", "douzaine"... */
export function isNumberWord(word: string): boolean {
  return NUMBER_WORDS.has(word)
}

const NUMBER_WORDS = new Set([
  ...SMALL.keys(),
  ...'cent cents hundred mil mille milles mill mills thousand k douzaine douzaines dozen dozens dz'.split(' '),
])

/** The number word of six letters or more that a word is one slip away from, or has all the letters of: "trentte", "qautre". */
export function numberWordMeant(word: string): string | null {
  if (word.length < 5 || isNumberWord(word)) return null
  for (const known of LONG_WORDS) {
    if (known[0] !== word[0] || slips(known, word, 1) !== 1) continue
    if (known.length > 5 || new Set(known).size === new Set(known + word).size) return known
  }
  return null
}

const LONG_WORDS = [...SMALL.keys()].filter((word) => word.length > 4)

/** The number that starts at `at`, in digits ("85k", "25mille") or in words ("cent deux mille cinq cent"). */
export function readNumber(tokens: readonly Token[], at: number): NumberRead | null {
  const first = tokens[at]
  if (first === undefined) return null
  if (first.number !== null) return scaled(tokens, at, first.number, 1, false)
  if (/^demie?$/.test(first.key) && DOZEN.test(next(tokens, at, 1, true)?.text ?? '')) {
    return { value: 6, length: tokens[at + 1]?.text === '-' ? 3 : 2, article: false, words: true }
  }
  if (first.text === 'half' && tokens[at + 1]?.text === 'a' && DOZEN.test(tokens[at + 2]?.text ?? ''))
    return { value: 6, length: 3, article: false, words: true }
  if (DOZEN.test(first.text)) return { value: 12, length: 1, article: false, words: true }
  const words = readWords(tokens, at)
  if (words === null) return null
  return scaled(tokens, at, words.value, words.length, words.article)
}

function next(tokens: readonly Token[], at: number, step: number, overHyphen: boolean): Token | undefined {
  const token = tokens[at + step]
  return overHyphen && token?.text === '-' ? tokens[at + step + 1] : token
}

/** Applies what follows a number: k, mille, a dozen; "8k5" is 8,500. */
function scaled(tokens: readonly Token[], at: number, value: number, length: number, article: boolean): NumberRead {
  const follower = tokens[at + length]
  const words = tokens[at]?.number === null
  if (follower === undefined) return { value, length, article, words }
  if (DOZEN.test(follower.text)) return { value: value * 12, length: length + 1, article: false, words }
  if (article) {
    const half = follower.text === 'demi' || follower.text === 'half'
    const dozen = tokens[at + length + (tokens[at + length + 1]?.text === '-' ? 2 : 1)]
    if (half && dozen !== undefined && DOZEN.test(dozen.text)) {
      return { value: 6, length: length + (tokens[at + length + 1]?.text === '-' ? 3 : 2), article: false, words }
    }
  }
  if (!words && THOUSAND.test(follower.text) && value < 10_000) {
    const rest = tokens[at + length + 1]
    const tail = rest?.number ?? null
    if (rest !== undefined && tail !== null && tail < 1000 && (rest.glued || (tail >= 100 && tail % 50 === 0))) {
      return { value: value * 1000 + (tail < 10 ? tail * 100 : tail), length: length + 2, article: false, words }
    }
    return { value: Math.round(value * 1000), length: length + 1, article: false, words }
  }
  if (!words && MILLION.test(follower.text))
    return { value: value * 1_000_000, length: length + 1, article: false, words }
  return { value, length, article, words }
}

interface Words {
  value: number
  length: number
  article: boolean
}

/** Reads number words greedily: "quatre-vingt-cinq mille", "deux cent", "one hundred and twenty". */
function readWords(tokens: readonly Token[], at: number): Words | null {
  let total = 0
  let group = 0
  let index = at
  let end = at
  let read = false
  let thousands = 0
  while (index < tokens.length) {
    const word = tokens[index]?.text ?? ''
    const small = SMALL.get(word)
    if (small !== undefined && !(NOT_ALONE.has(word) && !read)) {
      if (group > 0 && !fits(group, small)) break
      group = small === 20 && group % 100 === 4 ? group + 76 : group + small
    } else if (HUNDRED.test(word) && (read || word !== 'cents')) {
      if (group >= 100) break
      group = Math.max(group, 1) * 100
    } else if (THOUSAND.test(word) && word !== 'k' && (read || word === 'mille')) {
      if (total > 0) break
      total = Math.max(group, 1) * 1000
      group = 0
      thousands = index + 1
    } else if (read && (word === '-' || word === 'et' || word === 'and') && joins(tokens, index, group, word)) {
      index += 1
      continue
    } else break
    read = true
    index += 1
    end = index
  }
  if (!read) return null
  // "soixante dix huit mille quarante minutes", "85 mille trente": no price ends so, a delay follows it.
  const apart = group % 25 !== 0 || TIMED.test(tokens[end]?.text ?? '')
  if (total >= 5000 && group > 0 && group < 100 && apart)
    return { value: total, length: thousands - at, article: false }
  const value = total + group
  const article = end === at + 1 && /^(?:une?|one)$/.test(tokens[at]?.text ?? '')
  return { value, length: end - at, article }
}

/** After sixty, twenty or a hundred only a smaller number continues: "vingt cinq" is 25, "cinq vingt" is two numbers. */
function fits(group: number, small: number): boolean {
  if (group % 100 === 4 && small === 20) return true
  if (group % 100 === 0) return true
  const tens = group % 100
  if (tens === 60 || tens === 80) return small < 20
  if (tens === 10) return small >= 7 && small <= 9
  return tens >= 20 && tens % 10 === 0 && small < 10
}

/** "vingt et un", "vingt-cinq", "hundred and five" join; "deux et trois" does not. */
function joins(tokens: readonly Token[], at: number, group: number, joiner: string): boolean {
  const following = SMALL.get(tokens[at + 1]?.text ?? '')
  const hyphenated = joiner === '-' && tokens[at]?.glued === true
  if (following === undefined) return hyphenated && /^(?:cents?|mille)$/.test(tokens[at + 1]?.text ?? '')
  if (joiner === '-') return hyphenated && (group === 0 || fits(group, following) || following === 20)
  if (joiner === 'et') return group >= 20 && group % 10 === 0 && (following === 1 || following === 11)
  return group >= 100 && group % 100 === 0
}
