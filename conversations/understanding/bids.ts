import { type Amount, readAmounts, settledAmount, settledPrice } from './amounts.ts'
import { cartLinesFor } from './cart-targets.ts'
import { anyOf } from './cue-phrases.ts'
import type { Mention } from './describing.ts'
import { goneAmong } from './shortage.ts'
import type { Line, Slots, Understanding } from './types.ts'
import { type View, viewOf, withLines } from './view.ts'

/** What a bid says: price, delay, and what the depot cannot bring. */
export interface BidRead {
  priceXof: number | null
  etaMinutes: number | null
  etaAt: Slots['etaAt'] | null
}

/** Price and delay, in any order: "1h15 / 97.500F", "85k 30mn", "85000 30". */
export function readPriceAndDelay(view: View): BidRead {
  const amounts = readAmounts(view.reading.tokens).filter((amount) => !amount.old)
  const price = settledPrice(
    view.reading.tokens,
    amounts.filter((amount) => amount.is !== 'money' || isPrice(amount, view)),
  )
  const minutes = amounts.filter((amount) => amount.is === 'minutes')
  const clock = amounts.find((amount) => amount.is === 'clock')
  const plain = amounts.find((amount) => amount.is === 'number' && price !== undefined && isDelay(view, amount, price))
  // "j'arrive dans 15", before any price.
  const announced = amounts.find(
    ({ is, at, end, value }) =>
      is === 'number' && price === undefined && value >= 5 && isAnnounced(view, at) && !isCounted(view, end),
  )
  const eta = settledAmount(minutes)?.value ?? plain?.value ?? announced?.value ?? null
  return { priceXof: price?.value ?? null, etaMinutes: eta, etaAt: eta === null ? (clock?.time ?? null) : null }
}

/** Nobody bids ten million; and the smallest coin is of five francs: among many words "84484" is a number of something else. */
function isPrice({ is, value }: Amount, { bare }: View): boolean {
  return is === 'money' && value < 10_000_000 && (value % 5 === 0 || bare.split(' ').length <= MOST_WORDS_OF_SHORT_FORM)
}
const MOST_WORDS_OF_SHORT_FORM = 6

/** Whether a number that ends here counts goods: "3 flag" does, in "30 flag 3" the three does. */
function isCounted(view: View, end: number): boolean {
  const place = view.pieces.findIndex((piece) => piece.at === end)
  const [goods, count, following] = view.pieces.slice(place < 0 ? view.pieces.length : place)
  if (goods?.is === 'product' && count?.is === 'number' && !count.money)
    return following?.is === 'product' || following?.is === 'unit'
  return goods?.is === 'unit' || goods?.is === 'product' || goods?.is === 'sizeWord'
}

/** Reads an offer against the requests that are open. */
export function readBid(view: View, order: string | null): Understanding {
  const { priceXof, etaMinutes, etaAt } = readPriceAndDelay(view)
  const requested = requestedLines(view, order)
  const goods = withoutAmounts(view)
  const { lines, missing } = readShortfall(goods, requested)
  const slots: Slots = {
    order,
    priceXof,
    etaMinutes,
    etaAt: etaAt ?? null,
    partial: lines.length > 0 || missing.length > 0,
    missing,
  }
  const result = withLines('bid', lines, slots)
  if (priceXof !== null && priceXof > 0) return result
  return {
    ...result,
    clarifications: [{ text: 'prix', candidates: [], quantity: null, packaging: null, reason: 'price' }],
  }
}

/** The text without its price and delay, so that "30 3 heineken" counts three. */
function withoutAmounts(view: View): View {
  const { tokens, normalised } = view.reading
  const amounts = readAmounts(tokens)
  const price = settledPrice(
    view.reading.tokens,
    amounts.filter((amount) => amount.is !== 'money' || isPrice(amount, view)),
  )
  if (price === undefined || view.mentions.length === 0) return view
  const timed = amounts.filter((amount) => amount.is === 'minutes')
  const bare = amounts.find((amount) => amount.is === 'number' && isDelay(view, amount, price))
  const delays = timed.length > 0 || bare === undefined ? timed : [bare]
  let text = normalised
  for (const amount of [price, ...delays].sort((a, b) => a.at - b.at)) {
    const from = tokens[amount.at]?.start ?? 0
    const to = tokens[amount.end - 1]?.end ?? from
    text = `${text.slice(0, from)}${' '.repeat(Math.max(0, to - from - 1))};${text.slice(to)}`
  }
  return viewOf(text, view.situation, view.knowledge)
}

