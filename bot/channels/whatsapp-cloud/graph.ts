import { z } from 'zod'
import type { WhatsAppCloudOptions } from './options.ts'

export type GraphConnection = Pick<WhatsAppCloudOptions, 'token' | 'apiVersion' | 'apiBaseUrl' | 'timeoutMs'>

export interface GraphError {
  readonly code: number
  /** for people: Meta asks not to rely on the words */
  readonly detail: string
}

export type GraphAnswer =
  | { readonly kind: 'answered'; readonly body: unknown }
  /** Meta says no, in its own form */
  | { readonly kind: 'refused'; readonly status: number; readonly error: GraphError }
  /** no answer, or not one of Meta's: what was asked may have been done */
  | { readonly kind: 'unclear'; readonly status: number | null; readonly cause: string }
  /** no byte of the request left */
  | { readonly kind: 'never_left'; readonly cause: string }

export interface Graph {
  get(path: string, query?: Readonly<Record<string, string>>): Promise<GraphAnswer>
  post(path: string, body: object | FormData): Promise<GraphAnswer>
}

export const META_API = 'https://graph.facebook.com'
// Meta answers in about 300 ms. Longer than this and the person has noticed; its status callback tells what became of it.
const TIMEOUT_MS = 10_000

const Refusal = z.object({
  error: z.object({
    code: z.int(),
    message: z.string().default(''),
    error_data: z.object({ details: z.string().optional() }).nullish().catch(undefined),
  }),
})

/** Meta's Graph API by fetch, every request bounded in time. It never throws. */
export function openGraph(connection: GraphConnection): Graph {
  const { token, apiVersion, apiBaseUrl = META_API, timeoutMs = TIMEOUT_MS } = connection
  const base = `${apiBaseUrl.replace(/\/+$/, '')}/${apiVersion}`
  const authorization = `Bearer ${token}`

  async function ask(path: string, init: RequestInit): Promise<GraphAnswer> {
    try {
      const answer = await fetch(`${base}${path}`, { ...init, signal: AbortSignal.timeout(timeoutMs) })
      return read(answer.status, await answer.text())
    } catch (error) {
      return connectionFailure(error)
    }
  }

  return {
    get: (path, query = {}) => {
      const asked = new URLSearchParams(query).toString()
      return ask(asked === '' ? path : `${path}?${asked}`, { headers: { authorization } })
    },
    post: (path, body) =>
      body instanceof FormData
        ? ask(path, { method: 'POST', headers: { authorization }, body })
        : ask(path, {
            method: 'POST',
            headers: { authorization, 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }),
  }
}

function read(status: number, text: string): GraphAnswer {
  const body = parseJson(text)
  const refusal = Refusal.safeParse(body)
  if (refusal.success) {
    const { code, message, error_data } = refusal.data.error
    return { kind: 'refused', status, error: { code, detail: (error_data?.details ?? message).slice(0, 300) } }
  }
  if (status >= 200 && status < 300 && body !== undefined) return { kind: 'answered', body }
  return { kind: 'unclear', status, cause: `HTTP ${status}` }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const Failure = z.object({
  name: z.string().catch(''),
  message: z.string().catch('no answer'),
  cause: z.object({ code: z.string().optional(), syscall: z.string().optional() }).optional().catch(undefined),
})
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

function connectionFailure(error: unknown): GraphAnswer {
  const failure = Failure.safeParse(error)
  if (!failure.success) return { kind: 'unclear', status: null, cause: 'a failure that says nothing' }
  const { name, message, cause } = failure.data
  if (name === 'TimeoutError') return { kind: 'unclear', status: null, cause: 'TIMEOUT' }
  const code = cause?.code ?? ''
  if (NEVER_LEFT.has(code) || cause?.syscall === 'connect' || /CERT|^ERR_TLS|UNABLE_TO_VERIFY/.test(code)) {
    return { kind: 'never_left', cause: code }
  }
  return { kind: 'unclear', status: null, cause: code === '' ? message : code }
}
