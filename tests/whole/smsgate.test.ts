import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FakeSmsgate } from '../fakes/smsgate/server.ts'
import { signedEvent } from '../fakes/smsgate/webhooks.ts'
import type { App } from '../harness/app.ts'
import { openOnSmsgate } from './networks.ts'
import { BARS, DEPOTS, ledgerSum, numberIn, statusOf } from './people.ts'

// The same whole order by SMS alone, as phones with local SIMs carry it: signed events in, the gateway's API out.

let at: Awaited<ReturnType<typeof openOnSmsgate>>
let gateway: FakeSmsgate
let app: App

beforeAll(async () => {
  at = await openOnSmsgate()
  app = at.app
  gateway = at.gateway
})
afterAll(() => at.stop())

const SIM_OF: Readonly<Record<string, readonly [string, number]>> = {
  '07': ['phone-a', 1],
  '05': ['phone-a', 2],
  '01': ['phone-b', 1],
}

async function writes(from: string, text: string, id?: string): Promise<string> {
  const before = gateway.messages.length
  // They answer where they were written to: the SIM of their own network.
  const [deviceId, simNumber] = SIM_OF[from.slice(4, 6)] ?? []
  const sim = { ...(deviceId !== undefined && { deviceId }), ...(simNumber !== undefined && { simNumber }) }
  for (const answer of await gateway.receive({ from, text, ...sim, ...(id !== undefined && { id }) })) {
    expect(answer.status).toBeLessThan(300)
  }
  await app.settle()
  return toldSince(before, from)
}

function toldSince(before: number, phone: string): string {
  const messages = gateway.messages.slice(before).filter((message) => message.phone === phone)
  return messages.map(({ text }) => text).join('\n')
}

const client = BARS.leGrin
const siporex = DEPOTS.siporex

it('has registered its webhooks at the gateway by itself', () => {
  expect(gateway.hooks.map(({ url }) => url)).toEqual(Array(5).fill(`${at.address}/webhooks/smsgate`))
})

it('plays a whole order by SMS, to paid books that sum to zero', async () => {
  expect(await writes(client, 'bonsoir')).toContain('Bonsoir')
  expect(await writes(client, '5 casiers de flag 65')).toContain('5 cas Flag 65')
  await writes(client, 'ok')
  const asked = gateway.messages.length
  const number = numberIn(await writes(client, '1'))
  expect(toldSince(asked, siporex)).toContain(`DISTRI ${number} Yopougon`)
  const offered = gateway.messages.length
  await writes(siporex, `${number} 30000 30`)
  expect(toldSince(offered, client)).toContain('49 500 F')
  await writes(client, '1')
  await writes(siporex, `OUI ${number}`)
  await writes(siporex, `PRET ${number}`)
  const road = gateway.messages.length
  await writes(siporex, `ROUTE ${number} 20`)
  const code = /[Cc]ode (\d{4})/.exec(toldSince(road, client))?.[1] ?? 'no code'
  expect(toldSince(road, siporex)).not.toContain(code)
  expect(await writes(siporex, `LIVRE ${number} ${code}`)).toContain('livrée')
  await writes(client, 'cash')
  await writes(siporex, `CASH ${number}`)
  expect(await statusOf(app, number)).toBe('paid')
  expect(await ledgerSum(app)).toBe(0)
})

it('has every SMS delivered, with its id at the gateway and its segments, by the SIM of its network', async () => {
  await app.settle()
  const { rows } = await app.pool.query(
    `select count(*)::int as odd from outbox_message where status <> 'delivered' or provider_id is null or segments is null`,
  )
  expect(rows).toEqual([{ odd: 0 }])
  for (const { phone, deviceId, simNumber } of gateway.messages) {
    expect(SIM_OF[phone.slice(4, 6)], phone).toEqual([deviceId, simNumber])
  }
})

it('answers an SMS that the phone posts twice, and twice at once, with one', async () => {
  const before = gateway.messages.length
  const message = { from: siporex, text: 'AIDE', id: 'event-posted-twice' }
  await Promise.all([gateway.receive(message), gateway.receive(message), gateway.receive(message)])
  await app.settle()
  await gateway.receive(message)
  await app.settle()
  expect(gateway.messages.length - before).toBe(1)
})

it('says nothing twice when the gateway took an SMS and its answer was lost', async () => {
  const before = gateway.messages.length
  gateway.misbehave('drop_after')
  await writes(siporex, 'AIDE')
  expect(gateway.messages.length - before).toBe(1)
  await app.pass(1)
  expect(gateway.messages.length - before).toBe(1)
  const { rows } = await app.pool.query(`select count(*)::int as open from outbox_message where status = 'unknown'`)
  expect(rows).toEqual([{ open: 0 }])
})

it('refuses an event that is not signed by one of the phones, and hears nothing of it', async () => {
  const body = JSON.stringify({
    id: 'forged-1',
    event: 'sms:received',
    deviceId: 'phone-a',
    payload: { sender: siporex, message: 'AIDE' },
  })
  const answer = await gateway.post(`${at.address}/webhooks/smsgate`, signedEvent(body, 'another-key', app.clock.now()))
  expect(answer.status).toBe(403)
  const { rows } = await app.pool.query(
    `select count(*)::int as heard from mailbox_item where provider_id = 'forged-1'`,
  )
  expect(rows).toEqual([{ heard: 0 }])
})
