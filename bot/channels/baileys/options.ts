import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import type { WhatsAppWeb } from './whatsapp-web.ts'

export interface BaileysOptions {
  readonly pool: Pool
  readonly clock: Clock
  readonly log: Logger
  /** 32 bytes each: the first seals, all of them open */
  readonly sessionKeys: readonly Buffer[]
  readonly sessions: readonly string[]
  readonly typing: { readonly leastMs: number; readonly mostMs: number }
  readonly mayWriteFirst: boolean
  /** undefined: WhatsApp itself, through Baileys */
  readonly whatsapp?: WhatsAppWeb
  /** waiting and chance, other in tests */
  readonly pace?: Pace
}

export interface Pace {
  /** resolves after that long, or at once when the signal is given */
  pause(ms: number, signal?: AbortSignal): Promise<void>
  /** 0 to 1 */
  random(): number
  /** how often the lease is renewed, and letters and requests of other processes are looked for */
  readonly renewMs: number
  /** how long a send waits for its letter to be written before it is looked up later */
  readonly patienceMs: number
}

export const NATURAL_PACE: Pace = {
  pause(ms, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve()
      const done = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal?.addEventListener('abort', done)
    })
  },
  random: Math.random,
  renewMs: 1_000,
  patienceMs: 25_000,
}
