import type { Pool } from 'pg'
import { type Sql, statement } from '../../../domain/work/sql.ts'
import type { Ownership } from './lease.ts'
import type { Sealing } from './sealing.ts'

const readKeys = statement<{ keyId: string; sealed: Buffer }>(
  'baileys.readKeys',
  'select key_id as "keyId", sealed from baileys_key where session_id = $1 and type = $2 and key_id = any($3::text[])',
)
const readAll = statement<{ type: string; keyId: string; sealed: Buffer }>(
  'baileys.readAllKeys',
  'select type, key_id as "keyId", sealed from baileys_key where session_id = $1',
)
const writeKeys = statement<{ isWritten: boolean }>(
  'baileys.writeKeys',
  'select write_baileys_keys($1, $2, $3::jsonb) as "isWritten"',
)
const forgetKeys = statement(
  'baileys.forgetKeys',
  `delete from baileys_key k using baileys_session s
   where k.session_id = $1 and s.id = k.session_id and s.fence = $2`,
)

/** Another process owns the session now: nothing of this one's is written any more. */
export class LeaseLostError extends Error {
  constructor(session: string) {
    super(`The session ${session} belongs to another process now.`)
    this.name = 'LeaseLostError'
  }
}

export interface KeyChange {
  readonly type: string
  readonly keyId: string
  /** null: deleted */
  readonly json: string | null
}

/** The credentials and keys of one session as JSON, sealed, for as long as the lease is ours. */
export interface SealedKeys {
  read(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** all of it or nothing. @throws LeaseLostError */
  write(changes: readonly KeyChange[]): Promise<void>
  /** logged out: nothing is left */
  forget(): Promise<void>
}

export function sealedKeys(pool: Pool, sealing: Sealing, { session, fence }: Ownership): SealedKeys {
  return {
    async read(type, ids) {
      const rows = await readKeys(pool, [session, type, [...ids]])
      return new Map(
        rows.map(({ keyId, sealed }) => [keyId, sealing.open(placeOf(session, type, keyId), sealed).toString()]),
      )
    },
    async write(changes) {
      const rows = changes.map(({ type, keyId, json }) => ({
        type,
        keyId,
        sealed:
          json === null ? null : sealing.seal(placeOf(session, type, keyId), Buffer.from(json)).toString('base64'),
      }))
      const [result] = await writeKeys(pool, [session, fence, JSON.stringify(rows)])
      if (result?.isWritten !== true) throw new LeaseLostError(session)
    },
    async forget() {
      await forgetKeys(pool, [session, fence])
    },
  }
}

export const placeOf = (session: string, type: string, keyId: string): string => `${session}/${type}/${keyId}`

/** Whether all that is kept of a session opens. @throws WrongSealError with what to do */
export async function checkSeals(sql: Sql, sealing: Sealing, session: string): Promise<void> {
  for (const { type, keyId, sealed } of await readAll(sql, [session])) {
    sealing.open(placeOf(session, type, keyId), sealed)
  }
}

/** Seals with the present key what an older one had sealed. Gives how many rows that was. */
export async function sealAgain(pool: Pool, sealing: Sealing, owned: Ownership): Promise<number> {
  const { session } = owned
  const old = (await readAll(pool, [session])).filter(({ sealed }) => !sealing.isCurrent(sealed))
  const changes = old.map(({ type, keyId, sealed }) => ({
    type,
    keyId,
    json: sealing.open(placeOf(session, type, keyId), sealed).toString(),
  }))
  if (changes.length > 0) await sealedKeys(pool, sealing, owned).write(changes)
  return changes.length
}
