import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMessage } from '../../../../bot/channels/whatsapp-cloud/messages.ts'
import { readPayload } from '../../../../bot/channels/whatsapp-cloud/payload.ts'
import { parseStatus } from '../../../../bot/channels/whatsapp-cloud/statuses.ts'
import {
  contactOf,
  type FromPerson,
  messageOf,
  messagesChange,
  posted,
} from '../../../fakes/whatsapp-cloud/webhooks.ts'
import { ACCOUNT, NUMBER, SECOND_NUMBER } from './harness.ts'

const AWA = { phone: '+2250700000001', userId: 'CI.13491208655302741918' }
const parsed = (person: FromPerson) => parseMessage(messageOf(person), [contactOf(person)], NUMBER.id)

function read(person: FromPerson) {
  const result = parsed(person)
  if (result.kind !== 'message') throw new Error(JSON.stringify(result))
  return result.message
}
const bodyOf = (says: FromPerson['says']) => read({ ...AWA, says }).body
const text = (body: string) => ({ type: 'text', text: { body } })

describe('who writes', () => {
  it('is first the WhatsApp id, then the phone, and is answered on the phone', () => {
    expect(read({ ...AWA, name: 'Chez Awa', says: text('oui') })).toMatchObject({
      adapter: 'whatsapp-cloud',
      medium: 'whatsapp',
      address: AWA.phone,
      identities: [
        { kind: 'whatsapp_id', value: AWA.userId },
        { kind: 'phone', value: AWA.phone },
      ],
      name: 'Chez Awa',
      sender: NUMBER.id,
    })
  })

  it('is the WhatsApp id alone where the phone is hidden, and the phone alone as before', () => {
    expect(read({ userId: AWA.userId, says: text('oui') })).toMatchObject({
      address: AWA.userId,
      identities: [{ kind: 'whatsapp_id', value: AWA.userId }],
    })
    expect(read({ phone: AWA.phone, says: text('oui') })).toMatchObject({
      address: AWA.phone,
      identities: [{ kind: 'phone', value: AWA.phone }],
    })
  })

  it('keeps their own name when several write in one request', () => {
    const people = ['+2250700000001', '+2250700000002'].map((phone) => ({
      phone,
      name: `de ${phone}`,
      says: text('1'),
    }))
    const contacts = people.map(contactOf).reverse()
    const names = people.map((person) => parseMessage(messageOf(person), contacts, NUMBER.id))
    expect(names.map((one) => one.kind === 'message' && one.message.name)).toEqual(people.map(({ name }) => name))
  })

  it('is nobody when neither is one, and the problem shows no phone and no words', () => {
    const result = parsed({ phone: '98055', says: text('secret') })
    expect(result).toMatchObject({ kind: 'malformed' })
    expect(JSON.stringify(result)).not.toMatch(/98055|secret/)
  })
})

