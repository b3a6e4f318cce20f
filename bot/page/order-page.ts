import { METHODS } from '../../conversations/client/questions-delivery.ts'
import { francs, methodName, minutes, moment } from '../../conversations/copy/amounts.ts'
import { rankOffers } from '../../domain/offers/ranking.ts'
import type { ClientOrderView, LineView, OfferView } from '../../domain/orders/views.ts'
import { lineText as shortLine } from './cart-page.ts'
import { form } from './forms.ts'
import { type Html, html } from './html.ts'
import type { Showing } from './showing.ts'

/** No offer yet. */
export function waitingPage({ words, token }: Showing, order: ClientOrderView): readonly (Html | null)[] {
  return [
    html`<section><p>${words.waiting(order.asked)}</p><p class="small">${words.refreshes}</p><p><a class="button" href="/c/${token}">${words.refresh}</a></p></section>`,
    html`<section class="row"><span>${form(token, 'widen', html`<button>${words.widen}</button>`)}</span><span>${form(token, 'reopen', html`<button>${words.reopen}</button>`)}</span></section>`,
  ]
}

/** The open offers, ranked as in the chat, each with its button. */
export function offersPage(showing: Showing, order: ClientOrderView): readonly (Html | null)[] {
  const { words } = showing
  const offers = rankOffers(order.offers).map((offer) => html`<li>${offerItem(showing, order, offer)}</li>`)
  return [
    html`<section><h2>${words.offers(offers.length)}</h2><ul>${offers}</ul><p class="small">${words.refreshes}</p></section>`,
  ]
}

function offerItem(showing: Showing, order: ClientOrderView, offer: OfferView): Html {
  const { words, token } = showing
  const total = francs(offer.goodsPrice + offer.deliveryFee + offer.deposits)
  const mean = offer.ratingCount === 0 ? null : (offer.ratingSum / offer.ratingCount).toFixed(1)
  const missing = offer.shortages.flatMap((shortage) => {
    const line = order.lines.find(({ lineId }) => lineId === shortage.lineId)
    return line === undefined ? [] : [lineText(showing, { ...line, quantity: line.quantity - shortage.quantity })]
  })
  return html`<p><strong>${offer.supplier}</strong>${mean === null ? null : html` <span class="small">${words.rating(mean)}</span>`}</p>
<p class="sum">${words.offer(total, minutes(offer.delayMinutes))}</p>
<p class="small">${words.offerParts(francs(offer.goodsPrice), francs(offer.deliveryFee), francs(offer.deposits))}</p>
${missing.length === 0 ? null : html`<p class="notice">${words.missingLines(missing.join(', '))}</p>`}
${form(token, 'choose', html`<input type="hidden" name="offer" value="${offer.offerId}"><button class="main">${words.choose(offer.supplier)}</button>`)}`
}

/** A depot has it: where it is, the code, the money, and what to do when something is wrong. */
export function followingPage(showing: Showing, order: ClientOrderView): readonly (Html | null)[] {
  const { words, token, language, now } = showing
  const { status, supplier } = order
  const step =
    !order.confirmed && status !== 'delivered'
      ? words.chosen(supplier ?? '')
      : status in words.steps
        ? stepText(showing, order)
        : ''
  const isGone = status === 'delivered' || status === 'paid' || status === 'closed'
  return [
    html`<section><p class="sum">${step}</p>
${isGone || order.promisedAt === null ? null : html`<p>${words.expected(moment(order.promisedAt, now, language))}</p>`}
${isGone ? null : order.confirmed ? html`<p><a class="button" href="/c/${token}">${words.refresh}</a></p>` : html`<p class="small">${words.refreshes}</p>`}</section>`,
    order.code === null
      ? null
      : html`<section><h2>${words.code}</h2><p class="code">${order.code}</p><p class="small">${words.codeNote}</p></section>`,
    status === 'delivering'
      ? html`<section>${form(token, 'received', html`<button class="main">${words.received}</button>`)}</section>`
      : null,
    order.confirmed || isGone ? moneySection(showing, order) : null,
    problemSection(showing, order),
  ]
}

function stepText({ words }: Showing, { status, supplier }: ClientOrderView): string {
  switch (status) {
    case 'accepted':
    case 'preparing':
    case 'delivering':
      return words.steps[status](supplier ?? '')
    case 'delivered':
    case 'paid':
    case 'closed':
      return words.steps[status]()
    default:
      return ''
  }
}

function moneySection(showing: Showing, order: ClientOrderView): Html | null {
  const { words, token, language, phone } = showing
  const { payment, amountDue } = order
  if (payment?.status === 'succeeded') return html`<section><p>${words.paid}</p></section>`
  if (amountDue === null || amountDue === 0) return null
  const isPending = payment !== null && ['created', 'pending', 'unknown'].includes(payment.status)
  const due = html`<h2>${words.due(francs(amountDue))}</h2>`
  if (isPending && payment.method !== 'cash') {
    return html`<section>${due}<p>${words.payPending(methodName(payment.method, language))}</p><p><a class="button" href="/c/${token}">${words.refresh}</a></p></section>`
  }
  const methods = METHODS.map((method) => html`<option value="${method}">${methodName(method, language)}</option>`)
  return html`<section>${due}
${isPending ? html`<p>${words.payCash}</p>` : null}
${payment?.status === 'failed' || payment?.status === 'expired' ? html`<p class="notice">${words.payFailed}</p>` : null}
${form(token, 'pay', html`<label for="method">${words.payWith}</label><select id="method" name="method">${methods}</select><label for="phone">${words.payPhone}</label><input id="phone" name="phone" type="tel" inputmode="tel" autocomplete="tel" maxlength="20" value="${phone ?? ''}" aria-describedby="phone-note"><p class="small" id="phone-note">${words.payPhoneNote}</p><button class="main">${words.pay}</button>`)}</section>`
}

const KINDS = ['missing', 'damaged', 'late', 'billing', 'conduct'] as const
const CANCELLABLE: readonly string[] = ['pending_offers', 'offers_received', 'accepted', 'preparing']

function problemSection({ words, token }: Showing, { status }: ClientOrderView): Html {
  const kinds = KINDS.map((kind) => html`<option value="${kind}">${words.problemKinds[kind]}</option>`)
  return html`<details><summary>${words.problem}</summary>
${form(token, 'problem', html`<label for="kind">${words.problemKind}</label><select id="kind" name="kind">${kinds}</select><label for="words">${words.problemWords}</label><textarea id="words" name="words" rows="3" maxlength="500" required></textarea><button>${words.problemSend}</button>`)}
${CANCELLABLE.includes(status) ? cancelForm(words.cancelWhy, words.cancel, token) : null}</details>`
}

function cancelForm(why: string, label: string, token: string): Html {
  return html`<hr>${form(token, 'cancel', html`<label for="reason">${why}</label><input id="reason" name="reason" maxlength="200"><button class="danger">${label}</button>`)}`
}

/** Before an offer is chosen an order is cancelled without a word. */
export function cancelSection({ words, token }: Showing): Html {
  return html`<details><summary>${words.cancel}</summary>${form(token, 'cancel', html`<button class="danger">${words.cancel}</button>`)}</details>`
}

/** What was ordered, under every step. */
export function orderedSection(showing: Showing, { lines }: ClientOrderView): Html {
  const items = lines.map((line) => html`<li>${lineText(showing, line)}</li>`)
  return html`<details><summary>${showing.words.lines}</summary><ul>${items}</ul></details>`
}

const lineText = (showing: Showing, line: LineView): string => shortLine(showing, line)
