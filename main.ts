import pino from 'pino'
import { systemClock } from './bot/clock.ts'
import { restrictedWarnings } from './bot/outbox/surfaces.ts'
import { type Config, loadDotEnv, readConfig } from './config.ts'
import { importShippedData } from './domain/catalogue/importing.ts'
import { seedDemoMarket } from './domain/demo/seed.ts'
import { DEFAULT_SETTINGS } from './domain/settings/settings.ts'
import { inWork } from './domain/work/opening.ts'
import { openPool } from './domain/work/pool.ts'
import { startEmbedded } from './prisma/embedded.ts'
import { applyMigrations } from './prisma/migrate.ts'
import { openProgram } from './program.ts'

// From the environment to a program that listens, with progress on the way and the addresses at the end.

const say = (line: string) => process.stdout.write(`${line}\n`)

loadDotEnv()
const config = readConfig(process.env)
const log = pino({
  level: process.env.LOG_LEVEL === undefined && process.stdout.isTTY ? 'warn' : config.logLevel,
  redact: ['req.headers.authorization', 'req.headers.cookie', 'authToken', 'appSecret', 'token'],
})
const stopping: (() => Promise<void>)[] = []
onSignals(stopping)

const databaseUrl = await openDatabaseServer(config)
const applied = await applyMigrations(databaseUrl)
if (applied.length > 0) say(`Base de données : ${applied.length} migration(s) appliquée(s).`)
await loadData(databaseUrl)
const program = await openProgram({ config, databaseUrl, clock: systemClock, log })
stopping.unshift(() => program.stop())
await listen(config)
sayAddresses(config)
warnOfOpenSurfaces(config)

async function listen({ port, host }: Config): Promise<void> {
  try {
    await program.server.listen({ port, host, listenTextResolver: () => 'listening' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    say(`Le port ${port} est déjà pris. Arrêtez l’autre programme, ou choisissez un port : PORT=3001 npm start`)
    await stopAll(stopping, 1)
  }
}

async function openDatabaseServer({ databaseUrl: yours, dataDir }: Config): Promise<string> {
  if (yours !== undefined) return yours
  say('Démarrage de PostgreSQL intégré…')
  const server = await startEmbedded(dataDir, { log: say })
  stopping.push(() => server.stop())
  return server.url
}

/** The catalogue and the zones, the first time; on a machine where nothing is configured, people too. */
async function loadData(url: string): Promise<void> {
  const pool = openPool(url, 2)
  const by = { now: systemClock.now(), actor: { kind: 'system', id: 'start' } as const, settings: DEFAULT_SETTINGS }
  try {
    if (!config.demo) await inWork(pool, by, importShippedData)
    else if (await seedDemoMarket(pool, by.now)) {
      say('Marché de démonstration chargé : 8 clients, 6 dépôts, 2 demandes en attente.')
    }
  } finally {
    await pool.end()
  }
}

function sayAddresses({ port, channels, publicUrl }: Config): void {
  const here = `http://localhost:${port}`
  say('')
  say('DISTRI-NIGHT est prêt.')
  if (channels.includes('simulator')) say(`  Les téléphones   ${here}/`)
  say(`  L’API            ${here}/api/docs`)
  say(`  L’état           ${here}/health/ready`)
  if (channels.includes('twilio')) say(`  Twilio appelle   ${publicUrl}/webhooks/twilio/messages`)
  if (channels.includes('whatsapp-cloud')) say(`  Meta appelle     ${publicUrl}/webhooks/whatsapp`)
  if (channels.includes('baileys')) say('  WhatsApp Web     lier un téléphone : docs/connecting-baileys.md')
  say('')
  say('Ctrl-C pour arrêter. Rien ne se perd.')
}

/** Each time, not once: whoever starts it must know (product.md 7). */
function warnOfOpenSurfaces(given: Config): void {
  for (const warning of restrictedWarnings(given)) {
    say('')
    say(warning)
    log.warn(warning)
  }
}

/** The first signal stops cleanly: no new work, what is begun is finished. A second one does not wait. */
function onSignals(steps: (() => Promise<void>)[]): void {
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1)
      isStopping = true
      say('Arrêt…')
      void stopAll(steps)
    })
  }
}

async function stopAll(steps: (() => Promise<void>)[], code = 0): Promise<void> {
  for (const step of steps) {
    await step().catch((error: unknown) => log.error({ err: error }, 'a part did not stop cleanly'))
  }
  process.exit(code)
}
