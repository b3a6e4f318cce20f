import { z } from 'zod'
import { address, type Environment, secret, shown } from './fields.ts'

export interface TwilioConfig {
  readonly accountSid: string
  readonly authToken: string
  readonly smsFrom: string | undefined
  readonly whatsappFrom: string | undefined
  /** Set for tests and proxies only: then no real message can leave. */
  readonly apiBaseUrl: string | undefined
}

const SENDER = 'attendu un numéro au format +225… ou un nom d’expéditeur de 11 caractères au plus'

export const twilioVariables = {
  TWILIO_ACCOUNT_SID: secret(
    'TWILIO_ACCOUNT_SID',
    /^AC\w+$/,
    'un identifiant de compte commence par « AC »',
  ).optional(),
  TWILIO_AUTH_TOKEN: secret('TWILIO_AUTH_TOKEN', /^\S+$/, 'ne doit pas contenir d’espace').optional(),
  TWILIO_SMS_FROM: z
    .string()
    .regex(/^(\+\d{3,15}|MG[0-9a-zA-Z]{32}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/, {
      error: (issue) => `TWILIO_SMS_FROM: ${shown(issue)} ne convient pas ; ${SENDER}.`,
    })
    .optional(),
  TWILIO_WHATSAPP_FROM: z
    .string()
    .regex(/^(whatsapp:)?\+\d{8,15}$/, {
      error: (issue) => `TWILIO_WHATSAPP_FROM: ${shown(issue)} n’est pas un numéro au format +225….`,
    })
    .transform((number) => number.replace(/^whatsapp:/, ''))
    .optional(),
  TWILIO_API_BASE_URL: address('TWILIO_API_BASE_URL', ['http:', 'https:'], 'http://127.0.0.1:4010')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
}
const Variables = z.object(twilioVariables)

const isConfigured = (env: Environment): boolean =>
  env.TWILIO_ACCOUNT_SID !== undefined && env.TWILIO_AUTH_TOKEN !== undefined

/** Whether messages of this account reach real people. */
export const isTwilioReal = (env: Environment): boolean => isConfigured(env) && env.TWILIO_API_BASE_URL === undefined

export function twilioMistakes(env: Environment, isNamed: boolean): string[] {
  if ((env.TWILIO_ACCOUNT_SID === undefined) !== (env.TWILIO_AUTH_TOKEN === undefined)) {
    const missing = env.TWILIO_ACCOUNT_SID === undefined ? 'TWILIO_ACCOUNT_SID' : 'TWILIO_AUTH_TOKEN'
    return [`${missing}: manque ; Twilio demande TWILIO_ACCOUNT_SID et TWILIO_AUTH_TOKEN ensemble.`]
  }
  if (isNamed && !isConfigured(env)) {
    return ['CHANNELS: « twilio » demande TWILIO_ACCOUNT_SID et TWILIO_AUTH_TOKEN.']
  }
  if (isTwilioReal(env) && env.TWILIO_SMS_FROM === undefined && env.TWILIO_WHATSAPP_FROM === undefined) {
    return ['TWILIO_SMS_FROM: manque ; donnez TWILIO_SMS_FROM ou TWILIO_WHATSAPP_FROM, ou les deux.']
  }
  return []
}

export function twilioOf(read: z.output<typeof Variables>): TwilioConfig | undefined {
  if (read.TWILIO_ACCOUNT_SID === undefined || read.TWILIO_AUTH_TOKEN === undefined) return undefined
  return {
    accountSid: read.TWILIO_ACCOUNT_SID,
    authToken: read.TWILIO_AUTH_TOKEN,
    smsFrom: read.TWILIO_SMS_FROM,
    whatsappFrom: read.TWILIO_WHATSAPP_FROM,
    apiBaseUrl: read.TWILIO_API_BASE_URL,
  }
}
