import { afterEach, describe, expect, it, vi } from 'vitest'
import { maySeeToken } from '../../../../bot/channels/whatsapp-cloud/downloading.ts'
import type { WhatsAppCloudOptions } from '../../../../bot/channels/whatsapp-cloud/options.ts'
import { freePort } from '../../free-port.ts'
import { outgoing, PHONE, sentId, text } from '../contract-harness.ts'
import { ACCOUNT, asPerson, type CloudHarness, cloudHarness, NUMBER, SECOND_NUMBER } from './harness.ts'

let at: CloudHarness
const open = async (changes: Partial<WhatsAppCloudOptions> = {}) => {
  at = await cloudHarness(changes)
  return at
}
afterEach(() => at.close())

const attachment = (contentType: string, fileName = 'recu.pdf') => ({
  contentType,
  fileName,
  read: async () => Buffer.from('the bytes of a file'),
})
const CHOICES = { text: 'On confirme ?', choices: [{ id: 'yes', label: 'Oui' }] }
const LIST = {
  text: 'Trois offres',
  list: { button: 'Voir', rows: [{ id: 'o1', title: 'Koumassi', description: '24 500 F' }] },
}

describe('a message to Meta', () => {
  it('is text with our own id on it', async () => {
    const { channel, cloud } = await open()
    sentId(await channel.send(outgoing({ text: 'Bonsoir' }, { id: '4711' })))
    expect(cloud.messages[0]?.sent).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: PHONE,
      biz_opaque_callback_data: '4711',
      type: 'text',
      text: { body: 'Bonsoir', preview_url: false },
    })
  })

  it('has buttons, a list, or asks for a place', async () => {
    const { channel, cloud } = await open()
    for (const content of [CHOICES, LIST, { text: 'Où livrer ?', askLocation: true }]) {
      sentId(await channel.send(outgoing(content)))
    }
    const forms = cloud.messages.map(({ sent }) => sent.type === 'interactive' && sent.interactive)
    expect(forms).toMatchObject([
      { type: 'button', action: { buttons: [{ type: 'reply', reply: { id: 'yes', title: 'Oui' } }] } },
      {
        type: 'list',
        action: { button: 'Voir', sections: [{ rows: [{ id: 'o1', title: 'Koumassi', description: '24 500 F' }] }] },
      },
      { type: 'location_request_message', action: { name: 'send_location' } },
    ])
  })

  it('is numbered text where there is more to choose than WhatsApp shows', async () => {
    const { channel, cloud } = await open()
    const rows = Array.from({ length: 11 }, (_, place) => ({ id: `r${place}`, title: `Dépôt ${place}` }))
    sentId(await channel.send(outgoing({ text: 'Onze', list: { button: 'Voir', rows } })))
    const sent = cloud.messages[0]?.sent
    expect(sent?.type === 'text' && sent.text.body).toContain('11 Dépôt 10')
  })

  it('is the template in place of the content, its parameters in one line each', async () => {
    const { channel, cloud } = await open()
    const template = { name: 'nouvelles', language: 'fr' as const, parameters: ['Chez\nAwa', 'a      b'] }
    sentId(await channel.send(outgoing(CHOICES, { template })))
    expect(cloud.messages[0]?.sent).toMatchObject({
      type: 'template',
      template: {
        name: 'nouvelles',
        language: { code: 'fr' },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Chez Awa' },
              { type: 'text', text: 'a b' },
            ],
          },
        ],
      },
    })
  })

  it('goes to the WhatsApp id where there is no phone, from the number that was written to', async () => {
    const { channel, cloud } = await open()
    sentId(await channel.send(outgoing({ text: 'Bonsoir' }, { to: 'CI.13aZ9', sender: SECOND_NUMBER.id })))
    expect(cloud.messages[0]).toMatchObject({ from: SECOND_NUMBER.id, to: 'CI.13aZ9', sent: { recipient: 'CI.13aZ9' } })
    expect(cloud.messages[0]?.sent.to).toBeUndefined()
    sentId(await channel.send(outgoing({ text: 'Bonsoir' }, { sender: 'another adapter’s' })))
    expect(cloud.messages[1]?.from).toBe(NUMBER.id)
  })

  it('carries a file: above buttons, else with the words and the choices under it', async () => {
    const { channel, cloud } = await open()
    sentId(await channel.send(outgoing(CHOICES, { attachment: attachment('image/png') })))
    sentId(await channel.send(outgoing(LIST, { attachment: attachment('application/pdf') })))
    sentId(await channel.send(outgoing({ text: '' }, { attachment: attachment('audio/ogg') })))
    sentId(await channel.send(outgoing({ text: 'Écoutez' }, { attachment: attachment('audio/ogg', 'a.ogg') })))
    const ids = [...cloud.uploads.keys()]
    expect(cloud.uploads.get(ids[0] ?? '')).toEqual({
      contentType: 'image/png',
      bytes: Buffer.from('the bytes of a file'),
    })
    expect(cloud.messages.map(({ sent }) => sent)).toMatchObject([
      { interactive: { type: 'button', header: { type: 'image', image: { id: ids[0] } } } },
      { document: { id: ids[1], filename: 'recu.pdf', caption: 'Trois offres\n1 Koumassi: 24\u00a0500\u00a0F' } },
      { audio: { id: ids[2] } },
      { document: { id: ids[3], filename: 'a.ogg', caption: 'Écoutez' } },
    ])
  })

  it('is later when the file could not be put there, for then nothing was sent', async () => {
    const { channel, cloud } = await open()
    cloud.meta.isAway = true
    const result = await channel.send(outgoing({ text: 'Reçu' }, { attachment: attachment('image/png') }))
    expect(result.kind).toBe('retry')
  })

  it('is later when nobody listens, and unknown when the time is over', async () => {
    const { channel } = await open({ apiBaseUrl: `http://127.0.0.1:${await freePort()}` })
    expect(await channel.send(outgoing({ text: 'Bonsoir' }))).toMatchObject({
      kind: 'retry',
      errorCode: 'ECONNREFUSED',
    })
    await at.close()
    const { channel: slow, cloud } = await open({ timeoutMs: 50 })
    cloud.misbehave('silent')
    expect(await slow.send(outgoing({ text: 'Bonsoir' }))).toEqual({ kind: 'unknown', cause: 'TIMEOUT' })
  })
})

