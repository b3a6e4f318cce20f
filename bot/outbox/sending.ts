import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Channel, OutgoingMessage, SendResult } from '../channels/channel.ts'
import type { Clock } from '../clock.ts'
import type { Pace } from '../routing/pace.ts'
import type { PeoplePace } from '../routing/people-pace.ts'
import { type Decision, isNewTo, LOOK_AGAIN_MS, route, type Way } from '../routing/route.ts'
import { keyOf, type Network, stateOf, waysOn } from '../routing/ways.ts'
import { askToAnswer, callPersonFor, giveUpWaiting, type NewsTemplates, templateFor } from './asking-to-answer.ts'
import { type HeldBackBy, readHeldBack } from './held-back.ts'
import { type LeftBy, outcomeOf, outcomeUnsent, type PriceOf, recorder } from './recording.ts'
import { asMayBeSaid, type Policy } from './restricted.ts'
import { asOutgoing, noteWay, type OutboxRow, recipientOf } from './row.ts'
import { sayBySms, smsWayFor, type WhyBySms } from './saying-by-sms.ts'

export interface SendingParts {
  readonly pool: Pool
  readonly clock: Clock
  readonly log: Logger
  readonly network: Network
  readonly pace: Pace
  readonly people: PeoplePace
  /** what may be said where */
  readonly policy: Policy
  readonly templates: NewsTemplates
  /** an urgent WhatsApp message that is not delivered by then goes by SMS */
  readonly fallBackAfterMs: () => number
  readonly count: (what: SendResult['kind']) => void
  readonly priceOf: PriceOf
  /** what a send says of the sender's health */
  readonly onSent: (channel: Channel, message: OutgoingMessage, result: SendResult) => void
  readonly countBySms: (why: WhyBySms) => void
  /** somebody's outbox has something new */
  readonly wake: (contactId: string) => void
}

