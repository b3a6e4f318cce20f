import { z } from 'zod'
import type { HealthSignal, StatusUpdate } from '../channel.ts'
import { withoutMediumPrefix } from './addresses.ts'
import { healthOfStatus } from './errors.ts'
import type { Form } from './form.ts'
import { problemOf } from './parsing.ts'

export type ParsedStatus =
  | {
      readonly kind: 'update'
      readonly update: StatusUpdate
      /** what the failure says of our sender */
      readonly health: readonly HealthSignal[]
    }
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'malformed'; readonly problem: string }

const Status = z.object({
  MessageSid: z.string().min(1).max(64),
  MessageStatus: z.string().min(1),
  ErrorCode: z.string().optional(),
  From: z.string().max(64).optional(),
})

// Twilio's statuses on the way (queued, accepted, scheduled, sending) tell nothing that the send has not told.
const STATUSES = new Map<string, StatusUpdate['status']>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['partially_delivered', 'delivered'],
  ['read', 'read'],
  ['undelivered', 'failed'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
])

/** Reads the form of POST /webhooks/twilio/status. Callbacks come out of order and more than once: the inbox ranks them. */
export function parseStatus(form: Form): ParsedStatus {
  const parsed = Status.safeParse({
    ...form,
    MessageSid: form.MessageSid ?? form.SmsSid,
    MessageStatus: form.MessageStatus ?? form.SmsStatus,
  })
  if (!parsed.success) return { kind: 'malformed', problem: problemOf(parsed.error) }
  const { MessageSid, MessageStatus, ErrorCode = '', From } = parsed.data
  const status = STATUSES.get(MessageStatus)
  if (status === undefined) return { kind: 'ignored', why: `status ${MessageStatus}` }
  const errorCode = ErrorCode === '' || ErrorCode === '0' ? null : ErrorCode
  // A callback tells no price; charges.ts reads it.
  return {
    kind: 'update',
    update: { adapter: 'twilio', providerId: MessageSid, status, errorCode, segments: null, price: null },
    health: status === 'failed' && errorCode !== null ? healthIn(errorCode, From) : [],
  }
}

function healthIn(errorCode: string, from: string | undefined): HealthSignal[] {
  const health = healthOfStatus(errorCode)
  if (health === undefined || from === undefined) return []
  const medium = from.startsWith('whatsapp:') ? 'whatsapp' : 'sms'
  const sender = health.kind === 'stopped' ? null : withoutMediumPrefix(from)
  return [{ adapter: 'twilio', medium, sender, health }]
}
