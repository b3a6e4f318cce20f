import pino from 'pino'
import { z } from 'zod'
import { systemClock } from '../../../bot/clock.ts'
import { readConfig } from '../../../config.ts'
import { openProgram } from '../../../program.ts'
import { postOfficeChannel } from './post-office.ts'

// The whole program as a worker that only drains, to be killed: its one channel is the test's post office.

const { DATABASE_URL, POST_OFFICE, PER_SECOND } = z
  .object({ DATABASE_URL: z.string(), POST_OFFICE: z.string(), PER_SECOND: z.coerce.number() })
  .parse(process.env)

const program = await openProgram({
  config: readConfig({ DATABASE_URL, ROLES: 'worker', CHANNELS: 'simulator' }),
  databaseUrl: DATABASE_URL,
  clock: systemClock,
  log: pino({ level: 'error' }),
  channels: () => [postOfficeChannel(POST_OFFICE, PER_SECOND)],
})
process.stdout.write('draining\n')
process.once('SIGINT', () => void program.stop().then(() => process.exit(0)))
