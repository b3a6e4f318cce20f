import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { baileysChannel } from '../../../../bot/channels/baileys/channel.ts'
import { checkBaileys } from '../../../../bot/channels/baileys/checking.ts'
import { makeSession, renewLease, takeLease } from '../../../../bot/channels/baileys/lease.ts'
import { baileysSessions } from '../../../../bot/channels/baileys/pairing.ts'
import { LeaseLostError, sealedKeys } from '../../../../bot/channels/baileys/sealed-keys.ts'
import { sealingWith, WrongSealError } from '../../../../bot/channels/baileys/sealing.ts'
import { openPool } from '../../../../domain/work/pool.ts'
import { jidOf } from '../../../fakes/baileys/messages.ts'
import { fakeWhatsApp } from '../../../fakes/baileys/whatsapp.ts'
import { freshDatabase } from '../../../harness/database.ts'
import { outgoing, PHONE, sentId } from '../contract-harness.ts'
import { recordingInbox } from '../recording-inbox.ts'
import {
  type BaileysHarness,
  baileysHarness,
  freshSession,
  isConnected,
  OUR_LID,
  OUR_PHONE,
  optionsFor,
  pairs,
  SESSION_KEY,
  testPace,
} from './harness.ts'

const pool = openPool((await freshDatabase()).url, 8)
afterAll(() => pool.end())
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

async function harness(...how: Parameters<typeof baileysHarness> extends [unknown, ...infer Rest] ? Rest : never) {
  const one = await baileysHarness(pool, ...how)
  open.push(one)
  return one
}

async function stateOf({ sessions, session }: BaileysHarness) {
  const shown = await sessions.find(session)
  return `${shown?.state}${shown?.stoppedBecause ? ` ${shown.stoppedBecause}` : ''}`
}

const becomes = (at: BaileysHarness, state: string) =>
  vi.waitFor(async () => expect(await stateOf(at)).toBe(state), 10_000)
const healthOf = ({ inbox }: BaileysHarness) => inbox.signals.map(({ health }) => health)

describe('pairing', () => {
  it('shows a QR, and is connected once it was scanned, after the restart that WhatsApp asks for', async () => {
    const at = await harness({}, { isPaired: false })
    expect(await stateOf(at)).toBe('unpaired')
    await pairs(pool, at.sessions, at.session, at.fake)
    expect(at.fake.connections).toBe(2)
    expect(await at.sessions.find(at.session)).toMatchObject({ phone: OUR_PHONE, qr: null })
    expect(at.inbox.signals).toMatchObject([{ sender: at.session, health: { kind: 'working' } }])
  })

  it('connects to nobody while nobody asked for a code', async () => {
    const at = await harness({}, { isPaired: false })
    const before = at.pace.waits.length
    await vi.waitFor(async () => expect((await at.sessions.find(at.session))?.isOwned).toBe(true))
    expect([at.fake.connections, at.pace.waits.length - before]).toEqual([0, 0])
  })

  it('gives a code to type, asked for once', async () => {
    const at = await harness({}, { isPaired: false })
    await at.sessions.ask(pool, at.session, 'pair_by_code', '2250700000009')
    await vi.waitFor(async () => expect((await at.sessions.find(at.session))?.pairingCode).toBe('ABCD1234'))
    expect(at.fake.done.filter((what) => what.startsWith('code'))).toEqual(['code 2250700000009'])
    await at.fake.link(OUR_PHONE)
    await becomes(at, 'connected')
    expect((await at.sessions.find(at.session))?.pairingCode).toBeNull()
  })

  it('keeps the QR sealed in the database', async () => {
    const at = await harness({}, { isPaired: false })
    await at.sessions.ask(pool, at.session, 'pair', null)
    await vi.waitFor(async () => expect((await at.sessions.find(at.session))?.qr).toMatch(/^2@qr/))
    const { rows } = await pool.query('select qr from baileys_session where id = $1', [at.session])
    expect(rows[0].qr.toString('latin1')).not.toContain('2@qr')
  })

  it('rests when nobody scanned, and begins anew when asked again', async () => {
    const at = await harness({}, { isPaired: false })
    at.fake.refuseNext(408)
    await at.sessions.ask(pool, at.session, 'pair', null)
    await vi.waitFor(() => expect(at.fake.connections).toBe(1))
    await becomes(at, 'unpaired')
    await pairs(pool, at.sessions, at.session, at.fake)
  })

  it('forgets the phone when staff log it out', async () => {
    const at = await harness()
    await at.sessions.ask(pool, at.session, 'log_out', null)
    await becomes(at, 'unpaired logged_out')
    expect(at.fake.done).toContain('log_out')
    const { rows } = await pool.query('select from baileys_key where session_id = $1', [at.session])
    expect(rows).toEqual([])
  })
})

