import Fastify from 'fastify'
import pg from 'pg'
import pino from 'pino'
import { type SmsgateChannel, smsgateChannel } from '../../../../bot/channels/smsgate/channel.ts'
import { type SmsgateOptions, WEBHOOK_PATH } from '../../../../bot/channels/smsgate/options.ts'
import {
  type FakeDevice,
  type FakeSmsgate,
  type Misbehaviour,
  startFakeSmsgate,
} from '../../../fakes/smsgate/server.ts'
import { envelope, receivedPayload, signedEvent } from '../../../fakes/smsgate/webhooks.ts'
import { stoppedClock } from '../../../harness/app.ts'
import type { ChannelHarness, Forgery, FromPhone, Malformation, ProviderFailure } from '../contract-harness.ts'
import { recordingInbox } from '../recording-inbox.ts'

export const KEY = 'key-of-the-phones'
export const USER = 'distri'
export const PASSWORD = 'password-of-the-tests'

/** Two phones: Orange and MTN in the first, Moov in the second. */
export const SIMS: SmsgateOptions['sims'] = [
  { sender: 'phone-a:1', deviceId: 'phone-a', simNumber: 1, operator: 'orange' },
  { sender: 'phone-a:2', deviceId: 'phone-a', simNumber: 2, operator: 'mtn' },
  { sender: 'phone-b:1', deviceId: 'phone-b', simNumber: 1, operator: 'moov' },
]
export const DEVICES: readonly FakeDevice[] = [{ id: 'phone-a' }, { id: 'phone-b' }]

export interface SmsgateHarness extends ChannelHarness {
  readonly channel: SmsgateChannel
  readonly gateway: FakeSmsgate
  readonly clock: ReturnType<typeof stoppedClock>
  readonly url: string
  readonly logged: () => readonly string[]
  /** another process with the same configuration, on the same database and gateway */
  another(changes?: Partial<SmsgateOptions>): SmsgateChannel
}

