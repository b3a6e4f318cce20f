import { openPool } from '../../domain/work/pool.ts'
import { applyMigrations } from '../../prisma/migrate.ts'
import { startDurable } from './database.ts'
import { line } from './figures.ts'
import { measureLimit } from './limit.ts'
import { makeMarket } from './market.ts'
import { measurePipeline, type PipelineFigures } from './pipeline.ts'

// npm run bench: the bare limit of this machine's PostgreSQL and the whole pipeline, in one run, and the ratio of the two.

const SECONDS = 10
const CONTACTS = 500
const IN_FLIGHT = 64
const PORT = 3987

const say = (text: string) => process.stdout.write(`${text}\n`)

const database = await startDurable(say)
try {
  say(`(a) the minimal message step as one SQL function, 16 connections, ${SECONDS} s…`)
  const limit = await measureLimit(await database.fresh('bare'), SECONDS)
  say(line('    bare limit', limit))

  const url = await database.fresh('whole')
  await applyMigrations(url)
  const pool = openPool(url, 2)
  const market = await makeMarket(pool, CONTACTS)
  say(`(b) signed webhook to committed reply, ${CONTACTS} contacts, ${IN_FLIGHT} requests in flight, ${SECONDS} s…`)
  const whole = await measurePipeline({ databaseUrl: url, market, port: PORT, seconds: SECONDS, inFlight: IN_FLIGHT })
  say(line('    whole pipeline', whole))
  whole.database.forEach(say)
  const sixty = Math.round(whole.perSecond * 0.6)
  say(`    at 60 % of that (${sixty} messages/s)…`)
  const calm = await measurePipeline({
    databaseUrl: url,
    market,
    port: PORT,
    seconds: SECONDS,
    inFlight: IN_FLIGHT,
    atMost: sixty,
  })
  say(line('    whole pipeline at 60 %', calm))
  await pool.end()
  conclude(whole, calm, limit.perSecond)
} finally {
  await database.stop()
}

function conclude(whole: PipelineFigures, calm: PipelineFigures, limit: number): void {
  say(`    orders played to the rating: ${whole.orders + calm.orders}`)
  say(`    the process: ${whole.cores.toFixed(2)} cores, ${whole.memoryMb.toFixed(0)} MB`)
  for (const failure of [...whole.failures, ...calm.failures].slice(0, 5)) say(`    FAILED: ${failure}`)
  say(`ratio: ${(whole.perSecond / limit).toFixed(2)}`)
}
