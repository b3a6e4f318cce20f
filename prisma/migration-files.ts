import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url))

/** The names of the migrations in `folder`, oldest first. */
export function migrationNames(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

export function migrationSql(folder: string, name: string): string {
  return readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
}
