import { z } from 'zod'

/** What a voice note says, or why that is not known. Never throws for what the service may answer. */
export type Transcript =
  | { readonly kind: 'heard'; readonly text: string }
  | { readonly kind: 'unheard'; readonly why: string; readonly mayTryAgain: boolean }

export interface Sound {
  readonly bytes: Buffer
  readonly contentType: string
  readonly language: 'fr' | 'en'
}

export type Transcribe = (sound: Sound) => Promise<Transcript>

// Somebody waits for an answer: a voice note of a minute takes a few seconds.
const TIMEOUT_MS = 20_000
// A page of text: what is longer is no order, and no transcript of a voice note either.
const LONGEST = 2_000

const Answer = z.object({ text: z.string() })

/** Services tell the format by the file's name. */
const ENDINGS: Readonly<Record<string, string>> = {
  'audio/ogg': 'ogg',
  'audio/opus': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/amr': 'amr',
  'audio/webm': 'webm',
  'audio/wav': 'wav',
}

export function transcriber(options: {
  readonly url: string
  readonly apiKey: string | undefined
  readonly model: string
}): Transcribe {
  return async ({ bytes, contentType, language }) => {
    const [type = contentType] = contentType.split(';')
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(bytes)], { type }), `voice.${ENDINGS[type] ?? 'ogg'}`)
    form.set('model', options.model)
    form.set('language', language)
    form.set('response_format', 'json')
    try {
      const answer = await fetch(`${options.url}/audio/transcriptions`, {
        method: 'POST',
        headers: options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` },
        body: form,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      if (!answer.ok) {
        await answer.body?.cancel()
        return {
          kind: 'unheard',
          why: `HTTP ${answer.status}`,
          mayTryAgain: answer.status === 429 || answer.status >= 500,
        }
      }
      const read = Answer.safeParse(await answer.json())
      const text = read.data?.text.trim().slice(0, LONGEST) ?? ''
      return text === '' ? { kind: 'unheard', why: 'no words', mayTryAgain: false } : { kind: 'heard', text }
    } catch (error) {
      return { kind: 'unheard', why: error instanceof Error ? error.message : 'no answer', mayTryAgain: true }
    }
  }
}
