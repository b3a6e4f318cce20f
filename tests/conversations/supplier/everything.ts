import type { MachineEvent } from '../../../conversations/turn.ts'
import type { Intent, Slots } from '../../../conversations/understanding/types.ts'
import { REFUSALS, type RefusalCode } from '../../../domain/work/refusals.ts'
import { knows, order, request, type SupplierKnown, said } from './phone.ts'

// Everything that a supplier's machine can meet: each intent, each thing shown, each outcome, each event, in each world.

const offered = { offerId: 'offer-1', goodsPrice: 85_000, delayMinutes: 30 }
const deliveredAt = '2026-11-20T21:00:00Z'
const accountIn = (status: 'pending' | 'rejected' | 'suspended' | 'closed') =>
  knows({ account: { status, rejectionReason: 'licence illisible' } })

export const WORLDS: Readonly<Record<string, SupplierKnown>> = {
  empty: knows({}),
  oneRequest: knows({ view: { requests: [request(1042)] } }),
  busy: knows({
    contact: { channel: 'whatsapp', language: 'en' },
    view: {
      requests: [request(1042), request(1043, { status: 'offered', offer: offered })],
      orders: [
        order(1044),
        order(1045, { status: 'delivering', confirmed: true }),
        order(1046, { status: 'delivered', confirmed: true, deliveredAt }),
        order(1047, { status: 'paid', confirmed: true, deliveredAt }),
      ],
    },
  }),
  onTheRoad: knows({ view: { orders: [order(1042, { status: 'delivering', confirmed: true })] } }),
  delivered: knows({ view: { orders: [order(1042, { status: 'delivered', confirmed: true, deliveredAt })] } }),
  stranger: knows({ account: null }),
  pending: accountIn('pending'),
  rejected: accountIn('rejected'),
  suspended: accountIn('suspended'),
  closed: accountIn('closed'),
}

const INTENTS: readonly Intent[] = [
  'order',
  'cart_add',
  'cart_remove',
  'cart_set',
  'cart_show',
  'confirm',
  'cancel',
  'repeat_last',
  'list_catalogue',
  'price_query',
  'track',
  'delivery_confirm',
  'pay',
  'rate',
  'dispute',
  'location_text',
  'offer_choose',
  'bid',
  'bid_decline',
  'stock_declare',
  'stock_query',
  'status_preparing',
  'status_out',
  'status_delivered',
  'pause',
  'resume',
  'summary',
  'empties',
  'human_agent',
  'call_me',
  'help',
  'greet',
  'stop',
  'start',
  'profile',
  'change_zone',
  'change_number',
  'language',
  'erase',
  'back',
  'resume_bot',
  'unknown',
]

const FULLER: readonly (readonly [string, Intent, Slots])[] = [
  ['1042 85000 30', 'bid', { order: '1042', priceXof: 85_000, etaMinutes: 30 }],
  ['1042 850 30', 'bid', { order: '1042', priceXof: 850, etaMinutes: 30 }],
  ['1099 85000', 'bid', { order: '1099', priceXof: 85_000 }],
  ['85000', 'bid', { priceXof: 85_000 }],
  ['1042 80000 SANS FLAG', 'bid', { order: '1042', priceXof: 80_000, partial: true, missing: ['flag-65cl'] }],
  ['OUI 1042', 'confirm', { order: '1042' }],
  ['NON 1042', 'bid_decline', { order: '1042' }],
  ['PRET 1042', 'status_preparing', { order: '1042' }],
  ['LIVRE 1042 4821', 'status_delivered', { order: '1042', code: '4821' }],
  ['NOTE 1042 4', 'rate', { order: '1042', score: 4 }],
  ['LITIGE 1042', 'dispute', { order: '1042' }],
  ['CASH 1042', 'unknown', {}],
  ['SOLDE', 'summary', { summary: 'balance' }],
  ['Yopougon', 'location_text', { commune: 'yopougon' }],
  ['Yopougon Selmer', 'location_text', { commune: 'yopougon', quartier: 'yopougon-selmer' }],
  ['insulte', 'unknown', { kind: 'insult' }],
  ['note vocale', 'unknown', { kind: 'voice_note' }],
  ['oui', 'confirm', { answer: { yes: true } }],
  ['non', 'bid_decline', { answer: { yes: false } }],
  ['2', 'unknown', { answer: { option: 'order-1043' } }],
  ['1', 'confirm', { answer: { option: 'missing' } }],
  ['gone', 'confirm', { answer: { option: 'no such thing' } }],
  ['4821', 'unknown', { answer: { text: '4821' } }],
  ['3', 'unknown', { answer: { quantity: 3 } }],
  ['Akwaba', 'unknown', { answer: { text: 'Akwaba' } }],
  ['CI-ABJ-2020-B-12345', 'unknown', { answer: { text: 'CI-ABJ-2020-B-12345' } }],
  ['', 'unknown', { kind: 'empty' }],
]

const of = { orderId: 'order-1042', number: 1042 }
const offer = { number: 1042, goodsPrice: 85_000, delayMinutes: 30, revised: false, complete: true }

