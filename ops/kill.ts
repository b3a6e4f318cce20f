import { randomInt } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startEmbedded } from '../prisma/embedded.ts'
import { killTheProgram, torture } from './kill/torture.ts'

// npm run kill [kills] [seed]: the program under load is killed again and again, as a power cut would; nothing may be
// lost, said twice or left undone.

const say = (line: string) => process.stdout.write(`${line}\n`)
const kills = Number(process.argv[2] ?? 20)
const seed = Number(process.argv[3] ?? randomInt(1_000_000))

const folder = mkdtempSync(path.join(os.tmpdir(), 'distri-night-kill-'))
// Root's server runs as user `postgres`, who must get in.
chmodSync(folder, 0o755)
const database = await startEmbedded(folder, { log: () => {} })
say(`${kills} times kill -9 under load, seed ${seed}`)
say('  no.   messages taken before   takes messages again after')
try {
  let count = 0
  const { accepted, checks, happened, lines } = await torture({
    databaseUrl: database.url,
    blows: Array.from({ length: kills }, () => killTheProgram),
    seed,
    isHurried: false,
    onStruck: (one) => {
      count += 1
      say(
        `${String(count).padStart(4)} ${String(one.accepted).padStart(24)} ${String(one.milliseconds).padStart(22)} ms`,
      )
    },
  })
  say('')
  say(`${accepted} messages taken, ${happened.handled} items handled, ${happened.said} messages said,`)
  say(`${happened.orders} orders, ${happened.chosen} offers chosen, ${happened.ledger} ledger transactions`)
  for (const { what, broken } of checks) {
    say(`${broken.length === 0 ? ' ok ' : 'FAIL'}  ${what}`)
    for (const one of broken.slice(0, 5)) say(`        ${one}`)
  }
  if (checks.some(({ broken }) => broken.length > 0)) {
    process.exitCode = 1
    lines.forEach(say)
  }
} finally {
  await database.stop()
  for (const each of [database.home, folder]) rmSync(each, { recursive: true, force: true })
}
