import { execFileSync } from 'node:child_process'
import { accessSync, chmodSync, constants, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type EmbeddedDatabase, EmbeddedDatabaseError, startEmbedded, stopAbandoned } from './embedded.ts'

const PREFIX = 'distri-night-temporary-'

/** Where Linux keeps files in memory: a new database is many hundred small files, a tenth of the wait there. */
const MEMORY = '/dev/shm'
/** A whole test run fills a few hundred megabytes; a container often has 64 there, and others want some too. */
const ROOM = 4 * 2 ** 30

export interface TemporaryDatabase extends Omit<EmbeddedDatabase, 'stop'> {
  /**
   * Stops the server and removes its data, unless they are to be kept for a look: then on the disk.
   * @returns where they are kept
   */
  stop(options?: { isKept?: boolean }): Promise<string | undefined>
}

/** A server for tests and tools: nothing waits for the disk, and nothing is left of it afterwards. */
export async function startTemporary(): Promise<TemporaryDatabase> {
  await sweep()
  const folder = mkdtempSync(path.join(hasRoomInMemory() ? MEMORY : os.tmpdir(), PREFIX))
  // Root's server runs as user `postgres`, who must get in.
  chmodSync(folder, 0o755)
  const server = await startEmbedded(folder, { log: () => {}, isDurable: false })
  return {
    ...server,
    stop: async ({ isKept = false } = {}) => {
      await server.stop()
      if (isKept && path.dirname(folder) !== MEMORY) return server.home
      const kept = isKept ? path.join(os.tmpdir(), path.basename(folder)) : undefined
      // As root, with the owner that the server insists on.
      if (kept !== undefined) execFileSync('cp', ['-a', folder, kept])
      for (const each of [server.home, folder]) rmSync(each, { recursive: true, force: true })
      return kept
    },
  }
}

function hasRoomInMemory(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK)
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize > ROOM && os.freemem() > ROOM
  } catch {
    return false
  }
}

/** A killed test run cannot stop its server: the next one does. Folders that were kept hold no running server. */
async function sweep(): Promise<void> {
  for (const parent of [MEMORY, os.tmpdir()].filter((each) => existsSync(each))) {
    for (const name of readdirSync(parent).filter((each) => each.startsWith(PREFIX))) {
      await sweepOne(path.join(parent, name))
    }
  }
}

async function sweepOne(folder: string): Promise<void> {
  try {
    if (await stopAbandoned(folder)) rmSync(folder, { recursive: true, force: true })
  } catch (error) {
    // Another user's: theirs to sweep.
    if (!(error instanceof EmbeddedDatabaseError)) throw error
  }
}
