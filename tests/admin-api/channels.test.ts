import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Channel } from '../../bot/channels/channel.ts'
import { testChannel } from '../bot/test-channel.ts'
import { freshDatabase } from '../harness/database.ts'
import { type AdminApi, allPages, openAdminApi } from './api.ts'

const NUMBER = '+2250700000001'
const named = (name: string): Channel => ({
  ...testChannel(),
  name,
  senders: (medium) => (medium === 'whatsapp' ? [NUMBER, 'second'] : [NUMBER]),
  windowHours: (medium) => (medium === 'whatsapp' ? 24 : null),
})

let api: AdminApi
beforeAll(async () => {
  api = await openAdminApi((await freshDatabase()).url, [named('plain'), named('opened'), named('closed')])
})
afterAll(() => api.close())

const sender = z.looseObject({
  sender: z.string(),
  state: z.string(),
  isUsable: z.boolean(),
  stoppedByStaff: z.unknown(),
  warmUpDay: z.number().nullable(),
  newPeopleLeft: z.number().nullable(),
})
const listed = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      media: z.array(
        z.looseObject({
          medium: z.string(),
          restrictedGoods: z.string(),
          warnings: z.array(z.string()),
          senders: z.array(sender),
        }),
      ),
    }),
  ),
})
async function surface(name: string, medium = 'whatsapp') {
  const { items } = listed.parse((await api.call('support_l1', 'GET', '/api/channels')).json())
  const found = items.find((one) => one.name === name)?.media.find((one) => one.medium === medium)
  if (found === undefined) throw new Error(`${name}-${medium} is not listed`)
  return found
}
const url = (name: string, action: string, id = NUMBER) =>
  `/api/channels/${name}/senders/${encodeURIComponent(id)}/${action}`
const post = (path: string, body: object) => api.call('operations', 'POST', path, body)

describe('GET /api/channels', () => {
  it('shows each sender of each configured channel, a new WhatsApp number on its first day', async () => {
    const { senders, ...rest } = await surface('plain')
    expect(rest).toMatchObject({
      restrictedGoods: 'closed',
      windowHours: 24,
      perSecond: 1000,
      last24Hours: { sent: 0, delivered: 0, failed: 0, received: 0 },
      lastError: null,
      warnings: [],
    })
    expect(senders.map((one) => one.sender)).toEqual([NUMBER, 'second'])
    expect(senders[0]).toMatchObject({ state: 'warming_up', isUsable: true, warmUpDay: 1, newPeopleLeft: 19 })
    expect((await surface('plain', 'sms')).senders[0]).toMatchObject({ state: 'working', newPeopleLeft: null })
  })

  it('warns where alcohol is opened, and where a violation closed it whatever was opened', async () => {
    expect(await surface('opened')).toMatchObject({
      restrictedGoods: 'open',
      warnings: [expect.stringContaining('RESTRICTED_GOODS_OPEN')],
    })
    expect(await surface('closed')).toMatchObject({
      restrictedGoods: 'closed',
      warnings: [expect.stringContaining('arrêté')],
    })
  })

  it('counts the last 24 hours, and shows the last error', async () => {
    await api.pool.query(
      `with c as (insert into contact (channel, adapter, address) values ('sms', 'plain', $1) returning id)
       insert into outbox_message (contact_id, content, copy, adapter, status, error_code, created_at)
       select c.id, '{"text": "x"}', 'test', 'plain', s::"OutboxStatus", nullif(e, ''), now() from c,
         (values ('sent', ''), ('read', ''), ('failed', '30003'), ('failed', '30007')) v(s, e)`,
      ['+2250700000099'],
    )
    api.setNow(new Date())
    expect(await surface('plain', 'sms')).toMatchObject({
      last24Hours: { sent: 2, delivered: 1, failed: 2, received: 0 },
      lastError: { code: '30007' },
    })
    api.setNow(new Date(Date.now() + 25 * 3_600_000))
    expect(await surface('plain', 'sms')).toMatchObject({ last24Hours: { sent: 0, failed: 0 }, lastError: null })
  })
})

describe('the switch of the staff', () => {
  it('stops a sender with a reason and starts it again; both are in the audit and in its history', async () => {
    const stopped = await post(url('plain', 'stop'), { reason: 'SIM volée', medium: 'whatsapp' })
    expect(stopped.json().items).toMatchObject([
      {
        medium: 'whatsapp',
        state: 'stopped_by_staff',
        isUsable: false,
        stoppedByStaff: { reason: 'SIM volée', who: 'operations key' },
      },
    ])
    expect((await surface('plain')).senders.map(({ isUsable }) => isUsable)).toEqual([false, true])
    expect((await surface('plain', 'sms')).senders[0]?.isUsable).toBe(true)
    await post(url('plain', 'stop', 'second'), { reason: 'essai' })
    expect((await surface('plain')).warnings).toEqual([expect.stringContaining('Aucun numéro')])

    const started = await post(url('plain', 'start'), {})
    expect(started.json().items.map((one: { isUsable: boolean }) => one.isUsable)).toEqual([true, true])
    const events = await allPages(api, url('plain', 'events'), { limit: 1 })
    expect(events.map(({ kind, medium }) => `${kind} ${medium}`)).toEqual([
      'started_by_staff sms',
      'started_by_staff whatsapp',
      'stopped_by_staff whatsapp',
    ])
    const { body } = await api.get(`/api/audit?subject=${encodeURIComponent(`sender:plain:${NUMBER}`)}`)
    expect(body.items.map(({ action, who }) => [action, who])).toEqual([
      ['sender.start', 'operations key'],
      ['sender.stop', 'operations key'],
    ])
  })

  it('takes a number that was in use before out of its warm-up', async () => {
    await post(url('opened', 'start'), { medium: 'whatsapp', usedSince: '2026-01-01T00:00:00Z' })
    expect((await surface('opened')).senders[0]).toMatchObject({
      state: 'working',
      warmUpDay: null,
      newPeopleLeft: null,
    })
  })

  it('knows only senders that are configured', async () => {
    for (const path of [url('plain', 'stop', 'other'), url('nobody', 'stop'), url('plain', 'start', '')]) {
      const answer = await post(path, path.endsWith('stop') ? { reason: 'essai' } : {})
      expect(answer.statusCode, path).toBeGreaterThanOrEqual(400)
    }
    expect((await post(url('plain', 'stop', 'other'), { reason: 'essai' })).json().code).toBe('SENDER_NOT_FOUND')
    expect((await post(url('plain', 'stop'), { reason: '' })).statusCode).toBe(400)
  })
})
