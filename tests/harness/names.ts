/** The migrated database that every test file's database is copied from. */
export const TEMPLATE = 'distri_night_template'

/** How a database that is kept for a look is marked. */
export const KEPT_COMMENT = 'kept: its test file failed'

/** The same server, another database. */
export function databaseIn(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
