import type { Mention } from './describing.ts'
import { soundKey } from './normalise.ts'
import type { CatalogueIndex } from './products.ts'
import type { Clarification, Line } from './types.ts'
import { type Format, halfOf, resolveVariant } from './variants.ts'

/** More than this of one packaging is a slip of the finger until somebody says otherwise. */
export const MOST_OF_ONE_LINE = 500

export interface Lines {
  lines: Line[]
  clarifications: Clarification[]
}

export interface LineRules {
  /** Quantity may be left out: prices, removals, disputes. */
  quantityOptional: boolean
}

export function formatOf(mention: Mention): Format {
  return { units: mention.units, ml: mention.ml, sizeWord: mention.sizeWord, container: mention.container }
}

/** The lines that the mentions certainly mean, and what to ask about the others. Same product and packaging: summed. */
export function linesOf(mentions: readonly Mention[], index: CatalogueIndex, rules: LineRules): Lines {
  const result: Lines = { lines: [], clarifications: [] }
  let previous: number | null = null
  for (const mention of mentions) {
    const quantity: number | null =
      mention.factor === null || mention.quantity !== null
        ? mention.quantity
        : previous === null
          ? null
          : previous * mention.factor
    addLine({ ...mention, quantity }, index, rules, result)
    previous = quantity ?? previous
  }
  // "la bock était à 6000, envoie 10 bock": the same goods, counted where they are asked for.
  const counted = new Set(result.lines.map((line) => line.product))
  const isCounted = ({ reason, candidates, quantity, packaging }: Clarification) =>
    reason === 'quantity'
      ? candidates.length === 1 && candidates.some((product) => counted.has(product))
      : // "j'ai oublié la glace, mets 3 sacs de glaçons"
        reason === 'brand' &&
        quantity === null &&
        packaging === null &&
        candidates.some((product) => counted.has(product))
  return { ...result, clarifications: result.clarifications.filter((question) => !isCounted(question)) }
}

function addLine(mention: Mention, index: CatalogueIndex, rules: LineRules, result: Lines): void {
  const { quantity, text } = mention
  const ask = (
    candidates: readonly string[],
    reason: Clarification['reason'],
    packaging: string | null,
    count: number | null = quantity,
  ) => result.clarifications.push({ text, candidates: [...candidates], packaging, quantity: count, reason })
  const saidUnit = mention.units?.[0] ?? null
  if (mention.candidates.length === 0) return void ask([], 'not_in_catalogue', saidUnit)
  if (isMisheard(mention, index)) return void ask(mention.candidates, 'not_in_catalogue', saidUnit)
  if (mention.generic) return void askForBrand(mention, index, result)
  const resolved = resolveVariant(mention.candidates, formatOf(mention), index)
  if (mention.doubtfulNumber && mention.units === null && isSizeOfCandidate(mention, index))
    return void ask(mention.candidates, 'number', null, null)
  if (resolved.kind === 'ask') return void ask(resolved.candidates, resolved.reason, resolved.packaging ?? saidUnit)
  const { product, packaging } = resolved
  const missing = quantity === null && !mention.half
  // Who orders "castel 4/6" means four, or four to six, or six.
  if (mention.outOf !== null && !rules.quantityOptional) return void ask([product.id], 'quantity', packaging)
  if ((missing && !rules.quantityOptional) || (mention.vague && missing))
    return void ask([product.id], 'quantity', mention.units === null ? null : packaging, null)
  // "20 poulets" are birds, the catalogue sells kilos.
  if (
    packaging === 'kg' &&
    mention.units === null &&
    mention.ml === null &&
    quantity !== null &&
    isCountedAnimal(mention)
  )
    return void ask([product.id], 'packaging', null)
  if (quantity !== null && (quantity > MOST_OF_ONE_LINE || quantity < 0 || (quantity === 0 && !rules.quantityOptional)))
    return void ask([product.id], 'quantity', packaging)
  const whole = quantity === null ? null : packaging === 'kg' ? quantity : Math.floor(quantity)
  const fraction = mention.half || (quantity !== null && whole !== null && quantity - whole === 0.5)
  if (quantity !== null && whole !== null && packaging !== 'kg' && whole !== quantity && !fraction)
    return void ask([product.id], 'quantity', packaging)
  if (!fraction) return void push(result.lines, { product: product.id, packaging, quantity: whole })
  const half = halfOf(product, packaging)
  if (half === null) return void ask([product.id], 'quantity', packaging, null)
  if (half.packaging === packaging)
    return void push(result.lines, { product: product.id, packaging, quantity: (whole ?? 0) + half.quantity })
  if (whole !== null && whole > 0) push(result.lines, { product: product.id, packaging, quantity: whole })
  push(result.lines, { product: product.id, packaging: half.packaging, quantity: half.quantity })
}

