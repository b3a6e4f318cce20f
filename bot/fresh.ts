import type { Pool } from 'pg'
import type { Logger } from 'pino'

/** A value kept in memory and read again when it may have changed: settings, the catalogue's index. */
export interface Fresh<Value> {
  get(): Value
  /** reads it again now */
  refresh(): Promise<void>
  stop(): void
}

/**
 * @param version a cheap question whose answer changes with the value, in whatever process it was changed
 * @param everyMs how often it is asked: changes reach all processes within that time
 */
export async function keepFresh<Value>(parts: {
  readonly pool: Pool
  readonly version: (pool: Pool) => Promise<string>
  readonly read: (pool: Pool) => Promise<Value>
  readonly everyMs: number
  readonly log: Logger
}): Promise<Fresh<Value>> {
  let version = await parts.version(parts.pool)
  let value = await parts.read(parts.pool)

  async function refresh(): Promise<void> {
    const newest = await parts.version(parts.pool)
    if (newest === version) return
    value = await parts.read(parts.pool)
    version = newest
  }

  const timer = setInterval(() => {
    refresh().catch((error: unknown) => parts.log.warn({ err: error }, 'not refreshed: what was read before is used'))
  }, parts.everyMs)
  timer.unref()
  return { get: () => value, refresh, stop: () => clearInterval(timer) }
}
