import { clientAnswer } from './client-answers.js'
import { depotDelivery, depotsToBid } from './depot-answers.js'

// What comes next in the story of one order, read only from what the phones show: the guide proposes it, the player
// does it. Nothing here knows more than a person who looks at the screens.

/** @typedef {{key: string, text?: string, choice?: {id: string, label: string}}} Act */
/** @typedef {{step: number, hint: string, acts: Act[], isWaiting: boolean, isDone: boolean, mayGoOn: boolean}} Next */
/** @typedef {{key: string, phone: string, messages: import('./api.js').Message[], habit?: import('./api.js').PhoneInfo['habit']}} Seen */

export const STEP = { order: 0, confirm: 1, bid: 2, choose: 3, deliver: 4, pay: 5, rate: 6, done: 7 }

const PLACED = /\b(?:Commande|Order) (\d+) (?:envoy|sent)/
const PAID = /Paiement reçu|Paiement recu|Payment received/
const RATED = /Merci pour votre note|Thank you for your rating/
// What is corrected at the door was received.
const DELIVERED = /livrée|livree|bien reçue|\brecue\b|delivered\.|received\.|^C'est corrig|^Corrected: order/

/**
 * @param {{client: Seen, depots: Seen[], since: number, orders: readonly string[]}} seen
 * @returns {Next}
 */
export function nextStep({ client, depots, since, orders }) {
  const thread = client.messages.filter(({ seq }) => seq > since)
  const [number, placedAt] = placedOrder(thread)
  if (number === null) return beforePlacing(client.key, thread, orders)
  const after = thread.filter(({ seq }) => seq >= placedAt)
  if (after.some((message) => message.direction === 'out' && RATED.test(message.text)))
    return next('done', [], { isDone: true })
  if (after.some((message) => isFrom(message, 'out') && DELIVERED.test(message.text))) return settle(client, after)
  const delivery = depotDelivery(depots, number, codeIn(after, number))
  if (delivery !== null) return next('deliver', delivery)
  return biddingOrChoosing(client, after, depots, number)
}

function beforePlacing(key, thread, orders) {
  const proposals = orders.map((text) => ({ key, text }))
  if (!thread.some((message) => isFrom(message, 'in'))) return next('order', proposals)
  const answer = clientAnswer(key, thread)
  if (answer === 'waiting') return next('confirm', [])
  return answer === null ? next('order', proposals) : next(answer.hint, [answer.act])
}

function biddingOrChoosing(client, after, depots, number) {
  const { asked, answered, bids } = depotsToBid(depots, number, referenceTotal(client.messages))
  const answer = clientAnswer(client.key, after)
  const isEnough = answered > 0 && (answered >= Math.min(2, asked) || bids.length === 0)
  if (answer === 'waiting') return next(answered > 0 ? 'choose' : 'bid', [])
  if (isEnough && answer?.hint === 'choose') {
    return next('choose', [answer.act, { key: client.key, text: 'la moins chère' }])
  }
  if (isEnough) return next('gather', [])
  return bids.length > 0 ? next('bid', bids) : next('send', [])
}

function settle(client, after) {
  const answer = clientAnswer(client.key, after)
  const paid = after.findLast((message) => isFrom(message, 'out') && PAID.test(message.text))
  if (paid === undefined) return next('pay', answer === null || answer === 'waiting' ? [] : [answer.act])
  if (answer === 'waiting') return next('rate', [])
  if (answer?.hint === 'rate') return next('rate', [answer.act])
  // The rating may be asked for a little later: then the story goes on.
  return next('done', [], { isDone: true, mayGoOn: true })
}

/** @param {string} hint @param {Act[]} acts @returns {Next} */
function next(hint, acts, { isDone = false, mayGoOn = false } = {}) {
  const place = { send: 'bid', gather: 'choose' }[hint] ?? hint
  return { step: STEP[place], hint, acts, isWaiting: acts.length === 0 && !isDone, isDone, mayGoOn }
}

const isFrom = (message, direction) => message.direction === direction

function placedOrder(thread) {
  for (const message of thread.toReversed()) {
    const found = message.direction === 'out' ? PLACED.exec(message.text) : null
    if (found !== null) return [found[1], message.seq]
  }
  return [null, 0]
}

function codeIn(thread, number) {
  for (const { direction, text } of thread.toReversed()) {
    if (direction !== 'out' || !text.includes(number)) continue
    const found = /\bcode\b\D{0,30}(\d{4})\b/i.exec(text)
    if (found !== null) return found[1]
  }
  return null
}

/** The total that the cart showed, for plausible bids. */
function referenceTotal(messages) {
  for (const { direction, text } of messages.toReversed()) {
    const found = direction === 'out' ? /(?:Total indicatif|About|~) ?~?([\d\s.,\u202f\u00a0]+) ?F/.exec(text) : null
    if (found !== null) return Number(found[1].replaceAll(/\D/g, ''))
  }
  return 60_000
}
