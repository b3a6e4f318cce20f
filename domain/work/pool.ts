import pg from 'pg'

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
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format === 'binary' ? 'text' : format),
    },
  })
  // An idle connection that breaks (PostgreSQL restarted) is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => {})
  return pool
}
