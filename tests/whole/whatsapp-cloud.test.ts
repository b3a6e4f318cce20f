import { afterAll, beforeAll, expect, it } from 'vitest'
import { wordsOf } from '../fakes/whatsapp-cloud/messages.ts'
import type { FakeWhatsAppCloud } from '../fakes/whatsapp-cloud/server.ts'
import { messagesChange } from '../fakes/whatsapp-cloud/webhooks.ts'
import type { App } from '../harness/app.ts'
import { META_NUMBER, openOnMeta, startMeta } from './networks.ts'
import { BARS, DEPOTS, ledgerSum, numberIn, statusOf } from './people.ts'

// A whole order with bar and depot on Meta's official API: signed webhooks in, Graph API out, statuses after.

let meta: FakeWhatsAppCloud
let app: App

beforeAll(async () => {
  meta = await startMeta()
  app = await openOnMeta(meta, { RESTRICTED_GOODS_OPEN: 'whatsapp-cloud' })
})
afterAll(async () => {
  await app.stop()
  await meta.close()
})

async function hears(says: { type: string; [part: string]: unknown }, phone: string, userId?: string): Promise<string> {
  const before = meta.messages.length
  const answer = await meta.receive({ phone, says, ...(userId !== undefined && { userId }) })
  expect(answer.status).toBe(200)
  await app.settle()
  return toldSince(before, phone)
}
const writes = (phone: string, body: string) => hears({ type: 'text', text: { body } }, phone)
const presses = (phone: string, id: string, title: string) =>
  hears({ type: 'interactive', interactive: { type: 'button_reply', button_reply: { id, title } } }, phone)

function toldSince(before: number, to: string): string {
  return meta.messages
    .slice(before)
    .filter((message) => message.to === to)
    .map(wordsOf)
    .join('\n')
}

/** The id behind what is written on a button or row of the last message to this phone. */
function buttonOf(phone: string, label: RegExp): { id: string; title: string } {
  const last = meta.messages.findLast(({ to }) => to === phone)?.sent
  if (last?.type !== 'interactive') throw new Error(`nothing to press: ${JSON.stringify(last)}`)
  const { action } = last.interactive
  const shown = 'buttons' in action ? action.buttons.map(({ reply }) => reply) : []
  const found = shown.find(({ title }) => label.test(title))
  if (found === undefined) throw new Error(`no such button: ${JSON.stringify(shown)}`)
  return found
}

const client = BARS.leGrin
const siporex = DEPOTS.siporex

it('plays a whole order with buttons over signed webhooks, to paid books that sum to zero', async () => {
  expect(await writes(client, 'bonsoir')).toContain('Bonsoir')
  expect(await writes(client, '5 casiers de flag 65')).toContain('5 casiers Flag 65cl')
  const confirm = buttonOf(client, /offres/i)
  await presses(client, confirm.id, confirm.title)
  const asked = meta.messages.length
  const number = numberIn(await writes(client, '1'))
  expect(toldSince(asked, siporex)).toContain(`DISTRI ${number} Yopougon`)
  const offered = meta.messages.length
  await writes(siporex, `${number} 30000 30`)
  expect(toldSince(offered, client)).toContain('49\u00a0500\u00a0F')
  await writes(client, 'la moins chère')
  await writes(siporex, `OUI ${number}`)
  await writes(siporex, `PRET ${number}`)
  const road = meta.messages.length
  await writes(siporex, `ROUTE ${number} 20`)
  const code = /(\d{4})\. Donnez/.exec(toldSince(road, client))?.[1] ?? 'no code'
  expect(toldSince(road, siporex)).not.toContain(code)
  expect(await writes(siporex, `LIVRE ${number} ${code}`)).toContain('livrée')
  await writes(client, 'cash')
  await writes(siporex, `CASH ${number}`)
  expect(await statusOf(app, number)).toBe('paid')
  expect(await ledgerSum(app)).toBe(0)
})

it('has every message delivered, with Meta’s id, and what was heard marked as read', async () => {
  await app.settle()
  const { rows } = await app.pool.query(
    `select count(*)::int as odd from outbox_message where status <> 'delivered' or provider_id is null`,
  )
  expect(rows).toEqual([{ odd: 0 }])
  expect(meta.reads.length).toBeGreaterThan(5)
  expect(meta.reads[0]).toMatchObject({ status: 'read', typing_indicator: { type: 'text' } })
})

