import { asksPriceOf, orderEvidence, wonders } from './evidence.ts'
import { linesOf, withoutCorrected } from './lines.ts'
import { isStory } from './noise.ts'
import type { Understanding } from './types.ts'
import { type View, withLines } from './view.ts'

/** An order or an addition, when the text asks for goods, or when it is known to (`certain`). */
export function readOrder(view: View, certain = false): Understanding | null {
  const evidence = orderEvidence(view)
  if (!(certain ? !asksPriceOf(view) && !wonders(view) : evidence.asks) || isStory(view.plain)) return null
  const index = view.knowledge.catalogue
  const { lines, clarifications } = linesOf(withoutCorrected(evidence.mentions, index), index, {
    quantityOptional: false,
  })
  if (lines.length === 0 && clarifications.length === 0) return null
  const intent = view.situation.context === 'cart' ? 'cart_add' : 'order'
  return { ...withLines(intent, lines, {}, evidence.confidence), clarifications }
}
