import { createHash } from 'node:crypto'
import pg from 'pg'
import { MIGRATIONS, migrationNames, migrationSql } from './migration-files.ts'

/** The database and prisma/migrations do not fit together; the message says what to do. */
export class MigrationError extends Error {
  readonly isForPeople = true
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MigrationError'
  }
}

// Any number no other program uses. Prisma's engine takes a lock of its own (72707369) inside ours.
const LOCK = 4_870_012

interface Applied {
  readonly name: string
  readonly checksum: string
}

/**
 * Brings the database to the state of the migrations folder. Called at each start: when nothing is to do it costs one
 * connection and two queries, and Prisma's engine is not even loaded. Processes that start together take turns.
 * @returns the names of the migrations that it applied
 * @throws MigrationError when one fails, or when one that is applied has changed since
 */
export async function applyMigrations(databaseUrl: string, folder = MIGRATIONS): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    if (missing(folder, await readApplied(client)).length === 0) return []
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const waiting = missing(folder, await readApplied(client))
    if (waiting.length > 0) await applyAll(client, databaseUrl, folder)
    return waiting
  } finally {
    await client.end()
  }
}

/**
 * The names of the migrations that a database still lacks; nothing is applied.
 * @throws MigrationError when one that is applied has changed since
 */
export async function waitingMigrations(databaseUrl: string, folder = MIGRATIONS): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return missing(folder, await readApplied(client))
  } finally {
    await client.end()
  }
}

/** The migrations still to apply. */
function missing(folder: string, applied: readonly Applied[]): string[] {
  const checksums = new Map(applied.map(({ name, checksum }) => [name, checksum]))
  return migrationNames(folder).filter((name) => {
    const checksum = checksums.get(name)
    if (checksum === undefined) return true
    if (checksum !== createHash('sha256').update(migrationSql(folder, name)).digest('hex')) {
      throw new MigrationError(
        `La migration ${name} a changé depuis qu’elle a été appliquée à cette base. Remettez son fichier en l’état et écrivez une nouvelle migration ; pour une base d’essai, effacez la base (DATA_DIR) et recommencez.`,
      )
    }
    return false
  })
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  if (!(await hasHistory(client))) return []
  const { rows } = await client.query<Applied>(
    'select migration_name as name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  )
  return rows
}

async function hasHistory(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as there`,
  )
  return rows[0]?.there === true
}

async function applyAll(client: pg.Client, databaseUrl: string, folder: string): Promise<void> {
  await forgetInterrupted(client)
  const { FILTERS, migrationList, withSchemaEngine } = await import('./schema-engine.ts')
  try {
    await withSchemaEngine(databaseUrl, (engine) =>
      engine.applyMigrations({ migrationsList: migrationList(folder), filters: FILTERS }),
    )
  } catch (cause) {
    throw new MigrationError(`Les migrations n’ont pas pu être appliquées : ${reason(cause)}`, { cause })
  }
}

/**
 * PostgreSQL runs a migration file as one transaction, so one that was interrupted (kill -9, power cut) or refused left
 * nothing but its mark, which would make Prisma refuse every later start.
 */
async function forgetInterrupted(client: pg.Client): Promise<void> {
  if (!(await hasHistory(client))) return
  await client.query(
    'update _prisma_migrations set rolled_back_at = now() where finished_at is null and rolled_back_at is null',
  )
}

function reason(cause: unknown): string {
  // The engine adds its own stack, line by line, below what PostgreSQL said.
  return cause instanceof Error ? cause.message.replace(/\n +0: [\s\S]*$/, '') : String(cause)
}
