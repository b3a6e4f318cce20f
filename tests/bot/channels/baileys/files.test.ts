import type { proto } from '@whiskeysockets/baileys'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Attachment, SendResult } from '../../../../bot/channels/channel.ts'
import { openPool } from '../../../../domain/work/pool.ts'
import { type KeptFile, type MediaHost, startMediaHost } from '../../../fakes/baileys/media-host.ts'
import { type FakePhone, fakePhone } from '../../../fakes/baileys/phone.ts'
import { type FakeServer, startFakeServer } from '../../../fakes/baileys/server.ts'
import { freshDatabase } from '../../../harness/database.ts'
import { connectedTo } from './linked.ts'

// Files with the library itself, both ways: sealed for the phone, kept encrypted by a media host on this machine.

const pool = openPool((await freshDatabase()).url, 8)
const open: { close(): Promise<void> }[] = []
const PHOTO = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(70_000, 'jpeg')])
const MOST = 100_000

let media: MediaHost
let whatsapp: FakeServer
let awa: FakePhone
let at: Awaited<ReturnType<typeof connectedTo>>
let messages = 0

beforeAll(async () => {
  // The host's certificate is its own: a phone of the tests trusts it.
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  media = await startMediaHost()
  whatsapp = await startFakeServer(media)
  at = await connectedTo(whatsapp, { pool, open, library: { mediaHost: media.host, filePatienceMs: 300 } })
  await at.isLinked()
  awa = fakePhone('+2250700000042', '1234567890')
  whatsapp.joins(awa)
  await whatsapp.writes(awa, 'HELLO', 'bonsoir')
  await vi.waitFor(() => expect(at.inbox.received).toHaveLength(1), { timeout: 15_000 })
})
beforeEach(() => media.misbehave(null))
afterEach(() => media.misbehave(null))
afterAll(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
  await whatsapp.close()
  await media.close()
  await pool.end()
  vi.unstubAllEnvs()
})

async function shows(message: proto.IMessage) {
  messages += 1
  const id = `FILE${messages}`
  await whatsapp.writes(awa, id, message)
  return vi.waitFor(
    () => {
      const found = at.inbox.received.find(({ providerId }) => providerId === id)
      if (found === undefined || !('ref' in found.body)) throw new Error('not here yet')
      return { id, body: found.body }
    },
    { timeout: 15_000 },
  )
}

const photo = (kept: KeptFile): proto.IMessage => ({
  imageMessage: { ...kept, mimetype: 'image/jpeg', caption: 'cassé' },
})

describe('a file that staff send', () => {
  const attachment = (contentType: string, fileName: string, bytes: Buffer): Attachment => ({
    fileName,
    contentType,
    read: async () => bytes,
  })
  function send(id: string, text: string, file: Attachment): Promise<SendResult> {
    return at.channel.send({
      id,
      medium: 'whatsapp',
      to: awa.phone,
      content: { text },
      firstTriedAt: new Date(),
      sender: null,
      template: null,
      attachment: file,
    })
  }

  it('is uploaded encrypted, and read by the phone alone', async () => {
    expect(await send('1', 'Votre reçu', attachment('application/pdf', 'recu.pdf', PHOTO))).toMatchObject({
      kind: 'sent',
    })
    expect(await send('2', 'La photo', attachment('image/jpeg', 'photo.jpg', PHOTO))).toMatchObject({ kind: 'sent' })
    const [{ documentMessage } = {}, { imageMessage } = {}] = awa.read.map(({ message }) => ({
      documentMessage: message.documentMessage ?? message.documentWithCaptionMessage?.message?.documentMessage,
      imageMessage: message.imageMessage,
    }))
    expect(documentMessage).toMatchObject({ mimetype: 'application/pdf', fileName: 'recu.pdf', caption: 'Votre reçu' })
    expect(await media.open(documentMessage, 'document')).toEqual(PHOTO)
    expect(imageMessage).toMatchObject({ mimetype: 'image/jpeg', caption: 'La photo' })
    expect(await media.open(imageMessage, 'image')).toEqual(PHOTO)
    expect(media.uploaded).toHaveLength(2)
  })

  it.each([['silent'], ['down']] as const)(
    'waits while the media host is %s, and keeps nothing else waiting',
    async (how) => {
      media.misbehave(how)
      const before = awa.read.length
      expect(await send(how, '', attachment('application/pdf', 'a.pdf', PHOTO))).toMatchObject({ kind: 'retry' })
      const words = { id: `words ${how}`, medium: 'whatsapp', to: awa.phone, content: { text: 'ok' } } as const
      const rest = { firstTriedAt: new Date(), sender: null, template: null, attachment: null } as const
      expect(await at.channel.send({ ...words, ...rest })).toMatchObject({ kind: 'sent' })
      media.misbehave(null)
      expect(await send(how, '', attachment('application/pdf', 'a.pdf', PHOTO))).toMatchObject({ kind: 'sent' })
      expect(awa.read.length).toBe(before + 2)
    },
  )
})

