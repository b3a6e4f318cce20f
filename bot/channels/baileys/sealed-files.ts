import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { DEFAULT_ORIGIN, getMediaKeys, type MediaType } from '@whiskeysockets/baileys'

// A file at WhatsApp's media host: AES-CBC, ten bytes of its HMAC behind it. The library would fetch it too, but a host
// that ends in the middle of it ends our program (an error of a stream that nobody listens to), one that is silent is
// waited for without end, and what comes is not compared with what the message promised.

const MAC_LENGTH = 10
/** the last block is filled up, and the HMAC is behind it */
const MOST_BYTES_MORE = 16 + MAC_LENGTH
const DEFAULT_HOST = 'mmg.whatsapp.net'

export interface FileOfMessage {
  readonly url?: string | null
  readonly directPath?: string | null
  readonly mediaKey?: Uint8Array | null
  readonly fileSha256?: Uint8Array | null
}

export type SealedFile =
  | { readonly kind: 'opened'; readonly bytes: Buffer }
  | { readonly kind: 'too_big' | 'not_what_was_sent' | 'not_at_whatsapp' }
  /** the host's answer, 404 and 410: it has forgotten it */
  | { readonly kind: 'not_had'; readonly status: number }

/**
 * Fetches and decrypts the file that a message points to.
 * @param host of the tests; else only WhatsApp's own, for the message is whatever a stranger wrote
 * @throws when the host cannot be reached, ends early, or is not through within `patienceMs`
 */
export async function fetchSealedFile(
  file: FileOfMessage,
  type: MediaType,
  { maxBytes, patienceMs, host }: { maxBytes: number; patienceMs: number; host: string | undefined },
): Promise<SealedFile> {
  const url = addressOf(file)
  if (url === null || !(url.host === host || isWhatsApps(url))) return { kind: 'not_at_whatsapp' }
  const keys = await getMediaKeys(file.mediaKey, type)
  const { cipherKey, iv, macKey } = keys
  const answer = await fetch(url, {
    headers: { origin: DEFAULT_ORIGIN },
    signal: AbortSignal.timeout(patienceMs),
  })
  if (!answer.ok || answer.body === null) {
    await answer.body?.cancel()
    return { kind: 'not_had', status: answer.status }
  }
  const sealed = await readUpTo(answer.body, maxBytes + MOST_BYTES_MORE)
  if (sealed === null) return { kind: 'too_big' }
  const bytes = open(sealed, { cipherKey: Buffer.from(cipherKey), iv, macKey: Buffer.from(macKey ?? []) })
  if (bytes === null || !isPromised(bytes, file.fileSha256)) return { kind: 'not_what_was_sent' }
  return bytes.length > maxBytes ? { kind: 'too_big' } : { kind: 'opened', bytes }
}

function addressOf({ url, directPath }: FileOfMessage): URL | null {
  if (url && !URL.canParse(url)) return null
  const host = url ? new URL(url).host : DEFAULT_HOST
  const address = directPath ? `https://${host}${directPath}` : (url ?? '')
  return URL.canParse(address) ? new URL(address) : null
}

const isWhatsApps = ({ protocol, hostname, port }: URL): boolean =>
  protocol === 'https:' && port === '' && /(^|\.)whatsapp\.net$/.test(hostname)

async function readUpTo(body: NonNullable<Response['body']>, most: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop early cancels the rest.
  for await (const chunk of body) {
    size += chunk.length
    if (size > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

interface Keys {
  readonly cipherKey: Buffer
  readonly iv: Uint8Array
  readonly macKey: Buffer
}

function open(sealed: Buffer, { cipherKey, iv, macKey }: Keys): Buffer | null {
  const cipher = sealed.subarray(0, -MAC_LENGTH)
  const mac = createHmac('sha256', macKey).update(iv).update(cipher).digest().subarray(0, MAC_LENGTH)
  const given = sealed.subarray(-MAC_LENGTH)
  if (given.length !== MAC_LENGTH || !timingSafeEqual(mac, given) || cipher.length % 16 !== 0) return null
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv)
  return Buffer.concat([decipher.update(cipher), decipher.final()])
}

function isPromised(bytes: Buffer, hash: Uint8Array | null | undefined): boolean {
  if (!hash?.length) return true
  return createHash('sha256').update(bytes).digest().equals(Buffer.from(hash))
}
