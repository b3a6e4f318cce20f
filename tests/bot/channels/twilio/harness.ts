import Fastify from 'fastify'
import pino from 'pino'
import { z } from 'zod'
import { MESSAGES_PATH } from '../../../../bot/channels/twilio/addresses.ts'
import { type TwilioChannel, twilioChannel } from '../../../../bot/channels/twilio/channel.ts'
import type { TwilioOptions } from '../../../../bot/channels/twilio/client.ts'
import type { Misbehaviour } from '../../../fakes/twilio/misbehaving.ts'
import { type FakeTwilio, startFakeTwilio } from '../../../fakes/twilio/server.ts'
import { type FromPerson, inboundParams, type SignedWebhook, signedWebhook } from '../../../fakes/twilio/webhooks.ts'
import type { ChannelHarness, Forgery, FromPhone, Malformation, ProviderFailure } from '../contract-harness.ts'
import { recordingInbox } from '../recording-inbox.ts'

const ACCOUNT_SID = `AC${'0'.repeat(32)}`
const AUTH_TOKEN = 'token-of-the-tests'

export interface TwilioHarness extends ChannelHarness {
  readonly channel: TwilioChannel
  readonly twilio: FakeTwilio
  /** where our webhooks listen */
  readonly url: string
  /** signed, but with these parameters instead */
  post(params: Readonly<Record<string, string>>, path?: string): Promise<Response>
}

/** Our adapter against Twilio's API on this machine, over real HTTP in both directions. */
export async function twilioHarness(changes: Partial<TwilioOptions> = {}): Promise<TwilioHarness> {
  const twilio = await startFakeTwilio({ accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN })
  const app = Fastify()
  const inbox = recordingInbox()
  // The port is known only once it listens; the callbacks' address is asked for with each send.
  const place = { url: '' }
  const channel = twilioChannel({
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    smsFrom: '+14155238886',
    whatsappFrom: '+14155238886',
    apiBaseUrl: twilio.url,
    get publicUrl() {
      return place.url
    },
    log: pino({ level: 'silent' }),
    // Long enough for a busy machine, short enough for the tests of silence.
    timeoutMs: 1000,
    settleMs: 0,
    ...changes,
  })
  channel.routes(app, inbox)
  place.url = await app.listen({ port: 0, host: '127.0.0.1' })
  const publicUrl = changes.publicUrl ?? place.url
  twilio.connect({ url: place.url, publicUrl })

  const signed = (params: Readonly<Record<string, string>>, path: string) => {
    return signedWebhook(`${publicUrl}${path}`, AUTH_TOKEN, params)
  }
  const send = ({ url, method, headers, body }: SignedWebhook, bytes: string | Uint8Array<ArrayBuffer> = body) => {
    return fetch(url.replace(publicUrl, place.url), { method, headers, body: bytes })
  }

  return {
    channel,
    inbox,
    twilio,
    url: place.url,
    post: (params, path = MESSAGES_PATH) => send(signed(params, path)),
    fromPhone: async (message) => (await twilio.receive(asTwilio(message))).status,
    onPhone: async (phone) => {
      return twilio.messages.filter(({ resource }) => resource.to.endsWith(phone)).map(shown)
    },
    forged: async (message, how) => {
      const params = inboundParams(ACCOUNT_SID, asTwilio(message))
      return (await send(forge(signed(params, MESSAGES_PATH), params, how))).status
    },
    malformed: async (how) => {
      const { request, bytes } = malform(
        inboundParams(ACCOUNT_SID, { from: '+2250700000001', body: 'oui' }),
        how,
        signed,
      )
      return (await send(request, bytes)).status
    },
    report: async (providerId, status, errorCode) => {
      return (await twilio.report(providerId, status, errorCode === undefined ? undefined : Number(errorCode))).status
    },
    failNext: (how) => twilio.misbehave(MISBEHAVIOURS[how]),
    async close() {
      await channel.close()
      await app.close()
      await twilio.close()
    },
  }
}

/** The words on the phone: the body, or a content's body and buttons. */
function shown({ resource, params }: FakeTwilio['messages'][number]): string {
  if (params.ContentVariables === undefined) return resource.body
  return Object.values(z.record(z.string(), z.string()).parse(JSON.parse(params.ContentVariables))).join('\n')
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
  opted_out: { status: 400, code: 21610, message: 'Attempt to send to unsubscribed recipient' },
}

function asTwilio({ medium, phone, id, body }: FromPhone): FromPerson {
  const person = { from: medium === 'whatsapp' ? `whatsapp:${phone}` : phone, sid: id }
  switch (body.kind) {
    case 'text':
      return { ...person, body: body.text }
    case 'choice':
      return { ...person, button: body }
    case 'list_row':
      return { ...person, listRow: body }
    case 'location':
      return { ...person, location: body }
    default:
      return { ...person, media: body }
  }
}

function forge(request: SignedWebhook, params: Readonly<Record<string, string>>, how: Forgery): SignedWebhook {
  const { 'x-twilio-signature': signature = '', ...unsigned } = request.headers
  switch (how) {
    case 'unsigned':
      return { ...request, headers: unsigned }
    case 'wrong_signature':
      return { ...signedWebhook(request.url, 'another-token', params), url: request.url }
    case 'other_url':
      return { ...signedWebhook('https://elsewhere.example/webhooks', AUTH_TOKEN, params), url: request.url }
    case 'changed_parameter':
      return {
        ...request,
        headers: { ...unsigned, 'x-twilio-signature': signature },
        body: new URLSearchParams({ ...params, From: '+2250500000009' }).toString(),
      }
  }
}

type Sign = (params: Readonly<Record<string, string>>, path: string) => SignedWebhook

function malform(params: Readonly<Record<string, string>>, how: Malformation, signed: Sign) {
  const { From: _from, ...noSender } = params
  const { MessageSid: _id, SmsSid: _sms, SmsMessageSid: _message, ...noId } = params
  const whole = signed(params, MESSAGES_PATH)
  switch (how) {
    case 'too_large': {
      const request = signed({ ...params, Body: 'a'.repeat(70_000) }, MESSAGES_PATH)
      return { request, bytes: request.body }
    }
    case 'not_utf8':
      return { request: whole, bytes: Buffer.from(`${whole.body}&Extra=\xff\xfe`, 'latin1') }
    case 'no_id': {
      const request = signed(noId, MESSAGES_PATH)
      return { request, bytes: request.body }
    }
    case 'no_sender': {
      const request = signed(noSender, MESSAGES_PATH)
      return { request, bytes: request.body }
    }
    case 'empty': {
      const request = signed({}, MESSAGES_PATH)
      return { request, bytes: '' }
    }
  }
}
