import { randomUUID } from 'node:crypto'
import { initAuthCreds, makeCacheableSignalKeyStore, proto, type SignalDataSet } from '@whiskeysockets/baileys'
import pino from 'pino'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { makeSession, takeLease } from '../../../../bot/channels/baileys/lease.ts'
import { baileysLibrary } from '../../../../bot/channels/baileys/library.ts'
import { keyStore, readAuth } from '../../../../bot/channels/baileys/library-keys.ts'
import { libraryLog, quietConsole } from '../../../../bot/channels/baileys/library-quiet.ts'
import { sealedKeys } from '../../../../bot/channels/baileys/sealed-keys.ts'
import { sealingWith } from '../../../../bot/channels/baileys/sealing.ts'
import type { Device, DeviceEvents } from '../../../../bot/channels/baileys/whatsapp-web.ts'
import { openPool } from '../../../../domain/work/pool.ts'
import { fakePhone } from '../../../fakes/baileys/phone.ts'
import { type FakeServer, startFakeServer } from '../../../fakes/baileys/server.ts'
import { freshDatabase } from '../../../harness/database.ts'
import { freshSession, SESSION_KEY } from './harness.ts'
import { connectedTo } from './linked.ts'

// The library itself: what it stores, and how it takes a WhatsApp on this machine that greets, links, and ends.

const pool = openPool((await freshDatabase()).url, 8)
afterAll(() => pool.end())
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function keysOf(session: string) {
  await makeSession(pool, session)
  const owned = await takeLease(pool, session, randomUUID())
  if (owned === undefined) throw new Error('not owned')
  return sealedKeys(pool, sealingWith([SESSION_KEY]), owned)
}

const bytes = (length: number, fill: number) => Buffer.alloc(length, fill)
const ALL_TYPES: Required<SignalDataSet> = {
  'pre-key': { '1': { public: bytes(32, 1), private: bytes(32, 2) } },
  session: { '225.1': bytes(200, 3) },
  'sender-key': { 'g::225::0': bytes(50, 4) },
  'sender-key-memory': { 'g@g.us': { '225@s.whatsapp.net': true } },
  'app-state-sync-key': {
    AAAA: proto.Message.AppStateSyncKeyData.fromObject({ keyData: bytes(32, 5), timestamp: 1_700_000_000 }),
  },
  'app-state-sync-version': {
    regular: { version: 7, hash: bytes(128, 6), indexValueMap: { abc: { valueMac: bytes(32, 7) } } },
  },
  'lid-mapping': { '2250700000001': '123456' },
  'device-list': { '2250700000001': ['0', '7'] },
  tctoken: { '123@lid': { token: bytes(20, 8), timestamp: '1700000000', senderTimestamp: 5 } },
  'identity-key': { '225.0': bytes(33, 9) },
}

describe('keys', () => {
  it('of all ten types come back as they were, and go when they are deleted', async () => {
    const session = freshSession()
    const keys = await keysOf(session)
    const logger = libraryLog(pino({ level: 'silent' }))
    await makeCacheableSignalKeyStore(
      keyStore(keys, () => {}),
      logger,
    ).set(ALL_TYPES)
    // Another process, which has nothing in memory.
    const store = keyStore(keys, () => {})
    const types = [
      'pre-key',
      'session',
      'sender-key',
      'sender-key-memory',
      'app-state-sync-key',
      'app-state-sync-version',
      'lid-mapping',
      'device-list',
      'tctoken',
      'identity-key',
    ] as const
    expect(Object.keys(ALL_TYPES).sort()).toEqual([...types].sort())
    for (const type of types) {
      const stored = ALL_TYPES[type]
      expect(await store.get(type, [...Object.keys(stored), 'absent'])).toEqual(stored)
    }
    const key = (await store.get('app-state-sync-key', ['AAAA'])).AAAA
    expect(Buffer.from(key?.keyData ?? [])).toEqual(bytes(32, 5))
    await store.set({ 'pre-key': { '1': null }, session: { '225.1': null } })
    expect(await store.get('pre-key', ['1'])).toEqual({})
    const { rows } = await pool.query('select sealed from baileys_key where session_id = $1', [session])
    for (const { sealed } of rows) expect(sealed.includes(bytes(16, 5))).toBe(false)
  })

  it('of a set are written all or not at all', async () => {
    const keys = await keysOf(freshSession())
    const broken = [
      { type: 'session', keyId: 'a', json: '"1"' },
      { type: 'no such type', keyId: 'b', json: '"2"' },
    ]
    await expect(keys.write(broken)).rejects.toThrow(/check constraint/)
    expect((await keys.read('session', ['a'])).size).toBe(0)
  })

  it('of the credentials come back with their bytes', async () => {
    const keys = await keysOf(freshSession())
    const first = await readAuth(keys, () => {})
    await first.save()
    const again = await readAuth(keys, () => {})
    expect(again.auth.creds.noiseKey).toEqual(first.auth.creds.noiseKey)
    expect(again.auth.creds.advSecretKey).toBe(first.auth.creds.advSecretKey)
    expect(Object.keys(initAuthCreds()).sort()).toEqual(Object.keys(first.auth.creds).sort())
  })
})

const nothing = (): void => {}
const DEAF: DeviceEvents = {
  qr: nothing,
  paired: nothing,
  open: nothing,
  closed: nothing,
  received: nothing,
  statuses: nothing,
  mapped: nothing,
  restricted: nothing,
  leaseLost: nothing,
}

async function server(): Promise<FakeServer> {
  const one = await startFakeServer()
  open.push(one)
  return one
}

