import { z } from 'zod'
import { type Environment, secret, wholeNumber } from './fields.ts'

export interface BaileysConfig {
  /** 32 bytes each: the first seals what is kept of a session, the others still open it */
  readonly sessionKeys: readonly Buffer[]
  /** one number of ours each */
  readonly sessions: readonly string[]
  readonly typing: { readonly leastMs: number; readonly mostMs: number }
  /** whether it may write to people who never wrote to it */
  readonly mayWriteFirst: boolean
}

const KEY = '(?:[0-9a-fA-F]{64}|[A-Za-z0-9+/]{43}=)'
const milliseconds = (name: string) =>
  wholeNumber(name, { min: 0, max: 60_000, what: 'un nombre de millisecondes (0 à 60000)' })

export const baileysVariables = {
  BAILEYS_SESSION_KEY: secret(
    'BAILEYS_SESSION_KEY',
    new RegExp(`^${KEY}(,${KEY})*$`),
    'une clé est de 32 octets, en hexadécimal ou en base64 (openssl rand -base64 32) ; la nouvelle d’abord, puis les anciennes, séparées par des virgules',
  )
    .transform((text) => text.split(',').map(keyOf))
    .optional(),
  BAILEYS_SESSIONS: z
    .string()
    .regex(/^[a-z0-9-]{1,32}(,[a-z0-9-]{1,32})*$/, {
      error:
        'BAILEYS_SESSIONS: des noms en minuscules, chiffres et tirets, séparés par des virgules ; exemple : principal.',
    })
    .transform((text) => [...new Set(text.split(','))])
    .default(['principal']),
  BAILEYS_TYPING_MIN_MS: milliseconds('BAILEYS_TYPING_MIN_MS').default(1_200),
  BAILEYS_TYPING_MAX_MS: milliseconds('BAILEYS_TYPING_MAX_MS').default(6_000),
  BAILEYS_MAY_WRITE_FIRST: z
    .enum(['1', '0'], { error: 'BAILEYS_MAY_WRITE_FIRST: écrivez 1 ou 0.' })
    .transform((text) => text === '1')
    .default(false),
}
const Variables = z.object(baileysVariables)

const keyOf = (text: string): Buffer => Buffer.from(text, text.length === 64 ? 'hex' : 'base64')

/** A linked number reaches real people: there is no trying it out. */
export const isBaileysReal = (env: Environment): boolean => env.BAILEYS_SESSION_KEY !== undefined

export function baileysMistakes(env: Environment, isNamed: boolean): string[] {
  if (isNamed && env.BAILEYS_SESSION_KEY === undefined) {
    return ['BAILEYS_SESSION_KEY: manque ; « baileys » en a besoin (openssl rand -base64 32).']
  }
  const least = Number(env.BAILEYS_TYPING_MIN_MS ?? 1_200)
  const most = Number(env.BAILEYS_TYPING_MAX_MS ?? 6_000)
  return least > most ? ['BAILEYS_TYPING_MAX_MS: doit être au moins BAILEYS_TYPING_MIN_MS.'] : []
}

export function baileysOf(read: z.output<typeof Variables>): BaileysConfig | undefined {
  if (read.BAILEYS_SESSION_KEY === undefined) return undefined
  return {
    sessionKeys: read.BAILEYS_SESSION_KEY,
    sessions: read.BAILEYS_SESSIONS,
    typing: { leastMs: read.BAILEYS_TYPING_MIN_MS, mostMs: read.BAILEYS_TYPING_MAX_MS },
    mayWriteFirst: read.BAILEYS_MAY_WRITE_FIRST,
  }
}
