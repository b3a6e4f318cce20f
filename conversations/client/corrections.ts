import type { ClientOrderView } from '../../domain/orders/views.ts'
import type { Correction } from './context.ts'
import type { ClientEventKnown } from './known.ts'

/** Goods at the door can be corrected until they are paid. */
function isCorrectable(order: ClientOrderView): boolean {
  const isThere = order.status === 'delivering' || order.status === 'delivered'
  return isThere && order.payment?.status !== 'succeeded'
}

type Kind = 'missing' | 'broken'
const BROKEN = /cass|bris[ée]|ab[iî]m|fendu|perc[ée]|broken|smashed|damaged/i
const MISSING = /manqu|missing|short/i

/**
 * "il manque 2 flag et 3 castel cassées": each line as its own part of the sentence says it. Where the parts do not match
 * the lines one to one, all are of the kind that was understood.
 */
function kindsOf(text: string, count: number, otherwise: Kind): readonly Kind[] {
  const clauses = text.split(/,|;|\+|\bet\b|\band\b|\n/i).filter((clause) => /\d/.test(clause))
  const isMixed = BROKEN.test(text) && MISSING.test(text) && clauses.length === count
  return Array.from({ length: count }, (_, index) => {
    const clause = clauses[index] ?? ''
    if (!isMixed) return otherwise
    return BROKEN.test(clause) ? 'broken' : 'missing'
  })
}

/** "il manque 2 heineken", "3 bouteilles cassées": the lines of the order that it corrects. */
export function correctionsOf(event: ClientEventKnown, order: ClientOrderView): readonly Correction[] {
  if (!('heard' in event) || !isCorrectable(order)) return []
  const { disputeType } = event.heard.slots
  if (disputeType !== 'missing' && disputeType !== 'damaged') return []
  const kinds = kindsOf(event.text, event.heard.lines.length, disputeType === 'missing' ? 'missing' : 'broken')
  return event.heard.lines.flatMap((said, index) => {
    const line =
      order.lines.find(({ product, unit }) => product === said.product && unit === said.packaging) ??
      order.lines.find(({ product }) => product === said.product)
    if (line === undefined) return []
    // "pas de flag": all of it. A part of a crate is told in bottles.
    const unit = said.packaging === 'bouteille' ? 'bouteille' : line.unit
    const quantity = said.quantity ?? line.quantity
    return [
      {
        lineId: line.lineId,
        kind: kinds[index] ?? 'missing',
        quantity,
        unit,
      },
    ]
  })
}
