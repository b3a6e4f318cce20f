import { afterEach, describe, expect, it } from 'vitest'
import { fitsOneSegment } from '../../../conversations/copy/gsm7.ts'
import { statusOf } from '../../whole/people.ts'
import { another } from '../another.ts'
import { AGAIN, testChannel, UNKNOWN } from '../test-channel.ts'
import { BAR, type TwoNetworks, twoNetworks } from './two-networks.ts'

const REFUSED = { kind: 'refused', because: 'unreachable', errorCode: '131026' } as const

let at: TwoNetworks
afterEach(() => at.app.stop())

const fallbacks = () =>
  at.query<{ why: string; status: string; text: string; original: string }>(
    `select f.fallback_why as why, f.status, f.content ->> 'text' as text, o.status as original
     from outbox_message f join outbox_message o on o.id = f.fallback_of order by f.id`,
  )

async function offerMessage(): Promise<{ id: string }> {
  const [message] = await at.query<{ id: string }>(
    `select m.id from outbox_message m join contact c on c.id = m.contact_id
     where c.address = $1 and c.channel = 'whatsapp' and m.copy like 'client.offers%' order by m.id limit 1`,
    [BAR],
  )
  return message ?? { id: '0' }
}

describe('an urgent WhatsApp message that no phone confirms', () => {
  it('goes by SMS after two minutes, once, in one segment with its choices; the answer there continues the order', async () => {
    at = await twoNetworks()
    const number = await at.getsAnOffer()
    expect(at.smsOfBar()).toEqual([])
    await at.app.pass(1.9)
    expect(at.smsOfBar()).toEqual([])
    await at.app.pass(0.2)
    expect(at.smsOfBar()).toHaveLength(1)
    expect(fitsOneSegment(at.smsOfBar()[0]?.text ?? '')).toBe(true)
    expect(await fallbacks()).toMatchObject([{ why: 'not_delivered', status: 'sent', original: 'sent' }])
    // The phone is back on its network: what comes late changes nothing, and nothing is said a third time.
    await at.confirm()
    await at.app.pass(5)
    expect(at.smsOfBar()).toHaveLength(1)
    await at.barBySms('1')
    expect(await statusOf(at.app, number)).toBe('accepted')
    expect(at.smsOfBar().length).toBeGreaterThan(1)
  })

  it('stays on WhatsApp when it is confirmed in time', async () => {
    at = await twoNetworks()
    await at.getsAnOffer()
    await at.app.pass(1.9)
    await at.confirm()
    await at.app.pass(10)
    expect(at.smsOfBar()).toEqual([])
  })

  it('does not take the place of a question that was asked by SMS since: it is told without its numbers', async () => {
    at = await twoNetworks()
    const number = await at.getsAnOffer()
    await at.app.pass(1)
    await at.barBySms('4 packs awa 1,5')
    expect(at.smsOfBar().at(-1)?.text).toContain('Demander les offres')
    // The dialogue on WhatsApp goes on meanwhile: it is the newer one as a whole, the message is not.
    await at.app.pass(0.5)
    await at.depot(`${number} 29000 30`)
    await at.confirm()
    await at.query(`update outbox_message set status = 'sent', fall_back_at = $1 where id = $2`, [
      at.app.clock.now(),
      Number((await offerMessage()).id),
    ])
    await at.app.pass(0.6)
    const texts = await at.query<{ content: { text: string; choices?: unknown } }>(
      `select content from outbox_message m join contact c on c.id = m.contact_id
       where c.address = $1 and c.channel = 'sms' order by m.id`,
      [BAR],
    )
    const [asked, late, again] = texts.map(({ content }) => content)
    expect(asked?.text).toContain('Demander les offres')
    expect(late?.text).toContain(`Offres ${number}`)
    expect(late).not.toHaveProperty('choices')
    expect(again).toEqual(asked)
    expect(texts).toHaveLength(3)
    await at.barBySms('ok')
    expect(at.smsOfBar().at(-1)?.text).toMatch(/livraison|Livraison/)
    expect(await statusOf(at.app, number)).toBe('offers_received')
  })

  it('does not take an answer that is on its way to another question', async () => {
    at = await twoNetworks()
    await at.barBySms('4 packs awa 1,5')
    await at.app.pass(1)
    const number = await at.getsAnOffer()
    at.app.clock.move(2.1)
    const asking = at.smsOfBar().length
    await at.query(
      `insert into mailbox_item (contact_id, kind, payload, adapter, provider_id, due_at, created_at)
       select id, 'message', '{"kind": "text", "text": "1"}', 'gate', 'on-its-way', $2, $3 from contact where address = $1 and channel = 'sms'`,
      [BAR, new Date(at.app.clock.now().getTime() + 60_000), at.app.clock.now()],
    )
    for (const job of at.app.definitions.filter(({ id }) => id === 'outbox.fallBack')) await job.run()
    await at.app.idle()
    expect(
      at
        .smsOfBar()
        .slice(asking)
        .map(({ text }) => text),
    ).not.toEqual([])
    await at.app.pass(1.1)
    expect(await statusOf(at.app, number)).toBe('offers_received')
  })

  it('goes by SMS once though two processes look at the same instant', async () => {
    at = await twoNetworks()
    await at.getsAnOffer()
    const [cloud, gate] = [
      testChannel([], { name: 'cloud', media: ['whatsapp'] }),
      testChannel(at.gate.sent, { name: 'gate', media: ['sms'] }),
    ]
    const other = await another(at.app, cloud, {}, [gate])
    at.app.clock.move(2.1)
    const jobs = [at.app, other].flatMap(({ definitions }) => definitions.filter(({ id }) => id === 'outbox.fallBack'))
    expect(jobs).toHaveLength(2)
    await Promise.all([...jobs, ...jobs].map(({ run }) => run()))
    await at.app.settle()
    await other.idle()
    await other.stop()
    expect(await fallbacks()).toHaveLength(1)
    expect(at.smsOfBar()).toHaveLength(1)
  })

  it('is not said by SMS to who asked for no SMS', async () => {
    at = await twoNetworks()
    await at.barBySms('STOP')
    const before = at.smsOfBar().length
    await at.getsAnOffer()
    await at.app.pass(3)
    expect(at.smsOfBar()).toHaveLength(before)
  })

  it('is left when it can wait', async () => {
    at = await twoNetworks()
    await at.query(
      `insert into outbox_message (contact_id, content, copy, urgent, due_at)
       select id, '{"text": "Une note ?"}', 'test', false, $2 from contact where address = $1`,
      [BAR, at.app.clock.now()],
    )
    await at.app.settle()
    expect(at.cloud.sent).toHaveLength(1)
    await at.app.pass(10)
    expect(at.smsOfBar()).toEqual([])
  })

  it('is no news any more when the program comes back after an hour', async () => {
    at = await twoNetworks()
    await at.getsAnOffer()
    await at.query(
      `update outbox_message set fall_back_at = fall_back_at - interval '1 hour' where fall_back_at is not null`,
    )
    await at.app.pass(3)
    expect(at.smsOfBar()).toEqual([])
    expect(await at.query('select from outbox_message where fall_back_at is not null')).toEqual([])
  })
})

