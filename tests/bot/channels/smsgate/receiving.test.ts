import { afterEach, describe, expect, it } from 'vitest'
import type { SmsgateOptions } from '../../../../bot/channels/smsgate/options.ts'
import { signedEvent } from '../../../fakes/smsgate/webhooks.ts'
import { freshDatabase } from '../../../harness/database.ts'
import { outgoing, sentId } from '../contract-harness.ts'
import { KEY, SIMS, type SmsgateHarness, smsgateHarness } from './harness.ts'

const database = await freshDatabase()
let at: SmsgateHarness
const open = async (changes: Partial<SmsgateOptions> = {}) => {
  at = await smsgateHarness(database.url, changes)
  return at
}
afterEach(() => at.close())

describe('an SMS that comes in', () => {
  it('says which SIM it came to, and comes from the whole number', async () => {
    await open()
    await at.gateway.receive({ from: '0700000001', text: 'oui', simNumber: 2 })
    await at.gateway.receive({ from: '+2250700000001', text: 'oui', deviceId: 'phone-b', simNumber: null })
    await at.gateway.receive({ from: '+2250700000001', text: 'oui', simNumber: null })
    expect(at.inbox.received.map(({ address, sender }) => [address, sender])).toEqual([
      ['+2250700000001', 'phone-a:2'],
      ['+2250700000001', 'phone-b:1'],
      ['+2250700000001', null],
    ])
  })

  it('is new each time, though the same words have the same messageId', async () => {
    await open()
    for (const id of ['event-1', 'event-2']) await at.gateway.receive({ from: '+2250700000001', text: 'oui', id })
    expect(at.inbox.received.map(({ providerId }) => providerId)).toEqual(['event-1', 'event-2'])
  })

  it('keeps its place, however wrong the phone’s clock is about when it came', async () => {
    await open()
    const from = '+2250700000001'
    await at.gateway.receive({ from, text: 'un', receivedAt: new Date('2031-01-01') })
    await at.gateway.receive({ from, text: 'deux', receivedAt: new Date('1999-01-01') })
    expect(at.inbox.received.map(({ body }) => body)).toMatchObject([{ text: 'un' }, { text: 'deux' }])
  })

  it('is thanked and forgotten when its sender is no phone, and said once', async () => {
    await open()
    for (const from of ['ORANGE', 'ORANGE', '98164']) {
      const [answer] = await at.gateway.receive({ from, text: 'Rechargez !' })
      expect(answer?.status).toBe(204)
    }
    expect(at.inbox.received).toEqual([])
    expect(at.logged().filter((line) => line.includes('is not a phone'))).toHaveLength(2)
  })

  it('is written in words of the old app too', async () => {
    await open()
    await at.gateway.receive({ from: '0700000001', text: 'oui', extra: { sender: undefined, simNumber: undefined } })
    expect(at.inbox.received).toMatchObject([{ address: '+2250700000001', body: { text: 'oui' } }])
  })

  it('comes in from a phone that SMSGATE_SIMS does not name', async () => {
    await open({ sims: SIMS.slice(0, 2) })
    await at.gateway.receive({ from: '+2250700000001', text: 'oui', deviceId: 'phone-b' })
    expect(at.inbox.received).toMatchObject([{ sender: null }])
  })

  it('says in the log when the clock of the phone is wrong', async () => {
    await open()
    await at.gateway.emit('system:ping', () => '{"id":"1","event":"system:ping","deviceId":"phone-a"}', new Date(0))
    expect(at.logged().join()).toContain('the clock of a phone is wrong')
  })

  it('has to be signed with one of the keys; a signature of half the length, or none, is none', async () => {
    await open()
    const body = '{"id":"1","event":"system:ping","deviceId":"phone-a","payload":{}}'
    const { headers } = signedEvent(body, KEY, at.clock.now())
    for (const signature of ['', 'zz', headers['x-signature']?.slice(0, 32) ?? '']) {
      const answer = await at.gateway.post(`${at.url}/webhooks/smsgate`, {
        body,
        headers: { ...headers, 'x-signature': signature },
      })
      expect(answer.status).toBe(403)
    }
    expect((await at.gateway.post(`${at.url}/webhooks/smsgate`, { body, headers })).status).toBe(204)
  })
})

