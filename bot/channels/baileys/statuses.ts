import type { Clock } from '../../clock.ts'
import type { Inbox, StatusUpdate } from '../channel.ts'
import type { LetterBox } from './letters.ts'
import type { SeenStatus } from './whatsapp-web.ts'
import { isAccountRefusal } from './writing.ts'

// WebMessageInfo.Status: 1 is "in our hands" and tells nothing.
const STATUSES = new Map<number, StatusUpdate['status']>([
  [0, 'failed'],
  [2, 'sent'],
  [3, 'delivered'],
  [4, 'read'],
  [5, 'read'],
])
const ERROR = 0

interface Parts {
  readonly inbox: Inbox
  readonly letters: LetterBox
  readonly clock: Clock
}

/** What phones say of our messages. A receipt proves too that a letter left whose answer was lost. */
export async function reportSeen({ inbox, letters, clock }: Parts, seen: readonly SeenStatus[]): Promise<void> {
  const ours = seen.filter(({ isFromUs }) => isFromUs)
  const arrived = ours.filter(({ status }) => status > ERROR).map(({ id }) => id)
  if (arrived.length > 0) await letters.seen(arrived, clock.now())
  const updates = ours.flatMap(({ id, status, errorCode }): StatusUpdate[] => {
    const what = STATUSES.get(status)
    // A refusal is the answer to the send itself, which waits for it.
    if (what === undefined || (what === 'failed' && errorCode !== null && isAccountRefusal(errorCode))) return []
    return [{ adapter: 'baileys', providerId: id, status: what, errorCode, segments: null, price: null }]
  })
  if (updates.length > 0) await inbox.reportStatus(updates)
}
