import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { findPlace, type Place, passwordFileOf, prepareData, runAs, unusable } from './embedded-place.ts'
import { alone, hasCode, isAlive, joinUsers, readNumber } from './embedded-registry.ts'

export { EmbeddedDatabaseError } from './embedded-place.ts'

const DATABASE = 'distri_night'
// Recovery after a power cut reads the whole write-ahead log again (1 GB at most by default).
const READY_WITHIN_MS = 120_000
const LOG_KEPT_BYTES = 10_000_000

export interface EmbeddedOptions {
  readonly log: (line: string) => void
  /** false: nothing waits for the disk. For tests that do not kill anything; a power cut would lose the data. */
  readonly isDurable?: boolean
}

export interface EmbeddedDatabase {
  /** Of the database `distri_night`, with its password. */
  readonly url: string
  /** The folder that holds the data and everything noted about the server. */
  readonly home: string
  /** Leaves the server, and stops it when no other process of ours uses it. */
  stop(): Promise<void>
}

/**
 * A real PostgreSQL 18 from the npm packages, its data in `dataDir` (or, when root starts it from a place that user
 * `postgres` cannot reach, under /var/lib/distri-night). Finds its own server again after a kill -9.
 * @throws EmbeddedDatabaseError when it cannot run here.
 */
export async function startEmbedded(dataDir: string, options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const place = findPlace(dataDir)
  const users = joinUsers(place.home)
  try {
    const port = await alone(place.home, async () => {
      prepareData(place)
      return (await portOfRunning(place)) ?? (await startServer(place, options))
    })
    await createDatabase(place, port)
    options.log(`PostgreSQL intégré sur le port ${port}, données dans ${place.data}`)
    return { url: urlOf(place, port, DATABASE), home: place.home, stop: () => leave(place, users) }
  } catch (error) {
    users.leave()
    throw error
  }
}

/** Stops the server of `dataDir` if every process that used it was killed. Returns whether it did. */
export async function stopAbandoned(dataDir: string): Promise<boolean> {
  const place = findPlace(dataDir)
  if (!existsSync(pidFileOf(place))) return false
  const users = joinUsers(place.home)
  try {
    return await alone(place.home, async () => {
      if (!users.isLast()) return false
      await stopServer(place)
      return true
    })
  } finally {
    users.leave()
  }
}

async function leave(place: Place, users: ReturnType<typeof joinUsers>): Promise<void> {
  await alone(place.home, async () => {
    if (users.isLast()) await stopServer(place)
    users.leave()
  })
}

interface Running {
  readonly pid: number
  readonly port: number | undefined
}

/** What postmaster.pid says: line 1 the process, line 4 the port. */
function readPidFile(place: Place): Running | undefined {
  const file = pidFileOf(place)
  const pid = readNumber(file)
  if (pid === undefined) return undefined
  const port = Number(readFileSync(file, 'utf8').split('\n')[3])
  return { pid, port: Number.isInteger(port) && port > 0 ? port : undefined }
}

/** The port of our own server when it runs already: another process of ours started it, or one that was killed. */
async function portOfRunning(place: Place): Promise<number | undefined> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (let running = readPidFile(place); running; running = readPidFile(place)) {
    if (!isOurServer(running.pid, place)) {
      // PostgreSQL cleans up after a dead process itself, but trusts a number that another program has got since.
      rmSync(pidFileOf(place), { force: true })
      return undefined
    }
    if (running.port !== undefined && (await answers(place, running.port))) return running.port
    if (Date.now() > deadline) throw unusable(`le serveur ${running.pid} ne répond pas ; voir ${logFileOf(place)}`)
    await pause(50)
  }
  return undefined
}

function isOurServer(pid: number, place: Place): boolean {
  return isAlive(pid) && (process.platform === 'win32' || commandOf(pid).includes(place.data))
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
  }
}

