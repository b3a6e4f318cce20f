import { render } from '../copy/render.ts'
import { about } from './about.ts'
import { textOf } from './heard.ts'
import { AGENT_HOURS } from './leads.ts'
import { again, ask, parts, run, tell } from './parts.ts'
import { focused } from './questions-orders.ts'

const cancel = run(({ context }) => ({
  command: 'cancelOrder',
  input: { orderId: context.orderId ?? '', reason: null },
}))
const cancelBecause = run(({ context, event }) => ({
  command: 'cancelOrder',
  input: { orderId: context.orderId ?? '', reason: textOf(event) },
}))

/** On the road only a person can stop it (product.md 2). */
const callAgentToCancel = [
  { type: 'handOver', params: { reason: 'cancel_on_the_road' } },
  tell('client.cancel.onTheRoad', (here) => {
    const params = { number: focused(here)?.number ?? 0, hours: AGENT_HOURS }
    return render('client.cancel.onTheRoad', params, here.event.known.contact)
  }),
] as const

const [one, several] = about('cancel', '#cancelling')

/** Cancelling an order: named and confirmed first, with a reason once a depot has accepted. */
export const cancelling = parts.createStateConfig({
  initial: 'sure',
  on: { 'said.back': '#following', 'wake.idle': '#following' },
  states: {
    subject: { id: 'cancelSubject', always: [one, several, { target: '#home' }] },
    sure: {
      id: 'cancelling',
      entry: ask('cancelling'),
      on: {
        'said.answer': [
          { guard: 'isYes', target: 'decided' },
          { guard: 'isNo', target: '#following' },
        ],
        'said.confirm': { guard: 'isPlainYes', target: 'decided' },
        // "annule", said again, is a yes to "annuler ?"
        'said.cancel': 'decided',
      },
    },
    decided: {
      always: [
        { guard: 'isOnTheRoad', target: '#atRest', actions: callAgentToCancel },
        { guard: 'isAccepted', target: 'reason' },
        { target: 'asking', actions: cancel },
      ],
    },
    /** while the domain answers */
    asking: {},
    reason: {
      id: 'cancelReason',
      entry: ask('cancelling.reason'),
      on: {
        'said.*': { guard: 'isText', actions: cancelBecause },
        'said.cancel': [{ guard: 'saysWhy', actions: cancelBecause }, { actions: again() }],
      },
    },
  },
})

export const onCancelOutcome = {
  'done.cancelOrder': '#home',
  'refused.cancelOrder': [
    {
      guard: { type: 'isCode', params: { code: 'CANCEL_ONLY_BY_STAFF' } },
      target: '#atRest',
      actions: callAgentToCancel,
    },
    { guard: { type: 'isCode', params: { code: 'CANCEL_NEEDS_REASON' } }, target: '#cancelReason' },
    { target: '#following' },
  ],
} as const
