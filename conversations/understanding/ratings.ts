import { anyOf } from './cue-phrases.ts'
import { isNumberWord, readNumber } from './numbers.ts'
import type { Understanding } from './types.ts'
import { understood, type View } from './view.ts'

const JUDGEMENT = anyOf(`
  super|excellent*|parfait*|impec*|magnifique*|genial*|ravi*|content*|satisf*|chapeau|bravo|nickel|propre|correct|tres bien|pas mal|(?:au )?top
  great|perfect|amazing*|good {serving}|bon {serving}|bien (?:servi|fait)|ca peut aller|travail
  bof|nul(?:le|s)?|moyen*|decu*|decev*|terrible*|horrible*|awful|poor|bad service|mauvais service|service (?:rapide|nul|bien|top)*
`)

// What a number counts instead of stars.
const TIED =
  /^(?:h|hs|heures?|hours?|mn|min|mins|minutes?|jours?|fois|bouteilles?|btls?|casiers?|cartons?|packs?|f|fcfa|francs?|k|mille|clients?|personnes?|sacs?|kg|kilos?)$/

/** A rating: "4", "5/5", "deux sur cinq", "⭐⭐⭐"; a judgement without a number is asked again. */
export function readRating(view: View): Understanding | null {
  const score = scoreOf(view)
  if (score !== null) return understood('rate', { score })
  if (!JUDGEMENT.test(view.plain) || /\?/.test(view.plain) || view.mentions.length > 0) return null
  return scoreWanted(view)
}

/** A judgement without a number, or a number that is no score: the score is asked. */
export function scoreWanted(view: View): Understanding {
  return {
    ...understood('rate', { score: null }, 0.6),
    clarifications: [{ text: view.bare, candidates: [], packaging: null, quantity: null, reason: 'score' }],
  }
}

function scoreOf(view: View): number | null {
  const stars = view.plain.match(/⭐/g)?.length ?? 0
  if (stars > 0 && stars <= 5) return stars
  const { tokens } = view.reading
  for (let at = 0; at < tokens.length; at += 1) {
    const read = readNumber(tokens, at)
    if (read === null) continue
    const next = tokens[at + read.length]?.text ?? ''
    const after = tokens
      .slice(at + read.length, at + read.length + 3)
      .map((token) => token.text)
      .join(' ')
    const before = tokens
      .slice(Math.max(0, at - 3), at)
      .map((token) => token.text)
      .join(' ')
    const outOf = /^(?:\/|sur|out of) ?(?:5|cinq|five|of 5|of five)?/.test(after) && /(?:5|cinq|five)/.test(after)
    const whole = /^(?:\/|sur|out of) (10|dix|ten|20|vingt)\b/.exec(after)?.[1]
    const starred = /^(?:etoiles?|stars?|points?|pts?)$/.test(next)
    const given =
      /\b(?:note|donne|mets|mettre|score|rating|rate|give|je dis|merite)\b/.test(before) && !/\bde\b/.test(next)
    const alone = tokens.every(
      (token, index) =>
        (index >= at && index < at + read.length) ||
        /^[^a-z0-9]$|^(?:merci|svp|ok|tres|rapide|bien|bon|parfait|super|nickel|cool|top|service|thanks|hein|direct|please)$/.test(
          token.text,
        ),
    )
    const leading =
      at === 0 &&
      !read.article &&
      /^[^a-z0-9]$|^(?:tres|rapide|bien|bon|parfait|super|nickel|c|service|merci|pour|car|livraison|livreur|il|mais)$/.test(
        next,
      )
    if (whole !== undefined) {
      const score = read.value / (/^(?:10|dix|ten)$/.test(whole) ? 2 : 4)
      if (Number.isInteger(score) && score >= 1 && score <= 5 && view.mentions.length === 0) return score
      continue
    }
    const sole =
      view.situation.context === 'delivered' &&
      !TIED.test(next) &&
      tokens.filter((token) => token.number !== null || isNumberWord(token.text)).length === read.length
    if (
      (outOf || starred || given || alone || leading || (sole && (!read.article || tokens[at + 1]?.number != null))) &&
      Number.isInteger(read.value) &&
      read.value >= 1 &&
      read.value <= 5 &&
      view.mentions.length === 0
    )
      return read.value
    if ((outOf || starred) && read.value >= 1 && read.value <= 5) return Math.floor(read.value)
  }
  return null
}
