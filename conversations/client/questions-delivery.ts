import type { PaymentMethod } from '../../domain/work/events.ts'
import { francs, METHOD_NAMES, methodName } from '../copy/amounts.ts'
import { render } from '../copy/render.ts'
import type { Content, Row } from '../effects.ts'
import type { Correction } from './context.ts'
import type { ClientKnown, Here } from './known.ts'
import { newsOf } from './news.ts'
import type { Question } from './question.ts'
import type { QuestionKey } from './question-keys.ts'
import { focused } from './questions-orders.ts'
import { choice, goods, label, ownNumber, row } from './wording.ts'

type DeliveryKey = Extract<
  QuestionKey,
  'arrived' | 'correcting' | `disputing.${string}` | `paying.${string}` | 'rating' | 'rating.comment'
>

/** Questions from the door on: receipt, corrections, disputes, payment, rating. */
export const DELIVERY_QUESTIONS: Readonly<Record<DeliveryKey, Question>> = {
  arrived: {
    copy: 'client.arrived',
    content: (here) => {
      const { known } = here.event
      const order = focused(here)
      const params = { number: order?.number ?? 0, due: francs(order?.amountDue ?? 0) }
      return {
        text: newsOf(here.event) ?? render('client.arrived', params, known.contact),
        choices: [choice(known, 'received', 'received'), choice(known, 'problem', 'problem')],
      }
    },
  },
  correcting: {
    copy: 'client.correcting',
    content: (here) => {
      const { known } = here.event
      const lines = here.context.corrections.map((one) => correctionText(here, one)).join('\n')
      return {
        text: render('client.correcting', { number: focused(here)?.number ?? 0, lines }, known.contact),
        choices: [choice(known, 'yes', 'yes'), choice(known, 'no', 'no')],
      }
    },
  },
  'disputing.kind': {
    copy: 'client.dispute.kind',
    content: (here) => {
      const { known } = here.event
      const kinds = ['missing', 'damaged', 'late', 'billing', 'conduct'] as const
      return {
        text: render('client.dispute.kind', { number: focused(here)?.number ?? 0 }, known.contact),
        list: {
          button: label(known, 'listButton'),
          rows: kinds.map((kind) => row(`kind/${kind}`, label(known, kind))),
        },
      }
    },
  },
  'disputing.words': {
    copy: 'client.dispute.words',
    content: ({ event: { known } }) => ({ text: render('client.dispute.words', {}, known.contact) }),
    expects: () => ({ kind: 'text', field: 'dispute' }),
  },
  'paying.method': { copy: 'client.pay.method', content: methodContent },
  'paying.phone': {
    copy: 'client.pay.phone',
    content: ({ context, event: { known } }) => {
      const method = methodName(context.method ?? 'orange_money', known.contact.language)
      const own = ownNumber(known)
      if (own === null) return { text: render('client.pay.phone.any', { method }, known.contact) }
      return { text: render('client.pay.phone', { method, own }, known.contact) }
    },
    // "1" is the number they write from, which understand() would not take for a phone.
    expects: ({ event: { known } }) => {
      const own = ownNumber(known)
      return own === null ? { kind: 'phone' } : { kind: 'choice', options: [{ id: `phone/${own}`, label: own }] }
    },
  },
  'paying.pending': { copy: 'client.pay.asked', content: pendingContent },
  'paying.failed': {
    copy: 'client.pay.failed',
    content: (here) => {
      const { known } = here.event
      const order = focused(here)
      const due = { number: order?.number ?? 0, due: francs(order?.amountDue ?? 0) }
      const text = newsOf(here.event) ?? render('client.pay.method', due, known.contact)
      return { text, list: { button: label(known, 'listButton'), rows: methodRows(known) } }
    },
  },
  rating: {
    copy: 'client.rate',
    content: (here) => {
      const { known } = here.event
      const order = focused(here)
      const supplier = order?.supplier ?? render('client.rate.depot', {}, known.contact)
      const number = 'number' in here.event ? here.event.number : (order?.number ?? 0)
      return { text: render('client.rate', { number, supplier }, known.contact) }
    },
    expects: () => ({ kind: 'score' }),
  },
  'rating.comment': {
    copy: 'client.rate.comment',
    content: ({ context, event: { known } }) => ({
      text: render('client.rate.comment', { score: context.score ?? 0 }, known.contact),
    }),
    expects: () => ({ kind: 'text', field: 'comment' }),
  },
}

function correctionText(here: Here, { lineId, kind, quantity, unit }: Correction): string {
  const { known } = here.event
  const line = focused(here)?.lines.find((one) => one.lineId === lineId)
  return render(`client.correction.${kind}`, { what: goods(known, quantity, unit, line?.name ?? '') }, known.contact)
}

export const METHODS: readonly PaymentMethod[] = ['orange_money', 'wave', 'mtn_momo', 'moov_money', 'cash']

function methodRows(known: ClientKnown): readonly Row[] {
  return METHODS.map((method) => {
    const name = methodName(method, known.contact.language)
    return row(`pay/${method}`, name.charAt(0).toUpperCase() + name.slice(1))
  })
}

function methodContent(here: Here): Content {
  const { event } = here
  const { known } = event
  const order = focused(here)
  const params = { number: order?.number ?? 0, due: francs(order?.amountDue ?? 0) }
  const list = { button: label(known, 'listButton'), rows: methodRows(known) }
  if (event.type === 'done.confirmReceipt') {
    const { number, amountDue } = event.output
    return { text: render('client.received', { number, due: francs(amountDue) }, known.contact), list }
  }
  if (event.type === 'done.correctLines') {
    const { number, amountDue, before } = event.output
    const corrected = { number, due: francs(amountDue), before: francs(before) }
    return { text: render('client.corrected', corrected, known.contact), list }
  }
  const reminder = event.type === 'payment.reminder' ? newsOf(event) : null
  return { text: reminder ?? render('client.pay.method', params, known.contact), list }
}

function pendingContent(here: Here): Content {
  const { event } = here
  const { contact } = event.known
  if (event.type === 'done.requestPayment') {
    const { number, amount, payee, method, payUrl } = event.output
    const asked = { number, amount: francs(amount), payee, method: methodName(method, contact.language) }
    const text =
      payUrl === null
        ? render('client.pay.asked', asked, contact)
        : render('client.pay.link', { ...asked, url: payUrl }, contact)
    return { text }
  }
  const order = focused(here)
  const used = order?.payment?.method ?? here.context.method
  const method = used ? METHOD_NAMES[used] : render('client.pay.operator', {}, contact)
  const claims = 'heard' in event && event.heard.slots.claimedPaid === true
  if (used === 'cash') return { text: render('client.pay.cash.pending', { number: order?.number ?? 0 }, contact) }
  if (claims) return { text: render('client.pay.claimed', { method }, contact) }
  return { text: newsOf(event) ?? render('client.pay.pending', { number: order?.number ?? 0, method }, contact) }
}
