import type { ClientBase, Pool, QueryResultRow } from 'pg'

/** What a statement runs on: a connection inside a transaction, or the pool for a single read. */
export type Sql = Pick<ClientBase, 'query'> | Pick<Pool, 'query'>

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
