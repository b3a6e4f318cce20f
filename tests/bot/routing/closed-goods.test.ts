import { afterEach, describe, expect, it } from 'vitest'
import type { InboundBody } from '../../../bot/channels/channel.ts'
import { statusOf } from '../../whole/people.ts'
import { SENT, UNKNOWN } from '../test-channel.ts'
import { BAR, type TwoNetworks, twoNetworks } from './two-networks.ts'

// WhatsApp is closed to restricted goods here, and the client has been met on both channels: what must go on by SMS, where
// news is preferred, and where the cart follows to, all have a say.

let at: TwoNetworks
afterEach(() => at.app.stop())

/** What the bar's phone was told by both since the last look. */
function looking() {
  let [onWhatsApp, bySms] = [at.cloud.sent.length, at.smsOfBar().length]
  return () => {
    const texts = {
      whatsapp: at.cloud.sent.slice(onWhatsApp).map(({ text }) => text),
      sms: at
        .smsOfBar()
        .slice(bySms)
        .map(({ text }) => text),
    }
    onWhatsApp = at.cloud.sent.length
    bySms = at.smsOfBar().length
    return texts
  }
}

/** The bar was met on WhatsApp first: that is where its news goes. */
async function metOnBoth(): Promise<void> {
  at = await twoNetworks()
  await at.barBySms('bonsoir')
}

/** Five cases of beer, begun on WhatsApp and ordered by SMS; one depot has bid. Gives the order's number. */
async function hasAnOfferBySms(): Promise<string> {
  await at.bar('5 casiers de flag 65')
  await at.barBySms('ok')
  await at.barBySms('1')
  const number = await lastNumber()
  await at.depot(`${number} 30000 30`)
  return number
}

async function lastNumber(): Promise<string> {
  const [order] = await at.query<{ number: number }>(`select max(number) as number from "order"`)
  return String(order?.number)
}

describe('a client who prefers WhatsApp and orders what may not be sold there', () => {
  it('is answered by SMS, once', async () => {
    await metOnBoth()
    const told = looking()
    await at.bar('5 casiers de flag 65')
    const { whatsapp, sms } = told()
    expect(whatsapp).toHaveLength(1)
    expect(whatsapp[0]).toContain('continue par SMS')
    expect(sms[0]).toContain('Flag')
    expect(sms).toHaveLength(1)
  })

  it('takes along what was in the cart', async () => {
    await metOnBoth()
    await at.bar('2 packs awa 1.5')
    await at.bar('et 5 casiers de flag 65')
    expect(at.smsOfBar().at(-1)?.text).toMatch(/2 pk Awa.*5 cas Flag/)
    expect(await at.query(`select from "order" where status = 'draft'`)).toHaveLength(1)
  })

  it('gets the news of that order by SMS, and none of it twice', async () => {
    await metOnBoth()
    await at.bar('5 casiers de flag 65')
    await at.barBySms('ok')
    await at.barBySms('1')
    const number = await lastNumber()
    await at.query(`update account set preferred_channel = 'whatsapp', leaning = 0 where preferred_channel is not null`)
    const told = looking()
    await at.depot(`${number} 30000 30`)
    const offered = told()
    expect(offered.sms).toHaveLength(1)
    expect(offered.sms[0]).toContain('Siporex')
    expect(offered.whatsapp).toEqual([])
    await at.barBySms('1')
    expect(await statusOf(at.app, number)).toBe('accepted')
  })

  it('still tracks, stops and calls a person on WhatsApp while that cart waits by SMS', async () => {
    await metOnBoth()
    const number = await at.getsAnOffer()
    await at.confirm()
    await at.barBySms('5 casiers de flag 65')
    const told = looking()
    await at.bar('où est ma commande')
    const tracked = told()
    expect(tracked.whatsapp.join()).toContain(number)
    expect(tracked.sms).toEqual([])
    await at.bar('bonsoir')
    expect(told().sms).toEqual([])
    const [cart] = await at.query<{ channel: string }>(
      `select c.channel from "order" o join contact c on c.id = o.contact_id where o.status = 'draft'`,
    )
    expect(cart).toEqual({ channel: 'sms' })
    await at.bar('STOP')
    expect(told().whatsapp.join()).toMatch(/START|plus de message/i)
    expect(await at.query(`select from contact where address = $1 and opted_out_at is not null`, [BAR])).toHaveLength(1)
  })
})

describe('an answer on WhatsApp to a question that was asked there', () => {
  it('cancels the order, and does not choose the offer that waits by SMS', async () => {
    at = await twoNetworks()
    const number = await hasAnOfferBySms()
    await at.bar('annule')
    expect(at.cloud.sent.at(-1)?.text).toContain('Annuler')
    await at.bar('oui')
    expect(await statusOf(at.app, number)).toBe('cancelled')
  })

  it('cancels one that a depot has accepted, with a reason that names what it likes', async () => {
    at = await twoNetworks()
    const number = await hasAnOfferBySms()
    await at.barBySms('1')
    await at.bar('annule')
    await at.bar('oui')
    await at.bar('trop de flag en stock')
    expect(await statusOf(at.app, number)).toBe('cancelled')
    expect(at.cloud.sent.map(({ text }) => text).join()).not.toMatch(/flag/i)
  })
})