describe('with a WhatsApp on this machine', () => {
  it('shows its QR, is linked by a scan, starts again as asked, and logs in', async () => {
    const whatsapp = await server()
    const at = await connectedTo(whatsapp, { pool, open })
    const qr = await at.qr()
    expect(qr).toContain('2@one,')
    await whatsapp.scan(qr, '+2250102030405', '99887766')
    await vi.waitFor(async () => {
      const { rows } = await pool.query('select state from baileys_session where id = $1', [at.session])
      expect(rows[0].state).toBe('connecting')
    })
    await whatsapp.endStream(515)
    await at.becomes('connected')
    expect(whatsapp.isLoggedIn()).toBe(true)
    expect(await at.sessions.find(at.session)).toMatchObject({ phone: '+2250102030405' })

    // The line goes dead: the same credentials open it again, without a phone.
    const before = whatsapp.connections
    whatsapp.drop()
    await vi.waitFor(() => expect(whatsapp.connections).toBe(before + 1))
    await at.becomes('connected')

    // WhatsApp is upset for a while, then the phone removes us: the credentials are gone.
    whatsapp.failNext(503, 503, 401)
    whatsapp.drop()
    await at.becomes('unpaired')
    const { rows } = await pool.query('select from baileys_key where session_id = $1', [at.session])
    expect(rows).toEqual([])
    expect(at.inbox.signals.at(-1)).toMatchObject({ health: { kind: 'stopped', why: 'logged_out' } })
  })

  it('hangs up on a WhatsApp that answers nothing, and tells whoever still waits for it', {
    timeout: 10_000,
  }, async () => {
    const [whatsapp, keys] = [await server(), await keysOf(freshSession())]
    const device = await new Promise<Device>((resolve, reject) => {
      const connecting = baileysLibrary({ url: whatsapp.url }).connect({
        keys,
        log: pino({ level: 'silent' }),
        sentMessage: async () => undefined,
        isIgnored: () => false,
        events: { ...DEAF, qr: () => resolve(connecting) },
      })
      connecting.catch(reject)
    })
    whatsapp.fallSilent()
    const found = expect(device.findOnWhatsApp('2250700000001')).rejects.toThrow('hung up')
    await device.close()
    await found
  })

  it('reads what a phone sealed for it, and is read by that phone: the keys are Signal’s on both ends', async () => {
    const whatsapp = await server()
    const at = await connectedTo(whatsapp, { pool, open })
    await at.isLinked()
    const awa = fakePhone('+2250700000042', '1234567890')
    whatsapp.joins(awa)

    await whatsapp.writes(awa, 'AWA1', '5 casiers de malta')
    await vi.waitFor(() => expect(at.inbox.received).toHaveLength(1), { timeout: 15_000 })
    expect(at.inbox.received).toMatchObject([
      {
        providerId: 'AWA1',
        name: 'Awa',
        address: '+2250700000042',
        identities: [
          { kind: 'lid', value: '1234567890' },
          { kind: 'phone', value: '+2250700000042' },
        ],
        body: { kind: 'text', text: '5 casiers de malta' },
      },
    ])
    await vi.waitFor(() => expect(whatsapp.receipts).toContain('AWA1'))

    const sent = await at.channel.send({
      id: '1',
      medium: 'whatsapp',
      to: '+2250700000042',
      content: { text: 'Votre panier : 5 casiers Malta' },
      firstTriedAt: new Date(),
      sender: null,
      template: null,
      attachment: null,
    })
    expect(sent).toMatchObject({ kind: 'sent' })
    expect(awa.read.map(({ text }) => text)).toEqual(['Votre panier : 5 casiers Malta'])
    const [answer] = awa.read
    await vi.waitFor(() =>
      expect(at.inbox.statuses).toContainEqual(
        expect.objectContaining({ providerId: answer?.id, status: 'delivered' }),
      ),
    )

    // The session that the first message began is among the stored keys: another connection goes on with it.
    const before = whatsapp.connections
    whatsapp.drop()
    await vi.waitFor(() => expect(whatsapp.connections).toBe(before + 1))
    await at.becomes('connected')
    await vi.waitFor(() => expect(whatsapp.isLoggedIn()).toBe(true))
    await whatsapp.writes(awa, 'AWA2', 'ok')
    await vi.waitFor(() => expect(at.inbox.received.map(({ providerId }) => providerId)).toEqual(['AWA1', 'AWA2']), {
      timeout: 15_000,
    })
    expect(awa.seals.every((seal) => seal === 'msg')).toBe(true)
  })

  it('rests when nobody is there to link it with', async () => {
    const whatsapp = await server()
    await whatsapp.close()
    open.pop()
    const at = await connectedTo(whatsapp, { pool, open })
    await vi.waitFor(async () => {
      const { rows } = await pool.query('select request, state from baileys_session where id = $1', [at.session])
      expect(rows).toEqual([{ request: null, state: 'unpaired' }])
    })
    expect(at.inbox.signals).toEqual([])
  })
})

describe('what the libraries say', () => {
  it('is never a key: libsignal is not printed, and Baileys’ objects are left out', () => {
    const printed: unknown[][] = []
    const target = {
      info: (...all: unknown[]) => void printed.push(all),
      warn: (...all: unknown[]) => void printed.push(all),
      error: (...all: unknown[]) => void printed.push(all),
    }
    quietConsole(target)
    target.info('Closing session:', { privKey: 'secret' })
    target.warn('Session already closed', { privKey: 'secret' })
    target.error('Session error:secret')
    target.info('ours')
    expect(printed).toEqual([['ours']])
    const logged: unknown[] = []
    const log = libraryLog({ debug: (...all: unknown[]) => void logged.push(all) })
    log.child({}).error({ creds: 'secret' }, 'for 2250700000001 it failed')
    log.info({ node: 'secret' }, 'logging in')
    expect(logged).toEqual([[{ library: 'for … it failed' }, 'Baileys says']])
  })
})
