import type { LineView, RequestView, Shortage } from '../../domain/orders/views.ts'
import type { Francs } from '../../domain/work/ids.ts'
import { shortName, shortQuantity } from '../copy/shorten.ts'
import { bids } from '../copy/supplier/bids.ts'
import { type Button, say } from '../copy/supplier/wording.ts'
import type { Bid, Step, SupplierKnown } from './dialogue.ts'
import { home, run } from './dialogue.ts'

// A price under 30 % or over 300 % of the reference is a slip (a nought too many, the price of one case): asking costs a
// message, sending it costs the depot the order or the bar its trust.
const LOWEST_PERCENT = 30
const HIGHEST_PERCENT = 300

/** What the bid leaves out, against the lines of the request; null when something named is not in it. */
export function shortagesOf(bid: Bid, lines: readonly LineView[]): readonly Shortage[] | null {
  const short = new Map<string, number>()
  for (const product of bid.missing) {
    const found = lines.filter((line) => line.product === product)
    if (found.length === 0) return null
    for (const line of found) short.set(line.lineId, 0)
  }
  for (const { product, unit, quantity } of bid.limited) {
    const found = lines.filter((line) => line.product === product)
    const line = found.find((candidate) => candidate.unit === unit)
    // "6 bouteilles" of a line in cases: not guessed, asked.
    if (line === undefined) return null
    if (quantity < line.quantity) short.set(line.lineId, Math.max(0, quantity))
  }
  if (bid.partial && short.size === 0 && bid.limited.length === 0) return null
  return [...short].map(([lineId, quantity]) => ({ lineId, quantity }))
}

/** Flag 65, 3/5 Heineken 33 */
export function describeShortages(shortages: readonly Shortage[], lines: readonly LineView[]): string {
  return shortages
    .flatMap(({ lineId, quantity }) => {
      const line = lines.find((candidate) => candidate.lineId === lineId)
      if (line === undefined) return []
      const name = shortName(line.name)
      return [quantity > 0 ? `${shortQuantity(quantity)}/${shortQuantity(line.quantity)} ${name}` : name]
    })
    .join(', ')
}

/** The reference price of what the bid can supply. */
export function referencePrice(lines: readonly LineView[], shortages: readonly Shortage[]): Francs {
  return lines.reduce((sum, line) => {
    const short = shortages.find(({ lineId }) => lineId === line.lineId)
    return sum + Math.round((short?.quantity ?? line.quantity) * line.price)
  }, 0)
}

function isAbsurd(price: Francs, reference: Francs): boolean {
  return reference > 0 && (price * 100 < reference * LOWEST_PERCENT || price * 100 > reference * HIGHEST_PERCENT)
}

/** A button says the short form it stands for, so that it still means that when it is pressed later. */
export function priceButtons(number: number): readonly Button[] {
  return [
    { id: `OUI ${number}`, fr: `OUI ${number}`, en: `OUI ${number}` },
    { id: `NON ${number}`, fr: `NON ${number}`, en: `NON ${number}` },
  ]
}

/** What is missing from the bid is taken from the offer that is open, so that `1042 82000` keeps its delay. */
function completed(bid: Bid, request: RequestView): Bid {
  const { offer } = request
  if (offer === null) return bid
  const changesSomething = bid.minutes !== null || bid.partial
  return {
    ...bid,
    price: bid.price ?? (changesSomething ? offer.goodsPrice : null),
    minutes: bid.minutes ?? offer.delayMinutes,
  }
}

/** Makes or revises an offer, or asks what it needs first. `sure`: the price was confirmed. */
export function bidOn(asked: Bid, request: RequestView, known: SupplierKnown, sure: boolean): Step {
  const { orderId, number, lines } = request
  const bid = completed(asked, request)
  const about = { orderId, number }
  const shortages = shortagesOf(bid, lines)
  if (shortages === null) return home([say(known.contact, bids.missingUnclear({ number }))])
  if (lines.every((line) => shortages.some((short) => short.lineId === line.lineId && short.quantity === 0))) {
    return home([say(known.contact, bids.allMissing({ number }))])
  }
  if (bid.price === null) {
    const without = describeShortages(shortages, lines)
    const question = without === '' ? bids.askPrice({ number }) : bids.askPriceOfRest({ number, without })
    return {
      to: 'askingPrice',
      set: { expects: null, wish: bid, about, misunderstood: 0 },
      effects: [say(known.contact, question, priceButtons(number))],
    }
  }
  const reference = referencePrice(lines, shortages)
  if (!sure && isAbsurd(bid.price, reference)) {
    return {
      to: 'confirmingPrice',
      set: { expects: { kind: 'yes_no' }, wish: bid, about, misunderstood: 0 },
      effects: [say(known.contact, bids.confirmPrice({ number, price: bid.price, reference }), YES_NO)],
    }
  }
  const input = { orderId, goodsPrice: bid.price, delayMinutes: bid.minutes, shortages }
  return home([run({ command: 'makeOffer', input })], { wish: asked, about })
}

export const YES_NO: readonly Button[] = [
  { id: 'OUI', fr: 'Oui', en: 'Yes' },
  { id: 'NON', fr: 'Non', en: 'No' },
]
