import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { encryptedStream, proto } from '@whiskeysockets/baileys'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { downloadFile } from '../../../../bot/channels/baileys/library-files.ts'
import { awaitingAcks, contentFor } from '../../../../bot/channels/baileys/library-writing.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

/** A photo as WhatsApp keeps it: encrypted, its key in the message. */
async function photo(bytes: Buffer) {
  const sealed = await encryptedStream(bytes, 'image')
  const { mediaKey, fileEncSha256, fileSha256, fileLength } = sealed
  const imageMessage = {
    url: 'https://mmg.whatsapp.net/v/photo.enc',
    directPath: '/v/photo.enc',
    mimetype: 'image/jpeg',
    mediaKey,
    fileEncSha256,
    fileSha256,
    fileLength,
  }
  const stored = proto.WebMessageInfo.encode({
    key: { id: 'A', remoteJid: '1@s.whatsapp.net' },
    message: { imageMessage },
  })
  return { stored: proto.WebMessageInfo.decode(stored.finish()), atWhatsApp: readFileSync(sealed.encFilePath) }
}

describe('a file at WhatsApp', () => {
  const bytes = Buffer.alloc(70_000, 'jpeg')

  it('is fetched and decrypted with the key in the stored message', async () => {
    const { stored, atWhatsApp } = await photo(bytes)
    const asked: string[] = []
    vi.stubGlobal('fetch', async (url: URL | string) => {
      asked.push(String(url))
      return new Response(new Uint8Array(atWhatsApp))
    })
    expect(await downloadFile(stored, 100_000, undefined)).toEqual({
      kind: 'fetched',
      contentType: 'image/jpeg',
      bytes,
    })
    expect(asked).toEqual([expect.stringContaining('https://mmg.whatsapp.net/v/photo.enc')])
    expect(await downloadFile(stored, 50_000, undefined)).toEqual({ kind: 'gone', why: 'too big' })
  })

  it('is asked of the phone again when WhatsApp has forgotten it; gone when the phone has too', async () => {
    const { stored, atWhatsApp } = await photo(bytes)
    let isUploaded = false
    vi.stubGlobal('fetch', async () =>
      isUploaded ? new Response(new Uint8Array(atWhatsApp)) : new Response(null, { status: 410, statusText: 'Gone' }),
    )
    const again = vi.fn(async (message: Parameters<NonNullable<Parameters<typeof downloadFile>[2]>>[0]) => {
      isUploaded = true
      return message
    })
    expect(await downloadFile(stored, 100_000, undefined)).toMatchObject({ kind: 'retry' })
    expect(await downloadFile(stored, 100_000, again)).toEqual({ kind: 'fetched', contentType: 'image/jpeg', bytes })
    expect(again).toHaveBeenCalledOnce()
    isUploaded = false
    expect(await downloadFile(stored, 100_000, async (message) => message)).toMatchObject({ kind: 'gone' })
  })

  it('that is not there at all is gone', async () => {
    const stored = proto.WebMessageInfo.decode(proto.WebMessageInfo.encode({ key: { id: 'A' } }).finish())
    expect(await downloadFile(stored, 1, undefined)).toEqual({ kind: 'gone', why: 'no file in it' })
  })
})

describe('the server’s word about a message', () => {
  it('is its ack: taken, refused with a code, or missing', async () => {
    const socket = new EventEmitter()
    const acks = awaitingAcks(socket, 50)
    const [taken, refused, missing] = ['A', 'B', 'C'].map((id) => acks.of(id))
    socket.emit('CB:ack,class:message', { tag: 'ack', attrs: { id: 'A' } })
    socket.emit('CB:ack,class:message', { tag: 'ack', attrs: { id: 'B', error: '463' } })
    socket.emit('CB:ack,class:message', 'garbage')
    expect(await taken?.promise).toEqual({ kind: 'acked' })
    expect(await refused?.promise).toEqual({ kind: 'refused', errorCode: '463' })
    expect(await missing?.promise).toMatchObject({ kind: 'unanswered' })
  })

  it('is missing at once when the connection closes', async () => {
    const socket = new EventEmitter()
    const answer = awaitingAcks(socket, 60_000).of('A')
    socket.emit('close')
    expect(await answer.promise).toMatchObject({ kind: 'unanswered', why: 'the connection closed' })
    answer.forget()
  })
})

it('a letter is text without a preview, a picture with a caption, or a document with its name', () => {
  expect(contentFor({ text: 'Voir https://distri.ci', file: null })).toEqual({
    text: 'Voir https://distri.ci',
    linkPreview: null,
  })
  const bytes = Buffer.from('x')
  expect(contentFor({ text: 'ici', file: { contentType: 'image/png', fileName: 'a.png', bytes } })).toEqual({
    image: bytes,
    mimetype: 'image/png',
    caption: 'ici',
  })
  expect(contentFor({ text: '', file: { contentType: 'application/pdf', fileName: 'recu.pdf', bytes } })).toEqual({
    document: bytes,
    mimetype: 'application/pdf',
    fileName: 'recu.pdf',
  })
})
