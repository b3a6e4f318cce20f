import type { Mention } from './describing.ts'
import { formatOf } from './lines.ts'
import { goneAmong } from './shortage.ts'
import type { Line, Understanding } from './types.ts'
import { resolveVariant } from './variants.ts'
import { type View, withLines } from './view.ts'

const BACK = /\b(?:ok|oui|dispo|arrive|recu|ya|il y a)\b/

/** What a depot says it has: quantity (0: none left) and price per packaging. */
export function readStock(view: View): Understanding {
  const index = view.knowledge.catalogue
  const result: Understanding = withLines('stock_declare', [])
  const gone = goneAmong(view)
  let inherited: Mention | null = null
  for (const [place, original] of view.mentions.entries()) {
    const following = view.mentions[place + 1]
    const mention = inheritBrand(original, inherited)
    inherited = mention
    const after = view.reading.spelled
      .slice(mention.end, Math.min(mention.end + 4, following?.at ?? mention.end + 4))
      .join(' ')
      .replace(/[,;.\n].*$/s, '')
    const out = mention.quantity === null && mention.money === null && !BACK.test(after) && gone.has(place)
    const resolved = resolveVariant(mention.candidates, formatOf(mention), index)
    if (mention.generic || resolved.kind === 'ask') {
      if (mention.quantity === null && mention.money === null && !out) continue
      const reason = resolved.kind === 'ask' && !mention.generic ? resolved.reason : 'brand'
      result.clarifications.push({
        text: mention.text,
        candidates: [...mention.candidates],
        packaging: mention.units?.[0] ?? null,
        quantity: mention.quantity,
        reason,
      })
      continue
    }
    const isThere = /\b(?:dispo\w*|en stock|available)\b/.test(after)
    if (mention.quantity === null && mention.money === null && !out && !isThere) continue
    const line: Line = {
      product: resolved.product.id,
      packaging: resolved.packaging,
      quantity: out ? 0 : mention.quantity,
    }
    if (mention.money !== null && mention.money > 0) line.priceXof = mention.money
    // "40 casiers de castel et 25 de bock, la castel à 6500": the price of what was counted before.
    const counted = result.lines.find(
      ({ product, packaging }) => product === line.product && packaging === line.packaging,
    )
    if (counted === undefined || line.quantity !== null) result.lines.push(line)
    else if (line.priceXof !== undefined) counted.priceXof = line.priceXof
  }
  return result
}

/** "heineken: 15 petites, 6 grandes" is left to the mentions; a mention with a size alone has no brand to inherit. */
function inheritBrand(mention: Mention, previous: Mention | null): Mention {
  return mention.candidates.length > 0 || previous === null ? mention : { ...mention, candidates: previous.candidates }
}
