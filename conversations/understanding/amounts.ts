import { readNumber } from './numbers.ts'
import type { Token } from './tokens.ts'
import type { ClockTime } from './types.ts'

/** A sum, a delay or a number that is neither, with the tokens it takes. */
export interface Amount {
  is: 'money' | 'minutes' | 'clock' | 'number'
  value: number
  time?: ClockTime
  at: number
  end: number
  /** Stands after "au lieu de": what was, not what is. */
  old: boolean
  /** Stands after "non", "je passe à": said in the place of an earlier one. */
  corrects: boolean
}

const HOUR = /^(?:h|hs|hr|hrs|heures?|heurs?|eurs?|hours?|her)$/
const MINUTE = /^(?:m|mn|mns|min|mins|minits?|mnt|mnts|minut|minuts|minutes?)$/
const DELAY = /^(?:delai|delais|delay|eta|duree)$/
const FRANC = /^(?:f|fr|frs|francs?|fcfa|cfa|xof|balles?)$/
const AT_CLOCK = /^(?:vers|avant|a|pour|before|by|at|around|apres|des|jusqu)$/
const DURATION = /^(?:dans|en|ds|sous|d|within|in|et|apres|after)$/

/** Every amount of a text in order, with "k", "mille", "1h30", "demi heure", "dans l'heure", "vers 18h". */
export function readAmounts(tokens: readonly Token[]): Amount[] {
  const amounts: Amount[] = []
  let at = 0
  while (at < tokens.length) {
    const amount = amountAt(tokens, at)
    if (amount === null) at += 1
    else {
      amounts.push({ ...amount, old: isOld(tokens, at), corrects: isCorrection(tokens, at, amounts.at(-1)?.end ?? 0) })
      at = amount.end
    }
  }
  return amounts
}

function isOld(tokens: readonly Token[], at: number): boolean {
  const before = tokens
    .slice(Math.max(0, at - 3), at)
    .map((token) => token.text)
    .join(' ')
  return /(?:au lieu de|place de|instead of|et non|pas)$/.test(before)
}

const CORRECTION =
  /^(?:non|no|pardon|plutot|erreur|euh|disons|enfin|correction|sorry|finalement|maintenant|now|passe|descends?|baisse|diminue|revise|nouveau|change)$/

function isCorrection(tokens: readonly Token[], at: number, previousEnd: number): boolean {
  return previousEnd > 0 && tokens.slice(Math.max(previousEnd, at - 4), at).some((token) => CORRECTION.test(token.text))
}

/** The one that counts among amounts of a kind: the last that corrects, else the first. */
export function settledAmount(amounts: readonly Amount[]): Amount | undefined {
  return amounts.findLast((amount) => amount.corrects) ?? amounts[0]
}

const TOTAL = /\b(?:total|tt|tout|ensemble|all)$/
const TOTAL_BEHIND = /^(?:(?:le|en|au|pour le|in) )?(?:total|tt|tout|all)\b/
const EACH_BEHIND =
  /^(?:(?:le|la|l|par|chaque|pour un|pour une|per|a|each) )(?:casiers?|kasi\w*|cartons?|packs?|bouteilles?|sacs?|kg|kilos?|unite|piece|crate|carton)\b|^(?:chacun|chacune|each|l un)\b/

/** The price of an offer among the sums named in it: the total where one is said to be it, never that of one crate. */
export function settledPrice(tokens: readonly Token[], amounts: readonly Amount[]): Amount | undefined {
  const sums = amounts.filter(({ is, old }) => is === 'money' && !old)
  const words = (from: number, to: number) =>
    tokens
      .slice(Math.max(0, from), to)
      .map(({ text }) => text)
      .filter((text) => !/^[:=]$/.test(text))
      .join(' ')
  const total = sums.findLast(({ at, end }) => TOTAL.test(words(at - 2, at)) || TOTAL_BEHIND.test(words(end, end + 3)))
  const whole = sums.filter(({ end }) => !EACH_BEHIND.test(words(end, end + 3)))
  return total ?? settledAmount(whole.length > 0 ? whole : sums)
}

type Found = Omit<Amount, 'old' | 'corrects'>

