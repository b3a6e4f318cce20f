import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startTemporary } from './embedded-temporary.ts'
import { MIGRATIONS } from './migration-files.ts'
import { FILTERS, migrationList, withSchemaEngine } from './schema-engine.ts'

// npm run migration -- NAME: writes what leads from the migrations that exist to the schema as it is now.
// The existing ones are replayed in a throw-away server, so that SQL written by hand counts too.

const SCHEMA = fileURLToPath(new URL('schema.prisma', import.meta.url))

async function writeMigration(name: string): Promise<void> {
  const sql = await differenceToSchema()
  if (sql.trim() === '' || sql.includes('This is an empty migration')) {
    console.log('Rien à écrire : les migrations donnent déjà ce schéma.')
    return
  }
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const file = path.join(MIGRATIONS, `${stamp}_${name}`, 'migration.sql')
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, sql)
  console.log(`${sql}\n-> ${path.relative(process.cwd(), file)} : relisez-la avant de la garder.`)
}

async function differenceToSchema(): Promise<string> {
  const server = await startTemporary()
  try {
    const { stdout } = await withSchemaEngine(server.url, (engine) =>
      engine.diff({
        from: { tag: 'migrations', ...migrationList() },
        to: { tag: 'schemaDatamodel', files: [{ path: SCHEMA, content: readFileSync(SCHEMA, 'utf8') }] },
        script: true,
        exitCode: null,
        filters: FILTERS,
      }),
    )
    return stdout ?? ''
  } finally {
    await server.stop()
  }
}

const name = process.argv[2]
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage : npm run migration -- NOM   (minuscules, chiffres et _)')
  process.exit(2)
}
await writeMigration(name)
