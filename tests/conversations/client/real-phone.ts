import { clientSituation } from '../../../conversations/situations.ts'
import { understand } from '../../../conversations/understanding/understand.ts'
import { knowledge } from '../understanding/situations.ts'
import { startTalk } from './talk.ts'
import { anOrder, aWorld, knownOf, LINES, type World } from './world.ts'

/** The order of these worlds, as events name it. */
export const of = { orderId: 'order-1042', number: 1042 } as const

export const cart = {
  orderId: 'order-9',
  mode: 'delivery',
  wantedAt: null,
  directions: null,
  updatedAt: '',
  lines: LINES,
} as const

/** A phone whose owner types: what is written goes through the real understanding. */
export function aPhone(world: World) {
  const talk = startTalk(world)
  const types = (text: string) => {
    const heard = understand(text, clientSituation(talk.snapshot, knownOf(world)), knowledge)
    const type = heard.slots.answer === undefined ? (`said.${heard.intent}` as const) : 'said.answer'
    return talk.hear({ type, text, heard })
  }
  return { ...talk, types, at: () => talk.at, context: () => talk.context }
}

/** The phone of a bar with one order. */
export const withOrder = (changes: Parameters<typeof anOrder>[0]) =>
  aPhone(aWorld({ view: { cart: null, orders: [anOrder({ supplier: 'Kumassi', ...changes })], recent: [] } }))
export const preparing = () => withOrder({ status: 'preparing', confirmed: true })
