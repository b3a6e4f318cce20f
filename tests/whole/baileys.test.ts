import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { makeApiKey } from '../../admin-api/keys.ts'
import { baileysChannel } from '../../bot/channels/baileys/channel.ts'
import { simulatorChannel } from '../../bot/channels/simulator/channel.ts'
import { openPool } from '../../domain/work/pool.ts'
import { OUR_PHONE, optionsFor, SESSION_KEY, testPace } from '../bot/channels/baileys/harness.ts'
import { type FakeMessage, jidOf } from '../fakes/baileys/messages.ts'
import { type FakeWhatsApp, fakeWhatsApp } from '../fakes/baileys/whatsapp.ts'
import { type App, openApp, stoppedClock } from '../harness/app.ts'
import { BARS, depot, ledgerSum, numberIn, statusOf } from './people.ts'

// Bars write by WhatsApp to a linked number, depots by SMS. The number is linked the way staff do it, over the API.

const SESSION = 'principal'
const URL = `/api/channels/baileys/sessions/${SESSION}`

let fake: FakeWhatsApp
let app: App
let key: string
const read = new Set<string>()

beforeAll(async () => {
  fake = fakeWhatsApp()
  fake.onRead((id) => void read.add(id))
  const clock = stoppedClock()
  app = await openApp({
    env: {
      CHANNELS: 'baileys',
      BAILEYS_SESSION_KEY: SESSION_KEY.toString('base64'),
      RESTRICTED_GOODS_OPEN: 'baileys-whatsapp',
    },
    channels: (pool) => [
      baileysChannel({ ...optionsFor(pool, SESSION, fake, testPace({ patienceMs: 2_000 })), clock }),
      simulatorChannel({ pool, clock, log: pino({ level: 'silent' }) }),
    ],
  })
  await app.pool.query(`update contact set adapter = 'baileys' where channel = 'whatsapp'`)
  const pool = openPool(app.databaseUrl, 1)
  key = (await makeApiKey(pool, { name: 'chef', role: 'admin' })).key
  await pool.end()
})
afterAll(() => app.stop())

const shownSession = z.object({
  state: z.string(),
  phone: z.string().nullable(),
  qr: z.object({ png: z.string(), svg: z.string() }).nullable(),
})

async function call(method: 'GET' | 'POST', url: string, payload?: object) {
  const headers = { authorization: `Bearer ${key}` }
  return app.server.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
}
const session = async () => shownSession.parse((await call('GET', URL)).json())

async function arrives(message: Omit<FakeMessage, 'id' | 'message'> & { text: string; id?: string }): Promise<void> {
  const { text, id = randomUUID(), ...more } = message
  fake.deliver({ at: app.clock.now(), ...more, id, message: { conversation: text } })
  await vi.waitFor(() => expect(read).toContain(id))
  await app.settle()
}

function toldSince(before: number, jid: string): string {
  return fake.onPhones
    .slice(before)
    .filter((written) => written.jid === jid)
    .map(({ content }) => content.text)
    .join('\n')
}

async function writes(chat: string, text: string, alt?: string): Promise<string> {
  const before = fake.onPhones.length
  await arrives({ chat, text, ...(alt !== undefined && { alt }) })
  return toldSince(before, chat)
}

const client = jidOf(BARS.leGrin)

it('is linked over the API: a QR to scan, as picture and as drawing, and then the number is there', async () => {
  expect(await session()).toMatchObject({ state: 'unpaired', phone: null, qr: null })
  expect((await call('POST', `${URL}/pair`, { by: 'qr' })).json()).toEqual({ id: SESSION, asked: 'pair' })
  await vi.waitFor(async () => expect((await session()).qr).not.toBeNull())
  const { qr } = await session()
  expect(qr?.png).toMatch(/^data:image\/png;base64,iVBOR/)
  expect(qr?.svg).toContain('<svg')
  await fake.link(OUR_PHONE)
  await vi.waitFor(async () =>
    expect(await session()).toMatchObject({ state: 'connected', phone: OUR_PHONE, qr: null }),
  )
  const { rows } = await app.pool.query('select who, action, subject from audit_log')
  expect(rows).toEqual([{ who: 'chef', action: 'session.pair', subject: 'baileys:principal' }])
  expect((await call('POST', `${URL}/pair`, { by: 'qr' })).statusCode).toBe(409)
})

it('plays a whole order, to paid books that sum to zero', async () => {
  expect(await writes(client, 'bonsoir')).toContain('Bonsoir')
  expect(await writes(client, '5 casiers de flag 65')).toContain('5 casiers Flag 65cl')
  await writes(client, 'ok')
  const siporex = depot(app, 'siporex')
  const number = numberIn(await writes(client, '1'))
  expect(await siporex.reads()).toContain(`DISTRI ${number} Yopougon`)
  const offered = fake.onPhones.length
  await siporex.writes(`${number} 30000 30`)
  expect(toldSince(offered, client)).toContain('49\u00a0500\u00a0F')
  await writes(client, 'la moins chère')
  await siporex.writes(`OUI ${number}`)
  await siporex.writes(`PRET ${number}`)
  const road = fake.onPhones.length
  await siporex.writes(`ROUTE ${number} 20`)
  const code = /(\d{4})\. Donnez/.exec(toldSince(road, client))?.[1] ?? 'no code'
  expect(await siporex.writes(`LIVRE ${number} ${code}`)).toContain('livrée')
  await writes(client, 'cash')
  await siporex.writes(`CASH ${number}`)
  expect(await statusOf(app, number)).toBe('paid')
  expect(await ledgerSum(app)).toBe(0)
})

