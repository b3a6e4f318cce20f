import { afterEach, describe, expect, it, vi } from 'vitest'
import { statusCallback } from '../../../../bot/channels/twilio/addresses.ts'
import type { TwilioOptions } from '../../../../bot/channels/twilio/client.ts'
import { inboundParams, signedWebhook } from '../../../fakes/twilio/webhooks.ts'
import { outgoing, PHONE, sentId, text } from '../contract-harness.ts'
import { type TwilioHarness, twilioHarness } from './harness.ts'

let at: TwilioHarness
const open = async (changes: Partial<TwilioOptions> = {}) => {
  at = await twilioHarness(changes)
  return at
}
afterEach(() => at.close())

const BUTTONS = { text: 'On confirme ?', choices: [{ id: 'yes', label: 'Oui' }] }

describe('sending through Twilio', () => {
  it('says from whom, to whom, in which medium, and where to call back', async () => {
    const { channel, twilio, url } = await open()
    sentId(await channel.send(outgoing({ text: 'Bonsoir' })))
    expect(twilio.messages[0]?.params).toEqual({
      To: `whatsapp:${PHONE}`,
      From: 'whatsapp:+14155238886',
      Body: 'Bonsoir',
      StatusCallback: `${url}/webhooks/twilio/status`,
    })
  })

  it('reaches somebody whose phone WhatsApp hides', async () => {
    const { channel, twilio } = await open()
    sentId(await channel.send(outgoing({ text: 'Bonsoir' }, { to: 'CI.13aZ9' })))
    expect(twilio.messages[0]?.resource.to).toBe('whatsapp:CI.13aZ9')
  })

  it('uses a messaging service, and finds its messages again', async () => {
    const { channel, twilio } = await open({ smsFrom: `MG${'1'.repeat(32)}` })
    twilio.misbehave('drop_after')
    const message = outgoing({ text: 'Bonsoir' }, { medium: 'sms' })
    expect((await channel.send(message)).kind).toBe('unknown')
    expect(await channel.lookUp(message)).toMatchObject({ kind: 'sent', segments: null, price: null })
    expect(twilio.messages[0]?.params.MessagingServiceSid).toBe(`MG${'1'.repeat(32)}`)
  })

  it('refuses a medium without a sender, and does not offer it', async () => {
    const { channel, twilio } = await open({ smsFrom: undefined })
    expect(channel.media).toEqual(['whatsapp'])
    const result = await channel.send(outgoing({ text: 'Bonsoir' }, { medium: 'sms' }))
    expect(result).toMatchObject({ kind: 'refused', because: 'configuration' })
    expect(twilio.messages).toEqual([])
  })

  it('tries later when nobody listens, for then nothing was sent', async () => {
    const { channel } = await open({ apiBaseUrl: 'http://127.0.0.1:9' })
    expect(await channel.send(outgoing({ text: 'Bonsoir' }))).toMatchObject({
      kind: 'retry',
      errorCode: 'ECONNREFUSED',
    })
  })

  it('gives up waiting in time', async () => {
    const { channel, twilio } = await open({ timeoutMs: 100 })
    twilio.slow(30_000)
    expect(await channel.send(outgoing({ text: 'Bonsoir' }))).toMatchObject({ kind: 'unknown', cause: 'ECONNABORTED' })
  })

  it('asks for no callback on this machine from the real Twilio', async () => {
    await open()
    const options = { ...OPTIONS, apiBaseUrl: undefined }
    expect(statusCallback({ ...options, publicUrl: 'http://localhost:3000' })).toBeUndefined()
    expect(statusCallback({ ...options, publicUrl: undefined })).toBeUndefined()
    expect(statusCallback({ ...options, publicUrl: 'https://d.example.ci/bot/' })).toBe(
      'https://d.example.ci/bot/webhooks/twilio/status',
    )
  })
})

describe('buttons and lists', () => {
  it('make one Content resource per number of buttons, and put everything in by variables', async () => {
    const { channel, twilio } = await open({ interactive: true })
    const more = { ...BUTTONS, text: 'Autre chose ?' }
    await Promise.all([channel.send(outgoing(BUTTONS)), channel.send(outgoing(more))])
    expect(twilio.contents).toMatchObject([
      {
        friendly_name: 'distri_night_buttons_1',
        types: {
          'twilio/quick-reply': { body: '{{1}}', actions: [{ type: 'QUICK_REPLY', title: '{{2}}', id: '{{3}}' }] },
        },
      },
    ])
    const sid = twilio.contents[0]?.sid
    expect(twilio.messages.map(({ params }) => params.ContentSid)).toEqual([sid, sid])
    expect(twilio.messages.map(({ resource }) => resource.body).sort()).toEqual(['Autre chose ?', 'On confirme ?'])
    expect(JSON.parse(twilio.messages[0]?.params.ContentVariables ?? '')).toMatchObject({ '2': 'Oui', '3': 'yes' })
  })

  it('are numbered text without it', async () => {
    const { channel, twilio } = await open()
    sentId(await channel.send(outgoing(BUTTONS)))
    expect(twilio.messages[0]?.resource.body).toBe('On confirme ?\n1 Oui')
    expect(twilio.contents).toEqual([])
  })
})

