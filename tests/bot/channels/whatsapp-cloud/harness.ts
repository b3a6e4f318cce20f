import Fastify from 'fastify'
import pino from 'pino'
import { whatsAppCloudChannel } from '../../../../bot/channels/whatsapp-cloud/channel.ts'
import type { WhatsAppCloudOptions } from '../../../../bot/channels/whatsapp-cloud/options.ts'
import { systemClock } from '../../../../bot/clock.ts'
import { wordsOf } from '../../../fakes/whatsapp-cloud/messages.ts'
import type { Misbehaviour } from '../../../fakes/whatsapp-cloud/misbehaving.ts'
import {
  type FakeWhatsAppCloud,
  type FakeWhatsAppCloudOptions,
  startFakeWhatsAppCloud,
} from '../../../fakes/whatsapp-cloud/server.ts'
import {
  type FromPerson,
  messageOf,
  messagesChange,
  posted,
  type SignedWebhook,
  signatureOf,
  signedWebhook,
} from '../../../fakes/whatsapp-cloud/webhooks.ts'
import type { ChannelHarness, Forgery, FromPhone, Malformation, ProviderFailure } from '../contract-harness.ts'
import { recordingInbox } from '../recording-inbox.ts'

export const NUMBER = { id: '106540352242922', shown: '+225 27 20 00 00 01' }
export const SECOND_NUMBER = { id: '106540352242923', shown: '+225 27 20 00 00 02' }
export const ACCOUNT: FakeWhatsAppCloudOptions = {
  token: 'token-of-the-tests',
  appSecret: '0123456789abcdef0123456789abcdef',
  wabaId: '102290129340398',
  numbers: [NUMBER, SECOND_NUMBER],
}

export interface CloudHarness extends ChannelHarness {
  readonly cloud: FakeWhatsAppCloud
  /** where our webhook listens */
  readonly url: string
  /** not signed by the fake: exactly these bytes */
  postRaw(webhook: {
    headers: Readonly<Record<string, string>>
    body: string | Uint8Array<ArrayBuffer>
  }): Promise<Response>
  readonly logged: () => readonly string[]
}

/** Our adapter against Meta's API on this machine, over real HTTP in both directions. */
export async function cloudHarness(changes: Partial<WhatsAppCloudOptions> = {}): Promise<CloudHarness> {
  const cloud = await startFakeWhatsAppCloud(ACCOUNT)
  const app = Fastify()
  const inbox = recordingInbox()
  const lines: string[] = []
  const channel = whatsAppCloudChannel({
    token: ACCOUNT.token,
    appSecret: ACCOUNT.appSecret,
    verifyToken: 'verify-of-the-tests',
    wabaId: ACCOUNT.wabaId,
    phoneNumberIds: ACCOUNT.numbers.map(({ id }) => id),
    apiVersion: 'v25.0',
    apiBaseUrl: cloud.url,
    readReceipts: false,
    clock: systemClock,
    log: pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }),
    // What the database answers in the program: the callback that carries our id.
    sentAs: async (messageId) => inbox.statuses.find((status) => status.messageId === messageId)?.providerId,
    // Long enough for a busy machine, short enough for the tests of silence.
    timeoutMs: 1000,
    settleMs: 0,
    ...changes,
  })
  channel.routes(app, inbox)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  cloud.connect({ url })

  const postRaw: CloudHarness['postRaw'] = ({ headers, body }) =>
    fetch(`${url}/webhooks/whatsapp`, { method: 'POST', headers, body })
  const signed = (message: FromPhone) => {
    return signedWebhook(
      posted(ACCOUNT.wabaId, [messagesChange(NUMBER, { people: [asPerson(message)] })]),
      ACCOUNT.appSecret,
    )
  }

  return {
    channel,
    inbox,
    cloud,
    url,
    postRaw,
    logged: () => lines,
    fromPhone: async (message) => (await cloud.receive(asPerson(message))).status,
    fromPhoneAt: async (message, at) => (await cloud.receive({ ...asPerson(message), at })).status,
    onPhone: async (phone) => cloud.messages.filter(({ to }) => to === phone).map(wordsOf),
    // Meta signs the body alone, and an item without id or sender is one of many: it is left out, the others are kept.
    lacks: ['other_url', 'no_id', 'no_sender'],
    forged: async (message, how) => (await postRaw(forge(signed(message), how))).status,
    malformed: async (how) => (await postRaw(malform(how))).status,
    batch: async (messages) => {
      const all = messages.map((message) => messageOf(asPerson(message)))
      const bad = { type: 'text', text: { body: 'secret of nobody' }, timestamp: 'x' }
      const middle = Math.floor(all.length / 2)
      const items = [...all.slice(0, middle), bad, 'not even an object', ...all.slice(middle)]
      return (await cloud.postChanges(messagesChange(NUMBER, { messages: items }))).status
    },
    unknownEvent: async (how) => {
      if (how === 'kind') return (await cloud.postChanges({ field: 'brand_new', value: { of: 'tomorrow' } })).status
      const says = { type: 'text', text: { body: 'oui', mood: 'good' }, brand_new: { of: ['tomorrow'] } }
      return (await cloud.receive({ phone: '+2250700000001', says })).status
    },
    keepMedia: (file) => cloud.keep(file),
    expireToken: (isExpired) => {
      cloud.meta.token = isExpired ? 'another one' : ACCOUNT.token
    },
    report: async (providerId, status, errorCode) => {
      return (await cloud.report(providerId, status, errorCode === undefined ? {} : { errorCode: Number(errorCode) }))
        .status
    },
    failNext: (how) => cloud.misbehave(MISBEHAVIOURS[how]),
    async close() {
      await channel.close()
      await app.close()
      await cloud.close()
    },
  }
}

