import { z } from 'zod'
import type { Finding } from '../finding.ts'
import { ok, warning, wrong } from '../found.ts'
import { inMedium, isReachable, MESSAGES_PATH, STATUS_PATH } from './addresses.ts'
import { callbackFinding } from './check-callback.ts'
import { checkSignatures } from './check-signatures.ts'
import { checkSmsSender } from './check-sms.ts'
import { connectTwilio, type TwilioClient, type TwilioOptions } from './client.ts'

// What npm run doctor asks Twilio: reads only, nothing is sent, nothing is changed.

/** The number of the sandbox is Twilio's own: it is in no account. */
const SANDBOX = '+14155238886'

/** What a Twilio configuration is worth, tried at Twilio itself. A wrong account says nothing more: the rest follows from it. */
export async function checkTwilio(options: TwilioOptions): Promise<readonly Finding[]> {
  const connection = connectTwilio(options)
  const { client } = connection
  try {
    const account = await checkAccount(client, options)
    if (account.some(({ level }) => level === 'error')) return account
    const { smsFrom, whatsappFrom } = options
    const rest = await Promise.all([
      smsFrom === undefined ? [] : asked('expéditeur SMS', () => checkSmsSender(client, smsFrom, messagesUrl(options))),
      smsFrom === undefined ? [] : asked('pays permis', () => checkRegion(client)),
      whatsappFrom === undefined ? [] : asked('numéro WhatsApp', () => checkWhatsApp(client, whatsappFrom, options)),
      whatsappFrom === undefined ? [] : asked('modèles WhatsApp', () => checkTemplates(client)),
      checkSignatures(options),
    ])
    return [...account, ...rest.flat()]
  } finally {
    connection.close()
  }
}

const Failure = z.object({
  status: z.number().optional().catch(undefined),
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
})

/** Twilio's code or the connection's: never the message, which may quote what was sent. */
function codeOf(error: unknown): string {
  const { data } = Failure.safeParse(error)
  return String(data?.code ?? (data?.status === undefined ? 'sans réponse' : `HTTP ${data.status}`))
}

async function asked(what: string, ask: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await ask()
  } catch (error) {
    return [warning(`Twilio n’a pas dit l’état : ${what} (${codeOf(error)}).`, 'Regardez dans la console de Twilio.')]
  }
}

async function checkAccount(client: TwilioClient, { accountSid }: TwilioOptions): Promise<readonly Finding[]> {
  try {
    const { status, type } = await client.api.v2010.accounts(accountSid).fetch()
    if (status !== 'active') {
      return [wrong(`Le compte Twilio est « ${status} ».`, 'Réglez-le avec Twilio : aucun message ne partira.')]
    }
    if (type !== 'Trial') return [ok('Twilio accepte le compte et le jeton.')]
    return [
      warning(
        'Le compte Twilio est un compte d’essai : il n’écrit qu’aux numéros que vous avez vérifiés.',
        'Passez à un compte payant avant les vrais clients.',
      ),
    ]
  } catch (error) {
    const { status } = Failure.safeParse(error).data ?? {}
    if (status === 401 || status === 403 || status === 404) {
      return [
        wrong(
          `Twilio refuse le compte ou le jeton (${codeOf(error)}).`,
          'Recopiez TWILIO_ACCOUNT_SID et TWILIO_AUTH_TOKEN (le jeton principal, pas une clé d’API) depuis la console.',
        ),
      ]
    }
    return [
      wrong(
        `Twilio ne répond pas (${codeOf(error)}).`,
        'Vérifiez la sortie vers Internet de cette machine, et TWILIO_API_BASE_URL s’il est réglé.',
      ),
    ]
  }
}

const Permissions = z.array(z.object({ country_code: z.string(), enabled: z.boolean() }))

