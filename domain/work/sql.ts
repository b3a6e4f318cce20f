import type { QueryConfig, QueryResult, QueryResultRow } from 'pg'

/** What a statement runs on: a transaction, or the pool for a single read. */
export interface Sql {
  query<Row extends QueryResultRow>(statement: QueryConfig): Promise<QueryResult<Row>>
}

/**
 * A named statement, prepared once per connection. It lives beside the rule that needs it.
 * @param name unique in the program, `noun.verb`
 * @param text PostgreSQL, with $1... for values; columns aliased to the names of Row
 * @returns a function that runs it and gives the rows
 */
export function statement<Row extends QueryResultRow>(name: string, text: string) {
  return async (sql: Sql, values: readonly unknown[]): Promise<Row[]> => {
    const result = await sql.query<Row>({ name, text, values: [...values] })
    return result.rows
  }
}

const UNTAKEN_IN_JSON = /\\u0000|\\ud[89a-f]/
const UNTAKEN = /\0|\p{Surrogate}/gu

/**
 * JSON for a jsonb parameter. PostgreSQL takes neither NUL nor half a surrogate pair (a text cut in the middle of an
 * emoji): they are left out, for one of them would fail everything that travels in the same statement.
 */
export function asJsonb(value: unknown): string {
  const json = JSON.stringify(value)
  // JSON escapes both, so that a look at it is enough; nearly every text is without.
  if (!UNTAKEN_IN_JSON.test(json)) return json
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? one.replaceAll(UNTAKEN, '') : one))
}
