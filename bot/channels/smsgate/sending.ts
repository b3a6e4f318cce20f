import { z } from 'zod'
import { segments } from '../../../conversations/copy/gsm7.ts'
import type { ChannelLimits, Inbox, OutgoingMessage, SendResult } from '../channel.ts'
import { shape } from '../shape.ts'
import { failureOf, type slowingDown } from './answers.ts'
import { type Gateway, GatewayRefusalError } from './client.ts'
import { isFixedLine, phoneOf, preferredSims } from './operators.ts'
import type { Sim, SmsgateOptions } from './options.ts'
import type { Sims, Taken } from './sims.ts'
import { type Account, signal } from './standing.ts'

export interface Sending {
  readonly gateway: Gateway
  readonly options: SmsgateOptions
  readonly sims: Sims
  readonly account: Account
  readonly slowDown: ReturnType<typeof slowingDown>
  readonly inbox: () => Inbox | undefined
}

// 10 segments of 153: the phone cuts and numbers them itself.
const TEXT_LENGTH = 1530
// A price or a code that comes an hour late misleads: the phone gives up and says so.
const SECONDS_TO_LEAVE = 3_600
const HOUR_MS = 3_600_000

export function limitsOf({ perMinute }: Pick<SmsgateOptions, 'perMinute'>): ChannelLimits {
  return {
    textLength: TEXT_LENGTH,
    buttons: 0,
    buttonLabelLength: 0,
    rows: 0,
    rowTitleLength: 24,
    rowDescriptionLength: 72,
    perSecond: perMinute / 60,
  }
}

const Accepted = z.object({ id: z.string().min(1) })

/** Sends once, by the SIM that has a place for it, under an id that the gateway takes only once. */
export async function sendSms(message: OutgoingMessage, sending: Sending): Promise<SendResult> {
  const { options, sims } = sending
  if (message.medium !== 'sms') return refused('configuration', `no ${message.medium} here`)
  const phone = phoneOf(message.to)
  if (phone === undefined) return refused('invalid_address', 'not a phone number')
  if (isFixedLine(phone)) return refused('unreachable', 'a landline')
  const { text } = shape(message.content, 'sms', limitsOf(options))
  if (text === '') return refused('configuration', 'nothing to say')
  const count = segments(text)
  const candidates = preferredSims(options.sims, phone, message.sender)
  const taken = await sims.take({ messageId: message.id, segments: count, candidates })
  if (taken === null) return untilTomorrow(sending)
  if (taken.waitMs > 0) return { kind: 'retry', afterMs: taken.waitMs, errorCode: 'SIM_RATE' }
  return handOver({ message, phone, text, count, taken }, sending)
}

interface Ready {
  readonly message: OutgoingMessage
  readonly phone: string
  readonly text: string
  readonly count: number
  readonly taken: Taken
}

async function handOver({ message, phone, text, count, taken }: Ready, sending: Sending): Promise<SendResult> {
  const sim = sending.options.sims.find(({ sender }) => sender === taken.sender)
  // Taken by a SIM that the configuration has lost since: the phone may have it all the same.
  const place = sim ?? placeIn(taken.sender)
  const sent: SendResult = { kind: 'sent', providerId: taken.providerId, segments: count, price: null }
  try {
    const request = {
      id: taken.providerId,
      message: text,
      phoneNumbers: [phone],
      deviceId: place.deviceId,
      simNumber: place.simNumber,
      withDeliveryReport: true,
      ttl: SECONDS_TO_LEAVE,
    }
    // The number was checked here, with newer tables than the gateway's.
    const accepted = Accepted.safeParse(await sending.gateway.send(request, { skipPhoneValidation: true }))
    await letIn(sending)
    if (!accepted.success) return { kind: 'unknown', cause: 'an answer without a message id' }
    return sent
  } catch (error) {
    const failure = failureOf(error, () => sending.slowDown.next())
    if (failure.kind === 'exists') {
      await letIn(sending)
      return sent
    }
    if (failure.kind === 'token') {
      await shutOut(sending, failure.errorCode)
      await sending.sims.release(message.id)
      return refused('configuration', failure.errorCode)
    }
    if (failure.isNotTaken) await sending.sims.release(message.id)
    return failure.result
  }
}

/** After a send without an answer: does the gateway know the id? */
export async function lookUpSms(
  message: OutgoingMessage,
  sending: Sending,
): Promise<SendResult | { readonly kind: 'not_sent' }> {
  const taken = await sending.sims.find(message.id)
  if (taken === undefined) return { kind: 'not_sent' }
  try {
    const known = Accepted.safeParse(await sending.gateway.getState(taken.providerId))
    if (!known.success) return { kind: 'unknown', cause: 'look-up: an answer without a message id' }
    await letIn(sending)
    const { text } = shape(message.content, 'sms', limitsOf(sending.options))
    return { kind: 'sent', providerId: taken.providerId, segments: segments(text), price: null }
  } catch (error) {
    // It may still come to be known: then the next try, under the same id, is answered with 409.
    if (error instanceof GatewayRefusalError && error.status === 404) return { kind: 'not_sent' }
    const failure = failureOf(error, () => sending.slowDown.next())
    if (failure.kind === 'token') await shutOut(sending, failure.errorCode)
    return { kind: 'unknown', cause: `look-up: ${error instanceof Error ? error.message : 'no answer'}` }
  }
}

function refused(because: 'configuration' | 'invalid_address' | 'unreachable', errorCode: string): SendResult {
  return { kind: 'refused', because, errorCode }
}

function placeIn(sender: string): Pick<Sim, 'deviceId' | 'simNumber'> {
  const colon = sender.lastIndexOf(':')
  return { deviceId: sender.slice(0, colon), simNumber: Number(sender.slice(colon + 1)) }
}

async function untilTomorrow(sending: Sending): Promise<SendResult> {
  const { clock, sims, perDay } = sending.options
  const now = clock.now()
  // Abidjan lives by UTC all year.
  const until = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1))
  const health = {
    kind: 'stopped',
    why: 'restricted',
    detail: `${perDay} SMS envoyés aujourd’hui : c’est la limite de SMSGATE_PER_DAY`,
    until,
  } as const
  await quietly(sending, async () => {
    await sending.inbox()?.reportHealth(sims.map(({ sender }) => signal(sender, health)))
  })
  return { kind: 'retry', afterMs: Math.min(until.getTime() - now.getTime(), HOUR_MS), errorCode: 'SIM_DAY_LIMIT' }
}

async function letIn(sending: Sending): Promise<void> {
  sending.slowDown.forget()
  await quietly(sending, () => sending.account.letIn())
}

function shutOut(sending: Sending, errorCode: string): Promise<void> {
  return quietly(sending, () => sending.account.shutOut(errorCode))
}

/** What became of the message counts more than whether its news of the account could be told. */
async function quietly({ options }: Sending, tell: () => Promise<void>): Promise<void> {
  try {
    await tell()
  } catch (error) {
    options.log.warn({ err: error }, 'smsgate: could not tell how the account does; it is told again')
  }
}