describe('what they write', () => {
  it('is each type as it is', () => {
    expect(bodyOf(text(' oui \n'))).toEqual({ kind: 'text', text: ' oui \n' })
    expect(bodyOf({ type: 'button', button: { payload: 'answer', text: 'Répondre' } })).toEqual({
      kind: 'choice',
      id: 'answer',
      text: 'Répondre',
    })
    const file = { id: '99', mime_type: 'image/jpeg', sha256: 'x', caption: 'la caisse' }
    expect(bodyOf({ type: 'image', image: file })).toEqual({
      kind: 'photo',
      ref: '99',
      contentType: 'image/jpeg',
      caption: 'la caisse',
    })
    expect(bodyOf({ type: 'document', document: { ...file, filename: 'f.pdf' } }).kind).toBe('document')
    expect(bodyOf({ type: 'video', video: file }).kind).toBe('video')
    expect(
      bodyOf({ type: 'audio', audio: { id: '99', mime_type: 'audio/ogg; codecs=opus', voice: true } }),
    ).toMatchObject({
      kind: 'voice',
      caption: '',
    })
    expect(bodyOf({ type: 'sticker', sticker: file })).toEqual({ kind: 'sticker' })
    expect(bodyOf({ type: 'contacts', contacts: [{}] })).toEqual({ kind: 'contact' })
    expect(bodyOf({ type: 'location', location: { latitude: 5.3, longitude: -4 } })).toMatchObject({ label: null })
    const items = [{ product_retailer_id: 'eau 1,5 L', quantity: 6, item_price: 500, currency: 'XOF' }]
    expect(bodyOf({ type: 'order', order: { catalog_id: '1', text: 'vite', product_items: items } })).toEqual({
      kind: 'text',
      text: '6 eau 1,5 L\nvite',
    })
  })

  it('is words that say nothing where it cannot be read, so that the person is asked to write', () => {
    const errors = [{ code: 131051, title: 'Message type unknown' }]
    expect(bodyOf({ type: 'unsupported', errors })).toEqual({ kind: 'text', text: '' })
    expect(bodyOf({ type: 'hologram', hologram: {} })).toEqual({ kind: 'text', text: '' })
  })

  it('is nothing to us when it is a reaction or said in a group', () => {
    expect(parsed({ ...AWA, says: { type: 'reaction', reaction: { message_id: 'w', emoji: '👍' } } }).kind).toBe(
      'ignored',
    )
    expect(parsed({ ...AWA, says: { ...text('oui'), group_id: '1' } }).kind).toBe('ignored')
  })

  it('is malformed when the part of its type is missing or wrong', () => {
    const wrong: FromPerson['says'][] = [
      { type: 'text' },
      { type: 'image', image: { id: '' } },
      { type: 'location', location: { latitude: 95, longitude: 0 } },
      { type: 'interactive', interactive: { type: 'list_reply' } },
      { type: 'system' },
    ]
    for (const says of wrong) expect(parsed({ ...AWA, says }).kind).toBe('malformed')
  })

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), fc.anything(), (part, type, contact) => {
        parseMessage(part, [contact], NUMBER.id)
        parseMessage({ id: 'w', type, from: '2250700000001', [type]: part }, [contact], NUMBER.id)
        for (const known of ['text', 'interactive', 'button', 'image', 'location', 'order', 'system']) {
          parseMessage({ id: 'w', type: known, from: '2250700000001', [known]: part }, [contact], NUMBER.id)
        }
        parseStatus({ id: 'w', status: 'failed', errors: part }, NUMBER.id)
        readPayload(posted(ACCOUNT.wabaId, [{ field: 'account_update', value: part }, part]), OURS, new Map())
      }),
    )
  })
})

describe('somebody who changes their number', () => {
  const system = (more: object) => ({ type: 'system', system: { body: '', type: 'user_changed_number', ...more } })

  it('is the same person under both new ids', () => {
    expect(parsed({ ...AWA, says: system({ wa_id: '2250777777777', user_id: 'CI.222' }) })).toEqual({
      kind: 'change',
      change: {
        adapter: 'whatsapp-cloud',
        medium: 'whatsapp',
        from: [
          { kind: 'whatsapp_id', value: AWA.userId },
          { kind: 'phone', value: AWA.phone },
        ],
        to: [
          { kind: 'whatsapp_id', value: 'CI.222' },
          { kind: 'phone', value: '+2250777777777' },
        ],
        address: '+2250777777777',
      },
    })
  })

  it('is found by the old id in the words, where nothing else tells it', () => {
    const body = 'User Awa changed from CI.111 to CI.222'
    const change = parseMessage(
      { id: 'w', type: 'system', system: { body, type: 'user_changed_user_id', user_id: 'CI.222' } },
      [],
      NUMBER.id,
    )
    expect(change).toMatchObject({
      change: { from: [{ kind: 'whatsapp_id', value: 'CI.111' }], to: [{ kind: 'whatsapp_id', value: 'CI.222' }] },
    })
  })

  it('is nothing when it does not say who, or is another notice', () => {
    expect(parsed({ ...AWA, says: system({}) }).kind).toBe('malformed')
    expect(parsed({ ...AWA, says: system({ type: 'user_identity_changed' }) }).kind).toBe('ignored')
  })
})

