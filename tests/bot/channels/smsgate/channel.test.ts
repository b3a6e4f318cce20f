import { afterEach, describe, expect, it } from 'vitest'
import type { SmsgateOptions } from '../../../../bot/channels/smsgate/options.ts'
import { freshDatabase } from '../../../harness/database.ts'
import { freePort } from '../../free-port.ts'
import { freshId, outgoing, sentId } from '../contract-harness.ts'
import { SIMS, type SmsgateHarness, smsgateHarness } from './harness.ts'

const database = await freshDatabase()
let at: SmsgateHarness
const open = async (changes: Partial<SmsgateOptions> = {}) => {
  at = await smsgateHarness(database.url, changes)
  return at
}
afterEach(() => at.close())

const ORANGE = '+2250700000001'
const MTN = '+2250500000002'
const MOOV = '+2250100000003'
const sms = (to = ORANGE, text = 'Bonsoir', sender: string | null = null) =>
  outgoing({ text }, { medium: 'sms', to, sender })
const simsUsed = () => at.gateway.messages.map(({ deviceId, simNumber }) => `${deviceId}:${simNumber}`)

describe('the SIM that carries an SMS', () => {
  it('is of the recipient’s network, or the first for another country', async () => {
    await open()
    for (const to of [ORANGE, MTN, MOOV, '+22670123456']) sentId(await at.channel.send(sms(to)))
    expect(simsUsed()).toEqual(['phone-a:1', 'phone-a:2', 'phone-b:1', 'phone-a:1'])
  })

  it('is the one that the message asks for', async () => {
    await open()
    sentId(await at.channel.send(sms(ORANGE, 'Bonsoir', 'phone-b:1')))
    sentId(await at.channel.send(sms(ORANGE, 'Bonsoir', 'phone-gone:1')))
    expect(simsUsed()).toEqual(['phone-b:1', 'phone-a:1'])
  })

  it('is in another phone while its own is silent; when all are, it is given all the same', async () => {
    await open()
    await at.gateway.ping('phone-a')
    at.clock.move(4)
    await at.channel.watch()
    sentId(await at.channel.send(sms()))
    await at.gateway.ping('phone-b')
    at.clock.move(4)
    await at.channel.watch()
    sentId(await at.channel.send(sms()))
    await at.gateway.ping('phone-a')
    sentId(await at.channel.send(sms()))
    expect(simsUsed()).toEqual(['phone-b:1', 'phone-a:1', 'phone-a:1'])
  })

  it('stays the same for a message tried again, so that nobody gets it twice', async () => {
    await open()
    at.gateway.misbehave('drop_after')
    const message = sms()
    expect((await at.channel.send(message)).kind).toBe('unknown')
    await at.gateway.ping('phone-a')
    at.clock.move(4)
    await at.channel.watch()
    const again = await at.channel.send({ ...message, sender: 'phone-b:1' })
    expect(sentId(again)).toBe(at.gateway.messages[0]?.id)
    expect(simsUsed()).toEqual(['phone-a:1'])
  })

  it('stays the same in another process, after the first has died', async () => {
    await open()
    at.gateway.misbehave('drop_after')
    const message = sms()
    await at.channel.send(message)
    const another = at.another()
    expect(sentId(await another.lookUp(message))).toBe(at.gateway.messages[0]?.id)
    expect(sentId(await another.send(message))).toBe(at.gateway.messages[0]?.id)
    expect(at.gateway.messages).toHaveLength(1)
  })

  it('may be another when the gateway said that it did not take the message', async () => {
    await open({ perDay: 1 })
    at.gateway.misbehave({ status: 503, message: 'queue limits exceeded' })
    const message = sms()
    expect(await at.channel.send(message)).toMatchObject({ kind: 'retry', errorCode: 'HTTP 503' })
    sentId(await at.channel.send({ ...message, sender: 'phone-b:1' }))
    // and what was not sent was not counted
    sentId(await at.channel.send(sms()))
    expect(simsUsed()).toEqual(['phone-b:1', 'phone-a:1'])
  })

  it('is found for a message that was taken when SMSGATE_SIMS was another', async () => {
    await open()
    at.gateway.misbehave('drop_before')
    const message = sms()
    await at.channel.send(message)
    const another = at.another({ sims: SIMS.slice(2) })
    sentId(await another.send(message))
    expect(simsUsed()).toEqual(['phone-a:1'])
  })
})

