import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Senders } from '../../bot/health/senders.ts'
import { freePort } from '../bot/free-port.ts'
import { type FakeTwilio, startFakeTwilio } from '../fakes/twilio/server.ts'
import { type App, openApp } from '../harness/app.ts'
import { BARS, DEPOTS, ledgerSum, numberIn, statusOf } from './people.ts'

// WhatsApp stops in the middle of an order, as a banned number or a lost session does: the same order is finished by SMS.

const accountSid = `AC${'3'.repeat(32)}`
const NUMBER = '+14155238886'

let twilio: FakeTwilio
let app: App
let isWhatsAppUp = true

const senders: Senders = {
  of: (adapter, medium) => [
    {
      adapter,
      medium,
      sender: NUMBER,
      isUsable: medium === 'sms' || isWhatsAppUp,
      newPeopleLeft: null,
      perSecond: null,
    },
  ],
  wroteFirst: () => {},
}

beforeAll(async () => {
  twilio = await startFakeTwilio({ accountSid, authToken: 'token-of-the-end', statuses: ['sent', 'delivered'] })
  const port = await freePort()
  app = await openApp({
    senders,
    env: {
      CHANNELS: 'twilio',
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: 'token-of-the-end',
      TWILIO_SMS_FROM: NUMBER,
      TWILIO_WHATSAPP_FROM: NUMBER,
      TWILIO_API_BASE_URL: twilio.url,
      RESTRICTED_GOODS_OPEN: 'twilio-whatsapp,twilio-sms',
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      PORT: String(port),
    },
  })
  await app.server.listen({ port, host: '127.0.0.1' })
  twilio.connect({ url: `http://127.0.0.1:${port}` })
  await app.pool.query(`update contact set adapter = 'twilio'`)
})
afterAll(async () => {
  await app.stop()
  await twilio.close()
})

/** What a phone was told since its last look. */
function phone(address: string) {
  let seen = 0
  const reads = () => {
    const mine = twilio.messages.slice(seen).filter(({ resource }) => resource.to === address)
    seen = twilio.messages.length
    return mine.map(({ resource }) => resource.body).join('\n')
  }
  return {
    reads,
    async writes(body: string): Promise<string> {
      reads()
      await twilio.receive({ from: address, body })
      await app.settle()
      return reads()
    },
  }
}

it('finishes by SMS the order that began on WhatsApp, to the franc', async () => {
  const onWhatsApp = phone(`whatsapp:${BARS.leGrin}`)
  const bySms = phone(BARS.leGrin)
  const depot = phone(DEPOTS.siporex)
  await onWhatsApp.writes('5 casiers de flag 65')
  await onWhatsApp.writes('ok')
  const number = numberIn(await onWhatsApp.writes('1'))

  isWhatsAppUp = false
  const lastOnWhatsApp = twilio.messages.length
  await depot.writes(`${number} 30000 30`)
  expect(bySms.reads()).toContain('49 500')
  await bySms.writes('1')
  expect(await statusOf(app, number)).toBe('accepted')
  await depot.writes(`OUI ${number}`)
  await depot.writes(`PRET ${number}`)
  bySms.reads()
  await depot.writes(`ROUTE ${number} 20`)
  const code = /\b(\d{4})\b(?=\D*$)/.exec(bySms.reads().replaceAll(number, ''))?.[1] ?? 'no code'
  expect(await depot.writes(`LIVRE ${number} ${code}`)).toContain('livrée')
  await bySms.writes('cash')
  await depot.writes(`CASH ${number}`)

  expect(await statusOf(app, number)).toBe('paid')
  expect(await ledgerSum(app)).toBe(0)
  const since = twilio.messages.slice(lastOnWhatsApp).map(({ resource }) => resource.to)
  expect(since.filter((to) => to.startsWith('whatsapp:'))).toEqual([])
  const { rows } = await app.pool.query(
    `select count(*)::int as orders, count(distinct c.account_id)::int as accounts from contact c
     join "order" o on o.client_id = c.account_id where c.address = $1`,
    [BARS.leGrin],
  )
  expect(rows).toEqual([{ orders: 2, accounts: 1 }])
})

it('goes on on WhatsApp as soon as it is back and the bar writes there', async () => {
  isWhatsAppUp = true
  const onWhatsApp = phone(`whatsapp:${BARS.leGrin}`)
  expect(await onWhatsApp.writes('bonsoir')).toContain('Bonsoir')
})
