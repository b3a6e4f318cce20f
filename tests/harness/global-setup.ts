import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startTemporary } from '../../prisma/embedded-temporary.ts'
import { applyMigrations } from '../../prisma/migrate.ts'
import { databaseIn, KEPT_COMMENT, TEMPLATE } from './names.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL server of this run, with a migrated template database. */
    serverUrl: string
  }
}

/** One PostgreSQL for the whole run: embedded, or yours with TEST_DATABASE_URL where no binaries are packaged. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const yours = process.env.TEST_DATABASE_URL
  const server = yours === undefined ? await startTemporary() : undefined
  const serverUrl = server?.url ?? yours ?? ''
  try {
    await makeTemplate(serverUrl)
  } catch (error) {
    await server?.stop()
    throw error
  }
  project.provide('serverUrl', serverUrl)
  return async () => {
    const kept = await keptDatabases(serverUrl)
    const place = await server?.stop({ isKept: kept.length > 0 })
    if (kept.length > 0) console.log(`Bases gardées : ${kept.join(', ')} dans ${place ?? 'TEST_DATABASE_URL'}`)
  }
}

async function makeTemplate(serverUrl: string): Promise<void> {
  await query(serverUrl, `drop database if exists ${TEMPLATE}`)
  await query(serverUrl, `create database ${TEMPLATE}`)
  await applyMigrations(databaseIn(serverUrl, TEMPLATE))
}

async function keptDatabases(serverUrl: string): Promise<string[]> {
  const { rows } = await query<{ datname: string }>(
    serverUrl,
    `select datname from pg_database where shobj_description(oid, 'pg_database') = '${KEPT_COMMENT}'`,
  )
  return rows.map(({ datname }) => datname)
}

async function query<Row extends pg.QueryResultRow>(serverUrl: string, sql: string): Promise<pg.QueryResult<Row>> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    return await client.query<Row>(sql)
  } finally {
    await client.end()
  }
}
