import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../bot/free-port.ts'
import { type FakeTwilio, startFakeTwilio } from '../fakes/twilio/server.ts'
import { type App, openApp } from '../harness/app.ts'
import { BARS, DEPOTS, ledgerSum, numberIn, statusOf } from './people.ts'

// The same whole order as people have it on real networks: signed webhooks in, Twilio's API out, callbacks after.

const accountSid = `AC${'1'.repeat(32)}`
const authToken = 'token-of-the-whole'

let twilio: FakeTwilio
let app: App

beforeAll(async () => {
  twilio = await startFakeTwilio({ accountSid, authToken, statuses: ['sent', 'delivered'] })
  const port = await freePort()
  app = await openApp({
    env: {
      CHANNELS: 'twilio',
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_SMS_FROM: '+14155238886',
      TWILIO_WHATSAPP_FROM: '+14155238886',
      TWILIO_API_BASE_URL: twilio.url,
      RESTRICTED_GOODS_OPEN: 'twilio-whatsapp,twilio-sms',
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      PORT: String(port),
    },
  })
  await app.server.listen({ port, host: '127.0.0.1' })
  twilio.connect({ url: `http://127.0.0.1:${port}` })
  // The demonstration market was met on the simulator: here everybody has Twilio's numbers.
  await app.pool.query(`update contact set adapter = 'twilio'`)
})
afterAll(async () => {
  await app.stop()
  await twilio.close()
})

async function writes(from: string, body: string, sid?: string): Promise<string> {
  const before = twilio.messages.length
  const answer = await twilio.receive({ from, body, ...(sid !== undefined && { sid }) })
  expect(answer.status).toBeLessThan(300)
  await app.settle()
  return toldSince(before, from)
}

function toldSince(before: number, to: string): string {
  const messages = twilio.messages.slice(before).filter(({ resource }) => resource.to === to)
  return messages.map(({ resource }) => resource.body).join('\n')
}

const client = `whatsapp:${BARS.leGrin}`
const siporex = DEPOTS.siporex

it('plays a whole order over signed webhooks, to paid books that sum to zero', async () => {
  expect(await writes(client, 'bonsoir')).toContain('Bonsoir')
  expect(await writes(client, '5 casiers de flag 65')).toContain('5 casiers Flag 65cl')
  await writes(client, 'ok')
  const asked = twilio.messages.length
  const number = numberIn(await writes(client, '1'))
  expect(toldSince(asked, siporex)).toContain(`DISTRI ${number} Yopougon`)
  const offered = twilio.messages.length
  await writes(siporex, `${number} 30000 30`)
  expect(toldSince(offered, client)).toContain('49\u00a0500\u00a0F')
  await writes(client, 'la moins chère')
  await writes(siporex, `OUI ${number}`)
  await writes(siporex, `PRET ${number}`)
  const road = twilio.messages.length
  await writes(siporex, `ROUTE ${number} 20`)
  const code = /(\d{4})\. Donnez/.exec(toldSince(road, client))?.[1] ?? 'no code'
  expect(toldSince(road, siporex)).not.toContain(code)
  expect(await writes(siporex, `LIVRE ${number} ${code}`)).toContain('livrée')
  await writes(client, 'cash')
  await writes(siporex, `CASH ${number}`)
  expect(await statusOf(app, number)).toBe('paid')
  expect(await ledgerSum(app)).toBe(0)
})

it('has every message delivered, with its provider’s id and its segments', async () => {
  await app.settle()
  const { rows } = await app.pool.query(
    `select count(*)::int as odd from outbox_message where status <> 'delivered' or provider_id is null or segments is null`,
  )
  expect(rows).toEqual([{ odd: 0 }])
})

it('answers a webhook that Twilio posts twice, and twice at once, with one message', async () => {
  const before = twilio.messages.length
  const message = { from: siporex, body: 'AIDE', sid: `SM${'a'.repeat(32)}` }
  await Promise.all([twilio.receive(message), twilio.receive(message), twilio.receive(message)])
  await app.settle()
  await twilio.receive(message)
  await app.settle()
  expect(twilio.messages.length - before).toBe(1)
})

it('refuses a webhook whose signature is not Twilio’s, and hears nothing of it', async () => {
  const answer = await app.server.inject({
    method: 'POST',
    url: '/webhooks/twilio/messages',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': 'forged' },
    payload: `From=${encodeURIComponent(siporex)}&Body=AIDE&MessageSid=SM1&AccountSid=${accountSid}`,
  })
  expect(answer.statusCode).toBe(403)
  const { rows } = await app.pool.query(`select count(*)::int as heard from mailbox_item where provider_id = 'SM1'`)
  expect(rows).toEqual([{ heard: 0 }])
})
