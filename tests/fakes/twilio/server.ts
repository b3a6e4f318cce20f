import { once } from 'node:events'
import http from 'node:http'
import { answerAboutAccount, type FakeAccount, fakeAccount } from './account.ts'
import { type ContentResource, createContent, listContents, renderContent } from './contents.ts'
import { bodyOf, sendJson, sendProblem } from './http.ts'
import { listMessages, moveOn, problemWith, type TakenMessage, takeMessage } from './messages.ts'
import { type Misbehaviour, withoutTaking } from './misbehaving.ts'
import { type FromPerson, inboundParams, signedWebhook } from './webhooks.ts'

export interface FakeTwilioOptions {
  readonly accountSid: string
  readonly authToken: string
  readonly port?: number
  /** callbacks that follow every message by themselves, for example sent, delivered */
  readonly statuses?: readonly string[]
}

export interface FakeTwilio {
  /** for TWILIO_API_BASE_URL */
  readonly url: string
  /** what was taken, oldest first */
  readonly messages: readonly TakenMessage[]
  readonly contents: readonly ContentResource[]
  /** what was fetched from our addresses, oldest first; a file that could not be fetched fails its message with 63019 */
  readonly files: readonly FetchedFile[]
  /** what is said of the account and its senders: change it as you like */
  readonly account: FakeAccount
  /** each applies to one send, in this order */
  misbehave(...how: readonly Misbehaviour[]): void
  /** how long every answer takes from now on */
  slow(milliseconds: number): void
  /** where our webhooks are; `publicUrl` is what gets signed */
  connect(app: { readonly url: string; readonly publicUrl?: string }): void
  /** a person writes: a signed POST to /webhooks/twilio/messages */
  receive(message: FromPerson): Promise<Response>
  /** a signed POST to the message's StatusCallback, or to /webhooks/twilio/status for an id never seen */
  report(sid: string, status: string, errorCode?: number): Promise<Response>
  close(): Promise<void>
}

export interface FetchedFile {
  readonly sid: string
  readonly status: number
  readonly contentType: string | null
  readonly bytes: Buffer
}

/** Twilio's REST API on this machine: messages, their list, contents, signed webhooks, and every way to fail. */
export async function startFakeTwilio(options: FakeTwilioOptions): Promise<FakeTwilio> {
  const { accountSid, authToken } = options
  const taken: TakenMessage[] = []
  const contents: ContentResource[] = []
  const files: FetchedFile[] = []
  const misbehaviours: Misbehaviour[] = []
  let delay = 0
  let app = { url: '', publicUrl: '' }
  const basic = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const about = fakeAccount()
  const account = `/2010-04-01/Accounts/${accountSid}`

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay))
    const url = new URL(request.url ?? '/', 'http://fake')
    if (request.headers.authorization !== basic) {
      return sendProblem(response, { status: 401, code: 20003, message: 'Authenticate' })
    }
    const route = `${request.method} ${url.pathname}`
    if (route === `POST ${account}/Messages.json`) return create(body, response)
    if (route === `GET ${account}/Messages.json`) {
      return sendJson(response, 200, listMessages(accountSid, taken, url.searchParams))
    }
    if (route === 'POST /v1/Content') return sendJson(response, 201, createContent(contents, accountSid, body))
    if (route === 'GET /v1/Content') return sendJson(response, 200, listContents(contents))
    const one = taken.find(({ resource }) => url.pathname === `${account}/Messages/${resource.sid}.json`)
    if (one !== undefined && request.method === 'GET') return sendJson(response, 200, one.resource)
    const said = request.method === 'GET' ? answerAboutAccount(about, accountSid, url) : undefined
    if (said !== undefined) return sendJson(response, 200, said)
    sendProblem(response, { status: 404, code: 20404, message: `The requested resource ${url.pathname} was not found` })
  }

  async function create(body: string, response: http.ServerResponse): Promise<void> {
    const params = Object.fromEntries(new URLSearchParams(body))
    const how = misbehaviours.shift()
    const refusal = typeof how === 'object' ? how : (withoutTaking(how, response) ?? problemWith(params))
    if (refusal === 'done') return
    if (refusal !== undefined) return sendProblem(response, refusal)
    const message = takeMessage(accountSid, params, params.Body ?? renderContent(contents, params))
    taken.push(message)
    if (how === 'silent_after') return
    if (how === 'drop_after') return void response.destroy()
    if (how === 'garbage_after') return void response.writeHead(201).end('<html>upstream')
    // What is answered is how the message was when it was taken.
    const resource = { ...message.resource }
    if (how === 'callback_first') await report(message.resource.sid, 'sent')
    sendJson(response, 201, resource)
    if (!(await fetchFile(message))) return void (await report(message.resource.sid, 'failed', 63019))
    for (const status of options.statuses ?? []) await report(message.resource.sid, status)
  }

  /** Twilio asks what it is, then for it. */
  async function fetchFile({ resource: { sid }, params: { MediaUrl } }: TakenMessage): Promise<boolean> {
    if (MediaUrl === undefined) return true
    const url = MediaUrl.replace(app.publicUrl, app.url)
    const head = await fetch(url, { method: 'HEAD' }).catch(() => undefined)
    if (head === undefined) return false
    const whole = await fetch(url)
    const contentType = whole.headers.get('content-type')
    files.push({ sid, status: whole.status, contentType, bytes: Buffer.from(await whole.arrayBuffer()) })
    return head.ok && whole.ok && head.headers.get('content-type') === contentType
  }

  async function report(sid: string, status: string, errorCode?: number): Promise<Response> {
    const message = taken.find(({ resource }) => resource.sid === sid)
    if (message !== undefined) moveOn(message, status, errorCode ?? null)
    const url = message?.params.StatusCallback ?? `${app.publicUrl}/webhooks/twilio/status`
    return post(url, {
      SmsSid: sid,
      SmsStatus: status,
      MessageStatus: status,
      To: message?.resource.to ?? '+2250700000000',
      MessageSid: sid,
      AccountSid: accountSid,
      From: message?.resource.from ?? '+14155238886',
      ApiVersion: '2010-04-01',
      ...(status === 'sent' && { RawDlrDoneDate: '2611202200' }),
      ...(errorCode !== undefined && { ErrorCode: String(errorCode), ErrorMessage: 'Unreachable destination handset' }),
    })
  }

  /** Signs the public address and posts to where the app really listens. */
  function post(publicUrl: string, params: Readonly<Record<string, string>>): Promise<Response> {
    const { method, headers, body, url } = signedWebhook(publicUrl, authToken, params)
    return fetch(url.replace(app.publicUrl, app.url), { method, headers, body })
  }

  const server = http.createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  return {
    url: `http://127.0.0.1:${port}`,
    messages: taken,
    contents,
    files,
    account: about,
    misbehave: (...how) => void misbehaviours.push(...how),
    slow: (milliseconds) => {
      delay = milliseconds
    },
    connect: ({ url, publicUrl = url }) => {
      app = { url, publicUrl }
    },
    receive: (message) => post(`${app.publicUrl}/webhooks/twilio/messages`, inboundParams(accountSid, message)),
    report,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
