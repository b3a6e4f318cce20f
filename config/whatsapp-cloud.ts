import { z } from 'zod'
import { address, type Environment, secret, shown } from './fields.ts'

export interface WhatsAppCloudConfig {
  readonly token: string
  readonly appSecret: string
  readonly verifyToken: string
  readonly wabaId: string
  readonly phoneNumberIds: readonly string[]
  readonly apiVersion: string
  /** Set for tests and proxies only: then no real message can leave. */
  readonly apiBaseUrl: string | undefined
  readonly readReceipts: boolean
}

const NOT_A_PHONE = 'un identifiant donné par Meta, en chiffres, et non le numéro de téléphone'

export const whatsAppCloudVariables = {
  WHATSAPP_CLOUD_TOKEN: secret('WHATSAPP_CLOUD_TOKEN', /^\S+$/, 'ne doit pas contenir d’espace').optional(),
  WHATSAPP_CLOUD_APP_SECRET: secret(
    'WHATSAPP_CLOUD_APP_SECRET',
    /^[0-9a-f]{32}$/i,
    'la clé secrète d’une app Meta a 32 chiffres hexadécimaux (0 à 9, a à f)',
  ).optional(),
  WHATSAPP_CLOUD_VERIFY_TOKEN: secret(
    'WHATSAPP_CLOUD_VERIFY_TOKEN',
    /^\S{8,}$/,
    'choisissez un mot de 8 caractères au moins, sans espace',
  ).optional(),
  WHATSAPP_CLOUD_WABA_ID: z
    .string()
    .regex(/^\d{5,25}$/, { error: (issue) => `WHATSAPP_CLOUD_WABA_ID: ${shown(issue)} ; attendu ${NOT_A_PHONE}.` })
    .optional(),
  WHATSAPP_CLOUD_PHONE_NUMBER_IDS: z
    .string()
    .transform((text) => [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== ''))
    .pipe(
      z
        .array(
          z.string().regex(/^\d{5,25}$/, {
            error: (issue) => `WHATSAPP_CLOUD_PHONE_NUMBER_IDS: ${shown(issue)} ; attendu ${NOT_A_PHONE}.`,
          }),
        )
        .min(1, { error: 'WHATSAPP_CLOUD_PHONE_NUMBER_IDS: donnez au moins un identifiant.' }),
    )
    .optional(),
  WHATSAPP_CLOUD_API_VERSION: z
    .string()
    .regex(/^v\d{1,3}\.\d$/, {
      error: (issue) => `WHATSAPP_CLOUD_API_VERSION: ${shown(issue)} n’est pas une version ; exemple : v25.0.`,
    })
    .default('v25.0'),
  WHATSAPP_CLOUD_API_BASE_URL: address('WHATSAPP_CLOUD_API_BASE_URL', ['http:', 'https:'], 'http://127.0.0.1:4020')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  WHATSAPP_CLOUD_READ_RECEIPTS: z
    .enum(['1', '0', 'true', 'false'], {
      error: (issue) => `WHATSAPP_CLOUD_READ_RECEIPTS: ${shown(issue)} ; écrivez 1 ou 0.`,
    })
    .transform((text) => text === '1' || text === 'true')
    .default(true),
}
const Variables = z.object(whatsAppCloudVariables)

const TOGETHER = [
  'WHATSAPP_CLOUD_TOKEN',
  'WHATSAPP_CLOUD_APP_SECRET',
  'WHATSAPP_CLOUD_VERIFY_TOKEN',
  'WHATSAPP_CLOUD_WABA_ID',
  'WHATSAPP_CLOUD_PHONE_NUMBER_IDS',
] as const

/** Whether messages of this account reach real people. */
export const isWhatsAppCloudReal = (env: Environment): boolean =>
  env.WHATSAPP_CLOUD_TOKEN !== undefined && env.WHATSAPP_CLOUD_API_BASE_URL === undefined

export function whatsAppCloudMistakes(env: Environment, isNamed: boolean): string[] {
  const missing = TOGETHER.filter((name) => env[name] === undefined)
  if (missing.length === 0) return []
  if (missing.length < TOGETHER.length) {
    return missing.map((name) => `${name}: manque ; WhatsApp Cloud demande ${TOGETHER.join(', ')} ensemble.`)
  }
  return isNamed ? [`CHANNELS: « whatsapp-cloud » demande ${TOGETHER.join(', ')}.`] : []
}

export function whatsAppCloudOf(read: z.output<typeof Variables>): WhatsAppCloudConfig | undefined {
  const {
    WHATSAPP_CLOUD_TOKEN: token,
    WHATSAPP_CLOUD_APP_SECRET: appSecret,
    WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken,
    WHATSAPP_CLOUD_WABA_ID: wabaId,
    WHATSAPP_CLOUD_PHONE_NUMBER_IDS: phoneNumberIds,
  } = read
  const isComplete =
    token !== undefined &&
    appSecret !== undefined &&
    verifyToken !== undefined &&
    wabaId !== undefined &&
    phoneNumberIds !== undefined
  if (!isComplete) return undefined
  return {
    token,
    appSecret,
    verifyToken,
    wabaId,
    phoneNumberIds,
    apiVersion: read.WHATSAPP_CLOUD_API_VERSION,
    apiBaseUrl: read.WHATSAPP_CLOUD_API_BASE_URL,
    readReceipts: read.WHATSAPP_CLOUD_READ_RECEIPTS,
  }
}
