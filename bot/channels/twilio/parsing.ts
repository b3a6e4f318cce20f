import { z } from 'zod'
import { type InboundBody, type InboundMessage, mediaKind } from '../channel.ts'
import type { Form } from './form.ts'

export type ParsedInbound =
  | { readonly kind: 'message'; readonly message: InboundMessage }
  /** understood, and nothing to do: an operator's short code, for example */
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'malformed'; readonly problem: string }

// PostgreSQL cannot keep U+0000 in a text; Twilio passes it on.
const text = z.string().transform((value) => value.replaceAll('\0', ''))
/** Twilio sends some parameters empty instead of leaving them out. */
const optional = text.transform((value) => (value.trim() === '' ? undefined : value)).optional()
const number = optional.transform((value) => (value === undefined ? undefined : Number(value)))
const coordinate = (limit: number) => number.pipe(z.number().min(-limit).max(limit).optional())

const Inbound = z.object({
  MessageSid: text.pipe(z.string().min(1).max(64)),
  From: text.pipe(z.string().min(1).max(160)),
  To: optional,
  Body: text.optional(),
  ProfileName: optional,
  WaId: optional,
  ExternalUserId: optional,
  ButtonPayload: optional,
  ButtonText: optional,
  ListId: optional,
  ListTitle: optional,
  Latitude: coordinate(90),
  Longitude: coordinate(180),
  Label: optional,
  Address: optional,
  NumMedia: number.pipe(z.int().min(0).optional()),
  MediaUrl0: optional,
  MediaContentType0: optional,
})
type Inbound = z.output<typeof Inbound>

const PHONE = /^\+[1-9]\d{7,14}$/

/** Reads the form of POST /webhooks/twilio/messages. Parameters it does not know are ignored: Twilio adds some at will. */
export function parseInbound(form: Form): ParsedInbound {
  const parsed = Inbound.safeParse({ ...form, MessageSid: form.MessageSid ?? form.SmsMessageSid ?? form.SmsSid })
  if (!parsed.success) return { kind: 'malformed', problem: problemOf(parsed.error) }
  const body = bodyOf(parsed.data)
  if (body === undefined)
    return { kind: 'malformed', problem: 'Body: missing, and no media, location or button instead' }
  const message = messageOf(parsed.data, body)
  if (message.identities.length > 0) return { kind: 'message', message }
  return { kind: 'ignored', why: 'the sender is neither a phone number nor a WhatsApp user id' }
}

/** One line that names each parameter that is missing or wrong, never its value. */
export function problemOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
}

function messageOf(inbound: Inbound, body: InboundBody): InboundMessage {
  const isWhatsApp = inbound.From.startsWith('whatsapp:')
  const address = withoutPrefix(inbound.From)
  return {
    adapter: 'twilio',
    medium: isWhatsApp ? 'whatsapp' : 'sms',
    address,
    identities: isWhatsApp ? whatsAppIdentities(address, inbound) : phoneIdentity(address),
    providerId: inbound.MessageSid,
    name: inbound.ProfileName ?? null,
    sender: inbound.To === undefined ? null : withoutPrefix(inbound.To),
    body,
  }
}

const withoutPrefix = (address: string): string => address.replace(/^whatsapp:/, '')

function phoneIdentity(address: string): InboundMessage['identities'] {
  return PHONE.test(address) ? [{ kind: 'phone', value: address }] : []
}

/** Since April 2026 a WhatsApp user may come with a business-scoped id (CI.xxxx), with or without the phone number. */
function whatsAppIdentities(address: string, { WaId, ExternalUserId }: Inbound): InboundMessage['identities'] {
  const waPhone = WaId === undefined ? [] : phoneIdentity(`+${WaId.replace(/^\+/, '')}`)
  const phones = PHONE.test(address) ? phoneIdentity(address) : waPhone
  const ids = [ExternalUserId, address, WaId].filter((id) => id !== undefined).map(withoutPrefix)
  const scoped = ids.find((id) => /^[A-Z]{2}\.[\w-]{1,130}$/.test(id))
  return scoped === undefined ? phones : [{ kind: 'whatsapp_id', value: scoped }, ...phones]
}

function bodyOf(inbound: Inbound): InboundBody | undefined {
  const { Latitude, Longitude } = inbound
  // The answer to a list: seen as ListId in public code, not in Twilio's documents.
  const id = inbound.ButtonPayload ?? inbound.ListId
  if (id !== undefined) {
    return { kind: 'choice', id, text: inbound.ButtonText ?? inbound.ListTitle ?? inbound.Body ?? '' }
  }
  if (Latitude !== undefined && Longitude !== undefined) {
    return {
      kind: 'location',
      latitude: Latitude,
      longitude: Longitude,
      label: inbound.Label ?? inbound.Address ?? null,
    }
  }
  if ((inbound.NumMedia ?? 0) > 0) return mediaOf(inbound)
  return inbound.Body === undefined ? undefined : { kind: 'text', text: inbound.Body }
}

function mediaOf({
  MediaUrl0: url,
  MediaContentType0: contentType,
  Body: caption = '',
}: Inbound): InboundBody | undefined {
  if (url === undefined || contentType === undefined) return undefined
  // WhatsApp's stickers are WebP, its photos JPEG or PNG.
  if (contentType === 'image/webp') return { kind: 'sticker' }
  if (/^text\/(x-)?vcard/.test(contentType)) return { kind: 'contact' }
  return { kind: mediaKind(contentType), ref: url, contentType, caption }
}
