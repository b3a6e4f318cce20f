import type { LineView, RequestView, Shortage, SupplierOrderView } from '../../domain/orders/views.ts'
import { fitsOneSegment } from '../copy/gsm7.ts'
import type { Goods } from '../copy/shorten.ts'
import { orders } from '../copy/supplier/orders.ts'
import { requests } from '../copy/supplier/requests.ts'
import { say, type Wording } from '../copy/supplier/wording.ts'
import type { Effect } from '../effects.ts'
import { describeShortages, priceButtons } from './bidding.ts'
import type { SupplierKnown } from './dialogue.ts'

// The two long things a depot is told: a request for offers, an order it won. Each message within one segment.

// Five lines with the longest names of the catalogue still fit one segment; a test measures it.
const LINES_IN_ONE_SEGMENT = 5

/** 18:30; Abidjan keeps UTC. */
export function hourOf(iso: string): string {
  return new Date(iso).toISOString().slice(11, 16)
}

function inParts(
  goods: readonly Goods[],
): readonly { readonly goods: readonly Goods[]; readonly part: string | null }[] {
  const count = Math.ceil(goods.length / LINES_IN_ONE_SEGMENT)
  return Array.from({ length: count }, (_, index) => ({
    goods: goods.slice(index * LINES_IN_ONE_SEGMENT, (index + 1) * LINES_IN_ONE_SEGMENT),
    part: count > 1 ? `${index + 1}/${count}` : null,
  }))
}

/** What the depot delivers: the lines less what its offer left out. */
export function goodsToDeliver(lines: readonly LineView[], shortages: readonly Shortage[]): readonly Goods[] {
  return lines
    .map(({ lineId, name, unit, quantity }) => ({
      name,
      unit,
      quantity: shortages.find((short) => short.lineId === lineId)?.quantity ?? quantity,
    }))
    .filter(({ quantity }) => quantity > 0)
}

/** 18:30, or "demain 18:30": an hour of another day would be taken for tonight's. */
function wantedWhen(iso: string, { now, contact }: SupplierKnown): string {
  const days = Math.floor(Date.parse(iso) / DAY) - Math.floor(now.getTime() / DAY)
  if (days <= 0) return hourOf(iso)
  const day = days === 1 ? TOMORROW[contact.language] : `${iso.slice(8, 10)}/${iso.slice(5, 7)}`
  return `${day} ${hourOf(iso)}`
}

const DAY = 86_400_000
const TOMORROW = { fr: 'demain', en: 'tomorrow' } as const

/** Asks for an offer. */
export function announceRequest(request: RequestView, known: SupplierKnown): readonly Effect[] {
  const { contact } = known
  const { number, zone, lines, mode, wantedAt } = request
  const common = { number, zone, pickup: mode === 'pickup', at: wantedAt === null ? null : wantedWhen(wantedAt, known) }
  if (contact.channel === 'whatsapp') {
    return [say(contact, requests.askedInFull({ ...common, goods: lines, part: null }), priceButtons(number))]
  }
  return inParts(lines).map((part) => say(contact, requests.asked({ ...common, ...part })))
}

/**
 * Tells the depot that it won: who, where, and to answer in time. An SMS does not repeat the goods of a request, only what
 * the offer left out, and the directions go along where they fit: each segment more is paid for by the order.
 */
export function announceChosen(
  order: SupplierOrderView,
  confirmMinutes: number,
  known: SupplierKnown,
): readonly Effect[] {
  const { contact } = known
  const { number, client, phone, quartier, zone } = order
  const pickup = order.mode === 'pickup'
  const place = [quartier, zone].filter((name) => name !== null).join(', ')
  const fits = (text: Wording) => fitsOneSegment(text.in(contact.language))
  const missing = contact.channel === 'whatsapp' ? '' : describeShortages(order.shortages, order.lines)
  const whoever = { number, client, place, phone, confirmMinutes, pickup }
  const without = fits(orders.chosenInFull({ ...whoever, without: missing, directions: null })) ? missing : ''
  const repeatsGoods = contact.channel === 'whatsapp' || (order.shortages.length > 0 && without === '')
  const who = { ...whoever, without }
  // Who comes to fetch needs no way to be found.
  const directions = pickup ? null : order.directions
  const whole = orders.chosenInFull({ ...who, directions })
  const isApart = directions !== null && !fits(whole)
  const buttons = [{ id: `OUI ${number}`, fr: `OUI ${number}`, en: `OUI ${number}` }]
  return [
    ...(repeatsGoods
      ? inParts(goodsToDeliver(order.lines, order.shortages)).map((part) =>
          say(contact, orders.chosenGoods({ number, pickup, ...part })),
        )
      : []),
    ...(isApart ? [say(contact, orders.chosenDirections({ number, words: directions }))] : []),
    // Last, so that on WhatsApp the button stands under the whole.
    say(contact, fits(whole) ? whole : orders.chosen(who), buttons),
  ]
}
