import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { databaseIn, KEPT_COMMENT, TEMPLATE } from './names.ts'

export interface FreshDatabase {
  readonly url: string
  readonly pool: pg.Pool
  /** Called by itself after the file; call it earlier only to test what happens without a database. */
  drop(): Promise<void>
}

/**
 * A migrated database of its own for this test file: call it at the top of the file or in `beforeAll`. It goes when the
 * file has passed and stays, with its name printed, when a test failed.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const serverUrl = inject('serverUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(serverUrl, `create database ${name} template ${TEMPLATE}`)
  const url = databaseIn(serverUrl, name)
  // A file may take one for each of its tests: connections of those that are over must not add up.
  const pool = new pg.Pool({ connectionString: url, idleTimeoutMillis: 500 })
  // A dropped database ends the idle connections; without a listener that would end the test process too.
  pool.on('error', () => {})
  const close = once(() => pool.end())
  const drop = once(async () => {
    await close()
    await administer(serverUrl, `drop database if exists ${name} with (force)`)
  })
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the source and wants fixtures destructured here.
  afterAll(async ({}, suite) => {
    if (!hasFailure(suite)) return drop()
    await close()
    await administer(serverUrl, `comment on database ${name} is '${KEPT_COMMENT}'`)
    console.log(`Base gardée après l'échec de ${suite.name} : ${name}`)
  })
  return { url, pool, drop }
}

interface Outcome {
  readonly result?: { readonly state: string } | undefined
  readonly tasks?: readonly Outcome[]
}

function hasFailure({ result, tasks = [] }: Outcome): boolean {
  return result?.state === 'fail' || tasks.some(hasFailure)
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work()
    return done
  }
}

async function administer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
