import { once } from 'node:events'
import http from 'node:http'
import { z } from 'zod'
import { type Refusal, type State, shownMessage, type TakenMessage, takeMessage } from './messages.ts'
import {
  type EventName,
  envelope,
  type FromPerson,
  nanoId,
  receivedPayload,
  type SignedEvent,
  signedEvent,
} from './webhooks.ts'

/** What the next send gets instead of an answer. "after" means that the message was taken. */
export type Misbehaviour =
  | 'garbage'
  | 'garbage_after'
  | 'silent'
  | 'silent_after'
  | 'drop_before'
  | 'drop_after'
  /** the event sms:sent comes before the answer */
  | 'callback_first'
  | Refusal

export interface FakeDevice {
  readonly id: string
  readonly name?: string
  readonly lastSeen?: Date
  readonly simCards?: readonly { readonly simNumber: number; readonly carrierName: string }[]
}

export interface FakeSmsgateOptions {
  readonly user: string
  readonly password: string
  readonly signingKey: string
  readonly devices: readonly FakeDevice[]
  /** the phones' clock */
  readonly now?: () => Date
  /** events that follow every message by themselves */
  readonly states?: readonly ('Sent' | 'Delivered')[]
  readonly port?: number
}

export interface Hook {
  readonly id: string
  readonly url: string
  readonly event: string
  readonly deviceId: string | null
}

export interface FakeSmsgate {
  /** for SMSGATE_API_BASE_URL */
  readonly url: string
  /** what was taken, oldest first */
  readonly messages: readonly TakenMessage[]
  readonly hooks: readonly Hook[]
  /** each applies to one send, in this order */
  misbehave(...how: readonly Misbehaviour[]): void
  /** the password is another from now on */
  changePassword(password: string): void
  /** somebody else registers a hook */
  addHook(hook: Hook): void
  /** a person writes an SMS to a SIM; our answers, one for each hook */
  receive(message: FromPerson): Promise<readonly Response[]>
  /** the phone tells what became of a message */
  report(id: string, state: 'Sent' | 'Delivered' | 'Failed', more?: Report): Promise<readonly Response[]>
  ping(deviceId: string): Promise<readonly Response[]>
  /** any event, to whatever hooks there are for it, signed at that time */
  emit(event: string, body: (hook: Hook) => string, at?: Date): Promise<readonly Response[]>
  /** to an address, as it stands */
  post(url: string, event: SignedEvent): Promise<Response>
  close(): Promise<void>
}

export interface Report {
  readonly reason?: string
  /** -1: the phone does not know */
  readonly partsCount?: number
}

const HookRequest = z.object({
  id: z.string().max(36).nullish(),
  url: z.url().max(256),
  event: z.enum(['sms:received', 'sms:sent', 'sms:delivered', 'sms:failed', 'system:ping']),
  deviceId: z.string().nullish(),
})

const EVENT_OF = { Sent: 'sms:sent', Delivered: 'sms:delivered', Failed: 'sms:failed' } as const

