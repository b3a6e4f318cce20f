// What a closed connection means, and what is done (providers.md 3.2). Codes are WhatsApp's or the library's.

export type AfterClosing =
  | { readonly kind: 'reconnect'; readonly afterMs: number }
  /** the credentials are worth nothing any more: deleted, and a person pairs again */
  | { readonly kind: 'unpair'; readonly because: 'logged_out' | 'session' }
  /** a person decides */
  | { readonly kind: 'stop'; readonly because: 'replaced' | 'banned' | 'version' }
  /** nobody scanned: quiet until somebody asks for a code again */
  | { readonly kind: 'wait_for_pairing' }

export interface Closing {
  readonly code: number
  /** no phone has accepted us yet */
  readonly isPairing: boolean
  /** closings of the same code since it was last open, this one included */
  readonly inARow: number
  /** closings of any code since it was last open, this one included */
  readonly failures: number
}

const RESTART = 515
const REPLACED = 440
const LOGGED_OUT: readonly number[] = [401, 419]
const FORBIDDEN = 403
const WRONG_VERSION = 405
const BROKEN_SESSION: readonly number[] = [411, 500]

// 405 comes too when WhatsApp's servers are upset: a few tries, far apart, before a person is called.
const VERSION_TRIES = 5
// A session that is broken three times in a row does not mend itself; giving it up means pairing again.
const SESSION_TRIES = 3
// After pairing one restart is normal. A server that always asks for another must not be hammered.
const RESTARTS_AT_ONCE = 3

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000

/** @param random 0 to 1: processes that lost WhatsApp at the same moment come back at different ones */
export function afterClosing({ code, isPairing, inARow, failures }: Closing, random: number): AfterClosing {
  const later = { kind: 'reconnect', afterMs: waitFor(failures, random) } as const
  if (code === RESTART) return inARow <= RESTARTS_AT_ONCE ? { kind: 'reconnect', afterMs: 0 } : later
  if (code === REPLACED) return { kind: 'stop', because: 'replaced' }
  if (code === FORBIDDEN) return { kind: 'stop', because: 'banned' }
  if (code === WRONG_VERSION) return inARow < VERSION_TRIES ? later : { kind: 'stop', because: 'version' }
  if (isPairing) return { kind: 'wait_for_pairing' }
  if (LOGGED_OUT.includes(code)) return { kind: 'unpair', because: 'logged_out' }
  if (BROKEN_SESSION.includes(code)) return inARow < SESSION_TRIES ? later : { kind: 'unpair', because: 'session' }
  return later
}

/** 1 s, 2 s, 4 s… at most a minute, and of that between a half and all. */
export function waitFor(failures: number, random: number): number {
  const whole = Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1), LONGEST_WAIT_MS)
  return Math.round(whole * (0.5 + random / 2))
}

/** What went wrong since the last connection that was open. */
export function countingFailures() {
  let failures = 0
  let inARow = { code: 0, times: 0 }
  return {
    /** @returns how many failures that makes, and how many in a row ended with this code */
    closedWith(code: number): { readonly failures: number; readonly inARow: number } {
      failures += 1
      inARow = { code, times: inARow.code === code ? inARow.times + 1 : 1 }
      return { failures, inARow: inARow.times }
    },
    another(): number {
      failures += 1
      return failures
    },
    forget(): void {
      failures = 0
      inARow = { code: 0, times: 0 }
    },
  }
}
