import type { Logger } from 'pino'

// The libraries say much, and some of it is the keys themselves. Of what they log only the sentence is kept, at a level
// that is off by default; of what libsignal prints on the console, whole sessions with their private keys, nothing.

const PRINTED_BY_LIBSIGNAL =
  /^(Closing (stale )?(open )?session|Opening session|Removing old closed session|Session already|Migrating session|V1 session|Session error|Failed to decrypt|Decrypted message with closed|Unhandled bucket)/

type Print = (...all: unknown[]) => void

/** Keeps libsignal from printing; everybody else prints as before. Done once. */
export function quietConsole(target: { info: Print; warn: Print; error: Print } = console): void {
  for (const name of ['info', 'warn', 'error'] as const) {
    const print = target[name].bind(target)
    target[name] = (...all) => {
      if (typeof all[0] === 'string' && PRINTED_BY_LIBSIGNAL.test(all[0])) return
      print(...all)
    }
  }
}

export interface LibraryLog {
  level: string
  child(fields: object): LibraryLog
  trace(fields: unknown, text?: string): void
  debug(fields: unknown, text?: string): void
  info(fields: unknown, text?: string): void
  warn(fields: unknown, text?: string): void
  error(fields: unknown, text?: string): void
}

/** What Baileys logs to: sentences without their objects, numbers without their digits. */
export function libraryLog(log: Pick<Logger, 'debug'>): LibraryLog {
  const say = (fields: unknown, text?: string): void => {
    const words = text ?? (typeof fields === 'string' ? fields : '')
    if (words !== '') log.debug({ library: words.replace(/\d{5,}/g, '…').slice(0, 200) }, 'Baileys says')
  }
  const ours: LibraryLog = {
    level: 'warn',
    child: () => ours,
    trace: () => {},
    debug: () => {},
    info: () => {},
    warn: say,
    error: say,
  }
  return ours
}