describe('the limits of a SIM', () => {
  const one = SIMS.slice(0, 1)

  it('let a few go at once, then each at its place, which it keeps', async () => {
    await open({ sims: one, perMinute: 20 })
    const messages = Array.from({ length: 7 }, () => sms())
    const results = []
    for (const message of messages) results.push(await at.channel.send(message))
    expect(results.map(({ kind }) => kind)).toEqual(['sent', 'sent', 'sent', 'sent', 'sent', 'retry', 'retry'])
    expect(results.slice(5)).toMatchObject([{ afterMs: 3_000 }, { afterMs: 6_000 }])
    at.clock.move(3 / 60)
    expect((await at.channel.send(messages[6] ?? sms())).kind).toBe('retry')
    expect((await at.channel.send(messages[5] ?? sms())).kind).toBe('sent')
    at.clock.move(3 / 60)
    expect((await at.channel.send(messages[6] ?? sms())).kind).toBe('sent')
  })

  it('send the rest by another network rather than much later', async () => {
    await open({ perMinute: 4 })
    for (let time = 0; time < 4; time += 1) await at.channel.send(sms())
    // The second waits for the 15 seconds that the cheaper network is worth, the third would wait for 30.
    expect(simsUsed()).toEqual(['phone-a:1', 'phone-a:2'])
  })

  it('count what the operator counts: segments', async () => {
    await open({ sims: one, perDay: 3 })
    expect(await at.channel.send(sms(ORANGE, 'x'.repeat(161)))).toMatchObject({ kind: 'sent', segments: 2 })
    expect(await at.channel.send(sms(ORANGE, 'x'.repeat(161)))).toMatchObject({ errorCode: 'SIM_DAY_LIMIT' })
    expect((await at.channel.send(sms())).kind).toBe('sent')
  })

  it('end at midnight, and are told before', async () => {
    await open({ sims: one, perDay: 1 })
    sentId(await at.channel.send(sms()))
    const waiting = sms()
    expect(await at.channel.send(waiting)).toEqual({ kind: 'retry', afterMs: 3_600_000, errorCode: 'SIM_DAY_LIMIT' })
    expect(at.inbox.signals.at(-1)).toMatchObject({
      sender: 'phone-a:1',
      health: { kind: 'stopped', until: new Date('2026-11-21T00:00:00Z') },
    })
    at.clock.move(4 * 60)
    sentId(await at.channel.send(waiting))
  })

  it('hold for all processes together', async () => {
    await open({ perDay: 5 })
    const another = at.another()
    const sends = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? at.channel : another).send(sms()))
    const results = await Promise.all(sends)
    expect(results.filter(({ kind }) => kind === 'sent')).toHaveLength(15)
    expect(new Set(simsUsed().map((sim) => simsUsed().filter((other) => other === sim).length))).toEqual(new Set([5]))
  })

  it('count one message once, however many processes try it at the same instant', async () => {
    await open()
    const another = at.another()
    const message = sms()
    const results = await Promise.all([at.channel, another, at.channel, another].map((each) => each.send(message)))
    expect(new Set(results.map(sentId)).size).toBe(1)
    expect(at.gateway.messages).toHaveLength(1)
  })
})

describe('what we hand over', () => {
  it('is one number, one SIM, an id of ours that fits, and an hour to leave', async () => {
    await open()
    const result = await at.channel.send(
      outgoing({ text: 'Reçu' }, { id: '9007199254740991', medium: 'sms', to: ORANGE }),
    )
    expect(at.gateway.messages).toMatchObject([{ phone: ORANGE, text: 'Recu', ttl: 3600, simNumber: 1 }])
    expect(sentId(result)).toMatch(/^9007199254740991-[0-9a-f]{16}$/)
  })

  it('is nothing to a landline, a short code, or another medium', async () => {
    await open()
    expect(await at.channel.send(sms('+2252721234567'))).toMatchObject({ kind: 'refused', because: 'unreachable' })
    expect(await at.channel.send(sms('98164'))).toMatchObject({ kind: 'refused', because: 'invalid_address' })
    expect(await at.channel.send(outgoing({ text: 'a' }))).toMatchObject({ kind: 'refused', because: 'configuration' })
    expect(at.gateway.messages).toEqual([])
  })

  it('waits while nobody listens, for then nothing was sent', async () => {
    await open({ apiBaseUrl: `http://127.0.0.1:${await freePort()}` })
    expect(await at.channel.send(sms())).toMatchObject({ kind: 'retry', errorCode: 'ECONNREFUSED' })
  })

  it.each([
    [{ status: 400, message: 'failed to use phone in row 1: invalid phone number' }, 'invalid_address'],
    [{ status: 400, message: 'failed to select device: record not found' }, 'configuration'],
    [{ status: 404, message: 'Cannot POST /message' }, 'configuration'],
  ] as const)('is refused as the gateway says it: %j', async (problem, because) => {
    await open()
    at.gateway.misbehave(problem)
    expect(await at.channel.send(sms())).toMatchObject({ kind: 'refused', because })
  })

  it('has no file behind it', async () => {
    await open()
    expect(await at.channel.fetchMedia('anything', 1_000)).toMatchObject({ kind: 'gone' })
    expect(await at.channel.lookUp({ ...sms(), id: freshId() })).toEqual({ kind: 'not_sent' })
  })
})
