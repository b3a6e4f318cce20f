import pg from 'pg'
import { z } from 'zod'
import type { Finding } from '../../bot/channels/finding.ts'
import { ok, warning, wrong } from '../../bot/channels/found.ts'
import { systemClock } from '../../bot/clock.ts'
import type { Config } from '../../config.ts'
import { EmbeddedDatabaseError, startEmbedded } from '../../prisma/embedded.ts'
import { MigrationError, waitingMigrations } from '../../prisma/migrate.ts'

const PATIENCE_MS = 5_000
const OLDEST_VERSION = 180_000
/** Timers, windows of 24 hours and signatures are compared with the machine's clock. */
const SKEW_WARNING_MS = 2_000
const SKEW_ERROR_MS = 30_000
/** One process keeps 12 connections and its jobs some more. */
const CONNECTIONS_A_PROCESS = 20

/** The database: yours, or the embedded one, which is started for the time of the check as npm start does. */
export async function checkDatabase({
  databaseUrl,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<readonly Finding[]> {
  if (databaseUrl !== undefined) return askDatabase(databaseUrl, false)
  try {
    const embedded = await startEmbedded(dataDir, { log: () => {} })
    try {
      return [
        ok('PostgreSQL intégré : rien à régler. Sauvegardez DATA_DIR, programme arrêté.'),
        ...(await askDatabase(embedded.url, true)),
      ]
    } finally {
      await embedded.stop()
    }
  } catch (error) {
    if (!(error instanceof EmbeddedDatabaseError)) throw error
    return [wrong(error.message, 'Corrigez, ou donnez votre PostgreSQL : DATABASE_URL.')]
  }
}

async function askDatabase(databaseUrl: string, isOurs: boolean): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: PATIENCE_MS })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    const { code } = z.object({ code: z.string() }).catch({ code: 'sans réponse' }).parse(error)
    return [wrong(`La base de données ne s’ouvre pas (${code}).`, reachWords(code))]
  }
  try {
    const facts = await readFacts(client)
    const version = versionFinding(facts)
    // Older ones cannot have our tables.
    if (version.level === 'error') return [version]
    return [version, ...settingFindings(facts), skewFinding(facts.skewMs), await migrationFinding(databaseUrl, isOurs)]
  } finally {
    await client.end()
  }
}

function reachWords(code: string): string {
  switch (code) {
    case '28P01':
    case '28000':
      return 'Le nom ou le mot de passe de DATABASE_URL n’est pas accepté.'
    case '3D000':
      return 'La base nommée dans DATABASE_URL n’existe pas : créez-la (createdb).'
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'La machine de DATABASE_URL n’existe pas : vérifiez son nom.'
    case 'ECONNREFUSED':
      return 'Rien n’écoute à l’adresse de DATABASE_URL : démarrez PostgreSQL, vérifiez le port.'
    default:
      return 'Vérifiez DATABASE_URL, le réseau et le pare-feu.'
  }
}

const Facts = z.object({
  version: z.coerce.number(),
  shown: z.string(),
  fsync: z.string(),
  synchronous: z.string(),
  pages: z.string(),
  connections: z.coerce.number(),
  mayCreate: z.boolean(),
})
type Facts = z.infer<typeof Facts> & { readonly skewMs: number }

async function readFacts(client: pg.Client): Promise<Facts> {
  const { rows } = await client.query(
    `select current_setting('server_version_num') as version, current_setting('server_version') as shown,
       current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous,
       current_setting('full_page_writes') as pages, current_setting('max_connections') as connections,
       has_schema_privilege(current_schema(), 'CREATE') as "mayCreate"`,
  )
  const before = systemClock.now().getTime()
  const time = await client.query<{ at: Date }>('select clock_timestamp() as at')
  const after = systemClock.now().getTime()
  const theirs = time.rows[0]?.at.getTime() ?? before
  return { ...Facts.parse(rows[0]), skewMs: theirs - (before + after) / 2 }
}

function versionFinding({ version, shown }: Facts): Finding {
  if (version >= OLDEST_VERSION) return ok(`PostgreSQL ${shown}.`)
  return wrong(`PostgreSQL ${shown} est trop ancien.`, 'Il faut PostgreSQL 18 ou plus récent (uuidv7).')
}

function settingFindings({ fsync, synchronous, pages, connections, mayCreate }: Facts): Finding[] {
  const off = [
    ...(fsync === 'on' ? [] : ['fsync']),
    ...(synchronous === 'off' ? ['synchronous_commit'] : []),
    ...(pages === 'on' ? [] : ['full_page_writes']),
  ]
  return [
    off.length === 0
      ? ok('Ce qui est écrit y reste, même après une coupure de courant.')
      : wrong(
          `Une coupure de courant perdrait des commandes : ${off.join(', ')} est à off.`,
          `Mettez ${off.join(', ')} à on.`,
        ),
    ...(connections >= CONNECTIONS_A_PROCESS
      ? []
      : [
          warning(
            `${connections} connexions au plus.`,
            `Un processus en prend jusqu’à ${CONNECTIONS_A_PROCESS} : augmentez max_connections.`,
          ),
        ]),
    ...(mayCreate
      ? []
      : [
          wrong(
            'L’utilisateur de DATABASE_URL ne peut pas créer de tables.',
            'GRANT CREATE ON SCHEMA public, ou faites-en le propriétaire de la base.',
          ),
        ]),
  ]
}

export function skewFinding(skewMs: number): Finding {
  const seconds = Math.round(Math.abs(skewMs) / 100) / 10
  if (Math.abs(skewMs) < SKEW_WARNING_MS) return ok('L’horloge de la base et celle de cette machine sont d’accord.')
  const what = `L’horloge de la base ${skewMs > 0 ? 'avance' : 'retarde'} de ${seconds} s sur celle de cette machine.`
  const todo = 'Réglez les deux par NTP : délais, fenêtres de 24 h et signatures en dépendent.'
  return Math.abs(skewMs) < SKEW_ERROR_MS ? warning(what, todo) : wrong(what, todo)
}

async function migrationFinding(databaseUrl: string, isOurs: boolean): Promise<Finding> {
  try {
    const waiting = await waitingMigrations(databaseUrl)
    if (waiting.length === 0) return ok('Toutes les migrations sont appliquées.')
    if (isOurs) return ok(`${waiting.length} migration(s) : npm start les applique.`)
    return warning(
      `${waiting.length} migration(s) à appliquer.`,
      'npm start les applique ; sauvegardez d’abord une base en service.',
    )
  } catch (error) {
    if (error instanceof MigrationError) return wrong('Une migration appliquée a changé depuis.', error.message)
    throw error
  }
}
