import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Blow, killTheProgram, type Outcome, torture } from '../../ops/kill/torture.ts'
import { type EmbeddedDatabase, startEmbedded } from '../../prisma/embedded.ts'
import { isAlive } from '../../prisma/embedded-registry.ts'

// The whole program as a process, on a PostgreSQL that waits for its disk, under about 20 writing phones. `npm run kill`
// does the same 20 times and prints a table.

const MINUTES = 60_000
const SEED = 20_261_120

let folder: string
let database: EmbeddedDatabase

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'distri-night-kill-'))
  // Root's server runs as user `postgres`, who must get in.
  chmodSync(folder, 0o755)
  database = await startEmbedded(folder, { log: () => {} })
})

afterEach(async () => {
  await database.stop()
  for (const each of [database.home, folder]) rmSync(each, { recursive: true, force: true })
})

function expectUnbroken(outcome: Outcome): void {
  expect(outcome.checks.filter(({ broken }) => broken.length > 0)).toEqual([])
  expect(outcome.happened.said).toBeGreaterThan(100)
  expect(outcome.happened.chosen).toBeGreaterThan(0)
}

it(
  'loses nothing and says nothing twice when the program is killed five times under load',
  async () => {
    const blows = Array.from({ length: 5 }, () => killTheProgram)
    expectUnbroken(await torture({ databaseUrl: database.url, blows, seed: SEED, isHurried: true }))
  },
  3 * MINUTES,
)

it(
  'loses nothing and says nothing twice when PostgreSQL restarts under load',
  async () => {
    const again: EmbeddedDatabase[] = []
    const restart: Blow = {
      name: 'PostgreSQL restarted',
      async strike() {
        const pid = Number.parseInt(readFileSync(path.join(database.home, 'postgres', 'postmaster.pid'), 'utf8'), 10)
        // Fast shutdown: connections are cut in the middle of what they do.
        process.kill(pid, 'SIGINT')
        while (isAlive(pid) && !isZombie(pid)) await pause(20)
        again.push(await startEmbedded(folder, { log: () => {} }))
      },
    }
    try {
      const outcome = await torture({
        databaseUrl: database.url,
        blows: [restart, restart],
        seed: SEED + 1,
        isHurried: true,
      })
      expectUnbroken(outcome)
    } finally {
      for (const server of again) await server.stop()
    }
  },
  3 * MINUTES,
)

function isZombie(pid: number): boolean {
  return spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
    .stdout.trim()
    .startsWith('Z')
}
