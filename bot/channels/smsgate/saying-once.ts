import type { SmsgateOptions } from './options.ts'

// More different things than this are an attack on the log: then each is said again.
const MOST_REMEMBERED = 1_000

/** Says in the log what would else come with every SMS of an operator's short code. */
export function sayingOnce(log: SmsgateOptions['log']) {
  const said = new Set<string>()
  const isNew = (key: string): boolean => {
    if (said.has(key)) return false
    if (said.size >= MOST_REMEMBERED) said.clear()
    said.add(key)
    return true
  }
  return {
    info(key: string, fields: object, words: string): void {
      if (isNew(key)) log.info(fields, words)
    },
    warn(key: string, fields: object, words: string): void {
      if (isNew(key)) log.warn(fields, words)
    },
  }
}
