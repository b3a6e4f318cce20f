import { downloadMediaMessage, extractMessageContent, type proto, type WAMessage } from '@whiskeysockets/baileys'
import pino from 'pino'
import type { FetchedMedia } from '../channel.ts'
import { libraryLog } from './library-quiet.ts'

const RETRY_MS = 60_000
/** WhatsApp keeps files for a while; then the phone that has them uploads them again, if it is on. */
const FORGOTTEN = [404, 410]

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
  const logger = libraryLog(pino({ level: 'silent' }))
  try {
    const context = reupload && { reuploadRequest: reupload, logger }
    const stream = await downloadMediaMessage(message, 'stream', {}, context)
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
    return { kind: 'fetched', contentType: plain(file.mimetype), bytes: Buffer.concat(chunks) }
  } catch (error) {
    return whyNot(error, reupload !== undefined)
  }
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
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 0
  const why = error instanceof Error ? error.message.slice(0, 120) : 'unknown'
  if (FORGOTTEN.includes(status) && isAskedAgain)
    return { kind: 'gone', why: 'WhatsApp and the phone have forgotten it' }
  if (/bad decrypt|mac|Unsupported state/i.test(why)) return { kind: 'gone', why: 'not what was sent' }
  return { kind: 'retry', afterMs: RETRY_MS, why }
}