describe('what became of an SMS', () => {
  it('has its parts, and why it failed in a word', async () => {
    await open()
    const id = sentId(await at.channel.send(outgoing({ text: 'a' }, { medium: 'sms' })))
    await at.gateway.report(id, 'Sent', { partsCount: 2 })
    await at.gateway.report(id, 'Failed', {
      reason: 'RESULT_ERROR_NO_SERVICE (Failed because service is currently unavailable)',
    })
    await at.gateway.report(id, 'Failed', { reason: 'TTL expired' })
    expect(at.inbox.statuses).toMatchObject([
      { status: 'sent', segments: 2, errorCode: null },
      { status: 'failed', errorCode: 'RESULT_ERROR_NO_SERVICE' },
      { status: 'failed', errorCode: 'TTL expired' },
    ])
  })
})

describe('the webhooks at the gateway', () => {
  const ours = () => at.gateway.hooks.filter(({ url }) => url.startsWith(at.url))

  it('are registered once, for all phones, by however many starts and processes', async () => {
    await open()
    await Promise.all([at.another().watch(), at.another().watch(), at.channel.watch()])
    expect(
      ours()
        .map(({ event }) => event)
        .sort(),
    ).toEqual(['sms:delivered', 'sms:failed', 'sms:received', 'sms:sent', 'system:ping'])
    expect(ours().every(({ deviceId }) => deviceId === null)).toBe(true)
  })

  it('are one for each event: a second would bring every SMS twice', async () => {
    await open()
    const url = `${at.url}/webhooks/smsgate`
    at.gateway.addHook({ id: 'by-hand', event: 'sms:received', url, deviceId: 'phone-a' })
    at.gateway.addHook({
      id: 'of-another',
      event: 'sms:received',
      url: 'https://other.example.ci/hook',
      deviceId: null,
    })
    await at.channel.watch()
    expect(at.gateway.hooks.filter(({ event }) => event === 'sms:received').map(({ id }) => id)).toEqual([
      expect.stringMatching(/^distri-/),
      'of-another',
    ])
  })

  it('are not registered for an address that only this machine has', async () => {
    await open({ publicUrl: 'http://localhost:3000', apiBaseUrl: 'http://192.0.2.1:8080', timeoutMs: 50 })
    expect(at.gateway.hooks).toEqual([])
    expect(at.logged().join()).toContain('PUBLIC_URL is this machine itself')
  })

  it('are registered later when the gateway is away at the start', async () => {
    await open({ password: 'wrong' })
    expect(at.gateway.hooks).toEqual([])
    at.gateway.changePassword('wrong')
    await at.channel.watch()
    expect(ours()).toHaveLength(5)
  })
})

describe('the silence of a phone', () => {
  const stops = () => at.inbox.signals.filter(({ health }) => health.kind === 'stopped').map(({ sender }) => sender)

  it('is of all its SIMs, and of no other phone', async () => {
    await open()
    await at.gateway.ping('phone-a')
    await at.gateway.ping('phone-b')
    at.clock.move(2)
    await at.gateway.ping('phone-b')
    at.clock.move(2)
    await at.channel.watch()
    expect(stops()).toEqual(['phone-a:1', 'phone-a:2'])
  })

  it('means nothing of a phone that has never pinged', async () => {
    await open()
    await at.gateway.receive({ from: '+2250700000001', text: 'oui' })
    at.clock.move(60)
    await at.channel.watch()
    expect(stops()).toEqual([])
  })

  it('is broken by an SMS as by a ping', async () => {
    await open()
    await at.gateway.ping('phone-a')
    at.clock.move(2)
    await at.gateway.receive({ from: '+2250700000001', text: 'oui' })
    at.clock.move(2)
    await at.channel.watch()
    expect(stops()).toEqual([])
  })

  it('begins anew with the program: nobody could be heard before', async () => {
    await open()
    await at.gateway.ping('phone-a')
    at.clock.move(60)
    const restarted = at.another()
    await restarted.open?.(at.inbox)
    await restarted.watch()
    expect(stops()).toEqual([])
  })

  it('is known to a process that was not there when it began', async () => {
    await open()
    await at.gateway.ping('phone-a')
    at.clock.move(4)
    await at.channel.watch()
    const told = at.inbox.signals.length
    await at.another().open?.(at.inbox)
    await expect
      .poll(() => at.inbox.signals.slice(told).map(({ sender }) => sender))
      .toEqual([null, 'phone-a:1', 'phone-a:2'])
    expect(at.inbox.signals.at(-1)?.health).toMatchObject({ kind: 'stopped', why: 'offline' })
  })
})
