import { describe, expect, it } from 'vitest'
import { initialTransition } from 'xstate'
import { OPEN_PLACES, QUESTIONS, STANDINGS } from '../../../conversations/supplier/dialogue.ts'
import { supplierMachine } from '../../../conversations/supplier/machine.ts'
import type { Intent, Slots } from '../../../conversations/understanding/types.ts'
import { ACCOUNT_EVENTS, EVERYTHING, HAPPENINGS, OF_A_CLIENT, SAID, SHOWED, WORLDS } from './everything.ts'
import { placeOf, type Snapshot, type SupplierKnown, said, step, throughTheDatabase } from './phone.ts'

const PLACES = ['arriving', 'stopped', 'invited', 'sending', ...OPEN_PLACES, ...QUESTIONS, ...STANDINGS]

interface Reached {
  readonly snapshot: Snapshot
  readonly known: SupplierKnown
}

/** One snapshot of each place with each kind of question, found by walking from the beginning with everything. */
function walk(): { reached: Map<string, Reached>; mute: string[] } {
  const reached = new Map<string, Reached>()
  const mute: string[] = []
  const [beginning] = initialTransition(supplierMachine)
  const waiting: Reached[] = Object.values(WORLDS).map((known) => ({ snapshot: beginning, known }))
  const seen = new Set<string>()
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const event of EVERYTHING) {
      const { snapshot, effects } = step(next.snapshot, event, next.known)
      const spoken = SAID.includes(event) || SHOWED.includes(event)
      const place = placeOf(next.snapshot.value)
      if (spoken && place !== 'stopped' && effects.length === 0) mute.push(`${place} < ${event.type}`)
      const worldKey = Object.entries(WORLDS).find(([, world]) => world === next?.known)?.[0]
      const { wish, expects, misunderstood } = snapshot.context
      const key = JSON.stringify([worldKey, snapshot.value, wish?.kind, expects?.kind, Math.min(misunderstood, 1)])
      if (seen.has(key)) continue
      seen.add(key)
      const found = { snapshot, known: next.known }
      reached.set(key, found)
      waiting.push(found)
    }
  }
  return { reached, mute }
}

const { reached, mute } = walk()
const all = [...reached.entries()].map(([key, found]) => ({ key, place: placeOf(found.snapshot.value), ...found }))
const [beginning] = initialTransition(supplierMachine)
const everywhere = [
  ...all,
  ...Object.values(WORLDS).map((known) => ({ key: 'beginning', place: 'arriving', snapshot: beginning, known })),
]

function saysAt({ snapshot, known }: Reached, intent: Intent, text: string, slots: Slots = {}): boolean {
  return step(snapshot, said(text, intent, slots), known).effects.some(({ type }) => type === 'say')
}

