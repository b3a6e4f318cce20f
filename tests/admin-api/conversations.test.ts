import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  aContact,
  anApprovedClient,
  anApprovedSupplier,
  anOrderOnTheRoad,
  CODE,
  EVENING,
  inMinutes,
  loadReferenceData,
} from '../domain/orders/arrange.ts'
import { freshDatabase } from '../harness/database.ts'
import { type AdminApi, allPages, openAdminApi } from './api.ts'

let api: AdminApi
beforeAll(async () => {
  api = await openAdminApi((await freshDatabase()).url)
  await loadReferenceData(api.pool)
  await anApprovedSupplier(api.pool)
})
afterAll(() => api.close())

/** A turn of the bot, written as the lane writes it (commit_turn). */
async function botSays(
  contactId: string,
  turn: { revision: number; text?: string; handOver?: string; held?: boolean; at?: Date },
): Promise<void> {
  const { text, revision, handOver = null, held = false, at = EVENING } = turn
  const say = text === undefined ? [] : [{ content: { text }, copy: 'test.said', urgent: true, dueAt: null }]
  const row = {
    contactId,
    revision,
    machine: 'client',
    machineVersion: 1,
    snapshot: {},
    items: [],
    handOver,
    held,
    release: false,
    say,
    mail: [],
    cancelTimers: [],
  }
  const { rows } = await api.pool.query('select commit_turn($1, $2) as said', [JSON.stringify(row), at])
  expect(rows[0].said, 'the turn is committed').not.toBeNull()
}

async function aConversation(): Promise<string> {
  const contactId = await aContact(api.pool, 'whatsapp')
  await botSays(contactId, { revision: 0, text: 'Bonsoir' })
  return contactId
}

async function hears(contactId: string, text: string, at = EVENING): Promise<void> {
  await api.pool.query(
    `insert into mailbox_item (contact_id, kind, payload, adapter, provider_id, due_at, created_at, reading)
     values ($1, 'message', $2, 'simulator', gen_random_uuid()::text, $3, $3, '{"intent": "order", "confidence": 0.9, "lines": []}')`,
    [contactId, JSON.stringify({ kind: 'text', text }), at],
  )
}

type Staff = 'support_l1' | 'support_l2'
const act = (contactId: string, name: string, body?: object, role: Staff = 'support_l1') =>
  api.call(role, 'POST', `/api/conversations/${contactId}/${name}`, body)
const read = async (contactId: string) => (await api.get(`/api/conversations/${contactId}`)).body
const transcript = async (contactId: string, query = '') =>
  (await api.get(`/api/conversations/${contactId}/messages?limit=200${query}`)).body.items

