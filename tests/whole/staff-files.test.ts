import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeApiKey } from '../../admin-api/keys.ts'
import type { FakeWhatsAppCloud } from '../fakes/whatsapp-cloud/server.ts'
import type { App } from '../harness/app.ts'
import { formOf } from '../harness/form.ts'
import { openOnMeta, startMeta } from './networks.ts'
import { BARS, DEPOTS } from './people.ts'

// Staff send a photo or a document in a conversation they hold: by Meta's API, whose sale of alcohol is closed.

const PDF = Buffer.from('%PDF-1.7 the map of the way in')
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a photo')])

let meta: FakeWhatsAppCloud
let app: App
let support: string
let auditor: string
let client: string
let depot: string

beforeAll(async () => {
  meta = await startMeta()
  app = await openOnMeta(meta, {}, [BARS.leGrin])
  support = (await makeApiKey(app.pool, { name: 'support', role: 'support_l1' })).key
  auditor = (await makeApiKey(app.pool, { name: 'auditor', role: 'auditor' })).key
  client = await contactOf(BARS.leGrin)
  depot = await contactOf(DEPOTS.siporex)
  // Conversations begin with a word.
  const body = { type: 'text', text: { body: 'bonsoir' } }
  expect((await meta.receive({ phone: BARS.leGrin, says: body })).status).toBe(200)
  await app.settle()
  await app.pool.query(
    `insert into conversation (contact_id, machine, machine_version, snapshot) values ($1, 'supplier', 1, '{}') on conflict do nothing`,
    [depot],
  )
})
afterAll(async () => {
  await app.stop()
  await meta.close()
})
beforeEach(async () => {
  for (const contactId of [client, depot]) await call('POST', `/api/conversations/${contactId}/take-over`)
})

async function contactOf(phone: string): Promise<string> {
  const { rows } = await app.pool.query<{ id: string }>('select id from contact where address = $1', [phone])
  return rows[0]?.id ?? ''
}

async function call(method: 'GET' | 'POST', url: string, key = support) {
  return app.server.inject({ method, url, headers: { authorization: `Bearer ${key}` } })
}

interface Given {
  readonly bytes?: Buffer
  readonly name?: string
  readonly fields?: Readonly<Record<string, string>>
  readonly to?: string
  readonly key?: string
}

async function sends({ bytes = PDF, name = 'plan.pdf', fields = {}, to = client, key = support }: Given) {
  const { headers, payload } = formOf({ name, bytes }, fields)
  const answer = await app.server.inject({
    method: 'POST',
    url: `/api/conversations/${to}/files`,
    headers: { ...headers, authorization: `Bearer ${key}` },
    payload,
  })
  await app.settle()
  return answer
}

const vouched = { holdsNoRestrictedGoods: 'true' }

