import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { EmbeddedDatabaseError } from './embedded-place.ts'

// Longer than the slowest honest start: initdb on a slow disk, or recovery after a power cut.
const LOCK_WAIT_MS = 120_000
let registrations = 0

/** Notes in `home` which of our processes use its server, so that the last one to leave stops it. */
export function joinUsers(home: string): { leave(): void; isLast(): boolean } {
  const folder = path.join(home, 'postgres-users')
  mkdirSync(folder, { recursive: true })
  registrations += 1
  const own = `${process.pid}-${registrations}`
  writeFileSync(path.join(folder, own), '')
  return {
    leave: () => rmSync(path.join(folder, own), { force: true }),
    isLast: () => living(folder).every((name) => name === own),
  }
}

/** The registered users that still live; those of killed processes are removed. */
function living(folder: string): string[] {
  return readdirSync(folder).filter((name) => {
    const isLiving = isAlive(Number.parseInt(name, 10))
    if (!isLiving) rmSync(path.join(folder, name), { force: true })
    return isLiving
  })
}

/** Runs `work` while no other process starts or stops the server of `home`. A lock left by a killed process is taken. */
export async function alone<T>(home: string, work: () => Promise<T>): Promise<T> {
  const lock = path.join(home, 'postgres-lock')
  const deadline = Date.now() + LOCK_WAIT_MS
  while (!take(lock)) {
    if (Date.now() > deadline) {
      throw new EmbeddedDatabaseError(
        `Un autre processus démarre ou arrête la base depuis trop longtemps. S’il n’existe plus, effacez ${lock} et relancez.`,
      )
    }
    await pause(50)
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  }
  const holder = readNumber(lock)
  if (holder !== undefined && !isAlive(holder)) rmSync(lock, { force: true })
  return false
}

/** The number a file holds, or undefined while it is missing or being written. */
export function readNumber(file: string): number | undefined {
  try {
    const number = Number.parseInt(readFileSync(file, 'utf8'), 10)
    return Number.isNaN(number) ? undefined : number
  } catch {
    return undefined
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
