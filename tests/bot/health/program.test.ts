import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Health, HealthSignal } from '../../../bot/channels/channel.ts'
import { type App, openApp } from '../../harness/app.ts'
import { type TestChannel, testChannel } from '../test-channel.ts'

// What providers say of our senders, through the whole program on a real database.

const DEPOT = '+2250700000011'

let channel: TestChannel
let app: App
beforeEach(async () => {
  channel = testChannel()
  app = await openApp({ channels: () => [channel] })
})
afterEach(() => app.stop())

const signal = (health: Health, at?: Date, sender: string | null = 'test'): HealthSignal => ({
  adapter: 'simulator',
  medium: 'sms',
  sender,
  health,
  ...(at !== undefined && { at }),
})
const says = (...signals: HealthSignal[]) => channel.inbox().reportHealth(signals)
const OFFLINE: Health = { kind: 'stopped', why: 'offline', detail: 'no ping', until: null }
const BANNED: Health = { kind: 'stopped', why: 'banned', detail: '403', until: null }

interface Alert {
  readonly rule: string
  readonly severity: string
  readonly isOpen: boolean
}
async function alerts(): Promise<Alert[]> {
  const { rows } = await app.pool.query<Alert>(
    `select rule, severity, closed_at is null as "isOpen" from alert where rule like 'sender.%' or rule like 'channel.%' order by opened_at, id`,
  )
  return rows
}
async function events(): Promise<string[]> {
  const { rows } = await app.pool.query<{ kind: string }>('select kind from sender_event order by id')
  return rows.map(({ kind }) => kind)
}
async function row(sender = 'test', medium = 'sms') {
  const { rows } = await app.pool.query(
    `select stopped_why as why, quality, rate_share as share, people_per_day as most, first_used_at as used, last_ok_at as ok
     from sender where adapter = 'simulator' and medium = $1::"ChannelKind" and sender = $2`,
    [medium, sender],
  )
  return rows[0]
}
const metric = async (name: string) =>
  (await app.server.inject('/metrics')).body.split('\n').find((line) => line.startsWith(name))
const watch = () => app.settle()

describe('a sender', () => {
  it('is known from the start, and usable', async () => {
    expect(await row()).toMatchObject({ why: null, quality: 'unknown' })
    expect(await metric('distri_sender_usable{adapter="simulator",medium="sms",sender="test"}')).toMatch(/ 1$/)
  })

  it('that a provider closes is stopped at once, with one critical alert, until it works again', async () => {
    await says(signal(BANNED))
    await says(signal(BANNED), signal(BANNED))
    expect(await row()).toMatchObject({ why: 'banned' })
    expect(await alerts()).toEqual([{ rule: 'sender.stopped', severity: 'critical', isOpen: true }])
    expect(await events()).toEqual(['stopped'])
    expect(await metric('distri_sender_usable{adapter="simulator",medium="sms",sender="test"}')).toMatch(/ 0$/)
    await says(signal({ kind: 'working' }))
    expect(await alerts()).toEqual([{ rule: 'sender.stopped', severity: 'critical', isOpen: false }])
    expect(await events()).toEqual(['stopped', 'working'])
    expect(await metric('distri_sender_usable{adapter="simulator",medium="sms",sender="test"}')).toMatch(/ 1$/)
  })

  it('that is silent raises an alert after two minutes, not before', async () => {
    await says(signal(OFFLINE))
    await app.pass(2)
    expect(await alerts()).toEqual([])
    await app.pass(1 / 60)
    expect(await alerts()).toEqual([{ rule: 'sender.stopped', severity: 'critical', isOpen: true }])
    await says(signal({ kind: 'working' }))
    expect((await alerts()).map(({ isOpen }) => isOpen)).toEqual([false])
  })

  it('that is restricted until a time works again by itself then', async () => {
    const until = new Date(app.clock.now().getTime() + 3_600_000)
    await says(signal({ kind: 'stopped', why: 'restricted', detail: 'RESTRICTED', until }))
    await app.pass(59)
    expect((await alerts()).map(({ isOpen }) => isOpen)).toEqual([true])
    await app.pass(1)
    expect((await alerts()).map(({ isOpen }) => isOpen)).toEqual([false])
  })

  it('keeps the newest word of a provider, whatever comes late', async () => {
    const before = new Date(app.clock.now().getTime() - 60_000)
    await says(signal({ kind: 'working' }), signal({ kind: 'quality', quality: 'red' }))
    await says(signal(BANNED, before), signal({ kind: 'quality', quality: 'green' }, before))
    expect(await row()).toMatchObject({ why: null, quality: 'red' })
    expect(await alerts()).toEqual([{ rule: 'sender.quality_red', severity: 'high', isOpen: true }])
    expect(await events()).toEqual(['quality'])
  })

  it('is not held back by a provider whose clock is ahead', async () => {
    await says(signal(BANNED, new Date(app.clock.now().getTime() + 86_400_000)))
    await app.pass(1)
    await says(signal({ kind: 'working' }))
    expect(await row()).toMatchObject({ why: null })
  })

  it('ends the same when two processes hear of it at once', async () => {
    const quality = (one: 'green' | 'red'): Health => ({ kind: 'quality', quality: one })
    const [early, late] = [-2000, -1000].map((ms) => new Date(app.clock.now().getTime() + ms))
    await Promise.all([
      says(signal(quality('red'), late), signal(BANNED, late, null)),
      says(signal(BANNED, late, null), signal(quality('green'), early)),
      says(signal(quality('red'), late)),
    ])
    expect(await row()).toMatchObject({ quality: 'red' })
    expect((await alerts()).filter(({ isOpen }) => isOpen)).toHaveLength(2)
  })

  it('is slowed once by a storm of refusals', async () => {
    const tooFast: Health = { kind: 'throttled', errorCode: '429', afterMs: 1000 }
    await Promise.all(Array.from({ length: 50 }, () => says(signal(tooFast))))
    expect(await row()).toMatchObject({ share: 0.5 })
    expect(await events()).toEqual(['throttled'])
  })

  it('has a history that nobody changes', async () => {
    await says(signal(BANNED))
    await expect(app.pool.query('delete from sender_event')).rejects.toThrow('append-only')
    await expect(app.pool.query(`update sender_event set by = 'x'`)).rejects.toThrow('append-only')
  })
})

