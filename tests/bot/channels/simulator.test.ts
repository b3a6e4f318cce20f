import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Channel, OutgoingMessage } from '../../../bot/channels/channel.ts'
import { simulatorChannel } from '../../../bot/channels/simulator/channel.ts'
import { systemClock } from '../../../bot/clock.ts'
import { openInbox } from '../../../bot/inbox.ts'
import { statusKeeper } from '../../../bot/outbox/statuses.ts'
import { statement } from '../../../domain/work/sql.ts'
import { freshDatabase } from '../../harness/database.ts'
import { channelContract } from './contract.ts'
import { type ChannelHarness, type FromPhone, freshId, outgoing, PHONE } from './contract-harness.ts'
import { recordingInbox } from './recording-inbox.ts'

const database = await freshDatabase()
const { pool } = database
const log = { error: () => {} }

const forgetMessages = statement('test.forgetMessages', 'delete from outbox_message')
const makeContact = statement(
  'test.makeContact',
  `with made as (insert into contact (channel, adapter, address) values ($1::text::"ChannelKind", 'simulator', $2) returning id)
   insert into identity (contact_id, channel, kind, value) select id, $1::text::"ChannelKind", 'phone', $2 from made
   on conflict do nothing`,
)
const queue = statement<{ id: string }>(
  'test.queue',
  `insert into outbox_message (contact_id, content, copy, due_at) select contact_id, $3, 'test', now() from identity
   where channel::text = $1 and value = $2 returning id::text`,
)
const markSent = statement(
  'test.markSent',
  `update outbox_message set status = 'sent', adapter = 'simulator', provider_id = $2, sent_at = now() where id = $1`,
)

/** Sends as the outbox does: a row, the channel, the mark. */
async function sendAsOutbox(channel: Channel, message: OutgoingMessage) {
  await makeContact(pool, [message.medium, message.to])
  const [row] = await queue(pool, [message.medium, message.to, message.content])
  const result = await channel.send(message)
  if (row !== undefined && result.kind === 'sent') await markSent(pool, [row.id, result.providerId])
  return result
}

const shownSchema = z.object({
  messages: z.array(
    z.object({
      seq: z.number(),
      direction: z.enum(['in', 'out']),
      channel: z.string(),
      text: z.string(),
      choices: z.array(z.object({ id: z.string(), label: z.string() })),
      status: z.string(),
      segments: z.number().optional(),
      askLocation: z.boolean().optional(),
    }),
  ),
})

const phonesSchema = z.object({
  phones: z.array(z.looseObject({ phone: z.string(), channel: z.string(), unread: z.number() })),
})

async function shownOn(app: FastifyInstance, query: Record<string, string>) {
  const answer = await app.inject({ url: `/simulator/messages?${new URLSearchParams(query)}` })
  expect(answer.statusCode).toBe(200)
  return shownSchema.parse(answer.json()).messages
}

function asPosted({ medium, phone, id, body }: FromPhone): object {
  const base = { channel: medium, from: phone, id }
  switch (body.kind) {
    case 'text':
      return { ...base, text: body.text }
    case 'choice':
    case 'list_row':
      return { ...base, choice: { id: body.id, text: body.text } }
    case 'location':
      return { ...base, location: { latitude: body.latitude, longitude: body.longitude, label: body.label } }
    case 'photo':
    case 'voice':
      return { ...base, media: { kind: body.kind } }
  }
}

channelContract('simulator', async (): Promise<ChannelHarness> => {
  await forgetMessages(pool, [])
  const inbox = recordingInbox()
  const channel = simulatorChannel({ pool, log, clock: systemClock })
  const app = Fastify()
  channel.routes(app, inbox)
  return {
    channel: { ...channel, send: (message) => sendAsOutbox(channel, message) },
    inbox,
    async fromPhone(message) {
      return (await app.inject({ method: 'POST', url: '/simulator/messages', payload: asPosted(message) })).statusCode
    },
    async onPhone(phone) {
      const messages = await shownOn(app, { contact: phone })
      return messages.map(({ text, choices }) => [text, ...choices.map(({ label }) => label)].join('\n'))
    },
    async close() {
      await app.close()
      await channel.close()
    },
  }
})

