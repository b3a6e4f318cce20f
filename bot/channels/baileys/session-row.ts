import type { Pool } from 'pg'
import { type Sql, statement } from '../../../domain/work/sql.ts'
import type { Ownership } from './lease.ts'
import type { Sealing } from './sealing.ts'

// How a session does, for every process and for staff. Only its owner writes it.

export type SessionState = 'unpaired' | 'pairing' | 'connecting' | 'connected' | 'stopped'
export type StoppedBecause = 'logged_out' | 'replaced' | 'banned' | 'version' | 'session'

export interface SessionRow {
  readonly id: string
  readonly salt: string
  readonly state: SessionState
  readonly stoppedBecause: StoppedBecause | null
  readonly phone: string | null
  readonly qr: Buffer | null
  readonly pairingCode: Buffer | null
  readonly restrictedBecause: string | null
  readonly restrictedUntil: Date | null
  readonly receivedUntil: Date | null
  readonly stateSince: Date
  /** whether some process has the lease now */
  readonly isOwned: boolean
}

const read = statement<SessionRow>(
  'baileys.readSession',
  `select id, salt, state, stopped_because as "stoppedBecause", phone, qr, pairing_code as "pairingCode",
     restricted_because as "restrictedBecause", restricted_until as "restrictedUntil", received_until as "receivedUntil",
     state_since as "stateSince", coalesce(lease_until > clock_timestamp(), false) as "isOwned"
   from baileys_session where id = any($1::text[]) order by array_position($1::text[], id)`,
)
const move = statement(
  'baileys.moveSession',
  `update baileys_session set state = $3, stopped_because = $4, qr = null, pairing_code = null,
     state_since = case when state = $3 then state_since else $5 end
   where id = $1 and fence = $2`,
)
const opened = statement(
  'baileys.sessionOpened',
  `update baileys_session set state = 'connected', stopped_because = null, qr = null, pairing_code = null, phone = $3, lid = $4,
     state_since = case when state = 'connected' then state_since else $5 end,
     received_until = coalesce(received_until, $5)
   where id = $1 and fence = $2`,
)
const unpaired = statement(
  'baileys.sessionUnpaired',
  `update baileys_session set state = 'unpaired', stopped_because = $3, qr = null, pairing_code = null, phone = null, lid = null,
     received_until = null, restricted_because = null, restricted_until = null, state_since = $4
   where id = $1 and fence = $2`,
)
const showQr = statement(
  'baileys.showQr',
  `update baileys_session set qr = $3 where id = $1 and fence = $2 and state = 'pairing'`,
)
const showPairingCode = statement(
  'baileys.showPairingCode',
  `update baileys_session set pairing_code = $3 where id = $1 and fence = $2 and state = 'pairing'`,
)
const restrict = statement(
  'baileys.restrictSession',
  'update baileys_session set restricted_because = $3, restricted_until = $4 where id = $1 and fence = $2',
)

/** How sessions do, in the order asked for. */
export async function readSessions(sql: Sql, ids: readonly string[]): Promise<SessionRow[]> {
  return read(sql, [[...ids]])
}

export const qrPlace = (session: string): string => `${session}/qr/now`
export const pairingCodePlace = (session: string): string => `${session}/pairing-code/now`

/** What the owner says of its session; another's word counts no more (the fence). */
export function sessionRecord(pool: Pool, sealing: Sealing, { session, fence }: Ownership) {
  return {
    move: (state: SessionState, because: StoppedBecause | null, now: Date) =>
      move(pool, [session, fence, state, because, now]),
    opened: (who: { phone: string | null; lid: string | null }, now: Date) =>
      opened(pool, [session, fence, who.phone, who.lid, now]),
    unpaired: (because: StoppedBecause | null, now: Date) => unpaired(pool, [session, fence, because, now]),
    showQr: (qr: string) => showQr(pool, [session, fence, sealing.seal(qrPlace(session), Buffer.from(qr))]),
    showPairingCode: (code: string) =>
      showPairingCode(pool, [session, fence, sealing.seal(pairingCodePlace(session), Buffer.from(code))]),
    restrict: (because: string | null, until: Date | null) => restrict(pool, [session, fence, because, until]),
  }
}

export type SessionRecord = ReturnType<typeof sessionRecord>
