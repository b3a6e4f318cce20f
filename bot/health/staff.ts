import { closeAlerts } from '../../domain/alerts/alerting.ts'
import type { Work } from '../../domain/work/work.ts'
import { followAlerts, subjectOf, VIOLATION_RULES } from './alerts.ts'
import { bookOf } from './book.ts'
import { addSenderEvent, lockSender, readSenders, type SenderKey, type SenderRow, saveSender } from './sender-row.ts'

// What a person decides of a sender holds over what providers say, until a person says otherwise.

/** Nothing leaves by this sender any more; who writes to it is still heard. */
export async function stopSender(
  work: Work,
  key: SenderKey,
  { reason, by }: { readonly reason: string; readonly by: string },
): Promise<void> {
  const row = await lockSender(work.sql, key, work.now)
  await saveSender(work.sql, {
    ...row,
    staffStoppedAt: row.staffStoppedAt ?? work.now,
    staffStoppedBy: by,
    staffReason: reason,
  })
  await addSenderEvent(work.sql, key, { kind: 'stopped_by_staff', at: work.now, detail: { reason }, by })
}

/**
 * A sender works again, whoever stopped it; what a provider held against it is settled. When the provider does not agree
 * it says so again at the next message.
 * @param usedSince the number wrote to people before we knew it: the warm-up counts from then
 */
export async function startSender(
  work: Work,
  key: SenderKey,
  { by, usedSince }: { readonly by: string; readonly usedSince: Date | null },
): Promise<void> {
  const row = await lockSender(work.sql, key, work.now)
  await saveSender(work.sql, {
    ...row,
    ...STARTED,
    availabilityAt: work.now,
    firstUsedAt: usedSince ?? row.firstUsedAt,
  })
  const detail = { usedSince: usedSince?.toISOString() ?? null }
  await addSenderEvent(work.sql, key, { kind: 'started_by_staff', at: work.now, detail, by })
  await closeAlerts(work, VIOLATION_RULES, [subjectOf(key)])
  const book = bookOf(await readSenders(work.sql, work.now))
  const known = book.find(key)
  if (known !== undefined) await followAlerts(work, known, book.standing(known, work.now))
}

const STARTED = {
  staffStoppedAt: null,
  staffStoppedBy: null,
  staffReason: null,
  stoppedWhy: null,
  stoppedDetail: null,
  stoppedAt: null,
  stoppedUntil: null,
  rateShare: 1,
  throttledAt: null,
  throttleCode: null,
  pausedUntil: null,
} as const satisfies Partial<SenderRow>
