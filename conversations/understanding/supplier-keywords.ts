import { readAmounts } from './amounts.ts'
import { readBid, readPriceAndDelay } from './bids.ts'
import { codeIn } from './codes.ts'
import type { ReferenceRead } from './references.ts'
import { readStock } from './stock.ts'
import type { Slots, Understanding } from './types.ts'
import { understood, type View } from './view.ts'

type Reader = (view: View, reference: ReferenceRead) => Understanding | null

/** The short forms of `conversations.md`, the supplier's table: a keyword first, the rest in any order. */
const KEYWORDS: ReadonlyArray<[RegExp, Reader]> = [
  [/^stock ?\?*$|^(?:mon )?stock\b.*\?/, () => understood('stock_query')],
  [/^stock\b/, readStockWord],
  [
    /^(?:oui|ok|yes)\b/,
    (view, { order }) => (order === null && view.situation.context !== 'sup_rfq' ? null : readAcceptance(view, order)),
  ],
  [
    /^(?:non|no)$/,
    (view, { order }) =>
      order !== null || view.situation.context === 'sup_rfq' ? understood('bid_decline', { order }) : null,
  ],
  [/^(?:pret|prete|ready)$/, (_, { order }) => understood('status_preparing', { order })],
  [/^(?:route|en route|parti|partie)(?: \d+(?: ?(?:mn|min|minutes?|h))?)?$/, readDeparture],
  [/^(?:livre|livree|delivered)(?: (?:code )?[\d ]+)?$/, (view, { order }) => readDelivery(view, order)],
  [/^pause\b(?: \d+ ?(?:h|mn|min|heures?|minutes?|j|jours?)?(?: ?\d+)?)?$/, readPause],
  [/^(?:reprise|reprendre|resume)$/, () => understood('resume')],
  [/^(?:jour|aujourd hui|day|today)$/, () => understood('summary', { summary: 'day' })],
  [/^(?:solde|balance)$/, () => understood('summary', { summary: 'balance' })],
  [/^note\b(?: client)? (\d)(?: sur 5| 5)?$/, readClientRating],
  [/^(?:litige|dispute)\b/, readDisputeText],
  [/^(?:caisses?|casiers? vides?|vides?|emballages?|empties)(?: vides?)? (\d{1,3})$/, readEmpties],
]

/** Reads a message that is one of the short forms; null for free text. `view` is the text without the reference. */
export function readKeyword(view: View, reference: ReferenceRead): Understanding | null {
  const offer = view.bare.replace(/^offre /, '')
  for (const [pattern, read] of KEYWORDS)
    if (pattern.test(view.bare) || pattern.test(view.plain)) return read(view, reference)
  // "1042 85000 30" with or without OFFRE, from any context: a revised offer may come late.
  const bidShape =
    /^(?:\d[\d.,]* ?k?(?: ?(?:f|fcfa|cfa))?)(?: \d+(?: ?(?:mn|min|minutes?|h|heures?)(?: ?\d+)?)?)?$/.test(offer)
  if (reference.order !== null && bidShape && (readPriceAndDelay(view).priceXof !== null || /^0\b/.test(offer)))
    return readBid(view, reference.order)
  return /^offre\b/.test(view.bare) ? readBid(view, reference.order) : null
}

/** OUI 1042: the reference prices and the usual delay; a price beside it is the price. */
function readAcceptance(view: View, order: string | null): Understanding | null {
  const plainYes = /^(?:oui|ok|yes)$/.test(view.bare)
  if (!plainYes) return null
  const slots: Slots = { order, priceXof: null, etaMinutes: null, etaAt: null, partial: false, missing: [] }
  const accepted = understood('bid', slots)
  return {
    ...accepted,
    clarifications: [{ text: 'prix', candidates: [], quantity: null, packaging: null, reason: 'price' }],
  }
}

/** STOCK and goods, STOCK alone, "stock épuisé" to a request. */
function readStockWord(view: View, { order }: ReferenceRead): Understanding | null {
  if (view.mentions.length > 0) return readStock(view)
  if (!/\b(?:epuise|fini|vide|rupture|termine|insuffisant)/.test(view.bare)) return understood('stock_query')
  return view.situation.context === 'sup_rfq' ? understood('bid_decline', { order }) : null
}

function readDeparture(view: View, { order }: ReferenceRead): Understanding {
  const delay = readAmounts(view.reading.tokens).find((amount) => amount.is === 'minutes' || amount.is === 'number')
  return understood('status_out', delay === undefined ? { order } : { order, etaMinutes: delay.value })
}

function readDelivery(view: View, order: string | null): Understanding {
  const code = codeIn(view)
  const delivered = understood('status_delivered', { order, code })
  if (code !== null) return delivered
  return {
    ...delivered,
    clarifications: [{ text: 'code', candidates: [], quantity: null, packaging: null, reason: 'code' }],
  }
}

function readPause(view: View): Understanding {
  const days = /\b(\d+) ?j(?:ours?)?\b/.exec(view.plain)
  const delay = readAmounts(view.reading.tokens).find((amount) => amount.is === 'minutes' || amount.is === 'clock')
  const minutes = days === null ? delay?.value : Number(days[1]) * 24 * 60
  return understood('pause', minutes === undefined ? {} : { pauseMinutes: minutes })
}

function readClientRating(view: View, { order }: ReferenceRead): Understanding {
  const score = Number(/(\d)/.exec(view.bare)?.[1] ?? 0)
  if (score >= 1 && score <= 5) return understood('rate', { order, score })
  return {
    ...understood('rate', { order, score: null }),
    clarifications: [{ text: view.bare, candidates: [], quantity: null, packaging: null, reason: 'score' }],
  }
}

function readDisputeText(view: View, { order }: ReferenceRead): Understanding {
  const reason = view.reading.normalised.replace(/^(?:litige|dispute)[\s:,-]*/, '').trim()
  return understood('dispute', reason === '' ? { order } : { order, reasonText: reason })
}

function readEmpties(view: View, { order }: ReferenceRead): Understanding {
  return understood('empties', { order, count: Number(/(\d{1,3})$/.exec(view.bare)?.[1] ?? 0) })
}