describe('a connection that ends', () => {
  for (const code of [428, 408, 503, 515]) {
    it(`is made again: ${code}`, async () => {
      const at = await harness()
      at.fake.hangUp(code)
      await vi.waitFor(() => expect(at.fake.connections).toBe(3))
      await becomes(at, 'connected')
    })
  }

  it('is made again later each time while WhatsApp is away, tells it once, and tells when it works', async () => {
    const at = await harness()
    const before = at.pace.waits.length
    at.fake.refuseNext(408, 503, 428, 408, 408)
    at.fake.hangUp(428)
    await vi.waitFor(() => expect(at.fake.connections).toBe(8))
    await becomes(at, 'connected')
    expect(at.pace.waits.slice(before, before + 6)).toEqual([750, 1500, 3000, 6000, 12000, 24000])
    await vi.waitFor(() =>
      expect(healthOf(at).map((health) => ('why' in health ? health.why : health.kind))).toEqual([
        'working',
        'offline',
        'working',
      ]),
    )
  })

  for (const [code, state, why] of [
    [440, 'stopped replaced', 'replaced'],
    [403, 'stopped banned', 'banned'],
    [401, 'unpaired logged_out', 'logged_out'],
    [419, 'unpaired logged_out', 'logged_out'],
  ] as const) {
    it(`is not made again, and staff are told: ${code}`, async () => {
      const at = await harness()
      at.fake.hangUp(code)
      await becomes(at, state)
      await vi.waitFor(() => expect(healthOf(at).at(-1)).toMatchObject({ kind: 'stopped', why }))
      expect(at.fake.connections).toBe(2)
      const { rows } = await pool.query('select from baileys_key where session_id = $1', [at.session])
      expect(rows.length > 0).toBe(state.startsWith('stopped'))
    })
  }

  it('is tried five times when the version is refused', async () => {
    const at = await harness()
    at.fake.refuseNext(405, 405, 405, 405, 405, 405)
    at.fake.hangUp(405)
    await becomes(at, 'stopped version')
    expect(at.fake.connections).toBe(6)
  })

  for (const code of [411, 500]) {
    it(`is paired anew after three times in a row: ${code}`, async () => {
      const at = await harness()
      at.fake.refuseNext(code, code)
      at.fake.hangUp(code)
      await becomes(at, 'unpaired session')
      expect(at.fake.connections).toBe(4)
    })
  }

  it('goes on when a person says so', async () => {
    const at = await harness()
    at.fake.hangUp(440)
    await becomes(at, 'stopped replaced')
    await at.sessions.ask(pool, at.session, 'resume', null)
    await becomes(at, 'connected')
  })
})

describe('what WhatsApp forbids', () => {
  it('stops the sending and is told as a violation of restricted goods', async () => {
    const at = await harness({ mayWriteFirst: true })
    at.fake.restrict('BIZ_COMMERCE_VIOLATION_ALCOHOL', null)
    await vi.waitFor(() => expect(healthOf(at)).toContainEqual(expect.objectContaining({ kind: 'violation' })))
    expect(healthOf(at).slice(-2)).toMatchObject([
      { kind: 'violation', of: 'restricted_goods', detail: 'BIZ_COMMERCE_VIOLATION_ALCOHOL' },
      { kind: 'stopped', why: 'restricted' },
    ])
    const result = await at.channel.send(outgoing({ text: 'Bonsoir' }))
    expect(result).toEqual({ kind: 'refused', because: 'policy', errorCode: 'BIZ_COMMERCE_VIOLATION_ALCOHOL' })
    expect(at.fake.onPhones).toEqual([])
  })

  it('463 to one message stops all, until a person says so', async () => {
    const at = await harness({ mayWriteFirst: true })
    at.fake.misbehave({ error: '463' })
    expect(await at.channel.send(outgoing({ text: 'un' }))).toMatchObject({ because: 'policy', errorCode: '463' })
    expect(await at.channel.send(outgoing({ text: 'deux' }))).toMatchObject({ because: 'policy', errorCode: '463' })
    expect(at.fake.done.filter((what) => what.startsWith('write'))).toEqual(['write un'])
    await at.sessions.ask(pool, at.session, 'resume', null)
    await vi.waitFor(async () => sentId(await at.channel.send(outgoing({ text: 'trois' }))))
  })

  it('ends by itself at the time that WhatsApp gave', async () => {
    const at = await harness({ mayWriteFirst: true })
    at.fake.restrict('DEFAULT', new Date(Date.now() - 1000))
    await vi.waitFor(() =>
      expect(healthOf(at).map(({ kind }) => kind)).toEqual(['working', 'violation', 'stopped', 'working']),
    )
    sentId(await at.channel.send(outgoing({ text: 'Bonsoir' })))
  })
})

