import { type Refused, refused } from '../work/refusals.ts'
import { type Sql, statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

/** An adapter and a medium: twilio-whatsapp, smsgate-sms. */
export type Surface = `${string}-${string}`

/** How people name it; an adapter whose own name begins with its medium (whatsapp-cloud) is its own surface. */
export function surfaceOf(adapter: string, medium: 'whatsapp' | 'sms'): Surface {
  return adapter.startsWith('whatsapp-') && medium === 'whatsapp'
    ? `whatsapp-${adapter.slice(9)}`
    : `${adapter}-${medium}`
}

export interface Stop {
  readonly surface: string
  readonly why: string
  /** the id of the key, or of the part of the program, that threw it */
  readonly thrownBy: string
  readonly thrownAt: Date
}

const insert = statement(
  'restricted.stop',
  `insert into restricted_stop (surface, why, thrown_by, thrown_at) values ($1, $2, $3, $4)
   on conflict (surface) where lifted_at is null do nothing`,
)
const find = statement<Stop>(
  'restricted.stopOf',
  `select surface, why, thrown_by as "thrownBy", thrown_at as "thrownAt" from restricted_stop
   where surface = $1 and lifted_at is null`,
)

/**
 * The switch: no restricted goods on a surface from now on, whatever the configuration allows (product.md 7). Thrown by
 * staff, and by itself when a provider reports a violation. Thrown twice, the first one counts.
 */
export async function stopRestricted(
  work: Work,
  input: { readonly surface: Surface; readonly why: string },
): Promise<Stop | Refused<'REASON_NEEDED'>> {
  const why = input.why.trim().slice(0, 500)
  if (why === '') return refused('REASON_NEEDED')
  await insert(work.sql, [input.surface, why, work.actor.id, work.now])
  const [stop] = await find(work.sql, [input.surface])
  return stop ?? { surface: input.surface, why, thrownBy: work.actor.id, thrownAt: work.now }
}

const lift = statement(
  'restricted.lift',
  `update restricted_stop set lifted_by = $2, lifted_at = greatest($3, thrown_at) where surface = $1 and lifted_at is null
   returning id`,
)

/** Back to what the configuration says. */
export async function liftRestrictedStop(
  work: Work,
  { surface }: { readonly surface: Surface },
): Promise<{ lifted: true } | Refused<'STOP_NOT_FOUND'>> {
  const lifted = await lift(work.sql, [surface, work.actor.id, work.now])
  return lifted.length === 0 ? refused('STOP_NOT_FOUND') : { lifted: true }
}

const readOpen = statement<Stop>(
  'restricted.stops',
  `select surface, why, thrown_by as "thrownBy", thrown_at as "thrownAt" from restricted_stop
   where lifted_at is null order by surface`,
)

/** The stops in force. */
export async function readStops(sql: Sql): Promise<readonly Stop[]> {
  return readOpen(sql, [])
}

const readVersion = statement<{ version: string }>(
  'restricted.stopsVersion',
  `select coalesce(string_agg(id::text, ',' order by id), '') as version from restricted_stop where lifted_at is null`,
)

/** Changes when a stop is thrown or lifted, in whatever process. */
export async function stopsVersion(sql: Sql): Promise<string> {
  const [row] = await readVersion(sql, [])
  return row?.version ?? ''
}
