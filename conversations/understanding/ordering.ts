import { asksPriceOf, orderEvidence, wonders } from './evidence.ts'
import { linesOf, withoutCorrected } from './lines.ts'
import { isStory } from './noise.ts'
import type { Understanding } from './types.ts'
import { understood, type View, withLines } from './view.ts'

/** An order or an addition, when the text asks for goods, or when it is known to (`certain`). */
export function readOrder(view: View, certain = false): Understanding | null {
  const evidence = orderEvidence(view)
  if (view.mentions.length === 0) return readPackagingAlone(view)
  if (!(certain ? !asksPriceOf(view) && !wonders(view) : evidence.asks) || isStory(view.plain)) return null
  const index = view.knowledge.catalogue
  const { lines, clarifications } = linesOf(withoutCorrected(evidence.mentions, index), index, {
    quantityOptional: false,
  })
  if (lines.length === 0 && clarifications.length === 0) return null
  const intent = view.situation.context === 'cart' ? 'cart_add' : 'order'
  return { ...withLines(intent, lines, {}, evidence.confidence), clarifications }
}

/** "10 casiers svp", "+ un fût": counted, and not said of what. */
function readPackagingAlone({ situation, pieces, knowledge, reading }: View): Understanding | null {
  const { context, expects } = situation
  const [count, unit, further] = pieces.filter(
    ({ is, at }) => is !== 'break' && !ASKING.test(reading.spelled[at] ?? ''),
  )
  if ((context !== 'idle' && context !== 'cart') || expects !== undefined || further !== undefined) return null
  if (count?.is !== 'number' || count.money || unit?.is !== 'unit') return null
  const [packaging = null] = unit.units
  const sold = [...knowledge.catalogue.products.values()].filter(
    ({ default_packaging }) => default_packaging === packaging,
  )
  const text = reading.tokens[unit.at]?.text ?? ''
  const candidates = sold.slice(0, MOST_OFFERED).map(({ id }) => id)
  return {
    ...understood(context === 'cart' ? 'cart_add' : 'order', {}, 0.7),
    clarifications: [{ text, candidates, packaging, quantity: count.value, reason: 'brand' }],
  }
}

const MOST_OFFERED = 8
const ASKING =
  /^(?:je|on|veux|voudrais|prends|mets|mettez|donne|donnez|moi|nous|il|me|faut|envoie|envoyez|ajoute|ajoutez|encore|de|send|add|i|want|need)$/