async function startServer(place: Place, options: EmbeddedOptions): Promise<number> {
  // Another program may take the port between our look and the start: then once more with another.
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(place, attempt)
    const exited = spawnServer(place, port, options)
    if (await isReady(place, port, exited)) {
      writeFileSync(portFileOf(place), String(port))
      return port
    }
    if (attempt === 3) throw unusable(`le serveur ne démarre pas (port ${port}) :\n${lastLines(logFileOf(place))}`)
  }
}

/** Returns a function that tells whether the server has ended, and how. */
function spawnServer(place: Place, port: number, { isDurable = true }: EmbeddedOptions): () => string | undefined {
  const logFile = logFileOf(place)
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_KEPT_BYTES) rmSync(logFile)
  const log = openSync(logFile, 'a', 0o600)
  let ended: string | undefined
  const server = spawn(path.join(place.bin, 'postgres'), ['-D', place.data, ...settings(port, isDurable)], {
    ...runAs(place),
    stdio: ['ignore', log, log],
    // Its own process group: Ctrl-C in the terminal reaches Node only, which stops PostgreSQL when it has finished.
    detached: true,
  })
  server.on('error', (error) => {
    ended = error.message
  })
  server.on('exit', (code, signal) => {
    ended = String(signal ?? code)
  })
  server.unref()
  closeSync(log)
  return () => ended
}

function settings(port: number, isDurable: boolean): string[] {
  const gigabytes = os.totalmem() / 2 ** 30
  const values: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    shared_buffers: gigabytes >= 4 ? '256MB' : '64MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    // Our queries are short: compiling them costs more than running them.
    jit: 'off',
    ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** The port of last time; else one drawn from the data's place; a free one when somebody has it. */
async function choosePort(place: Place, attempt: number): Promise<number> {
  const drawn = 54_000 + (createHash('sha256').update(place.home).digest().readUInt16BE(0) % 1_000)
  const wished = readNumber(portFileOf(place)) ?? drawn
  return (attempt === 1 ? await tryPort(wished) : undefined) ?? (await tryPort(0)) ?? wished
}

/** The port if it is free (0: any free one). */
function tryPort(wished: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.on('error', () => resolve(undefined))
    probe.listen(wished, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(address !== null && typeof address === 'object' ? address.port : undefined))
    })
  })
}

async function isReady(place: Place, port: number, exited: () => string | undefined): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS
  while (exited() === undefined && Date.now() < deadline) {
    if (await answers(place, port)) return true
    await pause(20)
  }
  return false
}

/** True only for the server of this place: its password is known to nobody else. */
async function answers(place: Place, port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(place, port, 'postgres'), connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function createDatabase(place: Place, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(place, port, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
  } catch (error) {
    // 42P04 and 23505: another process of ours created it in between.
    if (!hasCode(error, '42P04') && !hasCode(error, '23505')) throw error
  } finally {
    await client.end()
  }
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
async function stopServer(place: Place): Promise<void> {
  const running = readPidFile(place)
  if (!running || !isOurServer(running.pid, place)) return
  const parameters = ['stop', '-D', place.data, '-m', 'fast', '-w', '-t', '60', '-s']
  const child = spawn(path.join(place.bin, 'pg_ctl'), parameters, { ...runAs(place), stdio: 'ignore', detached: true })
  const code = await new Promise((resolve) => {
    child.on('error', resolve)
    child.on('exit', resolve)
  })
  if (code !== 0 && existsSync(pidFileOf(place))) {
    throw unusable(`le serveur ${running.pid} ne s’arrête pas ; voir ${logFileOf(place)}`)
  }
}

function urlOf(place: Place, port: number, database: string): string {
  const password = readFileSync(passwordFileOf(place), 'utf8').trim()
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n')
}

const pidFileOf = (place: Place): string => path.join(place.data, 'postmaster.pid')
const portFileOf = (place: Place): string => path.join(place.home, 'postgres-port')
const logFileOf = (place: Place): string => path.join(place.home, 'postgres.log')
