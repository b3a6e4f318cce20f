import { normalise } from './understanding/normalise.ts'
import type { ClarifyReason, Understanding } from './understanding/types.ts'

/**
 * `unknown`: not read at all. `asked`: we had to ask which product is meant. `unclear`: we had to ask for something else
 * (which order, what price). `unsure`: read, but with little to go by.
 */
export type Trouble = 'unknown' | 'asked' | 'unclear' | 'unsure'

const OF_GOODS: ReadonlySet<ClarifyReason> = new Set<ClarifyReason>([
  'size',
  'brand',
  'flavour',
  'quantity',
  'packaging',
  'number',
  'not_in_catalogue',
])

/** A reading less certain than this is worth a look by staff: half of the words were left unexplained. */
const CERTAIN = 0.5
/** Nothing to read in it: no word of staff would change that. */
const WITHOUT_WORDS: ReadonlySet<string> = new Set(['empty', 'voice_note'])

/** What staff should see of a message that was not understood; null when all is well. */
export function troubleWith(
  text: string,
  heard: Understanding,
): { readonly trouble: Trouble; readonly wording: string } | null {
  const { intent, slots, clarifications, confidence } = heard
  if (slots.answer !== undefined || (slots.kind !== undefined && WITHOUT_WORDS.has(slots.kind))) return null
  // A name that the catalogue does not have is the thing to look at, whatever was said around it.
  const unknownName = clarifications.find(({ reason }) => reason === 'not_in_catalogue')?.text
  const wording = wordingOf(unknownName ?? text)
  if (wording === '') return null
  if (intent === 'unknown') return { trouble: 'unknown', wording }
  if (clarifications.length > 0) {
    const isOfGoods = clarifications.some(({ reason }) => OF_GOODS.has(reason))
    return { trouble: isOfGoods ? 'asked' : 'unclear', wording }
  }
  return confidence < CERTAIN ? { trouble: 'unsure', wording } : null
}

const POLITE = /^(?:bonjour|bonsoir|salut|hello|hi|svp|stp|merci|please|thanks|patron|chef|boss|s|il|vous|plait)$/
const LONGEST_WORDING = 120

/** The words alone, in plain letters, each number as #: what messages that say the same have in common. */
export function wordingOf(text: string): string {
  const words = normalise(text)
    .replace(/\d+(?:[.,]\d+)?/g, ' # ')
    .split(/[^a-z#]+/)
    .filter((word) => word !== '')
  const telling = words.filter((word) => !POLITE.test(word))
  return (telling.length > 0 ? telling : words).join(' ').slice(0, LONGEST_WORDING).trim()
}
