import { downloadMediaMessage, extractMessageContent, type proto, type WAMessage } from '@whiskeysockets/baileys'
import { z } from 'zod'
import type { FetchedMedia } from '../channel.ts'

const RETRY_MS = 60_000
const ErrorWithStatus = z.object({
  status: z.number().optional(),
  output: z.object({ statusCode: z.number() }).optional(),
})
/** WhatsApp keeps files for a while; then the phone that has them uploads them again, if it is on. */
const FORGOTTEN = [404, 410]
/** The phone has it no more, or cannot read it; anything else (it is off) may be better later. */
const LOST_ON_PHONE = [...FORGOTTEN, 412]
const PHONE_PATIENCE_MS = 30_000

/** The file of a stored message, decrypted. @param reupload asks the phone again; undefined: no connection here */
export async function downloadFile(
  stored: proto.IWebMessageInfo,
  maxBytes: number,
  reupload: ((message: WAMessage) => Promise<WAMessage>) | undefined,
): Promise<FetchedMedia> {
  const file = fileIn(stored)
  if (file === undefined || stored.key === null || stored.key === undefined)
    return { kind: 'gone', why: 'no file in it' }
  if (Number(file.fileLength ?? 0) > maxBytes) return { kind: 'gone', why: 'too big' }
  const message: WAMessage = { ...stored, key: stored.key }
  try {
    return await read(message, file, maxBytes)
  } catch (error) {
    // The library asks the phone itself only for errors of a shape that its own requests do not have.
    const isForgotten = FORGOTTEN.includes(statusOf(error))
    if (!isForgotten || reupload === undefined) return whyNot(error, false)
    try {
      return await read(await withinPatience(reupload(message)), file, maxBytes)
    } catch (again) {
      return whyNot(again, true)
    }
  }
}

type File = NonNullable<ReturnType<typeof fileIn>>

async function read(message: WAMessage, { mimetype }: File, maxBytes: number): Promise<FetchedMedia> {
  const stream = await downloadMediaMessage(message, 'stream', {})
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > maxBytes) {
      stream.destroy()
      return { kind: 'gone', why: 'too big' }
    }
    chunks.push(bytes)
  }
  return { kind: 'fetched', contentType: plain(mimetype), bytes: Buffer.concat(chunks) }
}

/** The library would wait for a phone that is off for ever. */
async function withinPatience<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new PhoneSilentError()), PHONE_PATIENCE_MS)
  })
  try {
    return await Promise.race([answer, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

class PhoneSilentError extends Error {
  constructor() {
    super(`The phone did not upload the file again within ${PHONE_PATIENCE_MS} ms: is it on?`)
    this.name = 'PhoneSilentError'
  }
}

/** The status of WhatsApp's answer, in a Boom or beside it. */
function statusOf(error: unknown): number {
  const shape = ErrorWithStatus.safeParse(error)
  return shape.success ? (shape.data.output?.statusCode ?? shape.data.status ?? 0) : 0
}

function fileIn({ message }: proto.IWebMessageInfo) {
  const content = extractMessageContent(message)
  return (
    content?.imageMessage ??
    content?.audioMessage ??
    content?.videoMessage ??
    content?.documentMessage ??
    content?.stickerMessage ??
    undefined
  )
}

const plain = (mimetype: string | null | undefined): string =>
  (mimetype ?? '').split(';')[0]?.trim() || 'application/octet-stream'

function whyNot(error: unknown, isAskedAgain: boolean): FetchedMedia {
  const why = error instanceof Error ? error.message.slice(0, 120) : 'unknown'
  if (isAskedAgain && LOST_ON_PHONE.includes(statusOf(error))) {
    return { kind: 'gone', why: 'WhatsApp and the phone have forgotten it' }
  }
  if (/bad decrypt|mac|Unsupported state/i.test(why)) return { kind: 'gone', why: 'not what was sent' }
  return { kind: 'retry', afterMs: RETRY_MS, why }
}
