import { afterEach, describe, expect, it } from 'vitest'
import type { Medium } from '../../../bot/channels/channel.ts'
import { openPace, type Turn } from '../../../bot/routing/pace.ts'
import type { Way } from '../../../bot/routing/route.ts'
import { freshDatabase } from '../../harness/database.ts'
import { UNKNOWN } from '../test-channel.ts'
import { BAR, type TwoNetworks, twoNetworks } from './two-networks.ts'

describe('a sender', () => {
  let at: TwoNetworks
  afterEach(() => at.app.stop())

  it('that somebody wrote to is the one that answers, until they write to another', async () => {
    at = await twoNetworks({ cloud: { senders: ['main', 'second'] } })
    await at.cloud.receives(BAR, 'bonsoir', { medium: 'whatsapp', sender: 'second' })
    await at.app.settle()
    await at.cloud.receives(BAR, 'bonsoir', { medium: 'whatsapp', sender: 'main' })
    await at.app.settle()
    expect(at.cloud.sent.map(({ sender }) => sender)).toEqual(['second', 'main'])
    expect(await at.query('select sender from outbox_message order by id')).toEqual([
      { sender: 'second' },
      { sender: 'main' },
    ])
  })

  it('that fails five times in a row is left alone; the urgent goes by SMS, staff are told; then it is tried and goes on', async () => {
    at = await twoNetworks()
    const bars = ['+2250700000001', '+2250700000002', '+2250500000003', '+2250700000004', '+2250700000001']
    at.cloud.answer(...bars.map(() => UNKNOWN))
    at.cloud.find(...Array.from({ length: 60 }, () => UNKNOWN))
    const say = async (text: string, phone: string) => {
      await at.query(
        `insert into outbox_message (contact_id, content, copy, due_at, created_at)
         select id, jsonb_build_object('text', $2::text), 'test', $3, $3 from contact where address = $1 and channel = 'whatsapp'`,
        [phone, text, at.app.clock.now()],
      )
      await at.app.settle()
    }
    const others = bars.slice(1, 4)
    for (const phone of others) await say('a', phone)
    // Two more people, so that nobody's message waits behind one that is unknown.
    for (const phone of ['+2250707070701', '+2250707070702']) {
      await at.cloud.receives(phone, 'bonsoir', { medium: 'whatsapp' })
      await at.app.settle()
    }
    const alerts = () =>
      at.query<{ open: boolean }>(`select closed_at is null as open from alert where rule = 'sender.failing'`)
    await expect.poll(alerts).toEqual([{ open: true }])
    const tried = at.cloud.tried.length
    expect(tried).toBe(5)
    await say('Votre livreur arrive', BAR)
    expect(at.cloud.tried).toHaveLength(tried)
    expect(at.smsOfBar().map(({ text }) => text)).toEqual(['Votre livreur arrive'])
    at.app.clock.move(6 / 60)
    await say('De nouveau', BAR)
    expect(at.cloud.sent.map(({ text }) => text)).toContain('De nouveau')
    await expect.poll(alerts).toEqual([{ open: false }])
  })
})

describe('the pace of a sender', () => {
  const way: Way = {
    adapter: 'post',
    medium: 'sms',
    sender: 'counter',
    isUsable: true,
    pausedUntil: null,
    newPeopleLeft: null,
    windowHours: null,
    isNearest: false,
  }
  const sms: Medium = 'sms'
  const rate = { perSecond: 20, burst: 10 }

  it('is shared by all processes: two that send all they can stay within it together', async () => {
    const { pool } = await freshDatabase()
    const processes = [openPace(pool), openPace(pool)]
    const times: number[] = []
    const runs = Array.from({ length: 60 }, async (_, n): Promise<Turn | undefined> => {
      const turn = await processes[n % 2]?.turn({ ...way, medium: sms }, rate)
      times.push(performance.now())
      return turn
    })
    const turns = await Promise.all(runs)
    expect(turns.every((turn) => turn?.kind === 'go')).toBe(true)
    const sorted = times.toSorted((a, b) => a - b)
    // 60 messages: a burst of 10, and the others at 20 a second at the most.
    const span = (sorted.at(-1) ?? 0) - (sorted[0] ?? 0)
    expect(span).toBeGreaterThan(((60 - rate.burst) / rate.perSecond) * 1000 * 0.9)
  })

  it('asks the database for a quarter of a second at once, not for each message', async () => {
    const { pool } = await freshDatabase()
    let statements = 0
    const counting = new Proxy(pool, {
      get(target, name, receiver) {
        if (name === 'query') statements += 1
        return Reflect.get(target, name, receiver)
      },
    })
    const pace = openPace(counting)
    for (let n = 0; n < 100; n += 1) await pace.turn(way, { perSecond: 400, burst: 400 })
    expect(statements).toBe(1)
  })

  it('lets go what it took and did not use within a second: kept, it would be a second burst', async () => {
    const { pool } = await freshDatabase()
    let now = 0
    const pace = openPace(pool, () => now)
    const leases = async () => {
      await pace.turn(way, { perSecond: 400, burst: 400 })
      const { rows } = await pool.query('select free_at from sender_pace')
      return rows[0].free_at
    }
    const first = await leases()
    now = 999
    expect(await leases()).toEqual(first)
    now = 1_250
    expect(await leases()).not.toEqual(first)
  })

  it('sends away what would have to wait long: it is claimed again later', async () => {
    const { pool } = await freshDatabase()
    const pace = openPace(pool)
    const slow = { perSecond: 1, burst: 1 }
    const turns = Array.from({ length: 9 }, () => pace.turn(way, slow))
    expect(await turns[8]).toMatchObject({ kind: 'later' })
    expect(await turns[0]).toEqual({ kind: 'go' })
  })
})