it('knows a person by LID first, then by number, as one contact with one conversation and everything said', async () => {
  const lid = '123456789012345@lid'
  const phone = '+2250700990011'
  await writes(lid, 'bonsoir')
  expect(await writes(jidOf(phone), 'bonsoir')).not.toBe('')
  const contacts = () =>
    app.pool.query(
      `select c.id, (select count(*)::int from conversation v where v.contact_id = c.id) as conversations,
         (select count(*)::int from mailbox_item m where m.contact_id = c.id and m.kind = 'message') as heard
       from contact c join identity i on i.contact_id = c.id where i.value = any($1) group by c.id`,
      [[phone, '123456789012345']],
    )
  expect((await contacts()).rows).toHaveLength(2)
  // WhatsApp says that both are one: from here on they are, and the answer goes where they wrote.
  expect(await writes(lid, 'aide', jidOf(phone))).not.toBe('')
  expect((await contacts()).rows).toEqual([{ id: expect.anything(), conversations: 1, heard: 3 }])
  expect(await writes(jidOf(phone), 'aide')).not.toBe('')
  const { rows } = await app.pool.query(
    `select count(*)::int as left_behind from contact c where merged_into_id is not null
       and exists (select from mailbox_item m where m.contact_id = c.id union all select from outbox_message o where o.contact_id = c.id
         union all select from conversation v where v.contact_id = c.id)`,
  )
  expect(rows).toEqual([{ left_behind: 0 }])
})

it('knows the client of an account again who writes under a LID: the account and its orders stay', async () => {
  fake.map('55544433322211@lid', jidOf(BARS.tantieRose))
  const told = await writes('55544433322211@lid', 'bonsoir')
  expect(told).toContain('Rose Gnahoré')
})

it('is silent once staff answered on the phone itself, and reads what they wrote', async () => {
  const chat = jidOf(BARS.palmier)
  expect(await writes(chat, 'bonsoir')).not.toBe('')
  const id = '3EB0BYHAND'
  fake.deliver({
    id,
    chat,
    fromMe: true,
    at: app.clock.now(),
    message: { conversation: 'Je vous appelle tout de suite' },
  })
  await vi.waitFor(async () => {
    const { rows } = await app.pool.query(
      `select v.owner, v.held_by as "heldBy", o.content ->> 'text' as text, o.author from outbox_message o
       join conversation v using (contact_id) where o.provider_id = $1`,
      [id],
    )
    expect(rows).toEqual([
      { owner: 'staff', heldBy: 'phone:principal', text: 'Je vous appelle tout de suite', author: 'phone:principal' },
    ])
  })
  expect(await writes(chat, 'vous êtes là ?')).toBe('')
  const before = fake.onPhones.length
  await app.pass(25)
  expect(toldSince(before, chat)).not.toBe('')
})

it('reads what was written while it was away, once, and no history', async () => {
  const chat = jidOf(BARS.cocotiers)
  await writes(chat, 'bonsoir')
  const ids = ['MISSED1', 'MISSED2', 'HISTORY']
  const [first = '', second = '', old = ''] = ids
  fake.hangUp(428)
  const before = fake.onPhones.length
  const at = app.clock.now()
  fake.deliver({ id: first, chat, at, message: { conversation: '2 casiers de coca 33' } })
  fake.deliver({ id: second, chat, at, message: { conversation: 'aide' } })
  fake.deliver({ id: old, chat, at: new Date(at.getTime() - 86_400_000), message: { conversation: 'hier' } })
  await vi.waitFor(() => expect([...read]).toEqual(expect.arrayContaining([first, second])))
  await app.settle()
  expect(toldSince(before, chat)).not.toBe('')
  fake.deliver({ id: first, chat, at, message: { conversation: '2 casiers de coca 33' } })
  const { rows } = await app.pool.query('select provider_id from mailbox_item where provider_id = any($1) order by 1', [
    ids,
  ])
  expect(rows).toEqual([{ provider_id: first }, { provider_id: second }])
})

it('hears nothing of groups, statuses and newsletters, and one message that cannot be read holds up no other', async () => {
  const chat = jidOf(BARS.leGrin)
  const told = () => app.pool.query('select count(*)::int as n from mailbox_item')
  const before = (await told()).rows[0].n
  for (const other of ['12345-678@g.us', 'status@broadcast', '777@newsletter']) {
    fake.deliver({ id: randomUUID(), chat: other, at: app.clock.now(), message: { conversation: '2 casiers' } })
  }
  const bad = { id: '', chat, at: app.clock.now(), message: { conversation: 'sans identité' } }
  const good = { id: randomUUID(), chat, at: new Date('2031-01-01'), message: { conversation: 'aide' } }
  fake.deliver(bad, good, { ...good, id: randomUUID(), message: null })
  await vi.waitFor(() => expect(read).toContain(good.id))
  await app.settle()
  const { rows } = await app.pool.query('select count(*)::int as n from mailbox_item where provider_id = $1', [good.id])
  expect([rows[0].n, (await told()).rows[0].n - before]).toEqual([1, 1])
})

it('has every message with its id, and says what became of it', async () => {
  const last = fake.onPhones.at(-1)
  if (last === undefined) throw new Error('nothing was written')
  fake.status({ id: last.id, isFromUs: true, status: 4, errorCode: null })
  await vi.waitFor(async () => {
    const { rows } = await app.pool.query('select status from outbox_message where provider_id = $1', [last.id])
    expect(rows).toEqual([{ status: 'read' }])
  })
  const { rows } = await app.pool.query(
    `select count(*)::int as odd from outbox_message where adapter = 'baileys' and (provider_id is null or status = 'failed')`,
  )
  expect(rows).toEqual([{ odd: 0 }])
})