describe('a status', () => {
  const status = (name: string, more = {}) => parseStatus({ id: 'wamid.1', status: name, ...more }, NUMBER.id)

  it('is one of ours; a voice note that was played was read', () => {
    const ours = ['sent', 'delivered', 'read', 'played', 'failed'].map((name) => {
      const result = status(name)
      return result.kind === 'update' ? result.update.status : result.kind
    })
    expect(ours).toEqual(['sent', 'delivered', 'read', 'read', 'failed'])
    expect(status('deleted').kind).toBe('ignored')
    expect(parseStatus({ status: 'sent' }, NUMBER.id).kind).toBe('malformed')
  })

  it('carries our own id back, and why it failed, for the message, the person and the sender', () => {
    expect(status('sent', { biz_opaque_callback_data: '4711' })).toMatchObject({ update: { messageId: '4711' } })
    expect(status('failed', { errors: [{ code: 131026, title: 'Undeliverable' }] })).toMatchObject({
      update: { errorCode: '131026', because: 'unreachable' },
      signals: [],
    })
    expect(
      status('failed', { errors: [{ code: 130497, title: 'Restricted', error_data: { details: 'country' } }] }),
    ).toMatchObject({
      update: { errorCode: '130497', because: 'policy' },
      signals: [
        { sender: NUMBER.id, health: { kind: 'violation', of: 'restricted_goods' } },
        { sender: NUMBER.id, health: { kind: 'stopped', why: 'restricted' } },
      ],
    })
  })
})

const OURS = { wabaId: ACCOUNT.wabaId, phoneNumberIds: [NUMBER.id, SECOND_NUMBER.id] }

describe('a request', () => {
  it('holds several entries, numbers and kinds; each message knows which number it was written to', () => {
    const body = {
      object: 'whatsapp_business_account',
      entry: [
        { id: ACCOUNT.wabaId, changes: [messagesChange(NUMBER, { people: [{ ...AWA, says: text('1') }] })] },
        {
          id: ACCOUNT.wabaId,
          changes: [
            messagesChange(SECOND_NUMBER, {
              people: [{ ...AWA, says: text('2') }],
              statuses: [{ id: 'w', status: 'sent' }],
            }),
          ],
        },
      ],
    }
    const received = readPayload(body, OURS, new Map())
    expect(received?.messages.map(({ sender }) => sender)).toEqual([NUMBER.id, SECOND_NUMBER.id])
    expect(received?.statuses).toHaveLength(1)
  })

  it('for a number or an account that is not ours is left out, and the log says which', () => {
    const other = messagesChange({ id: '77777', shown: '1' }, { people: [{ ...AWA, says: text('1') }] })
    expect(readPayload(posted(ACCOUNT.wabaId, [other]), OURS, new Map())).toMatchObject({
      messages: [],
      leftOut: [{ level: 'warn', why: expect.stringContaining('77777') }],
    })
    const ours = messagesChange(NUMBER, { people: [{ ...AWA, says: text('1') }] })
    expect(readPayload(posted('88888', [ours]), OURS, new Map())).toMatchObject({ messages: [] })
  })

  it('is left out whole when it is about something else, and refused when it is nothing', () => {
    expect(readPayload({ object: 'page', entry: [] }, OURS, new Map())).toMatchObject({ messages: [] })
    for (const body of [undefined, null, [], 'x', {}, { object: 'whatsapp_business_account' }]) {
      expect(readPayload(body, OURS, new Map())).toBeUndefined()
    }
  })

  it('with an error of Meta’s says it of the number', () => {
    const change = messagesChange(NUMBER, { errors: [{ code: 190, title: 'expired' }] })
    expect(readPayload(posted(ACCOUNT.wabaId, [change]), OURS, new Map())?.signals).toMatchObject([
      { sender: NUMBER.id, health: { kind: 'stopped', why: 'token' } },
    ])
  })
})
