import { parseArgs } from 'node:util'
import { makeApiKey } from '../admin-api/keys.ts'
import { isRole, ROLES, type Role } from '../admin-api/roles.ts'
import { loadDotEnv, readConfig } from '../config.ts'
import { openPool } from '../domain/work/pool.ts'
import { startEmbedded } from '../prisma/embedded.ts'
import { applyMigrations } from '../prisma/migrate.ts'

// npm run -s api-key -- --name NAME --role ROLE: prints a new API key, alone, on stdout. The server may be running:
// the embedded PostgreSQL is then shared with it. All the rest is told on stderr.

/** A mistake in the command, told without a stack. */
class UsageError extends Error {
  readonly isForPeople = true
  override readonly name = 'UsageError'
}

const USAGE = 'Usage : npm run -s api-key -- --name NOM --role ROLE'

function readArguments(args: readonly string[]): { readonly name: string; readonly role: Role } {
  const { name = '', role } = parsed(args)
  if (name.trim() === '')
    throw new UsageError(`--name: manque ; donnez un nom à la clé, par exemple « console ».\n${USAGE}`)
  if (role === undefined) throw new UsageError(`--role: manque ; choix possibles : ${ROLES.join(', ')}.\n${USAGE}`)
  if (!isRole(role)) throw new UsageError(`--role: « ${role} » n’existe pas ; choix possibles : ${ROLES.join(', ')}.`)
  return { name: name.trim(), role }
}

function parsed(args: readonly string[]): { name?: string | undefined; role?: string | undefined } {
  try {
    const options = { name: { type: 'string' }, role: { type: 'string' } } as const
    return parseArgs({ args: [...args], options }).values
  } catch (cause) {
    throw new UsageError(`Option inconnue ou sans valeur.\n${USAGE}`, { cause })
  }
}

async function makeKey(databaseUrl: string, wanted: { readonly name: string; readonly role: Role }): Promise<string> {
  await applyMigrations(databaseUrl)
  const pool = openPool(databaseUrl, 1)
  try {
    return (await makeApiKey(pool, wanted)).key
  } finally {
    await pool.end()
  }
}

const wanted = readArguments(process.argv.slice(2))
loadDotEnv()
const config = readConfig(process.env)
if (config.databaseUrl === undefined) {
  const embedded = await startEmbedded(config.dataDir, { log: (line) => process.stderr.write(`${line}\n`) })
  try {
    process.stdout.write(`${await makeKey(embedded.url, wanted)}\n`)
  } finally {
    await embedded.stop()
  }
} else {
  process.stdout.write(`${await makeKey(config.databaseUrl, wanted)}\n`)
}
