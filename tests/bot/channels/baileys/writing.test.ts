import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { awaitingAcks, contentFor } from '../../../../bot/channels/baileys/library-writing.ts'

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
