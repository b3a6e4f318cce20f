import { z } from 'zod'
import type { Health } from '../channel.ts'
import { peoplePerDay } from './account-events.ts'
import { healthIn } from './errors.ts'
import type { Graph } from './graph.ts'
import type { WhatsAppCloudOptions } from './options.ts'
import { digitsOf, type NumbersShown } from './payload.ts'
import type { Telling } from './telling.ts'

export const SENDER_FIELDS =
  'display_phone_number,verified_name,quality_rating,status,whatsapp_business_manager_messaging_limit'

export const SenderAtMeta = z.object({
  display_phone_number: z.string().default(''),
  verified_name: z.string().default(''),
  quality_rating: z.string().default('UNKNOWN'),
  status: z.string().default('CONNECTED'),
  whatsapp_business_manager_messaging_limit: z.string().optional(),
})
export type SenderAtMeta = z.output<typeof SenderAtMeta>

/** Asks Meta how each number does: a token put right, or a quality that fell while we were away, is known at once. */
export async function readSenders(parts: {
  readonly graph: Graph
  readonly options: WhatsAppCloudOptions
  readonly telling: Telling
  readonly numbers: NumbersShown
}): Promise<void> {
  const { graph, options, telling, numbers } = parts
  for (const sender of options.phoneNumberIds) {
    const answer = await graph.get(`/${sender}`, { fields: SENDER_FIELDS })
    if (answer.kind === 'refused') {
      options.log.error({ sender, ...answer.error }, 'whatsapp-cloud: Meta refuses this number')
      telling.tell(sender, healthIn(answer.error))
      continue
    }
    const read = answer.kind === 'answered' ? SenderAtMeta.safeParse(answer.body) : undefined
    if (read?.data === undefined) {
      options.log.warn({ sender, answer: answer.kind }, 'whatsapp-cloud: Meta does not say how this number does')
      continue
    }
    numbers.set(digitsOf(read.data.display_phone_number), sender)
    telling.tell(sender, healthAtMeta(read.data))
  }
}

function healthAtMeta({ status, quality_rating, ...rest }: SenderAtMeta): Health[] {
  const limit = peoplePerDay(rest.whatsapp_business_manager_messaging_limit)
  return [
    stateOf(status),
    { kind: 'quality', quality: qualityOf(quality_rating) },
    ...(limit === undefined ? [] : [{ kind: 'limit' as const, peoplePerDay: limit }]),
  ]
}

// RESTRICTED is not among them: its 24-hour limit of people to write to first is reached, and who writes to us is answered.
// What Meta restricts for policy comes by account_update, and as the code of a refused send.
const STOPPED = new Map<string, Extract<Health, { kind: 'stopped' }>['why']>([
  ['BANNED', 'banned'],
  ['DISCONNECTED', 'logged_out'],
  ['DELETED', 'logged_out'],
  ['MIGRATED', 'logged_out'],
])

function stateOf(status: string): Health {
  const why = STOPPED.get(status)
  return why === undefined ? { kind: 'working' } : { kind: 'stopped', why, detail: status, until: null }
}

function qualityOf(rating: string): Extract<Health, { kind: 'quality' }>['quality'] {
  if (rating === 'GREEN') return 'green'
  if (rating === 'YELLOW') return 'yellow'
  return rating === 'RED' ? 'red' : 'unknown'
}
