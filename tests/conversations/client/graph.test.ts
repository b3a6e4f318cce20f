import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { initialTransition, transition } from 'xstate'
import { NOWHERE } from '../../../conversations/client/context.ts'
import { CLIENT_MACHINE_VERSION, clientMachine } from '../../../conversations/client/machine.ts'
import type { Content } from '../../../conversations/effects.ts'
import type { MachineEvent } from '../../../conversations/turn.ts'
import { DOMAIN_EVENTS, SITUATIONS, sayable } from './situations.ts'
import { effectsOf, leaf, type Snapshot, said } from './talk.ts'
import { ACCOUNT, aWorld, knownOf, outcomeIn, type World } from './world.ts'

interface Visit {
  readonly state: Snapshot
  readonly world: World
  readonly path: readonly string[]
}

/** What the database does to a snapshot between two messages. */
function restored(state: Snapshot): Snapshot {
  return clientMachine.resolveState(JSON.parse(JSON.stringify({ value: state.value, context: state.context })))
}

/** One event and everything that follows from the commands it runs. */
function play(from: Snapshot, before: World, event: MachineEvent) {
  const world = { ...before }
  const rests: { state: Snapshot; world: World }[] = []
  let state = from
  let says = 0
  const handedOver: string[] = []
  const contents: Content[] = []
  const queue = [event]
  for (let steps = 0; queue.length > 0; steps += 1) {
    if (steps > 10) throw new Error(`The machine did not come to rest after ${event.type}.`)
    const next = queue.shift()
    if (next === undefined) break
    const [after, actions] = transition(clientMachine, state, { ...next, known: knownOf(world) })
    state = restored(after)
    rests.push({ state, world: { ...world } })
    for (const effect of effectsOf(actions)) {
      if (effect.type === 'say' && effect.params.content.text.trim() !== '') says += 1
      if (effect.type === 'say') contents.push(effect.params.content)
      if (effect.type === 'handOver') handedOver.push(effect.params.reason)
      if (effect.type === 'run') queue.push(outcomeIn(world, effect.params))
    }
  }
  return { state, world, says, handedOver, rests, contents }
}

/** Every state that can be come to, with one way there, from each situation a client can be in. */
function walk(): ReadonlyMap<string, Visit> {
  const begin = initialTransition(clientMachine)[0]
  const queue: Visit[] = SITUATIONS.map((world) => ({ state: begin, world, path: [] }))
  const found = new Map<string, Visit>(queue.slice(0, 1).map((visit) => [leaf(begin.value), visit]))
  // The same state is walked again from each situation: what can be said there differs.
  const walked = new Set<string>()
  const isComplete = () => places.every((place) => found.has(place))
  for (let visit = queue.shift(); visit !== undefined && !isComplete(); visit = queue.shift()) {
    const { state: from, world: before, path } = visit
    for (const event of sayable(from)) {
      for (const { state, world } of play(from, before, event).rests) {
        const name = leaf(state.value)
        const next = { state, world, path: [...path, event.type] }
        if (!found.has(name)) found.set(name, next)
        const key = `${name} ${before.view.orders[0]?.status} ${before.view.cart?.lines[0]?.price} ${before.account?.status}`
        if (!walked.has(key)) queue.push(next)
        walked.add(key)
      }
    }
  }
  return found
}

type Node = typeof clientMachine.root
/** The states one can rest in: those with `always` are left at once. */
function restingPlaces(node: Node, name = ''): readonly string[] {
  const inner = Object.entries(node.states)
  if (inner.length === 0) return (node.always?.length ?? 0) > 0 ? [] : [name]
  return inner.flatMap(([key, child]) => restingPlaces(child, name === '' ? key : `${name}.${key}`))
}

const places = restingPlaces(clientMachine.root)
const visits = walk()

const ALWAYS_ANSWERED: readonly (readonly [string, MachineEvent])[] = [
  ['help', said('aide', 'help')],
  ['cancel', said('annule', 'cancel')],
  ['back', said('retour', 'back')],
  ['an agent', said('agent', 'human_agent')],
  ['what it does not understand', said('', 'unknown', { slots: { kind: 'gibberish' } })],
  ['silence', { type: 'wake.idle' }],
  ['a voice note', { type: 'showed.voice' }],
  ['a person who gives the conversation back', { type: 'staff.released' }],
]

