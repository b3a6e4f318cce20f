import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from './free-port.ts'

export interface TestRedis {
  readonly url: string
  stop(): Promise<void>
}

/** A Redis of its own on a free port, gone afterwards. It is never skipped: what runs on Redis must be seen to. */
export async function startRedis(): Promise<TestRedis> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'distri-night-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const parameters = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
  ]
  const server = spawn('redis-server', parameters, { stdio: 'ignore' })
  await started(server, url)
  return {
    url,
    async stop() {
      const exited = once(server, 'exit')
      server.kill('SIGTERM')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function started(server: ChildProcess, url: string): Promise<void> {
  const failed = new Promise<never>((_, reject) => {
    server.once('error', (cause) => {
      reject(
        new Error('redis-server is not on PATH: install it (apt-get install redis-server) and run again.', { cause }),
      )
    })
  })
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 20 })
  client.on('error', () => {})
  try {
    await Promise.race([client.ping(), failed])
  } finally {
    client.disconnect()
  }
}