describe('conversations', () => {
  it('gives a conversation to exactly one of those who take it over at the same instant', async () => {
    const contactId = await aConversation()
    const roles = ['support_l1', 'support_l2', 'support_l1', 'support_l2'] as const
    const answers = await Promise.all(roles.map((role) => act(contactId, 'take-over', undefined, role)))
    const winners = roles.filter((_role, index) => answers[index]?.statusCode === 200)
    expect(new Set(winners).size).toBe(1)
    const [winner] = winners
    const loser = winner === 'support_l1' ? 'support_l2' : 'support_l1'
    const refusal = answers.find(({ statusCode }) => statusCode === 409)?.json()
    expect(refusal).toMatchObject({ code: 'CONVERSATION_HELD', details: { by: `${winner} key` } })
    expect(await read(contactId)).toMatchObject({
      owner: 'staff',
      heldBy: { name: `${winner} key` },
      heldUntil: inMinutes(20).toISOString(),
    })
    expect((await act(contactId, 'write', { text: 'Bonsoir' }, loser)).json().code).toBe('CONVERSATION_NOT_HELD')
    expect((await act(contactId, 'release', undefined, loser)).json().code).toBe('CONVERSATION_NOT_HELD')
  })

  it('writes, sends what was held back, and gives back: outbox looked at, lane woken', async () => {
    const contactId = await aConversation()
    await botSays(contactId, { revision: 1, handOver: 'asked for a person' })
    expect(await read(contactId)).toMatchObject({
      waitingFor: 'asked for a person',
      waitingSince: EVENING.toISOString(),
    })
    await act(contactId, 'take-over')
    expect(await read(contactId)).toMatchObject({ waitingFor: null })
    const written = await act(contactId, 'write', { text: '  Je regarde tout de suite.  ' })
    expect(written.statusCode).toBe(200)
    expect(api.looked.at(-1)).toBe(contactId)
    await botSays(contactId, { revision: 3, text: 'Votre commande est prête', held: true })
    await botSays(contactId, { revision: 4, text: 'Une offre est arrivée', held: true })
    const held = (await transcript(contactId)).filter(({ status }) => status === 'held')
    expect(held).toHaveLength(2)
    const send = (role: Staff) => api.call(role, 'POST', `/api/conversations/${contactId}/notices/${held[0]?.id}/send`)
    expect((await send('support_l2')).json().code).toBe('CONVERSATION_NOT_HELD')
    expect((await send('support_l1')).json()).toEqual({ messageId: held[0]?.id })
    expect((await send('support_l1')).json().code).toBe('NOTICE_NOT_FOUND')
    expect((await act(contactId, 'release')).statusCode).toBe(200)
    expect(api.committed.at(-1)?.wake).toEqual([contactId])
    const { rows } = await api.pool.query(`select payload from mailbox_item where contact_id = $1 and kind = 'staff'`, [
      contactId,
    ])
    expect(rows).toEqual([{ payload: { type: 'staff.released' } }])
    const said = (await transcript(contactId)).map(({ text, status, author }) => [text, status, author === 'bot'])
    expect(said.slice(-4)).toEqual([
      ['Bonsoir', 'sending', true],
      ['Je regarde tout de suite.', 'queued', false],
      ['Votre commande est prête', 'queued', true],
      ['Une offre est arrivée', 'cancelled', true],
    ])
    expect((await act(contactId, 'write', { text: 'encore' })).json().code).toBe('CONVERSATION_NOT_HELD')
    const audit = (await api.get(`/api/audit?subject=conversation:${contactId}`)).body.items
    expect(audit.map(({ action }) => action)).toEqual([
      'conversation.release',
      'conversation.sendNotice',
      'conversation.write',
      'conversation.takeOver',
    ])
  })

  it('does not wake anybody when there was nothing to give back', async () => {
    const contactId = await aConversation()
    expect((await act(contactId, 'release')).statusCode).toBe(409)
    expect(api.committed.at(-1)?.wake).toEqual([])
  })

  it('shows the transcript in the order in which it happened, with how it was read and what it cost', async () => {
    const contactId = await aConversation()
    await hears(contactId, '3 flag stp')
    await botSays(contactId, { revision: 1, text: '3 casiers de Flag ?' })
    await api.pool.query(
      `update outbox_message set status = 'delivered', segments = 2, price = 27.5, price_unit = 'XOF', price_source = 'reported' where contact_id = $1`,
      [contactId],
    )
    const items = await transcript(contactId)
    expect(items.map(({ direction, text }) => [direction, text])).toEqual([
      ['in', null],
      ['out', 'Bonsoir'],
      ['in', '3 flag stp'],
      ['out', '3 casiers de Flag ?'],
    ])
    expect(items[2]).toMatchObject({ reading: { intent: 'order', confidence: 0.9 }, body: { kind: 'text' } })
    expect(items[3]).toMatchObject({
      status: 'delivered',
      segments: 2,
      cost: { amount: 27.5, unit: 'XOF' },
      copy: 'test.said',
    })
    expect((await transcript(contactId, '&order=newest')).map(({ id }) => id)).toEqual(
      items.map(({ id }) => id).toReversed(),
    )
  })

  it('shows each message once, whichever way it is read, while others come in', async () => {
    const contactId = await aConversation()
    for (let said = 0; said < 5; said += 1) await hears(contactId, `message ${said}`)
    const before = (await transcript(contactId)).map(({ id }) => id)
    const url = `/api/conversations/${contactId}/messages`
    const backwards = await allPages(api, `${url}?order=newest`, { between: () => hears(contactId, 'et encore') })
    expect(backwards.map(({ id }) => id)).toEqual(before.toReversed())
    const forwards = (await allPages(api, url, { limit: 3 })).map(({ id }) => id)
    expect(new Set(forwards).size).toBe(forwards.length)
    expect(forwards.slice(0, before.length)).toEqual(before)
  })

  it('never shows a delivery code, neither in what the client was told nor in what the supplier wrote', async () => {
    const supplier = await anApprovedSupplier(api.pool)
    const { client, number } = await anOrderOnTheRoad(api.pool, await anApprovedClient(api.pool), supplier)
    await botSays(client.contactId, {
      revision: 0,
      text: `Votre code de livraison: ${CODE}. Total 48210 F.`,
      at: inMinutes(1),
    })
    await botSays(supplier.contactId, { revision: 0, text: 'En route', at: inMinutes(1) })
    await hears(supplier.contactId, `LIVRE ${number} ${CODE}`, inMinutes(18))
    const told = await api.call('admin', 'GET', `/api/conversations/${client.contactId}/messages`)
    expect(told.body).toContain('Votre code de livraison: ••••. Total 48210 F.')
    const wrote = await api.call('admin', 'GET', `/api/conversations/${supplier.contactId}/messages`)
    expect(wrote.body).toContain(`LIVRE ${number} ••••`)
    for (const { body } of [told, wrote]) expect(body).not.toMatch(new RegExp(`\\b${CODE}\\b`))
  })

  it('lists by who waits, who is held, role, channel and account, the last touched first', async () => {
    const [waiting, held, quiet] = [await aConversation(), await aConversation(), await aConversation()]
    await botSays(waiting, { revision: 1, handOver: 'angry', at: inMinutes(3) })
    api.setNow(inMinutes(5))
    await act(held, 'take-over')
    api.setNow(EVENING)
    const ids = async (query: string) =>
      (await api.get(`/api/conversations?limit=200&${query}`)).body.items.map(({ contactId }) => contactId)
    expect((await ids('waiting=true'))[0]).toBe(waiting)
    expect((await ids('held=true'))[0]).toBe(held)
    expect(await ids('waiting=false&held=false')).toContain(quiet)
    expect(await ids('waiting=false&held=false')).not.toContain(held)
    expect((await ids('role=client&channel=whatsapp')).slice(0, 2)).toEqual([held, waiting])
    expect(await ids('channel=sms&role=supplier')).toEqual([])
    const pages = await allPages(api, '/api/conversations', { limit: 2, between: aConversation })
    const seen = pages.map(({ contactId }) => contactId)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining([waiting, held, quiet]))
  })

  it('masks the number in lists and for those who only read', async () => {
    const contactId = await aConversation()
    const { rows } = await api.pool.query('select address from contact where id = $1', [contactId])
    const { address } = rows[0]
    expect((await api.get(`/api/conversations/${contactId}`, 'support_l1')).body.phone).toBe(address)
    expect((await api.get(`/api/conversations/${contactId}`, 'auditor')).body.phone).toBe(
      `${address.slice(0, 4)}••••••${address.slice(-4)}`,
    )
    expect((await api.call('support_l1', 'GET', '/api/conversations?limit=200')).body).not.toContain(address)
  })
})
