import { readAmounts } from './amounts.ts'
import type { Token } from './tokens.ts'
import type { DeliveryAt } from './types.ts'

const DAY =
  "aujourd'hui|ce (?:soir|midi|matin)|cet (?:apres[ -]?midi|aprem)|cette nuit|apres[ -]?demain|demain|ce week[ -]?end|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?: (?:prochain|soir|matin|midi))?|le \\d{1,2}(?= (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|on|nous|au)\\b)|tonight|today|tomorrow(?: (?:morning|night|evening))?|this (?:evening|afternoon)|(?:on )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
const HOUR =
  "(?:(?:vers|avant|a|pour|pr|d'ici|before|by|at|around)(?: la \\w+ de)? )?(?:\\d{1,2} ?(?:h|heures?)\\b ?(?:\\d{2}\\b)?|\\d{1,2}h\\d{2}|\\d{1,2}:\\d{2}|\\d{1,2} ?(?:am|pm))"
const PART = '(?:pour |avant |a |au |before |by )?(?:midi|minuit|matin|soir|noon|midnight)'
const WISH = new RegExp(
  `\\b(?:(?:${DAY})(?:,? (?:${HOUR}|${PART}))?|${HOUR}|(?:pour|avant|a|before|by) (?:midi|minuit|noon|midnight))(?=$|[^a-z0-9])`,
)

/** When the goods are wanted, as written, and the hour when it is today's or tomorrow's. */
export function readDeliveryTime(
  normalised: string,
  tokens: readonly Token[],
): { written: string; at: DeliveryAt | null } | null {
  const match = WISH.exec(normalised)
  if (match === null) return null
  const written = match[0].trim()
  const inside = tokens.filter((token) => token.start >= match.index && token.end <= match.index + match[0].length)
  const clock = readAmounts(inside).find(
    (amount) => amount.is === 'clock' || (amount.is === 'minutes' && amount.value % 60 === 0),
  )
  const tomorrow = /\b(?:demain|tomorrow)\b/.test(written) && !/apres/.test(written)
  const otherDay =
    /lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|day\b|apres|le \d|week/.test(written) &&
    !tomorrow &&
    !/today/.test(written)
  const hour = clock?.time?.hour ?? hourOf(written) ?? (clock === undefined ? null : clock.value / 60)
  if (hour === null || hour > 23 || otherDay) return { written, at: null }
  return { written, at: { hour, minute: clock?.time?.minute ?? 0, day: tomorrow ? 'tomorrow' : 'today' } }
}

function hourOf(written: string): number | null {
  if (/\b(?:midi|noon)\b/.test(written) && !/apres/.test(written)) return 12
  return /\b(?:minuit|midnight)\b/.test(written) ? 0 : null
}

/** "je passe prendre" or "livrez-moi"; null when nothing is said. */
export function readDeliveryMode(plain: string): 'delivery' | 'pickup' | null {
  if (
    /\b(?:je (?:viens|vais|passe|envoie quelqu un) (?:\w+ )?(?:prendre|chercher|recuperer)|(?:viens|passe|venir|passer) (?:les? |la )?(?:prendre|chercher|recuperer)|retrait|a emporter|sur place|pick ?up|collect|je recupere)\b/.test(
      plain,
    )
  )
    return 'pickup'
  return /\b(?:livraison|livrez?|livrer|deliver|delivery)\b/.test(plain) ? 'delivery' : null
}
