import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { peopleOf } from '../../bot/channels/twilio/health.ts'
import type { FakeTwilio } from '../fakes/twilio/server.ts'
import type { App } from '../harness/app.ts'
import { type OnTwilio, openOnTwilio } from './networks.ts'
import { BARS, DEPOTS } from './people.ts'

// How our numbers do at Twilio, from its HTTP answers and callbacks to what may still be said.

const WHATSAPP = '+2250700000042'

let at: OnTwilio
let twilio: FakeTwilio
let app: App
beforeAll(async () => {
  const env = { TWILIO_WHATSAPP_FROM: WHATSAPP, RESTRICTED_GOODS_OPEN: 'twilio-whatsapp,twilio-sms' }
  at = await openOnTwilio({ statuses: [], env }, ({ account }) =>
    account.whatsapp.push({
      sender_id: `whatsapp:${WHATSAPP}`,
      status: 'ONLINE',
      webhook: { callback_url: '', callback_method: 'POST', status_callback_url: '' },
      properties: { quality_rating: 'MEDIUM', messaging_limit: '1K Customers/24hr' },
    }),
  )
  app = at.app
  twilio = at.twilio
})
afterAll(() => at.stop())

async function sender(medium: 'whatsapp' | 'sms', id: string) {
  const { rows } = await app.pool.query(
    `select quality, people_per_day as most, stopped_why as why, rate_share as share from sender
     where adapter = 'twilio' and medium = $1::"ChannelKind" and sender = $2`,
    [medium, id],
  )
  return rows[0]
}
async function openAlerts(): Promise<string[]> {
  const { rows } = await app.pool.query<{ rule: string }>(
    `select rule from alert where closed_at is null and rule like 'sender.%' order by 1`,
  )
  return rows.map(({ rule }) => rule)
}
async function writes(from: string, body: string): Promise<string> {
  const before = twilio.messages.length
  await twilio.receive({ from, body })
  await app.settle()
  const answers = twilio.messages.slice(before).filter(({ resource }) => resource.to === from)
  return answers.map(({ resource }) => resource.body).join('\n')
}

describe('our numbers at Twilio', () => {
  it('are asked about: their quality and tier are known', async () => {
    await app.settle()
    expect(await sender('whatsapp', WHATSAPP)).toMatchObject({ quality: 'yellow', most: 1000 })
    expect(await openAlerts()).toEqual(['sender.quality_yellow'])
  })

  it('slow down when Twilio says too fast', async () => {
    twilio.misbehave({ status: 429, code: 63018, message: 'Rate limit exceeded' })
    await writes(DEPOTS.siporex, 'AIDE')
    await expect.poll(() => sender('sms', '+14155238886')).toMatchObject({ share: 0.5 })
  })

  it('stop when the token is refused, and are told of by one critical alert', async () => {
    // What was refused for its speed goes first, a minute later.
    await app.pass(2)
    twilio.misbehave({ status: 401, code: 20003, message: 'Authenticate' })
    await writes(DEPOTS.siporex, 'AIDE')
    await expect.poll(openAlerts).toContain('sender.stopped')
    expect(await sender('sms', '*')).toMatchObject({ why: 'token' })
  })

  it('no longer name alcohol on WhatsApp after a violation, whatever was opened', async () => {
    // The token that was refused is tried again.
    await app.pass(11)
    expect(await writes(`whatsapp:${BARS.leGrin}`, '5 casiers de flag 65')).toContain('Flag')
    const last = twilio.messages.at(-1)?.resource.sid ?? ''
    expect((await twilio.report(last, 'failed', 63013)).status).toBeLessThan(300)
    expect(await openAlerts()).toContain('sender.violation')
    const told = await writes(`whatsapp:${BARS.leGrin}`, '2 casiers de flag 65')
    expect(told).not.toMatch(/flag/i)
    expect(told).toContain('SMS')
  })

  it('have tiers in the words that Twilio and Meta use', () => {
    const words = ['1K Customers/24hr', 'TIER_250', 'TIER_10K', '100K', 'Unlimited', 'TIER_UNLIMITED', 'many', '', null]
    expect(words.map(peopleOf)).toEqual([1000, 250, 10_000, 100_000, null, null, undefined, undefined, undefined])
  })
})
