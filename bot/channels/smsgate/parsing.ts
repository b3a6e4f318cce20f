import { z } from 'zod'
import type { InboundMessage, StatusUpdate } from '../channel.ts'
import { phoneOf } from './operators.ts'
import { ADAPTER, type Sim } from './options.ts'

export type ParsedEvent =
  | { readonly kind: 'message'; readonly deviceId: string; readonly message: InboundMessage }
  | { readonly kind: 'status'; readonly deviceId: string; readonly update: StatusUpdate }
  | { readonly kind: 'ping'; readonly deviceId: string }
  /** an event or a sender that is nothing to us: thanked, so that the phone forgets it */
  | { readonly kind: 'ignored'; readonly deviceId: string | null; readonly why: string }
  | { readonly kind: 'malformed'; readonly problem: string }

// PostgreSQL cannot keep U+0000 in a text.
const text = z.string().transform((value) => value.replaceAll('\0', ''))
const id = z.string().min(1).max(64)

const Envelope = z.object({ id, event: z.string().min(1), deviceId: id.optional(), payload: z.unknown() })
const From = z.object({ deviceId: id })

const Received = z
  .object({
    // `phoneNumber` is what older apps say
    sender: text.optional(),
    phoneNumber: text.optional(),
    message: text,
    simNumber: z.int().nullish(),
  })
  .transform(({ sender, phoneNumber, ...rest }) => ({ ...rest, from: (sender ?? phoneNumber ?? '').trim() }))
  .refine(({ from }) => from !== '', { path: ['sender'], error: 'missing' })

const Status = z.object({
  messageId: id,
  /** -1 when the phone does not know */
  partsCount: z.int().nullish(),
  reason: z.string().nullish(),
  error: z.string().nullish(),
})

const STATUSES = new Map<string, StatusUpdate['status']>([
  ['sms:sent', 'sent'],
  ['sms:delivered', 'delivered'],
  ['sms:failed', 'failed'],
])

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Reads the body of POST /webhooks/smsgate. What it does not know in it is ignored: the app grows. */
export function parseEvent(body: Uint8Array, sims: readonly Sim[]): ParsedEvent {
  const json = jsonOf(body)
  if (json === undefined) return { kind: 'malformed', problem: 'The body is not JSON in UTF-8.' }
  const envelope = Envelope.safeParse(json)
  if (!envelope.success) return malformed(envelope.error)
  const { event, deviceId = null } = envelope.data
  const status = STATUSES.get(event)
  if (event !== 'sms:received' && event !== 'system:ping' && status === undefined) {
    return { kind: 'ignored', deviceId, why: `event ${event}` }
  }
  const from = From.safeParse(json)
  if (!from.success) return malformed(from.error)
  if (event === 'system:ping') return { kind: 'ping', ...from.data }
  const given = { ...from.data, id: envelope.data.id, payload: envelope.data.payload }
  return status === undefined ? messageOf(given, sims) : statusOf(given, status)
}

interface Given {
  readonly id: string
  readonly deviceId: string
  readonly payload: unknown
}

function messageOf({ id: providerId, deviceId, payload }: Given, sims: readonly Sim[]): ParsedEvent {
  const received = Received.safeParse(payload)
  if (!received.success) return malformed(received.error)
  const { from, message: words, simNumber } = received.data
  const phone = phoneOf(from)
  if (phone === undefined) return { kind: 'ignored', deviceId, why: `sender ${shortened(from)} is not a phone` }
  const message: InboundMessage = {
    adapter: ADAPTER,
    medium: 'sms',
    address: phone,
    identities: [{ kind: 'phone', value: phone }],
    // Not payload.messageId: that is made of the words and comes again when they do.
    providerId,
    name: null,
    sender: simThat(sims, deviceId, simNumber ?? null),
    body: { kind: 'text', text: words },
  }
  return { kind: 'message', deviceId, message }
}

/** A phone that does not say which SIM has perhaps only one. */
function simThat(sims: readonly Sim[], deviceId: string, simNumber: number | null): string | null {
  const ofDevice = sims.filter((sim) => sim.deviceId === deviceId)
  const only = ofDevice.length === 1 ? ofDevice[0] : undefined
  const named = ofDevice.find((sim) => sim.simNumber === simNumber)
  return (simNumber === null ? only : named)?.sender ?? null
}

function statusOf({ deviceId, payload }: Given, status: StatusUpdate['status']): ParsedEvent {
  const read = Status.safeParse(payload)
  if (!read.success) return malformed(read.error)
  const { messageId, partsCount, reason, error } = read.data
  const segments = typeof partsCount === 'number' && partsCount > 0 ? partsCount : null
  const errorCode = status === 'failed' ? codeIn(reason ?? error ?? 'Unknown') : null
  return {
    kind: 'status',
    deviceId,
    update: { adapter: ADAPTER, providerId: messageId, status, errorCode, segments, price: null },
  }
}

/** RESULT_ERROR_NO_SERVICE (Failed because ...) is the first word of it; anything else is a sentence. */
function codeIn(reason: string): string {
  return /^[A-Z][A-Z_]{3,}/.exec(reason)?.[0] ?? reason.slice(0, 80)
}

/** Names are shown, and numbers only if they are too short to be anybody's. */
function shortened(from: string): string {
  return /\d{7}/.test(from.replace(/\D/g, '')) ? `${from.slice(0, 4)}…` : from.slice(0, 20)
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body))
  } catch {
    return undefined
  }
}

/** Each field that is missing or wrong, never its value. */
function malformed(error: z.ZodError): ParsedEvent {
  return {
    kind: 'malformed',
    problem: error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
  }
}
