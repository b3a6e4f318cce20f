import { describe, expect, it } from 'vitest'
import type { InboundMessage } from '../../../../bot/channels/channel.ts'
import { decodeForm } from '../../../../bot/channels/twilio/form.ts'
import { parseInbound } from '../../../../bot/channels/twilio/parsing.ts'
import { parseStatus } from '../../../../bot/channels/twilio/status.ts'
import { type FromPerson, inboundParams } from '../../../fakes/twilio/webhooks.ts'

const parsed = (message: FromPerson) => parseInbound(inboundParams('AC1', message))

function read(message: FromPerson): InboundMessage {
  const result = parsed(message)
  if (result.kind !== 'message') throw new Error(JSON.stringify(result))
  return result.message
}

const AWA = 'whatsapp:+2250700000001'

describe('who writes', () => {
  it('is a phone by SMS', () => {
    expect(read({ from: '+2250700000001', body: 'oui' })).toMatchObject({
      medium: 'sms',
      address: '+2250700000001',
      identities: [{ kind: 'phone', value: '+2250700000001' }],
      name: null,
    })
  })

  it('is a phone and a name by WhatsApp', () => {
    expect(read({ from: AWA, body: 'oui', profileName: 'Chez Awa' })).toMatchObject({
      medium: 'whatsapp',
      address: '+2250700000001',
      identities: [{ kind: 'phone', value: '+2250700000001' }],
      name: 'Chez Awa',
    })
  })

  it('is first the business-scoped id, when WhatsApp gives both', () => {
    expect(read({ from: AWA, extra: { ExternalUserId: 'whatsapp:CI.13aZ9' } })).toMatchObject({
      address: '+2250700000001',
      identities: [
        { kind: 'whatsapp_id', value: 'CI.13aZ9' },
        { kind: 'phone', value: '+2250700000001' },
      ],
    })
  })

  it('is the business-scoped id alone, when WhatsApp hides the phone', () => {
    const hidden = { from: 'whatsapp:CI.13aZ9', extra: { ExternalUserId: 'whatsapp:CI.13aZ9', WaId: 'CI.13aZ9' } }
    expect(read(hidden)).toMatchObject({
      address: 'CI.13aZ9',
      identities: [{ kind: 'whatsapp_id', value: 'CI.13aZ9' }],
    })
  })

  it('is nobody we can answer, when an operator’s short code writes', () => {
    expect(parsed({ from: '98055', body: 'Forfait' })).toMatchObject({ kind: 'ignored' })
    expect(parsed({ from: 'MTN', body: 'Promo' })).toMatchObject({ kind: 'ignored' })
  })
})

describe('what they write', () => {
  it('may be empty', () => {
    expect(read({ from: AWA, body: '' }).body).toEqual({ kind: 'text', text: '' })
  })

  it('keeps its spaces and loses only what PostgreSQL cannot keep', () => {
    expect(read({ from: AWA, body: ' oui\0 \n' }).body).toEqual({ kind: 'text', text: ' oui \n' })
  })

  it('is a sticker, a contact, a document or a video by its content type', () => {
    const bodyOf = (contentType: string) => {
      return read({ from: AWA, body: 'regardez', media: { url: 'https://api.twilio.com/m', contentType } }).body
    }
    expect(bodyOf('image/webp')).toEqual({ kind: 'sticker' })
    expect(bodyOf('text/vcard')).toEqual({ kind: 'contact' })
    expect(bodyOf('audio/ogg; codecs=opus')).toMatchObject({ kind: 'voice' })
    expect(bodyOf('application/pdf')).toMatchObject({ kind: 'document', contentType: 'application/pdf' })
    expect(bodyOf('video/mp4')).toMatchObject({ kind: 'video', caption: 'regardez' })
    expect(bodyOf('image/jpeg')).toMatchObject({ kind: 'photo', ref: 'https://api.twilio.com/m', caption: 'regardez' })
  })

  it('is the id of a button before the words on it', () => {
    const button = { from: AWA, button: { id: 'order:1', text: 'Confirmer' }, extra: { Body: 'Confirmer' } }
    expect(read(button).body).toEqual({ kind: 'choice', id: 'order:1', text: 'Confirmer' })
  })

  it('is a place without a name by its address, or by nothing', () => {
    const location = { latitude: 5.3, longitude: -4 }
    expect(read({ from: AWA, location }).body).toMatchObject({ kind: 'location', label: null })
    expect(read({ from: AWA, location, extra: { Address: 'Rue 12' } }).body).toMatchObject({ label: 'Rue 12' })
  })

  it('is refused by the name of what is wrong, not its value', () => {
    const problem = (message: FromPerson) => {
      const result = parsed(message)
      return result.kind === 'malformed' ? result.problem : result.kind
    }
    expect(problem({ from: AWA, location: { latitude: 95, longitude: 0 } })).toMatch(/^Latitude: /)
    expect(problem({ from: AWA, extra: { NumMedia: 'many' } })).toMatch(/^NumMedia: /)
    expect(problem({ from: '', body: 'secret' })).toMatch(/^From: /)
    expect(problem({ from: '', body: 'secret' })).not.toContain('secret')
    expect(parseInbound({ MessageSid: 'SM1', From: AWA })).toMatchObject({ problem: expect.stringMatching(/^Body: /) })
    expect(parseInbound({ MessageSid: 'SM1', From: AWA, Body: ['a', 'b'] })).toMatchObject({ kind: 'malformed' })
  })
})

describe('the form', () => {
  it('keeps empty values, repeated names and unknown parameters: all are signed', () => {
    expect(decodeForm(Buffer.from('Body=&New=1&New=2&A+b=%C3%A9%20+'))).toEqual({
      Body: '',
      New: ['1', '2'],
      'A b': 'é  ',
    })
  })

  it('is nothing when raw or percent-encoded bytes are not UTF-8', () => {
    expect(decodeForm(Buffer.from('Body=\xff', 'latin1'))).toBeUndefined()
    expect(decodeForm(Buffer.from('Body=%FF'))).toBeUndefined()
    expect(decodeForm(Buffer.from('Body=%ED%A0%80'))).toBeUndefined()
  })

  it('takes a parameter called __proto__ for a parameter', () => {
    expect(Object.keys(decodeForm(Buffer.from('__proto__=1')) ?? {})).toEqual(['__proto__'])
  })
})

describe('a status', () => {
  const status = (MessageStatus: string, more = {}) => parseStatus({ MessageSid: 'SM1', MessageStatus, ...more })

  it('is one of ours', () => {
    const ours = ['sent', 'delivered', 'read', 'undelivered', 'failed', 'canceled'].map((name) => {
      const result = status(name)
      return result.kind === 'update' ? result.update.status : result.kind
    })
    expect(ours).toEqual(['sent', 'delivered', 'read', 'failed', 'failed', 'failed'])
  })

  it('on the way, or new to us, is nothing', () => {
    for (const name of ['queued', 'sending', 'accepted', 'scheduled', 'brand_new']) {
      expect(status(name).kind).toBe('ignored')
    }
  })

  it('carries the error code, and none when it is empty', () => {
    expect(status('failed', { ErrorCode: '30003' })).toMatchObject({ update: { errorCode: '30003' } })
    expect(status('delivered', { ErrorCode: '' })).toMatchObject({ update: { errorCode: null } })
  })

  it('needs an id and a status', () => {
    expect(parseStatus({ MessageStatus: 'sent' })).toMatchObject({ kind: 'malformed' })
    expect(parseStatus({ MessageSid: 'SM1' })).toMatchObject({ kind: 'malformed' })
  })
})
