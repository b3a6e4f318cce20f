import { createHmac, randomInt } from 'node:crypto'
import { z } from 'zod'
import type { Finding } from '../finding.ts'
import { ok, warning, wrong } from '../found.ts'
import { peoplePerDay } from './account-events.ts'
import { checkTemplates, type NewsTemplateNames } from './checking-templates.ts'
import { type Graph, type GraphAnswer, openGraph } from './graph.ts'
import type { WhatsAppCloudOptions } from './options.ts'
import { SENDER_FIELDS, SenderAtMeta } from './starting.ts'
import { WEBHOOK_PATH } from './webhook.ts'

export type CheckOptions = Pick<
  WhatsAppCloudOptions,
  'token' | 'appSecret' | 'verifyToken' | 'wabaId' | 'phoneNumberIds' | 'apiVersion' | 'apiBaseUrl'
> & { readonly publicUrl: string; readonly newsTemplates: NewsTemplateNames; readonly timeoutMs?: number }

const PATIENCE_MS = 5_000

/** Tries the credentials and the set-up at Meta, one thing after the other, each within 5 seconds; says it in French. */
export async function checkWhatsAppCloud(options: CheckOptions): Promise<readonly Finding[]> {
  const graph = openGraph({ ...options, timeoutMs: options.timeoutMs ?? PATIENCE_MS })
  const token = await checkToken(graph, options)
  // Without a token that works nothing else can be known: one thing wrong, one thing said.
  if (token.level === 'error') return [token, ...checkAddress(options.publicUrl)]
  const senders: Finding[] = []
  for (const id of options.phoneNumberIds) senders.push(...(await checkSender(graph, id)))
  return [
    token,
    await checkSecret(graph, options),
    ...(await checkAccount(graph, options)),
    ...senders,
    ...(await checkTemplates(graph, options.wabaId, options.newsTemplates)),
    ...checkAddress(options.publicUrl),
    await checkWebhook(options),
  ]
}

const NEW_TOKEN =
  'Meta Business Suite > Utilisateurs système : créez un jeton sans expiration avec whatsapp_business_messaging et whatsapp_business_management, puis WHATSAPP_CLOUD_TOKEN.'

async function checkToken(graph: Graph, { apiVersion }: CheckOptions): Promise<Finding> {
  const answer = await graph.get('/me')
  if (answer.kind === 'answered') return ok('Le jeton est accepté par Meta.')
  if (answer.kind !== 'refused') return notReached(answer)
  const { code, detail } = answer.error
  if (code === 190 || code === 0) return wrong('Le jeton est refusé ou expiré (190).', NEW_TOKEN)
  if (code === 2635) {
    return wrong(
      `La version ${apiVersion} n’existe plus chez Meta.`,
      'Mettez WHATSAPP_CLOUD_API_VERSION à une version actuelle.',
    )
  }
  return wrong(`Meta refuse le jeton (${code} ${detail}).`, NEW_TOKEN)
}

function notReached(answer: Exclude<GraphAnswer, { kind: 'answered' } | { kind: 'refused' }>): Finding {
  return wrong(
    `Meta ne répond pas (${answer.cause}).`,
    'Vérifiez la connexion de cette machine, et WHATSAPP_CLOUD_API_BASE_URL si elle est donnée.',
  )
}

/** A request that proves the app secret: Meta compares the proof with its own. */
async function checkSecret(graph: Graph, { token, appSecret }: CheckOptions): Promise<Finding> {
  const proof = createHmac('sha256', appSecret).update(token).digest('hex')
  const answer = await graph.get('/me', { appsecret_proof: proof })
  if (answer.kind === 'answered') return ok('La clé secrète est celle de l’app du jeton.')
  if (answer.kind !== 'refused') return notReached(answer)
  return wrong(
    'La clé secrète n’est pas celle de l’app du jeton : chaque message reçu serait refusé (403).',
    'App Meta > Paramètres > Général > Clé secrète : recopiez-la dans WHATSAPP_CLOUD_APP_SECRET.',
  )
}

const Listed = z.object({ data: z.array(z.unknown()) })
const WithId = z.object({ id: z.string() })

async function checkAccount(graph: Graph, { wabaId, phoneNumberIds }: CheckOptions): Promise<Finding[]> {
  const answer = await graph.get(`/${wabaId}/phone_numbers`, { limit: '100' })
  if (answer.kind === 'unclear' || answer.kind === 'never_left') return [notReached(answer)]
  const listed = answer.kind === 'answered' ? Listed.safeParse(answer.body).data : undefined
  if (listed === undefined) {
    return [
      wrong(
        `Le compte WhatsApp ${wabaId} n’est pas accessible avec ce jeton.`,
        'WhatsApp Manager : recopiez l’identifiant du compte dans WHATSAPP_CLOUD_WABA_ID et donnez ce compte à l’utilisateur système.',
      ),
    ]
  }
  const known = listed.data.flatMap((each) => WithId.safeParse(each).data?.id ?? [])
  const strangers = phoneNumberIds.filter((id) => !known.includes(id))
  const numbers = strangers.map((id) =>
    wrong(
      `Le numéro ${id} n’est pas un numéro du compte ${wabaId}.`,
      `WHATSAPP_CLOUD_PHONE_NUMBER_IDS : choisissez parmi ${known.join(', ') || 'aucun : ajoutez d’abord un numéro'}.`,
    ),
  )
  return [ok(`Le compte WhatsApp ${wabaId} est accessible.`), ...numbers, await checkSubscribed(graph, wabaId)]
}

