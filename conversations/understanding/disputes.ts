import { cartLinesFor } from './cart-targets.ts'
import { CUES } from './client-cues.ts'
import { anyOf } from './cue-phrases.ts'
import type { Mention } from './describing.ts'
import { BILLING, CONDUCT, DAMAGED, LATE, MISSING, WRONG } from './dispute-cues.ts'
import { formatOf } from './lines.ts'
import type { DisputeType, Line, Slots, Understanding } from './types.ts'
import { halfOf, resolveVariant } from './variants.ts'
import { looseNumbers, type View, withLines } from './view.ts'

/** What kind of complaint a text makes; null when it makes none. */
export function disputeType(view: View): DisputeType | null {
  const { plain } = view
  if (CONDUCT.test(plain)) return 'conduct'
  const priced = /\b\d{4,}\b/.test(plain) && /\b(?:l offre|facture|au lieu|prix|paye|montant)\b/.test(plain)
  if (BILLING.test(plain) || priced) return 'billing'
  if (DAMAGED.test(plain)) return 'damaged'
  const goods = view.mentions.length > 0
  if (LATE.test(plain) && !(goods && MISSING.test(plain))) return 'late'
  // "remets la même chose sans les fanta" asks for more.
  if (MISSING.test(plain))
    return CUES.repeat.test(plain) && view.mentions.some(({ operation }) => operation === 'remove') ? null : 'missing'
  return WRONG.test(plain) && goods ? 'missing' : null
}

/** Affected goods take size and packaging from the delivered order; bottles stay bottles (rule R11). */
export function readDispute(view: View, type: DisputeType): Understanding {
  const index = view.knowledge.catalogue
  const delivered = view.situation.state.order?.items ?? []
  const slots: Slots = { disputeType: type }
  if (type === 'billing' || type === 'late' || type === 'conduct') return withLines('dispute', [], slots)
  const lines: Line[] = []
  const received: string[] = []
  const swapped = type === 'missing' && WRONG.test(view.plain)
  const named = view.mentions.some((mention) => !mention.generic)
  for (const mention of view.mentions) {
    if (mention.generic && named) continue
    const targets = cartLinesFor(mention, delivered, index)
    const exact = resolveVariant(mention.candidates, formatOf(mention), index)
    const [target] = targets
    const sized = mention.ml !== null || mention.sizeWord !== null
    if (swapped && exact.kind === 'product' && (target === undefined || (sized && exact.product.id !== target.product)))
      received.push(exact.product.id)
    else if (target !== undefined)
      for (const line of mention.generic ? targets : [target]) addAffected(lines, affected(mention, line, view))
    else if (exact.kind === 'product' && delivered.length === 0)
      addAffected(lines, { product: exact.product.id, packaging: exact.packaging, quantity: mention.quantity })
  }
  // "des flag 33 alors que j'ai demandé des 65": what came is named, and what was expected is the delivered line of it.
  if (swapped && lines.length === 0 && received.length > 0)
    for (const mention of view.mentions)
      for (const line of cartLinesFor({ ...mention, ml: null, sizeWord: null }, delivered, index).slice(0, 1))
        addAffected(lines, { ...line, quantity: null })
  const [line] = lines
  if (lines.length === 1 && line !== undefined) line.quantity = shortBy(view, line) ?? line.quantity
  if (received.length > 0) slots.received = [...new Set(received)]
  return withLines('dispute', lines, slots)
}

function affected(mention: Mention, line: Line, view: View): Line {
  const product = view.knowledge.catalogue.products.get(line.product)
  const unit = mention.units?.find((each) => product?.packagings.some((packaging) => packaging.unit === each))
  if (mention.half && product !== undefined && mention.quantity === null) {
    const half = halfOf(product, unit ?? line.packaging)
    if (half !== null) return { product: line.product, packaging: half.packaging, quantity: half.quantity }
  }
  // "deux flag cassées": bottles break, crates do not.
  const single = product?.packagings.find((each) => each.pieces === 1)?.unit
  const packaging = unit ?? (mention.quantity !== null && isBroken(mention, view) ? single : undefined)
  return { product: line.product, packaging: packaging ?? line.packaging, quantity: mention.quantity }
}

function isBroken({ at, end }: Mention, { mentions, reading: { spelled } }: View): boolean {
  const following = mentions.find((other) => other.at > at)?.at ?? spelled.length
  return BROKEN.test(spelled.slice(end, Math.min(end + 4, following)).join(' '))
}

const BROKEN = anyOf(
  'cass*|bris(?:e|es|ee|ees)|fele*|fendu*|decapsul*|perc(?:e|es|ee|ees)|leak*|crack*|broken|fuient|fuyai*',
)

function addAffected(lines: Line[], line: Line): void {
  const same = lines.find((other) => other.product === line.product && other.packaging === line.packaging)
  if (same === undefined) lines.push(line)
  else same.quantity ??= line.quantity
}

const ONLY_CAME = anyOf(`
  (?:{got}|{brought}|y a) (?:\\w+ )?(?:que|seulement|only)
  (?:only|que|seulement|uniquement|juste) (?:(?:{got}) )?\\d+
  \\d+(?: \\w+){0,3} (?:seulement|uniquement|only)
`)

/** "6 casiers de Beaufort, j'en compte 4": two are missing. */
function shortBy(view: View, line: Line): number | null {
  // "il manque 1 pack sur les 4": the number said is what is missing.
  const lacking = /\b(?:manqu\w*|missing|short of) (\d{1,3})\b/.exec(view.plain)?.[1]
  if (lacking !== undefined) return Number(lacking)
  // "au lieu de 5 jb j'ai reçu 3".
  const reversed =
    /\b(?:au lieu d\w*|instead of) (\d{1,3})\b.*\b(?:recu|eu|livre|got|received|que|seulement) (\d{1,3})\b/.exec(
      view.plain,
    )
  if (reversed !== null && Number(reversed[1]) > Number(reversed[2])) return Number(reversed[1]) - Number(reversed[2])
  const gotOf = /\b(\d{1,3})(?: \w+){0,4}(?: ,)? (?:au lieu d\w*|et non|pas|not|sur(?: les)?|out of) (\d{1,3})\b/.exec(
    view.plain,
  )
  if (gotOf !== null && Number(gotOf[2]) > Number(gotOf[1])) return Number(gotOf[2]) - Number(gotOf[1])
  const [ordered] = (view.situation.state.order?.items ?? []).filter((item) => item.product === line.product)
  // "je n'ai reçu que 3 castel" of five: two are missing.
  if (ONLY_CAME.test(view.plain) && line.quantity !== null) {
    const short = (ordered?.quantity ?? 0) - line.quantity
    if (ordered?.packaging === line.packaging && short > 0) return short
  }
  const counted = /\b(?:compte|compter|recu|eu|que|only|got|seulement|livre|trouve)(?: \w+){0,2} (\d{1,3})\b/.exec(
    view.plain,
  )
  const said = line.quantity
  const [loose] = looseNumbers(view)
  const got = counted === null ? loose : Number(counted[1])
  if (
    said === null ||
    got === undefined ||
    got >= said ||
    !/\b(?:compte|que|seulement|only|au lieu)\b/.test(view.plain)
  )
    return null
  return said - got
}
