import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'

// npm test: style, types, import law, tests; each of the first three counts as one. With arguments (a path, -t NAME),
// only Vitest runs, on those. The last line is `N passed, N failed`, for CI.

interface Tally {
  readonly passed: number
  readonly failed: number
}

const PRODUCT = [
  'prisma',
  'domain',
  'conversations',
  'bot',
  'admin-api',
  'ops',
  'config',
  'config.ts',
  'main.ts',
  'program.ts',
]
const program = (file: string): string => path.join('node_modules', file)

const CHECKS: readonly { name: string; args: readonly string[]; env?: Record<string, string> }[] = [
  { name: 'style (biome)', args: [program('@biomejs/biome/bin/biome'), 'check'] },
  { name: 'types (tsc)', args: [program('typescript/bin/tsc'), '--noEmit', '-p', '.'] },
  { name: 'imports (dependency-cruiser)', args: cruise() },
  { name: 'imports at run time, no cycles (dependency-cruiser)', args: cruise(), env: { DISTRI_NIGHT_RUN_TIME: '1' } },
]

function cruise(): string[] {
  const bin = program('dependency-cruiser/bin/dependency-cruise.mjs')
  return [bin, '--config', '.dependency-cruiser.cjs', ...PRODUCT.filter((part) => existsSync(part))]
}

async function check({ name, args, env }: (typeof CHECKS)[number]): Promise<Tally> {
  const { code, output } = await runNode(args, { env, isShown: false })
  console.log(`${code === 0 ? '✓' : '✗'} ${name}`)
  if (code !== 0) console.log(output)
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

async function vitest(filters: readonly string[]): Promise<Tally> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'distri-night-'))
  const report = path.join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code } = await runNode([program('vitest/vitest.mjs'), 'run', ...reporters, ...filters], { isShown: true })
  const tally = existsSync(report) ? count(JSON.parse(readFileSync(report, 'utf8'))) : { passed: 0, failed: 0 }
  rmSync(folder, { recursive: true, force: true })
  // Vitest also fails for what belongs to no test: an unhandled rejection, no file found, the server not starting.
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
})

/** A file that fails as a whole (it does not load, its setup breaks) counts as one failure. */
function count(report: unknown): Tally {
  const { numPassedTests, numFailedTests, testResults } = Report.parse(report)
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
  )
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length }
}

interface Finished {
  readonly code: number | null
  readonly output: string
}

function runNode(
  args: readonly string[],
  { env, isShown }: { env?: Record<string, string> | undefined; isShown: boolean },
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const stdio = isShown ? ('inherit' as const) : ('pipe' as const)
    const child = spawn(process.execPath, args, { stdio, env: { ...process.env, ...env } })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

const filters = process.argv.slice(2)
const tallies: Tally[] = []
if (filters.length === 0) for (const each of CHECKS) tallies.push(await check(each))
tallies.push(await vitest(filters))
const sum = (pick: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + pick(tally), 0)
const failed = sum((tally) => tally.failed)
console.log(`${sum((tally) => tally.passed)} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