describe('a photo or voice note that somebody sends', () => {
  it('is fetched from the media host and decrypted', async () => {
    const { body } = await shows(photo(await media.keep(PHOTO, 'image')))
    expect(body).toMatchObject({ kind: 'photo', contentType: 'image/jpeg', caption: 'cassé' })
    expect(await at.channel.fetchMedia(body.ref, MOST)).toEqual({
      kind: 'fetched',
      contentType: 'image/jpeg',
      bytes: PHOTO,
    })

    const words = Buffer.from('OggS deux casiers de flag')
    const kept = await media.keep(words, 'audio')
    const voice = await shows({ audioMessage: { ...kept, mimetype: 'audio/ogg; codecs=opus', ptt: true } })
    expect(voice.body.kind).toBe('voice')
    expect(await at.channel.fetchMedia(voice.body.ref, MOST)).toEqual({
      kind: 'fetched',
      contentType: 'audio/ogg',
      bytes: words,
    })
  })

  it('that is too big is left where it is, though it was said to be small', async () => {
    const kept = await media.keep(PHOTO, 'image')
    const honest = await shows(photo(kept))
    expect(await at.channel.fetchMedia(honest.body.ref, 50_000)).toEqual({ kind: 'gone', why: 'too big' })
    const small = await shows(photo({ ...kept, fileLength: 10 }))
    expect(await at.channel.fetchMedia(small.body.ref, 50_000)).toEqual({ kind: 'gone', why: 'too big' })
  })

  it('that is not what the message promised is not kept', async () => {
    const [kept, other] = [await media.keep(PHOTO, 'image'), await media.keep(Buffer.from('other'), 'image')]
    const swapped = await shows(photo({ ...kept, url: other.url, directPath: other.directPath }))
    const wrongHash = await shows(photo({ ...kept, fileSha256: other.fileSha256 }))
    // The key of a sound does not open a photo.
    const asVoice = await shows({ audioMessage: { ...kept, mimetype: 'audio/ogg' } })
    for (const { body } of [swapped, wrongHash, asVoice]) {
      expect(await at.channel.fetchMedia(body.ref, MOST)).toEqual({ kind: 'gone', why: 'not what was sent' })
    }
  })

  it('is looked for at WhatsApp alone, whatever address the message gives', async () => {
    const kept = await media.keep(PHOTO, 'image')
    const addresses = [
      { url: 'https://127.0.0.1:1/v/secret', directPath: null },
      { url: 'http://mmg.whatsapp.net/v/secret', directPath: null },
      { url: 'https://mmg.whatsapp.net.evil.example/v', directPath: '/v/secret' },
      { url: 'https://169.254.169.254', directPath: '/latest/meta-data' },
      { url: 'not an address', directPath: null },
    ]
    for (const address of addresses) {
      const { body } = await shows({ imageMessage: { ...kept, ...address, mimetype: 'image/jpeg' } })
      expect(await at.channel.fetchMedia(body.ref, MOST)).toEqual({ kind: 'gone', why: 'not at WhatsApp' })
    }
  })

  it.each([['silent'], ['cut'], ['down']] as const)('is tried again when the media host is %s', async (how) => {
    const { body } = await shows(photo(await media.keep(PHOTO, 'image')))
    media.misbehave(how)
    expect(await at.channel.fetchMedia(body.ref, MOST)).toMatchObject({ kind: 'retry' })
    media.misbehave(null)
    expect(await at.channel.fetchMedia(body.ref, MOST)).toMatchObject({ kind: 'fetched', bytes: PHOTO })
  })

  it('that WhatsApp has forgotten is uploaded again by the phone; gone when that has forgotten it too', async () => {
    const kept = await media.keep(PHOTO, 'image')
    const { id, body } = await shows(photo(kept))
    const directPath = media.keepAgain(kept)
    // The phone is off.
    expect(await at.channel.fetchMedia(body.ref, MOST)).toMatchObject({ kind: 'retry', why: /is it on/ })
    whatsapp.reuploads(id, { mediaKey: kept.mediaKey, directPath })
    expect(await at.channel.fetchMedia(body.ref, MOST)).toMatchObject({ kind: 'fetched', bytes: PHOTO })
    whatsapp.reuploads(id, { mediaKey: kept.mediaKey, directPath: null })
    expect(await at.channel.fetchMedia(body.ref, MOST)).toEqual({
      kind: 'gone',
      why: 'WhatsApp and the phone have forgotten it',
    })
  })

  it('is gone when no message is kept for it', async () => {
    expect(await at.channel.fetchMedia(`${at.session}/NEVER`, MOST)).toMatchObject({ kind: 'gone' })
  })
})
