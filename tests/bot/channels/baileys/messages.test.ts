import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { afterClosing, waitFor } from '../../../../bot/channels/baileys/disconnects.ts'
import { letterId } from '../../../../bot/channels/baileys/letters.ts'
import { parseMessage } from '../../../../bot/channels/baileys/parsing.ts'
import { typingMs } from '../../../../bot/channels/baileys/writing.ts'
import { openPool } from '../../../../domain/work/pool.ts'
import { type FakeMessage, jidOf, received } from '../../../fakes/baileys/messages.ts'
import { freshDatabase } from '../../../harness/database.ts'
import { outgoing, PHONE, sentId } from '../contract-harness.ts'
import { baileysHarness, testPace } from './harness.ts'

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

const chat = jidOf(PHONE)
const says = (text: string, more: Partial<FakeMessage> = {}): FakeMessage => ({
  id: randomUUID(),
  chat,
  at: new Date(),
  message: { conversation: text },
  ...more,
})

describe('what comes in', () => {
  it('keeps its order within a chat, whatever the clocks of the phones say', async () => {
    const at = await harness()
    const times = [new Date('2031-01-01'), new Date(0), undefined, new Date()]
    at.fake.deliver(
      ...times.map((time, place) => ({
        id: randomUUID(),
        chat,
        message: { conversation: `${place}` },
        ...(time && { at: time }),
      })),
    )
    await vi.waitFor(() => expect(at.inbox.received).toHaveLength(4))
    expect(at.inbox.received.map(({ body }) => 'text' in body && body.text)).toEqual(['0', '1', '2', '3'])
  })

  it('carries both names when WhatsApp tells them, and never a LID as a number', async () => {
    const at = await harness()
    at.fake.deliver(
      says('un', { chat: '4455667788@lid', alt: chat }),
      says('deux', { chat: '998877665544@lid', name: 'Awa' }),
    )
    await vi.waitFor(() => expect(at.inbox.received).toHaveLength(2))
    expect(at.inbox.received.toSorted((a, b) => (a.address < b.address ? -1 : 1))).toMatchObject([
      {
        address: PHONE,
        identities: [
          { kind: 'lid', value: '4455667788' },
          { kind: 'phone', value: PHONE },
        ],
        sender: at.session,
      },
      { address: '998877665544@lid', identities: [{ kind: 'lid', value: '998877665544' }], name: 'Awa' },
    ])
  })

  it('is understood inside what wraps it: vanishing, to be seen once, a document with a caption', () => {
    const inside = { imageMessage: { mimetype: 'image/png', caption: 'ma facture' } }
    for (const message of [
      { ephemeralMessage: { message: inside } },
      { viewOnceMessageV2: { message: { ephemeralMessage: { message: inside } } } },
      { documentWithCaptionMessage: { message: inside } },
    ]) {
      const parsed = parseMessage(received(says('', { message })).info, (id) => `ref/${id}`)
      expect(parsed).toMatchObject({
        kind: 'message',
        message: { body: { kind: 'photo', contentType: 'image/png', caption: 'ma facture' } },
      })
    }
  })

  it('is never an exception, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (key, message) => {
        for (const info of [key, { key, message }, { key: { id: 'A', remoteJid: chat }, message }]) {
          expect(['message', 'ignored', 'malformed']).toContain(parseMessage(info, String).kind)
        }
      }),
    )
  })
})

