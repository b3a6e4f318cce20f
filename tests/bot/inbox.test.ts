import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type App, openApp } from '../harness/app.ts'
import { type TestChannel, testChannel } from './test-channel.ts'

const DEPOT = '+2250700000011'
const BAR = '+2250700000001'

let channel: TestChannel
let app: App

beforeEach(async () => {
  channel = testChannel()
  app = await openApp({ channels: () => [channel] })
})
afterEach(() => app.stop())

const saidTo = (phone: string) => channel.sent.filter(({ to }) => to === phone).map(({ text }) => text)

async function items(): Promise<{ recorded: number; handled: number }> {
  const { rows } = await app.pool.query<{ recorded: number; handled: number }>(
    `select count(*)::int as recorded, count(handled_at)::int as handled from mailbox_item where kind = 'message'`,
  )
  return rows[0] ?? { recorded: 0, handled: 0 }
}

describe('a message that the provider delivers twice', () => {
  it('is handled once when it comes again later', async () => {
    await channel.receives(DEPOT, 'AIDE', { id: 'SM1' })
    await app.settle()
    await channel.receives(DEPOT, 'AIDE', { id: 'SM1' })
    await app.settle()
    expect(saidTo(DEPOT)).toHaveLength(1)
    expect(await items()).toEqual({ recorded: 1, handled: 1 })
  })

  it('is handled once when it comes ten times at the same instant', async () => {
    await Promise.all(Array.from({ length: 10 }, () => channel.receives(DEPOT, 'AIDE', { id: 'SM2' })))
    await app.settle()
    expect(saidTo(DEPOT)).toHaveLength(1)
    expect(await items()).toEqual({ recorded: 1, handled: 1 })
  })

  it('makes one contact of somebody new who writes ten messages at the same instant', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => channel.receives('+2250707070707', `bonsoir ${n}`, { medium: 'whatsapp' })),
    )
    await app.settle()
    const { rows } = await app.pool.query(
      `select count(*)::int as contacts from contact where address = '+2250707070707'`,
    )
    expect(rows).toEqual([{ contacts: 1 }])
    expect(await items()).toEqual({ recorded: 10, handled: 10 })
  })
})

describe('characters that PostgreSQL does not take', () => {
  it.each([
    ['a NUL', '2 casiers\u0000 de flag 65'],
    ['half an emoji', '2 casiers de flag 65 \ud83c'],
  ])('%s loses neither its message nor the others of that moment', async (_, text) => {
    const received = await Promise.allSettled([
      channel.receives(BAR, text, { medium: 'whatsapp' }),
      channel.receives(DEPOT, 'AIDE'),
    ])
    await app.settle()
    expect(received.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    expect(saidTo(DEPOT)).toHaveLength(1)
    expect(saidTo(BAR).join()).toContain('2 casiers Flag 65cl')
  })
})

describe('who is not to be answered', () => {
  it('a blocked identity: what it writes is kept and nothing is said', async () => {
    await app.pool.query(`insert into blocked_identity (value, reason) values ('${DEPOT}', 'fraud')`)
    await channel.receives(DEPOT, 'AIDE')
    await app.settle()
    expect(channel.tried).toEqual([])
    expect(await items()).toEqual({ recorded: 1, handled: 1 })
  })

  it('a contact that wrote STOP: one line, then nothing until START, not even a request', async () => {
    await channel.receives(DEPOT, 'STOP')
    await app.settle()
    expect(saidTo(DEPOT)).toHaveLength(1)
    for (const words of ['5 casiers de flag 65', 'ok', '1']) {
      await channel.receives(BAR, words, { medium: 'whatsapp' })
      await app.settle()
    }
    await channel.receives(DEPOT, 'vous etes la ?')
    await app.settle()
    expect(saidTo(DEPOT)).toHaveLength(1)
    await channel.receives(DEPOT, 'START')
    await app.settle()
    expect(saidTo(DEPOT).length).toBeGreaterThan(1)
  })
})

describe('messages in a burst', () => {
  let burst: App
  let phones: TestChannel

  beforeEach(async () => {
    phones = testChannel()
    burst = await openApp({ channels: () => [phones], env: { BURST_PAUSE_MS: '60000' } })
  })
  afterEach(() => burst.stop())

  it('are read together in order and answered once, after the pause', async () => {
    for (const words of ['2 casiers de flag 65', 'et 3 casiers heineken 33', 'non 4 casiers heineken 33']) {
      await phones.receives(BAR, words, { medium: 'whatsapp' })
    }
    await burst.settle()
    expect(phones.sent).toEqual([])
    await burst.pass(1)
    expect(phones.sent).toHaveLength(1)
    expect(phones.sent[0]?.text).toContain('2 casiers Flag 65cl')
    expect(phones.sent[0]?.text).toContain('4 casiers Heineken 33cl')
  })

  it('do not hold back a button: it is answered at once', async () => {
    await phones.inbox().receive([
      {
        adapter: 'simulator',
        medium: 'whatsapp',
        address: BAR,
        identities: [{ kind: 'phone', value: BAR }],
        providerId: 'pressed-1',
        name: null,
        sender: null,
        body: { kind: 'choice', id: 'help', text: 'Aide' },
      },
    ])
    await burst.settle()
    expect(phones.sent).toHaveLength(1)
  })
})
