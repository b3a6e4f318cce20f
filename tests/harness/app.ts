import type { Pool } from 'pg'
import pino from 'pino'
import { expect } from 'vitest'
import { z } from 'zod'
import { simulatorChannel } from '../../bot/channels/simulator/channel.ts'
import type { Senders } from '../../bot/health/senders.ts'
import { settleEarlyStatuses } from '../../bot/outbox/statuses.ts'
import { readConfig } from '../../config.ts'
import { seedDemoMarket } from '../../domain/demo/seed.ts'
import { openPool } from '../../domain/work/pool.ts'
import { openProgram, type Program, type ProgramParts } from '../../program.ts'
import { freshDatabase } from './database.ts'

/** A clock that stands still until it is moved. */
export function stoppedClock(at = new Date('2026-11-20T20:00:00Z')) {
  let time = at.getTime()
  return {
    now: () => new Date(time),
    move(minutes: number) {
      time += minutes * 60_000
    },
  }
}

const shownSchema = z.object({
  messages: z.array(
    z.object({
      seq: z.number(),
      direction: z.enum(['in', 'out']),
      text: z.string(),
      choices: z.array(z.object({ id: z.string(), label: z.string() })).default([]),
    }),
  ),
})
export type Shown = z.output<typeof shownSchema>['messages'][number]
export type Medium = 'whatsapp' | 'sms'

export interface App extends Program {
  readonly clock: ReturnType<typeof stoppedClock>
  readonly databaseUrl: string
  /** types on a phone and waits until everything that follows has happened */
  type(channel: Medium, from: string, text: string): Promise<void>
  press(channel: Medium, from: string, choice: string): Promise<void>
  /** what a phone shows after that message */
  shows(channel: Medium, phone: string, after?: number): Promise<Shown[]>
  /** the last thing a phone was told */
  lastTold(channel: Medium, phone: string): Promise<string>
  /** moves the clock and lets everything that is due happen */
  pass(minutes: number): Promise<void>
  settle(): Promise<void>
}

export interface AppOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly channels?: ProgramParts['channels']
  readonly senders?: Senders
  readonly withMarket?: boolean
}

/** The whole program on a database of its own, with the demo market and simulated phones; jobs run when told to. */
export async function openApp({ env = {}, channels, senders, withMarket = true }: AppOptions = {}): Promise<App> {
  const database = await freshDatabase()
  const clock = stoppedClock()
  if (withMarket) {
    const pool = openPool(database.url, 2)
    await seedDemoMarket(pool, clock.now())
    await pool.end()
  }
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  const phones = (pool: Pool) => [simulatorChannel({ pool, clock, log, gatheredForMs: 5 })]
  const program = await openProgram({
    config: readConfig({
      ROLES: 'web',
      BURST_PAUSE_MS: '0',
      DATABASE_URL: database.url,
      CHANNELS: 'simulator',
      ...env,
    }),
    databaseUrl: database.url,
    clock,
    log,
    ...(channels !== undefined ? { channels } : env.CHANNELS === undefined && { channels: phones }),
    ...(senders !== undefined && { senders }),
  })
  return { ...program, ...phonesOf(program, clock), clock, databaseUrl: database.url }
}

async function isConfirmed({ pool, clock }: Pick<App, 'pool' | 'clock'>): Promise<boolean> {
  // A confirmation may cross the record of its own send; the sweep brings them together.
  await settleEarlyStatuses(pool, clock.now())
  const { rows } = await pool.query(
    `select from outbox_message where status = 'sent' and provider_id like 'sim-%' and fall_back_at is not null limit 1`,
  )
  return rows.length === 0
}

function phonesOf(program: Program, clock: ReturnType<typeof stoppedClock>) {
  async function send(payload: object): Promise<void> {
    const answer = await program.server.inject({ method: 'POST', url: '/simulator/messages', payload })
    if (answer.statusCode !== 202) throw new Error(`The simulator refused: ${answer.body}`)
    await settle()
  }

  /** Until a whole round of the jobs finds nothing more to do. */
  async function settle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      await program.idle()
      for (const { run } of program.definitions) await run()
      await program.idle()
    }
  }

  async function shows(channel: Medium, phone: string, after = 0): Promise<Shown[]> {
    const query = new URLSearchParams({ contact: phone, channel, after: String(after) })
    const answer = await program.server.inject({ method: 'GET', url: `/simulator/messages?${query}` })
    return shownSchema.parse(answer.json()).messages
  }

  return {
    type: (channel: Medium, from: string, text: string) => send({ channel, from, text }),
    press: (channel: Medium, from: string, choice: string) => send({ channel, from, choice }),
    shows,
    async lastTold(channel: Medium, phone: string): Promise<string> {
      return (await shows(channel, phone)).findLast(({ direction }) => direction === 'out')?.text ?? ''
    },
    async pass(minutes: number): Promise<void> {
      // The simulator's phones confirm within real milliseconds: a clock that jumped meanwhile would send them SMS.
      await expect.poll(() => isConfirmed({ ...program, clock }), { interval: 20, timeout: 10_000 }).toBe(true)
      clock.move(minutes)
      await settle()
    },
    settle,
  }
}
