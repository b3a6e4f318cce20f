import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

const close = statement<{ id: string }>(
  'dispute.close',
  'update dispute set closed_at = $2 where id = $1 and closed_at is null returning id',
)

/** Staff end a dispute. Gives whether it was open. */
export async function closeDispute(
  work: Work,
  { disputeId }: { readonly disputeId: string },
): Promise<{ readonly closed: boolean }> {
  const closed = await close(work.sql, [disputeId, work.now])
  return { closed: closed.length > 0 }
}
