import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Senders } from '../../bot/health/senders.ts'
import type { FakeTwilio } from '../fakes/twilio/server.ts'
import type { App } from '../harness/app.ts'
import { type OnTwilio, openOnTwilio, TWILIO_NUMBER } from './networks.ts'
import { BARS, DEPOTS, ledgerSum, numberIn, statusOf } from './people.ts'

// WhatsApp stops in the middle of an order, as a banned number or a lost session does: the same order is finished by SMS.

let at: OnTwilio
let twilio: FakeTwilio
let app: App
let isWhatsAppUp = true

const senders: Senders = {
  of: (adapter, medium) => [
    {
      adapter,
      medium,
      sender: TWILIO_NUMBER,
      isUsable: medium === 'sms' || isWhatsAppUp,
      newPeopleLeft: null,
      perSecond: null,
    },
  ],
  wroteFirst: () => {},
}

beforeAll(async () => {
  at = await openOnTwilio({ senders, env: { RESTRICTED_GOODS_OPEN: 'twilio-whatsapp,twilio-sms' } })
  app = at.app
  twilio = at.twilio
})
afterAll(() => at.stop())

/** What a phone was told since its last look. */
function phone(address: string) {
  let seen = 0
  const reads = () => {
    const told = at.toldSince(seen, address)
    seen = twilio.messages.length
    return told
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