it('goes on with the same conversation under the WhatsApp id alone, once the phone is hidden', async () => {
  const known = BARS.palmier
  await hears({ type: 'text', text: { body: '3 casiers de castel 65' } }, known, 'CI.13491208655302741918')
  const before = meta.messages.length
  await meta.receive({ userId: 'CI.13491208655302741918', says: { type: 'text', text: { body: 'panier' } } })
  await app.settle()
  expect(toldSince(before, 'CI.13491208655302741918')).toContain('3 casiers Castel')
  const last = meta.messages.at(-1)?.sent
  expect([last?.recipient, last?.to]).toEqual(['CI.13491208655302741918', undefined])
})

it('goes on with the same conversation under a new number, and takes a stranger with the old one for a stranger', async () => {
  const [old, next] = [BARS.tantieRose, '+2250777777777']
  await hears({ type: 'text', text: { body: '4 casiers de castel 65' } }, old, 'CI.111')
  const moved = {
    from: old.slice(1),
    from_user_id: 'CI.111',
    id: 'wamid.moved',
    timestamp: '1700000000',
    type: 'system',
    system: { body: 'User changed number', wa_id: next.slice(1), user_id: 'CI.222', type: 'user_changed_number' },
  }
  for (const time of ['first', 'again']) {
    expect((await meta.postChanges(messagesChange(META_NUMBER, { messages: [moved] }))).status, time).toBe(200)
  }
  expect(await hears({ type: 'text', text: { body: 'panier' } }, next, 'CI.222')).toContain('4 casiers Castel')
  expect(await hears({ type: 'text', text: { body: 'panier' } }, old, 'CI.333')).not.toContain('Castel')
  const { rows } = await app.pool.query('select kind, value from former_identity order by kind::text')
  expect(rows).toEqual([
    { kind: 'phone', value: old },
    { kind: 'whatsapp_id', value: 'CI.111' },
  ])
})

const helpTold = () => meta.messages.filter(({ to }) => to === siporex).length

it('recognises a send that got no answer by its status, and says it once', async () => {
  const before = helpTold()
  meta.misbehave('drop_after')
  await meta.receive({ phone: siporex, says: { type: 'text', text: { body: 'AIDE' } } })
  await app.settle()
  const { rows: waiting } = await app.pool.query(`select id from outbox_message where status = 'unknown'`)
  expect(waiting).toHaveLength(1)
  await app.pass(1)
  const { rows } = await app.pool.query('select status, provider_id as id from outbox_message where id = $1', [
    waiting[0]?.id,
  ])
  const told = meta.messages.findLast(({ to }) => to === siporex)
  expect(rows).toEqual([{ status: 'sent', id: told?.id }])
  expect(helpTold() - before).toBe(1)
})

it('repeats a send that was never taken, once its status has had the time to come', async () => {
  const before = helpTold()
  meta.misbehave('drop_before')
  await meta.receive({ phone: siporex, says: { type: 'text', text: { body: 'AIDE' } } })
  await app.settle()
  await app.pass(0.2)
  expect(helpTold()).toBe(before)
  await app.pass(5)
  expect(helpTold() - before).toBe(1)
})

it('records 1000 updates of one POST in order, and answers', async () => {
  const people = Array.from({ length: 500 }, (_, place) => ({
    phone: `+22505${String(10_000_000 + (place % 100))}`,
    id: `wamid.many.${place}`,
    says: { type: 'text', text: { body: `AIDE ${place}` } },
  }))
  const statuses = Array.from({ length: 500 }, (_, place) => ({
    id: `wamid.else.${place}`,
    status: 'delivered',
    timestamp: '1',
  }))
  expect((await meta.postChanges(messagesChange(META_NUMBER, { people, statuses }))).status).toBe(200)
  const { rows } = await app.pool.query(
    `select contact_id, array_agg(payload ->> 'text' order by id) as words from mailbox_item
     where provider_id like 'wamid.many.%' group by contact_id`,
  )
  expect(rows).toHaveLength(100)
  for (const { words } of rows) {
    const places = words.map((word: string) => Number(word.slice(5)))
    expect(places).toEqual([...places].sort((a: number, b: number) => a - b))
    expect(places).toHaveLength(5)
  }
  await app.settle()
})

it('names no alcohol on this surface unless it was opened by name', async () => {
  await app.stop()
  app = await openOnMeta(meta)
  const before = meta.messages.length
  await writes(client, '5 casiers de flag 65')
  const told = toldSince(before, client)
  expect(told).not.toMatch(/flag/i)
  expect(told).toContain('SMS')
})
