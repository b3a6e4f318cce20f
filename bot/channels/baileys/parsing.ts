import { z } from 'zod'
import type { InboundBody } from '../channel.ts'
import { type Jid, personIn } from './jids.ts'

// A WebMessageInfo as Baileys gives it: objects of the protocol, whose absent fields are null or missing, and whose
// numbers may be Longs.

const text = z.string().nullish()
const number = z
  .union([z.number(), z.string(), z.object({ toNumber: z.function() })])
  .nullish()
  .transform((value) => {
    const plain = Number(typeof value === 'object' ? String(value) : (value ?? Number.NaN))
    return Number.isFinite(plain) ? plain : null
  })
const file = z.object({ mimetype: text, caption: text, fileName: text }).nullish()

const content = z.object({
  conversation: text,
  extendedTextMessage: z.object({ text }).nullish(),
  imageMessage: file,
  audioMessage: file,
  videoMessage: file,
  documentMessage: file,
  stickerMessage: z.unknown(),
  contactMessage: z.unknown(),
  contactsArrayMessage: z.unknown(),
  locationMessage: z
    .object({ degreesLatitude: z.number(), degreesLongitude: z.number(), name: text, address: text })
    .nullish(),
  liveLocationMessage: z.object({ degreesLatitude: z.number(), degreesLongitude: z.number() }).nullish(),
  buttonsResponseMessage: z.object({ selectedButtonId: text, selectedDisplayText: text }).nullish(),
  templateButtonReplyMessage: z.object({ selectedId: text, selectedDisplayText: text }).nullish(),
  listResponseMessage: z
    .object({ title: text, singleSelectReply: z.object({ selectedRowId: text }).nullish() })
    .nullish(),
})
type Content = z.output<typeof content>

/** What is around the message itself: vanishing, to be seen once, with a caption, edited. */
const WRAPPERS = [
  'ephemeralMessage',
  'viewOnceMessage',
  'viewOnceMessageV2',
  'viewOnceMessageV2Extension',
  'documentWithCaptionMessage',
] as const
const wrapped = z.object(
  Object.fromEntries(WRAPPERS.map((name) => [name, z.object({ message: z.unknown() }).nullish()])),
)
const MOST_WRAPPERS = 5

const info = z.object({
  key: z.object({
    id: z.string().min(1).max(128),
    fromMe: z.boolean().nullish(),
    remoteJid: z.string(),
    remoteJidAlt: text,
    participant: text,
  }),
  message: z.unknown(),
  messageTimestamp: number,
  pushName: text,
})

export interface ParsedMessage {
  readonly id: string
  readonly isFromUs: boolean
  /** where the answer goes: as received */
  readonly chat: string
  readonly phone: string | null
  readonly lid: string | null
  readonly name: string | null
  readonly at: Date | null
  readonly body: InboundBody
}

export type Parsed =
  | { readonly kind: 'message'; readonly message: ParsedMessage }
  /** understood, and nothing to us: a group, a reaction, a notice of the protocol */
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'malformed'; readonly problem: string }

/** @param refOf the adapter's name for a file of this message */
export function parseMessage(raw: unknown, refOf: (id: string) => string): Parsed {
  const parsed = info.safeParse(raw)
  if (!parsed.success) return { kind: 'malformed', problem: problemOf(parsed.error) }
  const { key, message, messageTimestamp: seconds, pushName } = parsed.data
  const chat = personIn(key.remoteJid)
  if (chat === undefined) return { kind: 'ignored', why: 'not one person' }
  if (key.participant && personIn(key.participant)?.jid !== chat.jid) return { kind: 'ignored', why: 'in a group' }
  // A message that could not be decrypted yet comes without anything, and again when it could.
  if (!message) return { kind: 'ignored', why: 'nothing in it' }
  const inner = content.safeParse(unwrap(message))
  if (!inner.success) return { kind: 'malformed', problem: problemOf(inner.error) }
  const body = bodyOf(inner.data, refOf(key.id))
  if (body === null) return { kind: 'ignored', why: 'nothing that is said' }
  return {
    kind: 'message',
    message: {
      id: key.id,
      isFromUs: key.fromMe === true,
      chat: chat.jid,
      ...namesOf(chat, personIn(key.remoteJidAlt)),
      name: pushName ?? null,
      at: seconds === null ? null : new Date(seconds * 1000),
      body,
    },
  }
}

function namesOf(chat: Jid, other: Jid | undefined): { phone: string | null; lid: string | null } {
  const named = (kind: Jid['kind']) => [chat, other].find((jid) => jid?.kind === kind)?.value ?? null
  return { phone: named('phone'), lid: named('lid') }
}

function unwrap(message: unknown): unknown {
  let inner = message
  for (let layer = 0; layer < MOST_WRAPPERS; layer += 1) {
    const around = wrapped.safeParse(inner)
    const next = around.success ? Object.values(around.data).find((one) => one?.message) : undefined
    if (next === undefined || next === null) break
    inner = next.message
  }
  return inner
}

function bodyOf(said: Content, ref: string): InboundBody | null {
  return words(said) ?? chosen(said) ?? place(said) ?? fileBody(said, ref) ?? other(said)
}

function words({ conversation, extendedTextMessage }: Content): InboundBody | null {
  const said = conversation || extendedTextMessage?.text
  return said ? { kind: 'text', text: said } : null
}

/** We send none of these here, but a message forwarded from elsewhere may be answered with one. */
function chosen(said: Content): InboundBody | null {
  const button = said.buttonsResponseMessage
  if (button?.selectedButtonId) return choice(button.selectedButtonId, button.selectedDisplayText)
  const template = said.templateButtonReplyMessage
  if (template?.selectedId) return choice(template.selectedId, template.selectedDisplayText)
  const row = said.listResponseMessage
  return row?.singleSelectReply?.selectedRowId ? choice(row.singleSelectReply.selectedRowId, row.title) : null
}

const choice = (id: string, shown: string | null | undefined): InboundBody => ({
  kind: 'choice',
  id,
  text: shown ?? '',
})

function place({ locationMessage: there, liveLocationMessage: moving }: Content): InboundBody | null {
  const where = there ?? moving
  if (where === null || where === undefined) return null
  const { degreesLatitude: latitude, degreesLongitude: longitude } = where
  return { kind: 'location', latitude, longitude, label: there?.name || there?.address || null }
}

function fileBody(said: Content, ref: string): InboundBody | null {
  const kinds = [
    ['photo', said.imageMessage, 'image/jpeg'],
    ['voice', said.audioMessage, 'audio/ogg'],
    ['video', said.videoMessage, 'video/mp4'],
    ['document', said.documentMessage, 'application/octet-stream'],
  ] as const
  for (const [kind, one, usual] of kinds) {
    if (one === null || one === undefined) continue
    const contentType = one.mimetype?.split(';')[0]?.trim() || usual
    return { kind, ref, contentType, caption: one.caption ?? '' }
  }
  return null
}

function other({ stickerMessage, contactMessage, contactsArrayMessage }: Content): InboundBody | null {
  if (stickerMessage) return { kind: 'sticker' }
  return contactMessage || contactsArrayMessage ? { kind: 'contact' } : null
}

function problemOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
}
