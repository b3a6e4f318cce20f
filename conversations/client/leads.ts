import type { RefusalCode } from '../../domain/work/refusals.ts'
import { francs } from '../copy/amounts.ts'
import { NEVER_MET_BY_A_CLIENT } from '../copy/client/refusals.ts'
import { render } from '../copy/render.ts'
import type { Reader } from '../copy/words.ts'
import { answerOf, slotsOf } from './heard.ts'
import type { Here } from './known.ts'
import { orderByNumber } from './known.ts'
import { newsOf } from './news.ts'
import type { QuestionKey } from './question-keys.ts'
import { stateOf } from './questions-orders.ts'
import { summary } from './wording.ts'

/** Questions that tell the news in their own words. */
const TELLS_THE_NEWS: ReadonlySet<QuestionKey> = new Set([
  'waiting',
  'waiting.nothing',
  'underWay',
  'arrived',
  'paying.method',
  'paying.failed',
  'paying.pending',
  'rating',
])

/** How long until a person answers, said whenever one is called: the support promise (product.md 5, L1). */
export const AGENT_HOURS = 2

type NeverMet = (typeof NEVER_MET_BY_A_CLIENT)[number]
const NEVER_MET: ReadonlySet<string> = new Set(NEVER_MET_BY_A_CLIENT)
const canBeMet = (code: RefusalCode): code is Exclude<RefusalCode, NeverMet> => !NEVER_MET.has(code)

export function refusalText(
  code: RefusalCode,
  details: Readonly<Record<string, string | number>>,
  reader: Reader,
): string {
  return canBeMet(code) ? render(`client.refused.${code}`, details, reader) : render('client.refused.again', {}, reader)
}

/** What an event has to say before the next question. */
export function leadOf(key: QuestionKey, here: Here): string | null {
  const { event } = here
  const { contact, account } = event.known
  if ('code' in event && 'details' in event) {
    // The minimum says itself what is missing.
    return key === 'placing.minimum' ? null : refusalText(event.code, event.details, contact)
  }
  switch (event.type) {
    case 'account.approved':
      return render('client.approved', { name: account?.name ?? '' }, contact)
    case 'account.reinstated':
      return render('client.reinstated', {}, contact)
    case 'account.suspended':
      return render('client.suspended.because', { reason: event.reason }, contact)
    case 'done.cancelOrder':
      return render('client.cancelled', { number: event.output.number }, contact)
    case 'done.setCart':
      return key === 'cart.unsure' ? notedText(here) : null
    case 'done.emptyCart':
      return render('client.cart.emptied', {}, contact)
    case 'done.openDispute':
      return render('client.dispute.opened', { number: event.output.number }, contact)
    case 'done.rateOrder':
      return render('client.rated', {}, contact)
    case 'done.setLanguage':
      return render('client.language', {}, contact)
    case 'done.optIn':
      return render('client.started', {}, contact)
    case 'done.confirmReceipt':
      return key === 'home' ? render('client.received.paid', { number: event.output.number }, contact) : null
    case 'done.requestPayment': {
      if (event.output.method !== 'cash') return null
      const { number, amount, payee } = event.output
      const isPickup = event.known.view.orders.find((order) => order.number === number)?.mode === 'pickup'
      const to = render(isPickup ? 'client.pay.cash.atDepot' : 'client.pay.cash.toDriver', { payee }, contact)
      return render('client.pay.cash', { number, amount: francs(amount), to }, contact)
    }
    case 'offer.made':
      // the list says it
      return null
    default:
      return TELLS_THE_NEWS.has(key) ? null : (newsOf(event) ?? saidLead(key, here))
  }
}

function saidLead(key: QuestionKey, here: Here): string | null {
  const { event } = here
  const { contact } = event.known
  // A welcome is for strangers: not for who corrects a name, or applies again.
  const isStranger = event.known.account === null && here.context.registration.name === undefined
  if (key === 'register.name' && !('output' in event) && isStranger) {
    return render('client.register.welcome', {}, contact)
  }
  if (key === 'home' && event.type === 'said.track') return ordersText(here)
  const lettingGo = event.type === 'said.cancel' || event.type === 'said.back' || answerOf(event)?.yes === false
  if (key === 'home' && lettingGo) return render('client.nothing.cancelled', {}, contact)
  if (key === 'paying.method' && slotsOf(event).method && event.type === 'said.pay') {
    return render('client.pay.notOffered', {}, contact)
  }
  return null
}

/** What was clear is in the cart already, though the question is about the rest. An SMS has no room for it. */
function notedText({ context, event: { known } }: Here): string | null {
  const lines = (known.view.cart?.lines ?? []).filter(({ product }) => context.touched?.includes(product))
  return lines.length === 0 || known.contact.channel === 'sms'
    ? null
    : render('client.cart.noted', { summary: summary(known, lines) }, known.contact)
}

/** The order named, else all that are under way, one line each; 4 leave room for the question. */
function ordersText({ event }: Here): string {
  const { known } = event
  const named = orderByNumber(known, slotsOf(event).order)
  const open =
    named === null ? known.view.orders.filter(({ status }) => status !== 'paid' && status !== 'closed') : [named]
  if (open.length === 0) return render('client.track.none', {}, known.contact)
  const lines = open.slice(0, 4).map((order) => {
    return render('client.track.line', { number: order.number, state: stateOf(known, order) }, known.contact)
  })
  return lines.join('\n')
}
