import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StatusUpdate } from '../../bot/channels/channel.ts'
import { sentAs } from '../../bot/outbox/statuses.ts'
import { type App, openApp } from '../harness/app.ts'
import { another, sweep } from './another.ts'
import { AGAIN, SENT, silence, type TestChannel, testChannel, UNKNOWN } from './test-channel.ts'

const DEPOT = '+2250700000011'
const OTHER = '+2250500000012'
const SECOND = 1 / 60

let channel: TestChannel
let app: App

beforeEach(async () => {
  channel = testChannel()
  app = await openApp({ channels: () => [channel] })
})
afterEach(() => app.stop())

/** Two answers to the depot: help, then the day's figures. */
async function writesTwice(phone = DEPOT): Promise<void> {
  await channel.receives(phone, 'AIDE')
  await app.settle()
  await channel.receives(phone, 'JOUR')
  await app.settle()
}

async function rows(): Promise<{ status: string; attempts: number; error: string | null }[]> {
  const { rows: found } = await app.pool.query<{ status: string; attempts: number; error: string | null }>(
    'select status, attempts, error_code as error from outbox_message order by id',
  )
  return found
}

const said = (status: StatusUpdate['status'], providerId: string): StatusUpdate => ({
  adapter: 'simulator',
  providerId,
  status,
  errorCode: status === 'failed' ? '30003' : null,
  segments: null,
  price: null,
})

async function report(status: StatusUpdate['status'], providerId: string): Promise<void> {
  await channel.inbox().reportStatus([said(status, providerId)])
}

describe('the order of what is said to somebody', () => {
  it('is kept when the first message must wait: the second does not overtake it', async () => {
    channel.answer(AGAIN)
    await writesTwice()
    expect(channel.sent).toEqual([])
    await app.pass(6 * SECOND)
    expect(channel.sent.map(({ text }) => text.slice(0, 4))).toEqual(
      channel.tried.slice(1).map(({ text }) => text.slice(0, 4)),
    )
    expect(channel.sent).toHaveLength(2)
    expect(channel.tried[0]?.id).toBe(channel.tried[1]?.id)
    expect(Number(channel.sent[0]?.id)).toBeLessThan(Number(channel.sent[1]?.id))
  })

  it('does not make anybody else wait', async () => {
    channel.answer(AGAIN)
    await channel.receives(DEPOT, 'AIDE')
    await app.settle()
    await channel.receives(OTHER, 'AIDE')
    await app.settle()
    expect(channel.sent.map(({ to }) => to)).toEqual([OTHER])
  })

  it('is kept while the provider thinks about the first: the second waits for its answer', async () => {
    const slow = silence()
    channel.answer(slow.answer)
    await channel.receives(DEPOT, 'AIDE')
    await expect.poll(() => channel.tried.length).toBe(1)
    await channel.receives(DEPOT, 'JOUR')
    await expect.poll(async () => (await rows()).length).toBe(2)
    expect(channel.tried).toHaveLength(1)
    slow.end(SENT)
    await app.settle()
    expect(channel.sent).toHaveLength(2)
    expect((await rows()).map(({ status }) => status)).toEqual(['sent', 'sent'])
  })
})

describe('a send that was not answered', () => {
  it('is looked up, and not repeated when it was sent', async () => {
    channel.answer(UNKNOWN)
    channel.find(SENT)
    await writesTwice()
    expect(channel.tried).toHaveLength(1)
    await app.pass(6 * SECOND)
    expect(channel.lookedUp).toHaveLength(1)
    expect(channel.tried).toHaveLength(2)
    expect((await rows()).map(({ status }) => status)).toEqual(['sent', 'sent'])
  })

  it('is repeated once when it was not sent', async () => {
    channel.answer(UNKNOWN)
    await channel.receives(DEPOT, 'AIDE')
    await app.settle()
    await app.pass(6 * SECOND)
    expect(channel.lookedUp).toHaveLength(1)
    expect(channel.tried).toHaveLength(2)
    expect(channel.sent).toHaveLength(1)
  })

  it('is looked up again later when the look-up is not answered either', async () => {
    channel.answer(UNKNOWN)
    channel.find(UNKNOWN, SENT)
    await channel.receives(DEPOT, 'AIDE')
    await app.settle()
    await app.pass(6 * SECOND)
    expect(channel.tried).toHaveLength(1)
    expect((await rows())[0]?.status).toBe('unknown')
    await app.pass(1)
    expect(channel.tried).toHaveLength(1)
    expect((await rows())[0]?.status).toBe('sent')
  })
})

describe('a send that a process took with it when it died', () => {
  it('is left alone for 60 seconds, then looked up and sent by another process', async () => {
    const dead = silence()
    channel.answer(dead.answer)
    await channel.receives(DEPOT, 'AIDE')
    await expect.poll(() => channel.tried.length).toBe(1)
    const living = testChannel()
    const other = await another(app, living)
    app.clock.move(59 * SECOND)
    await sweep(other)
    expect(living.tried).toEqual([])
    app.clock.move(2 * SECOND)
    await sweep(other)
    expect(living.lookedUp).toHaveLength(1)
    expect(living.sent).toHaveLength(1)
    dead.end(SENT)
    await other.stop()
    expect((await rows()).map(({ status, attempts }) => [status, attempts])).toEqual([['sent', 2]])
  })
})

