import { readSwap } from './cart-pointing.ts'
import { cartLinesFor } from './cart-targets.ts'
import type { Mention } from './describing.ts'
import { linesOf } from './lines.ts'
import type { Line, Slots, Understanding } from './types.ts'
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
  // "même commande mais change la castel en flag".
  const swap = view.mentions.length === 2 ? readSwap(view, last, index) : null
  if (swap !== null) return withLines('repeat_last', swap.lines, { remove: swap.slots.replace ?? [] })
  const out = view.mentions.filter(
    (mention) =>
      (mention.operation === 'remove' && mention.quantity === null) || (mention.old && mention.quantity === null),
  )
  slots.remove = [...new Set(out.flatMap((mention) => cartLinesFor(mention, last, index).map((line) => line.product)))]
  const wanted = view.mentions.filter(
    (mention) =>
      !out.includes(mention) && !mention.old && (mention.quantity !== null || mention.half || mention.units !== null),
  )
  const fewer = wanted.map((mention) => asFewer(mention, view, last))
  const { lines, clarifications } = linesOf(fewer, index, { quantityOptional: false })
  return { ...withLines('repeat_last', lines, slots), clarifications }
}

/** "un casier de coca en moins": what there was without it. */
function asFewer(
  mention: Mention,
  { reading: { spelled }, knowledge: { catalogue } }: View,
  last: readonly Line[],
): Mention {
  const [line] = cartLinesFor(mention, last, catalogue)
  const isFewer = /^(?:en|de) moins\b|^less\b/.test(spelled.slice(mention.end, mention.end + 2).join(' '))
  const left = (line?.quantity ?? 0) - (mention.quantity ?? 0)
  return isFewer && left > 0 ? { ...mention, quantity: left } : mention
}
