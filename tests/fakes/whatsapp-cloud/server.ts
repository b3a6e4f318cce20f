import { createHash, createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import { type Problem, problemWith, Read, Send, type TakenMessage } from './messages.ts'
import { type FromPerson, messagesChange, newWamid, type OurNumber, posted, signedWebhook } from './webhooks.ts'

/** What the next send gets instead of an answer. "after" means that the message was taken, and its status told. */
export type Misbehaviour =
  | 'rate_limited'
  | 'server_error'
  | 'garbage'
  | 'garbage_after'
  | 'silent'
  | 'silent_after'
  | 'drop_before'
  | 'drop_after'
  /** the status `sent` comes before the answer */
  | 'callback_first'
  | Problem

export interface FakeTemplate {
  readonly name: string
  readonly language: string
  readonly status: string
  readonly category: string
  readonly components: readonly { readonly type: string; readonly text: string }[]
}

export interface FakeFile {
  readonly contentType: string
  readonly bytes: Buffer
  /** how it fails to be had */
  readonly how?: 'expired' | 'wrong_type' | 'broken' | 'unavailable' | 'elsewhere'
}

export interface FakeWhatsAppCloudOptions {
  readonly token: string
  readonly appSecret: string
  readonly wabaId: string
  /** the first is the one people write to */
  readonly numbers: readonly [OurNumber, ...OurNumber[]]
  /** statuses that follow every message by themselves, for example sent, delivered */
  readonly statuses?: readonly string[]
}

/** What Meta knows of the account and its numbers; tests change it. */
export interface AtMeta {
  token: string
  subscribedApps: number
  quality: string
  status: string
  limit: string
  templates: readonly FakeTemplate[]
  /** nothing answers any more */
  isAway: boolean
}

export interface FakeWhatsAppCloud {
  /** for WHATSAPP_CLOUD_API_BASE_URL */
  readonly url: string
  readonly meta: AtMeta
  /** what was taken, oldest first */
  readonly messages: readonly TakenMessage[]
  readonly reads: readonly Read[]
  readonly uploads: ReadonlyMap<string, FakeFile>
  /** Authorization headers that came to the storage on another host */
  readonly seenElsewhere: readonly (string | undefined)[]
  /** each applies to one send, in this order */
  misbehave(...how: readonly Misbehaviour[]): void
  /** puts a file that somebody sent; its id */
  keep(file: FakeFile): string
  connect(app: { readonly url: string }): void
  /** signs and posts */
  post(payload: unknown): Promise<Response>
  postChanges(...changes: readonly unknown[]): Promise<Response>
  /** a person writes to the first number, or to another */
  receive(person: FromPerson, number?: OurNumber): Promise<Response>
  report(id: string, status: string, more?: { readonly errorCode?: number; readonly data?: string }): Promise<Response>
  close(): Promise<void>
}

/** Meta's Graph API on this machine: messages, media, numbers, signed webhooks, and every way to fail. */
export async function startFakeWhatsAppCloud(options: FakeWhatsAppCloudOptions): Promise<FakeWhatsAppCloud> {
  const { appSecret, wabaId, numbers } = options
  const first = numbers[0]
  const meta: AtMeta = {
    token: options.token,
    subscribedApps: 1,
    quality: 'GREEN',
    status: 'CONNECTED',
    limit: 'TIER_2K',
    templates: [],
    isAway: false,
  }
  const taken: TakenMessage[] = []
  const reads: Read[] = []
  const files = new Map<string, FakeFile>()
  const uploads = new Map<string, FakeFile>()
  const seenElsewhere: (string | undefined)[] = []
  const misbehaviours: Misbehaviour[] = []
  let app = ''
  let base = ''

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    if (meta.isAway) return void response.destroy()
    const url = new URL(request.url ?? '/', 'http://fake')
    const isTrusted = request.headers.authorization === `Bearer ${meta.token}`
    if (url.pathname.startsWith('/storage/')) return store(url.pathname.slice(9), isTrusted, response)
    if (!isTrusted) return refuse(response, { status: 401, code: 190, details: 'Error validating access token' })
    const [, , node = '', edge] = url.pathname.split('/')
    const number = numbers.find(({ id }) => id === node)
    const route = `${request.method} ${number === undefined ? (node === wabaId ? 'waba' : 'node') : 'number'} ${edge ?? ''}`
    switch (route) {
      case 'POST number messages':
        return takePost(node, body, response)
      case 'POST number media':
        return takeMedia(body, request.headers['content-type'] ?? '', response)
      case 'GET number ':
        return sendJson(response, 200, shownNumber(node))
      case 'GET waba ':
        return sendJson(response, 200, { id: wabaId, name: 'DISTRI-NIGHT' })
      case 'GET waba phone_numbers':
        return sendJson(response, 200, { data: numbers.map(({ id }) => shownNumber(id)) })
      case 'GET waba message_templates': {
        // As Meta does, by a part of the name, and with no more of each than was asked for.
        const part = url.searchParams.get('name') ?? ''
        const fields = (url.searchParams.get('fields') ?? 'name').split(',')
        const found = meta.templates.filter(({ name }) => name.includes(part))
        const data = found.map((one) => Object.fromEntries(Object.entries(one).filter(([key]) => fields.includes(key))))
        return sendJson(response, 200, { data })
      }
      case 'GET waba subscribed_apps':
        return sendJson(response, 200, {
          data: Array.from({ length: meta.subscribedApps }, () => ({ whatsapp_business_api_data: { id: '1' } })),
        })
    }
    if (node === 'me') return proveSecret(url, response)
    const file = files.get(node)
    if (request.method !== 'GET' || file === undefined || file.how === 'expired') {
      return refuse(response, { status: 400, code: 100, details: 'Object does not exist or cannot be loaded' })
    }
    if (file.how === 'unavailable')
      return refuse(response, { status: 503, code: 131016, details: 'Service unavailable' })
    sendJson(response, 200, describeFile(node, file))
  }

  function shownNumber(id: string) {
    return {
      id,
      display_phone_number: numbers.find((one) => one.id === id)?.shown,
      verified_name: 'DISTRI-NIGHT',
      quality_rating: meta.quality,
      status: meta.status,
      whatsapp_business_manager_messaging_limit: meta.limit,
    }
  }

  function describeFile(id: string, { contentType, bytes, how }: FakeFile) {
    return {
      messaging_product: 'whatsapp',
      url: `${base}/storage/${id}`,
      mime_type: contentType,
      sha256: createHash('sha256')
        .update(how === 'broken' ? 'other bytes' : bytes)
        .digest('hex'),
      file_size: bytes.length,
      id,
    }
  }

  function store(id: string, isTrusted: boolean, response: http.ServerResponse): void {
    const file = files.get(id)
    if (file === undefined) return void response.writeHead(404).end()
    if (!isTrusted) return void response.writeHead(401).end()
    if (file.how === 'elsewhere') {
      return void response.writeHead(302, { location: `${elsewhereUrl()}/${id}` }).end()
    }
    const contentType = file.how === 'wrong_type' ? 'text/html' : file.contentType
    response.writeHead(200, { 'content-type': contentType }).end(file.bytes)
  }

  function proveSecret(url: URL, response: http.ServerResponse): void {
    const proof = createHmac('sha256', appSecret).update(meta.token).digest('hex')
    const given = url.searchParams.get('appsecret_proof')
    if (given === null || given === proof) sendJson(response, 200, { id: '1', name: 'system user' })
    else refuse(response, { status: 400, code: 100, details: 'Invalid appsecret_proof provided in the API argument' })
  }

  async function takeMedia(body: Buffer, contentType: string, response: http.ServerResponse): Promise<void> {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
    const file = form.get('file')
    if (!(file instanceof Blob) || form.get('messaging_product') !== 'whatsapp') {
      return refuse(response, { status: 400, code: 100, details: 'file and messaging_product are needed' })
    }
    const id = newId()
    uploads.set(id, { contentType: String(form.get('type')), bytes: Buffer.from(await file.arrayBuffer()) })
    sendJson(response, 200, { id })
  }

  async function takePost(from: string, body: Buffer, response: http.ServerResponse): Promise<void> {
    const json: unknown = JSON.parse(body.toString('utf8'))
    const read = Read.safeParse(json)
    if (read.success) {
      reads.push(read.data)
      return sendJson(response, 200, { success: true })
    }
    const how = misbehaviours.shift()
    const refusal = typeof how === 'object' ? how : (withoutTaking(how, response) ?? problemWith(json))
    if (refusal === 'done') return
    if (refusal !== undefined) return refuse(response, refusal)
    const sent = Send.parse(json)
    const message: TakenMessage = { id: newWamid(), from, to: sent.to ?? sent.recipient ?? '', sent }
    taken.push(message)
    const isLost = how === 'silent_after' || how === 'drop_after' || how === 'garbage_after'
    if (isLost || how === 'callback_first') await report(message.id, 'sent')
    if (how === 'silent_after') return
    if (how === 'drop_after') return void response.destroy()
    if (how === 'garbage_after') return void response.writeHead(200).end('<html>upstream')
    sendJson(response, 200, {
      messaging_product: 'whatsapp',
      contacts: [{ input: message.to, ...(sent.to !== undefined && { wa_id: sent.to.replace('+', '') }) }],
      messages: [{ id: message.id }],
    })
    for (const status of options.statuses ?? []) await report(message.id, status)
  }

  const report: FakeWhatsAppCloud['report'] = (id, status, { errorCode, data } = {}) => {
    const message = taken.find((one) => one.id === id)
    const callbackData = data ?? message?.sent.biz_opaque_callback_data
    const number = numbers.find((one) => one.id === message?.from) ?? first
    const statuses = [
      {
        id,
        status,
        timestamp: String(Math.floor(Date.now() / 1000)),
        recipient_id: (message?.to ?? '+2250700000000').replace('+', ''),
        ...(callbackData !== undefined && { biz_opaque_callback_data: callbackData }),
        ...(status !== 'failed' && {
          pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' },
        }),
        ...(errorCode !== undefined && {
          errors: [{ code: errorCode, title: 'Failed', message: 'Failed', error_data: { details: 'as told' } }],
        }),
      },
    ]
    return postChanges(messagesChange(number, { statuses }))
  }

  function post(payload: unknown): Promise<Response> {
    return fetch(`${app}/webhooks/whatsapp`, { method: 'POST', ...signedWebhook(payload, appSecret) })
  }
  const postChanges = (...changes: readonly unknown[]) => post(posted(wabaId, changes))

  const server = await listening((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  // Storage on another host: whoever shows it the token has given the token away.
  const elsewhere = await listening((request, response) => {
    seenElsewhere.push(request.headers.authorization)
    const file = files.get((request.url ?? '/').slice(1))
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file?.bytes)
  })
  base = addressOf(server)
  const elsewhereUrl = () => addressOf(elsewhere)

  return {
    url: base,
    meta,
    messages: taken,
    reads,
    uploads,
    seenElsewhere,
    misbehave: (...how) => void misbehaviours.push(...how),
    keep(file) {
      const id = newId()
      files.set(id, file)
      return id
    },
    connect: ({ url }) => {
      app = url
    },
    post,
    postChanges,
    receive: (person, number = first) => postChanges(messagesChange(number, { people: [person] })),
    report,
    async close() {
      for (const one of [server, elsewhere]) {
        one.closeAllConnections()
        one.close()
        await once(one, 'close')
      }
    },
  }
}

async function listening(handler: http.RequestListener): Promise<http.Server> {
  const server = http.createServer(handler)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function addressOf(server: http.Server): string {
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

const newId = (): string => String(randomBytes(6).readUIntBE(0, 6) + 1_000_000)

/** done: nothing was taken, and the answer (or its absence) is settled. */
function withoutTaking(how: Misbehaviour | undefined, response: http.ServerResponse): Problem | 'done' | undefined {
  switch (how) {
    case 'rate_limited':
      return { status: 429, code: 130429, details: 'Rate limit hit' }
    case 'server_error':
      response.writeHead(502).end('<html>Bad gateway')
      return 'done'
    case 'garbage':
      response.writeHead(200).end('<html>')
      return 'done'
    case 'silent':
      return 'done'
    case 'drop_before':
      response.destroy()
      return 'done'
    default:
      return undefined
  }
}

function refuse(response: http.ServerResponse, { status, code, details }: Problem): void {
  sendJson(response, status, {
    error: {
      message: `(#${code}) ${details}`,
      type: 'OAuthException',
      code,
      error_data: { messaging_product: 'whatsapp', details },
      fbtrace_id: 'AbCdEf',
    },
  })
}

function sendJson(response: http.ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
