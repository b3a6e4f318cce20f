import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { passTheMinute } from '../../../ops/kill/checks.ts'
import { type FreshDatabase, freshDatabase } from '../../harness/database.ts'
import { openPostOffice, type PostOffice } from './post-office.ts'

// 1,000 messages to 200 people leave through two processes that share one sender, while one of them is killed again and
// again (kill -9): nothing is lost, nothing leaves twice, everybody reads in order, and the provider's rate holds.

const PEOPLE = 200
const EACH = 5
const PER_SECOND = 30
const KILLS = 4
const MINUTES = 60_000

let database: FreshDatabase
let office: PostOffice
let workers: ChildProcess[]

beforeEach(async () => {
  database = await freshDatabase()
  office = await openPostOffice()
  workers = []
})
afterEach(async () => {
  for (const worker of workers) await end(worker, 'SIGKILL')
  await office.close()
})

/** Resolves when it drains. */
async function start(): Promise<ChildProcess> {
  const { PATH, HOME, TMPDIR } = process.env
  const worker = spawn(process.execPath, ['--import', 'tsx', 'tests/kill/draining/worker.ts'], {
    env: { PATH, HOME, TMPDIR, DATABASE_URL: database.url, POST_OFFICE: office.url, PER_SECOND: String(PER_SECOND) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  workers.push(worker)
  await Promise.race([
    once(worker.stdout, 'data'),
    once(worker, 'exit').then(([code]) => {
      throw new Error(`A worker ended with ${code} before it drained.`)
    }),
  ])
  return worker
}

async function end(worker: ChildProcess, signal: 'SIGKILL' | 'SIGINT'): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  const exited = once(worker, 'exit')
  worker.kill(signal)
  await exited
}

async function queueAll(): Promise<void> {
  await database.pool.query(
    `insert into contact (channel, adapter, sender, address, created_at)
     select 'sms', 'post', 'counter', '+22507' || lpad(n::text, 8, '0'), now() from generate_series(1, $1::int) n`,
    [PEOPLE],
  )
  await database.pool.query(
    `insert into outbox_message (contact_id, content, copy, due_at, created_at)
     select c.id, jsonb_build_object('text', n::text), 'test', now(), now()
     from generate_series(1, $1::int) n, contact c order by n, c.address`,
    [EACH],
  )
}

const unsent = async () => {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::int as count from outbox_message where status <> 'sent'`,
  )
  return rows[0]?.count ?? Number.NaN
}

/** The most that arrived in any one second. */
function mostInASecond(): number {
  const times = office.arrived.map(({ atMs }) => atMs).toSorted((a, b) => a - b)
  return Math.max(...times.map((from, first) => times.slice(first).filter((time) => time < from + 1_000).length))
}

it(
  'drains 1,000 messages to 200 people in order, at the provider’s rate, while a worker is killed every few seconds',
  async () => {
    await queueAll()
    const [living] = await Promise.all([start(), start()])
    let kills = 0
    while (kills < KILLS && office.arrived.length < PEOPLE * EACH - 3 * PER_SECOND) {
      const victim = workers.findLast((worker) => worker !== living)
      if (victim === undefined) throw new Error('Nobody to kill.')
      const before = office.arrived.length
      await expect.poll(() => office.arrived.length, { timeout: MINUTES }).toBeGreaterThan(before + PER_SECOND)
      await end(victim, 'SIGKILL')
      kills += 1
      await start()
    }
    expect(kills, 'a slow machine starts workers slowly').toBeGreaterThanOrEqual(2)
    // What the dead had in hand is given back to the living after a minute: here it passes in the database.
    await Promise.all(workers.map((worker) => end(worker, 'SIGINT')))
    await passTheMinute(database.pool)
    const last = await start()
    await expect.poll(unsent, { timeout: MINUTES, interval: 200 }).toBe(0)
    await end(last, 'SIGINT')

    const ids = office.arrived.map(({ id }) => id)
    expect(new Set(ids).size, 'each was sent').toBe(PEOPLE * EACH)
    expect(ids.length, 'none was sent twice').toBe(PEOPLE * EACH)
    for (const person of new Set(office.arrived.map(({ to }) => to))) {
      const texts = office.arrived.filter(({ to }) => to === person).map(({ text }) => text)
      expect(texts).toEqual(['1', '2', '3', '4', '5'])
    }
    // The bucket: a second's worth at once, and then the rate; a lease of each process may be spent a second late.
    const lease = Math.floor(PER_SECOND / 4)
    expect(mostInASecond()).toBeLessThanOrEqual(2 * PER_SECOND + 2 * lease)
    const span = (office.arrived.at(-1)?.atMs ?? 0) - (office.arrived[0]?.atMs ?? 0)
    expect((ids.length - PER_SECOND) / (span / 1000), 'messages a second').toBeLessThanOrEqual(PER_SECOND * 1.05)
  },
  6 * MINUTES,
)
