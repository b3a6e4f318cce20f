import { francs, minutes } from '../copy/amounts.ts'
import { render } from '../copy/render.ts'
import { optionOf } from './heard.ts'
import { asKeyword } from './keywords.ts'
import type { Here } from './known.ts'
import { lastPage, nextShown, offerMeant, totalCost } from './offers-shown.ts'
import { again, ask, parts, run, tell } from './parts.ts'
import { expectedOffers, focused } from './questions-orders.ts'

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
    event.type === 'offer.made' ? { shown: [...context.shown, event.offerId] } : {},
  ),
  parts.assign((here) => ({ expects: expectedOffers(here) })),
  tell('client.offer.better', (here) => {
    const order = focused(here)
    const last = order === null ? undefined : lastPage(order, here.context.shown).at(-1)
    if (last === undefined) return ''
    const { rank, offer } = last
    const params = {
      rank,
      supplier: offer.supplier,
      total: francs(totalCost(offer)),
      delay: minutes(offer.delayMinutes),
    }
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
      // OFFRES: to see them again
      { guard: ({ event }) => asKeyword(event)?.type === 'said.offer_choose', actions: again() },
      { actions: again('client.offer.notOne') },
    ],
    'said.answer': [
      { guard: 'meansOffer', actions: choose },
      { guard: 'wantsMore', target: '#offers', reenter: true },
    ],
    'said.confirm': [
      { guard: (here) => offerMeant(here) !== null && asKeyword(here.event) === null, actions: choose },
      { guard: 'isPlainYes', actions: again('client.offer.notOne') },
    ],
    'said.unknown': [
      { guard: 'wantsMore', target: '#offers', reenter: true },
      { guard: 'meansOffer', actions: choose },
    ],
    'said.back': '#home',
    'said.cancel': [{ guard: 'isUnderWay', target: '#cancelSubject' }, { target: '#cancelling' }],
    'offer.made': [
      { guard: isAnnounced },
      // A price that was on the screen changed: the whole list again, before somebody takes the old one.
      { guard: isRevised, target: '#offers', reenter: true },
      { guard: isFirst, target: '#offers', reenter: true },
      { guard: isBest, actions: addBetter },
      { guard: 'isAboutFocus' },
    ],
    'order.nothingFound': { guard: 'isAboutFocus', target: '#home' },
    'order.cancelled': { guard: 'isAboutFocus', target: '#home' },
    'order.confirmed': { guard: 'isAboutFocus', target: '#underWay' },
    'offer.lapsed': { guard: 'isAboutFocus', target: '#following' },
    'refused.chooseOffer': '#following',
  },
})

function made({ context, event }: Here) {
  return event.type === 'offer.made' && event.orderId === context.orderId ? event : null
}

function isAnnounced(here: Here): boolean {
  const offer = made(here)
  return offer !== null && !offer.revised && here.context.shown.includes(offer.offerId)
}

function isRevised(here: Here): boolean {
  const offer = made(here)
  return offer?.revised === true && here.context.shown.includes(offer.offerId)
}

function isFirst(here: Here): boolean {
  return made(here) !== null && focused(here)?.offers.length === 1
}

function isBest(here: Here): boolean {
  const offer = made(here)
  const order = focused(here)
  return offer !== null && order !== null && nextShown(order, [])[0] === offer.offerId
}