/** "85000 30", "85000 et j'arrive dans 30": a small number after the price, of nothing else. */
function isDelay(view: View, amount: Amount, price: Amount): boolean {
  return (
    amount.at >= price.end &&
    (amount.at - price.end <= 2 || isAnnounced(view, amount.at) || endsShortfall(view, amount, price)) &&
    amount.value >= 5 &&
    amount.value <= 300 &&
    !isCounted(view, amount.end)
  )
}

function isAnnounced({ reading: { spelled } }: View, at: number): boolean {
  return /^(?:dans|sous|en|in|within)$/.test(spelled[at - 1] ?? '')
}

/** What is said to be lacking of a request for more than that; nothing when all of it is. */
export function lackedOfMore(view: View, order: string | null): string[] {
  const requested = requestedLines(view, order)
  const { missing } = readShortfall(view, requested)
  return requested.some((line) => !missing.includes(line.product)) ? missing : []
}

/** "61000 sans doppel ni celeste 30": what is not there has no number, so the last one is the delay. */
function endsShortfall({ reading: { tokens, spelled } }: View, amount: Amount, price: Amount): boolean {
  const between = spelled.slice(price.end, amount.at).join(' ')
  const round = amount.value >= 10 && amount.value % 5 === 0
  return amount.end === tokens.length && round && LACKS.test(between) && !SOME.test(between)
}

const LACKS = anyOf('sans|ni|sauf|hormis|pas de|no|without|except')
const SOME = anyOf('seulement|only|que|juste|\\d+')

function requestedLines(view: View, order: string | null): Line[] {
  const requests = view.situation.state.rfqs ?? []
  const named = requests.find((request) => request.ref === order)
  return named?.items ?? requests.flatMap((request) => request.items)
}

/** What the depot lacks entirely, and what it has only in part. */
function readShortfall(view: View, requested: readonly Line[]): { lines: Line[]; missing: string[] } {
  const lines: Line[] = []
  const missing: string[] = []
  const gone = goneAmong(view)
  if (ONLY_HAS.test(view.plain) && view.mentions.every(({ quantity }) => quantity === null)) {
    const there = view.mentions.flatMap((mention) => cartLinesFor(mention, requested, view.knowledge.catalogue))
    return { lines, missing: there.length === 0 ? [] : without(requested, there) }
  }
  for (const [place, mention] of view.mentions.entries()) {
    const targets = cartLinesFor(mention, requested, view.knowledge.catalogue)
    const [target] = targets
    const { quantity } = mention
    // "sans les sucreries": all of that kind.
    if (mention.generic && gone.has(place) && targets.length > 1) {
      missing.push(...targets.map(({ product }) => product))
      continue
    }
    if (target === undefined) {
      if (gone.has(place) && requested.length === 0) missing.push(...mention.candidates.slice(0, 1))
      continue
    }
    // "il manque 2 casiers de bock sinon tout bon": the others are there.
    const before = view.reading.spelled.slice(Math.max(0, mention.at - 4), mention.at).join(' ')
    const left = /\bmanque\b/.test(before) && quantity !== null ? (target.quantity ?? 0) - quantity : 0
    if (left > 0) {
      lines.push({ product: target.product, packaging: target.packaging, quantity: left })
      continue
    }
    // "sauf castel, 5 seulement": some of it; "sans les 5 castel": none.
    const isPart = !gone.has(place) || mention.corrected || isCountedAfter(view, mention)
    if (quantity !== null && quantity > 0 && isPart) {
      const product = view.knowledge.catalogue.products.get(target.product)
      const unit = mention.units?.find((each) => product?.packagings.some((packaging) => packaging.unit === each))
      const inPieces = unit !== undefined && unit !== target.packaging
      if (target.quantity === null || quantity < target.quantity || inPieces)
        lines.push({ product: target.product, packaging: unit ?? target.packaging, quantity })
    } else if (gone.has(place) || quantity === 0) missing.push(target.product)
  }
  return { lines, missing: [...new Set(missing)] }
}

/** "j'ai que la drogba et l'ivoire": the rest is not there. */
const ONLY_HAS = anyOf('(?:j ai|on a|nous avons|i have|we have) (?:que|seulement|juste|uniquement|only|just)')

function without(requested: readonly Line[], there: readonly Line[]): string[] {
  return requested.filter((line) => !there.includes(line)).map(({ product }) => product)
}

function isCountedAfter({ pieces }: View, { end, quantity }: Mention): boolean {
  return pieces.some((piece) => piece.is === 'number' && piece.at >= end && piece.value === quantity)
}
