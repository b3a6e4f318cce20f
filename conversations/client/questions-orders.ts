import type { ClientOrderView } from '../../domain/orders/views.ts'
import { francs, minutes, moment, weekday } from '../copy/amounts.ts'
import { render } from '../copy/render.ts'
import type { Choice, Content } from '../effects.ts'
import type { Expectation } from '../understanding/types.ts'
import type { ClientKnown, Here } from './known.ts'
import { isUnderWay, isUnpaid, orderById } from './known.ts'
import { newsOf } from './news.ts'
import { lastPage, offerLine, ranked, totalCost } from './offers-shown.ts'
import type { Question } from './question.ts'
import type { QuestionKey } from './question-keys.ts'
import { subjectsOf } from './subjects.ts'
import { choice, label, pricedLines, row, summary, totalOf } from './wording.ts'

type OrderKey = Extract<
  QuestionKey,
  'home' | 'waiting' | 'waiting.nothing' | 'offers' | 'chosen' | 'underWay' | 'which' | `cancelling${string}`
>

/** Questions about orders under way, and home. */
export const ORDER_QUESTIONS: Readonly<Record<OrderKey, Question>> = {
  home: { copy: 'client.home', content: homeContent },
  waiting: {
    copy: 'client.waiting',
    content: (here) => {
      const { known } = here.event
      return { text: waitingText(here), ...trackOrCancel(known) }
    },
  },
  'waiting.nothing': {
    copy: 'client.nothingYet',
    content: (here) => {
      const { known } = here.event
      const number = focused(here)?.number ?? 0
      const left = render('client.offers.none', { number }, known.contact)
      const news = newsOf(here.event)
      // Who did not confirm is told first; what is asked is the same.
      const text = here.event.type === 'offer.lapsed' && news !== null ? `${news}\n${left}` : (news ?? left)
      const rows = [
        row('wait', label(known, 'wait')),
        row('widen', label(known, 'widen')),
        row('reopen', label(known, 'reopen')),
        row('cancel', label(known, 'cancel')),
      ]
      return { text, list: { button: label(known, 'listButton'), rows } }
    },
  },
  offers: { copy: 'client.offers', content: offersContent, expects: expectedOffers },
  chosen: {
    copy: 'client.chosen',
    content: (here) => {
      const { event } = here
      const { known } = event
      const order = focused(here)
      const text =
        event.type === 'done.chooseOffer'
          ? render(
              'client.chosen',
              { number: event.output.number, supplier: event.output.supplier, total: francs(event.output.total) },
              known.contact,
            )
          : render(
              'client.chosen.waiting',
              { number: order?.number ?? 0, supplier: depot(known, order) },
              known.contact,
            )
      return { text, ...trackOrCancel(known) }
    },
  },
  underWay: { copy: 'client.track.line', content: underWayContent },
  which: {
    copy: 'client.which',
    content: (here) => {
      const { known } = here.event
      const orders = here.context.intention === null ? known.view.orders : subjectsOf(here.context.intention, here)
      const rows = orders
        .slice(0, 10)
        .map(({ orderId, number, lines }) =>
          row(`order/${orderId}`, render('client.choice.order', { number }, known.contact), summary(known, lines)),
        )
      return { text: render('client.which', {}, known.contact), list: { button: label(known, 'listButton'), rows } }
    },
  },
  cancelling: {
    copy: 'client.cancelling',
    content: (here) => {
      const { known } = here.event
      const order = focused(here)
      const params = { number: order?.number ?? 0, summary: summary(known, order?.lines ?? []) }
      return {
        text: render('client.cancelling', params, known.contact),
        choices: [choice(known, 'yes', 'yes'), choice(known, 'no', 'no')],
      }
    },
  },
  'cancelling.reason': {
    copy: 'client.cancelling.reason',
    content: (here) => ({
      text: render('client.cancelling.reason', { number: focused(here)?.number ?? 0 }, here.event.known.contact),
    }),
    expects: () => ({ kind: 'text', field: 'reason' }),
  },
}

