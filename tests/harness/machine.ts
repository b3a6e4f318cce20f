import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/** Where a program is on this machine; undefined when it is not on PATH. */
export function programAt(...names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Tests that need a program beside Node are left out, and say so, where it is not installed: `npm test` asks for nothing
 * but Node and npm. CI installs everything and leaves nothing out: there a missing program fails its tests.
 */
export function isLeftOut(program: string, at: string | undefined): boolean {
  if (at !== undefined || process.env.CI !== undefined) return false
  console.warn(`${program} n'est pas installé : ses tests sont laissés de côté (apt-get install ${program}).`)
  return true
}
