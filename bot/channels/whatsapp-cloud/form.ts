import type { ChannelLimits, OutgoingMessage, Template } from '../channel.ts'
import { type Shaped, shape } from '../shape.ts'
import { recipientOf } from './addresses.ts'

export const LIMITS: ChannelLimits = {
  textLength: 4096,
  buttons: 3,
  buttonLabelLength: 20,
  rows: 10,
  rowTitleLength: 24,
  rowDescriptionLength: 72,
  perSecond: 80,
  // One message per 6 s to the same person; up to 45 are borrowed against later (providers.md 2.4).
  perPerson: { everySeconds: 6, burst: 45 },
}

// What is written under a file.
const CAPTION_LENGTH = 1024
// The words above buttons, a list or a request for a place.
const INTERACTIVE_TEXT_LENGTH = 1024

export type UploadedKind = 'image' | 'video' | 'audio' | 'document'

export interface Uploaded {
  readonly kind: UploadedKind
  readonly id: string
  readonly fileName: string
}

/** The body of POST /{phone number id}/messages. Our outbox id comes back with every status of this message. */
export function formOf(message: OutgoingMessage, file: Uploaded | undefined): object {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...recipientOf(message.to),
    biz_opaque_callback_data: message.id,
    ...(message.template === null ? contentForm(message, file) : templateForm(message.template)),
  }
}

function templateForm({ name, language, parameters }: Template): object {
  const components =
    parameters.length === 0
      ? []
      : [{ type: 'body', parameters: parameters.map((text) => ({ type: 'text', text: oneLine(text) })) }]
  return { type: 'template', template: { name, language: { code: language }, components } }
}

// A template's parameter with a line break, a tab or more than four spaces in a row is refused.
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function contentForm(message: OutgoingMessage, file: Uploaded | undefined): object {
  const shaped = shape(message.content, 'whatsapp', LIMITS)
  if (file !== undefined) return fileForm(message, shaped, file)
  if (shaped.buttons !== undefined) return interactive(buttonsForm(shaped.text, shaped.buttons))
  if (shaped.list !== undefined) return interactive(listForm(shaped.text, shaped.list))
  if (shaped.askLocation === true && shaped.text.trim() !== '' && shaped.text.length <= INTERACTIVE_TEXT_LENGTH) {
    return interactive({
      type: 'location_request_message',
      body: { text: shaped.text },
      action: { name: 'send_location' },
    })
  }
  return { type: 'text', text: { body: shaped.text, preview_url: false } }
}

const interactive = (form: object): object => ({ type: 'interactive', interactive: form })

function buttonsForm(text: string, buttons: NonNullable<Shaped['buttons']>): object {
  return {
    type: 'button',
    body: { text },
    action: { buttons: buttons.map(({ id, label }) => ({ type: 'reply', reply: { id, title: label } })) },
  }
}

function listForm(text: string, { button, rows }: NonNullable<Shaped['list']>): object {
  return { type: 'list', body: { text }, action: { button, sections: [{ rows }] } }
}

/** A file above buttons; else with the words under it, what can be chosen as numbered lines. */
function fileForm({ content }: OutgoingMessage, { text, buttons }: Shaped, file: Uploaded): object {
  const media = { id: file.id, ...(file.kind === 'document' && { filename: file.fileName }) }
  if (buttons !== undefined && file.kind !== 'audio') {
    return interactive({ ...buttonsForm(text, buttons), header: { type: file.kind, [file.kind]: media } })
  }
  const { text: caption } = shape(content, 'whatsapp', { ...LIMITS, textLength: CAPTION_LENGTH, buttons: 0, rows: 0 })
  return { type: file.kind, [file.kind]: { ...media, ...(caption !== '' && { caption }) } }
}