async function checkRegion(client: TwilioClient): Promise<readonly Finding[]> {
  const { permissions } = await client.accounts.v1.messagingGeopermissions.fetch({ countryCode: 'CI' })
  const read = Permissions.safeParse(permissions)
  const country = read.success ? read.data.find(({ country_code }) => country_code === 'CI') : undefined
  const todo = 'Console de Twilio : Messaging > Settings > Geo permissions, cochez Côte d’Ivoire.'
  if (country === undefined) return [warning('Twilio ne dit pas si les SMS vers la Côte d’Ivoire sont permis.', todo)]
  if (country.enabled) return [ok('Les SMS vers la Côte d’Ivoire sont permis.')]
  return [wrong('Les SMS vers la Côte d’Ivoire ne sont pas permis (21408).', todo)]
}

async function checkWhatsApp(client: TwilioClient, from: string, options: TwilioOptions): Promise<readonly Finding[]> {
  if (from === SANDBOX) {
    return [
      warning(
        'WhatsApp passe par le bac à sable de Twilio : chacun doit d’abord lui écrire « join … », et il oublie après 3 jours.',
        'Faites enregistrer votre numéro avant les vrais clients (docs/connecting-twilio.md, 4).',
      ),
    ]
  }
  const senders = await client.messaging.v2.channelsSenders.list({ channel: 'whatsapp', limit: 200 })
  const sender = senders.find(({ senderId }) => senderId === inMedium('whatsapp', from))
  if (sender === undefined) {
    return [
      wrong(
        `${from} n’est pas un numéro WhatsApp de ce compte Twilio (63007).`,
        'Corrigez TWILIO_WHATSAPP_FROM, ou créez le numéro : Messaging > Senders > WhatsApp senders.',
      ),
    ]
  }
  const { status, webhook, properties } = sender
  const isOnline = status.startsWith('ONLINE')
  return [
    isOnline
      ? ok(`Le numéro WhatsApp ${from} est en ligne${qualityWords(properties)}.`)
      : wrong(
          `Le numéro WhatsApp ${from} est « ${status} ».`,
          'Ouvrez-le dans la console de Twilio : il dit ce qui manque.',
        ),
    ...(properties?.qualityRating?.toUpperCase() === 'LOW'
      ? [
          warning(
            'Sa qualité est basse : trop de gens le bloquent.',
            'N’écrivez plus qu’aux gens qui attendent de vos nouvelles.',
          ),
        ]
      : []),
    callbackFinding('les messages WhatsApp', webhook?.callbackUrl, messagesUrl(options)),
    callbackFinding('les états de livraison WhatsApp', webhook?.statusCallbackUrl, url(options, STATUS_PATH)),
  ]
}

function qualityWords(properties: { qualityRating?: string | null; messagingLimit?: string | null } | null): string {
  const words = [properties?.qualityRating, properties?.messagingLimit].filter((word) => word != null && word !== '')
  return words.length === 0 ? '' : ` (${words.join(', ')})`
}

const Approval = z.object({ status: z.string() })

async function checkTemplates(client: TwilioClient): Promise<readonly Finding[]> {
  const contents = await client.content.v1.contentAndApprovals.list({ limit: 500 })
  const approved = contents.filter(({ approvalRequests }) => {
    const read = Approval.safeParse(approvalRequests)
    return read.success && read.data.status === 'approved'
  })
  if (approved.length > 0) return [ok(`${approved.length} modèle(s) WhatsApp approuvé(s).`)]
  return [
    warning(
      'Aucun modèle WhatsApp approuvé : 24 heures après le dernier message d’une personne, rien ne peut plus lui être écrit là.',
      'Faites approuver un modèle neutre (« Vous avez des nouvelles : répondez pour les lire »), sans parler d’alcool.',
    ),
  ]
}

const messagesUrl = (options: TwilioOptions): string | undefined => url(options, MESSAGES_PATH)

function url({ publicUrl, apiBaseUrl }: TwilioOptions, path: string): string | undefined {
  if (publicUrl === undefined || (apiBaseUrl === undefined && !isReachable(publicUrl))) return undefined
  return `${publicUrl.replace(/\/+$/, '')}${path}`
}