/** "2 casiers de gbele": a name only near to one of ours, in a packaging that ours does not come in, is another's. */
function isMisheard({ fuzzy, units, candidates, text }: Mention, index: CatalogueIndex): boolean {
  if (!fuzzy || units === null || index.wordBySound.has(soundKey(text))) return false
  return !candidates.some((id) => index.products.get(id)?.packagings.some((each) => units.includes(each.unit)))
}

function askForBrand(mention: Mention, index: CatalogueIndex, result: Lines): void {
  const unit = mention.units?.[0] ?? null
  const sold = mention.candidates.filter(
    (id) =>
      mention.units === null || index.products.get(id)?.packagings.some((each) => mention.units?.includes(each.unit)),
  )
  const pool = sold.length > 0 ? sold : mention.candidates
  const small = mention.sizeWord === 'small' ? pool.filter((id) => /-(?:33|30|50)cl/.test(id)) : []
  result.clarifications.push({
    text: mention.text,
    candidates: [...(small.length > 0 ? small : pool)].slice(0, 8),
    packaging: unit,
    quantity: mention.quantity,
    reason: 'brand',
  })
}

function isSizeOfCandidate(mention: Mention, index: CatalogueIndex): boolean {
  const volumes = mention.candidates.map((id) => index.products.get(id)?.volume_ml ?? 0)
  return volumes.some((volume) => Math.abs(volume - (mention.quantity ?? 0) * 10) <= 50)
}

function isCountedAnimal(mention: Mention): boolean {
  return /s$/.test(mention.text) && /^(?:poulet|carpe|poisson|thon|maquereau|machoiron)/.test(mention.text)
}

function push(lines: Line[], line: Line): void {
  const same = lines.find((other) => other.product === line.product && other.packaging === line.packaging)
  if (same !== undefined && same.quantity !== null && line.quantity !== null) same.quantity += line.quantity
  else if (same === undefined) lines.push(line)
}

/** R6: what a message corrects is as if it had never been said. */
export function withoutCorrected(mentions: readonly Mention[], index: CatalogueIndex): Mention[] {
  const kept: Mention[] = []
  // How many were said before a retraction: what it says again replaces them ("8 flag et 2 coca, non, 2 flag et 8 coca").
  let said = 0
  for (const mention of mentions) {
    const last = kept[kept.length - 1]
    const twin = kept.findLastIndex((other) => sameBrand(other, mention, index))
    if (mention.old || (mention.choice === 'else' && last?.quantity != null)) continue
    if (mention.choice === 'or' && last !== undefined && (last.quantity ?? mention.quantity) !== null) {
      kept[kept.length - 1] = either(last, mention)
      continue
    }
    if (mention.operation === 'remove' && twin < 0) continue
    if ((mention.operation === 'remove' || (mention.operation === 'keep' && mention.fix)) && twin >= 0) {
      kept.splice(twin, 1)
      continue
    }
    if (mention.retracts && twin >= 0) said = kept.length
    if ((mention.fix || twin < said) && twin >= 0) {
      const before = kept[twin]
      kept[twin] = {
        ...mention,
        units: mention.units ?? before?.units ?? null,
        quantity: mention.quantity ?? before?.quantity ?? null,
      }
    } else if (mention.fix && mention.quantity === null && !mention.half && last !== undefined) {
      kept[kept.length - 1] = { ...mention, quantity: last.quantity, units: mention.units ?? last.units }
    } else if (mention.retracts && last !== undefined) kept[kept.length - 1] = mention
    else kept.push(mention)
  }
  return kept
}

/** "5 castel ou 5 flag": which one is asked. */
function either(one: Mention, other: Mention): Mention {
  const candidates = [...new Set([...one.candidates, ...other.candidates])]
  return {
    ...one,
    quantity: one.quantity ?? other.quantity,
    candidates,
    generic: true,
    text: `${one.text} / ${other.text}`,
  }
}

export function sameBrand(one: Mention, other: Mention, index: CatalogueIndex): boolean {
  const families = (mention: Mention) => new Set(mention.candidates.map((id) => index.products.get(id)?.family))
  const known = families(one)
  return [...families(other)].some((family) => family !== undefined && known.has(family))
}
