import type { DisputeType } from '../understanding/types.ts'
import { correctionsOf } from './corrections.ts'
import { optionOf, slotsOf, textOf } from './heard.ts'
import { ask, parts, run, tellPlain } from './parts.ts'
import { focused } from './questions-orders.ts'

const confirmReceipt = run(({ context }) => ({ command: 'confirmReceipt', input: { orderId: context.orderId ?? '' } }))
const correctLines = run(({ context }) => ({
  command: 'correctLines',
  input: { orderId: context.orderId ?? '', corrections: context.corrections },
}))
const keepCorrections = parts.assign((here) => {
  const order = focused(here)
  return { corrections: order === null ? [] : correctionsOf(here.event, order) }
})

const openDispute = run((here) => {
  const { context, event } = here
  const kind = slotsOf(event).disputeType ?? context.dispute ?? 'missing'
  const words = 'caption' in event ? event.caption || 'photo' : textOf(event)
  return { command: 'openDispute', input: { orderId: context.orderId ?? '', kind, words } }
})

/** "bien reçu": the goods are there, whoever said it first. */
export const receiving = parts.createStateConfig({
  initial: 'deciding',
  on: { 'said.back': '#home', 'said.cancel': '#home' },
  states: {
    deciding: {
      id: 'receiving',
      always: [
        { guard: 'isUnpaid', target: '#payMethod' },
        { guard: 'isArrived', target: '#home' },
        // Nothing can have come of what no depot has confirmed: how far it is.
        { guard: 'waitsForDepot', target: '#following' },
        { target: 'asking', actions: confirmReceipt },
      ],
    },
    /** while the domain answers */
    asking: {},
    arrived: {
      id: 'arrived',
      entry: ask('arrived'),
      on: {
        'said.answer': [
          { guard: { type: 'isOption', params: { verb: 'received' } }, target: 'deciding' },
          { guard: { type: 'isOption', params: { verb: 'problem' } }, target: '#disputing' },
          { guard: 'isYes', target: 'deciding' },
          { guard: 'isNo', target: '#disputing' },
        ],
        'said.unknown': [{ guard: 'isSkip', target: '#disputing' }],
        'said.confirm': { guard: 'isPlainYes', target: 'deciding' },
        // "Tout est là ?" "oui"
        'said.delivery_confirm': { guard: 'onlyAcknowledges', target: 'deciding' },
      },
    },
    correcting: {
      id: 'correcting',
      entry: ask('correcting'),
      on: {
        'said.answer': [
          { guard: 'isYes', actions: correctLines },
          { guard: 'isNo', target: '#disputeKind' },
        ],
        'said.confirm': { guard: 'isPlainYes', actions: correctLines },
      },
    },
  },
})

const KINDS: readonly DisputeType[] = ['missing', 'damaged', 'late', 'billing', 'conduct']
const keepKind = parts.assign(({ event }) => {
  const subject = optionOf(event)?.subject
  return { dispute: KINDS.find((kind) => kind === subject) ?? slotsOf(event).disputeType ?? null }
})

/** What is wrong: lines are corrected at once, the rest becomes a dispute with its kind filled in. */
export const disputing = parts.createStateConfig({
  initial: 'deciding',
  on: { 'said.back': '#home', 'said.cancel': '#home' },
  states: {
    deciding: {
      id: 'disputing',
      always: [
        { guard: 'corrects', target: '#correcting', actions: keepCorrections },
        { guard: 'tellsDispute', target: 'asking', actions: openDispute },
        { target: 'kind' },
      ],
    },
    /** while the domain answers */
    asking: {},
    kind: {
      id: 'disputeKind',
      entry: ask('disputing.kind'),
      on: {
        'said.answer': { guard: { type: 'isOption', params: { verb: 'kind' } }, target: 'words', actions: keepKind },
      },
    },
    words: {
      entry: ask('disputing.words'),
      on: {
        'said.*': { guard: 'isText', actions: openDispute },
        'said.dispute': [
          { guard: 'corrects', target: '#correcting', actions: keepCorrections },
          { actions: openDispute },
        ],
        'showed.photo': { actions: [tellPlain('client.photo.dispute'), openDispute] },
      },
    },
  },
})

export const onDeliveryOutcome = {
  'done.confirmReceipt': [
    { guard: 'isPaid', target: '#home' },
    { guard: 'leavesToPay', target: '#payMethod' },
    { target: '#home' },
  ],
  // Who counts what is missing has the rest: without this the order would stay on the road for ever.
  'done.correctLines': [
    { guard: 'isPaidOnTheRoad', actions: confirmReceipt },
    { guard: 'isPaid', target: '#home' },
    { guard: 'isOnTheRoad', target: '#payMethod', actions: confirmReceipt },
    { target: '#payMethod' },
  ],
  'done.openDispute': '#home',
  'refused.confirmReceipt': '#following',
  'refused.correctLines': '#disputeKind',
  'refused.openDispute': '#home',
} as const
