import type { Medium } from '../channel.ts'
import type { TwilioOptions } from './client.ts'

export type Sender = { readonly from: string } | { readonly messagingServiceSid: string }

type Senders = Pick<TwilioOptions, 'smsFrom' | 'whatsappFrom'>

/** The number, name or messaging service of a medium, as configured. */
export function senderOf(medium: Medium, options: Senders): string | undefined {
  return medium === 'whatsapp' ? options.whatsappFrom : options.smsFrom
}

/**
 * Which of our senders somebody wrote to, of those that are configured: a messaging service is written to by the numbers
 * it holds. Null: none of them.
 */
export function senderWrittenTo(medium: Medium, to: string | null, options: Senders): string | null {
  const sender = senderOf(medium, options)
  return sender !== undefined && (sender === to || sender.startsWith('MG')) ? sender : null
}

/** Whom we write as in a medium; undefined where no sender is configured. */
export function senderFor(medium: Medium, options: TwilioOptions): Sender | undefined {
  const from = senderOf(medium, options)
  if (from === undefined) return undefined
  if (from.startsWith('MG')) return { messagingServiceSid: from }
  return { from: inMedium(medium, from) }
}

/** An address as Twilio writes it: WhatsApp's have a prefix, phones and business-scoped ids alike. */
export function inMedium(medium: Medium, address: string): string {
  return medium === 'whatsapp' && !address.startsWith('whatsapp:') ? `whatsapp:${address}` : address
}

export const withoutMediumPrefix = (address: string): string => address.replace(/^whatsapp:/, '')

/** Whether others can reach this address: Twilio refuses a callback to the machine itself. */
export function isReachable(publicUrl: string): boolean {
  const { hostname } = new URL(publicUrl)
  return !/^(localhost|127\.|0\.0\.0\.0|\[::1?\])/.test(hostname)
}

export const MESSAGES_PATH = '/webhooks/twilio/messages'
export const STATUS_PATH = '/webhooks/twilio/status'

/** Where Twilio reports what became of a message; undefined when it could not reach us there. */
export function statusCallback({ publicUrl, apiBaseUrl }: TwilioOptions): string | undefined {
  if (publicUrl === undefined) return undefined
  // With another base it is not Twilio that calls back, and it may be on this machine.
  if (apiBaseUrl === undefined && !isReachable(publicUrl)) return undefined
  return `${publicUrl.replace(/\/+$/, '')}${STATUS_PATH}`
}
