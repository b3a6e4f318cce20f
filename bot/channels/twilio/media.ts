import type { FetchedMedia } from '../channel.ts'
import { rebase, type TwilioOptions } from './client.ts'

const TIMEOUT_MS = 20_000
const REDIRECTS = [301, 302, 303, 307, 308]

/**
 * The bytes behind a MediaUrl. Twilio asks for the account's password when "Enforce HTTP auth on media URLs" is on, then
 * sends us on to its storage, which must not see it.
 */
export async function fetchTwilioMedia(ref: string, maxBytes: number, options: TwilioOptions): Promise<FetchedMedia> {
  const { accountSid, authToken, apiBaseUrl } = options
  if (!URL.canParse(ref)) return { kind: 'gone', why: 'not an address' }
  const password = Buffer.from(`${accountSid}:${authToken}`).toString('base64')
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const first = await fetch(rebase(ref, apiBaseUrl), {
      redirect: 'manual',
      headers: { authorization: `Basic ${password}` },
      signal,
    })
    const next = first.headers.get('location')
    const isElsewhere = REDIRECTS.includes(first.status) && next !== null
    return await bytesOf(isElsewhere ? await fetch(next, { signal }) : first, maxBytes)
  } catch (error) {
    return { kind: 'retry', afterMs: 10_000, why: error instanceof Error ? error.message : 'no answer' }
  }
}

async function bytesOf(answer: Response, maxBytes: number): Promise<FetchedMedia> {
  if (answer.status === 429 || answer.status >= 500) {
    return { kind: 'retry', afterMs: 10_000, why: `HTTP ${answer.status}` }
  }
  if (!answer.ok) return { kind: 'gone', why: `HTTP ${answer.status}` }
  if (Number(answer.headers.get('content-length') ?? 0) > maxBytes) return { kind: 'gone', why: 'too big' }
  const bytes = Buffer.from(await answer.arrayBuffer())
  if (bytes.length > maxBytes) return { kind: 'gone', why: 'too big' }
  const contentType = answer.headers.get('content-type') ?? 'application/octet-stream'
  return { kind: 'fetched', contentType, bytes }
}
