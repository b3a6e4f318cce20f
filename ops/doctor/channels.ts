import pino from 'pino'
import type { Finding } from '../../bot/channels/finding.ts'
import { ok } from '../../bot/channels/found.ts'
import { checkSmsgate } from '../../bot/channels/smsgate/check.ts'
import { checkTwilio } from '../../bot/channels/twilio/check.ts'
import { checkWhatsAppCloud } from '../../bot/channels/whatsapp-cloud/checking.ts'
import { systemClock } from '../../bot/clock.ts'
import type { ChannelName, Config } from '../../config.ts'
import { checkSessions } from './baileys.ts'
import type { Chapter } from './telling.ts'

const log = pino({ level: 'silent' })

/** What each adapter checks of its own configuration, at the provider itself. */
const CHECKS: Readonly<Record<ChannelName, (config: Config) => Promise<readonly Finding[]>>> = {
  simulator: async () => [ok('Téléphones simulés sur la première page : personne d’autre ne reçoit rien.')],
  smsgate: async ({ smsgate, publicUrl }) =>
    smsgate === undefined ? [] : checkSmsgate({ ...smsgate, publicUrl, clock: systemClock }),
  'whatsapp-cloud': async ({ whatsAppCloud, publicUrl, newsTemplates }) =>
    whatsAppCloud === undefined ? [] : checkWhatsAppCloud({ ...whatsAppCloud, publicUrl, newsTemplates }),
  baileys: checkSessions,
  twilio: async ({ twilio, publicUrl }) => (twilio === undefined ? [] : checkTwilio({ ...twilio, publicUrl, log })),
}

export async function checkChannels(config: Config): Promise<Chapter[]> {
  return Promise.all(
    config.channels.map(async (name) => ({ about: `Canal ${name}`, findings: await CHECKS[name](config) })),
  )
}
