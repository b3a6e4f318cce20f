import { distance } from 'fastest-levenshtein'
import { normalise } from './normalise.ts'
import { readNumber } from './numbers.ts'
import type { Answer, Expectation, Option } from './types.ts'
import { resolveVariant } from './variants.ts'
import type { View } from './view.ts'

const YES =
  /^(?:oui|yes|ok|okay|d accord|daccord|c est bon|c est ca|ca marche|valide|je valide|confirme|je confirme|vas y|allez y|bien sur|exact|parfait|go|sure|correct|✓|1|y|o|affirmatif|absolument|entendu|c est exact|ouais|volontiers)(?: (?:svp|please|merci|oui|ok|c est bon|je confirme|confirme|patron|chef|✓))*$/
const NO =
  /^(?:non|no|nan|pas du tout|jamais|n|2|annule pas|negatif|non merci|no thanks|pas encore|plus tard|pas maintenant|laisse|surtout pas)(?: (?:svp|merci|non|please|patron|chef|ok|d accord))*$/
const POINTER =
  /^(?:le|la|l|les|numero|n|no|option|choix|offre|je prends|prends|plutot|ok|the|number|je|veux|celui|celle|svp|stp|please|pls|pour|c est|mets|on prend|i want|i take|va pour)\b ?/

/** Words that many labels share: "la moins chère" does not choose "Comme la dernière". */
const FILLER = new Set([
  'la',
  'le',
  'les',
  'de',
  'du',
  'des',
  'un',
  'une',
  'et',
  'ma',
  'mon',
  'mes',
  'the',
  'my',
  'a',
  'to',
  'je',
  'pas',
])

/** The reading of a plain short answer to what was asked; null when the text is no such answer. */
export function readAnswer(view: View, expects: Expectation): Answer | null {
  switch (expects.kind) {
    case 'choice':
      return optionAnswer(view, expects.options)
    case 'yes_no':
      return yesNo(view)
    case 'quantity':
      return quantityAnswer(view)
    case 'score':
    case 'code':
    case 'phone':
      return digitsAnswer(view, expects.kind)
    case 'text':
    case 'location':
      return null
  }
}

function yesNo(view: View): Answer | null {
  const said = /✓/.test(view.plain) && view.bare === '' ? '✓' : view.bare
  if (YES.test(said)) return { yes: true }
  return NO.test(said) ? { yes: false } : null
}

function optionAnswer(view: View, options: readonly Option[]): Answer | null {
  const stripped = stripPointers(view.bare)
  const ordinal = /^(\d{1,2}) ?(?:e|eme|ieme|er|ere|nd|rd|th|st)?$/.exec(
    stripped
      .replace(/^(?:premiere?|first)$/, '1')
      .replace(/^(?:deuxieme|seconde?|second)$/, '2')
      .replace(/^(?:troisieme|third)$/, '3'),
  )
  const number = readNumber(view.reading.tokens, 0)
  const worded = number !== null && number.length === view.reading.tokens.length ? number.value : null
  const labelled = byLabel(view.bare, stripped, options)
  if (labelled !== null && ordinal === null) return { option: labelled.id }
  const place = ordinal !== null ? Number(ordinal[1]) : worded
  const numbered = options.find((option) => normalise(option.label) === stripped)
  if (numbered !== undefined) return { option: numbered.id }
  const chosen = place === null ? bySize(view, options) : options[place - 1]
  return chosen === undefined ? null : { option: chosen.id }
}

const PRODUCT = 'product/'

/** "la grande", "the small one", to which of two sizes is meant. */
function bySize({ loose, mentions, bare, knowledge }: View, options: readonly Option[]): Option | undefined {
  const products = options.flatMap(({ id }) => (id.startsWith(PRODUCT) ? [id.slice(PRODUCT.length)] : []))
  const size = loose.find((piece) => piece.is === 'sizeWord')
  if (size?.is !== 'sizeWord' || products.length < 2 || mentions.length > 0 || bare.split(' ').length > 6)
    return undefined
  const format = { units: null, ml: null, sizeWord: size.word, container: null }
  const resolved = resolveVariant(products, format, knowledge.catalogue)
  return resolved.kind === 'product' ? options.find(({ id }) => id === PRODUCT + resolved.product.id) : undefined
}

function stripPointers(bare: string): string {
  let text = bare
  for (;;) {
    const next = text.replace(POINTER, '').replace(/ (?:svp|stp|please|pls|merci|la)$/, '')
    if (next === text || next === '') return text
    text = next
  }
}

/** The option whose label is written, misspelt by one letter in four, or shares its telling words. */
function byLabel(bare: string, stripped: string, options: readonly Option[]): Option | null {
  const scored = options.map((option) => {
    const label = normalise(option.label)
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()
    if (label === bare || label === stripped || option.id.toLowerCase() === stripped) return { option, score: 100 }
    if (label.length > 3 && distance(label, stripped) <= Math.floor(label.length / 4)) return { option, score: 50 }
    const words = label.split(' ').filter((word) => word.length > 1 && !FILLER.has(word))
    const written = bare.split(' ')
    const hits = words.filter((word) =>
      written.some((each) => each === word || (word.length > 3 && distance(each, word) <= Math.floor(word.length / 4))),
    ).length
    return { option, score: written.length <= 5 ? hits : 0 }
  })
  const best = Math.max(0, ...scored.map((each) => each.score))
  const winners = scored.filter((each) => each.score === best)
  return best > 0 && winners.length === 1 ? (winners[0]?.option ?? null) : null
}

function quantityAnswer(view: View): Answer | null {
  const numbers = view.pieces.flatMap((piece) => (piece.is === 'number' && !piece.money ? [piece.value] : []))
  const [quantity] = numbers
  const other = view.mentions.length > 1 || /\b(?:annul|agent|stop|panier)\b/.test(view.plain)
  if (quantity === undefined || numbers.length > 1 || other || view.bare.split(' ').length > 6) return null
  return Number.isInteger(quantity) && quantity > 0 && quantity <= 500 ? { quantity } : null
}

function digitsAnswer(view: View, kind: 'score' | 'code' | 'phone'): Answer | null {
  const digits = view.reading.normalised.replace(/[^\d]/g, '')
  const words = view.bare.split(' ').filter((word) => /[a-z]/.test(word)).length
  if (words > 4) return null
  if (kind === 'score')
    return /^[1-5]$/.test(digits) || /^[1-5]5$/.test(digits) ? { quantity: Number(digits.charAt(0)) } : null
  if (kind === 'code') return /^\d{3,6}$/.test(digits) ? { text: digits } : null
  const phone = phoneIn(view.reading.normalised)
  return phone === null ? null : { text: phone }
}

/** An Ivorian number as +225 and ten digits; other digits of at least eight as written. */
export function phoneIn(normalised: string): string | null {
  const match = /(?:\+|00)?\d[\d .-]{6,18}\d/.exec(normalised)
  const digits = match?.[0].replace(/\D/g, '') ?? ''
  const local = digits.replace(/^(?:00)?225(?=\d{10}$)/, '')
  if (/^0[157]\d{8}$/.test(local)) return `+225${local}`
  return digits.length >= 8 && digits.length <= 15 && !/\d{1,3}[ .]\d{3}\b(?! \d)/.test(match?.[0] ?? '')
    ? digits
    : null
}
