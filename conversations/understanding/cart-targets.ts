import type { Group } from './cart.ts'
import type { Mention } from './describing.ts'
import { formatOf } from './lines.ts'
import type { CatalogueIndex } from './products.ts'
import type { Clarification, Line } from './types.ts'
import { resolveVariant } from './variants.ts'
import type { View } from './view.ts'

/** Lines of the cart that a mention may mean: brand, then size, then packaging narrow them. */
export function cartLinesFor(mention: Mention, cart: readonly Line[], index: CatalogueIndex): Line[] {
  const inCart = cart.filter((line) => mention.candidates.includes(line.product))
  if (inCart.length < 2) return inCart
  const ids = [...new Set(inCart.map((line) => line.product))]
  const format = formatOf(mention)
  if (ids.length > 1 && (format.ml !== null || format.sizeWord !== null || format.container !== null)) {
    const settled = resolveVariant(ids, { ...format, units: null }, index)
    if (settled.kind === 'product') return inCart.filter((line) => line.product === settled.product.id)
  }
  const inUnit = inCart.filter((line) => mention.units?.includes(line.packaging))
  return inUnit.length > 0 ? inUnit : inCart
}

export function linesInCart(
  mentions: readonly Mention[],
  cart: readonly Line[],
  index: CatalogueIndex,
): Pick<Group, 'lines' | 'clarifications'> {
  const lines: Line[] = []
  const clarifications: Clarification[] = []
  for (const mention of mentions) {
    const targets = cartLinesFor(mention, cart, index)
    const [target] = targets
    if (target === undefined || targets.length > 1) {
      if (targets.length > 1) clarifications.push(targetQuestion(mention.text, targets, mention.quantity))
      continue
    }
    const packaging = mention.units?.find((unit) =>
      index.products.get(target.product)?.packagings.some((each) => each.unit === unit),
    )
    lines.push({ product: target.product, packaging: packaging ?? target.packaging, quantity: mention.quantity })
  }
  return { lines, clarifications }
}

export function bySizeWord(view: View, cart: readonly Line[]): Line[] {
  const piece = view.loose.find((each) => each.is === 'sizeWord')
  if (piece?.is !== 'sizeWord') return []
  const resolved = resolveVariant(
    [...new Set(cart.map((line) => line.product))],
    { units: null, ml: null, sizeWord: piece.word, container: null },
    view.knowledge.catalogue,
  )
  return resolved.kind === 'product' ? cart.filter((line) => line.product === resolved.product.id) : []
}

export function targetQuestion(text: string, targets: readonly Line[], quantity: number | null): Clarification {
  return {
    text,
    candidates: targets.map((line) => line.product),
    packaging: targets[0]?.packaging ?? null,
    quantity,
    reason: 'target',
  }
}
