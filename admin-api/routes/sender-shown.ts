import { z } from 'zod'
import type { ShownSender } from '../../bot/health/open-senders.ts'

const quality = z.enum(['green', 'yellow', 'red', 'unknown'])

export const senderShown = z.object({
  sender: z.string().describe('as the adapter names it; * is the whole account'),
  state: z
    .enum(['working', 'warming_up', 'slowed', 'paused', 'stopped', 'stopped_by_staff'])
    .describe('paused: the provider asked to wait'),
  isUsable: z.boolean().describe('messages leave by it'),
  quality: quality.describe('the worse of what the provider says and what people’s blocks say'),
  speedShare: z.number().describe('of the channel’s speed, what its health leaves'),
  peoplePerDay: z.number().int().nullable().describe('people it may write to first in 24 hours; null: no limit'),
  reachedPeople: z.number().int().describe('people it wrote to first in the last 24 hours'),
  newPeopleLeft: z.number().int().nullable(),
  urgentPeopleLeft: z.number().int().nullable(),
  warmUpDay: z.number().int().nullable().describe('null: over, or not needed'),
  stopped: z
    .object({ why: z.string(), detail: z.string().nullable(), since: z.date().nullable(), until: z.date().nullable() })
    .nullable()
    .describe('by the provider'),
  stoppedByStaff: z.object({ who: z.string(), reason: z.string(), since: z.date() }).nullable(),
  throttledAt: z.date().nullable(),
  throttleCode: z.string().nullable(),
  blocks: z.number().int().describe('people who blocked or reported it in the last 24 hours'),
  firstUsedAt: z.date().nullable(),
  lastOkAt: z.date().nullable(),
  lastSignalAt: z.date().nullable(),
})

export function shownSender({ row, standing }: ShownSender): z.infer<typeof senderShown> {
  const { staffStoppedAt, staffStoppedBy, staffReason } = row
  const isStoppedByStaff = staffStoppedAt !== null && staffStoppedBy !== null && staffReason !== null
  return {
    sender: row.sender,
    state: standing.state,
    isUsable: standing.isUsable,
    quality: standing.quality,
    speedShare: Math.round(standing.share * 1000) / 1000,
    peoplePerDay: standing.peoplePerDay,
    reachedPeople: standing.reached,
    newPeopleLeft: standing.newPeopleLeft,
    urgentPeopleLeft: standing.urgentPeopleLeft,
    warmUpDay: standing.warmUpDay,
    stopped:
      row.stoppedWhy === null
        ? null
        : { why: row.stoppedWhy, detail: row.stoppedDetail, since: row.stoppedAt, until: row.stoppedUntil },
    stoppedByStaff: isStoppedByStaff ? { who: staffStoppedBy, reason: staffReason, since: staffStoppedAt } : null,
    throttledAt: row.throttledAt,
    throttleCode: row.throttleCode,
    blocks: row.blocks,
    firstUsedAt: row.firstUsedAt,
    lastOkAt: row.lastOkAt,
    lastSignalAt: row.lastSignalAt,
  }
}