describe('a send without an answer', () => {
  it('waits for its status, is repeated then, and given up at the third', async () => {
    let time = Date.parse('2026-11-20T22:00:00Z')
    const { channel, cloud } = await open({ settleMs: 60_000, clock: { now: () => new Date(time) } })
    const message = outgoing({ text: 'Votre livreur arrive' })
    for (const found of ['not_sent', 'not_sent', 'refused']) {
      cloud.misbehave('drop_before')
      await channel.send(message)
      time += 59_000
      expect((await channel.lookUp(message)).kind).toBe('unknown')
      time += 1_000
      expect((await channel.lookUp(message)).kind).toBe(found)
    }
  })
})

describe('what was heard', () => {
  it('is marked as read, once a person, with a sign that we write; not when it is switched off', async () => {
    const { cloud, fromPhone } = await open({ readReceipts: true })
    const message = text('bonsoir')
    await fromPhone(message)
    await vi.waitFor(() => expect(cloud.reads).toHaveLength(1))
    expect(cloud.reads[0]).toMatchObject({ message_id: message.id, typing_indicator: { type: 'text' } })
    await at.close()
    await open()
    await at.fromPhone(text('bonsoir'))
    await at.channel.close()
    expect(at.cloud.reads).toEqual([])
  })

  it('is thanked and kept when Meta takes no read marks', async () => {
    const { cloud, fromPhone, inbox } = await open({ readReceipts: true })
    cloud.meta.isAway = true
    expect(await fromPhone(text('bonsoir'))).toBe(200)
    expect(inbox.received).toHaveLength(1)
  })
})

describe('a file', () => {
  const photo = { contentType: 'image/jpeg', bytes: Buffer.from('the bytes of a photo') }

  it('that lies on another host is fetched without showing it our token', async () => {
    const { channel, cloud } = await open()
    const fetched = await channel.fetchMedia(cloud.keep({ ...photo, how: 'elsewhere' }), 1_000)
    expect(fetched.kind === 'fetched' && fetched.bytes.toString()).toBe('the bytes of a photo')
    expect(cloud.seenElsewhere).toEqual([undefined])
  })

  it('shows the token to Meta alone', () => {
    const may = ['https://lookaside.fbsbx.com/a', 'https://mmg.whatsapp.net/a', 'https://graph.facebook.com/a']
    const mayNot = ['http://graph.facebook.com/a', 'https://facebook.com.evil.example/a', 'https://evilfacebook.com/a']
    expect(may.map((address) => maySeeToken(address, undefined))).toEqual([true, true, true])
    expect(mayNot.map((address) => maySeeToken(address, undefined))).toEqual([false, false, false])
  })

  it('that is not whole is asked for again; one behind an expired token too, and the token is told', async () => {
    const { channel, cloud, inbox } = await open()
    expect((await channel.fetchMedia(cloud.keep({ ...photo, how: 'broken' }), 1_000)).kind).toBe('retry')
    cloud.meta.token = 'another one'
    expect((await channel.fetchMedia(cloud.keep(photo), 1_000)).kind).toBe('retry')
    await vi.waitFor(() => expect(inbox.signals).toMatchObject([{ sender: null, health: { why: 'token' } }]))
    cloud.meta.token = ACCOUNT.token
    sentId(await channel.send(outgoing({ text: 'Bonsoir' })))
    await vi.waitFor(() => expect(inbox.signals.at(-1)).toMatchObject({ sender: null, health: { kind: 'working' } }))
  })
})

