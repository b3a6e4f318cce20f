import type { Medium } from '../channels/channel.ts'

// Which way a message leaves. Pure: what the senders and the person are like comes in, one decision comes out.

/** One of our senders on one medium, as it is at this moment. */
export interface Way {
  readonly adapter: string
  readonly medium: Medium
  readonly sender: string
  /** of its adapter's senders the one for this person, until they have written to another */
  readonly isNearest: boolean
  /** connected, and not stopped by its provider or by a person */
  readonly isUsable: boolean
  /** the circuit breaker tries it again then; null: it works */
  readonly pausedUntil: Date | null
  /** how many more people it may write to first today; null: no limit */
  readonly newPeopleLeft: number | null
  /** for how long after the person's last message anything may be said; null: always */
  readonly windowHours: number | null
}

export interface Recipient {
  readonly medium: Medium
  readonly address: string
  /** whom of ours they wrote to last */
  readonly adapter: string
  readonly sender: string | null
  readonly lastInboundAt: Date | null
  /** a template has asked them for an answer and they have not given it */
  readonly isNewsWaiting: boolean
}

export interface MessageToRoute {
  readonly isUrgent: boolean
  /** an approved message: it may leave while the window is closed */
  readonly isTemplate: boolean
  /** the provider has just said that the window is closed, whatever our clock says */
  readonly isWindowKnownClosed: boolean
}

/** What else there is than writing freely on the person's own medium. */
export interface Otherwise {
  /** an SMS sender, for people of the medium WhatsApp; null when there is none that works */
  readonly sms: Way | null
  readonly hasTemplate: boolean
  /** whether the provider lets that sender write to them first: not for a day once it has held a template back */
  readonly mayWriteFirst: (way: Way) => boolean
}

export type Decision =
  | { readonly kind: 'send'; readonly way: Way }
  /** an approved message asks for an answer; the real one waits for it */
  | { readonly kind: 'ask_to_answer'; readonly way: Way }
  /** they were asked already */
  | { readonly kind: 'wait_for_answer' }
  | { readonly kind: 'by_sms'; readonly way: Way; readonly why: 'outside_window' | 'no_sender' }
  /** every sender is stopped: it is looked at again then */
  | { readonly kind: 'later'; readonly at: Date }
  | { readonly kind: 'fail'; readonly errorCode: 'outside_window' | 'held_back' | 'CHANNEL_OFF' }

// A message that leaves in the last minute of the window may arrive after it.
const WINDOW_MARGIN_MS = 60_000
const HOUR_MS = 3_600_000
/** A stopped sender says by itself when it is back, or a person does: looked at once a minute. */
export const LOOK_AGAIN_MS = 60_000

/**
 * Decides which way a message leaves: from the sender the person wrote to, else the next that works on their medium,
 * else, when it is urgent, by SMS. Where the window is closed: SMS when it is urgent, else a template, else it fails.
 * @param ways the senders of the person's medium, the preferred first
 */
export function route(
  message: MessageToRoute,
  to: Recipient,
  ways: readonly Way[],
  otherwise: Otherwise,
  now: Date,
): Decision {
  const reachable = ways.filter((way) => mayCarry(way, to))
  const sms = message.isUrgent && to.medium === 'whatsapp' ? otherwise.sms : null
  if (reachable.length === 0) {
    return sms === null ? { kind: 'fail', errorCode: 'CHANNEL_OFF' } : { kind: 'by_sms', way: sms, why: 'no_sender' }
  }
  const usable = ownFirst(reachable, to).filter((way) => isUsableFor(way, to))
  const asking = usable.find(otherwise.mayWriteFirst)
  const open = message.isTemplate ? asking : usable.find((way) => isOpen(way, to, message, now))
  if (open !== undefined) return { kind: 'send', way: open }
  const [first] = usable
  if (first === undefined) {
    return sms === null
      ? { kind: 'later', at: lookAgainAt(reachable, now) }
      : { kind: 'by_sms', way: sms, why: 'no_sender' }
  }
  if (sms !== null && !message.isTemplate) return { kind: 'by_sms', way: sms, why: 'outside_window' }
  if (message.isTemplate) return { kind: 'fail', errorCode: 'held_back' }
  if (!otherwise.hasTemplate) return { kind: 'fail', errorCode: 'outside_window' }
  if (to.isNewsWaiting) return { kind: 'wait_for_answer' }
  return asking === undefined ? { kind: 'fail', errorCode: 'held_back' } : { kind: 'ask_to_answer', way: asking }
}

/** Phones that do not exist are never written to by a real provider, nor real ones by the simulator. */
export function isSameWorld(one: string, other: string): boolean {
  return (one === 'simulator') === (other === 'simulator')
}

/** Another adapter knows a person by the phone alone: a business-scoped id means nothing to it. */
function mayCarry(way: Way, { adapter, address }: Recipient): boolean {
  return way.adapter === adapter || (isSameWorld(way.adapter, adapter) && address.startsWith('+'))
}

const isOwn = (way: Way, { adapter, sender }: Recipient): boolean =>
  way.adapter === adapter && (sender === null || way.sender === sender)

function ownFirst(ways: readonly Way[], to: Recipient): readonly Way[] {
  const rank = (way: Way) => (isOwn(way, to) ? 0 : way.adapter === to.adapter ? 1 : 2)
  const far = ({ isNearest }: Way) => (isNearest ? 0 : 1)
  return ways.toSorted((a, b) => rank(a) - rank(b) || far(a) - far(b))
}

/** Somebody who never wrote to a sender is one more new person for it. */
export function isNewTo(way: Way, to: Recipient): boolean {
  return !isOwn(way, to) || to.lastInboundAt === null
}

function isUsableFor(way: Way, to: Recipient): boolean {
  if (!way.isUsable || way.pausedUntil !== null) return false
  return way.newPeopleLeft !== 0 || !isNewTo(way, to)
}

/** The window belongs to the sender they wrote to: for another one it was never opened. */
function isOpen(way: Way, to: Recipient, message: MessageToRoute, now: Date): boolean {
  if (way.windowHours === null) return true
  if (message.isWindowKnownClosed || !isOwn(way, to) || to.lastInboundAt === null) return false
  return now.getTime() < to.lastInboundAt.getTime() + way.windowHours * HOUR_MS - WINDOW_MARGIN_MS
}

function lookAgainAt(ways: readonly Way[], now: Date): Date {
  const paused = ways.flatMap(({ isUsable, pausedUntil }) => (isUsable && pausedUntil !== null ? [pausedUntil] : []))
  const soonest = Math.min(now.getTime() + LOOK_AGAIN_MS, ...paused.map((date) => date.getTime()))
  return new Date(Math.max(soonest, now.getTime() + 1_000))
}
