import imported, { type HttpClient } from 'android-sms-gateway'
import type { SmsgateOptions } from './options.ts'

// The package is written as ES module and typed as CommonJS: what Node gives is one or the other.
const Client = 'default' in imported ? imported.default : imported
export type Gateway = InstanceType<typeof Client>

// The cloud answers in well under a second; a phone on a mobile network may take some.
const TIMEOUT_MS = 10_000

/** The gateway answered, and not with 2xx. */
export class GatewayRefusalError extends Error {
  readonly status: number
  /** its own words, when the answer was the gateway's and not a proxy's */
  readonly said: string | undefined
  constructor(status: number, said: string | undefined) {
    super(`The gateway answered ${status}${said === undefined ? '' : `: ${said}`}.`)
    this.name = 'GatewayRefusalError'
    this.status = status
    this.said = said
  }
}

/** 2xx, and not what the gateway says. */
export class GatewayGarbageError extends Error {
  constructor() {
    super('The gateway’s answer is not JSON.')
    this.name = 'GatewayGarbageError'
  }
}

export type Connection = Pick<SmsgateOptions, 'apiBaseUrl' | 'user' | 'password' | 'timeoutMs'>

/** The official client over fetch, with a time limit, and failures that keep the status. */
export function connectGateway({ apiBaseUrl, user, password, timeoutMs = TIMEOUT_MS }: Connection): Gateway {
  return new Client(user, password, boundedHttp(timeoutMs), apiBaseUrl)
}

function boundedHttp(timeoutMs: number): HttpClient {
  async function call(method: string, url: string, headers: Record<string, string> = {}, body?: unknown) {
    const answer = await fetch(url, {
      method,
      headers,
      // A gateway does not move: following could hand the password on.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new GatewayRefusalError(answer.status, saidIn(text))
    if (text === '') return undefined
    try {
      return JSON.parse(text)
    } catch {
      throw new GatewayGarbageError()
    }
  }
  return {
    get: (url, headers) => call('GET', url, headers),
    delete: (url, headers) => call('DELETE', url, headers),
    post: (url, body, headers) => call('POST', url, headers, body),
    put: (url, body, headers) => call('PUT', url, headers, body),
    patch: (url, body, headers) => call('PATCH', url, headers, body),
  }
}

function saidIn(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text)
    return typeof message === 'string' ? message : undefined
  } catch {
    return undefined
  }
}
