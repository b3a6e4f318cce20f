import { moment } from '../copy/amounts.ts'
import { render } from '../copy/render.ts'
import type { Clarification } from '../understanding/types.ts'
import {
  changedLines,
  changeOf,
  correctedLast,
  optionsAfter,
  settledCart,
  settledProduct,
  wantedAtOf,
} from './cart-changes.ts'
import { optionOf, slotsOf } from './heard.ts'
import { asKeyword } from './keywords.ts'
import type { ClientKnown, Here } from './known.ts'
import { learnChoice, learnCorrection } from './learning.ts'
import { again, ask, parts, run } from './parts.ts'

const hasLines = ({ view }: ClientKnown) => (view.cart?.lines.length ?? 0) > 0

const changeCart = run(({ event }) => ({ command: 'setCart', input: { lines: changedLines(event) } }))
const correctLast = run((here) => ({ command: 'setCart', input: { lines: correctedLast(here) ?? [] } }))
const settleCart = run((here) => ({ command: 'setCart', input: { lines: settledCart(here) } }))
const emptyCart = run(() => ({ command: 'emptyCart', input: {} }))

/** "je passe chercher", "demain 9h" to a cart that is shown: kept, and not asked again when it is sent. */
const saysHow = ({ event }: Here) =>
  hasLines(event.known) && (slotsOf(event).deliveryMode !== undefined || slotsOf(event).deliveryAt !== undefined)
const keepHow = parts.assign((here) => ({ options: optionsAfter(here) }))

function howKept({ event }: Here): string {
  const { contact, now } = event.known
  const wantedAt = wantedAtOf(event)
  if (wantedAt !== null) {
    return render('client.cart.when', { when: moment(wantedAt, now, contact.language) }, contact)
  }
  return render(slotsOf(event).deliveryMode === 'pickup' ? 'client.cart.pickup' : 'client.cart.delivery', {}, contact)
}

function touchedBy({ event }: Here): readonly string[] {
  return 'heard' in event ? [...event.heard.lines, ...(event.heard.alsoLines ?? [])].map(({ product }) => product) : []
}

/** What to ask about this message afterwards, and how its order is wanted. */
const remember = parts.assign((here) => ({
  unsure: 'heard' in here.event ? here.event.heard.clarifications : [],
  unsureAs: changeOf(here.event),
  options: optionsAfter(here),
  touched: touchedBy(here),
  assumed: 'heard' in here.event ? (here.event.heard.assumed ?? []) : [],
  usual: 'heard' in here.event ? (here.event.heard.usual ?? []) : [],
}))

/** Something else is ordered while a product is still unclear: that stays to be asked, first. */
const rememberToo = parts.assign((here) => ({
  unsure: [...here.context.unsure, ...('heard' in here.event ? here.event.heard.clarifications : [])],
  options: optionsAfter(here),
  touched: touchedBy(here),
}))

const dropFirst = parts.assign((here) => {
  const product = settledProduct(here)
  return { unsure: here.context.unsure.slice(1), touched: product === null ? [] : [product] }
})
const dropAll = parts.assign({ unsure: [] })

/** Keeps the product that was picked: how many is asked next. */
const keepProduct = parts.assign((here) => {
  const [first, ...rest] = here.context.unsure
  const product = settledProduct(here)
  return first === undefined || product === null ? {} : { unsure: [{ ...first, candidates: [product] }, ...rest] }
})

/** A product taken from the catalogue: how many is asked. */
const pickProduct = parts.assign(({ event }) => {
  const picked: Clarification = {
    text: '',
    candidates: [optionOf(event)?.subject ?? ''],
    packaging: null,
    quantity: null,
    reason: 'quantity',
  }
  return { unsure: [picked], unsureAs: 'add' as const }
})

/** "2 casiers de flag", "enlève les fanta", "même chose que vendredi": from anywhere, without losing anything. */
const changes = [
  { guard: 'emptiesCart', actions: [learnCorrection, remember, emptyCart] },
  { guard: 'changesCart', actions: [learnCorrection, remember, changeCart] },
  { guard: 'isUnsure', target: '#cartUnsure', actions: remember },
] as const

export const onCartWords = {
  'said.order': [...changes, { target: '#cart' }],
  'said.cart_add': [...changes, { target: '#cart' }],
  'said.cart_set': [
    { guard: (here: Here) => correctedLast(here) !== null, actions: [dropAll, correctLast] },
    ...changes,
    { target: '#cart', actions: dropAll },
  ],
  'said.cart_remove': [...changes, { actions: again('client.cart.notThere') }],
  'said.repeat_last': [
    { guard: 'hasNothingToRepeat', actions: again('client.cart.noRecent') },
    ...changes,
    { target: '#cart' },
  ],
  'said.cart_show': '#cart',
  'said.list_catalogue': [
    {
      guard: 'namesCategory',
      target: '#shelf',
      actions: parts.assign(({ event }: Here) => ({ category: slotsOf(event).category ?? null })),
    },
    { target: '#shelves' },
  ],
  'done.setCart': [{ guard: 'stillUnsure', target: '#cartUnsure' }, { target: '#cart' }],
  'done.emptyCart': [{ guard: 'stillUnsure', target: '#cartUnsure' }, { target: '#home' }],
  'done.reopenCart': '#cart',
  'cart.moved': '#cart',
  'refused.setCart': [{ target: '#cart', actions: dropAll }],
} as const