/** Sends one message: decides its way, waits for its turn, sends, and keeps what became of it. */
export function openSending(parts: SendingParts) {
  const { pool, clock, network } = parts
  const record = recorder(pool, clock)

  /** @returns whether the next message of this person may follow */
  async function send(row: OutboxRow): Promise<boolean> {
    let isWindowKnownClosed = false
    let isSmsTried = false
    // Known from the start where only a template can leave, else once one is wanted.
    let heldBack = row.template === null ? null : await readHeldBack(pool, row.contactId, clock.now())
    // Each round takes one possibility away: a window that proved closed, an SMS that cannot be sent, a sender that broke.
    for (;;) {
      const decision = decide(row, { isWindowKnownClosed, isSmsTried, heldBack: heldBack ?? [] })
      switch (decision.kind) {
        case 'send': {
          const outcome = await leaveBy(decision.way, row, !isWindowKnownClosed)
          if (outcome === 'next' || outcome === 'wait') return outcome === 'next'
          if (outcome === 'closed') isWindowKnownClosed = true
          break
        }
        case 'by_sms':
          if (await bySms(row, decision.way, decision.why)) return true
          isSmsTried = true
          break
        case 'ask_to_answer':
          if (heldBack === null) {
            heldBack = await readHeldBack(pool, row.contactId, clock.now())
            if (heldBack.length > 0) break
          }
          await ask(row, decision.way)
          return true
        case 'wait_for_answer':
          await record(outcomeUnsent(row, { status: 'waiting', errorCode: null }))
          return true
        case 'later':
          await record(outcomeUnsent(row, { status: 'queued', dueAt: decision.at, errorCode: 'SENDER_STOPPED' }))
          return false
        case 'fail':
          await record(outcomeUnsent(row, { status: 'failed', errorCode: decision.errorCode }))
          if (row.template !== null) await giveUp(row.contactId)
          else if (row.isUrgent) await callPersonFor(pool, row.contactId, clock.now())
          return true
      }
    }
  }

  function decide(
    row: OutboxRow,
    tried: { isWindowKnownClosed: boolean; isSmsTried: boolean; heldBack: readonly HeldBackBy[] },
  ): Decision {
    const now = clock.now()
    const message = {
      isUrgent: row.isUrgent,
      isTemplate: row.template !== null,
      isWindowKnownClosed: tried.isWindowKnownClosed,
    }
    const otherwise = {
      sms: tried.isSmsTried || row.medium === 'sms' ? null : smsWayFor(row, network, now),
      hasTemplate: templateFor(row.language, parts.templates) !== null,
      mayWriteFirst: ({ adapter, sender }: Way) =>
        !tried.heldBack.some((by) => by.adapter === adapter && (by.sender === sender || by.sender === '')),
    }
    const ways = waysOn(row, network, now).filter((way) => carriesFile(way, row))
    return route(message, recipientOf(row), ways, otherwise, now)
  }

  function carriesFile({ adapter, medium }: Way, { content }: OutboxRow): boolean {
    return content.file === undefined || network.channels.get(adapter)?.sendsFiles?.(medium) === true
  }

  /** closed: the provider says that the window is; broken: the sender stopped while the message waited for its turn */
  async function leaveBy(
    way: Way,
    row: OutboxRow,
    mayBeClosed: boolean,
  ): Promise<'next' | 'wait' | 'closed' | 'broken'> {
    const channel = network.channels.get(way.adapter)
    if (channel === undefined) throw new Error(`A way by the adapter ${way.adapter}, which is not configured.`)
    const afterMs = await waitTurn(channel, way, row)
    if (afterMs !== null) {
      const dueAt = new Date(clock.now().getTime() + afterMs)
      await record(outcomeUnsent(row, { status: 'queued', dueAt, errorCode: 'RATE' }))
      return 'wait'
    }
    if (network.breakers.pausedUntil(keyOf(way), clock.now()) !== null) return 'broken'
    const outgoing = sayableBy(row, way)
    if (row.content.file !== undefined && outgoing.attachment === null) {
      // Staff see that it failed, which its words alone would hide.
      await record(outcomeUnsent(row, { status: 'failed', errorCode: 'closed_goods' }))
      return 'next'
    }
    network.breakers.begin(keyOf(way))
    if (isDetour(way, row)) await noteWay(pool, [row.id, way.adapter, way.sender])
    const result = await sendNow(channel, way, row, outgoing)
    if (mayBeClosed && result.kind === 'refused' && result.because === 'outside_window') return 'closed'
    await keep(row, way, result)
    return result.kind === 'sent' || result.kind === 'refused' ? 'next' : 'wait'
  }

  async function sendNow(channel: Channel, way: Way, row: OutboxRow, outgoing: OutgoingMessage): Promise<SentAs> {
    const result = await channel.send(outgoing)
    parts.count(result.kind)
    parts.onSent(channel, outgoing, result)
    if (result.kind === 'sent' && isNewTo(way, recipientOf(row))) network.senders.wroteFirst(way)
    parts.people.left(row.contactId)
    judge(way, row, result)
    return { ...result, isNeutral: outgoing.content !== row.content }
  }

  /** The message as it may be said by that adapter. */
  function sayableBy(row: OutboxRow, { adapter, sender }: LeftBy): OutgoingMessage {
    const whole = asOutgoing(pool, row, sender)
    const { medium, language } = row
    return { ...whole, ...asMayBeSaid(parts.policy, { ...whole, adapter, medium, language }) }
  }

  /** Records what became of a send, and does what else it asks for. */
  async function keep(row: OutboxRow, by: LeftBy, result: SentAs): Promise<void> {
    const when = { now: clock.now(), fallBackAfterMs: result.isNeutral ? null : fallBackAfter(row) }
    const outcome = outcomeOf(row, by, result, when, parts.priceOf)
    await record(outcome)
    if (outcome.status === 'failed' && row.template !== null) await giveUp(row.contactId)
    const why = outcome.status === 'failed' && result.kind === 'retry' ? 'no_sender' : whyBySms(result)
    const sms = row.isUrgent && row.medium === 'whatsapp' ? smsWayFor(row, network, clock.now()) : null
    if (why !== null && sms !== null) await bySms(row, sms, why)
  }

  /** What waited for the answer to a template that did not leave: a person finds another way for what is urgent. */
  async function giveUp(contactId: string): Promise<void> {
    const given = await giveUpWaiting(pool, contactId)
    if (given.some(({ isUrgent }) => isUrgent)) await callPersonFor(pool, contactId, clock.now())
  }

  async function bySms(row: OutboxRow, way: Way, why: WhyBySms): Promise<boolean> {
    const contactId = await sayBySms(pool, row, { adapter: way.adapter, why, now: clock.now() })
    if (contactId === null) return false
    parts.countBySms(why)
    parts.wake(contactId)
    return true
  }

  async function ask(row: OutboxRow, way: Way): Promise<void> {
    const template = templateFor(row.language, parts.templates)
    const asking = template === null ? null : await askToAnswer(pool, row, template, clock.now())
    if (asking === null) await record(outcomeUnsent(row, { status: 'waiting', errorCode: null }))
    else if ((await leaveBy(way, asking, false)) === 'broken') {
      const dueAt = new Date(clock.now().getTime() + LOOK_AGAIN_MS)
      await record(outcomeUnsent(asking, { status: 'queued', dueAt, errorCode: 'SENDER_STOPPED' }))
    }
  }

  /** null: its turn has come; else in how many milliseconds to try again */
  async function waitTurn(channel: Channel, way: Way, row: OutboxRow): Promise<number | null> {
    const limits = channel.limits(way.medium)
    const afterMs = limits.perPerson === undefined ? 0 : await parts.people.wait(row.contactId, limits.perPerson)
    if (afterMs > 0) return afterMs
    const perSecond = stateOf(way, network)?.perSecond ?? limits.perSecond
    if (!Number.isFinite(perSecond)) return null
    const burst = Math.max(1, Math.floor(limits.burst ?? perSecond))
    const turn = await parts.pace.turn(way, { perSecond: Math.max(perSecond, LEAST_PER_SECOND), burst })
    return turn.kind === 'go' ? null : turn.afterMs
  }

  function judge(way: Way, row: OutboxRow, result: SendResult): void {
    const isFailure =
      result.kind === 'unknown' ||
      result.kind === 'retry' ||
      // A wrong token or a closed account refuses everybody.
      (result.kind === 'refused' && result.because === 'configuration')
    if (isFailure) network.breakers.failed(keyOf(way), row.contactId, clock.now())
    else network.breakers.succeeded(keyOf(way))
  }

  function fallBackAfter(row: OutboxRow): number | null {
    const isForIt = row.isUrgent && row.medium === 'whatsapp' && row.template === null
    return isForIt && smsWayFor(row, network, clock.now()) !== null ? parts.fallBackAfterMs() : null
  }

  /** After a send without an answer: what its provider knows of it. */
  async function lookUp(row: OutboxRow, by: LeftBy): Promise<'sent' | 'not_sent' | 'later'> {
    const channel = network.channels.get(by.adapter)
    const found = (await channel?.lookUp(asOutgoing(pool, row, by.sender))) ?? { kind: 'not_sent' as const }
    if (found.kind === 'not_sent') return 'not_sent'
    await keep(row, by, { ...found, isNeutral: sayableBy(row, by).content !== row.content })
    return found.kind === 'sent' || found.kind === 'refused' ? 'sent' : 'later'
  }

  return { send, lookUp }
}

/** A sender whose quality fell to nothing is stopped by its health, never by a rate of zero. */
const LEAST_PER_SECOND = 0.01

/** Another way than the one a look-up would take by itself. */
function isDetour(way: Way, { adapter, sender }: OutboxRow): boolean {
  return way.adapter !== adapter || (sender !== null && way.sender !== sender)
}

/** What a provider answered, and whether neutral words went in place of what may not be said there. */
type SentAs = SendResult & { readonly isNeutral: boolean }

function whyBySms(result: SentAs): WhyBySms | null {
  if (result.isNeutral && result.kind === 'sent') return 'closed_goods'
  if (result.kind !== 'refused') return null
  switch (result.because) {
    case 'unreachable':
    case 'invalid_address':
      return 'unreachable'
    case 'configuration':
      return 'no_sender'
    case 'outside_window':
    case 'held_back':
      return result.because
    case 'opted_out':
    case 'policy':
      return null
  }
}
