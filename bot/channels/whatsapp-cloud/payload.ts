import { z } from 'zod'
import type { HealthSignal, IdentityChange, InboundMessage, StatusUpdate } from '../channel.ts'
import { readAccountEvent } from './account-events.ts'
import { healthIn } from './errors.ts'
import { parseMessage } from './messages.ts'
import type { WhatsAppCloudOptions } from './options.ts'
import { problemOf, StatedError } from './reading.ts'
import { parseStatus } from './statuses.ts'
import { signalOf } from './telling.ts'

/** What one POST holds: up to 1000 updates, of several numbers. */
export interface Received {
  readonly messages: InboundMessage[]
  readonly statuses: StatusUpdate[]
  readonly changes: IdentityChange[]
  readonly signals: HealthSignal[]
  /** for the log: what was left out, and why; never what people wrote */
  readonly leftOut: { readonly level: 'info' | 'warn'; readonly why: string }[]
}

const Posted = z.object({ object: z.string(), entry: z.array(z.unknown()) })
const Entry = z.object({ id: z.string(), changes: z.array(z.unknown()) })
const Change = z.object({ field: z.string(), value: z.unknown() })
// The lists are read one by one: what is wrong with one is not held against the others.
const MessagesValue = z.object({
  metadata: z.object({ phone_number_id: z.string(), display_phone_number: z.string().optional() }),
  contacts: z.array(z.unknown()).default([]),
  messages: z.array(z.unknown()).default([]),
  statuses: z.array(z.unknown()).default([]),
  errors: z.array(z.unknown()).default([]),
})
export type Ours = Pick<WhatsAppCloudOptions, 'wabaId' | 'phoneNumberIds'>

/** Meta's numbers by what people see of them; learnt from every webhook and at start. */
export type NumbersShown = Map<string, string>

/** @returns undefined when it is not a webhook of Meta's at all */
export function readPayload(body: unknown, ours: Ours, numbers: NumbersShown): Received | undefined {
  const posted = Posted.safeParse(body)
  if (!posted.success) return undefined
  const received: Received = { messages: [], statuses: [], changes: [], signals: [], leftOut: [] }
  if (posted.data.object !== 'whatsapp_business_account') {
    received.leftOut.push({ level: 'info', why: `object ${posted.data.object.slice(0, 60)}` })
    return received
  }
  for (const each of posted.data.entry) {
    const entry = Entry.safeParse(each)
    if (!entry.success) {
      received.leftOut.push({ level: 'warn', why: `an entry: ${problemOf(entry.error)}` })
      continue
    }
    if (entry.data.id !== ours.wabaId) {
      received.leftOut.push({ level: 'warn', why: `account ${entry.data.id} is not WHATSAPP_CLOUD_WABA_ID` })
      continue
    }
    for (const change of entry.data.changes) readChange(change, received, ours, numbers)
  }
  return received
}

function readChange(each: unknown, received: Received, ours: Ours, numbers: NumbersShown): void {
  const change = Change.safeParse(each)
  if (!change.success) {
    received.leftOut.push({ level: 'warn', why: `a change: ${problemOf(change.error)}` })
    return
  }
  const { field, value } = change.data
  if (field === 'messages') {
    readMessages(value, received, ours, numbers)
    return
  }
  const { signals, note } = readAccountEvent(field, value, numbers)
  received.signals.push(...signals)
  if (note !== undefined) received.leftOut.push(note)
}

function readMessages(given: unknown, received: Received, { phoneNumberIds }: Ours, numbers: NumbersShown): void {
  const value = MessagesValue.safeParse(given)
  if (!value.success) {
    received.leftOut.push({ level: 'warn', why: `messages: ${problemOf(value.error)}` })
    return
  }
  const { metadata, contacts, messages, statuses, errors } = value.data
  const sender = metadata.phone_number_id
  if (!phoneNumberIds.includes(sender)) {
    received.leftOut.push({ level: 'warn', why: `number ${sender} is not in WHATSAPP_CLOUD_PHONE_NUMBER_IDS` })
    return
  }
  if (metadata.display_phone_number !== undefined) numbers.set(digitsOf(metadata.display_phone_number), sender)
  for (const each of messages) {
    const parsed = parseMessage(each, contacts, sender)
    if (parsed.kind === 'message') received.messages.push(parsed.message)
    else if (parsed.kind === 'change') received.changes.push(parsed.change)
    else received.leftOut.push({ level: parsed.kind === 'malformed' ? 'warn' : 'info', why: parsed.why })
  }
  for (const each of statuses) {
    const parsed = parseStatus(each, sender)
    if (parsed.kind === 'update') {
      received.statuses.push(parsed.update)
      received.signals.push(...parsed.signals)
    } else received.leftOut.push({ level: parsed.kind === 'malformed' ? 'warn' : 'info', why: parsed.why })
  }
  for (const each of errors) {
    const error = StatedError.safeParse(each)
    if (!error.success) continue
    received.leftOut.push({ level: 'warn', why: `error ${error.data.code} ${error.data.detail}`.slice(0, 200) })
    received.signals.push(...healthIn(error.data).map((health) => signalOf(sender, health)))
  }
}

export const digitsOf = (number: string): string => number.replace(/\D/g, '')
