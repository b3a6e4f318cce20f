import pg from 'pg'
import { OneWriteATick } from './one-write.ts'

const INT8 = 20
const NUMERIC = 1700

/**
 * A pool whose bigints and numerics come as numbers: ids of messages and sums of francs stay far below 2^53.
 * @param max connections at most
 */
export function openPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    idleTimeoutMillis: 30_000,
    // Statements of one transaction need not wait for each other's answer.
    pipeline: true,
    stream: () => new OneWriteATick(),
    // Plans are kept per connection. One made while a table was empty would read all of it once it is large, so an index
    // is always preferred where there is one, and one plan serves all values; compiling takes longer than our statements.
    options: '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format === 'binary' ? 'text' : format),
    },
  })
  // An idle connection that breaks (PostgreSQL restarted) is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {})
  // One that breaks between two statements of a transaction fails the next of them; nobody else is to hear of it.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
