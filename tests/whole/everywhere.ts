import { readFileSync } from 'node:fs'
import { initialTransition, transition } from 'xstate'
import { type KnownHere, type Place, placeOf } from '../../bot/lane/dialogues.ts'
import type { StoredConversation } from '../../bot/lane/turn-start.ts'
import { CLIENT_MACHINE_VERSION, clientMachine } from '../../conversations/client/machine.ts'
import type { Command } from '../../conversations/commands.ts'
import { SUPPLIER_MACHINE_VERSION, supplierMachine } from '../../conversations/supplier/machine.ts'
import type { MachineEvent } from '../../conversations/turn.ts'
import type { CatalogueData, ZonesData } from '../../conversations/understanding/catalogue-data.ts'
import { buildKnowledge } from '../../conversations/understanding/knowledge.ts'
import { DOMAIN_EVENTS, SITUATIONS, sayable } from '../conversations/client/situations.ts'
import { effectsOf, leaf } from '../conversations/client/talk.ts'
import { DIRECTORY, knownOf, outcomeIn, type World } from '../conversations/client/world.ts'
import { EVERYTHING, WORLDS } from '../conversations/supplier/everything.ts'
import { type SupplierKnown, type Snapshot as SupplierSnapshot, step } from '../conversations/supplier/phone.ts'

// Every place of both machines with what is known there, found by walking from the beginning; and what the business
// answers to a command, without a database.

export interface Spot {
  readonly name: string
  readonly place: Place
  readonly known: KnownHere
  /** plays a command and gives its outcome, with what is known afterwards */
  outcome(command: Command): { readonly event: MachineEvent; readonly known: KnownHere }
}

function dataOf<Data>(file: string): Data
function dataOf(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../prisma/data/${file}`, import.meta.url), 'utf8'))
}
export const KNOWLEDGE = buildKnowledge(dataOf<CatalogueData>('catalogue.json'), dataOf<ZonesData>('zones.json'))

const stored = {
  revision: 1,
  owner: 'bot',
  heldBy: null,
  handOverReason: null,
  updatedAt: '2026-11-20T21:00:00Z',
} as const

export function clientSpots(): readonly Spot[] {
  const [beginning] = initialTransition(clientMachine)
  const waiting = SITUATIONS.map((world) => ({ state: beginning, world: { ...world, directory: DIRECTORY } }))
  const seen = new Set<string>()
  const spots: Spot[] = []
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { state, world } = next
    for (const event of [...sayable(state), ...DOMAIN_EVENTS]) {
      const queue: MachineEvent[] = [event]
      const after = { ...world }
      let at = state
      for (let steps = 0; queue.length > 0 && steps < 10; steps += 1) {
        const [moved, actions] = transition(clientMachine, at, { ...(queue.shift() ?? event), known: knownOf(after) })
        at = clientMachine.resolveState({ value: moved.value, context: moved.context })
        for (const effect of effectsOf(actions)) {
          if (effect.type === 'run') queue.push(outcomeIn(after, effect.params))
        }
        const name = leaf(at.value)
        const key = [name, after.view.orders[0]?.status, after.view.cart === null, after.account?.status].join()
        if (seen.has(key)) continue
        seen.add(key)
        waiting.push({ state: at, world: { ...after } })
        spots.push(clientSpot(name, { value: at.value, context: at.context }, { ...after }))
      }
    }
  }
  return spots
}

function clientSpot(
  name: string,
  snapshot: Extract<StoredConversation, { machine: 'client' }>['snapshot'],
  world: World,
): Spot {
  const machineVersion = CLIENT_MACHINE_VERSION
  const { place } = placeOf({ ...stored, machine: 'client', machineVersion, snapshot })
  const knownIn = (given: World): KnownHere => ({ ...knownOf(given), directory: DIRECTORY })
  return {
    name: `client ${name}`,
    place,
    known: knownIn(world),
    outcome(command) {
      const after = { ...world }
      return { event: outcomeIn(after, command), known: knownIn(after) }
    },
  }
}

export function supplierSpots(): readonly Spot[] {
  const [beginning] = initialTransition(supplierMachine)
  const waiting: { snapshot: SupplierSnapshot; known: SupplierKnown; world: string }[] = Object.entries(WORLDS).map(
    ([world, known]) => ({ snapshot: beginning, known, world }),
  )
  const seen = new Set<string>()
  const spots: Spot[] = []
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const event of EVERYTHING) {
      const { snapshot } = step(next.snapshot, event, next.known)
      const { wish, expects, misunderstood } = snapshot.context
      const key = JSON.stringify([next.world, snapshot.value, wish?.kind, expects?.kind, misunderstood > 0])
      if (seen.has(key)) continue
      seen.add(key)
      waiting.push({ ...next, snapshot })
      spots.push(supplierSpot(`supplier ${leaf(snapshot.value)}, ${next.world}`, snapshot, next.known))
    }
  }
  return spots
}

function supplierSpot(name: string, { value, context }: SupplierSnapshot, supplierKnown: SupplierKnown): Spot {
  const machineVersion = SUPPLIER_MACHINE_VERSION
  const { place } = placeOf({ ...stored, machine: 'supplier', machineVersion, snapshot: { value, context } })
  const known: KnownHere = { ...supplierKnown, directory: DIRECTORY }
  return {
    name,
    place,
    known,
    outcome({ command }) {
      const done = EVERYTHING.find(({ type }) => type === `done.${command}`)
      return { event: done ?? { type: `refused.${command}`, code: 'ORDER_NOT_FOUND', details: {} }, known }
    },
  }
}