describe('looking up an unanswered send', () => {
  it('does not say "not sent" while the message may still appear', async () => {
    const { channel, twilio } = await open({ settleMs: 60_000 })
    twilio.misbehave('drop_before')
    const message = outgoing({ text: 'Bonsoir' }, { firstTriedAt: new Date(Date.now() - 90_000) })
    await channel.send(message)
    expect(await channel.lookUp(message)).toEqual({ kind: 'unknown', cause: 'too early to tell' })
  })

  it('says "not sent" of a message of a process that died long ago', async () => {
    const { channel } = await open({ settleMs: 60_000 })
    const message = outgoing({ text: 'Bonsoir' }, { firstTriedAt: new Date(Date.now() - 90_000) })
    expect(await channel.lookUp(message)).toEqual({ kind: 'not_sent' })
  })

  it('does not say "not sent" when the list cannot be read', async () => {
    const { channel } = await open({ apiBaseUrl: 'http://127.0.0.1:9' })
    expect(await channel.lookUp(outgoing({ text: 'Bonsoir' }))).toMatchObject({ kind: 'unknown' })
  })

  it('leaves alone what the outbox knows, other people’s messages, and older ones', async () => {
    const known = new Set<string>()
    const { channel, twilio } = await open({ isKnown: async (id) => known.has(id) })
    const message = outgoing({ text: 'Bonsoir' })
    twilio.misbehave('drop_after', 'drop_after')
    await channel.send(message)
    await channel.send(outgoing({ text: 'Bonsoir' }, { to: '+2250500000002' }))
    expect(await channel.lookUp({ ...message, firstTriedAt: new Date(Date.now() + 600_000) })).toEqual({
      kind: 'not_sent',
    })
    known.add(twilio.messages[0]?.resource.sid ?? '')
    expect(await channel.lookUp(message)).toEqual({ kind: 'not_sent' })
    known.clear()
    expect(sentId(await channel.lookUp(message))).toBe(twilio.messages[0]?.resource.sid)
  })
})

describe('the cost of a message', () => {
  it('is read and reported once it is delivered', async () => {
    const { channel, twilio, inbox } = await open()
    const id = sentId(await channel.send(outgoing({ text: 'Bonsoir' }, { medium: 'sms' })))
    await twilio.report(id, 'delivered')
    await vi.waitFor(() => expect(inbox.statuses).toHaveLength(2), { timeout: 10_000 })
    expect(inbox.statuses[1]).toMatchObject({
      providerId: id,
      status: 'delivered',
      segments: 1,
      price: { amount: '-0.16000', unit: 'USD' },
    })
    expect(await channel.costOf(id)).toEqual({ segments: 1, price: { amount: '-0.16000', unit: 'USD' } })
    expect(await channel.costOf('SM_unknown')).toBeUndefined()
  })
})

describe('Twilio’s webhooks', () => {
  it('are thanked with empty TwiML', async () => {
    const { twilio } = await open()
    const answer = await twilio.receive({ from: PHONE, body: 'oui' })
    expect(answer.headers.get('content-type')).toMatch(/^text\/xml/)
    expect(await answer.text()).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>')
  })

  it('are checked against the public address, path and query included, behind a proxy', async () => {
    const { post, inbox } = await open({ publicUrl: 'https://distri.example.ci' })
    const params = inboundParams('AC1', { from: PHONE, body: "l'eau", extra: { BrandNew: 'signed too' } })
    expect((await post(params, '/webhooks/twilio/messages?source=l%27app&x=')).status).toBe(200)
    expect(inbox.received).toHaveLength(1)
  })

  it('signed for the address of this machine are refused when there is a public one', async () => {
    const { url, inbox } = await open({ publicUrl: 'https://distri.example.ci' })
    const { method, headers, body } = signedWebhook(`${url}/webhooks/twilio/messages`, 'token-of-the-tests', {
      ...inboundParams('AC1', { from: PHONE, body: 'oui' }),
    })
    const answer = await fetch(`${url}/webhooks/twilio/messages`, { method, headers, body })
    expect(answer.status).toBe(403)
    expect(inbox.received).toEqual([])
  })

  it('are checked against the address they came to when no public one is known', async () => {
    const { url, inbox } = await open({ publicUrl: undefined })
    const params = inboundParams('AC1', { from: PHONE, body: 'oui' })
    const { method, headers, body } = signedWebhook(`${url}/webhooks/twilio/messages`, 'token-of-the-tests', params)
    expect((await fetch(`${url}/webhooks/twilio/messages`, { method, headers, body })).status).toBe(200)
    expect(inbox.received).toHaveLength(1)
  })

  it('say what is wrong, in one line', async () => {
    const { post } = await open()
    const answer = await post({ From: PHONE, Body: 'oui' })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(/^MessageSid: /) })
  })

  it('that are JSON are refused, and unsigned statuses too', async () => {
    const { url, inbox } = await open()
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
    expect((await fetch(`${url}/webhooks/twilio/messages`, json)).status).toBe(415)
    const form = { method: 'POST', body: new URLSearchParams({ MessageSid: 'SM1', MessageStatus: 'delivered' }) }
    expect((await fetch(`${url}/webhooks/twilio/status`, form)).status).toBe(403)
    expect(inbox.statuses).toEqual([])
  })

  it('from an operator’s short code are thanked and forgotten', async () => {
    const { twilio, inbox } = await open()
    expect((await twilio.receive({ from: '98055', body: 'Forfait' })).status).toBe(200)
    expect(inbox.received).toEqual([])
    await at.fromPhone(text('oui'))
    expect(inbox.received).toHaveLength(1)
  })
})

const OPTIONS: TwilioOptions = {
  accountSid: 'AC1',
  authToken: 't',
  smsFrom: undefined,
  whatsappFrom: undefined,
  apiBaseUrl: undefined,
  publicUrl: undefined,
  log: { info() {}, warn() {}, error() {} },
}