describe('a file that staff send', () => {
  it('arrives with its words, can be read again, and is in the audit log', async () => {
    const sent = await sends({ name: '..\\..\\plan du dépôt.exe', fields: { ...vouched, text: 'Le plan' } })
    expect(sent.json()).toEqual({ messageId: expect.any(Number) })
    const [id, upload] = [...meta.uploads].at(-1) ?? []
    expect(upload).toEqual({ contentType: 'application/pdf', bytes: PDF })
    expect(meta.messages.at(-1)).toMatchObject({
      to: BARS.leGrin,
      sent: { type: 'document', document: { id, filename: 'plan du dépôt.pdf', caption: 'Le plan' } },
    })
    const { messageId } = sent.json<{ messageId: number }>()
    const shown = await call('GET', `/api/conversations/${client}/messages?order=newest&limit=1`)
    expect(shown.json().items).toMatchObject([{ id: messageId, content: { file: { name: 'plan du dépôt.pdf' } } }])
    const again = await call('GET', `/api/conversations/${client}/messages/${messageId}/media`)
    expect(again.headers['content-type']).toContain('application/pdf')
    expect(again.rawPayload.equals(PDF)).toBe(true)
    expect((await call('GET', `/api/conversations/${depot}/messages/${messageId}/media`)).statusCode).toBe(404)
    const { rows } = await app.pool.query(`select who, after from audit_log where action = 'conversation.sendFile'`)
    expect(rows).toEqual([
      {
        who: 'support',
        after: {
          text: 'Le plan',
          name: 'plan du dépôt.pdf',
          contentType: 'application/pdf',
          bytes: PDF.length,
          vouched: true,
        },
      },
    ])
  })

  it('is what its bytes say: a photo goes as a photo, whatever it is called', async () => {
    expect((await sends({ bytes: JPEG, name: 'x.pdf', fields: vouched })).statusCode).toBe(200)
    expect(meta.messages.at(-1)).toMatchObject({ sent: { type: 'image' } })
  })

  it.each([
    ['a program', { bytes: Buffer.from('MZ a program'), fields: vouched }, 422, 'FILE_INVALID'],
    ['nothing', { bytes: Buffer.alloc(0), fields: vouched }, 422, 'FILE_INVALID'],
    [
      'a photo of more than 5 MB',
      { bytes: Buffer.concat([JPEG, Buffer.alloc(5 * 2 ** 20)]), fields: vouched },
      422,
      'FILE_INVALID',
    ],
    [
      'more than 16 MB',
      { bytes: Buffer.concat([PDF, Buffer.alloc(16 * 2 ** 20)]), fields: vouched },
      413,
      'BODY_TOO_LARGE',
    ],
    ['a field of another name', { fields: { ...vouched, caption: 'x' } }, 400, 'INVALID'],
  ] as const)('is refused: %s', async (_, given, status, code) => {
    const before = meta.messages.length
    const answer = await sends(given)
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
    expect(meta.messages).toHaveLength(before)
  })

  it('is refused to who may only read, to who does not hold the conversation, and by SMS', async () => {
    expect((await sends({ key: auditor, fields: vouched })).statusCode).toBe(403)
    expect((await sends({ to: depot, fields: vouched })).json().code).toBe('FILE_NOT_BY_SMS')
    await call('POST', `/api/conversations/${client}/release`)
    expect((await sends({ fields: vouched })).json().code).toBe('CONVERSATION_NOT_HELD')
    const kept = await app.pool.query(`select from outbox_message where contact_id = $1 and copy = 'staff.sentFile'`, [
      depot,
    ])
    expect(kept.rowCount).toBe(0)
  })
})

describe('where restricted goods are closed', () => {
  it('leaves only when who sends it says that it holds none, and its name and words agree', async () => {
    const before = meta.messages.length
    expect((await sends({})).json().code).toBe('FILE_NOT_VOUCHED')
    expect((await sends({ name: 'prix flag.pdf', fields: vouched })).json().code).toBe('FILE_NOT_VOUCHED')
    expect((await sends({ fields: { ...vouched, text: '5 casiers de bière' } })).json().code).toBe('FILE_NOT_VOUCHED')
    expect(meta.messages).toHaveLength(before)
  })

  it('does not leave without that word, and says that it failed, when the surface closed after it was written', async () => {
    const before = meta.messages.length
    await app.pool.query(
      `with said as (insert into outbox_message (contact_id, content, copy, urgent, author, due_at, created_at)
         values ($1, '{"text": "", "file": {"name": "a.pdf", "contentType": "application/pdf", "vouched": false}}', 'staff.sentFile', false, 'awa', $2, $2)
         returning id)
       insert into outbox_file (message_id, name, content_type, bytes) select id, 'a.pdf', 'application/pdf', $3 from said`,
      [client, app.clock.now(), PDF],
    )
    await app.settle()
    expect(meta.messages).toHaveLength(before)
    const shown = await call('GET', `/api/conversations/${client}/messages?order=newest&limit=1`)
    expect(shown.json().items).toMatchObject([{ status: 'failed', errorCode: 'closed_goods' }])
  })
})
