import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type EmbeddedDatabase, startEmbedded } from '../../prisma/embedded.ts'

let folder: string
let holders: ChildProcess[]
let servers: EmbeddedDatabase[]

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'distri-night-'))
  chmodSync(folder, 0o755)
  holders = []
  servers = []
})

afterEach(async () => {
  for (const holder of holders) {
    if (holder.exitCode !== null || holder.signalCode !== null) continue
    holder.kill('SIGKILL')
    await once(holder, 'exit')
  }
  // Whoever starts last stops what a killed one left.
  if (existsSync(pidFile())) servers.push(await start())
  for (const server of servers) await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const pidFile = (): string => path.join(folder, 'postgres', 'postmaster.pid')
const pidOfServer = (): number => Number.parseInt(readFileSync(pidFile(), 'utf8'), 10)

async function start(): Promise<EmbeddedDatabase> {
  return startEmbedded(folder, { log: () => {} })
}

/** Another process of ours on the same data. */
async function startHolder(): Promise<{ holder: ChildProcess; url: string }> {
  const file = fileURLToPath(new URL('holder.ts', import.meta.url))
  const holder = spawn(process.execPath, ['--import', 'tsx', file, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  holders.push(holder)
  const [url] = await once(createInterface({ input: holder.stdout }), 'line')
  return { holder, url: String(url) }
}

async function end(holder: ChildProcess, signal: 'SIGKILL' | 'SIGINT'): Promise<void> {
  const exited = once(holder, 'exit')
  holder.kill(signal)
  await exited
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

it('keeps the data and the port from one start to the next', async () => {
  const first = await start()
  await ask(first.url, 'create table kept as select 7 as n')
  await first.stop()
  expect(existsSync(pidFile())).toBe(false)
  const second = await start()
  servers.push(second)
  expect(second.url).toBe(first.url)
  expect(await ask(second.url, 'select n from kept')).toEqual([{ n: 7 }])
})

it('waits for the disk, speaks UTF-8 and UTC, and keeps its password to itself', async () => {
  const server = await start()
  servers.push(server)
  const shown = `select name, setting from pg_settings where name in
    ('fsync', 'synchronous_commit', 'full_page_writes', 'server_encoding', 'TimeZone', 'max_connections') order by name`
  expect(await ask(server.url, shown)).toEqual([
    { name: 'TimeZone', setting: 'UTC' },
    { name: 'fsync', setting: 'on' },
    { name: 'full_page_writes', setting: 'on' },
    { name: 'max_connections', setting: '300' },
    { name: 'server_encoding', setting: 'UTF8' },
    { name: 'synchronous_commit', setting: 'on' },
  ])
  expect(statSync(path.join(folder, 'postgres-password')).mode & 0o777).toBe(0o600)
})

it('finds its own server again after kill -9 of the process that started it', async () => {
  const { holder, url } = await startHolder()
  await ask(url, 'create table kept as select 7 as n')
  const pid = pidOfServer()
  await end(holder, 'SIGKILL')
  const server = await start()
  servers.push(server)
  expect(pidOfServer()).toBe(pid)
  expect(await ask(server.url, 'select n from kept')).toEqual([{ n: 7 }])
})

it('recovers what was committed after kill -9 of everything, PostgreSQL included', async () => {
  const { holder, url } = await startHolder()
  await ask(url, 'create table kept as select 7 as n')
  process.kill(pidOfServer(), 'SIGKILL')
  await end(holder, 'SIGKILL')
  expect(existsSync(pidFile())).toBe(true)
  const server = await start()
  servers.push(server)
  expect(await ask(server.url, 'select n from kept')).toEqual([{ n: 7 }])
})

it('is not misled by a stale pid file whose number belongs to another program now', async () => {
  const first = await start()
  await first.stop()
  writeFileSync(pidFile(), `${process.pid}\n${path.join(folder, 'postgres')}\n0\n5432\n\n127.0.0.1\n`)
  const server = await start()
  servers.push(server)
  expect(await ask(server.url, 'select 1 as n')).toEqual([{ n: 1 }])
})

it('is shared by two processes that start at once, and ends with the last of them', async () => {
  const [one, two] = await Promise.all([startHolder(), startHolder()])
  expect(one.url).toBe(two.url)
  await end(one.holder, 'SIGINT')
  expect(await ask(two.url, 'select 1 as n')).toEqual([{ n: 1 }])
  await end(two.holder, 'SIGINT')
  expect(existsSync(pidFile())).toBe(false)
})
