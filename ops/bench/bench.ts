import { openPool } from '../../domain/work/pool.ts'
import { applyMigrations } from '../../prisma/migrate.ts'
import { startDurable } from './database.ts'
import { line } from './figures.ts'
import { measureLimit } from './limit.ts'
import { type BenchMarket, makeMarket } from './market.ts'
import { measurePipeline, type PipelineFigures } from './pipeline.ts'
import { measureReadings } from './readings.ts'

// npm run bench: the bare limit of this machine's PostgreSQL and the whole pipeline, in one run, and the ratio of the two.

const SECONDS = 10
const CONTACTS = 500
const IN_FLIGHT = 64
const PORT = 3987

const say = (text: string) => process.stdout.write(`${text}\n`)

say('(0) reading a message, on one core…')
measureReadings().forEach(say)

const database = await startDurable(say)
try {
  say(`(a) the minimal message step as one SQL function, 16 connections, ${SECONDS} s…`)
  const limit = await measureLimit(await database.fresh('bare'), SECONDS)
  say(line('    bare limit', limit))

  say(`(b) signed webhook to committed reply, ${CONTACTS} contacts, ${IN_FLIGHT} requests in flight, ${SECONDS} s…`)
  const whole = await measurePipeline({
    ...(await freshMarket('whole')),
    port: PORT,
    seconds: SECONDS,
    inFlight: IN_FLIGHT,
  })
  say(line('    whole pipeline', whole))
  whole.database.forEach(say)
  const sixty = Math.round(whole.perSecond * 0.6)
  say(`    at 60 % of that (${sixty} messages/s)…`)
  const calm = await measurePipeline({
    ...(await freshMarket('calm')),
    port: PORT,
    seconds: SECONDS,
    inFlight: IN_FLIGHT,
    atMost: sixty,
  })
  say(line('    whole pipeline at 60 %', calm))
  conclude(whole, calm, limit.perSecond)
} finally {
  await database.stop()
}

/** Each measurement has its own city: nothing is half-way through an evening. */
async function freshMarket(name: string): Promise<{ databaseUrl: string; market: BenchMarket }> {
  const databaseUrl = await database.fresh(name)
  await applyMigrations(databaseUrl)
  const pool = openPool(databaseUrl, 2)
  const market = await makeMarket(pool, CONTACTS)
  await pool.end()
  return { databaseUrl, market }
}

function conclude(whole: PipelineFigures, calm: PipelineFigures, limit: number): void {
  say(`    orders played to the rating: ${whole.orders + calm.orders}`)
  say(`    the process: ${whole.cores.toFixed(2)} cores, ${whole.memoryMb.toFixed(0)} MB`)
  for (const failure of [...whole.failures, ...calm.failures].slice(0, 5)) say(`    FAILED: ${failure}`)
  say(`ratio: ${(whole.perSecond / limit).toFixed(2)}`)
}
