import pino from 'pino'
import type { Channel } from '../../bot/channels/channel.ts'
import { readConfig } from '../../config.ts'
import { openProgram, type Program } from '../../program.ts'
import type { App } from '../harness/app.ts'

/** A second process of the same installation: another program on the same database and the same clock. */
export async function another(
  app: App,
  channel: Channel,
  env: Readonly<Record<string, string>> = {},
  more: readonly Channel[] = [],
): Promise<Program> {
  return openProgram({
    config: readConfig({
      ROLES: 'web',
      BURST_PAUSE_MS: '0',
      DATABASE_URL: app.databaseUrl,
      CHANNELS: 'simulator',
      ...env,
    }),
    databaseUrl: app.databaseUrl,
    clock: app.clock,
    log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
    channels: () => [channel, ...more],
  })
}

/** One round of a program's jobs, and what they wake. */
export async function sweep(program: Program): Promise<void> {
  for (const { run } of program.definitions) await run()
  await program.idle()
}
