import type { MachineEvent } from '../../../conversations/turn.ts'
import type { Line } from '../../../conversations/understanding/types.ts'
import { answers, type Snapshot, said } from './talk.ts'
import { ACCOUNT, anOffer, anOrder, aWorld, LINES, type World } from './world.ts'

const cart = {
  orderId: 'order-9',
  mode: 'delivery',
  wantedAt: null,
  directions: null,
  updatedAt: '',
  lines: LINES,
} as const
const smallCart = { ...cart, lines: LINES.slice(0, 1).map((line) => ({ ...line, price: 500 })) }
const recent = [{ orderId: 'order-1', number: 1001, placedAt: '2026-11-13T20:00:00.000Z', lines: LINES }]
const inState = (changes: Parameters<typeof anOrder>[0]): World =>
  aWorld({ view: { cart: null, orders: [anOrder(changes)], recent } })
const withCart = (lines: typeof cart | typeof smallCart): World => aWorld({ view: { cart: lines, orders: [], recent } })
const asStatus = (status: typeof ACCOUNT.status): World => aWorld({ account: { ...ACCOUNT, status } })
const atDepot = { supplier: 'Dépôt Kumassi', confirmed: true, amountDue: 85_000 }

/** Where a client's business can be when they write. */
export const SITUATIONS: readonly World[] = [
  aWorld({ account: null }),
  asStatus('pending'),
  asStatus('rejected'),
  asStatus('suspended'),
  aWorld(),
  withCart(cart),
  withCart(smallCart),
  inState({}),
  inState({ status: 'offers_received', offers: [anOffer('a', 80_000, 30), anOffer('b', 70_000, 60)] }),
  inState({ supplier: 'Dépôt Kumassi', status: 'offers_received' }),
  inState({ ...atDepot, status: 'accepted' }),
  inState({ ...atDepot, status: 'delivering', code: '4821' }),
  inState({ ...atDepot, status: 'delivered' }),
  inState({ ...atDepot, status: 'delivered', payment: { method: 'wave', status: 'pending' } }),
  inState({ ...atDepot, status: 'paid', payment: { method: 'wave', status: 'succeeded' } }),
  aWorld({
    view: {
      cart: null,
      recent,
      orders: [
        anOrder({ ...atDepot, status: 'delivered' }),
        anOrder({ ...atDepot, orderId: 'order-1043', number: 1043, status: 'delivered' }),
      ],
    },
  }),
]

const of = { orderId: 'order-1042', number: 1042 } as const

/** Everything a client's conversation can be told. */
export const DOMAIN_EVENTS: readonly MachineEvent[] = [
  { type: 'offer.made', offerId: 'a', revised: false, ...of },
  { type: 'offer.made', offerId: 'a', revised: true, ...of },
  { type: 'order.noOfferYet', minutes: 30, ...of },
  { type: 'order.searchWidened', zones: ['Abobo'], ...of },
  { type: 'order.nothingFound', ...of },
  { type: 'order.confirmed', supplier: 'Dépôt Kumassi', minutes: 30, ...of },
  { type: 'offer.lapsed', supplier: 'Dépôt Kumassi', nextOfferId: 'b', ...of },
  { type: 'offer.lapsed', supplier: 'Dépôt Kumassi', nextOfferId: null, ...of },
  { type: 'order.preparing', supplier: 'Dépôt Kumassi', ...of },
  { type: 'order.ready', supplier: 'Dépôt Kumassi', ...of },
  { type: 'order.onTheRoad', minutes: 20, code: '4821', ...of },
  { type: 'order.delivered', amountDue: 85_000, ...of },
  { type: 'order.late', stage: 'preparing', ...of },
  { type: 'order.late', stage: 'promised', ...of },
  { type: 'order.cancelled', by: 'supplier', why: 'rupture', ...of },
  { type: 'order.corrected', amountDue: 80_000, ...of },
  { type: 'payment.succeeded', amount: 85_000, method: 'wave', receipt: 7, ...of },
  { type: 'payment.failed', method: 'wave', failure: 'refused', ...of },
  { type: 'payment.stillPending', method: 'wave', ...of },
  { type: 'payment.twice', amount: 85_000, voucher: 5_000, ...of },
  { type: 'payment.reminder', amount: 85_000, hours: 1, ...of },
  { type: 'refund.sent', amount: 85_000, ...of },
  { type: 'refund.done', amount: 85_000, ...of },
  { type: 'rating.asked', ...of },
  { type: 'account.approved' },
  { type: 'account.rejected', reason: 'adresse introuvable' },
  { type: 'account.suspended', reason: 'impayés' },
  { type: 'account.reinstated' },
]

const flag: Line = { product: 'flag-65cl', packaging: 'casier', quantity: 2 }
const unclear = {
  text: 'flag',
  candidates: ['flag-65cl', 'flag-33cl'],
  packaging: 'casier',
  quantity: 2,
  reason: 'size',
} as const

/** What people write, read as `understand` reads it. */
const WORDS: readonly MachineEvent[] = [
  said('bonsoir', 'greet'),
  said('2 flag 65', 'order', { lines: [flag] }),
  said('2 flag', 'order', { clarifications: [{ ...unclear, candidates: [...unclear.candidates] }] }),
  said('enlève les flag', 'cart_remove', { lines: [{ ...flag, quantity: null }] }),
  said('mon panier', 'cart_show'),
  said('catalogue', 'list_catalogue'),
  said('les bières', 'list_catalogue', { slots: { category: 'biere' } }),
  said('ok', 'confirm'),
  said('annule', 'cancel'),
  said('retour', 'back'),
  said('même chose', 'repeat_last'),
  said('où est ma commande', 'track'),
  said('bien reçu', 'delivery_confirm'),
  said('je paie', 'pay'),
  said('par wave', 'pay', { slots: { method: 'wave' } }),
  said("j'ai payé", 'pay', { slots: { claimedPaid: true } }),
  said('note', 'rate', { slots: { score: null } }),
  said('5', 'rate', { slots: { score: 5 } }),
  said('5 très rapide', 'rate', { slots: { score: 5 } }),
  said('il manque 1 flag', 'dispute', { lines: [{ ...flag, quantity: 1 }], slots: { disputeType: 'missing' } }),
  said('problème', 'dispute'),
  said('la moins chère', 'offer_choose', { slots: { prefer: 'cheapest' } }),
  said('stop', 'stop'),
  said('start', 'start'),
  said('english', 'language', { slots: { language: 'en' } }),
  said('mes infos', 'profile'),
  said('a@b.ci', 'unknown'),
  said('Chez Awa', 'unknown'),
  said('yopougon', 'location_text', { slots: { commune: 'yopougon' } }),
  said('yopougon maroc', 'location_text', { slots: { commune: 'yopougon', quartier: 'yopougon-maroc' } }),
  said('0707123456', 'unknown', { slots: { phone: '+2250707123456' } }),
]

/** The words that fit anywhere, and each option that is offered right now. */
export function sayable(state: Snapshot): readonly MachineEvent[] {
  const { expects } = state.context
  const options =
    expects?.kind === 'choice' ? expects.options.map(({ id, label }) => answers(label, { option: id })) : []
  return [...options, ...WORDS, ...DOMAIN_EVENTS, { type: 'staff.released' }]
}