describe('the simulated phones', () => {
  let app: FastifyInstance
  let channel: Channel

  beforeEach(() => {
    channel = simulatorChannel({ pool, log, clock: systemClock })
    app = Fastify()
    const inbox = openInbox({
      pool,
      clock: systemClock,
      burstPauseMs: 0,
      voicePatienceMs: 0,
      onFile: () => {},
      wakes: { wakeAt: () => {} },
      reportStatus: statusKeeper(pool, systemClock),
      reportHealth: async () => {},
    })
    channel.routes(app, inbox)
  })
  afterEach(async () => {
    await app.close()
    await channel.close()
  })

  const post = (payload: object | string) =>
    app.inject({
      method: 'POST',
      url: '/simulator/messages',
      payload,
      headers: { 'content-type': 'application/json' },
    })
  const newPhone = () => `+2250${Math.floor(1e8 + Math.random() * 8e8)}`

  it('show both directions in one order, and only what comes after a seq', async () => {
    const phone = newPhone()
    await post({ channel: 'whatsapp', from: phone, text: 'bonsoir' })
    await sendAsOutbox(
      channel,
      outgoing({ text: 'Bonsoir !', choices: [{ id: 'help', label: 'Aide' }] }, { to: phone }),
    )
    const all = await shownOn(app, { contact: phone, channel: 'whatsapp' })
    expect(all.map(({ direction, text }) => [direction, text])).toEqual([
      ['in', 'bonsoir'],
      ['out', 'Bonsoir !'],
    ])
    expect(all[1]?.choices).toEqual([{ id: 'help', label: 'Aide' }])
    const later = await shownOn(app, { contact: phone, after: String(all[0]?.seq) })
    expect(later.map(({ text }) => text)).toEqual(['Bonsoir !'])
  })

  it('show a message only once it was sent, and nothing numbered after it before that', async () => {
    const phone = newPhone()
    await makeContact(pool, ['whatsapp', phone])
    const [row] = await queue(pool, ['whatsapp', phone, { text: 'Vos offres' }])
    await post({ channel: 'whatsapp', from: phone, text: 'alors ?' })
    expect(await shownOn(app, { contact: phone })).toEqual([])
    await markSent(pool, [row?.id, `sim-${row?.id}`])
    expect((await shownOn(app, { contact: phone })).map(({ text }) => text)).toEqual(['Vos offres', 'alors ?'])
  })

  it('press what their screen shows: the id comes in with its label', async () => {
    const phone = newPhone()
    await post({ channel: 'whatsapp', from: phone, text: 'bonsoir' })
    await sendAsOutbox(channel, outgoing({ text: '?', choices: [{ id: 'yes', label: 'Oui' }] }, { to: phone }))
    await post({ channel: 'whatsapp', from: phone, choice: 'yes' })
    expect((await shownOn(app, { contact: phone })).at(-1)?.text).toBe('Oui')
  })

  it('count segments in SMS, both ways', async () => {
    const phone = newPhone()
    await post({ channel: 'sms', from: phone, text: 'x'.repeat(161) })
    await sendAsOutbox(channel, outgoing({ text: 'Reçu' }, { to: phone, medium: 'sms' }))
    const messages = await shownOn(app, { contact: phone, channel: 'sms' })
    expect(messages.map(({ text, segments }) => [text.length, segments])).toEqual([
      [161, 2],
      [4, 1],
    ])
  })

  it('record the same id once', async () => {
    const phone = newPhone()
    const message = { channel: 'sms', from: phone, text: '1042 85000 30', id: freshId() }
    const answers = await Promise.all([post(message), post(message)])
    expect(answers.map(({ statusCode, body }) => [statusCode, JSON.parse(body)])).toEqual([
      [202, { id: message.id }],
      [202, { id: message.id }],
    ])
    expect(await shownOn(app, { contact: phone })).toHaveLength(1)
  })

  it('answer a waiting question as soon as something is there', async () => {
    const phone = newPhone()
    const waiting = shownOn(app, { contact: phone, wait: '20' })
    await post({ channel: 'whatsapp', from: phone, text: 'bonsoir' })
    expect((await waiting).map(({ text }) => text)).toEqual(['bonsoir'])
  })

  it('let a waiting question go when the server stops', async () => {
    const waiting = shownOn(app, { contact: newPhone(), wait: '20' })
    await app.inject({ url: '/simulator/phones' })
    await app.close()
    expect(await waiting).toEqual([])
  })

  it('tell that a message was delivered, and read once the person looked', async () => {
    const phone = newPhone()
    await post({ channel: 'whatsapp', from: phone, text: 'bonsoir' })
    const message = outgoing({ text: 'Bonsoir !' }, { to: phone })
    const [row] = await queue(pool, ['whatsapp', phone, message.content])
    const result = await channel.send({ ...message, id: row?.id ?? '' })
    expect(result).toEqual({ kind: 'sent', providerId: `sim-${row?.id}`, segments: null, price: null })
    await markSent(pool, [row?.id, `sim-${row?.id}`])
    const lastStatus = async () => (await shownOn(app, { contact: phone })).at(-1)?.status
    await expect.poll(lastStatus, { timeout: 5000 }).toBe('delivered')
    const seen = { contact: phone, channel: 'whatsapp', upTo: Number(row?.id) }
    expect((await app.inject({ method: 'POST', url: '/simulator/read', payload: seen })).statusCode).toBe(204)
    expect(await lastStatus()).toBe('read')
  })

  it('are listed with what is unread, strangers too', async () => {
    const phone = newPhone()
    await post({ channel: 'sms', from: phone, text: 'bonsoir' })
    await sendAsOutbox(channel, outgoing({ text: 'Bienvenue' }, { to: phone, medium: 'sms' }))
    const { phones } = phonesSchema.parse((await app.inject({ url: '/simulator/phones' })).json())
    expect(phones.find((one) => one.phone === phone)).toMatchObject({ channel: 'sms', role: null, unread: 1 })
  })

  const valid = { channel: 'whatsapp', from: PHONE, text: 'bonsoir' }
  const refused: readonly (readonly [string, object, RegExp])[] = [
    ['no channel', { from: PHONE, text: 'a' }, /channel: must be "whatsapp" or "sms"/],
    ['another channel', { ...valid, channel: 'telegram' }, /channel: must be/],
    ['a local number', { ...valid, from: '0707070707' }, /from: must be a number in E\.164 form/],
    ['nothing to say', { channel: 'sms', from: PHONE }, /exactly one of text, choice, location or media/],
    ['two things at once', { ...valid, choice: 'yes' }, /exactly one of/],
    ['an empty text', { ...valid, text: '  ' }, /text: must not be empty/],
    ['a text of 10,001 characters', { ...valid, text: 'x'.repeat(10_001) }, /text: must have at most 10,000/],
    [
      'a place off the globe',
      { channel: 'whatsapp', from: PHONE, location: { latitude: 91, longitude: 0 } },
      /latitude/,
    ],
    ['a photo by SMS', { channel: 'sms', from: PHONE, media: { kind: 'photo' } }, /An SMS carries text only/],
    ['an unknown medium', { channel: 'whatsapp', from: PHONE, media: { kind: 'video' } }, /media\.kind: must be photo/],
    ['an unknown field', { ...valid, texte: 'a' }, /texte/],
  ]
  it.each(refused)('refuse %s, and say why', async (_, payload, why) => {
    const answer = await post(payload)
    expect(answer.statusCode).toBe(400)
    expect(answer.headers['content-type']).toMatch('application/problem+json')
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(why) })
  })

  it('refuse what is not JSON in the same form', async () => {
    const answer = await post('{')
    expect(answer.statusCode).toBe(400)
    expect(answer.headers['content-type']).toMatch('application/problem+json')
  })

  it('take a text of 10,000 characters', async () => {
    expect((await post({ ...valid, from: newPhone(), text: 'x'.repeat(10_000) })).statusCode).toBe(202)
  })

  it('refuse a question without a phone, or that waits too long', async () => {
    for (const query of [
      '',
      'contact=0707',
      `contact=${encodeURIComponent(PHONE)}&wait=26`,
      'contact=%2B22507&after=x',
    ]) {
      const answer = await app.inject({ url: `/simulator/messages?${query}` })
      expect(answer.statusCode).toBe(400)
    }
  })

  it('understand a + that was not encoded', async () => {
    expect((await app.inject({ url: `/simulator/messages?contact=${PHONE}` })).statusCode).toBe(200)
  })

  it('come with a page that runs nothing from elsewhere', async () => {
    const page = await app.inject({ url: '/' })
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*script-src 'self'/)
    expect(page.body).not.toMatch(/<script(?![^>]*src=)|<style|\son[a-z]+=|style=/)
    for (const [, url = ''] of page.body.matchAll(/(?:src|href)="(\/simulator\/[^"]+)"/g)) {
      expect((await app.inject({ url })).statusCode).toBe(200)
    }
  })
})
