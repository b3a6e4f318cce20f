import { about } from './about.ts'
import { optionOf } from './heard.ts'
import { again, ask, focusOnEvent, parts, run } from './parts.ts'

const widen = run(({ context }) => ({ command: 'widenSearch', input: { orderId: context.orderId ?? '' } }))
const reopen = run(({ context }) => ({ command: 'reopenCart', input: { orderId: context.orderId ?? '' } }))

/** News of any order move the dialogue only from here: nobody is in the middle of something else. */
const onNews = {
  'offer.made': [{ guard: 'isWorthTelling', target: '#offers', actions: focusOnEvent }, {}],
  'order.noOfferYet': { target: '#nothing', actions: focusOnEvent },
  'order.searchWidened': { target: '#waiting', actions: focusOnEvent },
  'order.nothingFound': { target: '#home', actions: focusOnEvent },
  'order.confirmed': { target: '#underWay', actions: focusOnEvent },
  'order.preparing': { target: '#underWay', actions: focusOnEvent },
  'order.ready': { target: '#underWay', actions: focusOnEvent },
  'order.onTheRoad': { target: '#underWay', actions: focusOnEvent },
  'order.late': { target: '#underWay', actions: focusOnEvent },
  'order.delivered': { target: '#arrived', actions: focusOnEvent },
  'order.cancelled': { target: '#home', actions: focusOnEvent },
  'order.corrected': { target: '#home', actions: focusOnEvent },
  'offer.lapsed': [
    { guard: 'hasNextOffer', target: '#offers', actions: focusOnEvent },
    { target: '#nothing', actions: focusOnEvent },
  ],
  'payment.succeeded': { target: '#home', actions: focusOnEvent },
  'payment.failed': { target: '#payFailed', actions: focusOnEvent },
  'payment.reminder': { target: '#payMethod', actions: focusOnEvent },
  'rating.asked': { target: '#ratingScore', actions: focusOnEvent },
} as const

/** At rest: home, or waiting for what others do with an order. */
export const attending = parts.createStateConfig({
  initial: 'home',
  on: {
    ...onNews,
    'said.back': '#home',
    'said.cancel': [
      { guard: { type: 'isAboutOne', params: { intention: 'cancel' } }, target: '#cancelSubject' },
      { guard: { type: 'isAboutSeveral', params: { intention: 'cancel' } }, target: '#cancelSubject' },
      { guard: 'hasCart', target: '#cartEmptying' },
      { target: '#home' },
    ],
  },
  states: {
    home: { id: 'home', entry: ask('home') },
    /** where the order itself stands decides what is asked */
    following: {
      id: 'following',
      always: [
        { guard: 'hasNoFocus', target: 'home' },
        { guard: 'hasOffers', target: '#offers' },
        { guard: 'waitsForOffers', target: 'waiting' },
        { guard: 'waitsForDepot', target: 'chosen' },
        { guard: 'isUnderWay', target: 'underWay' },
        { guard: 'isUnpaid', target: '#payMethod' },
        { target: 'home' },
      ],
    },
    // "le moins cher" before there is one: how far it is
    waiting: {
      id: 'waiting',
      entry: ask('waiting'),
      on: {
        'said.offer_choose': [
          { guard: 'hasOffers', target: '#offers' },
          { guard: 'waitsForOffers', actions: again() },
        ],
      },
    },
    nothing: {
      id: 'nothing',
      entry: ask('waiting.nothing'),
      on: {
        'said.answer': [
          { guard: { type: 'isOption', params: { verb: 'wait' } }, target: 'waiting' },
          { guard: { type: 'isOption', params: { verb: 'widen' } }, actions: widen },
          { guard: { type: 'isOption', params: { verb: 'reopen' } }, actions: reopen },
        ],
        'said.confirm': 'waiting',
      },
    },
    chosen: { id: 'chosen', entry: ask('chosen') },
    underWay: { id: 'underWay', entry: ask('underWay') },
    /** after a person was called: all is said */
    atRest: { id: 'atRest', entry: parts.assign({ asking: null, expects: null }) },
  },
})

/** What brings an order into view from wherever the dialogue is. */
export const onOrderWords = {
  'said.offer_choose': about('offers', '#following'),
  'done.chooseOffer': {
    target: '#chosen',
    actions: parts.assign(({ event }) => (event.type === 'done.chooseOffer' ? { orderId: event.output.orderId } : {})),
  },
  'done.widenSearch': '#waiting',
} as const

/** Several orders are open and a short answer could mean two of them. */
export const which = parts.createStateConfig({
  id: 'which',
  entry: ask('which'),
  on: {
    'said.answer': {
      guard: { type: 'isOption', params: { verb: 'order' } },
      target: '#acting',
      actions: parts.assign(({ event }) => ({ orderId: optionOf(event)?.subject ?? null })),
    },
    'said.cancel': '#home',
    'said.back': '#home',
    'wake.idle': '#home',
  },
})

/** What was wanted with the order, now that it is known which. */
export const acting = parts.createStateConfig({
  id: 'acting',
  always: [
    { guard: { type: 'intends', params: { intention: 'cancel' } }, target: '#cancelling' },
    { guard: { type: 'intends', params: { intention: 'pay' } }, target: '#paying' },
    { guard: { type: 'intends', params: { intention: 'receive' } }, target: '#receiving' },
    { guard: { type: 'intends', params: { intention: 'dispute' } }, target: '#disputing' },
    { guard: { type: 'intends', params: { intention: 'rate' } }, target: '#rating' },
    { target: '#following' },
  ],
})
