import { existsSync } from 'node:fs'
import path from 'node:path'
import { loadEnvFile } from 'node:process'
import { z } from 'zod'
import { type BaileysConfig, baileysMistakes, baileysOf, baileysVariables, isBaileysReal } from './config/baileys.ts'
import { address, commaList, type Environment, oneOf, shown, wholeNumber } from './config/fields.ts'
import { isSmsgateReal, type SmsgateConfig, smsgateMistakes, smsgateOf, smsgateVariables } from './config/smsgate.ts'
import {
  type TranscriberConfig,
  transcriberMistakes,
  transcriberOf,
  transcriberVariables,
} from './config/transcriber.ts'
import { isTwilioReal, type TwilioConfig, twilioMistakes, twilioOf, twilioVariables } from './config/twilio.ts'
import {
  isWhatsAppCloudReal,
  type WhatsAppCloudConfig,
  whatsAppCloudMistakes,
  whatsAppCloudOf,
  whatsAppCloudVariables,
} from './config/whatsapp-cloud.ts'

/** The adapters that exist; a name that would do nothing is a mistake. */
export const CHANNEL_NAMES = ['simulator', 'twilio', 'smsgate', 'whatsapp-cloud', 'baileys'] as const
export type ChannelName = (typeof CHANNEL_NAMES)[number]

/** Where an operator may knowingly allow restricted goods (product.md 7). SMS and the simulator are open anyway. */
export const RESTRICTABLE_SURFACES = [
  'twilio-whatsapp',
  'whatsapp-cloud',
  'baileys-whatsapp',
  'twilio-sms',
  'smsgate-sms',
  'simulator',
] as const
const ROLES = ['web', 'worker'] as const
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

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
  /** undefined: voice notes are kept for staff and not heard */
  readonly transcriber: TranscriberConfig | undefined
  readonly smsgate: SmsgateConfig | undefined
  readonly whatsAppCloud: WhatsAppCloudConfig | undefined
  readonly baileys: BaileysConfig | undefined
  /** Approved WhatsApp messages that ask for an answer outside the 24-hour window; null: none. */
  readonly newsTemplates: { readonly fr: string | null; readonly en: string | null }
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
  ...twilioVariables,
  ...transcriberVariables,
  ...smsgateVariables,
  ...whatsAppCloudVariables,
  ...baileysVariables,
  WHATSAPP_NEWS_TEMPLATE_FR: templateName('WHATSAPP_NEWS_TEMPLATE_FR'),
  WHATSAPP_NEWS_TEMPLATE_EN: templateName('WHATSAPP_NEWS_TEMPLATE_EN'),
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

/** As Meta names templates, or a Content SID of Twilio's. */
function templateName(name: string) {
  return z
    .string()
    .regex(/^\w{1,512}$/, { error: (issue) => `${name}: ${shown(issue)} n’est pas le nom d’un modèle approuvé.` })
    .optional()
}

/** An empty value means "not set": docker-compose passes them so. */
function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  )
}

/** Mistakes that no variable makes alone. They read the raw text so that they are told together with the others. */
function contradictions(env: Environment): string[] {
  const channels = env.CHANNELS?.split(',').map((name) => name.trim()) ?? []
  const isNamed = (channel: ChannelName) => channels.includes(channel)
  const mistakes = [
    ...twilioMistakes(env, isNamed('twilio')),
    ...smsgateMistakes(env, isNamed('smsgate')),
    ...whatsAppCloudMistakes(env, isNamed('whatsapp-cloud')),
    ...baileysMistakes(env, isNamed('baileys')),
    ...transcriberMistakes(env),
  ]
  // Anybody who reaches the simulator can speak as any phone: never beside accounts that reach real people.
  if (isNamed('simulator') && isTwilioReal(env)) {
    mistakes.push(
      'CHANNELS: « simulator » est interdit avec de vrais identifiants Twilio ; retirez « simulator », ou les TWILIO_*.',
    )
  }
  if (isNamed('simulator') && isSmsgateReal(env)) {
    mistakes.push(
      'CHANNELS: « simulator » est interdit avec une vraie passerelle SMS ; retirez « simulator », ou les SMSGATE_*.',
    )
  }
  if (isNamed('simulator') && isWhatsAppCloudReal(env)) {
    mistakes.push(
      'CHANNELS: « simulator » est interdit avec de vrais identifiants Meta ; retirez « simulator », ou les WHATSAPP_CLOUD_*.',
    )
  }
  if (isNamed('simulator') && isBaileysReal(env)) {
    mistakes.push(
      'CHANNELS: « simulator » est interdit avec un vrai numéro WhatsApp (Baileys) ; retirez « simulator », ou BAILEYS_SESSION_KEY.',
    )
  }
  return mistakes
}

function assemble(read: z.output<typeof Variables>): Config {
  const twilio = twilioOf(read)
  const smsgate = smsgateOf(read)
  const whatsAppCloud = whatsAppCloudOf(read)
  const baileys = baileysOf(read)
  const connected: ChannelName[] = []
  if (twilio !== undefined) connected.push('twilio')
  if (smsgate !== undefined) connected.push('smsgate')
  if (whatsAppCloud !== undefined) connected.push('whatsapp-cloud')
  if (baileys !== undefined) connected.push('baileys')
  return {
    port: read.PORT,
    host: read.HOST,
    databaseUrl: read.DATABASE_URL,
    redisUrl: read.REDIS_URL,
    publicUrl: read.PUBLIC_URL ?? `http://localhost:${read.PORT}`,
    dataDir: path.resolve(read.DATA_DIR),
    logLevel: read.LOG_LEVEL,
    channels: read.CHANNELS ?? (connected.length === 0 ? ['simulator'] : connected),
    restrictedGoodsOpen: read.RESTRICTED_GOODS_OPEN,
    twilio,
    transcriber: transcriberOf(read),
    smsgate,
    whatsAppCloud,
    baileys,
    newsTemplates: { fr: read.WHATSAPP_NEWS_TEMPLATE_FR ?? null, en: read.WHATSAPP_NEWS_TEMPLATE_EN ?? null },
    burstPauseMs: read.BURST_PAUSE_MS,
    roles: read.ROLES,
    demo: read.DEMO ?? (read.DATABASE_URL === undefined && connected.length === 0),
  }
}