describe('what sends say', () => {
  const asks = async () => {
    await channel.receives(DEPOT, 'AIDE')
    await app.settle()
  }

  it('stops the account whose token is refused, and starts it again with the first message that is taken', async () => {
    channel.answer({
      kind: 'refused',
      because: 'configuration',
      errorCode: '20003',
      health: { kind: 'stopped', why: 'token', detail: '20003', until: null },
    })
    await asks()
    await expect.poll(() => row('*')).toMatchObject({ why: 'token' })
    expect(await alerts()).toEqual([{ rule: 'sender.stopped', severity: 'critical', isOpen: true }])
    // Nothing leaves by it meanwhile; the operator may have put a new one: it is tried again after ten minutes.
    await app.pass(11)
    await asks()
    await expect.poll(() => row('*')).toMatchObject({ why: null })
    expect((await alerts()).map(({ isOpen }) => isOpen)).toEqual([false])
  })

  it('says nothing of a message that goes', async () => {
    await asks()
    expect(await events()).toEqual([])
    expect(await row()).toMatchObject({ ok: null })
  })

  it('counts whom a sender wrote to first, once in 24 hours, and nobody whom it answered', async () => {
    const reached = async () => (await app.pool.query('select contact_id from sender_reach')).rows.length
    await asks()
    expect(await reached()).toBe(0)
    expect(await row()).toMatchObject({ used: null })
    await app.pool.query(`update contact set last_inbound_at = null`)
    const notice = async () => {
      await app.pool.query(
        `insert into outbox_message (contact_id, content, copy, due_at)
         select id, '{"text": "news"}', 'test', $1 from contact where address = $2 and channel = 'sms'`,
        [app.clock.now(), DEPOT],
      )
      await app.settle()
    }
    await notice()
    await notice()
    expect(await reached()).toBe(1)
    expect((await row())?.used).toEqual(app.clock.now())
    expect(await metric('distri_senders')).toBe('distri_senders 2')
  })
})

describe('a violation', () => {
  it('of the rules on restricted goods is critical, closes them there, and waits for a person', async () => {
    await says(signal({ kind: 'violation', of: 'restricted_goods', detail: 'ALCOHOL' }))
    await app.pass(60)
    expect(await alerts()).toEqual([{ rule: 'sender.violation', severity: 'critical', isOpen: true }])
  })
})

describe('a channel whose messages fail', () => {
  it('raises a critical alert above 5 % of at least 20, until it is better', async () => {
    const failed = async (count: number, all: number) => {
      await app.pool.query('delete from outbox_message')
      await app.pool.query(
        `insert into outbox_message (contact_id, content, copy, adapter, status, created_at)
         select c.id, '{"text": "x"}', 'test', 'simulator', (case when n <= $1 then 'failed' else 'sent' end)::"OutboxStatus", $3
         from (select id from contact where channel = 'sms' limit 1) c, generate_series(1, $2::int) n`,
        [count, all, app.clock.now()],
      )
      await watch()
    }
    await failed(19, 19)
    expect(await alerts()).toEqual([])
    await failed(1, 20)
    expect(await alerts()).toEqual([])
    await failed(2, 20)
    expect(await alerts()).toEqual([{ rule: 'channel.failing', severity: 'critical', isOpen: true }])
    await app.pass(16)
    expect((await alerts()).map(({ isOpen }) => isOpen)).toEqual([false])
  })
})
