import pino from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { twilioChannel } from '../../bot/channels/twilio/channel.ts'
import { isProviderIdKnown } from '../../bot/outbox/statuses.ts'
import { type FakeTwilio, startFakeTwilio } from '../fakes/twilio/server.ts'
import { type App, openApp } from '../harness/app.ts'
import { freePort } from './free-port.ts'

// Every way in which Twilio can fail to answer a send: each message is on the phone exactly once in the end.

const accountSid = `AC${'2'.repeat(32)}`
const authToken = 'token-of-the-failures'
const DEPOT = '+2250700000011'

let twilio: FakeTwilio
let app: App

beforeAll(async () => {
  twilio = await startFakeTwilio({ accountSid, authToken, statuses: ['sent', 'delivered'] })
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  app = await openApp({
    channels: (pool) => [
      twilioChannel({
        accountSid,
        authToken,
        smsFrom: '+14155238886',
        whatsappFrom: '+14155238886',
        apiBaseUrl: twilio.url,
        publicUrl,
        log: pino({ level: 'silent' }),
        isKnown: isProviderIdKnown(pool),
        timeoutMs: 1_000,
        // What was not found is not there: this Twilio lists a message at once.
        settleMs: 0,
      }),
    ],
  })
  // Twilio dates messages by the real time: what was tried an hour ago, and four minutes more, is in its list.
  app.clock.move((Date.now() - app.clock.now().getTime()) / 60_000 - 60)
  await app.server.listen({ port, host: '127.0.0.1' })
  twilio.connect({ url: publicUrl })
})
afterAll(async () => {
  await app.stop()
  await twilio.close()
})

it.each([
  ['too many requests', 'rate_limited'],
  ['an error of the server', 'server_error'],
  ['an unavailable server', 'unavailable'],
  ['an answer that is not Twilio’s, before it took the message', 'garbage'],
  ['an answer that is not Twilio’s, after it took the message', 'garbage_after'],
  ['a connection cut before it took the message', 'drop_before'],
  ['a connection cut after it took the message', 'drop_after'],
  ['silence before it took the message', 'silent'],
  ['silence after it took the message', 'silent_after'],
  ['a callback that is quicker than its answer', 'callback_first'],
] as const)('says it exactly once after %s', async (_, how) => {
  const before = twilio.messages.length
  twilio.misbehave(how)
  await twilio.receive({ from: DEPOT, body: 'AIDE' })
  await app.settle()
  for (let n = 0; n < 4; n += 1) await app.pass(1)
  expect(twilio.messages.length - before).toBe(1)
  const { rows } = await app.pool.query(`select status in ('sent', 'delivered') as sent from outbox_message`)
  expect(rows.every(({ sent }) => sent === true)).toBe(true)
})
