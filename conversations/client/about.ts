import { render } from '../copy/render.ts'
import type { Intention } from './context.ts'
import { slotsOf } from './heard.ts'
import type { Here } from './known.ts'
import { again, parts } from './parts.ts'
import { subjectsOf } from './subjects.ts'

/**
 * Where a message about an order goes: to that order when only one can be meant, to the question which one when
 * several can, and to a word that there is none.
 */
export function about(intention: Intention, target: string) {
  const focusOnSubject = parts.assign((here) => ({
    intention,
    orderId: subjectsOf(intention, here)[0]?.orderId ?? here.context.orderId,
  }))
  return [
    { guard: { type: 'isAboutOne', params: { intention } }, target, actions: focusOnSubject },
    {
      guard: { type: 'isAboutSeveral', params: { intention } },
      target: '#which',
      actions: parts.assign({ intention }),
    },
    { actions: again(intention === 'pay' ? nothingToPay : noSuchOrder) },
  ] as const
}

/** "j'ai payé", once it is. */
function nothingToPay(here: Here): string {
  if (slotsOf(here.event).order) return noSuchOrder(here)
  const { contact, view } = here.event.known
  const isPaid = view.orders.some(({ payment }) => payment?.status === 'succeeded')
  return isPaid ? render('client.pay.nothing', {}, contact) : noSuchOrder(here)
}

export function noSuchOrder({ event }: Here): string {
  const { order } = slotsOf(event)
  return order
    ? render('client.noSuchOrder', { reference: order }, event.known.contact)
    : render('client.noOrderFor', {}, event.known.contact)
}
