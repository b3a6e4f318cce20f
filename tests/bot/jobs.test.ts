import pino from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../bot/clock.ts'
import { type JobDefinition, type Jobs, startJobs } from '../../bot/jobs/jobs.ts'
import { readConfig } from '../../config.ts'
import { seedDemoMarket } from '../../domain/demo/seed.ts'
import { openPool } from '../../domain/work/pool.ts'
import { openProgram, type Program } from '../../program.ts'
import { type FreshDatabase, freshDatabase } from '../harness/database.ts'
import { isLeftOut, programAt } from '../harness/machine.ts'
import { startRedis, type TestRedis } from './redis.ts'
import { testChannel } from './test-channel.ts'

// The same definitions on both stores (architecture.md, Mailbox, timers, jobs).

const log = pino({ level: 'silent' })
const PATIENT = { timeout: 20_000, interval: 50 }

let database: FreshDatabase
let redis: TestRedis | undefined
const stores = isLeftOut('redis-server', programAt('redis-server')) ? ['PostgreSQL'] : ['PostgreSQL', 'Redis']
const open: { stop(): Promise<void> }[] = []

beforeAll(async () => {
  if (stores.includes('Redis')) redis = await startRedis()
  database = await freshDatabase()
})
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop()
})
afterAll(() => redis?.stop())

async function jobsOn(store: string, definitions: readonly JobDefinition[], works = true): Promise<Jobs> {
  const redisUrl = store === 'Redis' ? redis?.url : undefined
  const jobs = await startJobs({ definitions, databaseUrl: database.url, redisUrl, log, works })
  open.push({ stop: () => jobs.close() })
  return jobs
}

/** A job that counts its runs, and fails the first time when told to. */
function tally({ failsOnce = false } = {}) {
  const counted = { runs: 0 }
  return {
    counted,
    async run() {
      counted.runs += 1
      if (failsOnce && counted.runs === 1) throw new Error('once')
    },
  }
}

describe.each(stores)('jobs on %s', (store) => {
  it('come again and again', async () => {
    const { counted, run } = tally()
    await jobsOn(store, [{ id: 'test.tick', everySeconds: 1, run }])
    await expect.poll(() => counted.runs, PATIENT).toBeGreaterThanOrEqual(3)
  })

  it('come again after one has failed', async () => {
    const { counted, run } = tally({ failsOnce: true })
    await jobsOn(store, [{ id: 'test.failing', everySeconds: 1, run }])
    await expect.poll(() => counted.runs, PATIENT).toBeGreaterThanOrEqual(2)
  })

  it('go to one process each, not to both', async () => {
    const both = [tally(), tally()]
    const began = Date.now()
    for (const { run } of both) await jobsOn(store, [{ id: 'test.shared', everySeconds: 1, run }])
    const all = () => both.reduce((sum, { counted }) => sum + counted.runs, 0)
    await expect.poll(all, PATIENT).toBeGreaterThanOrEqual(4)
    // One a second, and one for the moment of the start: twice that would be both.
    expect(all()).toBeLessThanOrEqual((Date.now() - began) / 1_000 + 2)
  })

  it('of an older build that nobody knows any more do no harm', async () => {
    const old = await jobsOn(store, [{ id: 'test.old', everySeconds: 1, run: async () => {} }])
    await old.close()
    open.length = 0
    const { counted, run } = tally()
    await jobsOn(store, [{ id: 'test.new', everySeconds: 1, run }])
    await expect.poll(() => counted.runs, PATIENT).toBeGreaterThanOrEqual(2)
  })

  it('answer the health question, and stay with others when this process does not work', async () => {
    const { counted, run } = tally()
    const watching = await jobsOn(store, [{ id: 'test.idle', everySeconds: 1, run }], false)
    await watching.ping()
    expect(await watching.waiting()).toBe(0)
    expect(counted.runs).toBe(0)
  })

  it('find a message that a process recorded and died before it read', async () => {
    const own = await freshDatabase()
    const pool = openPool(own.url, 2)
    await seedDemoMarket(pool, new Date())
    await pool.query(
      `insert into mailbox_item (contact_id, kind, payload, adapter, provider_id, due_at, created_at)
       select id, 'message', '{"kind": "text", "text": "AIDE"}', 'simulator', 'left-behind', now(), now()
       from contact where address = '+2250700000011'`,
    )
    await pool.end()
    const channel = testChannel()
    const program = await openWorker(store, own.url, channel)
    open.push(program)
    await expect.poll(() => channel.sent.length, PATIENT).toBe(1)
  })
})

function openWorker(store: string, databaseUrl: string, channel: ReturnType<typeof testChannel>): Promise<Program> {
  const onRedis = store === 'Redis' && redis !== undefined ? { REDIS_URL: redis.url } : {}
  return openProgram({
    config: readConfig({ BURST_PAUSE_MS: '0', DATABASE_URL: databaseUrl, CHANNELS: 'simulator', ...onRedis }),
    databaseUrl,
    clock: systemClock,
    log,
    channels: () => [channel],
  })
}