describe('what a provider refuses', () => {
  it('gives up after eight tries and lets the next message go', async () => {
    channel.answer(...Array.from({ length: 8 }, () => AGAIN))
    await writesTwice()
    for (let n = 0; n < 8; n += 1) await app.pass(6 * SECOND)
    expect((await rows()).map(({ status, attempts }) => [status, attempts])).toEqual([
      ['failed', 8],
      ['sent', 1],
    ])
  })

  it('marks who has opted out at the provider, and says nothing more', async () => {
    channel.answer({ kind: 'refused', because: 'opted_out', errorCode: '21610' })
    await channel.receives(DEPOT, 'AIDE')
    await app.settle()
    const { rows: contacts } = await app.pool.query(
      `select opted_out_at is not null as out from contact where address = '${DEPOT}'`,
    )
    expect(contacts).toEqual([{ out: true }])
    await channel.receives(DEPOT, 'JOUR')
    await app.settle()
    expect(channel.tried).toHaveLength(1)
  })
})

describe('what became of a message', () => {
  beforeEach(async () => {
    await channel.receives(DEPOT, 'AIDE')
    await app.settle()
  })
  const id = () => `test-${channel.sent[0]?.id}`
  const status = async () => (await rows())[0]?.status

  it.each([
    [['delivered', 'sent'], 'delivered'],
    [['read', 'delivered', 'sent'], 'read'],
    [['sent', 'delivered', 'delivered'], 'delivered'],
    [['delivered', 'failed'], 'delivered'],
    [['failed', 'delivered'], 'delivered'],
    [['failed', 'read', 'sent'], 'read'],
    [['failed', 'sent'], 'failed'],
    [['sent', 'failed'], 'failed'],
  ] as const)('told as %s ends as %s, one by one, at once, or before its own send', async (told, end) => {
    const ended = { status: end, attempts: 1, error: end === 'failed' ? '30003' : null }
    for (const one of told) await report(one, id())
    expect((await rows())[0]).toEqual(ended)

    await channel.receives(OTHER, 'AIDE')
    await app.settle()
    await channel.inbox().reportStatus(told.map((one) => said(one, `test-${channel.sent[1]?.id}`)))
    expect((await rows())[1]).toEqual(ended)

    const slow = silence()
    channel.answer(slow.answer)
    await channel.receives(OTHER, 'JOUR')
    await expect.poll(() => channel.tried.length).toBe(3)
    for (const one of told) await report(one, 'early-0')
    slow.end({ kind: 'sent', providerId: 'early-0', segments: 1, price: null })
    await app.settle()
    expect((await rows())[2]).toEqual(ended)
  })

  it('as failed, for a reason that says something of the person, is kept with the person', async () => {
    await channel.receives(OTHER, 'AIDE')
    await app.settle()
    const failed = { adapter: 'simulator', status: 'failed', errorCode: '131026', segments: null, price: null } as const
    const { rows: sent } = await app.pool.query('select provider_id as id from outbox_message order by id desc limit 1')
    await channel.inbox().reportStatus([{ ...failed, providerId: sent[0]?.id, because: 'unreachable' }])
    const { rows } = await app.pool.query(
      'select unreachable_at is not null as unreachable, opted_out_at as out from contact where address = $1 and channel = $2',
      [OTHER, 'sms'],
    )
    expect(rows).toEqual([{ unreachable: true, out: null }])
  })

  it('tells under which id an unanswered send went out, where it carries our own; nonsense is no harm', async () => {
    const status = { adapter: 'simulator', status: 'sent', errorCode: null, segments: null, price: null } as const
    await channel.inbox().reportStatus([
      { ...status, providerId: 'late-1', messageId: '4711' },
      { ...status, providerId: 'late-2', messageId: 'not one of ours' },
      { ...status, providerId: 'late-3' },
    ])
    expect(await sentAs(app.pool, 'simulator')('4711')).toBe('late-1')
    expect(await sentAs(app.pool, 'another')('4711')).toBeUndefined()
    expect(await sentAs(app.pool, 'simulator')('4712')).toBeUndefined()
  })

  it('is found when it crossed the record of its own send: the highest counts', async () => {
    for (const one of ['read', 'delivered'] as const) await report(one, 'crossed-1')
    // What a record writes that did not see them yet.
    await app.pool.query(`update outbox_message set provider_id = 'crossed-1', status = 'sent'`)
    await app.settle()
    expect(await status()).toBe('read')
    const { rows: left } = await app.pool.query('select count(*)::int as early from early_status')
    expect(left).toEqual([{ early: 0 }])
  })

  it('is kept when it is told before the send has returned', async () => {
    const slow = silence()
    channel.answer(slow.answer)
    await channel.receives(OTHER, 'AIDE')
    await expect.poll(() => channel.tried.length).toBe(2)
    await report('delivered', 'early-1')
    slow.end({ kind: 'sent', providerId: 'early-1', segments: 1, price: null })
    await app.settle()
    expect((await rows())[1]?.status).toBe('delivered')
    const { rows: left } = await app.pool.query('select count(*)::int as early from early_status')
    expect(left).toEqual([{ early: 0 }])
  })
})
