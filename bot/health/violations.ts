import type { Sql } from '../../domain/work/sql.ts'
import { statement } from '../../domain/work/sql.ts'
import type { Medium } from '../channels/channel.ts'

const open = statement<{ surface: string }>(
  'alert.openViolations',
  `select distinct split_part(subject, ':', 1) || '-' || split_part(subject, ':', 2) as surface
   from alert where rule = 'sender.violation' and closed_at is null order by 1`,
)

/** Surfaces where a provider holds restricted goods against us and nobody has settled it. */
export async function readViolations(sql: Sql): Promise<readonly string[]> {
  return (await open(sql, [])).map(({ surface }) => surface)
}

/** An adapter and a medium, as RESTRICTED_GOODS_OPEN names them. */
export const surfaceOf = (adapter: string, medium: Medium): string => `${adapter}-${medium}`