function amountAt(tokens: readonly Token[], at: number): Found | null {
  const text = (index: number) => tokens[index]?.text ?? ''
  const idiom = idiomAt(tokens, at)
  if (idiom !== null) return idiom
  const read = readNumber(tokens, at)
  if (read === null) return null
  const end = at + read.length
  if (HOUR.test(text(end))) return hourAt(tokens, at, end, read.value)
  if (
    text(end) === ':' &&
    tokens[end]?.glued === true &&
    (tokens[end + 1]?.number ?? 60) < 60 &&
    tokens[end + 1]?.glued === true &&
    read.value < 24
  ) {
    return clock(read.value, tokens[end + 1]?.number ?? 0, at, end + 2)
  }
  if (/^(?:pm|am)$/.test(text(end)) && read.value <= 12) {
    return clock((read.value % 12) + (text(end) === 'pm' ? 12 : 0), 0, at, end + 1)
  }
  const labelled = MINUTE.test(text(at - 1)) || DELAY.test(text(at - 1))
  if (labelled && read.value < 1000 && !FRANC.test(text(end)) && !read.article)
    return { is: 'minutes', value: read.value, at, end: MINUTE.test(text(end)) ? end + 1 : end }
  if (MINUTE.test(text(end)) && read.value < 1000 && !(text(end) === 'm' && tokens[end]?.glued !== true))
    return { is: 'minutes', value: read.value, at, end: end + 1 }
  // "85 barres", "35 krika": thousands, as money is told among traders; a bar of ice has its ice beside it.
  if (/^(?:barres?|mil|krikas?)$/.test(text(end)) && read.value >= 5 && !/^(?:de|d|glace)$/.test(text(end + 1)))
    return { is: 'money', value: read.value * 1000, at, end: end + 1 }
  // "41 mil 5 cents", "39 mille 5 san".
  const hundreds = read.value % 1000 === 0 ? (tokens[end]?.number ?? 0) : 0
  if (read.value >= 1000 && hundreds > 0 && hundreds < 10 && /^(?:cents?|cen|san|sen)$/.test(text(end + 1)))
    return { is: 'money', value: read.value + hundreds * 100, at, end: end + 2 }
  // "57 mille 5": five hundred, where nothing is counted by it.
  if (/^(?:mille?|mil)$/.test(text(end - 1)) && hundreds > 0 && hundreds < 10 && !/^[a-z0-9]/.test(text(end + 1)))
    return { is: 'money', value: read.value + hundreds * 100, at, end: end + 1 }
  if (FRANC.test(text(end))) return { is: 'money', value: read.value, at, end: end + 1 }
  // "mille excuses": no price is a bare thousand in words.
  if (read.words && read.value === 1000 && read.length === 1) return null
  if (read.value >= 1000) return { is: 'money', value: read.value, at, end }
  return read.article ? null : { is: 'number', value: read.value, at, end }
}

function hourAt(tokens: readonly Token[], at: number, unit: number, hours: number): Found {
  const text = (index: number) => tokens[index]?.text ?? ''
  const after = readNumber(tokens, unit + 1)
  const half = text(unit + 1) === 'et' && /^demie?$/.test(text(unit + 2))
  const quarter = text(unit + 1) === 'et' && /^quart$/.test(text(unit + 2))
  const close =
    after !== null &&
    after.value < 60 &&
    !after.article &&
    (tokens[unit + 1]?.glued === true ||
      after.words ||
      MINUTE.test(text(unit + 1 + after.length)) ||
      after.value % 5 === 0)
  const minutes = half ? 30 : quarter ? 15 : close ? after.value : 0
  let end = unit + 1 + (half || quarter ? 2 : close ? after.length : 0)
  if (close && MINUTE.test(text(end))) end += 1
  const before = text(at - 1)
  const timeOfDay = hours >= 6 && hours <= 24 && !DURATION.test(before)
  if ((AT_CLOCK.test(before) && hours >= 4 && hours <= 24) || (timeOfDay && hours > 6))
    return clock(hours % 24, minutes, at, end)
  return { is: 'minutes', value: Math.round(hours * 60) + minutes, at, end }
}

function clock(hour: number, minute: number, at: number, end: number): Found {
  return { is: 'clock', value: hour * 60 + minute, time: { hour, minute }, at, end }
}

/** Delays without a digit. */
function idiomAt(tokens: readonly Token[], at: number): Found | null {
  const ahead = tokens
    .slice(at, at + 6)
    .map((token) => token.text)
    .join(' ')
  for (const [pattern, value] of IDIOMS) {
    const match = pattern.exec(ahead)
    if (match !== null) return { is: 'minutes', value, at, end: at + match[0].trim().split(' ').length }
  }
  const noon = /^(?:avant|vers|a|before|by|at) (?:midi|noon)\b/.exec(ahead)
  if (noon !== null) return clock(12, 0, at, at + 2)
  const midnight = /^(?:avant|vers|a|before|by|at) (?:minuit|midnight)\b/.exec(ahead)
  return midnight === null ? null : clock(0, 0, at, at + 2)
}

const IDIOMS: ReadonlyArray<[RegExp, number]> = [
  [/^(?:(?:3|trois|three) quarts?|3 \/ 4) (?:d |of an )?(?:heure|hour|h)\b/, 45],
  [/^(?:une|1) (?:petite|bonne|grosse|grande|seule) heure\b(?! et)/, 60],
  [/^(?:une|1) (?:petite|bonne|grosse) demie? heure\b/, 30],
  [/^(?:un |une |1 )?(?:quart|kar|car) d (?:heure|heur|eur)\b|^1 \/ 4 (?:d )?(?:heure|h)\b|^quarter of an hour\b/, 15],
  [/^(?:une? |1 )?demie? - heure\b|^(?:une? |1 )?demie? heure\b|^half an hour\b|^half hour\b/, 30],
  [/^(?:une?|1|one|an) (?:heure|hour|h) (?:et demie?|and a half)\b/, 90],
  [/^(?:deux|2|two) (?:heures|hours|h) (?:et demie?|and a half)\b/, 150],
  [/^(?:an|one) hour (?:thirty|and a half)\b/, 90],
  [
    /^(?:dans|d ici|sous) (?:l|une) heure\b(?! (?:et|\d+|cinq|dix|quinze|vingt|trente|quarante|cinquante)\b)|^(?:within|in) (?:the|an) hour\b|^l heure\b|^an hour\b/,
    60,
  ],
]
