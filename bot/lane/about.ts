import type { MachineEvent } from '../../conversations/turn.ts'
import type { OrderId } from '../../domain/work/ids.ts'
import type { KnownHere, Place } from './dialogues.ts'
import type { RunCommand } from './turn.ts'

// Which order a message is about, so that what it costs can be counted there. A guess that is wrong costs a franc in
// the wrong order's account; nothing else hangs on it.

/** What an event says itself: news of an order, a command that did something to one. */
export function orderOfEvent(event: MachineEvent, { view }: KnownHere): OrderId | null {
  if ('orderId' in event) return event.orderId
  if ('output' in event) {
    if ('orderId' in event.output) return event.output.orderId
    if ('cart' in event.output) return event.output.cart.orderId
  }
  const reference = 'heard' in event ? event.heard.slots.order : undefined
  if (reference === undefined || reference === null || view === null) return null
  const orders = 'cart' in view ? view.orders : [...view.requests, ...view.orders]
  return orders.find(({ number }) => String(number) === reference)?.orderId ?? null
}

/** What a command is asked to do something to. */
export function orderOfCommand(command: Parameters<RunCommand>[0]): OrderId | null {
  return 'orderId' in command.input ? command.input.orderId : null
}

/** What the dialogue is about, after its step. */
export function orderOfPlace({ subject }: Place, known: KnownHere): OrderId | null {
  return subject.isCart ? cartOf(known) : subject.orderId
}

export function cartOf({ view }: KnownHere): OrderId | null {
  return view !== null && 'cart' in view ? (view.cart?.orderId ?? null) : null
}
