import pino from 'pino'
import { baileysChannel } from '../../../../bot/channels/baileys/channel.ts'
import { baileysLibrary } from '../../../../bot/channels/baileys/library.ts'
import { systemClock } from '../../../../bot/clock.ts'
import '../../../fakes/baileys/noise-trusting.ts'
import { openPool } from '../../../../domain/work/pool.ts'

// A program with nothing but the channel, for the test that kills it: DATABASE_URL SESSION WHATSAPP_URL KEY.
const [, , databaseUrl = '', session = '', url = '', key = ''] = process.argv
const ignored = async (): Promise<void> => {}
const channel = baileysChannel({
  pool: openPool(databaseUrl, 4),
  clock: systemClock,
  log: pino({ level: 'silent' }),
  sessionKeys: [Buffer.from(key, 'hex')],
  sessions: [session],
  typing: { leastMs: 0, mostMs: 0 },
  mayWriteFirst: false,
  whatsapp: baileysLibrary({ url }),
})
await channel.open?.({ receive: ignored, reportStatus: ignored, reportHealth: ignored, changeIdentities: ignored })
process.stdout.write('open\n')
