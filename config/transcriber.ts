import { z } from 'zod'
import { address, type Environment, secret } from './fields.ts'

/** Any service with OpenAI's POST /audio/transcriptions: a company, or one's own machine. */
export interface TranscriberConfig {
  /** up to and without /audio/transcriptions */
  readonly url: string
  readonly apiKey: string | undefined
  readonly model: string
}

export const transcriberVariables = {
  TRANSCRIBER_URL: address('TRANSCRIBER_URL', ['http:', 'https:'], 'https://api.openai.com/v1')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  TRANSCRIBER_API_KEY: secret('TRANSCRIBER_API_KEY', /^\S+$/, 'ne doit pas contenir d’espace').optional(),
  TRANSCRIBER_MODEL: z.string().default('whisper-1'),
}
const Variables = z.object(transcriberVariables)

export function transcriberMistakes(env: Environment): string[] {
  return env.TRANSCRIBER_API_KEY !== undefined && env.TRANSCRIBER_URL === undefined
    ? ['TRANSCRIBER_URL: manque ; TRANSCRIBER_API_KEY ne sert à rien sans elle.']
    : []
}

export function transcriberOf(read: z.output<typeof Variables>): TranscriberConfig | undefined {
  if (read.TRANSCRIBER_URL === undefined) return undefined
  return { url: read.TRANSCRIBER_URL, apiKey: read.TRANSCRIBER_API_KEY, model: read.TRANSCRIBER_MODEL }
}
