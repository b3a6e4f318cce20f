import pino from 'pino'
import type { Channel } from '../../bot/channels/channel.ts'
import { twilioChannel } from '../../bot/channels/twilio/channel.ts'
import { systemClock } from '../../bot/clock.ts'
import { readConfig } from '../../config.ts'
import { openProgram } from '../../program.ts'
import type { Spoken } from './post-office.ts'
import { countStatements } from './statements.ts'

// The program under measurement, one process: Twilio's signed webhooks come in by HTTP; what goes out is accepted at
// once by a provider that costs nothing, so that the measure ends where the reply is committed.

const statements = countStatements()
const config = readConfig(process.env)
const log = pino({ level: 'warn' }, pino.destination(2))
const spoken: Spoken[] = []

function accepting(twilio: Channel): Channel {
  return {
    ...twilio,
    // What is measured is this program, not a sender's pace.
    limits: (medium) => ({ ...twilio.limits(medium), perSecond: 10_000, burst: 10_000 }),
    async send({ id, to, content }) {
      spoken.push({ to, text: content.text, at: performance.timeOrigin + performance.now() })
      if (spoken.length === 1) setImmediate(tell)
      return { kind: 'sent', providerId: `bench-${id}`, segments: 1, price: null }
    },
  }
}

function tell(): void {
  process.send?.({ kind: 'spoken', spoken: spoken.splice(0) })
}

const program = await openProgram({
  config,
  databaseUrl: config.databaseUrl ?? '',
  clock: systemClock,
  log,
  channels: () =>
    config.twilio === undefined
      ? []
      : [accepting(twilioChannel({ ...config.twilio, publicUrl: config.publicUrl, log }))],
})
await program.server.listen({ port: config.port, host: '127.0.0.1' })
process.send?.({ kind: 'ready' })
process.on('message', (message) => {
  if (message === 'stop') void program.stop().then(() => process.exit(0))
  if (message === 'usage')
    process.send?.({
      kind: 'usage',
      cpu: process.cpuUsage(),
      memory: process.memoryUsage().rss,
      database: statements(),
    })
})
