import type { OutgoingMessage, SendResult } from '../channel.ts'
import { inMedium, senderFor } from './addresses.ts'
import { chargesOf } from './charges.ts'
import type { TwilioClient, TwilioOptions } from './client.ts'
import { sendResultOf, type slowingDown } from './errors.ts'
import type { KnownIds } from './known-ids.ts'
import { isMessageSid, shapeForTwilio } from './sending.ts'

export interface LookingUp {
  readonly client: TwilioClient
  readonly options: TwilioOptions
  readonly slowDown: ReturnType<typeof slowingDown>
  readonly ids: KnownIds
}

// Clocks differ; a message tried at 22:00:00 by ours may be created at 21:59:58 by theirs.
const CLOCK_DIFFERENCE_MS = 2 * 60_000
// A request that we gave up may still be worked on at Twilio's end: not found any earlier means nothing.
const SETTLE_MS = 15_000
// What one person got since the first try; the newest come first.
const MOST_READ = 200

/**
 * After a send without an answer: is the message in Twilio's list? Not filtered by DateSent, for a message that still
 * waits in a queue has no such date.
 */
export async function lookUpMessage(
  message: OutgoingMessage,
  lookingUp: LookingUp,
): Promise<SendResult | { readonly kind: 'not_sent' }> {
  const { options, ids, slowDown } = lookingUp
  try {
    const found = await findMessage(message, lookingUp)
    if (found !== undefined) {
      ids.take(found.sid)
      ids.settle(message.id)
      return { kind: 'sent', providerId: found.sid, ...chargesOf(found) }
    }
  } catch (error) {
    const result = sendResultOf(error, () => slowDown.next())
    // That the list could not be read says nothing about the message: not "retry", which would send it again.
    return { kind: 'unknown', cause: `look-up: ${result.kind === 'unknown' ? result.cause : codeOf(result)}` }
  }
  const lastTried = ids.lastTriedAt(message.id) ?? message.firstTriedAt.getTime()
  if (Date.now() - lastTried < (options.settleMs ?? SETTLE_MS)) return { kind: 'unknown', cause: 'too early to tell' }
  ids.settle(message.id)
  return { kind: 'not_sent' }
}

function codeOf(result: SendResult): string {
  return result.kind === 'retry' || result.kind === 'refused' ? result.errorCode : result.kind
}

async function findMessage(message: OutgoingMessage, { client, options, ids }: LookingUp) {
  const sender = senderFor(message.medium, options)
  const candidates = await client.messages.list({
    to: inMedium(message.medium, message.to),
    // A messaging service chooses its number itself.
    ...(sender !== undefined && 'from' in sender && { from: sender.from }),
    pageSize: MOST_READ,
    limit: MOST_READ,
  })
  const since = message.firstTriedAt.getTime() - CLOCK_DIFFERENCE_MS
  const texts = textsOf(message, options)
  // The oldest first: of two equal messages, the one tried first was created first.
  for (const candidate of candidates.reverse()) {
    const isOurs = candidate.direction.startsWith('outbound') && candidate.dateCreated.getTime() >= since
    if (!isOurs || !isMessageSid(candidate.sid) || !isSame(candidate, message, texts)) continue
    if (ids.isTaken(candidate.sid) || (await options.isKnown?.(candidate.sid))) continue
    return candidate
  }
  return undefined
}

/** A message meant as buttons may have gone as numbered text. */
function textsOf(message: OutgoingMessage, options: TwilioOptions): string[] {
  return [options, { ...options, interactive: false }].map((each) => shapeForTwilio(message, each).text.trim())
}

/** A file without words has an empty body: then that it has a file says that it is the one. */
function isSame(
  { body, numMedia }: { readonly body: string; readonly numMedia: string },
  { attachment }: OutgoingMessage,
  texts: readonly string[],
): boolean {
  if (Number(numMedia) > 0 !== (attachment !== null)) return false
  return texts.some((text) => says(body, text) || (attachment !== null && text === '' && body.trim() === ''))
}

/** A trial account puts its own words before ours. */
function says(body: string, text: string): boolean {
  return text !== '' && body.trim().endsWith(text)
}