const DONE: readonly MachineEvent[] = [
  { type: 'done.registerSupplier', output: { accountId: 'account-1' } },
  { type: 'done.makeOffer', output: offer },
  { type: 'done.offerAtReference', output: offer },
  { type: 'done.declineRequest', output: { number: 1042 } },
  { type: 'done.withdrawOffer', output: { number: 1042 } },
  { type: 'done.confirmOrder', output: { number: 1042, supplierReceives: 96_040 } },
  { type: 'done.markReady', output: { number: 1042 } },
  { type: 'done.markOnTheRoad', output: { number: 1042, minutes: 20 } },
  { type: 'done.markDelivered', output: { number: 1042, amountDue: 101_500, supplierReceives: 96_040 } },
  { type: 'done.cashReceived', output: { number: 1042, amount: 101_500, isPaid: false } },
  { type: 'done.pauseSupplier', output: { until: null } },
  { type: 'done.resumeSupplier', output: {} },
  { type: 'done.readDay', output: { orders: 1, delivered: 1, receives: 1 } },
  { type: 'done.readBalance', output: { balance: 1 } },
  { type: 'done.rateOrder', output: { number: 1042 } },
  { type: 'done.openDispute', output: { number: 1042 } },
  { type: 'done.setLanguage', output: {} },
  { type: 'done.optOut', output: {} },
  { type: 'done.optIn', output: {} },
]

const CODES = Object.keys(REFUSALS).filter((code): code is RefusalCode => code in REFUSALS)
const REFUSED: readonly MachineEvent[] = [
  ...CODES.map((code) => ({ type: 'refused.makeOffer', code, details: {} }) as const),
  { type: 'refused.markDelivered', code: 'WRONG_CODE', details: {} },
  { type: 'refused.rateOrder', code: 'SCORE_INVALID', details: {} },
  { type: 'refused.registerSupplier', code: 'DUPLICATE_ACCOUNT', details: {} },
  { type: 'refused.registerSupplier', code: 'ZONE_NOT_FOUND', details: {} },
]

export const HAPPENINGS: readonly MachineEvent[] = [
  { type: 'request.made', ...of },
  { type: 'request.closed', why: 'taken', offered: true, ...of },
  { type: 'request.closed', why: 'cancelled', offered: true, ...of },
  { type: 'request.closed', why: 'expired', offered: true, ...of },
  { type: 'offer.chosen', confirmMinutes: 10, ...of },
  { type: 'offer.lost', reason: 'price', by: 300, ...of },
  { type: 'offer.lost', reason: 'delay', by: 40, ...of },
  { type: 'offer.lost', reason: 'incomplete', by: 2, ...of },
  { type: 'offer.lost', reason: 'record', by: 0, ...of },
  { type: 'offer.lost', reason: 'choice', by: 0, ...of },
  { type: 'offer.lapsed', ...of },
  { type: 'offer.expired', ...of },
  { type: 'order.cancelled', by: 'client', why: 'changé d’avis', ...of },
  { type: 'order.nudged', stage: 'preparing', ...of },
  { type: 'order.nudged', stage: 'delivering', ...of },
  { type: 'order.nudged', stage: 'promised', ...of },
  { type: 'order.nudged', stage: 'stuck', ...of },
  { type: 'order.received', ...of },
  { type: 'order.corrected', supplierReceives: 90_000, ...of },
  { type: 'order.paid', supplierReceives: 96_040, cash: false, isSmsSpent: false, ...of },
  { type: 'order.paid', supplierReceives: 96_040, cash: true, isSmsSpent: true, ...of },
  { type: 'rating.asked', ...of },
]

export const ACCOUNT_EVENTS: readonly MachineEvent[] = [
  { type: 'account.approved' },
  { type: 'account.rejected', reason: 'licence illisible' },
  { type: 'account.suspended', reason: 'impayés' },
  { type: 'account.reinstated' },
]

/** Not for a supplier: must not be answered, must not break anything. */
export const OF_A_CLIENT: readonly MachineEvent[] = [
  { type: 'offer.made', offerId: 'offer-1', revised: false, ...of },
  { type: 'order.noOfferYet', minutes: 30, ...of },
  { type: 'order.searchWidened', zones: ['abobo'], ...of },
  { type: 'order.nothingFound', ...of },
  { type: 'order.confirmed', supplier: 'Akwaba', minutes: 30, ...of },
  { type: 'order.preparing', supplier: 'Akwaba', ...of },
  { type: 'order.ready', supplier: 'Akwaba', ...of },
  { type: 'order.onTheRoad', minutes: 20, code: '4821', ...of },
  { type: 'order.delivered', amountDue: 101_500, ...of },
  { type: 'order.late', stage: 'stuck', ...of },
  { type: 'order.corrected', amountDue: 90_000, ...of },
  { type: 'payment.succeeded', amount: 1, method: 'wave', receipt: 1, ...of },
  { type: 'payment.failed', method: 'wave', failure: 'refused', ...of },
  { type: 'payment.stillPending', method: 'wave', ...of },
  { type: 'payment.twice', amount: 1, voucher: 5_000, ...of },
  { type: 'payment.reminder', amount: 1, hours: 24, ...of },
  { type: 'refund.sent', amount: 1, ...of },
  { type: 'refund.done', amount: 1, ...of },
  { type: 'done.emptyCart', output: {} },
]

export const SAID: readonly MachineEvent[] = [
  ...INTENTS.map((intent) => said(intent, intent)),
  ...FULLER.map(([text, intent, slots]) => said(text, intent, slots)),
]

export const SHOWED: readonly MachineEvent[] = [
  { type: 'showed.location', latitude: 5.35, longitude: -4.01, label: null },
  { type: 'showed.location', latitude: 5.35, longitude: -4.01, label: 'Pharmacie Keneya' },
  { type: 'showed.photo', media: 'photo-1', caption: '' },
  { type: 'showed.document', media: 'document-1', caption: '' },
  { type: 'showed.voice' },
  { type: 'showed.sticker' },
  { type: 'showed.contact' },
]

export const EVERYTHING: readonly MachineEvent[] = [
  ...SAID,
  ...SHOWED,
  ...DONE,
  ...REFUSED,
  ...HAPPENINGS,
  ...ACCOUNT_EVENTS,
  ...OF_A_CLIENT,
  { type: 'wake.silence' },
  { type: 'wake.something-older' },
  { type: 'staff.released' },
]