describe('a file', () => {
  const photo = (id: string): FakeMessage =>
    says('', { id, message: { imageMessage: { mimetype: 'image/jpeg', mediaKey: Buffer.alloc(32, 7) } } })

  it('is found again by its ref, and its key lies sealed', async () => {
    const at = await harness()
    const id = randomUUID()
    at.fake.media({ kind: 'fetched', contentType: 'image/jpeg', bytes: Buffer.from('jpeg') })
    at.fake.deliver(photo(id))
    await vi.waitFor(() => expect(at.inbox.received).toHaveLength(1))
    const [{ body } = { body: null }] = at.inbox.received
    const ref = body !== null && 'ref' in body ? body.ref : ''
    expect(ref).toBe(`${at.session}/${id}`)
    expect(await at.channel.fetchMedia(ref, 1000)).toMatchObject({ kind: 'fetched', bytes: Buffer.from('jpeg') })
    const { rows } = await pool.query('select sealed from baileys_message where id = $1', [id])
    expect(rows[0].sealed.includes(Buffer.alloc(32, 7))).toBe(false)
  })

  it('that was never there, or is gone, is gone', async () => {
    const at = await harness()
    expect(await at.channel.fetchMedia(`${at.session}/nothing`, 1000)).toMatchObject({ kind: 'gone' })
    expect(await at.channel.fetchMedia('../../etc/passwd', 1000)).toMatchObject({ kind: 'gone' })
    at.fake.deliver(photo('GONE'))
    await vi.waitFor(() => expect(at.inbox.received).toHaveLength(1))
    at.fake.media({ kind: 'gone', why: 'forgotten' })
    expect(await at.channel.fetchMedia(`${at.session}/GONE`, 1000)).toEqual({ kind: 'gone', why: 'forgotten' })
  })
})

describe('what goes out', () => {
  it('goes to nobody who never wrote, and to those who did under the name they wrote from', async () => {
    const at = await harness()
    expect(await at.channel.send(outgoing({ text: 'Promo !' }))).toEqual({
      kind: 'refused',
      because: 'policy',
      errorCode: 'NEVER_WROTE_FIRST',
    })
    at.fake.deliver(says('bonsoir', { chat: '4455667799@lid', alt: chat }))
    await vi.waitFor(() => expect(at.inbox.received).toHaveLength(1))
    sentId(await at.channel.send(outgoing({ text: 'Bonsoir' })))
    expect(at.fake.onPhones).toMatchObject([{ jid: '4455667799@lid' }])
  })

  it('goes first to a stranger only where that is allowed, and only to one who is on WhatsApp', async () => {
    const at = await harness({ mayWriteFirst: true })
    at.fake.knowsNumber('+2250700000044', false)
    expect(await at.channel.send(outgoing({ text: 'un' }, { to: '+2250700000044' }))).toMatchObject({
      because: 'unreachable',
    })
    sentId(await at.channel.send(outgoing({ text: 'deux' }, { to: '+2250700000045' })))
    expect(at.fake.onPhones.map(({ jid }) => jid)).toEqual(['2250700000045@s.whatsapp.net'])
  })

  it('is typed for a while, one at a time', async () => {
    const pace = testPace()
    const at = await harness({ mayWriteFirst: true, pace, typing: { leastMs: 1_200, mostMs: 6_000 } })
    await Promise.all(
      ['un', 'deux', 'x'.repeat(120), 'y'.repeat(900)].map((text) => at.channel.send(outgoing({ text }))),
    )
    expect(pace.waits.filter((ms) => ms >= 1_200).sort((a, b) => a - b)).toEqual([1_200, 1_200, 3_600, 6_000])
    const done = at.fake.done.filter((what) => what === 'typing' || what.startsWith('write'))
    expect(done.map((what) => what.slice(0, 5))).toEqual([
      'typin',
      'write',
      'typin',
      'write',
      'typin',
      'write',
      'typin',
      'write',
    ])
  })

  it('is one message when it is sent again under the same outbox id, also after a restart', async () => {
    const at = await harness({ mayWriteFirst: true })
    const message = outgoing({ text: 'Votre livreur arrive' })
    const id = sentId(await at.channel.send(message))
    expect(sentId(await at.channel.send(message))).toBe(id)
    expect(at.fake.done.filter((what) => what.startsWith('write'))).toHaveLength(1)
    at.fake.misbehave('lost_after')
    const other = outgoing({ text: 'Il est là' })
    expect(await at.channel.send(other)).toMatchObject({ kind: 'unknown' })
    // No phone said anything: it is written again, and the phone shows it once.
    const again = sentId(await at.channel.send(other))
    expect(at.fake.onPhones.filter((written) => written.id === again)).toHaveLength(1)
    expect(at.fake.done.filter((what) => what === 'write Il est là')).toHaveLength(2)
  })

  it('waits while the connection is away, is looked up as unknown, and leaves when it is back', async () => {
    const at = await harness({ mayWriteFirst: true })
    at.fake.outage(true)
    at.fake.hangUp(428)
    const message = outgoing({ text: 'Commande confirmée' })
    expect(await at.channel.send(message)).toMatchObject({ kind: 'unknown' })
    expect(await at.channel.lookUp(message)).toMatchObject({ kind: 'unknown' })
    at.fake.outage(false)
    await vi.waitFor(async () => sentId(await at.channel.lookUp(message)), 10_000)
    expect(at.fake.onPhones).toHaveLength(1)
  })

  it('is later when no phone is linked, and never when the number is banned', async () => {
    const at = await harness({ mayWriteFirst: true })
    at.fake.hangUp(403)
    await vi.waitFor(async () => expect((await at.sessions.find(at.session))?.state).toBe('stopped'))
    expect(await at.channel.send(outgoing({ text: 'Bonsoir' }))).toMatchObject({
      kind: 'refused',
      errorCode: 'SESSION_BANNED',
    })
    const unpaired = await harness({}, { isPaired: false })
    expect(await unpaired.channel.send(outgoing({ text: 'Bonsoir' }))).toMatchObject({
      kind: 'retry',
      errorCode: 'SESSION_UNPAIRED',
    })
  })

  it('takes a file with its words', async () => {
    const at = await harness({ mayWriteFirst: true })
    const attachment = { contentType: 'application/pdf', fileName: 'recu.pdf', read: async () => Buffer.from('%PDF') }
    sentId(await at.channel.send(outgoing({ text: 'Votre reçu' }, { attachment })))
    expect(at.fake.onPhones[0]?.content).toEqual({
      text: 'Votre reçu',
      file: { contentType: 'application/pdf', fileName: 'recu.pdf', bytes: Buffer.from('%PDF') },
    })
  })

  it('lies sealed in the database', async () => {
    const at = await harness({ mayWriteFirst: true })
    sentId(await at.channel.send(outgoing({ text: 'un secret de bar' })))
    const { rows } = await pool.query('select sealed from baileys_letter where session_id = $1', [at.session])
    expect(rows[0].sealed.includes('secret')).toBe(false)
  })
})

