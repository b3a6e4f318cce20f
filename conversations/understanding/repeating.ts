import { cartLinesFor } from './cart-targets.ts'
import { linesOf } from './lines.ts'
import type { Slots, Understanding } from './types.ts'
import { type View, withLines } from './view.ts'

/** "même chose sans le vin", "la commande d'hier en double", "idem + 1 malta". */
export function readRepeat(view: View): Understanding {
  const index = view.knowledge.catalogue
  const last = view.situation.state.lastOrder ?? []
  const slots: Slots = { remove: [] }
  if (/\b(?:le|en) double\b|\bdouble\b|\bdeux fois plus|twice/.test(view.plain) && view.mentions.length === 0) {
    return withLines(
      'repeat_last',
      last.map((line) => ({ ...line, quantity: (line.quantity ?? 0) * 2 })),
      slots,
    )
  }
  const out = view.mentions.filter(
    (mention) =>
      (mention.operation === 'remove' && mention.quantity === null) || (mention.old && mention.quantity === null),
  )
  slots.remove = [...new Set(out.flatMap((mention) => cartLinesFor(mention, last, index).map((line) => line.product)))]
  const wanted = view.mentions.filter(
    (mention) =>
      !out.includes(mention) && !mention.old && (mention.quantity !== null || mention.half || mention.units !== null),
  )
  const { lines, clarifications } = linesOf(wanted, index, { quantityOptional: false })
  return { ...withLines('repeat_last', lines, slots), clarifications }
}
