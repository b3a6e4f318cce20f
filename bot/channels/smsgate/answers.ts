import { z } from 'zod'
import type { SendResult } from '../channel.ts'
import { GatewayRefusalError } from './client.ts'

/** What a failed call means for the message. `isOurs`: the gateway itself said that it did not take it. */
export type Failure =
  | { readonly kind: 'exists' }
  | { readonly kind: 'token'; readonly errorCode: string }
  | { readonly kind: 'result'; readonly result: SendResult; readonly isNotTaken: boolean }

const SECOND = 1_000
const NEVER_LEFT_RETRY_MS = 5 * SECOND

// What Node says when no byte of the request has left.
const NEVER_LEFT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS)/

const Thrown = z.object({
  name: z.string().catch(''),
  message: z.string().catch('no message'),
  code: z.string().optional().catch(undefined),
  // fetch wraps what the socket said
  cause: z.object({ code: z.string() }).optional().catch(undefined),
})

/**
 * What a failed send means.
 * @param slowDownMs how long to wait when the gateway's queue is full
 */
export function failureOf(error: unknown, slowDownMs: () => number): Failure {
  if (error instanceof GatewayRefusalError) return refusalOf(error, slowDownMs)
  const { name, message, code, cause } = Thrown.parse(error)
  const reason = cause?.code ?? code ?? ''
  if (NEVER_LEFT.test(reason)) {
    return notTaken({ kind: 'retry', afterMs: NEVER_LEFT_RETRY_MS, errorCode: reason })
  }
  const said = [reason, name === 'Error' || name === 'TypeError' ? '' : name, message].find((words) => words !== '')
  return perhapsTaken({ kind: 'unknown', cause: said ?? 'no answer' })
}

function refusalOf({ status, said }: GatewayRefusalError, slowDownMs: () => number): Failure {
  const errorCode = `HTTP ${status}`
  if (status === 409) return { kind: 'exists' }
  if (status === 401 || status === 403) return { kind: 'token', errorCode }
  if (status === 429 || status === 503) {
    const result: SendResult = { kind: 'retry', afterMs: slowDownMs(), errorCode }
    // "queue limits exceeded" is said before the message is kept; a proxy's 503 says nothing of it.
    return said === undefined ? perhapsTaken(result) : notTaken(result)
  }
  // Another 5xx may come after the message was kept: a look-up costs one request, a message said twice costs trust.
  if (status >= 500 || status === 408) return perhapsTaken({ kind: 'unknown', cause: errorCode })
  if (status === 400 && /phone/i.test(said ?? '')) {
    return notTaken({ kind: 'refused', because: 'invalid_address', errorCode })
  }
  return notTaken({ kind: 'refused', because: 'configuration', errorCode })
}

const notTaken = (result: SendResult): Failure => ({ kind: 'result', result, isNotTaken: true })
const perhapsTaken = (result: SendResult): Failure => ({ kind: 'result', result, isNotTaken: false })

/** The queue of a phone that is away stays full for minutes: 2 s x 2^n, at most 5 minutes; forgotten after a success. */
export function slowingDown() {
  let times = 0
  return {
    next(): number {
      times += 1
      return Math.min(2 ** times, 300) * SECOND
    },
    forget(): void {
      times = 0
    },
  }
}
