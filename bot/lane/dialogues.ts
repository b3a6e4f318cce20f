import { initialTransition, transition } from 'xstate'
import type { ClientContext } from '../../conversations/client/context.ts'
import type { Directory } from '../../conversations/client/known.ts'
import { CLIENT_MACHINE_VERSION, clientMachine } from '../../conversations/client/machine.ts'
import type { Effect } from '../../conversations/effects.ts'
import { clientSituation, supplierSituation } from '../../conversations/situations.ts'
import { SUPPLIER_MACHINE_VERSION, supplierMachine } from '../../conversations/supplier/machine.ts'
import type { Known, MachineEvent } from '../../conversations/turn.ts'
import type { Situation } from '../../conversations/understanding/types.ts'
import type { ClientView, SupplierView } from '../../domain/orders/views.ts'
import type { OrderId } from '../../domain/work/ids.ts'
import type { StoredConversation } from './turn-start.ts'

/** What is known at a step, whichever machine it is for. */
export type KnownHere = Omit<Known<unknown>, 'view'> & {
  readonly view: ClientView | SupplierView | null
  readonly directory: Directory
}

/** What the dialogue is about: the cart, an order, or nothing of the kind. */
export interface Subject {
  readonly isCart: boolean
  readonly orderId: OrderId | null
}

/** A machine at one place of its dialogue: the lane moves it and does what it asks, without knowing which it is. */
export interface Place {
  readonly role: 'client' | 'supplier'
  readonly version: number
  /** plain JSON, for the database */
  readonly snapshot: unknown
  readonly subject: Subject
  situation(known: KnownHere): Situation
  step(event: MachineEvent, known: KnownHere): { readonly place: Place; readonly effects: readonly Effect[] }
}

const OF_CART = /^(?:cart|catalogue|placing)/
const OF_ORDER = /^(?:waiting|offers|chosen|underWay|cancelling|arrived|correcting|disputing|paying|rating)/

/** At home the order that was spoken of last is still in the context, but no longer what is spoken of. */
function subjectOf({ asking, orderId }: ClientContext): Subject {
  return { isCart: OF_CART.test(asking ?? ''), orderId: OF_ORDER.test(asking ?? '') ? orderId : null }
}

const NOTHING_OF_A_CLIENT: ClientView = { cart: null, orders: [], recent: [] }
const NOTHING_OF_A_SUPPLIER: SupplierView = { pausedUntil: null, usualDelayMinutes: null, requests: [], orders: [] }

const forClient = (known: KnownHere) => ({
  ...known,
  view: known.view !== null && 'cart' in known.view ? known.view : NOTHING_OF_A_CLIENT,
})
const forSupplier = (known: KnownHere) => ({
  ...known,
  view: known.view !== null && 'requests' in known.view ? known.view : NOTHING_OF_A_SUPPLIER,
})

type ClientSnapshot = ReturnType<typeof clientMachine.resolveState>
type SupplierSnapshot = ReturnType<typeof supplierMachine.resolveState>

function clientPlace(state: ClientSnapshot): Place {
  return {
    role: 'client',
    version: CLIENT_MACHINE_VERSION,
    snapshot: { value: state.value, context: state.context },
    subject: subjectOf(state.context),
    situation: (known) => clientSituation(state, forClient(known)),
    step(event, known) {
      const [next, actions] = transition(clientMachine, state, { ...event, known: forClient(known) })
      return { place: clientPlace(next), effects: effectsOf(actions) }
    },
  }
}

function supplierPlace(state: SupplierSnapshot): Place {
  return {
    role: 'supplier',
    version: SUPPLIER_MACHINE_VERSION,
    snapshot: { value: state.value, context: state.context },
    subject: { isCart: false, orderId: state.context.about?.orderId ?? null },
    situation: (known) => supplierSituation(state, forSupplier(known)),
    step(event, known) {
      const [next, actions] = transition(supplierMachine, state, { ...event, known: forSupplier(known) })
      return { place: supplierPlace(next), effects: effectsOf(actions) }
    },
  }
}

/** Where a new conversation begins. */
export function beginning(role: 'client' | 'supplier'): Place {
  return role === 'client'
    ? clientPlace(initialTransition(clientMachine)[0])
    : supplierPlace(initialTransition(supplierMachine)[0])
}

/**
 * Where a stored conversation was. A snapshot this build cannot read falls back to the beginning: nothing is lost,
 * for carts, orders and offers live in the database.
 */
export function placeOf(stored: StoredConversation): { readonly place: Place; readonly isFallback: boolean } {
  const known = stored.machine === 'client' ? CLIENT_MACHINE_VERSION : SUPPLIER_MACHINE_VERSION
  if (stored.machineVersion !== known) return { place: beginning(stored.machine), isFallback: true }
  try {
    return { place: resumed(stored), isFallback: false }
  } catch {
    return { place: beginning(stored.machine), isFallback: true }
  }
}

function resumed(stored: StoredConversation): Place {
  return stored.machine === 'client'
    ? clientPlace(clientMachine.resolveState(stored.snapshot))
    : supplierPlace(supplierMachine.resolveState(stored.snapshot))
}

const EFFECTS: readonly string[] = ['say', 'run', 'wake', 'sleep', 'handOver', 'learn'] satisfies Effect['type'][]

function effectsOf(actions: readonly { readonly type: string; readonly params: unknown }[]): readonly Effect[] {
  return actions.filter(isEffect)
}

function isEffect(action: { readonly type: string; readonly params: unknown }): action is Effect {
  return EFFECTS.includes(action.type)
}