/** Not in an SMS: the choices would cost more than they tell. */
function trackOrCancel(known: ClientKnown): Pick<Content, 'choices'> {
  if (known.contact.channel === 'sms') return {}
  return { choices: [choice(known, 'track', 'track'), choice(known, 'cancel', 'cancel')] }
}

export function focused({ context, event }: Here): ClientOrderView | null {
  return orderById(event.known, context.orderId)
}

function depot(known: ClientKnown, order: ClientOrderView | null): string {
  return order?.supplier ?? render('client.rate.depot', {}, known.contact)
}

function waitingText(here: Here): string {
  const { event } = here
  const { contact, now } = event.known
  const order = focused(here)
  if (event.type === 'done.placeOrder') {
    const { number, asked } = event.output
    return render('client.placed', { number, asked, summary: summary(event.known, order?.lines ?? []) }, contact)
  }
  if (event.type === 'done.widenSearch') return render('client.widened', event.output, contact)
  if (order === null) return newsOf(event) ?? render('client.track.none', {}, contact)
  if (event.type === 'said.answer') return render('client.keepWaiting', { number: order.number }, contact)
  const ago = minutes(Math.max(1, Math.round((now.getTime() - Date.parse(order.placedAt)) / 60_000)))
  return newsOf(event) ?? render('client.waiting', { number: order.number, asked: order.asked, ago }, contact)
}

function offersContent(here: Here): Content {
  const { known } = here.event
  const order = focused(here)
  if (order === null) return { text: render('client.track.none', {}, known.contact) }
  const page = lastPage(order, here.context.shown)
  const lines = page.map(({ rank, offer }) => offerLine(known, order, rank, offer)).join('\n')
  const best = ranked(order).filter(({ offerId }) => page.some(({ offer }) => offer.offerId === offerId))
  const bestFirst = page.every(({ offer }, index) => best[index]?.offerId === offer.offerId)
  const params = { number: order.number, count: order.offers.length, lines, bestFirst }
  const text = render('client.offers', params, known.contact)
  // Where choices are numbered text, "1" must be offer 1: beyond the first page the lines carry their numbers alone.
  const isNumberedAlike = page.every(({ rank }, index) => rank === index + 1)
  if (known.contact.channel === 'sms' || !isNumberedAlike) {
    return { text: hasMore(here) ? `${text}\n${render('client.offers.more', {}, known.contact)}` : text }
  }
  const options: Choice[] = page.map(({ rank, offer }) => ({
    id: `offer/${offer.offerId}`,
    label: render('client.choice.offer', { rank, total: francs(totalCost(offer)) }, known.contact),
  }))
  const all = hasMore(here) ? [...options, choice(known, 'more', 'more')] : options
  if (all.length <= 3) return { text, choices: all }
  return { text, list: { button: label(known, 'listButton'), rows: all.map(({ id, label: title }) => row(id, title)) } }
}

function hasMore(here: Here): boolean {
  const { shown } = here.context
  return focused(here)?.offers.some(({ offerId }) => !shown.includes(offerId)) ?? false
}

/** Every offer ever numbered, gone ones too: its place is its number, and a number never means another offer. */
export function expectedOffers(here: Here): Expectation {
  const options = here.context.shown.map((id, index) => ({ id: `offer/${id}`, label: String(index + 1) }))
  return {
    kind: 'choice',
    options: hasMore(here) ? [...options, { id: 'more', label: label(here.event.known, 'more') }] : options,
  }
}

function underWayContent(here: Here): Content {
  const { known } = here.event
  const order = focused(here)
  if (order === null) return { text: newsOf(here.event) ?? render('client.track.none', {}, known.contact) }
  const text =
    newsOf(here.event) ??
    render('client.track.line', { number: order.number, state: stateOf(known, order) }, known.contact)
  if (known.contact.channel === 'sms') return { text }
  const choices =
    order.status === 'delivering'
      ? [choice(known, 'received', 'received'), choice(known, 'problem', 'problem'), choice(known, 'pay', 'pay')]
      : [choice(known, 'pay', 'pay'), choice(known, 'track', 'track'), choice(known, 'cancel', 'cancel')]
  const isPaid = order.payment?.status === 'succeeded'
  return { text, choices: isPaid ? choices.filter(({ id }) => id !== 'pay') : choices }
}

