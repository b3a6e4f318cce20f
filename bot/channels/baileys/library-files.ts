import { extractMessageContent, type MediaType, type proto, type WAMessage } from '@whiskeysockets/baileys'
import { z } from 'zod'
import type { FetchedMedia } from '../channel.ts'
import { type FileOfMessage, fetchSealedFile, type SealedFile } from './sealed-files.ts'

const RETRY_MS = 60_000
const ErrorWithStatus = z.object({ output: z.object({ statusCode: z.number() }) })
/** WhatsApp keeps files for a while; then the phone that has them uploads them again, if it is on. */
const FORGOTTEN = [404, 410]
/** The phone has it no more, or cannot read it; anything else (it is off) may be better later. */
const LOST_ON_PHONE = [...FORGOTTEN, 412]
/** Twice the host and once the phone are about the minute after which another process takes its turn. */
export const FILE_PATIENCE_MS = 20_000

export interface Downloading {
  readonly maxBytes: number
  /** asks the phone to upload it again; undefined: no connection here */
  readonly reupload: ((message: WAMessage) => Promise<WAMessage>) | undefined
  /** the media host of the tests */
  readonly host?: string | undefined
  readonly patienceMs?: number | undefined
}

/** The file of a stored message, decrypted. */
export async function downloadFile(stored: proto.IWebMessageInfo, how: Downloading): Promise<FetchedMedia> {
  const found = fileIn(stored)
  if (found === undefined || stored.key === null || stored.key === undefined) {
    return { kind: 'gone', why: 'no file in it' }
  }
  if (Number(found.file.fileLength ?? 0) > how.maxBytes) return { kind: 'gone', why: 'too big' }
  const message: WAMessage = { ...stored, key: stored.key }
  const first = await fetched(found, how)
  if (first.kind !== 'not_had' || !FORGOTTEN.includes(first.status) || how.reupload === undefined) {
    return told(first, found)
  }
  try {
    const again = fileIn(await withinPatience(how.reupload(message), how.patienceMs ?? FILE_PATIENCE_MS))
    return told(again === undefined ? first : await fetched(again, how), found)
  } catch (error) {
    return whyNotAgain(error)
  }
}

type Unreached = { readonly kind: 'unreached'; readonly why: string }

async function fetched({ file, type }: Found, { maxBytes, host, patienceMs }: Downloading) {
  try {
    return await fetchSealedFile(file, type, { maxBytes, host, patienceMs: patienceMs ?? FILE_PATIENCE_MS })
  } catch (error) {
    const unreached: Unreached = { kind: 'unreached', why: wordsOf(error) }
    return unreached
  }
}

function told(result: SealedFile | Unreached, { file }: Found): FetchedMedia {
  switch (result.kind) {
    case 'opened':
      return { kind: 'fetched', contentType: plain(file.mimetype), bytes: result.bytes }
    case 'too_big':
      return { kind: 'gone', why: 'too big' }
    case 'not_what_was_sent':
      return { kind: 'gone', why: 'not what was sent' }
    case 'not_at_whatsapp':
      return { kind: 'gone', why: 'not at WhatsApp' }
    case 'not_had':
      return { kind: 'retry', afterMs: RETRY_MS, why: `WhatsApp answered ${result.status}` }
    case 'unreached':
      return { kind: 'retry', afterMs: RETRY_MS, why: result.why }
  }
}

function whyNotAgain(error: unknown): FetchedMedia {
  const boom = ErrorWithStatus.safeParse(error)
  return boom.success && LOST_ON_PHONE.includes(boom.data.output.statusCode)
    ? { kind: 'gone', why: 'WhatsApp and the phone have forgotten it' }
    : { kind: 'retry', afterMs: RETRY_MS, why: wordsOf(error) }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 120) : 'unknown')

/** The library would wait for a phone that is off for ever. */
async function withinPatience<Answer>(answer: Promise<Answer>, patienceMs: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PhoneSilentError(patienceMs)), patienceMs)
  })
  try {
    return await Promise.race([answer, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

class PhoneSilentError extends Error {
  constructor(patienceMs: number) {
    super(`The phone did not upload the file again within ${patienceMs} ms: is it on?`)
    this.name = 'PhoneSilentError'
  }
}

interface Found {
  readonly type: MediaType
  readonly file: FileOfMessage & {
    readonly mimetype?: string | null
    readonly fileLength?: { toString(): string } | number | null
  }
}

function fileIn({ message }: proto.IWebMessageInfo): Found | undefined {
  const content = extractMessageContent(message)
  const files = [
    ['image', content?.imageMessage],
    ['audio', content?.audioMessage],
    ['video', content?.videoMessage],
    ['document', content?.documentMessage],
    ['sticker', content?.stickerMessage],
  ] as const
  for (const [type, file] of files) if (file) return { type, file }
  return undefined
}

const plain = (mimetype: string | null | undefined): string =>
  (mimetype ?? '').split(';')[0]?.trim() || 'application/octet-stream'