describe('the client machine', () => {
  it('comes to every state by something that people do', () => {
    expect(places.filter((place) => !visits.has(place))).toEqual([])
  })

  it.each(places)('answers whatever happens in %s', (place) => {
    const visit = visits.get(place)
    if (visit === undefined) throw new Error(`${place} is never come to`)
    for (const [what, event] of ALWAYS_ANSWERED) {
      const { says } = play(visit.state, visit.world, event)
      expect(says, `${what}, after ${visit.path.join(' ')}`).toBeGreaterThan(0)
    }
    const agent = play(visit.state, visit.world, said('agent', 'human_agent'))
    if (place !== 'arriving') expect(agent.handedOver).toHaveLength(1)
  })

  it.each(places)('is not trapped in %s', (place) => {
    const visit = visits.get(place)
    if (visit === undefined) throw new Error(`${place} is never come to`)
    const world = { ...visit.world, account: ACCOUNT }
    const start = said('start', 'start')
    const approved: MachineEvent = { type: 'account.approved' }
    const ways: readonly (readonly MachineEvent[])[] = [
      [said('retour', 'back')],
      [said('annule', 'cancel')],
      [said('bonsoir', 'greet')],
      [start],
      [approved],
    ]
    const begin: Pick<ReturnType<typeof play>, 'state' | 'world'> = { state: visit.state, world }
    const ends = ways.map((events) => {
      return leaf(events.reduce((at: typeof begin, event) => play(at.state, at.world, event), begin).state.value)
    })
    expect(ends).toContain('serving.attending.home')
  })

  it('takes every event of the business in every state', () => {
    for (const { state, world } of visits.values()) {
      for (const event of DOMAIN_EVENTS) {
        play(state, world, event)
        // and when the order it speaks of is not in view any more
        play(state, { ...world, view: { ...world.view, orders: [] } }, event)
      }
    }
  })

  it('calls a person after three misunderstandings in a row, and not after two', () => {
    const home = visits.get('serving.attending.home')
    if (home === undefined) throw new Error('there is no home')
    const nonsense = said('zzz', 'unknown', { slots: { kind: 'gibberish' } })
    let at = play(home.state, home.world, nonsense)
    at = play(at.state, at.world, nonsense)
    expect(at.handedOver).toEqual([])
    expect(play(at.state, at.world, nonsense).handedOver).toEqual(['misunderstood'])
  })

  it('says nothing that does not fit a phone: lines, buttons, rows', () => {
    for (const { state, world } of visits.values()) {
      for (const event of sayable(state)) {
        for (const content of play(state, world, event).contents) {
          expect(content.text.split('\n').length, content.text).toBeLessThanOrEqual(7)
          expect(content.choices?.length ?? 0, content.text).toBeLessThanOrEqual(3)
          for (const { label } of content.choices ?? []) expect(label.length, label).toBeLessThanOrEqual(20)
          expect(content.list?.rows.length ?? 0).toBeLessThanOrEqual(10)
          for (const { title } of content.list?.rows ?? []) expect(title.length, title).toBeLessThanOrEqual(24)
        }
      }
    }
  })

  it('keeps its snapshots plain JSON', () => {
    for (const { state } of visits.values()) {
      const stored = { value: state.value, context: state.context }
      expect(JSON.parse(JSON.stringify(stored))).toEqual(stored)
    }
  })

  // Written when version 1 was released, one snapshot per state. A change that breaks this needs version 2.
  it(`still reads the snapshots of version ${CLIENT_MACHINE_VERSION}`, () => {
    const home = visits.get('serving.attending.home')
    const golden = readGolden()
    expect(Object.keys(golden).sort()).toEqual([...places].sort())
    for (const [place, stored] of Object.entries(golden)) {
      const context = { ...NOWHERE, ...stored.context }
      expect(Object.keys(stored.context).sort(), place).toEqual(Object.keys(NOWHERE).sort())
      const state = restored({ ...initialTransition(clientMachine)[0], value: stored.value, context })
      expect(leaf(state.value)).toBe(place)
      expect(play(state, home?.world ?? aWorld(), said('aide', 'help')).says, place).toBeGreaterThan(0)
    }
  })
})

interface Golden {
  readonly [place: string]: Pick<Snapshot, 'value' | 'context'>
}

function readGolden(): Golden {
  return JSON.parse(readFileSync(new URL('golden.v1.json', import.meta.url), 'utf8'))
}
