import type { Pool } from 'pg'
import { type Sql, statement } from '../../../domain/work/sql.ts'
import { type Sealing, sealingWith } from './sealing.ts'
import { pairingCodePlace, qrPlace, readSessions, type SessionRow, type SessionState } from './session-row.ts'

// What staff see of sessions and ask of them, in any process: the owner does it within a second or two.

export interface SessionShown {
  readonly id: string
  readonly state: SessionState
  readonly stoppedBecause: SessionRow['stoppedBecause']
  readonly stateSince: Date
  /** whether a process looks after it now */
  readonly isOwned: boolean
  readonly phone: string | null
  readonly restrictedBecause: string | null
  readonly restrictedUntil: Date | null
  /** what the phone scans, while it is being paired */
  readonly qr: string | null
  /** what is typed on the phone, when pairing by code was asked for */
  readonly pairingCode: string | null
}

export type SessionRequest = 'pair' | 'pair_by_code' | 'log_out' | 'resume'

export interface BaileysSessions {
  list(): Promise<readonly SessionShown[]>
  find(id: string): Promise<SessionShown | undefined>
  /** @param phone digits only, for pair_by_code */
  ask(sql: Sql, id: string, request: SessionRequest, phone: string | null): Promise<void>
}

const ask = statement(
  'baileys.askOfSession',
  'update baileys_session set request = $2, request_phone = $3 where id = $1',
)

export function baileysSessions(
  pool: Pool,
  { sessions, sessionKeys }: { readonly sessions: readonly string[]; readonly sessionKeys: readonly Buffer[] },
): BaileysSessions {
  const sealing = sealingWith(sessionKeys)
  const list = async (ids: readonly string[]) => (await readSessions(pool, ids)).map((row) => shown(row, sealing))
  return {
    list: () => list(sessions),
    find: async (id) => (sessions.includes(id) ? (await list([id]))[0] : undefined),
    ask: async (sql, id, request, phone) => void (await ask(sql, [id, request, phone])),
  }
}

function shown({ qr, pairingCode, salt: _, receivedUntil: __, ...row }: SessionRow, sealing: Sealing): SessionShown {
  return {
    ...row,
    qr: qr && sealing.open(qrPlace(row.id), qr).toString(),
    pairingCode: pairingCode && sealing.open(pairingCodePlace(row.id), pairingCode).toString(),
  }
}
