import { openClient } from './stage.js'
import { isSupplier, phones } from './store.js'
import { nextStep } from './story.js'
import { words } from './words.js'

const DONE = /Merci pour votre note|Thank you for your rating|Paiement reçu|Paiement recu|Payment received/

/** What comes next for the client's phone that is open. @param {number} [since] only what was shown after that seq counts */
export function whatNext(since) {
  const client = phones.get(openClient() ?? '')
  if (client === undefined) return null
  const depots = [...phones.values()].filter(
    (phone) => phone !== client && (isSupplier(phone) || phone.role === 'supplier'),
  )
  return nextStep({ client, depots, since: since ?? startOf(client), orders: words.orderChips })
}

/** A story begins where the last one ended, once the bar has written something else than its rating. */
function startOf(client) {
  const end = client.messages.findLast(({ direction, text }) => direction === 'out' && DONE.test(text))?.seq ?? 0
  const isNew = ({ direction, seq, text }) => direction === 'in' && seq > end && !/^[0-5](?:\D|$)/.test(text)
  return client.messages.some(isNew) ? end : Math.max(0, end - 1000)
}
