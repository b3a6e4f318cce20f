import { createHmac } from 'node:crypto'
import type http from 'node:http'
import { addressOf, bodyOf, closed, listening, refuse, sendJson } from './http.ts'
import { problemWith, Read, Send, type TakenMessage } from './messages.ts'
import { type Misbehaviour, withoutTaking } from './misbehaving.ts'
import { type FakeFile, startStorage } from './storage.ts'
import { type FromPerson, messagesChange, newWamid, type OurNumber, posted, signedWebhook } from './webhooks.ts'

export interface FakeTemplate {
  readonly name: string
  readonly language: string
  readonly status: string
  readonly category: string
  readonly components: readonly { readonly type: string; readonly text: string }[]
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
  const misbehaviours: Misbehaviour[] = []
  let app = ''

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    if (meta.isAway) return void response.destroy()
    const url = new URL(request.url ?? '/', 'http://fake')
    const isTrusted = request.headers.authorization === `Bearer ${meta.token}`
    if (url.pathname.startsWith('/storage/')) return storage.hand(url.pathname.slice(9), isTrusted, response)
    if (!isTrusted) return refuse(response, { status: 401, code: 190, details: 'Error validating access token' })
    const [, , node = '', edge] = url.pathname.split('/')
    const number = numbers.find(({ id }) => id === node)
    const route = `${request.method} ${number === undefined ? (node === wabaId ? 'waba' : 'node') : 'number'} ${edge ?? ''}`
    switch (route) {
      case 'POST number messages':
        return takePost(node, body, response)
      case 'POST number media':
        return storage.take(body, request.headers['content-type'] ?? '', response)
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
    return storage.describe(request.method === 'GET' ? node : '', response)
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

  function proveSecret(url: URL, response: http.ServerResponse): void {
    const proof = createHmac('sha256', appSecret).update(meta.token).digest('hex')
    const given = url.searchParams.get('appsecret_proof')
    if (given === null || given === proof) sendJson(response, 200, { id: '1', name: 'system user' })
    else refuse(response, { status: 400, code: 100, details: 'Invalid appsecret_proof provided in the API argument' })
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
  const base = addressOf(server)
  const storage = await startStorage(base)

  return {
    url: base,
    meta,
    messages: taken,
    reads,
    uploads: storage.uploads,
    seenElsewhere: storage.seenElsewhere,
    misbehave: (...how) => void misbehaviours.push(...how),
    keep: storage.keep,
    connect: ({ url }) => {
      app = url
    },
    post,
    postChanges,
    receive: (person, number = first) => postChanges(messagesChange(number, { people: [person] })),
    report,
    async close() {
      await closed(server)
      await storage.close()
    },
  }
}
