import { closeAlerts } from '../alerts/alerting.ts'
import { lapseOffer } from '../offers/lapsing.ts'
import type { OrderId } from '../work/ids.ts'
import { isRefused, type Refused, refused } from '../work/refusals.ts'
import { minutesAfter, type Work } from '../work/work.ts'
import { endCancelled, isCancellable } from './cancelling.ts'
import { deliver } from './delivering.ts'
import { LATE_ALERTS } from './late.ts'
import { noteOnOrder } from './lifecycle.ts'
import { chosenOffer, lockPlacedOrder, type PlacedOrder } from './locking.ts'
import { setOrderTimers } from './timing.ts'

// The corrective actions that staff have as buttons on an order (product.md 2). Rights and the audit are the API's.

type StaffRefusal = Refused<'ORDER_NOT_FOUND' | 'ORDER_WRONG_STATUS'>
type WithReason = StaffRefusal | Refused<'REASON_NEEDED'>

/** Reminds the supplier of an order; silence is counted from here again. */
export async function nudgeSupplier(
  work: Work,
  input: { readonly orderId: OrderId },
): Promise<{ number: number } | StaffRefusal> {
  const order = await lockPlacedOrder(work, input.orderId)
  if (isRefused(order)) return order
  const chosen = chosenOffer(order)
  const stage = stageOf(order)
  if (chosen === null || stage === null) return wrongStatus(order)
  const { orderId, number } = order
  await noteOnOrder(work, orderId, 'order.nudged', null)
  await setOrderTimers(work, orderId, { set: { 'late.stuck': minutesAfter(work.now, work.settings.stuckMinutes) } })
  work.emit({ to: chosen.contactId, event: { type: 'order.nudged', orderId, number, stage } })
  return { number }
}

function stageOf(order: PlacedOrder): 'preparing' | 'delivering' | null {
  if (order.status === 'delivering') return 'delivering'
  return order.status === 'accepted' || order.status === 'preparing' ? 'preparing' : null
}

/** Takes the order from its supplier: the next best offer is proposed, or the search starts again. */
export async function proposeAnotherSupplier(
  work: Work,
  input: { readonly orderId: OrderId; readonly reason: string },
): Promise<{ number: number } | WithReason> {
  const order = await lockPlacedOrder(work, input.orderId)
  if (isRefused(order)) return order
  if (input.reason.trim() === '') return refused('REASON_NEEDED')
  const chosen = chosenOffer(order)
  if (chosen === null || (order.status !== 'accepted' && order.status !== 'preparing')) return wrongStatus(order)
  const { orderId, number } = order
  const why = input.reason.trim()
  await lapseOffer(work, order, { why, tellSupplier: false })
  await closeAlerts(work, LATE_ALERTS, [orderId])
  work.emit({ to: chosen.contactId, event: { type: 'order.cancelled', orderId, number, by: 'staff', why } })
  return { number }
}

/** Cancels at any moment before delivery, on the road included; what was paid goes back. */
export async function cancelWithRefund(
  work: Work,
  input: { readonly orderId: OrderId; readonly reason: string },
): Promise<{ number: number } | WithReason> {
  const locked = await lockWithWords(work, input.orderId, input.reason)
  if (isRefused(locked)) return locked
  const { order, words: why } = locked
  if (!isCancellable(order)) return wrongStatus(order)
  await endCancelled(work, order, 'staff', why)
  return { number: order.number }
}

/** Somebody called, and what was said: news of the order. */
export async function recordCall(
  work: Work,
  input: { readonly orderId: OrderId; readonly words: string },
): Promise<{ number: number } | WithReason> {
  const locked = await lockWithWords(work, input.orderId, input.words)
  if (isRefused(locked)) return locked
  const { order, words } = locked
  await noteOnOrder(work, order.orderId, 'order.called', words)
  return { number: order.number }
}

/** Staff know that it arrived (the code was lost, the client was called): delivered, with the reason in the log. */
export async function deliverByStaff(
  work: Work,
  input: { readonly orderId: OrderId; readonly reason: string },
): Promise<{ number: number } | WithReason> {
  const locked = await lockWithWords(work, input.orderId, input.reason)
  if (isRefused(locked)) return locked
  const { order, words: why } = locked
  const chosen = chosenOffer(order)
  if (chosen === null || (order.status !== 'preparing' && order.status !== 'delivering')) return wrongStatus(order)
  const { orderId, number } = order
  await deliver(work, order, why)
  work.emit({
    to: order.contactId,
    event: { type: 'order.delivered', orderId, number, amountDue: order.amountDue ?? 0 },
  })
  work.emit({ to: chosen.contactId, event: { type: 'order.received', orderId, number } })
  return { number }
}

/** What staff do by their own decision is told in words, which the log keeps. */
async function lockWithWords(
  work: Work,
  orderId: OrderId,
  given: string,
): Promise<{ readonly order: PlacedOrder; readonly words: string } | Refused<'ORDER_NOT_FOUND' | 'REASON_NEEDED'>> {
  const order = await lockPlacedOrder(work, orderId)
  if (isRefused(order)) return order
  const words = given.trim()
  return words === '' ? refused('REASON_NEEDED') : { order, words }
}

function wrongStatus(order: PlacedOrder): Refused<'ORDER_WRONG_STATUS'> {
  return refused('ORDER_WRONG_STATUS', { status: order.status, number: order.number })
}
