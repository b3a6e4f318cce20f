import { z } from 'zod'
import { address, type Environment, secret, shown, wholeNumber } from './fields.ts'

const OPERATORS = ['orange', 'mtn', 'moov'] as const

export interface SmsgateConfig {
  readonly apiBaseUrl: string
  readonly user: string
  readonly password: string
  readonly signingKeys: readonly string[]
  readonly sims: readonly {
    readonly sender: string
    readonly deviceId: string
    readonly simNumber: number
    readonly operator: (typeof OPERATORS)[number]
  }[]
  readonly perMinute: number
  readonly perDay: number
  readonly offlineMinutes: number
  readonly toleranceSeconds: number
}

const CLOUD = 'https://api.sms-gate.app/3rdparty/v1'
const NEEDED = ['SMSGATE_USER', 'SMSGATE_PASSWORD', 'SMSGATE_SIGNING_KEY', 'SMSGATE_SIMS'] as const
const SIM = new RegExp(`^([\\w-]{1,32}):([1-3])=(${OPERATORS.join('|')})$`)
const operator = z.enum(OPERATORS)

const split = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

function simsIn(text: string): SmsgateConfig['sims'] {
  return split(text).flatMap((part) => {
    const [, deviceId = '', simNumber = '', name] = SIM.exec(part) ?? []
    const known = operator.safeParse(name)
    return known.success
      ? [{ sender: `${deviceId}:${simNumber}`, deviceId, simNumber: Number(simNumber), operator: known.data }]
      : []
  })
}

export const smsgateVariables = {
  SMSGATE_API_BASE_URL: address('SMSGATE_API_BASE_URL', ['http:', 'https:'], CLOUD)
    .transform((url) => url.replace(/\/+$/, ''))
    .default(CLOUD),
  SMSGATE_USER: z.string().optional(),
  SMSGATE_PASSWORD: secret('SMSGATE_PASSWORD', /^\S+$/, 'ne doit pas contenir d’espace').optional(),
  SMSGATE_SIGNING_KEY: secret(
    'SMSGATE_SIGNING_KEY',
    /^[^\s,]{8,}(\s*,\s*[^\s,]{8,})*$/,
    'une clé d’au moins 8 caractères sans espace, ou plusieurs séparées par des virgules',
  )
    .transform(split)
    .optional(),
  SMSGATE_SIMS: z
    .string()
    .refine((text) => split(text).length > 0 && split(text).every((part) => SIM.test(part)), {
      error: (issue) =>
        `SMSGATE_SIMS: ${shown(issue)} ne convient pas ; exemple : telephone1:1=orange,telephone1:2=mtn (opérateurs : ${OPERATORS.join(', ')}).`,
    })
    .transform(simsIn)
    .refine((sims) => new Set(sims.map(({ sender }) => sender)).size === sims.length, {
      error: 'SMSGATE_SIMS: la même carte SIM y est deux fois.',
    })
    .optional(),
  SMSGATE_PER_MINUTE: wholeNumber('SMSGATE_PER_MINUTE', {
    min: 1,
    max: 100_000,
    what: 'un nombre de SMS par minute (1 à 100000)',
  }).default(20),
  SMSGATE_PER_DAY: wholeNumber('SMSGATE_PER_DAY', {
    min: 1,
    max: 1_000_000,
    what: 'un nombre de SMS par jour (1 à 1000000)',
  }).default(500),
  SMSGATE_OFFLINE_MINUTES: wholeNumber('SMSGATE_OFFLINE_MINUTES', {
    min: 1,
    max: 1_440,
    what: 'un nombre de minutes (1 à 1440)',
  }).default(3),
  SMSGATE_TOLERANCE_SECONDS: wholeNumber('SMSGATE_TOLERANCE_SECONDS', {
    min: 10,
    max: 172_800,
    what: 'un nombre de secondes (10 à 172800)',
  }).default(300),
}
const Variables = z.object(smsgateVariables)

const isConfigured = (env: Environment): boolean => NEEDED.every((name) => env[name] !== undefined)

/** Whether SMS of this gateway reach real people: always, but for a gateway on this machine itself. */
export function isSmsgateReal(env: Environment): boolean {
  const url = env.SMSGATE_API_BASE_URL ?? CLOUD
  const isHere = URL.canParse(url) && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname)
  return isConfigured(env) && !isHere
}

export function smsgateMistakes(env: Environment, isNamed: boolean): string[] {
  const missing = NEEDED.filter((name) => env[name] === undefined)
  if (missing.length === 0) return []
  if (missing.length < NEEDED.length) {
    return missing.map((name) => `${name}: manque ; la passerelle SMS demande ${NEEDED.join(', ')} ensemble.`)
  }
  return isNamed ? [`CHANNELS: « smsgate » demande ${NEEDED.join(', ')}.`] : []
}

export function smsgateOf(read: z.output<typeof Variables>): SmsgateConfig | undefined {
  const { SMSGATE_USER: user, SMSGATE_PASSWORD: password, SMSGATE_SIGNING_KEY: signingKeys, SMSGATE_SIMS: sims } = read
  if (user === undefined || password === undefined || signingKeys === undefined || sims === undefined) return undefined
  return {
    apiBaseUrl: read.SMSGATE_API_BASE_URL,
    user,
    password,
    signingKeys,
    sims,
    perMinute: read.SMSGATE_PER_MINUTE,
    perDay: read.SMSGATE_PER_DAY,
    offlineMinutes: read.SMSGATE_OFFLINE_MINUTES,
    toleranceSeconds: read.SMSGATE_TOLERANCE_SECONDS,
  }
}
