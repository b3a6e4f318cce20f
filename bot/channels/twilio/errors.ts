import { z } from 'zod'
import type { Health, RefusedBecause, SendResult } from '../channel.ts'

type Meaning = RefusedBecause | { readonly retryAfterMs: number } | 'slow_down' | 'unclear'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Twilio's codes that matter (providers.md 1.7), whether they answer a send or come with a failed status. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  // our account, our senders, our request
  20003: 'configuration',
  21212: 'configuration',
  21408: 'configuration',
  21602: 'configuration',
  21603: 'configuration',
  21606: 'configuration',
  21608: 'configuration',
  21609: 'configuration',
  21617: 'configuration',
  21656: 'configuration',
  21659: 'configuration',
  21660: 'configuration',
  63007: 'configuration',
  63020: 'configuration',
  63021: 'configuration',
  // the person
  21610: 'opted_out',
  21211: 'invalid_address',
  // A landline or a number without WhatsApp may still be reached the other way: the address is not wrong.
  21612: 'unreachable',
  21614: 'unreachable',
  21635: 'unreachable',
  30005: 'unreachable',
  30006: 'unreachable',
  30036: 'unreachable',
  63003: 'unreachable',
  63015: 'unreachable',
  63024: 'unreachable',
  63032: 'unreachable',
  // the rules of the network
  30007: 'policy',
  30450: 'policy',
  63013: 'policy',
  63016: 'outside_window',
  63049: 'held_back',
  // later
  20429: 'slow_down',
  14107: 'slow_down',
  63017: 'slow_down',
  21611: { retryAfterMs: MINUTE },
  30001: { retryAfterMs: MINUTE },
  63018: { retryAfterMs: MINUTE },
  30008: { retryAfterMs: 5 * MINUTE },
  // a phone without battery or network: soon is useless, much later is too late for an evening's order
  30003: { retryAfterMs: 30 * MINUTE },
  63038: { retryAfterMs: HOUR },
}

/** What a code says of our sender or account, beside the message it came with; undefined: nothing. */
export function healthOf(errorCode: string, afterMs = MINUTE): Health | undefined {
  switch (errorCode) {
    case '20003':
    case 'HTTP 401':
      return { kind: 'stopped', why: 'token', detail: errorCode, until: null }
    case '14107':
    case '20429':
    case '21611':
    case '30001':
    case '63017':
    // 63018 may be the tier of the day, which Twilio does not name: slower, and slower again, ends at the same place.
    case '63018':
    case '63038':
    case 'HTTP 429':
      return { kind: 'throttled', errorCode, afterMs }
    // Twilio does not say which policy. Taking it for ours closes a surface that a person can open again; taking it for
    // another's may cost the number.
    case '63013':
      return { kind: 'violation', of: 'restricted_goods', detail: errorCode }
    case '30007':
    case '30450':
      return { kind: 'violation', of: 'other', detail: errorCode }
    case '63049':
      return { kind: 'blocked_by_contact', errorCode }
    default:
      return undefined
  }
}

/** The same where no send is waiting for its answer: from a failed status. */
export function healthOfStatus(errorCode: string): Health | undefined {
  const meaning = MEANINGS[errorCode]
  return healthOf(errorCode, typeof meaning === 'object' ? meaning.retryAfterMs : MINUTE)
}

// What Node says when no byte of the request has left.
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])
const NEVER_LEFT_RETRY_MS = 5 * SECOND

const Failure = z.object({
  status: z.number().optional().catch(undefined),
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
  // axios wraps what Node threw
  cause: z.object({ syscall: z.string() }).optional().catch(undefined),
  message: z.string().catch('no message'),
})

/** Why Twilio failed a message, by its error code: for failed statuses. undefined: worth another try, or unknown. */
export function refusedBecause(errorCode: string): RefusedBecause | undefined {
  const meaning = MEANINGS[errorCode]
  return typeof meaning === 'string' && meaning !== 'slow_down' && meaning !== 'unclear' ? meaning : undefined
}

/**
 * What a failed send means.
 * @param error what the SDK threw: Twilio's answer, or the connection's failure
 * @param slowDownMs how long to wait when Twilio says that we send too fast
 */
export function sendResultOf(error: unknown, slowDownMs: () => number): SendResult {
  const failure = Failure.safeParse(error)
  if (!failure.success) return { kind: 'unknown', cause: 'a failure that says nothing' }
  const { status, code, cause, message } = failure.data
  if (status === undefined) return connectionFailure(String(code ?? ''), cause?.syscall, message)
  const errorCode = code === undefined ? `HTTP ${status}` : String(code)
  const meaning = MEANINGS[errorCode] ?? meaningOfStatus(status)
  if (meaning === 'unclear') return { kind: 'unknown', cause: errorCode }
  if (typeof meaning === 'object' || meaning === 'slow_down') {
    const afterMs = meaning === 'slow_down' ? slowDownMs() : meaning.retryAfterMs
    return { kind: 'retry', afterMs, errorCode, ...withHealth(errorCode, afterMs) }
  }
  return { kind: 'refused', because: meaning, errorCode, ...withHealth(errorCode) }
}

function withHealth(errorCode: string, afterMs?: number): { health?: Health } {
  const health = healthOf(errorCode, afterMs)
  return health === undefined ? {} : { health }
}

function meaningOfStatus(status: number): Meaning {
  if (status === 429) return 'slow_down'
  if (status === 503) return { retryAfterMs: 10 * SECOND }
  // Another 5xx may come after the message was taken: a look-up costs one request, a repeated message costs trust.
  if (status >= 500 || status === 408) return 'unclear'
  // 4xx with a code that we do not know, a redirect: our request is wrong, repeating it changes nothing.
  return 'configuration'
}

function connectionFailure(code: string, syscall: string | undefined, message: string): SendResult {
  const neverLeft = NEVER_LEFT.has(code) || syscall === 'connect' || /CERT|^ERR_TLS|UNABLE_TO_VERIFY/.test(code)
  if (neverLeft) return { kind: 'retry', afterMs: NEVER_LEFT_RETRY_MS, errorCode: code }
  return { kind: 'unknown', cause: code === '' ? message : code }
}

/** Exponential back-off of one sender: 100 ms x 2^n, within 10 %, at most 30 s; forgotten after a success. */
export function slowingDown(random: () => number = Math.random) {
  let times = 0
  return {
    next(): number {
      times += 1
      const base = Math.min(100 * 2 ** times, 30 * SECOND)
      return Math.round(base * (0.9 + 0.2 * random()))
    },
    forget(): void {
      times = 0
    },
  }
}