/** Our adapter against a gateway on this machine, over real HTTP in both directions, on a real database. */
export async function smsgateHarness(
  databaseUrl: string,
  changes: Partial<SmsgateOptions> = {},
  devices: readonly FakeDevice[] = DEVICES,
): Promise<SmsgateHarness> {
  const pool = new pg.Pool({ connectionString: databaseUrl })
  await pool.query('truncate smsgate_send, smsgate_sim, smsgate_device')
  const clock = stoppedClock()
  const gateway = await startFakeSmsgate({
    user: USER,
    password: PASSWORD,
    signingKey: KEY,
    devices,
    now: () => clock.now(),
  })
  const inbox = recordingInbox()
  const app = Fastify()
  const place = { url: '' }
  const logged: string[] = []
  const options: SmsgateOptions = {
    apiBaseUrl: gateway.url,
    user: USER,
    password: PASSWORD,
    signingKeys: ['key-of-another-phone', KEY],
    sims: SIMS,
    perMinute: 10_000,
    perDay: 10_000,
    offlineMinutes: 3,
    toleranceSeconds: 300,
    get publicUrl() {
      return place.url
    },
    pool,
    clock,
    log: pino({ level: 'info' }, { write: (line) => void logged.push(line) }),
    timeoutMs: 1000,
    ...changes,
  }
  const channel = smsgateChannel(options)
  channel.routes(app, inbox)
  place.url = await app.listen({ port: 0, host: '127.0.0.1' })
  await channel.open?.(inbox)
  // Its webhooks are registered when this returns.
  await channel.watch()

  const ofPerson = ({ phone, id, body }: FromPhone) => ({ from: phone, id, text: 'text' in body ? body.text : '' })
  const posted = (message: FromPhone) => {
    return envelope('sms:received', 'phone-a', receivedPayload(ofPerson(message)), { id: message.id })
  }
  const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>>) => {
    return (await fetch(`${place.url}${WEBHOOK_PATH}`, { method: 'POST', headers, body })).status
  }
  const anothers: SmsgateChannel[] = []

  return {
    channel,
    inbox,
    gateway,
    clock,
    url: place.url,
    logged: () => logged,
    lacks: ['choice', 'list_row', 'location', 'photo', 'other_url', 'opted_out'],
    fromPhone: async (message) => {
      const [answer] = await gateway.receive(ofPerson(message))
      return answer?.status ?? 0
    },
    onPhone: async (phone) => gateway.messages.filter((one) => one.phone === phone).map(({ text }) => text),
    forged: (message, how) => {
      const { body, headers } = forge(posted(message), how, clock.now())
      return post(body, headers)
    },
    malformed: (how) => {
      const body = malform(how)
      return post(body, signedEvent(body.toString('latin1'), KEY, clock.now(), 'latin1').headers)
    },
    signedAt: (message, at) => {
      const { body, headers } = signedEvent(posted(message), KEY, at)
      return post(body, headers)
    },
    now: () => clock.now(),
    fromProvider: (json) => {
      const { body, headers } = signedEvent(JSON.stringify({ deviceId: 'phone-a', ...json }), KEY, clock.now())
      return post(body, headers)
    },
    unknownJson: { id: 'envelope-1', event: 'mms:downloaded', payload: { body: 'a photo' }, brandNew: 1 },
    changeToken: (to) => gateway.changePassword(to === 'wrong' ? 'changed-at-the-gateway' : PASSWORD),
    watch: () => channel.watch(),
    report: async (providerId, status, errorCode) => {
      const state = { sent: 'Sent', delivered: 'Delivered', failed: 'Failed' } as const
      const [answer] = await gateway.report(providerId, state[status], {
        partsCount: -1,
        ...(errorCode !== undefined && { reason: errorCode }),
      })
      return answer?.status ?? 0
    },
    failNext: (how) => gateway.misbehave(misbehaviourOf(how)),
    silence: {
      sender: 'phone-a:1',
      alive: async () => void (await gateway.ping('phone-a')),
      pass: async (minutes) => clock.move(minutes),
    },
    another(more = {}) {
      const made = smsgateChannel({ ...options, publicUrl: place.url, ...more })
      anothers.push(made)
      return made
    },
    async close() {
      for (const one of [channel, ...anothers]) await one.close()
      await app.close()
      await gateway.close()
      await pool.end()
    },
  }
}

function misbehaviourOf(how: ProviderFailure): Misbehaviour {
  switch (how) {
    case 'rate_limited':
      return { status: 503, message: 'queue limits exceeded: too many pending messages: 100 / 100' }
    case 'server_error':
      return { status: 500, message: 'failed to handle request' }
    case 'silence':
      return 'silent'
    case 'silence_after':
      return 'silent_after'
    case 'dropped':
      return 'drop_before'
    case 'dropped_after':
      return 'drop_after'
    case 'opted_out':
      return { status: 400, message: 'no such thing here' }
    default:
      return how
  }
}

function forge(body: string, how: Forgery, now: Date) {
  const { headers } = signedEvent(body, KEY, now)
  const { 'x-signature': _signature, ...unsigned } = headers
  switch (how) {
    case 'unsigned':
      return { body, headers: unsigned }
    case 'wrong_signature':
      return signedEvent(body, 'a-key-of-nobody', now)
    default:
      return { body: body.replace('+225', '+226'), headers }
  }
}

function malform(how: Malformation): Buffer<ArrayBuffer> {
  const payload = receivedPayload({ from: '+2250700000001', text: 'oui' })
  switch (how) {
    case 'too_large':
      return Buffer.from(envelope('sms:received', 'phone-a', { ...payload, message: 'a'.repeat(70_000) }))
    case 'not_utf8':
      return Buffer.from(envelope('sms:received', 'phone-a', { ...payload, message: '\xff\xfe' }), 'latin1')
    case 'no_id':
      return Buffer.from(JSON.stringify({ deviceId: 'phone-a', event: 'sms:received', payload }))
    case 'no_sender':
      return Buffer.from(envelope('sms:received', 'phone-a', { message: 'oui', simNumber: 1 }))
    case 'empty':
      return Buffer.alloc(0)
  }
}