describe('one person on two channels', () => {
  it('who writes on both at once, again and again, loses no message and has one cart in the end', async () => {
    await metOnBoth()
    await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        n % 2 === 0
          ? at.cloud.receives(BAR, n % 4 === 0 ? '1 pack awa 1.5' : '1 casier de flag 65', { medium: 'whatsapp' })
          : at.gate.receives(BAR, n % 3 === 0 ? '1 casier de castel 66' : 'panier', { medium: 'sms' }),
      ),
    )
    await at.app.settle()
    expect(await at.query(`select from mailbox_item where kind = 'message' and handled_at is null`)).toEqual([])
    expect(await at.query('select failure from mailbox_item where failure is not null')).toEqual([])
    await at.bar('1 casier de flag 65')
    const carts = await at.query<{ channel: string; flag: boolean }>(
      `select c.channel, is_restricted(o.id) as flag from "order" o join contact c on c.id = o.contact_id where o.status = 'draft'`,
    )
    expect(carts).toEqual([{ channel: 'sms', flag: true }])
    expect(at.cloud.sent.map(({ text }) => text).join()).not.toMatch(/flag|castel/i)
  })
})

describe('what is said of an order that goes on by SMS', () => {
  it('does not go by SMS itself when WhatsApp stays unconfirmed', async () => {
    at = await twoNetworks()
    await at.bar('5 casiers de flag 65')
    const told = looking()
    await at.app.pass(5)
    expect(told()).toEqual({ whatsapp: [], sms: [] })
  })

  it('goes at once by night too', async () => {
    at = await twoNetworks()
    at.app.clock.move(3 * 60)
    const told = looking()
    await at.bar('5 casiers de flag 65')
    expect(told()).toMatchObject({ whatsapp: [expect.stringContaining('continue par SMS')], sms: [expect.any(String)] })
  })

  it('is not that it was heard: a voice note is answered by SMS, once, and its words are not repeated on WhatsApp', async () => {
    at = await twoNetworks()
    const told = looking()
    await at.cloud
      .inbox()
      .receive([
        message({ kind: 'voice', ref: 'v', contentType: 'audio/ogg', caption: '', text: '5 casiers de flagg 65' }),
      ])
    await at.app.settle()
    const { whatsapp, sms } = told()
    expect(whatsapp).toEqual([expect.stringMatching(/^Cette commande continue par SMS/)])
    expect(sms).toEqual([expect.stringMatching(/^Panier: 5 cas Flag/)])
  })

  it('is said by SMS too when WhatsApp gave no answer and had taken the neutral words', async () => {
    at = await twoNetworks()
    at.cloud.answer(UNKNOWN)
    at.cloud.find(SENT)
    await at.query(
      `insert into outbox_message (contact_id, content, copy, urgent, due_at)
       select id, '{"text": "Votre Flag arrive"}', 'test', true, $2 from contact where address = $1`,
      [BAR, at.app.clock.now()],
    )
    await at.app.settle()
    await at.app.pass(1)
    expect(at.smsOfBar().map(({ text }) => text)).toEqual(['Votre Flag arrive'])
  })
})

function message(body: InboundBody) {
  return {
    adapter: 'cloud',
    medium: 'whatsapp' as const,
    address: BAR,
    identities: [{ kind: 'phone' as const, value: BAR }],
    providerId: 'with-a-file',
    name: null,
    sender: null,
    body,
  }
}

describe('what is said on WhatsApp of a cart that goes on by SMS', () => {
  it('is heard there', async () => {
    at = await twoNetworks()
    await at.bar('5 casiers de flag 65')
    const told = looking()
    await at.bar('panier')
    expect(told()).toMatchObject({
      whatsapp: [expect.stringContaining('par SMS')],
      sms: [expect.stringContaining('Flag')],
    })
    await at.bar('ok')
    expect(told().sms).toEqual([expect.stringContaining('Livraison')])
  })

  it('is not what is said of a cart of open goods that was begun here meanwhile', async () => {
    at = await twoNetworks()
    await at.bar('5 casiers de flag 65')
    await at.bar('2 packs awa 1.5')
    const told = looking()
    await at.bar('ok')
    expect(told()).toMatchObject({ whatsapp: [expect.stringContaining('2 packs Awa')], sms: [] })
  })
})

describe('the link to the page', () => {
  it('is announced on WhatsApp as what it is, and told by SMS', async () => {
    at = await twoNetworks()
    const told = looking()
    await at.bar('lien')
    expect(told()).toEqual({
      whatsapp: ['Le lien vous arrive par SMS.'],
      sms: [expect.stringMatching(/^Votre commande sur notre page : http/)],
    })
  })
})

describe('a client who stops SMS while an order goes on there', () => {
  it('is told on WhatsApp, once, that a person calls, and a person is asked for', async () => {
    at = await twoNetworks()
    const number = await hasAnOfferBySms()
    await at.barBySms('STOP')
    const told = looking()
    await at.depot(`${number} 29000 30`)
    await at.depot(`${number} 28000 30`)
    expect(told()).toEqual({ whatsapp: [expect.stringContaining('collègue vous appelle')], sms: [] })
    const waiting = await at.query(
      'select hand_over_reason as why from conversation where hand_over_requested_at is not null',
    )
    expect(waiting).toEqual([{ why: 'restricted_goods' }])
  })
})