const MISBEHAVIOURS: Readonly<Record<ProviderFailure, Misbehaviour>> = {
  rate_limited: 'rate_limited',
  server_error: 'server_error',
  garbage: 'garbage',
  garbage_after: 'garbage_after',
  silence: 'silent',
  silence_after: 'silent_after',
  dropped: 'drop_before',
  dropped_after: 'drop_after',
  callback_first: 'callback_first',
  opted_out: { status: 400, code: 131050, details: 'User stopped marketing messages' },
}

export function asPerson({ phone, id, body }: FromPhone): FromPerson {
  const person = { phone, id, userId: `CI.${phone.slice(1)}` }
  switch (body.kind) {
    case 'text':
      return { ...person, says: { type: 'text', text: { body: body.text } } }
    case 'choice':
      return {
        ...person,
        says: {
          type: 'interactive',
          interactive: { type: 'button_reply', button_reply: { id: body.id, title: body.text } },
        },
      }
    case 'list_row':
      return {
        ...person,
        says: {
          type: 'interactive',
          interactive: { type: 'list_reply', list_reply: { id: body.id, title: body.text } },
        },
      }
    case 'location': {
      const { latitude, longitude, label } = body
      return { ...person, says: { type: 'location', location: { latitude, longitude, name: label } } }
    }
    default: {
      const type = body.kind === 'photo' ? 'image' : 'audio'
      return { ...person, says: { type, [type]: { id: '1479537139650973', mime_type: body.contentType, sha256: 'x' } } }
    }
  }
}

function forge({ headers, body }: SignedWebhook, how: Forgery): SignedWebhook {
  const { 'x-hub-signature-256': signature = '', ...unsigned } = headers
  switch (how) {
    case 'wrong_signature':
      return { headers: { ...unsigned, 'x-hub-signature-256': signatureOf(body, 'f'.repeat(32)) }, body }
    case 'changed_parameter':
      return { headers: { ...unsigned, 'x-hub-signature-256': signature }, body: body.replace('livrez', 'prenez') }
    default:
      return { headers: unsigned, body }
  }
}

function malform(how: Malformation) {
  const json = { 'content-type': 'application/json' }
  const { appSecret } = ACCOUNT
  switch (how) {
    case 'too_large':
      return signedWebhook({ object: 'a'.repeat(5 * 1024 * 1024) }, appSecret)
    case 'not_utf8': {
      const bytes = Buffer.from('{"object":"\xff\xfe","entry":[]}', 'latin1')
      const signature = signatureOf(bytes, appSecret)
      return { headers: { ...json, 'x-hub-signature-256': signature }, body: new Uint8Array(bytes) }
    }
    default:
      return { headers: { ...json, 'x-hub-signature-256': signatureOf('', appSecret) }, body: '' }
  }
}
