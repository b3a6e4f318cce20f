import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Operator } from '../../../domain/accounts/operators.ts'
import type { Clock } from '../../clock.ts'

/** A SIM of one of the phones. */
export interface Sim {
  /** the adapter's sender: device:sim */
  readonly sender: string
  readonly deviceId: string
  readonly simNumber: number
  readonly operator: Operator
}

/** What the configuration says of the gateway. */
export interface SmsgateSettings {
  /** the cloud's, a private server's, or the phone's own */
  readonly apiBaseUrl: string
  readonly user: string
  readonly password: string
  /** of each phone, or one that all share */
  readonly signingKeys: readonly string[]
  readonly sims: readonly Sim[]
  /** segments a minute and a day that one SIM may send */
  readonly perMinute: number
  readonly perDay: number
  /** a phone that has pinged and is silent for this long is offline */
  readonly offlineMinutes: number
  /** how far the time in a signature may be from ours */
  readonly toleranceSeconds: number
}

export interface SmsgateOptions extends SmsgateSettings {
  readonly publicUrl: string
  readonly pool: Pool
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  readonly timeoutMs?: number
}

export const ADAPTER = 'smsgate'
export const WEBHOOK_PATH = '/webhooks/smsgate'

export function webhookUrl({ publicUrl }: Pick<SmsgateOptions, 'publicUrl'>): string {
  return `${publicUrl.replace(/\/+$/, '')}${WEBHOOK_PATH}`
}

/** Whether an address is this machine itself. */
export function isLoopback(url: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/.test(new URL(url).hostname)
}
