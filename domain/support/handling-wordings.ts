import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

export interface HandledWording {
  readonly wording: string
  readonly note: string
  readonly handledBy: string
  readonly handledAt: Date
}

const mark = statement<HandledWording>(
  'wording.handle',
  `insert into handled_wording (wording, note, handled_by, handled_at)
   select wording, $2, $3, $4 from unnest($1::text[]) as wording
   on conflict (wording) do update set note = excluded.note, handled_by = excluded.handled_by,
     handled_at = excluded.handled_at
   returning wording, note, handled_by as "handledBy", handled_at as "handledAt"`,
)

/**
 * Somebody looked at the messages of these wordings that were not understood, and says what was done. Those that come
 * later are shown again.
 */
export async function handleWordings(
  work: Work,
  { wordings, note, by }: { readonly wordings: readonly string[]; readonly note: string; readonly by: string },
): Promise<{ readonly handled: readonly HandledWording[] }> {
  // In one order, so that two who mark the same groups do not wait for each other in a circle.
  return { handled: await mark(work.sql, [[...new Set(wordings)].toSorted(), note, by, work.now]) }
}
