import { existsSync } from 'node:fs'
import path from 'node:path'
import { loadEnvFile } from 'node:process'
import { z } from 'zod'

/** The adapters that exist; a name that would do nothing is a mistake. */
export const CHANNEL_NAMES = ['simulator', 'twilio'] as const
export type ChannelName = (typeof CHANNEL_NAMES)[number]

/** Where an operator may knowingly allow restricted goods (product.md 7). SMS and the simulator are open anyway. */
export const RESTRICTABLE_SURFACES = ['twilio-whatsapp', 'twilio-sms', 'simulator'] as const
const ROLES = ['web', 'worker'] as const
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

export interface TwilioConfig {
  readonly accountSid: string
  readonly authToken: string
  readonly smsFrom: string | undefined
  readonly whatsappFrom: string | undefined
  /** Set for tests and proxies only: then no real message can leave. */
  readonly apiBaseUrl: string | undefined
}

export interface Config {
  readonly port: number
  readonly host: string
  /** undefined: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | undefined
  /** undefined: jobs run on PostgreSQL. */
  readonly redisUrl: string | undefined
  readonly publicUrl: string
  /** Absolute. */
  readonly dataDir: string
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly channels: readonly ChannelName[]
  readonly restrictedGoodsOpen: readonly (typeof RESTRICTABLE_SURFACES)[number][]
  readonly twilio: TwilioConfig | undefined
  /** Messages of one contact that arrive within this pause are read together. */
  readonly burstPauseMs: number
  readonly roles: readonly (typeof ROLES)[number][]
  /** Demo data: on when nothing is configured. */
  readonly demo: boolean
}

/** What is wrong with the environment: one line per mistake, none of them showing a secret. */
export class ConfigurationError extends Error {
  readonly isForPeople = true
  readonly mistakes: readonly string[]
  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'))
    this.name = 'ConfigurationError'
    this.mistakes = mistakes
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads `.env` beside the program, when it is there, into process.env; what is already set wins. */
export function loadDotEnv(file = '.env'): void {
  if (existsSync(file)) loadEnvFile(file)
}

/**
 * Reads and checks the whole environment at once.
 * @throws ConfigurationError with every mistake, in French, one line each.
 */
export function readConfig(env: Environment): Config {
  const parsed = Variables.safeParse(withoutEmpty(env))
  const mistakes = parsed.success ? [] : parsed.error.issues.map((issue) => issue.message)
  const together = contradictions(withoutEmpty(env))
  if (!parsed.success || together.length > 0) throw new ConfigurationError([...mistakes, ...together])
  return assemble(parsed.data)
}

const shown = (issue: { input?: unknown }): string => `« ${String(issue.input)} »`

function wholeNumber(name: string, range: { min: number; max: number; what: string }) {
  const error = (issue: { input?: unknown }) => `${name}: ${shown(issue)} n’est pas ${range.what}.`
  return z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= range.min && Number(text) <= range.max, { error })
    .transform(Number)
}

function oneOf<const T extends readonly string[]>(name: string, allowed: T) {
  return z.enum(allowed, {
    error: (issue) => `${name}: ${shown(issue)} n’existe pas ; choix possibles : ${allowed.join(', ')}.`,
  })
}

function commaList<const T extends readonly string[]>(name: string, allowed: T) {
  return z
    .string()
    .transform((text) => [
      ...new Set(
        text
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      ),
    ])
    .pipe(z.array(oneOf(name, allowed)))
}

// The value of an address is never shown: it may hold a password.
function address(name: string, protocols: readonly string[], example: string) {
  return z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `${name}: ce n’est pas une adresse valable ; exemple : ${example}.`,
  })
}

function secret(name: string, pattern: RegExp, what: string) {
  return z.string().regex(pattern, { error: `${name}: ${what} (valeur non affichée).` })
}

const SENDER = 'attendu un numéro au format +225… ou un nom d’expéditeur de 11 caractères au plus'

