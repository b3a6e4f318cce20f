import type { Health, RefusedBecause, SendResult } from '../channel.ts'
import type { GraphAnswer, GraphError } from './graph.ts'
import type { Waits } from './waits.ts'

/** What an error says of the message: never, or later. */
type Does =
  | RefusedBecause
  | { readonly retryAfterMs: number }
  /** too fast: longer each time */
  | 'slow_down'
  /** too many to this one person: 4^X seconds, as Meta asks */
  | 'slow_pair'
  /** once more, then never */
  | 'once_more'

/** What an error says of the sender. */
type Tells = 'token' | 'unregistered' | 'restricted' | 'banned' | 'country' | 'content' | 'throttled' | 'blocked'

interface Meaning {
  readonly does: Does
  readonly tells?: Tells
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

// A token that has expired or a number that is not registered is put right by a person within the evening: what waits
// goes out then (the outbox gives up after 8 tries, 40 minutes), and meanwhile routing takes another way.
const UNTIL_A_PERSON_ACTS: Does = { retryAfterMs: 5 * MINUTE }
const NO_TOKEN: Meaning = { does: UNTIL_A_PERSON_ACTS, tells: 'token' }

/** Meta's codes that matter (providers.md 2.6), whether they answer a send or come with a failed status. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  // the token and its permissions; 200 to 299 as well
  0: NO_TOKEN,
  190: NO_TOKEN,
  3: NO_TOKEN,
  10: NO_TOKEN,
  131005: NO_TOKEN,
  131045: { does: UNTIL_A_PERSON_ACTS, tells: 'unregistered' },
  133010: { does: UNTIL_A_PERSON_ACTS, tells: 'unregistered' },
  // the account, stopped for what it does: nothing leaves by it any more
  368: { does: 'policy', tells: 'restricted' },
  131031: { does: 'policy', tells: 'restricted' },
  141008: { does: 'policy', tells: 'restricted' },
  141014: { does: 'policy', tells: 'banned' },
  130497: { does: 'policy', tells: 'country' },
  // the person
  130403: { does: 'opted_out', tells: 'blocked' },
  131050: { does: 'opted_out', tells: 'blocked' },
  131026: { does: 'unreachable' },
  131021: { does: 'invalid_address' },
  131049: { does: 'held_back' },
  130472: { does: 'policy' },
  131047: { does: 'outside_window' },
  // too fast
  4: { does: 'slow_down', tells: 'throttled' },
  80007: { does: 'slow_down', tells: 'throttled' },
  130429: { does: 'slow_down', tells: 'throttled' },
  131048: { does: { retryAfterMs: HOUR }, tells: 'throttled' },
  131056: { does: 'slow_pair' },
  // Meta itself
  1: { does: { retryAfterMs: 10 * SECOND } },
  2: { does: { retryAfterMs: 10 * SECOND } },
  131000: { does: { retryAfterMs: 10 * SECOND } },
  131016: { does: { retryAfterMs: 30 * SECOND } },
  131057: { does: { retryAfterMs: 5 * MINUTE } },
  131052: { does: 'once_more' },
  131053: { does: 'once_more' },
  // our request, our templates, our payment: repeating it changes nothing
  33: { does: 'configuration' },
  100: { does: 'configuration' },
  131008: { does: 'configuration' },
  131009: { does: 'configuration' },
  131030: { does: 'configuration' },
  131042: { does: 'configuration' },
  131051: { does: 'configuration' },
  131064: { does: 'configuration' },
  132000: { does: 'configuration' },
  132001: { does: 'configuration' },
  132005: { does: 'configuration' },
  132012: { does: 'configuration' },
  132015: { does: 'configuration' },
  132016: { does: 'configuration' },
  132068: { does: 'configuration' },
  132069: { does: 'configuration' },
  132007: { does: 'policy', tells: 'content' },
}

/** How long what failed has waited already. */
export interface SendWaits {
  readonly sender: Waits
  readonly pair: Waits
  /** by message: what is tried once more */
  readonly message: Waits
}

export interface Failed {
  readonly sender: string
  readonly to: string
  readonly messageId: string
}

export interface Judged {
  readonly result: SendResult
  readonly health: readonly Health[]
}

/** What a send that was not taken means, for the message and for the sender. */
export function judge(answer: Exclude<GraphAnswer, { kind: 'answered' }>, failed: Failed, waits: SendWaits): Judged {
  switch (answer.kind) {
    case 'never_left':
      return { result: { kind: 'retry', afterMs: 5 * SECOND, errorCode: answer.cause }, health: [] }
    case 'unclear':
      return judgeStatus(answer, failed, waits)
    case 'refused':
      return judgeError(answer.error, meaningOf(answer.error.code, answer.status), failed, waits)
  }
}

/** Only HTTP's status, and no error of Meta's: a proxy or a load balancer spoke. */
function judgeStatus(
  { status, cause }: { readonly status: number | null; readonly cause: string },
  failed: Failed,
  waits: SendWaits,
): Judged {
  if (status === 429)
    return { result: { kind: 'retry', afterMs: waits.sender.next(failed.sender), errorCode: cause }, health: [] }
  if (status === null || status < 400 || status >= 500 || status === 408) {
    return { result: { kind: 'unknown', cause }, health: [] }
  }
  return { result: { kind: 'refused', because: 'configuration', errorCode: cause }, health: [] }
}

function judgeError(error: GraphError, { does, tells }: Meaning, failed: Failed, waits: SendWaits): Judged {
  const errorCode = String(error.code)
  const later = (afterMs: number): Judged => ({
    result: { kind: 'retry', afterMs, errorCode },
    health: healthOf(tells, error, afterMs),
  })
  const never = (because: RefusedBecause): Judged => ({
    result: { kind: 'refused', because, errorCode },
    health: healthOf(tells, error, 0),
  })
  if (typeof does === 'object') return later(does.retryAfterMs)
  if (does === 'slow_down') return later(waits.sender.next(failed.sender))
  if (does === 'slow_pair') return later(waits.pair.next(failed.to))
  if (does !== 'once_more') return never(does)
  return waits.message.times(failed.messageId) === 0
    ? later(waits.message.next(failed.messageId))
    : never('configuration')
}

/** Why Meta failed a message that it had taken, for failed statuses; undefined where it says nothing of the person. */
export function refusedBecause(code: number): RefusedBecause | undefined {
  const { does } = meaningOf(code, 400)
  return typeof does === 'string' && does !== 'slow_down' && does !== 'slow_pair' && does !== 'once_more'
    ? does
    : undefined
}

/** What an error says of our sender, wherever it comes: a send, a status, a webhook. */
export function healthIn(error: GraphError): readonly Health[] {
  return healthOf(meaningOf(error.code, 400).tells, error, MINUTE)
}

function meaningOf(code: number, status: number): Meaning {
  const meaning = MEANINGS[String(code)]
  if (meaning !== undefined) return meaning
  if ((code >= 200 && code < 300) || status === 401 || status === 403) return NO_TOKEN
  if (status === 429) return { does: 'slow_down', tells: 'throttled' }
  // Meta's own form of "not done": no message left.
  if (status >= 500) return { does: { retryAfterMs: 10 * SECOND } }
  return { does: 'configuration' }
}

function healthOf(tells: Tells | undefined, { code, detail }: GraphError, afterMs: number): readonly Health[] {
  const said = `${code} ${detail}`.trim()
  const stopped = (why: Extract<Health, { kind: 'stopped' }>['why']): Health => ({
    kind: 'stopped',
    why,
    detail: said,
    until: null,
  })
  switch (tells) {
    case 'token':
      return [stopped('token')]
    case 'unregistered':
      return [stopped('logged_out')]
    case 'restricted':
      return [stopped('restricted')]
    case 'banned':
      return [stopped('banned')]
    // Meta says so where a regulated trade is not allowed in the person's country: that is alcohol in Côte d'Ivoire.
    case 'country':
      return [{ kind: 'violation', of: 'restricted_goods', detail: said }, stopped('restricted')]
    case 'content':
      return [{ kind: 'violation', of: 'other', detail: said }]
    case 'throttled':
      return [{ kind: 'throttled', errorCode: String(code), afterMs }]
    case 'blocked':
      return [{ kind: 'blocked_by_contact', errorCode: String(code) }]
    case undefined:
      return []
  }
}