describe('numbers', () => {
  it('typing stays within its limits for every text', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(5_000),
        fc.nat(5_000),
        (length, random, least, more) => {
          const ms = typingMs(length, { leastMs: least, mostMs: least + more }, random)
          expect(ms).toBeGreaterThanOrEqual(least)
          expect(ms).toBeLessThanOrEqual(least + more)
        },
      ),
    )
  })

  it('waits before connecting again grow to a minute and no further, and differ', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
        const ms = waitFor(failures, random)
        expect(ms).toBeGreaterThanOrEqual(500)
        expect(ms).toBeLessThanOrEqual(60_000)
      }),
    )
    expect(waitFor(5, 0)).not.toBe(waitFor(5, 1))
  })

  it('a server that always asks for a restart is not hammered', () => {
    const next = (inARow: number) => afterClosing({ code: 515, isPairing: false, inARow, failures: inARow }, 1)
    expect([next(1), next(3), next(4)]).toEqual([
      { kind: 'reconnect', afterMs: 0 },
      { kind: 'reconnect', afterMs: 0 },
      { kind: 'reconnect', afterMs: 8_000 },
    ])
  })

  it('ids of letters are of WhatsApp’s shape, and differ by session and message', () => {
    const ids = new Set(['a', 'b'].flatMap((salt) => ['1', '2'].map((outbox) => letterId(salt, outbox))))
    expect(ids.size).toBe(4)
    for (const id of ids) expect(id).toMatch(/^3EB0[0-9A-F]{18}$/)
    expect(letterId('a', '1')).toBe(letterId('a', '1'))
  })
})
