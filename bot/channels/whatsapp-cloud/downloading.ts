import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { FetchedMedia } from '../channel.ts'
import { healthIn } from './errors.ts'
import type { Graph } from './graph.ts'
import type { WhatsAppCloudOptions } from './options.ts'
import type { Telling } from './telling.ts'

const TIMEOUT_MS = 20_000
const RETRY_MS = 10_000
const MOST_REDIRECTS = 3
// The only hosts that see our token.
const META_HOST = /(^|\.)(facebook\.com|fbsbx\.com|fbcdn\.net|whatsapp\.net|whatsapp\.com)$/

const Described = z.object({
  url: z.url(),
  mime_type: z.string().default('application/octet-stream'),
  sha256: z.string().optional(),
  file_size: z.coerce.number().optional(),
})
type Described = z.output<typeof Described>

const gone = (why: string): FetchedMedia => ({ kind: 'gone', why })
const later = (why: string): FetchedMedia => ({ kind: 'retry', afterMs: RETRY_MS, why })

/**
 * The bytes of a media id. Its address lives for 5 minutes, so it is asked for each time.
 * @param ref the id that the webhook told
 */
export async function fetchWhatsAppMedia(
  ref: string,
  maxBytes: number,
  {
    graph,
    options,
    telling,
  }: { readonly graph: Graph; readonly options: WhatsAppCloudOptions; readonly telling: Telling },
): Promise<FetchedMedia> {
  if (!/^[\w-]+$/.test(ref)) return gone('not a media id')
  const answer = await graph.get(`/${ref}`)
  if (answer.kind === 'refused') {
    const health = healthIn(answer.error)
    telling.tell(null, health)
    const why = `${answer.error.code} ${answer.error.detail}`
    // A token that is put right brings the file back; a file that Meta keeps no more does not come back.
    return health.length > 0 || answer.status === 429 || answer.status >= 500 ? later(why) : gone(why)
  }
  if (answer.kind !== 'answered') return later(answer.cause)
  const described = Described.safeParse(answer.body)
  if (!described.success) return gone('an answer without an address')
  if ((described.data.file_size ?? 0) > maxBytes) return gone('too big')
  try {
    return await download(described.data, maxBytes, options)
  } catch (error) {
    return later(error instanceof Error ? error.message : 'no answer')
  }
}

async function download(described: Described, maxBytes: number, options: WhatsAppCloudOptions): Promise<FetchedMedia> {
  const answer = await follow(described.url, options)
  if (answer.status === 429 || answer.status >= 500) return later(`HTTP ${answer.status}`)
  if (!answer.ok) return gone(`HTTP ${answer.status}`)
  const came = answer.headers.get('content-type') ?? ''
  if (!isSameSort(came, described.mime_type)) return gone(`wrong type: ${came.slice(0, 60)}`)
  const bytes = await readAtMost(answer, maxBytes)
  if (bytes === undefined) return gone('too big')
  if (described.sha256 !== undefined && !isDigestOf(described.sha256, bytes)) return later('the bytes are not whole')
  return { kind: 'fetched', contentType: described.mime_type, bytes }
}

/** Redirects are followed by hand: fetch would decide by itself which host gets the token. */
async function follow(address: string, options: WhatsAppCloudOptions): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  let next = address
  for (let step = 0; ; step += 1) {
    const headers = maySeeToken(next, options.apiBaseUrl) ? { authorization: `Bearer ${options.token}` } : {}
    const answer = await fetch(next, { redirect: 'manual', headers, signal })
    const location = answer.headers.get('location')
    if (answer.status < 300 || answer.status >= 400 || location === null || step === MOST_REDIRECTS) return answer
    await answer.body?.cancel()
    next = new URL(location, next).href
  }
}

export function maySeeToken(address: string, apiBaseUrl: string | undefined): boolean {
  const url = new URL(address)
  if (apiBaseUrl !== undefined) return url.origin === new URL(apiBaseUrl).origin
  return url.protocol === 'https:' && META_HOST.test(url.hostname)
}

/** An error page in place of a photo is not a photo; storage that knows no types says octet-stream. */
function isSameSort(came: string, told: string): boolean {
  const sort = (contentType: string) => contentType.split('/')[0]?.trim().toLowerCase() ?? ''
  return came === '' || came.startsWith('application/octet-stream') || sort(came) === sort(told)
}

async function readAtMost(answer: Response, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of answer.body ?? []) {
    length += chunk.length
    if (length > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Webhooks write the digest in base64, the media endpoint in hexadecimal. */
function isDigestOf(told: string, bytes: Buffer): boolean {
  const digest = createHash('sha256').update(bytes).digest()
  return told === digest.toString('hex') || told === digest.toString('base64')
}
