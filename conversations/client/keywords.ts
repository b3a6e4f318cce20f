import type { MachineEvent } from '../turn.ts'
import type { Intent, Slots } from '../understanding/types.ts'
import { textOf } from './heard.ts'
import type { ClientEventKnown } from './known.ts'

/** "je veux commander", and nothing else yet */
const WANTS_TO_ORDER =
  /^(?:(?:bonjour|bonsoir|hello|hi)\W+)?(?:(?:je (?:veux|voudrais|souhaite)|on veut|i want to|i would like to|i'd like to) )?(?:commander|faire une commande|passer (?:une |ma )?commande|une commande|nouvelle commande|place an order|(?:new )?order)\W*$/i

/** The words that our own messages ask for ("Écrivez OFFRES"): they work even where the grammar expects something else. */
const KEYWORDS: readonly (readonly [RegExp, Intent, (found: RegExpMatchArray) => Slots])[] = [
  [/^(?:voir les )?(?:offres?|offers?)$/i, 'offer_choose', () => ({})],
  [/^(?:payer|pay)$/i, 'pay', () => ({})],
  [/^(?:commande|order) *(?:n°)? *(\d+)$/i, 'track', (found) => ({ order: found[1] ?? null })],
  [WANTS_TO_ORDER, 'cart_show', () => ({})],
  [
    /^(?:j'?ai|on a|c'?est|i(?: have|'ve)?) (?:déjà |deja |already )?(?:payée?|payee?|réglée?|reglee?|paid)\W*$/i,
    'pay',
    () => ({ claimedPaid: true }),
  ],
  [/^(?:non|no|nan|non merci|no thanks|plus tard|pas maintenant|later|not now)\W*$/i, 'back', () => ({})],
  [/^(?:note|rate|noter) *([1-5])\b/i, 'rate', (found) => ({ score: Number(found[1]) })],
  [/^(?:m[eê]me chose|same again)$/i, 'repeat_last', () => ({})],
  [
    /^(?:un |j'ai un )?(?:litige|r[eé]clamation|probl[eè]me|souci|dispute|problem|complaint)\W*$/i,
    'dispute',
    () => ({}),
  ],
  [/^(?:bien re[cç]u|re[cç]u|received)$/i, 'delivery_confirm', () => ({})],
]

/** The keyword that a message is; null when it is none. */
export function keywordOf(event: MachineEvent): { readonly intent: Intent; readonly slots: Slots } | null {
  if (!('heard' in event)) return null
  for (const [pattern, intent, slots] of KEYWORDS) {
    const found = textOf(event).match(pattern)
    if (found !== null) return { intent, slots: slots(found) }
  }
  return null
}

/** The same message as the keyword that it is; null when it is none. */
export function asKeyword(event: ClientEventKnown): ClientEventKnown | null {
  const keyword = keywordOf(event)
  if (keyword === null || !('heard' in event)) return null
  return { ...event, type: `said.${keyword.intent}`, heard: { ...event.heard, ...keyword } }
}
