import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../prisma/embedded.ts'

/** One PostgreSQL for both measurements, with its default durable settings, thrown away afterwards. */
export async function startDurable(say: (line: string) => void) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'distri-night-bench-'))
  // Root's server runs as user `postgres`, who must get in.
  chmodSync(folder, 0o755)
  const server = await startEmbedded(folder, { log: say })
  return {
    /** an empty database on it */
    async fresh(name: string): Promise<string> {
      const client = new pg.Client({ connectionString: server.url })
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      const url = new URL(server.url)
      url.pathname = `/${name}`
      return url.href
    },
    async stop(): Promise<void> {
      await server.stop()
      for (const each of [server.home, folder]) rmSync(each, { recursive: true, force: true })
    },
  }
}
