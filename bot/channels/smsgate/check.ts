import { z } from 'zod'
import type { Operator } from '../../../domain/accounts/operators.ts'
import type { Finding } from '../finding.ts'
import { checkCallback } from './check-callback.ts'
import { connectGateway, type Gateway, GatewayGarbageError, GatewayRefusalError } from './client.ts'
import { type SmsgateOptions, webhookUrl } from './options.ts'
import { canBeReached, EVENTS, oursOf, readWebhooks, type Webhooks } from './registering.ts'

export type Checked = Pick<
  SmsgateOptions,
  'apiBaseUrl' | 'user' | 'password' | 'signingKeys' | 'sims' | 'publicUrl' | 'timeoutMs' | 'clock'
>

const error = (what: string, todo: string): Finding => ({ level: 'error', what, todo })
const warning = (what: string, todo: string): Finding => ({ level: 'warning', what, todo })
const ok = (what: string): Finding => ({ level: 'ok', what, todo: '' })

/** Tries the gateway as it is configured, without sending anything. What fails first is said alone: the rest follows from it. */
export async function checkSmsgate(options: Checked): Promise<readonly Finding[]> {
  const gateway = connectGateway(options)
  let hooks: Webhooks
  try {
    hooks = await readWebhooks(gateway)
  } catch (failure) {
    return [unreachable(failure, options)]
  }
  const findings = [ok(`La passerelle SMS répond et accepte l’utilisateur ${options.user}.`)]
  return [...findings, ...(await webhooksOf(hooks, options)), ...(await phonesOf(gateway, options))]
}

function unreachable(failure: unknown, { apiBaseUrl }: Checked): Finding {
  const { host } = new URL(apiBaseUrl)
  if (failure instanceof GatewayRefusalError && (failure.status === 401 || failure.status === 403)) {
    return error(
      'La passerelle SMS refuse l’utilisateur ou le mot de passe.',
      'Recopiez SMSGATE_USER et SMSGATE_PASSWORD depuis l’écran d’accueil de l’application.',
    )
  }
  const isAnotherThing = failure instanceof GatewayRefusalError && failure.status < 500
  if (isAnotherThing || failure instanceof GatewayGarbageError || failure instanceof z.ZodError) {
    return error(
      `${host} répond, mais ce n’est pas l’API de la passerelle SMS.`,
      'Vérifiez le chemin de SMSGATE_API_BASE_URL : il finit par /3rdparty/v1 pour un serveur, sans rien pour un téléphone.',
    )
  }
  return error(
    `La passerelle SMS ne répond pas à ${host}.`,
    'Vérifiez SMSGATE_API_BASE_URL et le réseau ; pour un téléphone, que « Local server » est allumé.',
  )
}

async function webhooksOf(hooks: Webhooks, options: Checked): Promise<Finding[]> {
  if (!canBeReached(options)) {
    return [
      error(
        'PUBLIC_URL est cette machine elle-même : les téléphones ne peuvent pas nous joindre.',
        'Mettez dans PUBLIC_URL l’adresse https vue d’Internet.',
      ),
    ]
  }
  const url = webhookUrl(options)
  if (!/^https:|^http:\/\/127\.0\.0\.1[:/]/.test(url)) {
    return [
      error('PUBLIC_URL n’est pas en https : l’application refuse d’y envoyer les SMS.', 'Mettez une adresse https.'),
    ]
  }
  const ours = oursOf(hooks, options)
  const missing = EVENTS.filter((event) => !ours.some((hook) => hook.event === event))
  if (missing.length > 0) {
    return [
      warning(
        `Les événements ${missing.join(', ')} n’arrivent pas encore à ${url}.`,
        'Lancez le programme : il s’inscrit lui-même dans la minute.',
      ),
    ]
  }
  const elsewhere = [...new Set(hooks.filter((hook) => hook.url !== url).map((hook) => new URL(hook.url).host))]
  return [
    ok(`Les SMS reçus sont portés à ${url}.`),
    await checkCallback(options),
    ...elsewhere.map((host) =>
      warning(
        `Le même compte envoie aussi les événements à ${host}.`,
        'Si ce n’est plus utile, supprimez ces webhooks : chaque SMS y est envoyé aussi.',
      ),
    ),
  ]
}

const Devices = z.array(
  z.object({
    id: z.string(),
    lastSeen: z.coerce.date().optional(),
    simCards: z.array(z.object({ simNumber: z.int().nullish(), carrierName: z.string().nullish() })).nullish(),
  }),
)
type Device = z.output<typeof Devices>[number]

async function phonesOf(gateway: Gateway, { sims, clock }: Checked): Promise<Finding[]> {
  let devices: readonly Device[]
  try {
    devices = Devices.parse(await gateway.getDevices())
  } catch (failure) {
    // The server of a phone itself has no list of phones by this name.
    if (failure instanceof GatewayRefusalError && failure.status === 404) return []
    return [warning('La liste des téléphones n’a pas pu être lue.', 'Réessayez dans une minute.')]
  }
  const known = devices.map(({ id }) => id).join(', ')
  return [...new Set(sims.map(({ deviceId }) => deviceId))].flatMap((deviceId) => {
    const device = devices.find(({ id }) => id === deviceId)
    if (device !== undefined) return phoneOf(device, sims, clock.now())
    return [
      error(
        `Le téléphone ${deviceId} de SMSGATE_SIMS n’existe pas dans ce compte.`,
        known === '' ? 'Connectez d’abord le téléphone à ce compte.' : `Téléphones connus : ${known}.`,
      ),
    ]
  })
}

const SILENT_MINUTES = 30
const CARRIER: Readonly<Record<Operator, RegExp>> = { orange: /orange/i, mtn: /mtn/i, moov: /moov/i }

function phoneOf({ id, lastSeen, simCards }: Device, sims: Checked['sims'], now: Date): Finding[] {
  const silentMinutes = lastSeen === undefined ? 0 : Math.floor((now.getTime() - lastSeen.getTime()) / 60_000)
  const found: Finding[] =
    silentMinutes > SILENT_MINUTES
      ? [
          warning(
            `Le téléphone ${id} ne s’est pas montré depuis ${silentMinutes} minutes.`,
            'Vérifiez sa batterie, son réseau, et que l’économie d’énergie n’arrête pas l’application.',
          ),
        ]
      : [ok(`Le téléphone ${id} est connu de la passerelle.`)]
  if (!simCards) return found
  for (const sim of sims.filter(({ deviceId }) => deviceId === id)) {
    const card = simCards.find(({ simNumber }) => simNumber === sim.simNumber)
    if (card === undefined) {
      found.push(error(`Le téléphone ${id} n’a pas de carte SIM ${sim.simNumber}.`, 'Corrigez SMSGATE_SIMS.'))
    } else if (card.carrierName && !CARRIER[sim.operator].test(card.carrierName)) {
      found.push(
        warning(
          `La carte SIM ${sim.sender} est de ${card.carrierName}, pas ${sim.operator}.`,
          'Corrigez l’opérateur dans SMSGATE_SIMS : un SMS vers un autre réseau coûte plus cher.',
        ),
      )
    }
  }
  return found
}
