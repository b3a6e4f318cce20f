import { francs, packagings } from '../copy/amounts.ts'
import { render } from '../copy/render.ts'
import type { Intent } from '../understanding/types.ts'
import { about, noSuchOrder } from './about.ts'
import { onCancelOutcome } from './cancelling.ts'
import { onCartWords } from './filling-cart.ts'
import { onOrderWords } from './following.ts'
import { isQuestion, optionOf, slotsOf } from './heard.ts'
import { asKeyword } from './keywords.ts'
import type { ClientEventKnown, Here } from './known.ts'
import { nearestPlace, productOf, quartierName } from './known.ts'
import { noticeOf } from './news.ts'
import { again, callAgent, focusOnEvent, parts, run, tell, tellPlain } from './parts.ts'
import { onPayWords } from './paying.ts'
import { onRatingOutcome } from './rating.ts'
import { onDeliveryOutcome } from './receiving.ts'
import { colonIn } from './wording.ts'

const missOnce = parts.assign(({ context }) => ({ misses: context.misses + 1 }))

const misunderstood = [
  { guard: { type: 'isKind', params: { kind: 'insult' } }, actions: callAgent('anger', 'client.agent.anger') },
  { guard: { type: 'isKind', params: { kind: 'legal' } }, actions: callAgent('legal', 'client.agent.legal') },
  { guard: { type: 'isKind', params: { kind: 'voice_note' } }, actions: tellPlain('client.voice') },
  { guard: { type: 'isKind', params: { kind: 'smalltalk' } }, actions: tellPlain('client.smalltalk') },
  { guard: 'isThirdMiss', actions: callAgent('misunderstood', 'client.agent.lost') },
  { actions: [missOnce, ...again('client.misunderstood')] },
] as const

/** Answered in every state of the machine, registered or not. */
export const onAnything = {
  'said.help': { actions: again('client.help') },
  'said.human_agent': { actions: callAgent('asked') },
  'said.call_me': { actions: callAgent('call_me') },
  'said.erase': { actions: callAgent('erase', 'client.erase') },
  'said.unknown': misunderstood,
  'said.*': misunderstood,
  'said.resume_bot': { actions: again('client.resumed') },
  'said.greet': { actions: again() },
  'said.cancel': { actions: again() },
  'said.back': { actions: again() },
  'said.language': {
    actions: run(({ event }) => {
      const other = event.known.contact.language === 'fr' ? 'en' : 'fr'
      return { command: 'setLanguage', input: { language: slotsOf(event).language ?? other } }
    }),
  },
  'said.stop': { actions: run(() => ({ command: 'optOut', input: {} })) },
  'said.start': { actions: run(() => ({ command: 'optIn', input: {} })) },
  'done.setLanguage': { actions: again() },
  'done.optOut': '#stopped',
  'done.optIn': '#routing',
  'refused.*': { actions: again() },
  'showed.voice': { actions: tellPlain('client.voice') },
  'showed.photo': { actions: tellPlain('client.photo') },
  'showed.document': { actions: tellPlain('client.photo') },
  'showed.sticker': { actions: tellPlain('client.sticker') },
  'showed.contact': { actions: tellPlain('client.contactCard') },
  'showed.location': { actions: tellPlain('client.location.unused') },
  'staff.released': { actions: again('client.resumed') },
  'wake.*': { actions: again('client.stillThere') },
  'account.approved': '#home',
  'account.reinstated': '#home',
  'account.rejected': '#rejected',
  'account.suspended': '#suspended',
} as const

/** A button that says what could be written as well. */
const SAYS: Readonly<Record<string, Intent>> = {
  track: 'track',
  received: 'delivery_confirm',
  problem: 'dispute',
  pay: 'pay',
  confirm: 'confirm',
  cancel: 'cancel',
  back: 'back',
  cart_show: 'cart_show',
  repeat_last: 'repeat_last',
  catalogue: 'list_catalogue',
  help: 'help',
  human_agent: 'human_agent',
  offers: 'offer_choose',
  change_zone: 'change_zone',
  change_number: 'change_number',
}

const intentOf = (event: ClientEventKnown) => SAYS[optionOf(event)?.verb ?? '']

const sayIt = parts.raise(({ event }) => {
  const intent = intentOf(event)
  if (intent === undefined || !('heard' in event)) return event
  const { answer: _pressed, ...slots } = event.heard.slots
  return { ...event, type: `said.${intent}` as const, heard: { ...event.heard, intent, slots } }
})

const sayKeyword = parts.raise(({ event }) => asKeyword(event) ?? event)

function isOtherKeyword(event: ClientEventKnown): boolean {
  const keyword = asKeyword(event)
  return keyword !== null && keyword.type !== event.type
}

const directions = run(({ event }) => {
  if (event.type !== 'showed.location') return { command: 'setCartOptions', input: {} }
  // A depot on a feature phone can do nothing with two numbers alone.
  const near = nearestPlace(event.known, event)
  const place = event.label ?? (near === null ? '' : quartierName(event.known, near.quartierId))
  const at = `${place} (${event.latitude}, ${event.longitude})`
  return { command: 'setCartOptions', input: { directions: at.trim() } }
})