/** The gateway on this machine: its server's API for us, and the app's events to whoever registered for them. */
export async function startFakeSmsgate(options: FakeSmsgateOptions): Promise<FakeSmsgate> {
  const taken: TakenMessage[] = []
  const hooks = new Map<string, Hook>()
  const misbehaviours: Misbehaviour[] = []
  const now = options.now ?? (() => new Date())
  const deviceIds = options.devices.map(({ id }) => id)
  let password = options.password

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    const url = new URL(request.url ?? '/', 'http://fake')
    const path = url.pathname.replace(/^\/3rdparty\/v1/, '').replace(/^\/message(?=\/|$)/, '/messages')
    if (path === '/health') return sendJson(response, 200, { status: 'pass', version: '1.30.0', checks: {} })
    const basic = `Basic ${Buffer.from(`${options.user}:${password}`).toString('base64')}`
    if (request.headers.authorization !== basic) return sendProblem(response, { status: 401, message: 'Unauthorized' })
    const route = `${request.method} ${path}`
    if (route === 'POST /messages') {
      return create(body, url.searchParams.get('skipPhoneValidation') === 'true', response)
    }
    const message = taken.find(({ id }) => path === `/messages/${id}`)
    if (request.method === 'GET' && message !== undefined) return sendJson(response, 200, shownMessage(message))
    if (route === 'GET /webhooks') return sendJson(response, 200, [...hooks.values()])
    if (route === 'POST /webhooks') {
      const hook = register(body)
      return 'status' in hook ? sendProblem(response, hook) : sendJson(response, 201, hook)
    }
    if (request.method === 'DELETE' && path.startsWith('/webhooks/')) {
      hooks.delete(decodeURIComponent(path.slice('/webhooks/'.length)))
      return void response.writeHead(204).end()
    }
    if (route === 'GET /devices') return sendJson(response, 200, options.devices.map(shownDevice))
    sendProblem(response, { status: 404, message: 'not found' })
  }

  async function create(body: unknown, skips: boolean, response: http.ServerResponse): Promise<void> {
    const how = misbehaviours.shift()
    if (typeof how === 'object') return sendProblem(response, how)
    if (how === 'garbage') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>a hotel')
    if (how === 'silent') return
    if (how === 'drop_before') return void response.destroy()
    const message = takeMessage(taken, deviceIds, body, skips)
    if ('status' in message) return sendProblem(response, message)
    if (how === 'silent_after') return
    if (how === 'drop_after') return void response.destroy()
    if (how === 'garbage_after') return void response.writeHead(202).end('<html>upstream')
    const shown = shownMessage(message)
    if (how === 'callback_first') await report(message.id, 'Sent')
    sendJson(response, 202, shown)
    for (const state of options.states ?? []) await report(message.id, state)
  }

  function register(body: unknown): Hook | Refusal {
    const request = HookRequest.safeParse(body)
    if (!request.success) return { status: 400, message: 'failed to validate webhook' }
    const { id, url, event, deviceId = null } = request.data
    if (deviceId !== null && !deviceIds.includes(deviceId)) {
      return { status: 400, message: 'device_id: record not found' }
    }
    const hook = { id: id ?? nanoId(), url, event, deviceId }
    hooks.set(hook.id, hook)
    return hook
  }

  async function emit(event: string, body: (hook: Hook) => string, at = now()): Promise<readonly Response[]> {
    const answers: Response[] = []
    for (const hook of [...hooks.values()].filter((one) => one.event === event)) {
      answers.push(await post(hook.url, signedEvent(body(hook), options.signingKey, at)))
    }
    return answers
  }

  function post(url: string, { headers, body }: SignedEvent): Promise<Response> {
    return fetch(url, { method: 'POST', headers, body })
  }

  async function report(id: string, state: Exclude<State, 'Pending' | 'Processed'>, more: Report = {}) {
    const message = taken.find((one) => one.id === id)
    if (message !== undefined) message.state = state
    const at = now().toISOString()
    const payload = {
      messageId: id,
      phoneNumber: message?.phone ?? '+2250700000000',
      recipient: message?.phone ?? '+2250700000000',
      sender: null,
      simNumber: message?.simNumber ?? 1,
      ...(state === 'Sent' && { partsCount: more.partsCount ?? 1, sentAt: at }),
      ...(state === 'Delivered' && { deliveredAt: at }),
      ...(state === 'Failed' && { failedAt: at, reason: more.reason ?? 'RESULT_ERROR_GENERIC_FAILURE (unknown)' }),
    }
    return event(EVENT_OF[state], message?.deviceId ?? deviceIds[0] ?? '', payload)
  }

  function event(name: EventName, deviceId: string, payload: object, id?: string): Promise<readonly Response[]> {
    // Each hook has the event under an id of its own, as from the app.
    let isFirst = true
    return emit(name, (hook) => {
      const own = isFirst && id !== undefined ? { id } : {}
      isFirst = false
      return envelope(name, deviceId, payload, { webhookId: hook.id, ...own })
    })
  }

  const server = http.createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  return {
    url: `http://127.0.0.1:${port}/3rdparty/v1`,
    messages: taken,
    get hooks() {
      return [...hooks.values()]
    },
    misbehave: (...how) => void misbehaviours.push(...how),
    changePassword: (another) => {
      password = another
    },
    addHook: (hook) => void hooks.set(hook.id, hook),
    receive: (message) => {
      return event('sms:received', message.deviceId ?? deviceIds[0] ?? '', receivedPayload(message), message.id)
    },
    report,
    ping: (deviceId) => event('system:ping', deviceId, { health: { status: 'pass', checks: {} } }),
    emit,
    post,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function shownDevice({ id, name = 'Samsung/a14', lastSeen = new Date(), simCards }: FakeDevice): object {
  const at = lastSeen.toISOString()
  return { id, name, createdAt: at, updatedAt: at, lastSeen: at, ...(simCards !== undefined && { simCards }) }
}

function sendProblem(response: http.ServerResponse, { status, message }: Refusal): void {
  sendJson(response, status, { message })
}

function sendJson(response: http.ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function bodyOf(request: http.IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? undefined : JSON.parse(text)
}