const unsure = parts.createStateConfig({
  id: 'cartUnsure',
  entry: ask('cart.unsure'),
  on: {
    'said.answer': [
      { guard: { type: 'isOption', params: { verb: 'without' } }, target: '#cartNext', actions: dropFirst },
      { guard: 'settlesToNothing', actions: [learnChoice, emptyCart, dropFirst] },
      { guard: 'settles', actions: [learnChoice, settleCart, dropFirst] },
      { guard: 'settlesProduct', target: '#cartUnsure', actions: [learnChoice, keepProduct], reenter: true },
      { actions: again('client.misunderstood') },
    ],
    // "flag 65" to "65 cl ou 33 cl ?" reads as an order of what was asked about: it settles the question.
    'said.order': [
      { guard: 'saysSomethingNew', actions: [rememberToo, changeCart] },
      { guard: 'settles', actions: [learnChoice, settleCart, dropFirst] },
    ],
    'said.cart_add': [
      { guard: 'saysSomethingNew', actions: [rememberToo, changeCart] },
      { guard: 'settles', actions: [learnChoice, settleCart, dropFirst] },
    ],
    // A yes to "65 cl ou 33 cl ?" chooses nothing.
    'said.confirm': { guard: 'isPlainYes', actions: again() },
    'said.cart_set': [
      { guard: 'saysSomethingNew', actions: [rememberToo, changeCart] },
      { guard: 'settles', actions: [learnChoice, settleCart, dropFirst] },
    ],
    // Another line goes: what is still unclear stays to be asked.
    'said.cart_remove': { guard: 'saysSomethingNew', actions: [rememberToo, changeCart] },
    'said.back': { target: '#cartNext', actions: dropFirst },
    'said.cancel': { target: '#cartNext', actions: dropFirst },
  },
})

/** The cart: shown, changed, cleared up, emptied. */
export const cart = parts.createStateConfig({
  initial: 'shown',
  on: {
    'said.cancel': [
      { guard: 'namesOrder', target: '#cancelSubject' },
      { guard: 'hasCart', target: '#cartEmptying' },
      { target: '#home' },
    ],
    'wake.idle': { target: '#home', actions: dropAll },
  },
  states: {
    shown: {
      id: 'cart',
      entry: ask('cart'),
      on: {
        'said.confirm': {
          guard: ({ event }) => hasLines(event.known) && asKeyword(event) === null,
          target: '#placing',
        },
        'said.back': '#home',
        'said.unknown': { guard: saysHow, actions: [keepHow, ...again(howKept)] },
      },
    },
    adding: {
      id: 'cartAdding',
      entry: ask('cart.add'),
      on: { 'said.confirm': '#cart', 'said.back': '#cart' },
    },
    next: {
      id: 'cartNext',
      always: [{ guard: 'stillUnsure', target: 'unsure' }, { target: 'shown' }],
    },
    unsure,
    emptying: {
      id: 'cartEmptying',
      entry: ask('cart.emptying'),
      on: {
        'said.answer': [
          { guard: 'isYes', actions: [dropAll, emptyCart] },
          { guard: 'isNo', target: '#cart' },
        ],
        'said.confirm': { guard: 'isPlainYes', actions: [dropAll, emptyCart] },
        'said.cancel': { actions: [dropAll, emptyCart] },
        'said.back': '#cart',
      },
    },
  },
})

/** The catalogue by shelf, then by product. */
export const catalogue = parts.createStateConfig({
  initial: 'shelves',
  on: { 'said.back': '#home', 'wake.idle': '#home' },
  states: {
    shelves: {
      id: 'shelves',
      entry: ask('catalogue'),
      on: {
        'said.answer': {
          guard: { type: 'isOption', params: { verb: 'shelf' } },
          target: 'shelf',
          actions: parts.assign(({ event }) => ({ category: optionOf(event)?.subject ?? null })),
        },
      },
    },
    shelf: {
      id: 'shelf',
      entry: ask('catalogue.category'),
      on: {
        'said.answer': [
          { guard: { type: 'isOption', params: { verb: 'product' } }, target: '#cartUnsure', actions: pickProduct },
          { guard: { type: 'isOption', params: { verb: 'shelves' } }, target: 'shelves' },
        ],
        'said.back': 'shelves',
      },
    },
  },
})