describe('the supplier machine', () => {
  it('reaches every place', () => {
    expect(PLACES.filter((place) => !everywhere.some((found) => found.place === place))).toEqual([])
    expect(everywhere.map(({ place }) => place).filter((place) => !PLACES.includes(place))).toEqual([])
  })

  it('answers whatever is written or shown, wherever it is, except after STOP', () => {
    expect(mute).toEqual([])
  })

  it.each([
    ['help', 'AIDE'],
    ['cancel', 'annule'],
    ['back', 'retour'],
    ['human_agent', 'agent'],
    ['call_me', 'APPEL'],
    ['unknown', 'xyz'],
    ['greet', 'bonsoir'],
  ] as const)('says something to %s everywhere', (intent, text) => {
    expect(everywhere.filter((found) => !saysAt(found, intent, text)).map(({ key }) => key)).toEqual([])
  })

  it('brings a person from everywhere but after STOP', () => {
    const without = everywhere.filter(
      ({ snapshot, known }) =>
        !step(snapshot, said('agent', 'human_agent'), known).effects.some(({ type }) => type === 'handOver'),
    )
    expect(without.map(({ place }) => place).filter((place) => place !== 'stopped')).toEqual([])
  })

  // A reminder costs an SMS; the short forms work at any time, so these fall silent without a word.
  const SILENT = [
    'idle',
    'arriving',
    'stopped',
    'invited',
    'sending',
    'choosingOrder',
    'askingScore',
    'askingKind',
    ...STANDINGS,
  ]
  it('breaks the silence where something would be lost', () => {
    for (const { snapshot, known, place } of everywhere) {
      const { effects } = step(snapshot, { type: 'wake.silence' }, known)
      const says = effects.some(({ type }) => type === 'say')
      if (!SILENT.includes(place)) expect({ place, says }).toEqual({ place, says: true })
    }
  })

  it('sets the timer of a silence on entering each question, and puts it to sleep on leaving', () => {
    for (const { snapshot, known, place } of all) {
      const isQuestion = place !== 'idle' && [...OPEN_PLACES, ...QUESTIONS].some((question) => question === place)
      if (!isQuestion) continue
      const { effects } = step(snapshot, said('STOP', 'stop'), known)
      expect(effects).toContainEqual({ type: 'sleep', params: { key: 'silence' } })
    }
  })

  it('leads home from everywhere: cancel, and START after STOP', () => {
    const homes = ['idle', 'invited', ...STANDINGS]
    for (const { snapshot, known, key } of everywhere) {
      const started =
        placeOf(snapshot.value) === 'stopped'
          ? step(snapshot, { type: 'done.optIn', output: {} }, known).snapshot
          : snapshot
      const left = step(started, said('annule', 'cancel'), known).snapshot
      expect({ key, home: homes.includes(placeOf(left.value)) }).toEqual({ key, home: true })
    }
  })

  it('goes on from where a person left it, without greeting', () => {
    for (const { snapshot, known, place } of everywhere) {
      const { effects } = step(snapshot, { type: 'staff.released' }, known)
      const says = effects.flatMap((effect) => (effect.type === 'say' ? [effect.params.copy] : []))
      expect(says.join()).not.toContain('greeting')
      if (place !== 'stopped' && place !== 'sending') expect({ place, says: says.length }).toEqual({ place, says: 1 })
    }
  })

  it('keeps its question when something happens to another order', () => {
    for (const { snapshot, known, place } of all) {
      for (const event of HAPPENINGS) {
        const elsewhere = 'orderId' in event ? { ...event, orderId: 'order-9999', number: 9999 } : event
        const { snapshot: after } = step(snapshot, elsewhere, known)
        if (place !== 'idle') expect(after.value).toEqual(snapshot.value)
      }
    }
  })

  it('does not answer what is for a client', () => {
    for (const { snapshot, known } of all) {
      for (const event of OF_A_CLIENT)
        expect(step(snapshot, event, known).effects.filter(({ type }) => type === 'say')).toEqual([])
    }
  })

  it('is silent after STOP, whatever happens', () => {
    for (const { snapshot, known } of all.filter(({ place }) => place === 'stopped')) {
      for (const event of [...HAPPENINGS, ...ACCOUNT_EVENTS]) expect(step(snapshot, event, known).effects).toEqual([])
    }
  })

  it('goes on the same from plain JSON', () => {
    for (const { snapshot, known } of all) {
      const stored = throughTheDatabase(snapshot)
      for (const event of [said('AIDE', 'help'), said('85000 30', 'bid', { priceXof: 85_000, etaMinutes: 30 })]) {
        expect(step(stored, event, known).effects).toEqual(step(snapshot, event, known).effects)
      }
    }
  })

  it('runs commands only on orders that the depot knows or was asked about, whatever it writes', () => {
    for (const { snapshot, known } of everywhere) {
      const ids = [...known.view.requests, ...known.view.orders, snapshot.context.about].map((one) => one?.orderId)
      for (const event of SAID) {
        for (const effect of step(snapshot, event, known).effects) {
          if (effect.type === 'run' && 'orderId' in effect.params.input)
            expect(ids).toContain(effect.params.input.orderId)
        }
      }
    }
  })
})