const Variables = z.object({
  PORT: wholeNumber('PORT', { min: 1, max: 65_535, what: 'un port (1 à 65535)' }).default(3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, { error: (issue) => `HOST: ${shown(issue)} n’est pas une adresse ou un nom de machine.` })
    .default('0.0.0.0'),
  DATABASE_URL: address(
    'DATABASE_URL',
    ['postgres:', 'postgresql:'],
    'postgresql://utilisateur:motdepasse@hote:5432/base',
  ).optional(),
  REDIS_URL: address('REDIS_URL', ['redis:', 'rediss:'], 'redis://hote:6379').optional(),
  PUBLIC_URL: address('PUBLIC_URL', ['http:', 'https:'], 'https://distri.example.ci')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: oneOf('LOG_LEVEL', LOG_LEVELS).default('info'),
  CHANNELS: commaList('CHANNELS', CHANNEL_NAMES).optional(),
  RESTRICTED_GOODS_OPEN: commaList('RESTRICTED_GOODS_OPEN', RESTRICTABLE_SURFACES).default([]),
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
  BURST_PAUSE_MS: wholeNumber('BURST_PAUSE_MS', {
    min: 0,
    max: 60_000,
    what: 'un nombre de millisecondes (0 à 60000)',
  }).default(1000),
  ROLES: commaList('ROLES', ROLES).default([...ROLES]),
  DEMO: z
    .enum(['1', '0', 'true', 'false'], { error: (issue) => `DEMO: ${shown(issue)} ; écrivez 1 ou 0.` })
    .transform((text) => text === '1' || text === 'true')
    .optional(),
})

/** An empty value means "not set": docker-compose passes them so. */
function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  )
}

const hasTwilio = (env: Environment): boolean =>
  env.TWILIO_ACCOUNT_SID !== undefined && env.TWILIO_AUTH_TOKEN !== undefined

/** Mistakes that no variable makes alone. They read the raw text so that they are told together with the others. */
function contradictions(env: Environment): string[] {
  const channels = env.CHANNELS?.split(',').map((name) => name.trim()) ?? []
  const isNamed = (channel: ChannelName) => channels.includes(channel)
  const mistakes: string[] = []
  if ((env.TWILIO_ACCOUNT_SID === undefined) !== (env.TWILIO_AUTH_TOKEN === undefined)) {
    const missing = env.TWILIO_ACCOUNT_SID === undefined ? 'TWILIO_ACCOUNT_SID' : 'TWILIO_AUTH_TOKEN'
    mistakes.push(`${missing}: manque ; Twilio demande TWILIO_ACCOUNT_SID et TWILIO_AUTH_TOKEN ensemble.`)
  } else if (isNamed('twilio') && !hasTwilio(env)) {
    mistakes.push('CHANNELS: « twilio » demande TWILIO_ACCOUNT_SID et TWILIO_AUTH_TOKEN.')
  }
  const isReal = hasTwilio(env) && env.TWILIO_API_BASE_URL === undefined
  if (isReal && env.TWILIO_SMS_FROM === undefined && env.TWILIO_WHATSAPP_FROM === undefined) {
    mistakes.push('TWILIO_SMS_FROM: manque ; donnez TWILIO_SMS_FROM ou TWILIO_WHATSAPP_FROM, ou les deux.')
  }
  // Anybody who reaches the simulator can speak as any phone: never beside accounts that reach real people.
  if (isNamed('simulator') && isReal) {
    mistakes.push(
      'CHANNELS: « simulator » est interdit avec de vrais identifiants Twilio ; retirez « simulator », ou les TWILIO_*.',
    )
  }
  return mistakes
}

function assemble(read: z.output<typeof Variables>): Config {
  const twilio = twilioOf(read)
  return {
    port: read.PORT,
    host: read.HOST,
    databaseUrl: read.DATABASE_URL,
    redisUrl: read.REDIS_URL,
    publicUrl: read.PUBLIC_URL ?? `http://localhost:${read.PORT}`,
    dataDir: path.resolve(read.DATA_DIR),
    logLevel: read.LOG_LEVEL,
    channels: read.CHANNELS ?? (twilio === undefined ? ['simulator'] : ['twilio']),
    restrictedGoodsOpen: read.RESTRICTED_GOODS_OPEN,
    twilio,
    burstPauseMs: read.BURST_PAUSE_MS,
    roles: read.ROLES,
    demo: read.DEMO ?? (read.DATABASE_URL === undefined && twilio === undefined),
  }
}

function twilioOf(read: z.output<typeof Variables>): TwilioConfig | undefined {
  if (read.TWILIO_ACCOUNT_SID === undefined || read.TWILIO_AUTH_TOKEN === undefined) return undefined
  return {
    accountSid: read.TWILIO_ACCOUNT_SID,
    authToken: read.TWILIO_AUTH_TOKEN,
    smsFrom: read.TWILIO_SMS_FROM,
    whatsappFrom: read.TWILIO_WHATSAPP_FROM,
    apiBaseUrl: read.TWILIO_API_BASE_URL,
  }
}
