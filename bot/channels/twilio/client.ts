import http from 'node:http'
import type { Logger } from 'pino'
import twilio from 'twilio'
import type { Clock } from '../../clock.ts'
import type { Attachment } from '../channel.ts'

export interface TwilioOptions {
  readonly accountSid: string
  readonly authToken: string
  /** +225..., a name of at most 11 characters, or a messaging service (MG...) */
  readonly smsFrom: string | undefined
  /** +225..., without the prefix whatsapp: */
  readonly whatsappFrom: string | undefined
  /** for tests and proxies: every request goes there, none to Twilio */
  readonly apiBaseUrl: string | undefined
  /** where Twilio reaches us, with the path if there is one; undefined: what each request says in Host */
  readonly publicUrl: string | undefined
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** WhatsApp buttons and lists through Content resources; else numbered text. Off by default. */
  readonly interactive?: boolean
  /** whether a provider id already belongs to a message of ours: a look-up must not take it for another */
  readonly isKnown?: (providerId: string) => Promise<boolean>
  /** staff's files; left out: none are sent */
  readonly files?: KeptFiles
  readonly timeoutMs?: number
  /** how long after an unanswered try a message that is not in Twilio's list may still appear there */
  readonly settleMs?: number
}

/** Staff's files as they are kept, and the time. */
export interface KeptFiles {
  readonly clock: Clock
  /** undefined: no such message, or no file with it */
  readonly find: (messageId: string) => Promise<Attachment | undefined>
}

export type TwilioClient = ReturnType<typeof twilio>

export interface Connection {
  readonly client: TwilioClient
  close(): void
}

// Twilio answers in about 200 ms. Longer than this and the person has noticed; the answer is looked up.
const TIMEOUT_MS = 10_000

/** The SDK's client, bound to the account, with a time limit and, when there is one, the other base URL. */
export function connectTwilio(options: TwilioOptions): Connection {
  const { accountSid, authToken, apiBaseUrl, timeoutMs = TIMEOUT_MS } = options
  const agent = new http.Agent({ keepAlive: true, maxSockets: 50 })
  const httpClient = new BoundedClient(apiBaseUrl, timeoutMs, agent)
  return {
    client: twilio(accountSid, authToken, { httpClient }),
    close: () => agent.destroy(),
  }
}

/** Time ran out; whether the request arrived is not known. */
class NoAnswerError extends Error {
  readonly code = 'ECONNABORTED'
  constructor(timeoutMs: number) {
    super(`Twilio did not answer within ${timeoutMs} ms.`)
    this.name = 'NoAnswerError'
  }
}

// The SDK knows only Twilio's own hosts, and its time limit begins again with every byte that arrives.
class BoundedClient extends twilio.RequestClient {
  readonly #baseUrl: string | undefined
  readonly #timeoutMs: number

  constructor(baseUrl: string | undefined, timeoutMs: number, agent: http.Agent) {
    super({ timeout: timeoutMs })
    this.#baseUrl = baseUrl
    this.#timeoutMs = timeoutMs
    this.axios.defaults.httpAgent = agent
  }

  override request: twilio.RequestClient['request'] = (request) => {
    return this.#within(super.request({ ...request, uri: rebase(request.uri, this.#baseUrl) }))
  }

  async #within<Answer>(answer: Promise<Answer>): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new NoAnswerError(this.#timeoutMs)), this.#timeoutMs)
    })
    try {
      return await Promise.race([answer, tooLate])
    } finally {
      clearTimeout(timer)
    }
  }
}

/** The same path and query on another base. Pages and products (api, content) keep apart by their paths. */
export function rebase(uri: string, baseUrl: string | undefined): string {
  if (baseUrl === undefined) return uri
  const { pathname, search } = new URL(uri)
  return `${baseUrl.replace(/\/+$/, '')}${pathname}${search}`
}
