import { onAnything, onMoney, onNewsMeanwhile, onWords } from './anywhere.ts'
import { cancelling } from './cancelling.ts'
import { offers } from './choosing-offer.ts'
import { NOWHERE } from './context.ts'
import { cart, catalogue } from './filling-cart.ts'
import { acting, attending, which } from './following.ts'
import { slotsOf } from './heard.ts'
import type { Here } from './known.ts'
import { orderByNumber } from './known.ts'
import { ask, parts } from './parts.ts'
import { paying } from './paying.ts'
import { placing } from './placing.ts'
import { rating } from './rating.ts'
import { disputing, receiving } from './receiving.ts'
import { pending, registering, rejected, stopped, suspended } from './registering.ts'

/** Stored with each snapshot. Raise it when a state or a piece of context changes; keep the golden snapshot of each. */
export const CLIENT_MACHINE_VERSION = 1

/** The order a "où est ma commande" is about: the one named, else the only one open. */
const focusOnTracked = parts.assign(({ context, event }: Here) => {
  const open = event.known.view.orders.filter(({ status }) => status !== 'paid' && status !== 'closed')
  const order = orderByNumber(event.known, slotsOf(event).order) ?? (slotsOf(event).order ? null : open[0])
  return { orderId: order?.orderId ?? context.orderId }
})

/** Talking with an approved client. */
const serving = parts.createStateConfig({
  initial: 'attending',
  on: { ...onWords, ...onMoney },
  states: {
    attending,
    engaged: {
      initial: 'cart',
      on: {
        ...onNewsMeanwhile,
        'said.cancel': [{ guard: 'namesOrder', target: '#cancelSubject' }, { target: '#home' }],
      },
      states: {
        cart,
        catalogue,
        placing,
        offers,
        cancelling,
        which,
        acting,
        receiving,
        disputing,
        paying,
        rating,
        profile: { id: 'profile', entry: ask('profile'), on: { 'said.back': '#home', 'wake.idle': '#home' } },
        tracked: { id: 'tracked', entry: focusOnTracked, always: '#following' },
      },
    },
  },
})

/** The client's side of the dialogue. Pure: it is told what is known with every event, and answers with effects. */
export const clientMachine = parts.createMachine({
  id: 'client',
  context: NOWHERE,
  initial: 'arriving',
  on: onAnything,
  states: {
    /** before the first word, and after a snapshot that this build could not read */
    arriving: {
      id: 'arriving',
      entry: parts.assign({ asking: null, expects: null }),
      on: {
        '*': [
          { guard: 'isApproved', target: '#atRest', actions: parts.raise(({ event }) => event) },
          { guard: ({ event }) => event.type.startsWith('done.') || event.type.startsWith('refused.') },
          { target: 'routing' },
        ],
      },
    },
    /** the account decides what can be talked about */
    routing: {
      id: 'routing',
      always: [
        { guard: 'hasNoAccount', target: 'registering' },
        { guard: 'isPending', target: 'pending' },
        { guard: 'isRejected', target: 'rejected' },
        { guard: 'isSuspended', target: 'suspended' },
        { target: '#home' },
      ],
    },
    registering,
    pending,
    rejected,
    suspended,
    stopped,
    serving,
  },
})
