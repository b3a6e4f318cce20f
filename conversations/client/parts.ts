import { setup } from 'xstate'
import type { OfferId } from '../../domain/work/ids.ts'
import type { Command } from '../commands.ts'
import type { ClientCopyKey, ClientCopyParams } from '../copy/render.ts'
import { render } from '../copy/render.ts'
import type { Nothing } from '../copy/words.ts'
import type { Content, Learnt } from '../effects.ts'
import type { ClientContext } from './context.ts'
import { GUARDS } from './guards.ts'
import type { ClientEventKnown, Here } from './known.ts'
import { orderById } from './known.ts'
import { AGENT_HOURS } from './leads.ts'
import { filledUp } from './offers-shown.ts'
import type { QuestionKey } from './question-keys.ts'
import { asked, askedAgain } from './questions.ts'

interface Saying {
  readonly copy: string
  readonly content: Content
  readonly urgent: boolean
}

const types: { context?: ClientContext; events?: ClientEventKnown } = {}

/** The kinds of actions and the guards of the client machine. The lane does the actions; here they do nothing. */
export const parts = setup({
  types,
  actions: {
    say: (_, _params: Saying) => {},
    run: (_, _params: Command) => {},
    wake: (_, _params: { readonly key: string; readonly minutes: number }) => {},
    sleep: (_, _params: { readonly key: string }) => {},
    handOver: (_, _params: { readonly reason: string }) => {},
    learn: (_, _params: Learnt) => {},
  },
  guards: GUARDS,
})

/** How long a dialogue may stay unanswered before its cart is put aside. */
const IDLE_MINUTES = 30
/** Offers are open 30 minutes: a reminder after 15 leaves time to choose. */
const OFFERS_MINUTES = 15

/** Nothing is asked here that waits for an answer, so silence means nothing. */
const WITHOUT_WAKE: ReadonlySet<QuestionKey> = new Set([
  'pending',
  'rejected',
  'suspended',
  'stopped',
  'home',
  'waiting',
  'waiting.nothing',
  'chosen',
  'underWay',
  'paying.pending',
])

/** What may wait for the morning: nobody is in the middle of it. */
const CAN_WAIT: ReadonlySet<string> = new Set([
  'rating.asked',
  'payment.reminder',
  'wake.idle',
  'refund.sent',
  'refund.done',
])

export function isUrgent({ event }: Here): boolean {
  return !CAN_WAIT.has(event.type)
}

/** Asks a question: says it, and remembers what the next short answer means. For `entry`. */
export function ask(key: QuestionKey) {
  const question = [
    parts.assign((here) => ({ asking: key, expects: asked(key, here).expects, misses: 0 })),
    { type: 'say', params: (here: Here) => ({ ...spoken(key, here), urgent: isUrgent(here) }) },
  ] as const
  if (WITHOUT_WAKE.has(key)) return [...question, { type: 'sleep', params: { key: 'idle' } }] as const
  const minutes = key === 'offers' ? OFFERS_MINUTES : IDLE_MINUTES
  return [...question, { type: 'wake', params: { key: 'idle', minutes } }] as const
}

/**
 * The key of what is said. The lane says the same key once per turn, the last time: two payments in one turn are two
 * pieces of news, so theirs carries the event and the order; a cart shown after each message of a burst is one.
 */
function copyAfter(copy: string, { event }: Here): string {
  if (event.type.startsWith('said.')) return copy
  return 'number' in event ? `${copy}:${event.type}:${event.number}` : `${copy}:${event.type}`
}

function spoken(key: QuestionKey, here: Here) {
  const { copy, content } = asked(key, here)
  return { copy: copyAfter(copy, here), content }
}

function isAtHome({ context }: Here): boolean {
  return context.asking === null || context.asking === 'home'
}

/** At home nothing was under way that one could go back to, and no question follows: these ask what is wanted. */
const AT_HOME: Readonly<Partial<Record<ClientCopyKey, LeadKey>>> = {
  'client.resumed': 'client.resumed.home',
  'client.misunderstood': 'client.misunderstood.home',
}

type LeadKey = { [Key in ClientCopyKey]: Nothing extends ClientCopyParams[Key] ? Key : never }[ClientCopyKey]

/** Asks again what was being asked, after a word on what happened. For transitions that stay where they are. */
export function again(lead?: LeadKey | ((here: Here) => string)) {
  const leadText = (here: Here) => {
    if (lead === undefined) return undefined
    const key = typeof lead === 'string' && isAtHome(here) ? (AT_HOME[lead] ?? lead) : lead
    return typeof key === 'function' ? key(here) : render(key, {}, here.event.known.contact)
  }
  const question = (here: Here) => askedAgain(here.context.asking ?? 'home', here, leadText(here))
  return [
    parts.assign((here) => (here.context.asking === 'offers' ? { shown: shownAgain(here) } : {})),
    parts.assign((here) => ({ expects: question(here).expects })),
    {
      type: 'say',
      params: (here: Here) => {
        const { copy, content } = question(here)
        return { copy: copyAfter(typeof lead === 'string' ? lead : copy, here), content, urgent: isUrgent(here) }
      },
    },
  ] as const
}

function shownAgain(here: Here): readonly OfferId[] {
  const order = orderById(here.event.known, here.context.orderId)
  return order === null ? here.context.shown : filledUp(order, here.context.shown)
}

/** Says one thing and changes nothing else. */
export function tell(copy: ClientCopyKey, text: (here: Here) => string) {
  return {
    type: 'say',
    params: (here: Here) => ({ copy: copyAfter(copy, here), content: { text: text(here) }, urgent: isUrgent(here) }),
  } as const
}

/** Says a text that needs nothing filled in. */
export function tellPlain(copy: LeadKey) {
  return tell(copy, ({ event }) => render(copy, {}, event.known.contact))
}

type AgentCopy =
  | 'client.agent'
  | 'client.agent.lost'
  | 'client.agent.anger'
  | 'client.agent.legal'
  | 'client.erase'
  | 'client.profile.change'

/** Calls a person and says when they will answer. */
export function callAgent(reason: string, copy: AgentCopy = 'client.agent') {
  return [
    { type: 'handOver', params: { reason } },
    tell(copy, ({ event }) => render(copy, { hours: AGENT_HOURS }, event.known.contact)),
    parts.assign({ misses: 0 }),
  ] as const
}

/** Runs a command made from where the dialogue is. */
export function run(command: (here: Here) => Command) {
  return { type: 'run', params: command } as const
}

/** Brings the dialogue to the order that an event is about. */
export const focusOnEvent = parts.assign(({ context, event }) => ({
  orderId: 'orderId' in event ? event.orderId : context.orderId,
}))