describe('one owner', () => {
  it('has the lease alone, until it lets it lapse; then the next one’s fence is higher', async () => {
    const session = freshSession()
    await makeSession(pool, session)
    const [first, second] = [randomUUID(), randomUUID()]
    const owners = await Promise.all([takeLease(pool, session, first), takeLease(pool, session, second)])
    const [owned] = owners.filter((one) => one !== undefined)
    expect(owners.filter((one) => one !== undefined)).toHaveLength(1)
    if (owned === undefined) throw new Error('nobody owns it')
    expect(await renewLease(pool, owned, null)).toBeDefined()
    await pool.query(`update baileys_session set lease_until = now() - interval '1 ms' where id = $1`, [session])
    const other = await takeLease(pool, session, second)
    expect(other?.fence).toBe(owned.fence + 1)
    expect(await renewLease(pool, owned, null)).toBeUndefined()
  })

  it('writes no key any more once another owns the session', async () => {
    const session = freshSession()
    await makeSession(pool, session)
    const zombie = await takeLease(pool, session, randomUUID())
    await pool.query(`update baileys_session set lease_until = now() - interval '1 ms' where id = $1`, [session])
    const owner = await takeLease(pool, session, randomUUID())
    if (zombie === undefined || owner === undefined) throw new Error('nobody owns it')
    const sealing = sealingWith([SESSION_KEY])
    const change = { type: 'session', keyId: 'a', json: '"new"' }
    await sealedKeys(pool, sealing, owner).write([change])
    await expect(sealedKeys(pool, sealing, zombie).write([{ ...change, json: '"old"' }])).rejects.toThrow(
      LeaseLostError,
    )
    await sealedKeys(pool, sealing, zombie).forget()
    expect(await sealedKeys(pool, sealing, owner).read('session', ['a'])).toEqual(new Map([['a', '"new"']]))
  })

  it('hands over to the other program when it stops, and only then', async () => {
    const at = await harness()
    const inbox = recordingInbox()
    const other = baileysChannel(optionsFor(pool, at.session, at.fake, testPace()))
    open.push(other)
    await other.open?.(inbox)
    at.fake.deliver({ id: randomUUID(), chat: jidOf(PHONE), message: { conversation: 'bonsoir' } })
    await vi.waitFor(() => expect(at.inbox.received).toHaveLength(1))
    // The other says something: it leaves by the one that has the connection.
    sentId(await other.send(outgoing({ text: 'Bonsoir Awa' })))
    expect(at.fake.connections).toBe(2)
    await at.channel.close()
    await vi.waitFor(() => expect(at.fake.done.slice(-3)).toEqual(['close', 'connect', 'open']))
    at.fake.deliver({ id: randomUUID(), chat: jidOf(PHONE), message: { conversation: 'encore' } })
    await vi.waitFor(() => expect(inbox.received).toHaveLength(1))
  })

  it('gives back what it is given while it stops, and stops', { timeout: 10_000 }, async () => {
    const session = freshSession()
    await makeSession(pool, session)
    const busy = await pool.connect()
    await busy.query('begin')
    await busy.query('select from baileys_session where id = $1 for update', [session])
    const channel = baileysChannel(optionsFor(pool, session, fakeWhatsApp(), testPace()))
    await channel.open?.(recordingInbox())
    // The lease is asked for, and not given yet.
    await vi.waitFor(async () => {
      const { rows } = await pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      expect(rows).toHaveLength(1)
    })
    const closed = channel.close()
    await busy.query('commit')
    busy.release()
    await closed
    const { rows } = await pool.query('select owner, fence from baileys_session where id = $1', [session])
    expect(rows).toEqual([{ owner: null, fence: 1 }])
  })

  it('is down before the other may have it, also when it was hung up before', async () => {
    const at = await harness()
    let say = (): void => {}
    const goodbye = new Promise<void>((resolve) => {
      say = resolve
    })
    at.fake.goodbye(goodbye)
    const closing = at.channel.close()
    await vi.waitFor(() => expect(at.fake.done.at(-1)).toBe('close'))
    const isOwned = async () => (await at.sessions.find(at.session))?.isOwned
    for (let look = 0; look < 20; look += 1) expect(await isOwned()).toBe(true)
    say()
    await closing
    expect(await isOwned()).toBe(false)
  })

  it('hangs up by itself when the lease was taken from it, before it reads or writes more', async () => {
    const at = await harness()
    await pool.query('update baileys_session set fence = fence + 1, owner = $2 where id = $1', [
      at.session,
      randomUUID(),
    ])
    await vi.waitFor(() => expect(at.fake.done.at(-1)).toBe('close'))
    expect(at.fake.isOpen).toBe(false)
  })
})

