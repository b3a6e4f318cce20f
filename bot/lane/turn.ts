import type { CommandName } from '../../conversations/commands.ts'
import type { Effect, Learnt } from '../../conversations/effects.ts'
import type { MachineEvent } from '../../conversations/turn.ts'
import type { OrderId } from '../../domain/work/ids.ts'
import { orderOfCommand, orderOfEvent, orderOfPlace } from './about.ts'
import type { KnownHere, Place } from './dialogues.ts'
import type { StoredReading } from './reading.ts'
import type { Said } from './saying.ts'
import type { MailboxEntry, TurnStart } from './turn-start.ts'

/** A turn while it is played: nothing of it is real before the commit. */
export interface Turn {
  readonly start: TurnStart
  readonly now: Date
  /** restricted goods may be neither named nor sold where this contact writes */
  readonly isClosed: boolean
  place: Place
  known: KnownHere
  /** what is known was read before a command of this turn changed it */
  isStale: boolean
  /** commands that did what they were for */
  commandsDone: number
  /** the item being read, for when it fails */
  current: MailboxEntry | null
  readonly read: { readonly id: number; readonly reading: StoredReading | null }[]
  readonly said: Said[]
  /** what the item being read taught */
  learnt: Learnt[]
  /** minutes until it wakes, or null when it was put to sleep: the last word on each key counts */
  readonly timers: Map<string, number | null>
  handOver: string | null
  release: boolean
}

export type RunCommand = (
  effect: Extract<Effect, { type: 'run' }>['params'],
) => Promise<{ event: MachineEvent; known: KnownHere }>

/** More commands than this in one turn is a machine that goes round in a circle. */
const MOST_STEPS = 40

/**
 * Moves the machine by one event and does what it asks, until it is quiet.
 * @param run runs a domain command and gives its outcome as the next event
 * @param seen what the machine is told of what is known
 */
export async function play(
  turn: Turn,
  event: MachineEvent,
  run: RunCommand,
  seen: (known: KnownHere) => KnownHere = (known) => known,
): Promise<void> {
  const queue: { readonly event: MachineEvent; readonly orderId: OrderId | null }[] = [{ event, orderId: null }]
  for (let steps = 0; queue.length > 0; steps += 1) {
    if (steps > MOST_STEPS) throw new Error(`The ${turn.place.role} machine did not come to rest after ${event.type}.`)
    const next = queue.shift()
    if (next === undefined) break
    const { place, effects } = stepIn(turn, next.event, seen(turn.known))
    turn.place = place
    const orderId = orderOfEvent(next.event, turn.known) ?? next.orderId
    for (const effect of effects) {
      if (effect.type === 'run') {
        const outcome = await run(effect.params)
        turn.known = outcome.known
        queue.push({ event: outcome.event, orderId: orderOfCommand(effect.params) ?? orderId })
      } else {
        note(turn, effect, orderId ?? orderOfPlace(place, turn.known))
      }
    }
  }
}

/**
 * One step of the machine. What is urgent on WhatsApp is written in its SMS form too, by asking the same step what it
 * would say there: machines are pure, and a text cut to an SMS could lose the code or the price at its end.
 */
function stepIn({ place }: Turn, event: MachineEvent, known: KnownHere): ReturnType<Place['step']> {
  const step = place.step(event, known)
  const isForSms = (effect: Effect) => effect.type === 'say' && effect.params.urgent
  if (known.contact.channel === 'sms' || !step.effects.some(isForSms)) return step
  const bySms = place.step(event, { ...known, contact: { ...known.contact, channel: 'sms' } }).effects
  const effects = step.effects.map((effect, index): Effect => {
    const same = bySms[index]
    if (effect.type !== 'say' || same?.type !== 'say' || same.params.copy !== effect.params.copy) return effect
    const { askLocation: _, ...sms } = same.params.content
    return { ...effect, params: { ...effect.params, content: { ...effect.params.content, sms } } }
  })
  return { ...step, effects }
}

function note(turn: Turn, effect: Exclude<Effect, { type: 'run' }>, orderId: OrderId | null): void {
  switch (effect.type) {
    case 'say':
      turn.said.push({ ...effect.params, orderId })
      break
    case 'wake':
      turn.timers.set(effect.params.key, effect.params.minutes)
      break
    case 'sleep':
      turn.timers.set(effect.params.key, null)
      break
    case 'handOver':
      turn.handOver = effect.params.reason
      break
    case 'learn':
      turn.learnt.push(effect.params)
      break
  }
}

/** The outcome of a command, as the machine hears it. */
export type OutcomeEvent = Extract<MachineEvent, { type: `done.${CommandName}` | `refused.${CommandName}` }>
