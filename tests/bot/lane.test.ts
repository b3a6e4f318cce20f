import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../../domain/settings/reading.ts'
import { takeOver } from '../../domain/support/taking-over.ts'
import { beginTransaction, workOn } from '../../domain/work/opening.ts'
import type { Program } from '../../program.ts'
import { type App, openApp } from '../harness/app.ts'
import { another } from './another.ts'
import { type SentMessage, type TestChannel, testChannel } from './test-channel.ts'

const BAR = '+2250700000001'
const DEPOTS = ['+2250700000011', '+2250500000012', '+2250100000013', '+2250700000014']

let channel: TestChannel
let app: App

beforeEach(async () => {
  channel = testChannel()
  app = await openApp({ channels: () => [channel] })
})
afterEach(() => app.stop())

const saidTo = (phone: string) => channel.sent.filter(({ to }) => to === phone).map(({ text }) => text)

async function contactOf(phone: string): Promise<string> {
  const { rows } = await app.pool.query<{ id: string }>('select id from contact where address = $1', [phone])
  return rows[0]?.id ?? ''
}

async function barWrites(text: string): Promise<string> {
  const before = saidTo(BAR).length
  await channel.receives(BAR, text, { medium: 'whatsapp' })
  await app.settle()
  return saidTo(BAR).slice(before).join('\n')
}

describe('two processes', () => {
  let other: Program
  let theirs: TestChannel
  let sent: SentMessage[]

  beforeEach(async () => {
    theirs = testChannel(channel.sent)
    sent = channel.sent
    other = await another(app, theirs)
  })
  afterEach(() => other.stop())

  it('handle the messages of the same contacts in order and once each, whichever of them heard what', async () => {
    const writing = DEPOTS.map(async (phone, place) => {
      for (let n = 0; n < 25; n += 1) {
        const heardBy = (n + place) % 2 === 0 ? channel : theirs
        await heardBy.receives(phone, `${5000 + n} 85000 30`)
      }
    })
    await Promise.all(writing)
    await expect.poll(unhandled).toBe(0)
    await Promise.all([app.idle(), other.idle()])
    for (let round = 0; round < 2; round += 1) await app.settle()
    const { rows } = await app.pool.query(
      `select count(*)::int as messages, sum(attempts)::int as failures from mailbox_item where kind = 'message'`,
    )
    expect(rows).toEqual([{ messages: 100, failures: 0 }])
    for (const phone of DEPOTS) {
      const numbers = sent.filter(({ to }) => to === phone).map(({ text }) => Number(/\d{4}/.exec(text)?.[0]))
      // Messages read together may be answered together; no answer is repeated, overtakes another, or is lost at the end.
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
      expect(numbers.at(-1)).toBe(5024)
    }
  })

  it('hear the same webhook at the same instant and answer it once', async () => {
    await Promise.all(
      DEPOTS.flatMap((phone) => [
        channel.receives(phone, 'AIDE', { id: `same-${phone}` }),
        theirs.receives(phone, 'AIDE', { id: `same-${phone}` }),
      ]),
    )
    await expect.poll(unhandled).toBe(0)
    await Promise.all([app.idle(), other.idle()])
    expect(sent.map(({ to }) => to).sort()).toEqual([...DEPOTS].sort())
  })

  it('answer once what one of them answers while the other is reading it', async () => {
    const phone = DEPOTS[0] ?? ''
    await channel.receives(phone, 'AIDE')
    await app.settle()
    const before = saidTo(phone).length
    await readOnEveryConnection(await contactOf(phone))
    const theirTurn = await beginTransaction(app.pool)
    // Our reading stands still where it comes to the conversation, whatever it has read by then.
    await theirTurn.sql.query({ text: 'lock table conversation in access exclusive mode' })
    await channel.receives(phone, 'AIDE')
    await expect.poll(waitingForALock).toBe(1)
    await theirTurn.sql.query({ text: COMMIT_ALL, values: [await contactOf(phone), app.clock.now()] })
    await theirTurn.commit()
    await app.settle()
    expect(saidTo(phone)).toHaveLength(before)
    expect(await unhandled()).toBe(0)
  })

  it('handle no item twice, not even by a commit that the revision would let through', async () => {
    const phone = DEPOTS[0] ?? ''
    await channel.receives(phone, 'AIDE')
    await app.settle()
    const again = 'update mailbox_item set handled_at = $2 where contact_id = $1'
    const twice = app.pool.query(again, [await contactOf(phone), app.clock.now()])
    await expect(twice).rejects.toMatchObject({ code: '40001' })
  })

  it('meet somebody new at the same instant and make one contact', async () => {
    const phones = Array.from({ length: 10 }, (_, n) => `+225070707071${n}`)
    await Promise.all([
      ...phones.map((phone) => channel.receives(phone, 'bonsoir', { medium: 'whatsapp' })),
      ...phones.toReversed().map((phone) => theirs.receives(phone, 'salut', { medium: 'whatsapp' })),
    ])
    await expect.poll(unhandled).toBe(0)
    const { rows } = await app.pool.query(
      `select count(*)::int as contacts from contact where address like '+225070707071%'`,
    )
    expect(rows).toEqual([{ contacts: 10 }])
  })

  it('choose one offer when the client’s two phones choose at once', async () => {
    for (const words of ['5 casiers de flag 65', 'ok', '1']) await barWrites(words)
    for (const [place, phone] of DEPOTS.slice(0, 2).entries()) await channel.receives(phone, `1001 ${40 + place}000 30`)
    await app.settle()
    await Promise.all([
      channel.receives(BAR, '1', { medium: 'whatsapp' }),
      theirs.receives(BAR, '2', { medium: 'whatsapp' }),
    ])
    await expect.poll(unhandled).toBe(0)
    await app.settle()
    const { rows } = await app.pool.query(`select count(*)::int as chosen from offer where status = 'chosen'`)
    expect(rows).toEqual([{ chosen: 1 }])
  })
})

