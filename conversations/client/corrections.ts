import type { ClientOrderView } from '../../domain/orders/views.ts'
import type { Correction } from './context.ts'
import type { ClientEventKnown } from './known.ts'

/** Goods at the door can be corrected until they are paid. */
function isCorrectable(order: ClientOrderView): boolean {
  const isThere = order.status === 'delivering' || order.status === 'delivered'
  return isThere && order.payment?.status !== 'succeeded'
}

/** "il manque 2 heineken", "3 bouteilles cassées": the lines of the order that it corrects. */
export function correctionsOf(event: ClientEventKnown, order: ClientOrderView): readonly Correction[] {
  if (!('heard' in event) || !isCorrectable(order)) return []
  const { disputeType } = event.heard.slots
  if (disputeType !== 'missing' && disputeType !== 'damaged') return []
  return event.heard.lines.flatMap((said) => {
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
        kind: disputeType === 'missing' ? ('missing' as const) : ('broken' as const),
        quantity,
        unit,
      },
    ]
  })
}
