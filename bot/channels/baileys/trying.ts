import type { Logger } from 'pino'
import type { Pace } from './options.ts'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000

export interface Trying {
  readonly log: Logger
  readonly session: string
  readonly pace: Pace
  readonly closing: AbortSignal
}

/**
 * WhatsApp does not say a thing twice: what could not be recorded (the database was away for a moment) is tried until it
 * is. Only what PostgreSQL refuses for itself is given up, for it would hold up everything behind it.
 */
export async function untilDone(act: () => Promise<void>, { log, session, pace, closing }: Trying): Promise<void> {
  for (let tries = 0; !closing.aborted; tries += 1) {
    try {
      return await act()
    } catch (error) {
      const isHopeless = isItsOwnFault(error)
      log.error({ err: error, session, tries, isHopeless }, 'what WhatsApp said could not be recorded')
      if (isHopeless) return
      await pace.pause(Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS), closing)
    }
  }
}

/** Class 22: the data; class 23: a constraint. */
function isItsOwnFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code))
}
