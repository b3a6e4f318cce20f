import type { Command, CommandName, Input, Outcome } from '../conversations/commands.ts'
import type { Done, MachineEvent } from '../conversations/turn.ts'
import { optIn, optOut, setLanguage } from '../domain/accounts/contacts.ts'
import { pauseSupplier, resumeSupplier } from '../domain/accounts/pausing.ts'
import { registerClient, registerSupplier } from '../domain/accounts/registering.ts'
import { openDispute } from '../domain/disputes/opening.ts'
import { cashReceived } from '../domain/money/cash.ts'
import { readBalance, readDay } from '../domain/money/day.ts'
import { requestPayment } from '../domain/money/requesting.ts'
import { makeOffer, offerAtReference } from '../domain/offers/bidding.ts'
import { chooseOffer } from '../domain/offers/choosing.ts'
import { confirmOrder } from '../domain/offers/confirming.ts'
import { declineRequest, withdrawOffer } from '../domain/offers/withdrawing.ts'
import { cancelOrder } from '../domain/orders/cancelling.ts'
import { emptyCart, reopenCart, setCart, setCartOptions } from '../domain/orders/cart.ts'
import { correctLines } from '../domain/orders/correcting.ts'
import { confirmReceipt, markDelivered, markOnTheRoad, markReady } from '../domain/orders/delivering.ts'
import { placeOrder } from '../domain/orders/placing.ts'
import { widenSearch } from '../domain/orders/searching-further.ts'
import { rateOrder } from '../domain/ratings/rating.ts'
import type { AccountId, ContactId } from '../domain/work/ids.ts'
import { isRefused, type Refused, refused } from '../domain/work/refusals.ts'
import type { Work } from '../domain/work/work.ts'
import type { KnownHere } from './lane/dialogues.ts'

/** Who acts: from the conversation, never from what was written. */
interface Acting {
  readonly clientId: AccountId
  readonly supplierId: AccountId
  readonly contactId: ContactId
}

type Handlers = {
  readonly [Name in CommandName]: (work: Work, input: Input<Name> & Acting) => Promise<Outcome<Name> | Refused>
}

/** Each command and the domain function that does it. */
const HANDLERS: Handlers = {
  registerClient,
  registerSupplier,
  setCart,
  setCartOptions,
  emptyCart,
  placeOrder,
  chooseOffer,
  widenSearch,
  reopenCart,
  cancelOrder,
  confirmReceipt,
  correctLines,
  requestPayment,
  rateOrder: (work, { orderId, score, comment, ...acting }) =>
    rateOrder(work, { orderId, score, comment, ...sideOf(work, acting) }),
  openDispute: (work, { orderId, kind, words, ...acting }) =>
    openDispute(work, { orderId, kind, words, ...sideOf(work, acting) }),
  setLanguage,
  optOut,
  optIn,
  makeOffer,
  offerAtReference,
  declineRequest,
  withdrawOffer,
  confirmOrder,
  markReady,
  markOnTheRoad,
  markDelivered,
  cashReceived,
  pauseSupplier,
  resumeSupplier,
  readDay,
  readBalance,
}

const ANYBODY: ReadonlySet<CommandName> = new Set([
  'registerClient',
  'registerSupplier',
  'setLanguage',
  'optOut',
  'optIn',
])

/** Runs a command for the contact of a conversation; the outcome is the machine's next event. */
export async function runCommand(work: Work, command: Command, known: KnownHere): Promise<MachineEvent> {
  const outcome = await dispatch(work, command.command, command.input, known)
  if (isRefused(outcome)) return { type: `refused.${command.command}`, code: outcome.refused, details: outcome.details }
  const done = { type: `done.${command.command}`, output: outcome }
  if (!isDone(done)) throw new Error(`No command is called ${command.command}.`)
  return done
}

async function dispatch<Name extends CommandName>(
  work: Work,
  name: Name,
  input: Input<Name>,
  { account, contact }: KnownHere,
): Promise<Outcome<Name> | Refused> {
  if (account?.status !== 'approved' && !ANYBODY.has(name)) return refused('ACCOUNT_NOT_APPROVED')
  const accountId = account?.id ?? ''
  return HANDLERS[name](work, { ...input, clientId: accountId, supplierId: accountId, contactId: contact.id })
}

/** The table ties each name to its output; the type of a union of events cannot say so. */
function isDone(event: { readonly type: string; readonly output: object }): event is Done {
  return event.type.startsWith('done.')
}

/** Which side of an order acts, for what both sides may do. */
function sideOf(work: Work, { clientId, supplierId }: Acting): { clientId: AccountId } | { supplierId: AccountId } {
  return work.actor.kind === 'supplier' ? { supplierId } : { clientId }
}
