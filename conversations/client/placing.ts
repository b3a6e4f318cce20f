import { optionsAfter } from './cart-changes.ts'
import { again, ask, parts, run } from './parts.ts'

const forDelivery = parts.assign({ options: { mode: 'delivery', wantedAt: null } })
const forPickup = parts.assign(({ context }) => ({ options: { mode: 'pickup', wantedAt: context.options.wantedAt } }))
const asSaid = parts.assign((here) => ({ options: optionsAfter(here) }))
const undecided = parts.assign({ options: { mode: null, wantedAt: null } })

/** From "demande les offres" to the order sent: delivery or pick-up, now or later. */
export const placing = parts.createStateConfig({
  id: 'placing',
  initial: 'deciding',
  on: {
    'said.back': { target: '#cart', actions: undecided },
    'wake.idle': { target: '#home', actions: undecided },
  },
  states: {
    deciding: {
      id: 'placingDeciding',
      always: [
        { guard: ({ event }) => (event.known.view.cart?.lines.length ?? 0) === 0, target: '#cart' },
        { guard: 'knowsPickup', target: 'sending' },
        { guard: ({ context }) => context.options.mode === 'delivery', target: 'checking' },
        { target: 'mode' },
      ],
    },
    checking: {
      id: 'placingChecking',
      always: [{ guard: 'isBelowMinimum', target: 'minimum' }, { target: 'sending' }],
    },
    mode: {
      entry: ask('placing.mode'),
      on: {
        'said.answer': [
          { guard: { type: 'isOption', params: { verb: 'deliver' } }, target: 'checking', actions: forDelivery },
          { guard: { type: 'isOption', params: { verb: 'later' } }, target: 'when', actions: forDelivery },
          { guard: { type: 'isOption', params: { verb: 'pickup' } }, target: 'sending', actions: forPickup },
        ],
        // "ok" to three ways of doing it is the first: it is what most bars want at 21:00, and it can be changed until an offer is chosen.
        'said.confirm': { guard: 'isPlainYes', target: 'checking', actions: forDelivery },
        'said.*': {
          guard: ({ event }) => 'heard' in event && isHow(event.heard.slots) && isShort(event.text),
          target: 'deciding',
          actions: asSaid,
        },
      },
    },
    when: {
      entry: ask('placing.when'),
      on: {
        'said.*': [
          { guard: 'hasTime', target: 'checking', actions: asSaid },
          { guard: 'isText', actions: again('client.placing.when.unclear') },
        ],
        'said.back': 'mode',
      },
    },
    minimum: {
      id: 'placingMinimum',
      entry: ask('placing.minimum'),
      on: {
        'said.answer': [
          { guard: { type: 'isOption', params: { verb: 'add' } }, target: '#cartAdding', actions: undecided },
          { guard: { type: 'isOption', params: { verb: 'pickup' } }, target: 'sending', actions: forPickup },
        ],
        'said.*': {
          guard: ({ event }) => 'heard' in event && event.heard.slots.deliveryMode === 'pickup' && isShort(event.text),
          target: 'sending',
          actions: forPickup,
        },
      },
    },
    sending: {
      entry: run(({ context: { options } }) => ({
        command: 'setCartOptions',
        input: { mode: options.mode ?? 'delivery', wantedAt: options.wantedAt },
      })),
      on: {
        'done.setCartOptions': {
          actions: {
            type: 'run',
            params: ({ event }) => ({ command: 'placeOrder', input: { orderId: event.output.cart.orderId } }),
          },
        },
        'done.placeOrder': {
          target: '#waiting',
          actions: [
            parts.assign(({ event }) => ({
              orderId:
                'output' in event && 'asked' in event.output && 'orderId' in event.output ? event.output.orderId : null,
            })),
            undecided,
          ],
        },
        'refused.placeOrder': [
          { guard: { type: 'isCode', params: { code: 'BELOW_MINIMUM' } }, target: 'minimum' },
          { target: '#cart', actions: undecided },
        ],
        'refused.setCartOptions': { target: '#cart', actions: undecided },
      },
    },
  },
})

/** "livraison ce soir 20h svp", not a story in which a delivery occurs: this answer sends the order. */
function isShort(text: string): boolean {
  return text.trim().split(/\s+/).length <= 8
}

function isHow(slots: { readonly deliveryMode?: unknown; readonly deliveryAt?: unknown }): boolean {
  return slots.deliveryMode !== undefined || slots.deliveryAt !== undefined
}