async function checkSubscribed(graph: Graph, wabaId: string): Promise<Finding> {
  const answer = await graph.get(`/${wabaId}/subscribed_apps`)
  const listed = answer.kind === 'answered' ? Listed.safeParse(answer.body).data : undefined
  if (listed !== undefined && listed.data.length > 0) return ok('L’app reçoit les messages du compte.')
  return wrong(
    'Aucune app n’est abonnée au compte : aucun message n’arrivera.',
    `App Meta > WhatsApp > Configuration, ou : POST /${wabaId}/subscribed_apps avec le jeton.`,
  )
}

/** Statuses of a number that goes on answering people. */
const STILL_ANSWERS: Readonly<Record<string, string>> = {
  FLAGGED: 'répond encore, mais Meta l’a signalé : trop de gens le bloquent, et sa limite peut baisser dans 7 jours',
  RESTRICTED: 'répond encore, mais a écrit en premier à autant de personnes qu’il peut en 24 heures',
}
const SLOWER = 'N’écrivez plus en premier qu’à qui attend de vos nouvelles ; le reste part par SMS.'

async function checkSender(graph: Graph, id: string): Promise<Finding[]> {
  const answer = await graph.get(`/${id}`, { fields: SENDER_FIELDS })
  const sender = answer.kind === 'answered' ? SenderAtMeta.safeParse(answer.body).data : undefined
  // That it is no number of this account was said already.
  if (sender === undefined) return []
  const name = `${sender.display_phone_number || id} (${sender.verified_name || 'sans nom'})`
  const findings: Finding[] = []
  const slowed = STILL_ANSWERS[sender.status]
  if (slowed !== undefined) findings.push(warning(`Le numéro ${name} ${slowed} (${sender.status}).`, SLOWER))
  else if (sender.status !== 'CONNECTED') {
    findings.push(
      wrong(
        `Le numéro ${name} n’est pas en service chez Meta : ${sender.status}.`,
        'WhatsApp Manager > Numéros de téléphone : terminez l’enregistrement, ou lisez-y pourquoi il est arrêté.',
      ),
    )
  }
  if (sender.quality_rating === 'RED' || sender.quality_rating === 'YELLOW') {
    findings.push(
      warning(
        `La qualité du numéro ${name} est ${sender.quality_rating === 'RED' ? 'mauvaise' : 'moyenne'}.`,
        'Des personnes bloquent ou signalent ce numéro : n’écrivez en premier qu’à qui l’a demandé.',
      ),
    )
  }
  if (findings.length > 0) return findings
  const limit = peoplePerDay(sender.whatsapp_business_manager_messaging_limit)
  const reach = typeof limit === 'number' ? `, ${limit} personnes par jour en premier` : ''
  return [ok(`Le numéro ${name} est en service${reach}.`)]
}

function checkAddress(publicUrl: string): Finding[] {
  const { protocol, hostname, origin } = new URL(publicUrl)
  const isHere = /^(localhost|127\.|0\.0\.0\.0|\[::1?\])/.test(hostname)
  if (protocol === 'https:' && !isHere) return []
  return [
    warning(
      `PUBLIC_URL (${origin}) n’est pas une adresse que Meta peut appeler.`,
      'Donnez l’adresse https de ce service sur internet, avec un certificat reconnu.',
    ),
  ]
}

/** The verification that Meta makes, made by ourselves: it needs the program to be running. */
async function checkWebhook({ publicUrl, verifyToken, timeoutMs = PATIENCE_MS }: CheckOptions): Promise<Finding> {
  const challenge = String(randomInt(1_000_000_000))
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.verify_token': verifyToken,
    'hub.challenge': challenge,
  })
  const address = `${publicUrl.replace(/\/+$/, '')}${WEBHOOK_PATH}`
  try {
    const answer = await fetch(`${address}?${query}`, { signal: AbortSignal.timeout(timeoutMs) })
    if (answer.ok && (await answer.text()) === challenge) return ok(`${address} répond à la vérification de Meta.`)
    return wrong(
      `${address} répond ${answer.status} à la vérification de Meta.`,
      'Le programme qui répond là a un autre WHATSAPP_CLOUD_VERIFY_TOKEN, ou un autre chemin mène à lui.',
    )
  } catch {
    return warning(
      `${address} ne répond pas d’ici.`,
      'Démarrez le programme, puis recommencez ; vérifiez PUBLIC_URL et le certificat.',
    )
  }
}
