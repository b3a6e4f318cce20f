import { cheapestOffer, fastestOffer, rankOffers } from '../../domain/offers/ranking.ts'
import type { ClientOrderView, OfferView } from '../../domain/orders/views.ts'
import type { OfferId } from '../../domain/work/ids.ts'
import { francs, minutes } from '../copy/amounts.ts'
import { render } from '../copy/render.ts'
import { answerOf, optionOf, slotsOf, textOf } from './heard.ts'
import type { ClientKnown, Here } from './known.ts'
import { orderById } from './known.ts'
import { goods } from './wording.ts'

/** Offers shown in one message. */
export const OFFERS_AT_A_TIME = 5

export function totalCost(offer: OfferView): number {
  return offer.goodsPrice + offer.deliveryFee + offer.deposits
}

/** The open offers, best first. */
export function ranked(order: ClientOrderView): readonly OfferView[] {
  return rankOffers(order.offers)
}

/** The next offers to show: the best that were not shown yet; numbers already given stay. */
export function nextShown(order: ClientOrderView, shown: readonly OfferId[]): readonly OfferId[] {
  const fresh = ranked(order).filter(({ offerId }) => !shown.includes(offerId))
  return [...shown, ...fresh.slice(0, OFFERS_AT_A_TIME).map(({ offerId }) => offerId)]
}

/** What came since the first page was shown stands under it, while there is room: numbers already given stay. */
export function filledUp(order: ClientOrderView, shown: readonly OfferId[]): readonly OfferId[] {
  const fresh = ranked(order).filter(({ offerId }) => !shown.includes(offerId))
  return [...shown, ...fresh.slice(0, Math.max(0, OFFERS_AT_A_TIME - shown.length)).map(({ offerId }) => offerId)]
}

/** Those of the last page that are still open, with their numbers. */
export function lastPage(
  order: ClientOrderView,
  shown: readonly OfferId[],
): readonly { rank: number; offer: OfferView }[] {
  const numbered = shown.flatMap((id, index) => {
    const offer = order.offers.find(({ offerId }) => offerId === id)
    return offer === undefined ? [] : [{ rank: index + 1, offer }]
  })
  return numbered.slice(-OFFERS_AT_A_TIME)
}

export function offerLine(known: ClientKnown, order: ClientOrderView, rank: number, offer: OfferView): string {
  const what = offer.shortages.map((shortage) => {
    const line = order.lines.find(({ lineId }) => lineId === shortage.lineId)
    return line === undefined ? '' : goods(known, line.quantity - shortage.quantity, line.unit, line.name)
  })
  const missing = offer.complete ? '' : render('client.offer.missing', { what: what.join(', ') }, known.contact)
  const params = {
    rank,
    supplier: offer.supplier,
    total: francs(totalCost(offer)),
    delay: minutes(offer.delayMinutes),
    missing,
  }
  return render('client.offer.line', params, known.contact)
}

/** Which offer a message means: its number, button, depot, price, "la moins chère", "le plus rapide". */
export function offerMeant({ context, event }: Here): OfferView | null {
  const order = orderById(event.known, context.orderId)
  if (order === null || order.offers.length === 0) return null
  const byId = (id: OfferId | undefined) => order.offers.find(({ offerId }) => offerId === id) ?? null
  const option = optionOf(event)
  if (option?.verb === 'offer') return byId(option.subject)
  const { prefer, index, priceXof } = slotsOf(event)
  if (prefer === 'cheapest') return cheapestOffer(order.offers)
  if (prefer === 'fastest') return fastestOffer(order.offers)
  const number = index ?? answerOf(event)?.quantity ?? bareNumber(textOf(event))
  if (number !== undefined) return byId(context.shown[number - 1])
  const atPrice = order.offers.filter((offer) => offer.goodsPrice === priceXof || totalCost(offer) === priceXof)
  if (atPrice.length === 1) return atPrice[0] ?? null
  // "ok" to a single offer is that offer.
  return event.type === 'said.confirm' && order.offers.length === 1 ? (order.offers[0] ?? null) : null
}

function bareNumber(text: string): number | undefined {
  return /^\d{1,2}$/.test(text) ? Number(text) : undefined
}

/** An offer worth interrupting for: the first of its order, or one that is now the best. */
export function isWorthTelling(order: ClientOrderView | null, offerId: OfferId): boolean {
  if (order === null) return false
  return order.offers.length === 1 || ranked(order)[0]?.offerId === offerId
}
