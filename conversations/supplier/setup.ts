import { setup } from 'xstate'
import type { Effect } from '../effects.ts'
import type { SupplierMachineEvent } from '../turn.ts'
import type { Decider, Place, SupplierContext } from './dialogue.ts'
import { happen } from './happenings.ts'
import { hear } from './hearing.ts'
import { refuse, succeed } from './outcomes.ts'
import { askOnceMore, register, registered, welcome } from './registering.ts'
import { fallSilent, resume } from './silences.ts'
import { comeBack, placeFor, stand, stayAway } from './standing.ts'

// The machine is configuration; what its guards and actions name is decided by pure functions beside it.

const DECIDERS = {
  hear,
  happen,
  succeed,
  refuse,
  fallSilent,
  resume,
  welcome,
  register,
  registered,
  askOnceMore,
  stand,
  stayAway,
  comeBack,
} as const satisfies Record<string, Decider>

export type DeciderName = keyof typeof DECIDERS

type Params<Type extends Effect['type']> = Extract<Effect, { readonly type: Type }>['params']
interface Leads {
  readonly by: DeciderName
  readonly at: Place
  readonly to: Place
}

/** XState takes types from values that it never looks at. */
function typeOnly<Type>(): Type
function typeOnly(): unknown {
  return {}
}

export const supplierSetup = setup({
  types: {
    context: typeOnly<SupplierContext>(),
    events: typeOnly<SupplierMachineEvent>(),
  },
  actions: {
    say: (_, _params: Params<'say'>) => {},
    run: (_, _params: Params<'run'>) => {},
    wake: (_, _params: Params<'wake'>) => {},
    sleep: (_, _params: Params<'sleep'>) => {},
    handOver: (_, _params: Params<'handOver'>) => {},
    learn: (_, _params: Params<'learn'>) => {},
  },
  guards: {
    /** the decision of this moment goes there */
    leadsTo: ({ context, event }, { by, at, to }: Leads) => DECIDERS[by](context, event, at).to === to,
    /** the account has moved on without the dialogue */
    isElsewhere: ({ event }, params: { readonly unless: readonly Place[] }) =>
      !params.unless.includes(placeFor(event.known)),
    belongsAt: ({ event }, params: { readonly place: Place }) => placeFor(event.known) === params.place,
  },
})

/** Keeps and asks for what the decision says. */
function follow(by: DeciderName, at: Place) {
  return supplierSetup.enqueueActions(({ context, event, enqueue }) => {
    const step = DECIDERS[by](context, event, at)
    enqueue.assign(step.set)
    for (const effect of step.effects) enqueue(effect)
  })
}

/** The same event again, for the place that was just entered. */
export const again = supplierSetup.raise(({ event }) => event)

/** Transitions to each place a decision may lead to; staying is a transition without target. */
export function decide(by: DeciderName, at: Place, places: readonly Place[]) {
  return places.map((to) => ({
    guard: { type: 'leadsTo' as const, params: { by, at, to } },
    ...(to === at ? {} : { target: `#${to}` as const }),
    actions: follow(by, at),
  }))
}

/** First of all: when the account belongs elsewhere, the message is heard there. */
export function unlessElsewhere(unless: readonly Place[]) {
  return { guard: { type: 'isElsewhere' as const, params: { unless } }, target: '#arriving' as const, actions: again }
}
