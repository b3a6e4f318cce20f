import type http from 'node:http'
import type { Problem } from './messages.ts'

/** What the next send gets instead of an answer. "after" means that the message was taken, and its status told. */
export type Misbehaviour =
  | 'rate_limited'
  | 'server_error'
  | 'garbage'
  | 'garbage_after'
  | 'silent'
  | 'silent_after'
  | 'drop_before'
  | 'drop_after'
  /** the status `sent` comes before the answer */
  | 'callback_first'
  | Problem

/** done: nothing was taken, and the answer (or its absence) is settled. */
export function withoutTaking(
  how: Misbehaviour | undefined,
  response: http.ServerResponse,
): Problem | 'done' | undefined {
  switch (how) {
    case 'rate_limited':
      return { status: 429, code: 130429, details: 'Rate limit hit' }
    case 'server_error':
      response.writeHead(502).end('<html>Bad gateway')
      return 'done'
    case 'garbage':
      response.writeHead(200).end('<html>')
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
