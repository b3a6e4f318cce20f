import { render } from '../copy/render.ts'
import { francs, minutes } from '../copy/amounts.ts'
import type { Here } from './known.ts'
import { focused } from './questions-orders.ts'
import { lastPage, nextShown, offerMeant, totalCost } from './offers-shown.ts'
import { again, ask, parts, run, tell } from './parts.ts'
import { optionOf } from './heard.ts'

/** The best first; after "autres", the next ones under new numbers. */
const showOffers = parts.assign((here) => {
  const order = focused(here)
  if (order === null) return { shown: [] }
  return { shown: nextShown(order, isMore(here) ? here.context.shown : []) }
})

function isMore({ event }: Here): boolean {
  return optionOf(event)?.verb === 'more' || event.type === 'said.unknown'
}

const choose = run((here) => ({
  command: 'chooseOffer',
  input: { orderId: here.context.orderId ?? '', offerId: offerMeant(here)?.offerId ?? '' },
}))

/** A better offer gets the next number: those on the client's screen keep theirs. */
const addBetter = [
  parts.assign(({ context, event }) =>
    event.type === 'offer.made'
      ? { shown: [...context.shown.filter((id) => id !== event.offerId), event.offerId] }
      : {},
  ),
  parts.assign((here) => {
    const order = focused(here)
    const page = order === null ? [] : lastPage(order, here.context.shown)
    const options = page.map(({ rank, offer }) => ({ id: `offer/${offer.offerId}`, label: String(rank) }))
    return { expects: { kind: 'choice' as const, options } }
  }),
  tell('client.offer.better', (here) => {
    const order = focused(here)
    const last = order === null ? undefined : lastPage(order, here.context.shown).at(-1)
    if (last === undefined) return ''
    const { rank, offer } = last
    const params = { rank, supplier: offer.supplier, total: francs(totalCost(offer)), delay: minutes(offer.delayMinutes) }
    return render('client.offer.better', params, here.event.known.contact)
  }),
]

/** The offers of one order, ranked, and the choice among them. */
export const offers = parts.createStateConfig({
  id: 'offers',
  entry: [showOffers, ask('offers')].flat(),
  on: {
    'said.offer_choose': [
      { guard: 'meansOffer', actions: choose },
      { actions: again('client.offer.notOne') },
    ],
    'said.answer': [
      { guard: 'meansOffer', actions: choose },
      { guard: 'wantsMore', target: '#offers', reenter: true },
    ],
    'said.confirm': [{ guard: 'meansOffer', actions: choose }, { actions: again('client.offer.notOne') }],
    'said.unknown': { guard: 'wantsMore', target: '#offers', reenter: true },
    'said.back': '#home',
    'said.cancel': [{ guard: 'isUnderWay', target: '#cancelSubject' }, { target: '#cancelling' }],
    'offer.made': [
      { guard: ({ context, event }) => event.orderId === context.orderId && context.shown.includes(event.offerId) && !event.revised },
      { guard: (here) => here.event.orderId === here.context.orderId && focused(here)?.offers.length === 1, target: '#offers', reenter: true },
      { guard: (here) => here.event.orderId === here.context.orderId && isBest(here), actions: addBetter },
      { guard: 'isAboutFocus' },
    ],
    'order.nothingFound': { guard: 'isAboutFocus', target: '#home' },
    'order.cancelled': { guard: 'isAboutFocus', target: '#home' },
    'order.confirmed': { guard: 'isAboutFocus', target: '#underWay' },
    'offer.lapsed': { guard: 'isAboutFocus', target: '#following' },
    'refused.chooseOffer': '#following',
  },
})

function isBest(here: Here): boolean {
  const { event } = here
  const order = focused(here)
  if (order === null || event.type !== 'offer.made') return false
  return nextShown(order, [])[0] === event.offerId
}
