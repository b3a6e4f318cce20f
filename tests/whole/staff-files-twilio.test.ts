import pino from 'pino'
import { afterEach, expect, it, vi } from 'vitest'
import { makeApiKey } from '../../admin-api/keys.ts'
import { twilioChannel } from '../../bot/channels/twilio/channel.ts'
import { type OnTwilio, openOnTwilio, TWILIO_ACCOUNT, TWILIO_NUMBER } from './networks.ts'
import { BARS } from './people.ts'

// Staff send a photo over Twilio, which takes no bytes: it comes and fetches them from us.

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a photo')])

let at: OnTwilio
afterEach(() => at.stop())

async function open(hasAddress: boolean): Promise<{ readonly client: string; readonly key: string }> {
  at = await openOnTwilio(hasAddress ? {} : { channels: () => [withoutAddress()] })
  const { app, twilio } = at
  expect((await twilio.receive({ from: `whatsapp:${BARS.leGrin}`, body: 'bonsoir' })).status).toBe(200)
  await app.settle()
  const { rows } = await app.pool.query<{ id: string }>('select id from contact where address = $1', [BARS.leGrin])
  const { key } = await makeApiKey(app.pool, { name: 'support', role: 'support_l1' })
  return { client: rows[0]?.id ?? '', key }
}

/** As it is where PUBLIC_URL leads to the machine itself and Twilio is the real one. */
function withoutAddress() {
  return twilioChannel({
    ...TWILIO_ACCOUNT,
    smsFrom: undefined,
    whatsappFrom: TWILIO_NUMBER,
    apiBaseUrl: undefined,
    publicUrl: undefined,
    log: pino({ level: 'silent' }),
  })
}

async function sendsPhoto({ client, key }: { client: string; key: string }) {
  const headers = { authorization: `Bearer ${key}` }
  const { app } = at
  await app.server.inject({ method: 'POST', url: `/api/conversations/${client}/take-over`, headers })
  const field = `--x\r\ncontent-disposition: form-data; name="holdsNoRestrictedGoods"\r\n\r\ntrue\r\n`
  const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="casse.jpg"\r\n\r\n'
  const payload = Buffer.concat([Buffer.from(field + head), JPEG, Buffer.from('\r\n--x--\r\n')])
  const answer = await app.server.inject({
    method: 'POST',
    url: `/api/conversations/${client}/files`,
    headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' },
    payload,
  })
  await app.settle()
  return answer
}

it('is fetched by Twilio, and delivered', async () => {
  const sent = await sendsPhoto(await open(true))
  expect(sent.statusCode).toBe(200)
  await vi.waitFor(async () => {
    const { rows } = await at.app.pool.query(`select status from outbox_message where copy = 'staff.sentFile'`)
    expect(rows).toEqual([{ status: 'delivered' }])
  })
  expect(at.twilio.files).toMatchObject([{ status: 200, contentType: 'image/jpeg', bytes: JPEG }])
})

it('is refused with the setting to make where Twilio cannot reach us', async () => {
  const refused = await sendsPhoto(await open(false))
  expect([refused.statusCode, refused.json().code]).toEqual([409, 'FILE_NEEDS_PUBLIC_URL'])
  expect(refused.json().detail).toContain('set PUBLIC_URL')
  const { rows } = await at.app.pool.query(`select from outbox_message where copy = 'staff.sentFile'`)
  expect(rows).toEqual([])
})
