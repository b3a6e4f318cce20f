import type { AccountId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'

/** A pause without an end: until REPRISE. */
export const UNTIL_RESUMED = new Date('9999-12-31T00:00:00.000Z')

const writePause = statement('supplier.pause', 'update supplier set paused_until = $2 where account_id = $1')

/**
 * PAUSE 2h: no requests until then.
 * @param input.minutes null: until REPRISE
 */
export async function pauseSupplier(
  work: Work,
  { supplierId, minutes }: { readonly supplierId: AccountId; readonly minutes: number | null },
): Promise<{ readonly until: string | null }> {
  const until = minutes === null ? UNTIL_RESUMED : minutesAfter(work.now, minutes)
  await writePause(work.sql, [supplierId, until])
  return { until: minutes === null ? null : until.toISOString() }
}

/** REPRISE: available again. */
export async function resumeSupplier(
  work: Work,
  { supplierId }: { readonly supplierId: AccountId },
): Promise<Record<string, never>> {
  await writePause(work.sql, [supplierId, null])
  return {}
}