describe('at start', () => {
  it('Meta says how each number does', async () => {
    const { channel, cloud, inbox } = await open()
    cloud.meta.quality = 'YELLOW'
    await channel.open?.(inbox)
    await vi.waitFor(() => expect(inbox.signals).toHaveLength(6))
    expect(inbox.signals.slice(0, 3)).toMatchObject([
      { sender: NUMBER.id, health: { kind: 'working' } },
      { sender: NUMBER.id, health: { kind: 'quality', quality: 'yellow' } },
      { sender: NUMBER.id, health: { kind: 'limit', peoplePerDay: 2000 } },
    ])
    expect(inbox.signals[3]?.sender).toBe(SECOND_NUMBER.id)
  })

  it.each([
    ['RESTRICTED', 'working'],
    ['FLAGGED', 'working'],
    ['BANNED', 'stopped'],
  ])('a number that is %s is %s: whoever writes to one at its daily limit is answered', async (status, kind) => {
    const { channel, cloud, inbox } = await open()
    cloud.meta.status = status
    await channel.open?.(inbox)
    await vi.waitFor(() => expect(inbox.signals).toHaveLength(6))
    expect(inbox.signals[0]?.health.kind).toBe(kind)
  })

  it('an expired token is told, and a Meta that is away stops nothing', async () => {
    const { channel, cloud, inbox } = await open()
    cloud.meta.isAway = true
    await channel.open?.(inbox)
    cloud.meta.isAway = false
    cloud.meta.token = 'another one'
    await channel.open?.(inbox)
    await vi.waitFor(() => expect(inbox.signals.length).toBeGreaterThan(0))
    expect(inbox.signals[0]).toMatchObject({ health: { kind: 'stopped', why: 'token' } })
  })
})

describe('Meta’s webhook', () => {
  const verify = (query: Record<string, string>) => fetch(`${at.url}/webhooks/whatsapp?${new URLSearchParams(query)}`)
  const RIGHT = { 'hub.mode': 'subscribe', 'hub.verify_token': 'verify-of-the-tests', 'hub.challenge': '1158201444' }

  it('is verified with our own word, and the challenge is said back', async () => {
    await open()
    const answer = await verify(RIGHT)
    expect([answer.status, await answer.text()]).toEqual([200, '1158201444'])
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
    for (const wrong of [{ 'hub.verify_token': 'other' }, { 'hub.mode': 'x' }, { 'hub.verify_token': '' }]) {
      expect((await verify({ ...RIGHT, ...wrong })).status).toBe(403)
    }
    expect((await verify({})).status).toBe(403)
  })

  it('that is no JSON, or no webhook of Meta’s, is refused', async () => {
    const { postRaw, cloud } = await open()
    expect((await postRaw({ headers: { 'content-type': 'text/plain' }, body: '{}' })).status).toBe(415)
    expect((await cloud.post({ object: 'whatsapp_business_account' })).status).toBe(400)
    expect((await cloud.post({ object: 'page', entry: [] })).status).toBe(200)
  })

  it('tells what Meta decides, once it is recorded', async () => {
    const { cloud, inbox } = await open()
    const change = {
      field: 'account_update',
      value: { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'ALCOHOL' } },
    }
    inbox.failOnce()
    expect((await cloud.postChanges(change)).status).toBe(500)
    expect((await cloud.postChanges(change)).status).toBe(200)
    expect(inbox.signals).toMatchObject([{ sender: null, health: { kind: 'violation', of: 'restricted_goods' } }])
  })

  it('tells who changed their number before what they say under the new one', async () => {
    const { cloud, inbox } = await open()
    const says = { type: 'system', system: { body: '', wa_id: '2250777777777', type: 'user_changed_number' } }
    expect((await cloud.receive({ ...asPerson(text('')), says })).status).toBe(200)
    expect(inbox.changes).toMatchObject([{ address: '+2250777777777' }])
    expect(inbox.received).toEqual([])
  })

  it('never writes a phone, a token or a secret into the log', async () => {
    const { cloud, channel, logged } = await open()
    cloud.meta.token = 'another one'
    await channel.open?.(at.inbox)
    await channel.send(outgoing({ text: 'secret words' }))
    await at.forged?.(text('secret words'), 'unsigned')
    await channel.close()
    const log = logged().join('\n')
    expect(log).not.toBe('')
    for (const secret of [ACCOUNT.token, ACCOUNT.appSecret, 'verify-of-the-tests', 'secret words', PHONE.slice(1)]) {
      expect(log).not.toContain(secret)
    }
  })
})