/** PostgreSQL looks at a table once per connection before it reads it: that must not be what waits. */
async function readOnEveryConnection(contactId: string): Promise<void> {
  const clients = await Promise.all(Array.from({ length: app.pool.options.max }, () => app.pool.connect()))
  for (const client of clients) {
    await client.query(`select read_conversation($1, $2, '{}')`, [contactId, app.clock.now()])
    client.release()
  }
}

/** What the other process would write: it answers all there is, without a word. */
const COMMIT_ALL = `select commit_turn(jsonb_build_object('contactId', contact_id, 'revision', revision, 'machine', machine,
    'machineVersion', machine_version, 'snapshot', snapshot, 'readings', '{}'::jsonb, 'say', '[]'::jsonb, 'mail', '[]'::jsonb,
    'cancelTimers', '[]'::jsonb, 'held', false, 'release', false, 'items',
    (select jsonb_agg(m.id) from mailbox_item m where m.contact_id = c.contact_id and m.handled_at is null)), $2)
  from conversation c where contact_id = $1`

async function unhandled(): Promise<number> {
  const { rows } = await app.pool.query<{ left: number }>(
    'select count(*)::int as left from mailbox_item where handled_at is null and due_at <= $1',
    [app.clock.now()],
  )
  return rows[0]?.left ?? 0
}

describe('a snapshot that this build cannot read', () => {
  it.each([
    ['of a version it does not know', 'machine_version = 99'],
    ['of a state it does not have', `snapshot = '{"value": {"serving": "dancing"}, "context": {}}'`],
    [
      'without the context it needs',
      `snapshot = '{"value": {"serving": {"engaged": {"cart": "shown"}}}, "context": null}'`,
    ],
  ])('%s falls back to the beginning, and nothing is lost', async (_, damage) => {
    await barWrites('5 casiers de flag 65')
    await app.pool.query(`update conversation set ${damage} where contact_id = $1`, [await contactOf(BAR)])
    await barWrites('ok')
    // At once, or after three tries and an apology.
    for (let n = 0; n < 3; n += 1) await app.pass(1)
    expect(await barWrites('mon panier')).toContain('5 casiers Flag 65cl')
    expect(await barWrites('ok')).toContain('Comment faire ?')
  })
})

describe('an item that makes its turn fail', () => {
  // What a newer build writes during a deployment, and this one does not know.
  const poison = `insert into mailbox_item (contact_id, kind, payload, adapter, provider_id, due_at, created_at)
    values ($1, 'message', '{"kind": "smoke signal"}', 'simulator', 'smoke-1', $2, $2)`

  it('is set aside after three tries with an apology and a person asked for, and what is behind it is answered', async () => {
    await barWrites('bonsoir')
    await app.pool.query(poison, [await contactOf(BAR), app.clock.now()])
    await channel.receives(BAR, '5 casiers de flag 65', { medium: 'whatsapp' })
    await app.settle()
    for (let n = 0; n < 3; n += 1) await app.pass(1)
    const { rows } = await app.pool.query(
      `select attempts, handled_at is not null as handled, failure is not null as told from mailbox_item
       where payload ->> 'kind' = 'smoke signal'`,
    )
    expect(rows).toEqual([{ attempts: 3, handled: true, told: true }])
    const said = saidTo(BAR).join('\n')
    expect(said).toContain('un souci technique de notre côté')
    expect(said).toContain('5 casiers Flag 65cl')
    const { rows: asked } = await app.pool.query(
      `select hand_over_reason as why from conversation where contact_id = $1`,
      [await contactOf(BAR)],
    )
    expect(asked).toEqual([{ why: 'failure' }])
  })

  it('does not keep anybody else waiting', async () => {
    await barWrites('bonsoir')
    await app.pool.query(poison, [await contactOf(BAR), app.clock.now()])
    await channel.receives(DEPOTS[0] ?? '', 'AIDE')
    await app.settle()
    expect(saidTo(DEPOTS[0] ?? '')).toHaveLength(1)
  })
})

describe('a person who takes the conversation while the bot is answering', () => {
  it('wins: the turn is played again and says nothing', async () => {
    await barWrites('bonsoir')
    const contactId = await contactOf(BAR)
    const before = saidTo(BAR).length
    const transaction = await beginTransaction(app.pool)
    const actor = { kind: 'staff', id: 'awa', role: 'support_l1' } as const
    const work = workOn(transaction.sql, app.clock.now(), actor, await readSettings(app.pool))
    await takeOver(work, { contactId, staffId: 'awa' })
    await channel.receives(BAR, '5 casiers de flag 65', { medium: 'whatsapp' })
    // The bot has read the conversation as its own and waits at the row that the person is changing.
    await expect.poll(waitingForALock).toBe(1)
    await transaction.commit()
    await app.settle()
    expect(saidTo(BAR)).toHaveLength(before)
    expect(await unhandled()).toBe(0)
    const { rows } = await app.pool.query('select owner from conversation where contact_id = $1', [contactId])
    expect(rows).toEqual([{ owner: 'staff' }])
  })
})

async function waitingForALock(): Promise<number> {
  const { rows } = await app.pool.query<{ waiting: number }>(
    `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows[0]?.waiting ?? 0
}