/** Where an order is, in half a sentence: who has it, when it is expected. */
export function stateOf(known: ClientKnown, order: ClientOrderView): string {
  const { contact, now } = known
  const supplier = depot(known, order)
  const when =
    order.promisedAt === null
      ? ''
      : render('client.state.expected', { when: moment(order.promisedAt, now, contact.language) }, contact)
  if (order.status === 'delivering') {
    return render('client.state.delivering', { supplier, when, code: order.code ?? '' }, contact)
  }
  if (order.status === 'preparing') return render('client.state.preparing', { supplier, when }, contact)
  if (order.status === 'delivered') {
    if (order.amountDue === null) return render('client.state.arrived', {}, contact)
    return render('client.state.delivered', { due: francs(order.amountDue) }, contact)
  }
  if (order.status === 'paid' || order.status === 'closed') return render('client.state.paid', {}, contact)
  if (order.supplier !== null && !order.confirmed) return render('client.state.unconfirmed', { supplier }, contact)
  if (order.status === 'accepted') return render('client.state.accepted', { supplier, when }, contact)
  return order.offers.length > 0
    ? render('client.state.offers', { count: order.offers.length }, contact)
    : render('client.state.pending', { asked: order.asked }, contact)
}

function helloOf(known: ClientKnown): string {
  const hour = known.now.getUTCHours()
  // In Abidjan one says "bonsoir" from the afternoon on, and to those who are still up before dawn.
  if (hour >= 16 || hour < 4) return render('client.hello.evening', {}, known.contact)
  return render(hour < 12 ? 'client.hello.morning' : 'client.hello.day', {}, known.contact)
}

function homeContent({ event }: Here): Content {
  const { known } = event
  const lines = known.view.cart?.lines ?? []
  const name = known.account?.managerName || known.account?.name || known.contact.displayName || ''
  const isGreeting = event.type === 'said.greet'
  const choices = homeChoices(known)
  if (isGreeting && lines.length > 0) {
    const params = { hello: helloOf(known), name, lines: pricedLines(known, lines), total: totalOf(lines) }
    return {
      text: render('client.home.cartKept', params, known.contact),
      choices: [
        choice(known, 'confirm', 'confirm'),
        choice(known, 'change', 'change'),
        choice(known, 'empty', 'empty'),
      ],
    }
  }
  const text = isGreeting
    ? render('client.home', { hello: helloOf(known), name }, known.contact)
    : render('client.home.next', {}, known.contact)
  return { text, choices }
}

/** The two or three things most likely now. */
function homeChoices(known: ClientKnown): readonly Choice[] {
  const { cart, orders, recent } = known.view
  const [last] = recent
  const unpaid = orders.some(isUnpaid)
  const withOffers = orders.some(({ offers }) => offers.length > 0)
  const likely = [
    withOffers && choice(known, 'offers', 'offers'),
    unpaid && choice(known, 'pay', 'pay'),
    orders.some(isUnderWay) && choice(known, 'track', 'track'),
    (cart?.lines.length ?? 0) > 0 && choice(known, 'cart_show', 'cart'),
    last !== undefined && usual(known, last.placedAt),
    choice(known, 'catalogue', 'catalogue'),
    choice(known, 'help', 'help'),
  ]
  return likely.filter((one) => one !== false).slice(0, 3)
}

function usual(known: ClientKnown, placedAt: string): Choice {
  const days = (known.now.getTime() - Date.parse(placedAt)) / 86_400_000
  // Within a week a day's name says which order; before that it would mean another one.
  if (days > 6 || days < 1) return choice(known, 'repeat_last', 'usual')
  const day = weekday(placedAt, known.contact.language)
  return { id: 'repeat_last', label: render('client.choice.usualDay', { day }, known.contact) }
}
