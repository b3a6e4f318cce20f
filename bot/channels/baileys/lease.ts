import { statement } from '../../../domain/work/sql.ts'

// One process owns a session: WhatsApp throws out the first of two. Times are the database's, the one clock that all
// processes share. The fence goes up with each owner; what is written with an older one is refused.

/** A dead owner is replaced after this long. It renews each second, so that two lost renewals do no harm. */
export const LEASE_MS = 5_000
/** Without a renewal for this long the owner hangs up by itself: well before another may connect. */
export const HANG_UP_AFTER_MS = 3_500

const make = statement('baileys.makeSession', 'insert into baileys_session (id) values ($1) on conflict do nothing')
const take = statement<{ fence: number }>(
  'baileys.takeLease',
  `update baileys_session set owner = $2, fence = fence + 1, lease_until = clock_timestamp() + $3 * interval '1 ms'
   where id = $1 and (owner is null or lease_until < clock_timestamp()) returning fence`,
)
const renew = statement<Renewed>(
  'baileys.renewLease',
  `update baileys_session s set lease_until = clock_timestamp() + $4 * interval '1 ms', request = null, request_phone = null,
     received_until = greatest(received_until, $5)
   where id = $1 and owner = $2 and fence = $3
   returning old.request, old.request_phone as "requestPhone",
     exists (select from baileys_letter l where l.session_id = s.id and l.state = 'waiting') as "hasLetters"`,
)
const release = statement(
  'baileys.releaseLease',
  'update baileys_session set owner = null, lease_until = null where id = $1 and owner = $2 and fence = $3',
)

export interface Ownership {
  readonly session: string
  /** this process */
  readonly owner: string
  readonly fence: number
}

export interface Renewed {
  readonly request: 'pair' | 'pair_by_code' | 'connect' | 'log_out' | 'resume' | null
  /** of pair_by_code: digits only */
  readonly requestPhone: string | null
  readonly hasLetters: boolean
}

type Sql = Parameters<typeof take>[0]

export async function makeSession(sql: Sql, session: string): Promise<void> {
  await make(sql, [session])
}

/** Takes the lease when nobody has it. */
export async function takeLease(sql: Sql, session: string, owner: string): Promise<Ownership | undefined> {
  const [taken] = await take(sql, [session, owner, LEASE_MS])
  return taken && { session, owner, fence: taken.fence }
}

/** Keeps the lease, and brings what staff asked of the owner meanwhile; undefined: it is another's. */
export async function renewLease(
  sql: Sql,
  { session, owner, fence }: Ownership,
  receivedUntil: Date | null,
): Promise<Renewed | undefined> {
  return (await renew(sql, [session, owner, fence, LEASE_MS, receivedUntil]))[0]
}

export async function releaseLease(sql: Sql, { session, owner, fence }: Ownership): Promise<void> {
  await release(sql, [session, owner, fence])
}
