import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FakeTwilio } from '../fakes/twilio/server.ts'
import type { App } from '../harness/app.ts'
import { type OnTwilio, openOnTwilio, TWILIO_ACCOUNT } from './networks.ts'
import { BARS, DEPOTS, ledgerSum, numberIn, statusOf } from './people.ts'

// The same whole order as people have it on real networks: signed webhooks in, Twilio's API out, callbacks after.

let at: OnTwilio
let app: App
let twilio: FakeTwilio

beforeAll(async () => {
  at = await openOnTwilio({ env: { RESTRICTED_GOODS_OPEN: 'twilio-whatsapp,twilio-sms' } })
  app = at.app
  twilio = at.twilio
})
afterAll(() => at.stop())

const toldSince = (before: number, to: string) => at.toldSince(before, to)

async function writes(from: string, body: string, sid?: string): Promise<string> {
  const before = twilio.messages.length
  const answer = await twilio.receive({ from, body, ...(sid !== undefined && { sid }) })
  expect(answer.status).toBeLessThan(300)
  await app.settle()
  return toldSince(before, from)
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
    payload: `From=${encodeURIComponent(siporex)}&Body=AIDE&MessageSid=SM1&AccountSid=${TWILIO_ACCOUNT.accountSid}`,
  })
  expect(answer.statusCode).toBe(403)
  const { rows } = await app.pool.query(`select count(*)::int as heard from mailbox_item where provider_id = 'SM1'`)
  expect(rows).toEqual([{ heard: 0 }])
})
