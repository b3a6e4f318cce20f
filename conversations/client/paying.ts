import type { PaymentMethod } from '../../domain/work/events.ts'
import { about } from './about.ts'
import { methodIn } from './guards.ts'
import { optionOf, slotsOf, textOf } from './heard.ts'
import type { Here } from './known.ts'
import { again, ask, parts, run, tellPlain } from './parts.ts'
import { METHODS } from './questions-delivery.ts'
import { ownNumber } from './wording.ts'

function methodOf(here: Here): PaymentMethod | null {
  return METHODS.find((method) => method === methodIn(here)) ?? here.context.method
}

/** The number to be charged: the one said, "1" for the number they write from, digits as written otherwise. */
function phoneOf({ context, event }: Here): string | null {
  if (context.method === 'cash') return null
  const option = optionOf(event)
  if (option?.verb === 'phone') return ownNumber(event.known)
  const { phone } = slotsOf(event)
  if (phone !== undefined) return phone
  // A number and nothing else: an order or a joke with digits in it charges nobody.
  const words = textOf(event).trim()
  if (words === '1') return ownNumber(event.known)
  return /^\+?\d[\d\s().-]{7,19}$/.test(words) ? words.replaceAll(/[^\d+]/g, '') : null
}

const keepMethod = parts.assign((here) => ({ method: methodOf(here) }))
const requestPayment = run((here) => ({
  command: 'requestPayment',
  input: { orderId: here.context.orderId ?? '', method: here.context.method ?? 'cash', phone: phoneOf(here) },
}))
const hasPhone = (here: Here) => phoneOf(here) !== null
const isOtherMethod = (here: Here) => slotsOf(here.event).method !== undefined && methodIn(here) !== null

const onMethod = [
  { guard: 'isCash', target: '#payAsking', actions: keepMethod },
  {
    guard: (here: Here) => isNamed(here) && slotsOf(here.event).phone !== undefined,
    target: '#payAsking',
    actions: keepMethod,
  },
  { guard: 'namesMethod', target: '#payPhone', actions: keepMethod },
] as const

/** Payment of one order. Paid means that the operator said so (product.md 3): no word and no picture changes that. */
export const paying = parts.createStateConfig({
  initial: 'deciding',
  on: {
    'said.back': '#home',
    'said.cancel': '#home',
    'showed.photo': { actions: tellPlain('client.photo.payment') },
    'showed.document': { actions: tellPlain('client.photo.payment') },
    'payment.succeeded': { guard: 'isAboutFocus', target: '#home' },
    // Received and corrected in one go: what is left to pay was just said.
    'done.confirmReceipt': {},
    'payment.failed': { guard: 'isAboutFocus', target: '#payFailed' },
    'payment.stillPending': { guard: 'isAboutFocus', target: '#payPending' },
  },
  states: {
    deciding: {
      id: 'paying',
      always: [{ guard: 'claimsPaid', target: 'pending' }, ...onMethod, { target: 'method' }],
    },
    method: {
      id: 'payMethod',
      entry: ask('paying.method'),
      on: { 'said.answer': [...onMethod] },
    },
    phone: {
      id: 'payPhone',
      entry: ask('paying.phone'),
      on: {
        'said.answer': [{ guard: hasPhone, target: 'asking' }, { actions: again('client.pay.badPhone') }],
        'said.confirm': { guard: ({ event }) => ownNumber(event.known) !== null, target: 'asking' },
        'said.pay': [
          { guard: isOtherMethod, target: '#paying' },
          { guard: hasPhone, target: 'asking' },
        ],
        'said.*': [
          { guard: hasPhone, target: 'asking' },
          { guard: 'isText', actions: again('client.pay.badPhone') },
        ],
        'said.back': 'method',
      },
    },
    asking: {
      id: 'payAsking',
      entry: requestPayment,
      on: {
        'done.requestPayment': [{ guard: 'paidInCash', target: '#home' }, { target: 'pending' }],
        'refused.requestPayment': [
          { guard: { type: 'isCode', params: { code: 'PHONE_INVALID' } }, target: 'phone' },
          { guard: { type: 'isCode', params: { code: 'PAYMENT_PENDING' } }, target: 'pending' },
          { guard: { type: 'isCode', params: { code: 'NOTHING_TO_PAY' } }, target: '#home' },
          { target: 'method' },
        ],
      },
    },
    pending: {
      id: 'payPending',
      entry: ask('paying.pending'),
      on: {
        'said.confirm': { actions: again() },
        'said.pay': [
          { guard: 'claimsPaid', actions: again() },
          { guard: isOtherMethod, target: '#paying' },
          { actions: again() },
        ],
        'payment.stillPending': { guard: 'isAboutFocus', actions: again() },
      },
    },
    failed: {
      id: 'payFailed',
      entry: ask('paying.failed'),
      on: { 'said.answer': [...onMethod] },
    },
  },
})

function isNamed(here: Here): boolean {
  return METHODS.some((method) => method === methodIn(here))
}

export const onPayWords = { 'said.pay': about('pay', '#paying') } as const
