import type { ChannelLimits, Medium, OutgoingMessage, SendResult, Template } from '../channel.ts'
import { type Shaped, shape } from '../shape.ts'
import { inMedium, senderFor, statusCallback } from './addresses.ts'
import { chargesOf } from './charges.ts'
import type { TwilioClient, TwilioOptions } from './client.ts'
import type { Contents } from './contents.ts'
import { sendResultOf, type slowingDown } from './errors.ts'
import { canServeFiles, fileAddress } from './files.ts'

// Twilio cuts nothing: above 1600 characters it refuses.
const TEXT_LENGTH = 1600

/** What each medium can show through Twilio, and how fast one sender may write. */
export function limitsOf(medium: Medium, isInteractive: boolean): ChannelLimits {
  const isTappable = medium === 'whatsapp' && isInteractive
  return {
    textLength: TEXT_LENGTH,
    buttons: isTappable ? 3 : 0,
    buttonLabelLength: 20,
    rows: isTappable ? 10 : 0,
    rowTitleLength: 24,
    rowDescriptionLength: 72,
    // A long code sends one SMS a second; Twilio queues what is above, for up to 4 hours.
    perSecond: medium === 'whatsapp' ? 80 : 1,
    burst: medium === 'whatsapp' ? 80 : 60,
  }
}

export interface Sending {
  readonly client: TwilioClient
  readonly options: TwilioOptions
  readonly contents: Contents
  readonly slowDown: ReturnType<typeof slowingDown>
}

/** The message as Twilio gets it: look-ups compare with the same text. */
export function shapeForTwilio(message: OutgoingMessage, options: TwilioOptions): Shaped {
  return shape(message.content, message.medium, limitsOf(message.medium, options.interactive ?? false))
}

/** Sends once. Twilio has no idempotency key, so what got no answer is never repeated from here. */
export async function sendMessage(message: OutgoingMessage, sending: Sending): Promise<SendResult> {
  const { client, options, slowDown } = sending
  const sender = senderFor(message.medium, options)
  if (sender === undefined)
    return { kind: 'refused', because: 'configuration', errorCode: `no sender: ${message.medium}` }
  if (message.attachment !== null && !canServeFiles(options)) {
    return { kind: 'refused', because: 'configuration', errorCode: 'PUBLIC_URL' }
  }
  const callback = statusCallback(options)
  try {
    const words = await wordsOf(message, sending)
    const created = await client.messages.create({
      to: inMedium(message.medium, message.to),
      ...sender,
      ...words,
      ...(callback !== undefined && { statusCallback: callback }),
    })
    slowDown.forget()
    if (!isMessageSid(created.sid)) return { kind: 'unknown', cause: 'an answer without a message id' }
    return { kind: 'sent', providerId: created.sid, ...chargesOf(created) }
  } catch (error) {
    return sendResultOf(error, () => slowDown.next())
  }
}

type Words =
  | { readonly body: string; readonly mediaUrl?: string[] }
  | { readonly contentSid: string; readonly contentVariables: string }

async function wordsOf(message: OutgoingMessage, { contents, options }: Sending): Promise<Words> {
  // Twilio knows an approved message by its Content SID.
  if (message.template !== null)
    return { contentSid: message.template.name, contentVariables: variablesOf(message.template) }
  const shaped = shapeForTwilio(message, options)
  if (message.attachment !== null) {
    return { body: shaped.text, mediaUrl: [fileAddress(message.id, message.attachment.fileName, options)] }
  }
  if (shaped.buttons === undefined && shaped.list === undefined) return { body: shaped.text }
  const content = await contents.contentFor(shaped)
  if (content !== undefined) return content
  // No Content resource to be had: the numbered text says the same.
  return { body: shape(message.content, message.medium, limitsOf(message.medium, false)).text }
}

/** {"1": "first", "2": "second"}: Twilio numbers them. */
function variablesOf({ parameters }: Template): string {
  return JSON.stringify(Object.fromEntries(parameters.map((value, place) => [String(place + 1), value])))
}

export function isMessageSid(sid: unknown): sid is string {
  return typeof sid === 'string' && /^(SM|MM)/.test(sid)
}