describe('a WhatsApp that answers nothing', () => {
  it('is given two minutes: what it may or may not have sent goes by SMS, and nothing waits behind it', async () => {
    at = await twoNetworks()
    const number = await at.getsAnOffer()
    await at.confirm()
    at.cloud.answer(UNKNOWN)
    at.cloud.find(...Array.from({ length: 20 }, () => UNKNOWN))
    await at.bar('1')
    await at.depot(`OUI ${number}`)
    expect(at.smsOfBar()).toEqual([])
    await at.app.pass(2.1)
    await at.app.settle()
    expect(await fallbacks()).toMatchObject([{ why: 'not_delivered', status: 'sent', original: 'cancelled' }])
    expect(at.smsOfBar()).toHaveLength(1)
    expect(at.cloud.sent.at(-1)?.text).toContain('Siporex')
  })

  it('that refuses for now is not waited for either', async () => {
    at = await twoNetworks()
    at.cloud.answer(...Array.from({ length: 8 }, () => ({ ...AGAIN, afterMs: 50_000 })))
    await at.bar('bonsoir')
    for (let n = 0; n < 3; n += 1) await at.app.pass(1)
    expect(at.smsOfBar()).toHaveLength(1)
    expect(at.cloud.tried.length).toBeLessThan(5)
    await at.app.pass(10)
    expect(at.smsOfBar()).toHaveLength(1)
  })
})

describe('somebody who cannot be had on WhatsApp', () => {
  it('gets the SMS at once, and the next news there directly', async () => {
    at = await twoNetworks()
    at.cloud.answer(
      ...Array.from(
        { length: 3 },
        () => ({ kind: 'sent', providerId: `x${Math.random()}`, segments: 1, price: null }) as const,
      ),
      REFUSED,
    )
    const number = await at.getsAnOffer()
    expect(at.smsOfBar()).toHaveLength(1)
    expect(await fallbacks()).toMatchObject([{ why: 'unreachable', original: 'failed' }])
    const [account] = await at.query(
      `select preferred_channel as channel, preferred_by as by from account where id = (select account_id from contact where address = $1 limit 1)`,
      [BAR],
    )
    expect(account).toEqual({ channel: 'sms', by: 'failure' })
    const tried = at.cloud.tried.length
    await at.barBySms('1')
    await at.depot(`OUI ${number}`)
    expect(at.smsOfBar().length).toBeGreaterThan(2)
    expect(at.cloud.tried).toHaveLength(tried)
  })

  it('is told by a late failure too, without waiting for the two minutes', async () => {
    at = await twoNetworks()
    await at.getsAnOffer()
    const last = at.cloud.sent.at(-1)
    await at.cloud.inbox().reportStatus([
      {
        adapter: 'cloud',
        providerId: `cloud-${last?.id}`,
        status: 'failed',
        errorCode: '131026',
        segments: null,
        price: null,
      },
    ])
    await at.app.settle()
    expect(at.smsOfBar()).toHaveLength(1)
  })
})

describe('goods that may not be named on WhatsApp', () => {
  it('are named by SMS, while WhatsApp says neutral words, and the same cart goes on there', async () => {
    at = await twoNetworks()
    await at.bar('5 casiers de flag 65')
    expect(at.cloud.sent.at(-1)?.text).not.toContain('Flag')
    expect(at.smsOfBar().at(-1)?.text).toContain('Flag')
    await at.barBySms('ok')
    await at.barBySms('1')
    expect(await at.query(`select from "order" where status = 'pending_offers'`)).toHaveLength(1)
  })
})