/** Reference prices of what was asked, in all its packagings. */
function prices({ event }: Here): string {
  const { known } = event
  const { asked } = slotsOf(event)
  if (asked === 'delivery_fee')
    return render('client.price.deliveryFee', { fee: francs(known.account?.deliveryFee ?? 0) }, known.contact)
  if (asked === 'deposit') return render('client.price.deposit', {}, known.contact)
  if (asked === 'discount') return render('client.price.discount', {}, known.contact)
  const named = 'heard' in event ? event.heard.lines.map(({ product }) => product) : []
  const unclear = 'heard' in event ? event.heard.clarifications.flatMap(({ candidates }) => candidates) : []
  const lines = [...new Set([...named, ...unclear])].slice(0, 4).flatMap((id) => {
    const product = productOf(known, id)
    if (product === null) return []
    const units = product.units.slice(0, 2).map(({ unit, price }) => {
      return `${packagings(1, unit, known.contact.language).slice(2)} ${francs(price)}`
    })
    return [`${product.name}${colonIn(known)} ${units.join(', ')}`]
  })
  if (lines.length === 0) return render('client.price.unknown', {}, known.contact)
  return render('client.price', { lines: lines.join(known.contact.channel === 'sms' ? ', ' : '\n') }, known.contact)
}

/** Answered wherever an approved client is. */
export const onWords = {
  ...onCartWords,
  ...onOrderWords,
  ...onPayWords,
  ...onCancelOutcome,
  ...onDeliveryOutcome,
  ...onRatingOutcome,
  'said.answer': [
    { guard: { type: 'isOption', params: { verb: 'change' } }, target: '#cartAdding' },
    { guard: { type: 'isOption', params: { verb: 'empty' } }, target: '#cartEmptying' },
    { guard: ({ event }: Here) => intentOf(event) !== undefined, actions: sayIt },
    ...misunderstood,
  ],
  'said.unknown': [{ guard: ({ event }: Here) => asKeyword(event) !== null, actions: sayKeyword }, ...misunderstood],
  'said.greet': '#home',
  'said.confirm': [
    { guard: ({ event }: Here) => asKeyword(event) !== null, actions: sayKeyword },
    { guard: 'hasCart', target: '#placing' },
    { actions: again() },
  ],
  'said.track': [
    { guard: 'namesNoOrderOfTheirs', actions: again(noSuchOrder) },
    { guard: 'namesOrder', target: '#tracked' },
    {
      guard: ({ event }: Here) =>
        event.known.view.orders.filter(({ status }) => status !== 'paid' && status !== 'closed').length === 1,
      target: '#tracked',
    },
    { target: '#home' },
  ],
  // Read as a receipt while goods are awaited; "ok" to "le dépôt prépare" is none, and "commande 1042" asks where it is.
  'said.delivery_confirm': [
    { guard: 'onlyAcknowledges', actions: again() },
    { guard: ({ event }: Here) => isQuestion(event), actions: again() },
    { guard: ({ event }: Here) => isOtherKeyword(event), actions: sayKeyword },
    ...about('receive', '#receiving'),
  ],
  'said.dispute': about('dispute', '#disputing'),
  'said.rate': about('rate', '#rating'),
  'said.price_query': { actions: tell('client.price', prices) },
  'said.profile': '#profile',
  'said.change_zone': { actions: callAgent('change_zone', 'client.profile.change') },
  'said.change_number': { actions: callAgent('change_number', 'client.profile.change') },
  'showed.location': [{ guard: 'hasCart', actions: directions }, { actions: tellPlain('client.location.unused') }],
  'said.location_text': {
    guard: 'hasCart',
    actions: run(({ event }) => ({
      command: 'setCartOptions',
      input: { directions: 'text' in event ? event.text : '' },
    })),
  },
  'done.setCartOptions': { actions: again('client.location.kept') },
  'order.actedOnPage': { target: '#following', actions: focusOnEvent },
} as const

const notice = { actions: tell('client.news', ({ event }) => noticeOf(event)) }

/** News in the middle of something else: one line, and nothing is lost. */
export const onNewsMeanwhile = {
  'offer.made': [{ guard: 'isWorthTelling', ...notice }, {}],
  'offer.lapsed': notice,
  'order.noOfferYet': notice,
  'order.searchWidened': notice,
  'order.nothingFound': notice,
  'order.confirmed': notice,
  'order.preparing': notice,
  'order.ready': notice,
  'order.onTheRoad': notice,
  'order.late': notice,
  'order.delivered': notice,
  'order.cancelled': notice,
  'order.corrected': notice,
  'payment.succeeded': notice,
  'payment.failed': notice,
  'payment.reminder': notice,
  'rating.asked': notice,
} as const

/** Money that moved by itself is told everywhere and moves nothing. */
export const onMoney = {
  'payment.stillPending': notice,
  'payment.twice': notice,
  'refund.sent': notice,
  'refund.done': notice,
} as const
