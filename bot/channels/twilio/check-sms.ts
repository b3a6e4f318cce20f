import type { Finding } from '../finding.ts'
import { ok, warning, wrong } from '../found.ts'
import { callbackFinding } from './check-callback.ts'
import type { TwilioClient } from './client.ts'

/** The SMS sender as Twilio has it: a messaging service, a number of the account, or a name. */
export async function checkSmsSender(
  client: TwilioClient,
  from: string,
  messagesUrl: string | undefined,
): Promise<readonly Finding[]> {
  if (from.startsWith('MG')) return checkService(client, from, messagesUrl)
  return from.startsWith('+') ? checkNumber(client, from, messagesUrl) : [nameFinding(from)]
}

async function checkService(
  client: TwilioClient,
  sid: string,
  messagesUrl: string | undefined,
): Promise<readonly Finding[]> {
  const found = await client.messaging.v1.services.list({ limit: 1000 })
  const service = found.find((one) => one.sid === sid)
  if (service === undefined) {
    return [
      wrong(
        'Le service de messagerie de TWILIO_SMS_FROM n’existe pas dans ce compte Twilio.',
        'Corrigez TWILIO_SMS_FROM, ou créez le service : Messaging > Services.',
      ),
    ]
  }
  return [
    ok('Le service de messagerie est dans le compte Twilio.'),
    ...(service.useInboundWebhookOnNumber ? [] : [callbackFinding('les SMS', service.inboundRequestUrl, messagesUrl)]),
  ]
}

async function checkNumber(
  client: TwilioClient,
  from: string,
  messagesUrl: string | undefined,
): Promise<readonly Finding[]> {
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: from, limit: 1 })
  if (number === undefined) {
    return [
      wrong(
        `${from} n’est pas un numéro de ce compte Twilio (21660).`,
        'Corrigez TWILIO_SMS_FROM, ou achetez le numéro : Phone Numbers > Buy a number.',
      ),
    ]
  }
  if (!number.capabilities.sms) {
    return [wrong(`${from} ne sait pas envoyer de SMS.`, 'Prenez un numéro avec SMS, ou un nom d’expéditeur.')]
  }
  return [
    ok(`Le numéro SMS ${from} est dans le compte Twilio.`),
    warning(
      'MTN refuse les SMS qui viennent d’un numéro : seul un nom d’expéditeur passe chez tous les opérateurs.',
      'Enregistrez un nom (11 caractères au plus) chez Twilio : environ 3 semaines.',
    ),
    callbackFinding('les SMS', number.smsUrl, messagesUrl),
  ]
}

/** Twilio tells nobody whether a name is registered with the operators. */
function nameFinding(from: string): Finding {
  return warning(
    `Le nom d’expéditeur « ${from} » n’arrive partout que s’il est enregistré pour la Côte d’Ivoire, et personne ne peut lui répondre.`,
    'Enregistrez-le chez Twilio (environ 3 semaines) ; pour recevoir des SMS, ajoutez un téléphone avec une SIM locale.',
  )
}
