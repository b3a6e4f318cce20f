import { z } from 'zod'
import type { HealthSignal, StatusUpdate } from '../channel.ts'
import { healthIn, refusedBecause } from './errors.ts'
import { ADAPTER } from './options.ts'
import { MessageId, problemOf, StatedError } from './reading.ts'
import { signalOf } from './telling.ts'

export type ParsedStatus =
  | { readonly kind: 'update'; readonly update: StatusUpdate; readonly signals: readonly HealthSignal[] }
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'malformed'; readonly why: string }

const Status = z.object({
  id: MessageId,
  status: z.string(),
  biz_opaque_callback_data: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional()
    .catch(undefined),
  errors: z.array(StatedError).optional().catch(undefined),
})

const STATUSES = new Map<string, StatusUpdate['status']>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  // a voice note that was listened to
  ['played', 'read'],
  ['failed', 'failed'],
])

/** Reads one item of `statuses`. They come out of order, twice, or not at all (`read` without `delivered`). */
export function parseStatus(given: unknown, sender: string): ParsedStatus {
  const parsed = Status.safeParse(given)
  if (!parsed.success) return { kind: 'malformed', why: `a status: ${problemOf(parsed.error)}` }
  const { id, biz_opaque_callback_data: messageId, errors } = parsed.data
  const status = STATUSES.get(parsed.data.status)
  if (status === undefined) return { kind: 'ignored', why: `status ${parsed.data.status.slice(0, 40)}` }
  const error = status === 'failed' ? errors?.[0] : undefined
  const because = error === undefined ? undefined : refusedBecause(error.code)
  return {
    kind: 'update',
    update: {
      adapter: ADAPTER,
      providerId: id,
      status,
      errorCode: error === undefined ? null : String(error.code),
      // Meta says what a message cost in no callback: only which tariff it fell under.
      segments: null,
      price: null,
      ...(messageId !== undefined && { messageId }),
      ...(because !== undefined && { because }),
    },
    signals: error === undefined ? [] : healthIn(error).map((health) => signalOf(sender, health)),
  }
}