describe('the key', () => {
  it('that is not the right one is said clearly at the start', async () => {
    const at = await harness()
    const wrong = { ...optionsFor(pool, at.session, fakeWhatsApp(), testPace()), sessionKeys: [Buffer.alloc(32, 9)] }
    await expect(baileysChannel(wrong).open?.(recordingInbox())).rejects.toThrow(WrongSealError)
    await expect(baileysChannel(wrong).open?.(recordingInbox())).rejects.toThrow(/BAILEYS_SESSION_KEY.*autre clé/)
  })

  it('is changed with the new one before the old one; then the new one alone opens', async () => {
    const at = await harness()
    await at.channel.close()
    const next = Buffer.alloc(32, 9)
    const options = (keys: Buffer[]) => ({ ...optionsFor(pool, at.session, at.fake, testPace()), sessionKeys: keys })
    const both = baileysChannel(options([next, SESSION_KEY]))
    open.push(both)
    await both.open?.(recordingInbox())
    await isConnected(baileysSessions(pool, options([next])), at.session)
    await vi.waitFor(() => expect(at.fake.isOpen).toBe(true))
    await both.close()
    const alone = baileysChannel(options([next]))
    open.push(alone)
    await alone.open?.(recordingInbox())
    await vi.waitFor(() => expect(at.fake.isOpen).toBe(true))
  })

  it('opens nothing that was put elsewhere or changed', () => {
    const sealing = sealingWith([SESSION_KEY])
    const sealed = sealing.seal('a/creds/creds', Buffer.from('secret'))
    expect(sealing.open('a/creds/creds', sealed).toString()).toBe('secret')
    expect(() => sealing.open('b/creds/creds', sealed)).toThrow(WrongSealError)
    for (let place = 0; place < sealed.length; place += 1) {
      const changed = Buffer.from(sealed)
      changed[place] = (changed[place] ?? 0) ^ 1
      expect(() => sealing.open('a/creds/creds', changed)).toThrow(WrongSealError)
    }
  })
})

it('knows its own number and LID', async () => {
  const at = await harness()
  const { rows } = await pool.query('select phone, lid from baileys_session where id = $1', [at.session])
  expect(rows).toEqual([{ phone: OUR_PHONE, lid: OUR_LID }])
})

describe('the check of the set-up', () => {
  const found = async (at: BaileysHarness, sessionKeys = [SESSION_KEY]) =>
    (await checkBaileys({ pool, sessions: [at.session], sessionKeys })).map(({ level, what }) => `${level} ${what}`)

  it('says how each session does, and what is wrong first', async () => {
    const at = await harness({}, { isPaired: false })
    expect(await found(at)).toEqual([`warning Session WhatsApp « ${at.session} » : aucun téléphone lié.`])
    await pairs(pool, at.sessions, at.session, at.fake)
    expect(await found(at)).toEqual([`ok Session WhatsApp « ${at.session} » : connectée.`])
    expect(await found(at, [Buffer.alloc(32, 9)])).toEqual([expect.stringMatching(/^error BAILEYS_SESSION_KEY/)])
    at.fake.hangUp(440)
    await becomes(at, 'stopped replaced')
    expect(await found(at)).toEqual([expect.stringMatching(/^error .*autre programme/)])
    expect(await checkBaileys({ pool, sessions: ['jamais'], sessionKeys: [SESSION_KEY] })).toMatchObject([
      { level: 'warning' },
    ])
  })
})
