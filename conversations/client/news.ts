import { byMethod, francs, inAbout, methodName, minutes } from '../copy/amounts.ts'
import { render } from '../copy/render.ts'
import type { ClientEventKnown } from './known.ts'
import { orderById } from './known.ts'
import { totalCost } from './offers-shown.ts'

/** What a domain event says in words; null for what is not told by itself. */
export function newsOf(event: ClientEventKnown): string | null {
  const { contact, now } = event.known
  switch (event.type) {
    case 'order.noOfferYet':
      return render('client.nothingYet', { number: event.number, minutes: minutes(event.minutes) }, contact)
    case 'order.searchWidened':
      return render('client.searchWidened', { number: event.number, zones: event.zones.join(', ') }, contact)
    case 'order.nothingFound':
      return render('client.nothingFound', { number: event.number }, contact)
    case 'order.confirmed': {
      const params = {
        number: event.number,
        supplier: event.supplier,
        when: inAbout(event.minutes, now, contact.language),
      }
      return render(isPickup(event) ? 'client.confirmed.pickup' : 'client.confirmed', params, contact)
    }
    case 'offer.lapsed':
      return 'supplier' in event
        ? render('client.lapsed', { number: event.number, supplier: event.supplier }, contact)
        : null
    case 'order.preparing':
      return render('client.preparing', { number: event.number, supplier: event.supplier }, contact)
    case 'order.ready':
      return render(
        isPickup(event) ? 'client.ready.pickup' : 'client.ready',
        { number: event.number, supplier: event.supplier, code: orderById(event.known, event.orderId)?.code ?? '' },
        contact,
      )
    case 'order.onTheRoad':
      return render(
        'client.onTheRoad',
        { number: event.number, minutes: minutes(event.minutes), code: event.code },
        contact,
      )
    case 'order.delivered':
      return render('client.arrived', { number: event.number, due: francs(event.amountDue) }, contact)
    case 'order.late':
      return render(`client.late.${event.stage}`, { number: event.number }, contact)
    case 'order.cancelled':
      return render('client.cancelledBy', { number: event.number, why: event.why }, contact)
    case 'order.corrected':
      return 'amountDue' in event
        ? render('client.correctedBy', { number: event.number, due: francs(event.amountDue) }, contact)
        : null
    case 'offer.made':
      return offerNews(event)
    default:
      return moneyNews(event)
  }
}

function moneyNews(event: ClientEventKnown): string | null {
  const { contact } = event.known
  switch (event.type) {
    case 'payment.succeeded': {
      const { number, receipt } = event
      const params = {
        number,
        receipt,
        amount: francs(event.amount),
        method: byMethod(event.method, contact.language),
      }
      return render('client.paid', params, contact)
    }
    case 'payment.failed': {
      const why = render(`client.fail.${event.failure}`, {}, contact)
      const method = methodName(event.method, contact.language)
      return render('client.pay.failed', { number: event.number, method, why }, contact)
    }
    case 'payment.stillPending':
      return render(
        'client.pay.pending',
        { number: event.number, method: methodName(event.method, contact.language) },
        contact,
      )
    case 'payment.twice': {
      const params = { number: event.number, amount: francs(event.amount), voucher: francs(event.voucher) }
      return render('client.paidTwice', params, contact)
    }
    case 'payment.reminder':
      return render('client.payReminder', { number: event.number, amount: francs(event.amount) }, contact)
    case 'refund.sent':
      return render('client.refund.sent', { number: event.number, amount: francs(event.amount) }, contact)
    case 'refund.done':
      return render('client.refund.done', { number: event.number, amount: francs(event.amount) }, contact)
    case 'rating.asked':
      return render('client.rate.later', { number: event.number }, contact)
    default:
      return null
  }
}

function offerNews(event: Extract<ClientEventKnown, { type: 'offer.made' }>): string | null {
  const offer = orderById(event.known, event.orderId)?.offers.find(({ offerId }) => offerId === event.offerId)
  if (offer === undefined) return null
  const params = { number: event.number, total: francs(totalCost(offer)), delay: minutes(offer.delayMinutes) }
  return render('client.offer.arrived', params, event.known.contact)
}

function isPickup(event: ClientEventKnown & { readonly orderId: string }): boolean {
  return orderById(event.known, event.orderId)?.mode === 'pickup'
}

/** The same news for somebody in the middle of something else: no question, only the word that leads there. */
export function noticeOf(event: ClientEventKnown): string {
  const { contact } = event.known
  switch (event.type) {
    case 'order.noOfferYet':
      return render('client.notice.nothingYet', { number: event.number }, contact)
    case 'order.delivered':
      return render('client.notice.delivered', { number: event.number, due: francs(event.amountDue) }, contact)
    case 'payment.failed': {
      const why = render(`client.fail.${event.failure}`, {}, contact)
      return render('client.notice.payFailed', { number: event.number, why }, contact)
    }
    case 'payment.reminder':
      return render('client.notice.payReminder', { number: event.number, amount: francs(event.amount) }, contact)
    default:
      return newsOf(event) ?? ''
  }
}
