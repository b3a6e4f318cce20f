import { initialTransition, transition } from 'xstate'
import type { ClientKnown } from '../../../conversations/client/known.ts'
import { clientMachine } from '../../../conversations/client/machine.ts'
import type { Command, CommandName } from '../../../conversations/commands.ts'
import type { Effect } from '../../../conversations/effects.ts'
import type { MachineEvent } from '../../../conversations/turn.ts'
import type { Intent, Slots, Understanding } from '../../../conversations/understanding/types.ts'
import type { RefusalCode } from '../../../domain/work/refusals.ts'
import type { World } from './world.ts'
import { knownOf, outcomeIn } from './world.ts'

export type Snapshot = ReturnType<typeof clientMachine.resolveState>

/** One step of the dialogue: what was said to the client and everything else that was asked for. */
export interface Reply {
  readonly said: readonly string[]
  readonly keys: readonly string[]
  readonly choices: readonly string[]
  readonly ran: readonly CommandName[]
  readonly woke: readonly string[]
  readonly handedOver: readonly string[]
}

type Action = { readonly type: string; readonly params: unknown }
const KINDS: readonly string[] = ['say', 'run', 'wake', 'sleep', 'handOver']
const isEffect = (action: Action): action is Action & Effect => KINDS.includes(action.type)

export function effectsOf(actions: readonly Action[]): readonly Effect[] {
  return actions.filter(isEffect)
}

/** The words as `understand` would read them. */
export function heard(intent: Intent, parts: Partial<Understanding> = {}): Understanding {
  return { intent, lines: [], clarifications: [], slots: {}, also: [], confidence: 1, ...parts }
}

export function said(text: string, intent: Intent, parts: Partial<Understanding> = {}): MachineEvent {
  const reading = heard(intent, parts)
  return { type: reading.slots.answer === undefined ? `said.${intent}` : 'said.answer', text, heard: reading }
}

export function answers(text: string, answer: Slots['answer']): MachineEvent {
  return said(text, 'confirm', { slots: answer === undefined ? {} : { answer } })
}

/** Plays one phone against the machine; `refuse` makes the next command of that name fail. */
export function startTalk(world: World) {
  let snapshot: Snapshot = initialTransition(clientMachine)[0]
  const transcript: string[] = []
  const refusals = new Map<CommandName, { code: RefusalCode; details: Readonly<Record<string, string | number>> }>()

  function outcomeOf(command: Command): MachineEvent {
    const refusal = refusals.get(command.command)
    refusals.delete(command.command)
    return refusal === undefined ? outcomeIn(world, command) : { type: `refused.${command.command}`, ...refusal }
  }

  function step(event: MachineEvent): readonly Effect[] {
    const known: ClientKnown = knownOf(world)
    const [next, actions] = transition(clientMachine, snapshot, { ...event, known })
    // What the database does to a snapshot between two messages.
    snapshot = clientMachine.resolveState(JSON.parse(JSON.stringify({ value: next.value, context: next.context })))
    return effectsOf(actions)
  }

  function hear(event: MachineEvent): Reply {
    const effects: Effect[] = []
    const queue: MachineEvent[] = [event]
    for (let steps = 0; queue.length > 0 && steps < 20; steps += 1) {
      const next = queue.shift()
      if (next === undefined) break
      for (const effect of step(next)) {
        effects.push(effect)
        if (effect.type === 'run') queue.push(outcomeOf(effect.params))
      }
    }
    const says = effects.filter((effect) => effect.type === 'say')
    const reply: Reply = {
      said: says.map(({ params }) => params.content.text),
      keys: says.map(({ params }) => params.copy),
      choices: says.flatMap(({ params }) => [
        ...(params.content.list?.rows ?? []).map(({ title }) => title),
        ...(params.content.choices ?? []).map(({ label }) => label),
      ]),
      ran: effects.flatMap((effect) => (effect.type === 'run' ? [effect.params.command] : [])),
      woke: effects.flatMap((effect) => (effect.type === 'wake' ? [effect.params.key] : [])),
      handedOver: effects.flatMap((effect) => (effect.type === 'handOver' ? [effect.params.reason] : [])),
    }
    transcript.push('text' in event ? `> ${event.text}` : `* ${event.type}`)
    for (const text of reply.said) transcript.push(text)
    if (reply.choices.length > 0) transcript.push(`  [${reply.choices.join('] [')}]`)
    return reply
  }

  /** Takes the n-th thing offered, as the lane would after reading "2" or a pressed button. */
  function take(index: number): Reply {
    const { expects } = snapshot.context
    const option = expects?.kind === 'choice' ? expects.options[index - 1] : undefined
    return hear(answers(String(index), option === undefined ? {} : { option: option.id }))
  }

  return {
    hear,
    take,
    transcript,
    refuse: (name: CommandName, code: RefusalCode, details: Readonly<Record<string, string | number>> = {}) =>
      refusals.set(name, { code, details }),
    get at() {
      return leaf(snapshot.value)
    },
    get context() {
      return snapshot.context
    },
    get snapshot() {
      return snapshot
    },
  }
}

/** "serving.engaged.cart.shown" */
export function leaf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  const [key, inner] = Object.entries(value)[0] ?? ['', '']
  return `${key}.${leaf(inner)}`
}
