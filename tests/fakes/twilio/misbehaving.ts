import type http from 'node:http'
import type { Problem } from './messages.ts'

/** What the next send gets instead of an answer. "after" means that the message was taken. */
export type Misbehaviour =
  | 'rate_limited'
  | 'server_error'
  | 'unavailable'
  | 'garbage'
  | 'garbage_after'
  | 'silent'
  | 'silent_after'
  | 'drop_before'
  | 'drop_after'
  /** the callback `sent` comes before the answer */
  | 'callback_first'
  | Problem

const RATE_LIMITED: Problem = { status: 429, code: 20429, message: 'Too Many Requests' }

/** done: nothing was taken, and the answer (or its absence) is settled. */
export function withoutTaking(
  how: Misbehaviour | undefined,
  response: http.ServerResponse,
): Problem | 'done' | undefined {
  switch (how) {
    case 'rate_limited':
      return RATE_LIMITED
    case 'server_error':
      return { status: 500, code: 20500, message: 'Internal Server Error' }
    case 'unavailable':
      return { status: 503, code: 20503, message: 'Service Unavailable' }
    case 'garbage':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>not Twilio')
      return 'done'
    case 'silent':
      return 'done'
    case 'drop_before':
      response.destroy()
      return 'done'
    default:
      return undefined
  }
}
