import { freePort } from '../bot/free-port.ts'
import { type FakeSmsgate, startFakeSmsgate } from '../fakes/smsgate/server.ts'
import { type FakeTwilio, startFakeTwilio } from '../fakes/twilio/server.ts'
import { type FakeWhatsAppCloud, startFakeWhatsAppCloud } from '../fakes/whatsapp-cloud/server.ts'
import { type App, type AppOptions, openApp, stoppedClock } from '../harness/app.ts'

// The whole program on real networks: it listens on a port of its own, a provider of the tests knows where, and the
// demonstration market, which was met on the simulator, has that provider's numbers.

interface OnNetwork {
  readonly app: App
  /** where it listens */
  readonly address: string
  stop(): Promise<void>
}

type Environment = Readonly<Record<string, string>>

async function openListening(
  options: AppOptions & { readonly env: Environment },
): Promise<{ readonly app: App; readonly address: string }> {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const app = await openApp({ ...options, env: { PUBLIC_URL: address, PORT: String(port), ...options.env } })
  await app.server.listen({ port, host: '127.0.0.1' })
  return { app, address }
}

export const TWILIO_ACCOUNT = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token-of-the-whole' }
export const TWILIO_NUMBER = '+14155238886'

export interface OnTwilio extends OnNetwork {
  readonly twilio: FakeTwilio
  /** what an address was told since that many messages */
  toldSince(before: number, to: string): string
}

/** Everybody on Twilio, SMS and WhatsApp. @param prepare what Twilio knows before we start */
export async function openOnTwilio(
  options: AppOptions & { readonly statuses?: readonly string[] } = {},
  prepare: (twilio: FakeTwilio) => void = () => {},
): Promise<OnTwilio> {
  const { statuses = ['sent', 'delivered'], env, ...more } = options
  const twilio = await startFakeTwilio({ ...TWILIO_ACCOUNT, statuses })
  prepare(twilio)
  const { app, address } = await openListening({
    ...more,
    env: {
      CHANNELS: 'twilio',
      TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT.accountSid,
      TWILIO_AUTH_TOKEN: TWILIO_ACCOUNT.authToken,
      TWILIO_SMS_FROM: TWILIO_NUMBER,
      TWILIO_WHATSAPP_FROM: TWILIO_NUMBER,
      TWILIO_API_BASE_URL: twilio.url,
      ...env,
    },
  })
  twilio.connect({ url: address })
  await app.pool.query(`update contact set adapter = 'twilio'`)
  return {
    app,
    address,
    twilio,
    toldSince: (before, to) =>
      twilio.messages
        .slice(before)
        .filter(({ resource }) => resource.to === to)
        .map(({ resource }) => resource.body)
        .join('\n'),
    stop: () => stopped(app, twilio),
  }
}

export const META_NUMBER = { id: '106540352242922', shown: '+225 27 20 00 00 01' }
export const META_ACCOUNT = {
  token: 'token-of-the-whole',
  appSecret: '0123456789abcdef0123456789abcdef',
  wabaId: '102290129340398',
  numbers: [META_NUMBER],
} as const

export const startMeta = (): Promise<FakeWhatsAppCloud> =>
  startFakeWhatsAppCloud({ ...META_ACCOUNT, statuses: ['sent', 'delivered'] })

/** On Meta's API: everybody, or only whoever has one of these phones. */
export async function openOnMeta(meta: FakeWhatsAppCloud, env: Environment = {}, phones?: readonly string[]) {
  const { app, address } = await openListening({
    env: {
      CHANNELS: 'whatsapp-cloud',
      WHATSAPP_CLOUD_TOKEN: META_ACCOUNT.token,
      WHATSAPP_CLOUD_APP_SECRET: META_ACCOUNT.appSecret,
      WHATSAPP_CLOUD_VERIFY_TOKEN: 'verify-of-the-whole',
      WHATSAPP_CLOUD_WABA_ID: META_ACCOUNT.wabaId,
      WHATSAPP_CLOUD_PHONE_NUMBER_IDS: META_NUMBER.id,
      WHATSAPP_CLOUD_API_BASE_URL: meta.url,
      ...env,
    },
  })
  meta.connect({ url: address })
  const whose = [phones ?? null]
  await app.pool.query(
    `update identity set channel = 'whatsapp' where $1::text[] is null or value = any($1::text[])`,
    whose,
  )
  await app.pool.query(
    `update contact set adapter = 'whatsapp-cloud', channel = 'whatsapp', sender = $2, last_inbound_at = $3
     where $1::text[] is null or address = any($1::text[])`,
    [...whose, META_NUMBER.id, app.clock.now()],
  )
  return app
}

export const SMSGATE_KEY = 'key-of-the-whole'

/** Everybody by SMS, through two phones with three SIMs. */
export async function openOnSmsgate(): Promise<OnNetwork & { readonly gateway: FakeSmsgate }> {
  const place: { app?: App } = {}
  const gateway = await startFakeSmsgate({
    user: 'distri',
    password: 'password-of-the-whole',
    signingKey: SMSGATE_KEY,
    devices: [{ id: 'phone-a' }, { id: 'phone-b' }],
    states: ['Sent', 'Delivered'],
    now: () => (place.app?.clock ?? stoppedClock()).now(),
  })
  const { app, address } = await openListening({
    env: {
      CHANNELS: 'smsgate',
      SMSGATE_API_BASE_URL: gateway.url,
      SMSGATE_USER: 'distri',
      SMSGATE_PASSWORD: 'password-of-the-whole',
      SMSGATE_SIGNING_KEY: SMSGATE_KEY,
      SMSGATE_SIMS: 'phone-a:1=orange,phone-a:2=mtn,phone-b:1=moov',
      // The clock stands still: no SMS would ever get its place again.
      SMSGATE_PER_MINUTE: '10000',
      SMSGATE_PER_DAY: '10000',
    },
  })
  place.app = app
  await app.pool.query(`update contact set adapter = 'smsgate', channel = 'sms'`)
  await app.pool.query(`update identity set channel = 'sms'`)
  await app.settle()
  return { app, address, gateway, stop: () => stopped(app, gateway) }
}

async function stopped(app: App, provider: { close(): Promise<void> }): Promise<void> {
  await app.stop()
  await provider.close()
}
