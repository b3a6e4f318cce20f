import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type EmbeddedDatabase, EmbeddedDatabaseError, startEmbedded, stopAbandoned } from './embedded.ts'

const PREFIX = 'distri-night-temporary-'

export interface TemporaryDatabase extends EmbeddedDatabase {
  /** Stops the server and removes its data, unless they are to be kept for a look. */
  stop(options?: { isKept?: boolean }): Promise<void>
}

/** A server for tests and tools: nothing waits for the disk, and nothing is left of it afterwards. */
export async function startTemporary(): Promise<TemporaryDatabase> {
  await sweep()
  const folder = mkdtempSync(path.join(os.tmpdir(), PREFIX))
  // Root's server runs as user `postgres`, who must get in.
  chmodSync(folder, 0o755)
  const server = await startEmbedded(folder, { log: () => {}, isDurable: false })
  return {
    ...server,
    stop: async ({ isKept = false } = {}) => {
      await server.stop()
      if (!isKept) for (const each of [server.home, folder]) rmSync(each, { recursive: true, force: true })
    },
  }
}

/** A killed test run cannot stop its server: the next one does. Folders that were kept hold no running server. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(os.tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const folder = path.join(os.tmpdir(), name)
    try {
      if (await stopAbandoned(folder)) rmSync(folder, { recursive: true, force: true })
    } catch (error) {
      // Another user's: theirs to sweep.
      if (!(error instanceof EmbeddedDatabaseError)) throw error
    }
  }
}
