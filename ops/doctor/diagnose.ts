import type { Finding } from '../../bot/channels/finding.ts'
import { ok, warning, wrong } from '../../bot/channels/found.ts'
import type { Environment } from '../../config/fields.ts'
import { type Config, ConfigurationError, readConfig } from '../../config.ts'
import { checkAddress } from './address.ts'
import { checkChannels } from './channels.ts'
import { checkDatabase } from './database.ts'
import { checkMachine } from './machine.ts'
import { checkRedis } from './redis.ts'
import { checkRestrictedGoods } from './restricted-goods.ts'
import type { Chapter } from './telling.ts'

/** Everything that can be known of a configuration before it goes live. Nothing is changed and no message is sent. */
export async function diagnose(env: Environment): Promise<readonly Chapter[]> {
  const read = readable(env)
  if (!('config' in read)) return [read.chapter]
  const { config } = read
  const machine = { about: 'Machine', findings: await checkMachine(config) }
  const database = { about: 'Base de données', findings: await checkDatabase(config) }
  const [redis, channels] = await Promise.all([checkRedis(config), checkChannels(config)])
  return [
    { about: 'Configuration', findings: [ok('Les variables sont bien écrites.')] },
    machine,
    database,
    { about: 'File de travail', findings: redis },
    { about: 'Adresse publique', findings: checkAddress(config) },
    ...channels,
    { about: 'Paiements', findings: checkPayments(config) },
    { about: 'Alcool et produits réglementés', findings: checkRestrictedGoods(config) },
  ]
}

/** Mobile money is played by the program itself as long as no operator is connected. */
function checkPayments({ channels }: Config): readonly Finding[] {
  if (channels.every((channel) => channel === 'simulator')) return [ok('Opérateurs simulés : aucun argent ne bouge.')]
  return [
    warning(
      'Les opérateurs de mobile money sont simulés : aucun argent ne bouge, alors que de vrais clients écrivent.',
      'Faites payer en espèces au livreur.',
    ),
  ]
}

function readable(env: Environment): { readonly config: Config } | { readonly chapter: Chapter } {
  try {
    return { config: readConfig(env) }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    const findings = error.mistakes.map((mistake) => wrong(mistake, 'Corrigez cette variable, puis relancez doctor.'))
    return { chapter: { about: 'Configuration', findings } }
  }
}
