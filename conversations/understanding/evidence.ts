import { CUES } from './client-cues.ts'
import type { Mention } from './describing.ts'
import { isStory } from './noise.ts'
import type { View } from './view.ts'

export interface OrderEvidence {
  /** The text asks for goods: a verb of asking, or little else than goods and numbers in it. */
  asks: boolean
  /** The mentions worth a line or a question. */
  mentions: readonly Mention[]
  confidence: number
}

// Words around the goods of an order that say nothing else.
const POLITE = new Set(
  `
  je j on nous vous tu moi me m il ils y a au aux l s c est ce ca ceci qu que qui n en svp plait te si please bonjour
  bonsoir salut hello hi hey merci thanks thank you patron patronne chef boss frere soeur vieux pere mere tantie
  tonton madame monsieur dame grand gars mon ma mes ami cher mogo la le les un une des du de d et ou pour par avec i
  us my to for the and is it this that some guys sir demain soir matin midi vite urgent maintenant ici ok oui bon
  alors voila hein bien frais fraiche glace glacee tout commande cmd note vocale transcrite euh aussi encore plus pr
  ye deh oh dedans livraison livrer maquis bar restaurant resto besoin ya dispo avoir maison
`.split(/\s+/),
)

/** Weighs whether a text orders: evidence that one product name in a tale does not give. */
export function orderEvidence(view: View): OrderEvidence {
  const known = weighed.get(view)
  if (known !== undefined) return known
  const evidence = weigh(view)
  weighed.set(view, evidence)
  return evidence
}

// Half a dozen rules ask about the same message, one after the other.
const weighed = new WeakMap<View, OrderEvidence>()

function weigh(view: View): OrderEvidence {
  const mentions = view.mentions.filter((mention) => isWorth(mention))
  const counted = mentions.filter(
    (mention) =>
      mention.quantity !== null || mention.half || mention.factor !== null || mention.units !== null || mention.vague,
  )
  const asking = CUES.ask.test(view.plain)
  const share = explained(view)
  const question = /\?|\bcombien\b|\bprix\b|\bhow much\b|\bprice\b/.test(view.plain)
  const vague = mentions.some((mention) => mention.vague || mention.money !== null)
  const named = share === 1 && !question && mentions.length === view.mentions.length && isNamedAtRest(view)
  const sure = share >= 0.5 || mentions.some(({ fuzzy }) => !fuzzy)
  const asks =
    sure &&
    !isStory(view.plain) &&
    !wonders(view) &&
    mentions.length > 0 &&
    (asking
      ? counted.length > 0 || (!question && (share > 0.35 || vague))
      : counted.length > 0
        ? share >= (/\?/.test(view.plain) ? 0.75 : view.situation.context === 'cart' ? 0.35 : 0.5)
        : named || (!question && mentions.some((mention) => mention.money !== null) && share >= 0.5))
  return { asks, mentions, confidence: Math.min(0.95, 0.5 + share / 2) }
}

/** "beaufort", "du coca": a name and nothing else, where goods may be asked for. */
function isNamedAtRest({ situation: { context }, mentions, pieces, reading: { spelled } }: View): boolean {
  return (
    (context === 'idle' || context === 'cart') &&
    mentions.every(({ fuzzy, generic, text }) => !fuzzy && !generic && /[a-z]{3}/.test(text)) &&
    !pieces.some(
      ({ is, at }) =>
        is === 'operation' || is === 'instead' || (is === 'fix' && !/^(?:plutot|rather)$/.test(spelled[at] ?? '')),
    )
  )
}

/** A name read through a misspelling, with nothing said of it, is most often no product at all. */
function isWorth(mention: Mention): boolean {
  const said =
    mention.quantity !== null ||
    mention.half ||
    mention.units !== null ||
    mention.vague ||
    mention.factor !== null ||
    mention.sizeWord !== null ||
    mention.ml !== null
  return said || (!mention.fuzzy && !mention.old && (mention.operation !== 'keep' || mention.fix))
}

/** No name is spelled as it is, and the text is mostly about something else: "draw 100 weekly txt" orders no tonic. */
export function isAboutElse(view: View): boolean {
  return view.mentions.every(({ fuzzy }) => fuzzy) && explained(view) < 0.5
}

/** The share of the words that goods, numbers and politeness account for. */
function explained(view: View): number {
  let words = 0
  let known = 0
  for (const piece of view.pieces) {
    const length = piece.end - piece.at
    if (piece.is === 'break') continue
    words += length
    const text = view.reading.spelled[piece.at]?.split(' ')[0] ?? ''
    if (piece.is !== 'word' || POLITE.has(text) || CUES.ask.test(text)) known += length
  }
  return words === 0 ? 0 : known / words
}

/** "c'est combien 2 casiers de flag": the question comes first and nothing is asked for. */
export function asksPriceOf({ plain, mentions, reading }: View): boolean {
  const question = plain.search(CUES.price)
  return question >= 0 && question < (reading.offsets[mentions[0]?.at ?? 0] ?? 0) && !CUES.ask.test(plain)
}

const WONDERS =
  /\best ce (?:que|qu)\b(?!.*\b(?:possible|dispo\w*|moyen)\b)|\b(?:il|ca) (?:me |nous |m en |n y )?reste\b/

/** "est-ce que 5 casiers rentrent dans un taxi ?", "il reste 3 flag au frigo": about goods, without asking for them. */
export function wonders({ plain }: View): boolean {
  return WONDERS.test(plain) && !CUES.ask.test(plain)
}
