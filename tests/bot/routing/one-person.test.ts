import { afterEach, describe, expect, it } from 'vitest'
import type { InboundMessage } from '../../../bot/channels/channel.ts'
import { statusOf } from '../../whole/people.ts'
import { BAR, type TwoNetworks, twoNetworks } from './two-networks.ts'

let at: TwoNetworks
afterEach(() => at.app.stop())

const contactOf = async (phone: string, channel: 'whatsapp' | 'sms') => {
  const [contact] = await at.query<{ id: string; account: string | null; name: string | null; adapter: string }>(
    `select c.id, c.account_id as account, a.name, c.adapter from identity i join contact c on c.id = i.contact_id
     left join account a on a.id = c.account_id where i.kind = 'phone' and i.value = $1 and i.channel::text = $2`,
    [phone, channel],
  )
  return contact
}
const preference = async () => {
  const [account] = await at.query<{ channel: string | null; by: string | null }>(
    `select preferred_channel as channel, preferred_by as by from account where id = (select account_id from contact
     where address = $1 and channel = 'whatsapp')`,
    [BAR],
  )
  return account
}
/** Somebody writes on WhatsApp under a business-scoped id. */
async function writesAs(identities: InboundMessage['identities'], id: string): Promise<void> {
  await at.cloud.inbox().receive([
    {
      adapter: 'cloud',
      medium: 'whatsapp',
      address: 'CI.42',
      identities,
      providerId: id,
      name: null,
      sender: null,
      body: { kind: 'text', text: 'bonsoir' },
    },
  ])
  await at.app.settle()
}

describe('the same person on WhatsApp and by SMS', () => {
  it('is one account, with a conversation on each, and sees its order on both', async () => {
    at = await twoNetworks()
    const number = await at.getsAnOffer()
    await at.barBySms('où est ma commande')
    expect(at.smsOfBar().at(-1)?.text).toContain(number)
    const [whatsapp, sms] = [await contactOf(BAR, 'whatsapp'), await contactOf(BAR, 'sms')]
    expect(sms?.account).toBe(whatsapp?.account)
    expect(sms?.id).not.toBe(whatsapp?.id)
    expect(
      await at.query('select from conversation where contact_id = any($1::uuid[])', [[sms?.id, whatsapp?.id]]),
    ).toHaveLength(2)
    expect(await preference()).toEqual({ channel: 'whatsapp', by: 'learned' })
  })

  it('takes the cart along, to and fro', async () => {
    at = await twoNetworks()
    await at.bar('5 casiers de malta')
    await at.barBySms('panier')
    expect(at.smsOfBar().at(-1)?.text).toContain('5 cas')
    await at.barBySms('et 2 packs awa 1.5')
    await at.bar('panier')
    expect(at.cloud.sent.at(-1)?.text).toMatch(/5 casiers[\s\S]*2 packs/)
  })

  it('is joined when it registers on one channel after it wrote on the other', async () => {
    at = await twoNetworks()
    const phone = '+2250707070799'
    await at.gate.receives(phone, 'bonsoir', { medium: 'sms' })
    await at.cloud.receives(phone, 'bonsoir', { medium: 'whatsapp' })
    await at.app.settle()
    expect(await contactOf(phone, 'sms')).toMatchObject({ account: null })
    for (const word of [
      'Maquis du Nord',
      'Awa Koné',
      'maquis',
      'Yopougon',
      'Siporex',
      'derrière la pharmacie',
      'non',
      'oui',
      'oui',
    ]) {
      await at.cloud.receives(phone, word, { medium: 'whatsapp' })
      await at.app.settle()
    }
    const whatsapp = await contactOf(phone, 'whatsapp')
    expect(whatsapp?.account).not.toBeNull()
    expect((await contactOf(phone, 'sms'))?.account).toBe(whatsapp?.account)
  })

  it('is nobody’s by a business-scoped id alone, and the phone’s once the provider gives it', async () => {
    at = await twoNetworks()
    const depot = '+2250700000011'
    await writesAs([{ kind: 'whatsapp_id', value: 'CI.42' }], 'b1')
    const scoped = () =>
      at.query<{ account: string | null }>(`select account_id as account from contact where address = 'CI.42'`)
    expect(await scoped()).toEqual([{ account: null }])
    await writesAs(
      [
        { kind: 'whatsapp_id', value: 'CI.42' },
        { kind: 'phone', value: depot },
      ],
      'b2',
    )
    expect(await scoped()).toEqual([{ account: (await contactOf(depot, 'sms'))?.account }])
  })

  it('stays blocked on both', async () => {
    at = await twoNetworks()
    await at.query(`insert into blocked_identity (value, reason) values ($1, 'test')`, [BAR])
    await at.barBySms('bonsoir')
    expect(at.smsOfBar()).toEqual([])
  })

  it('is one contact a channel though ten messages come on both at the same instant', async () => {
    at = await twoNetworks()
    const phone = '+2250707070755'
    await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        n % 2 === 0
          ? at.cloud.receives(phone, 'bonsoir', { medium: 'whatsapp' })
          : at.gate.receives(phone, 'bonsoir', { medium: 'sms' }),
      ),
    )
    await at.app.settle()
    expect(await at.query('select from identity where value = $1', [phone])).toHaveLength(2)
  })
})

describe('the channel that news goes to', () => {
  it('follows three messages in a row, not one', async () => {
    at = await twoNetworks()
    await at.barBySms('bonsoir')
    await at.barBySms('?')
    expect(await preference()).toMatchObject({ channel: 'whatsapp' })
    await at.barBySms('aide')
    await at.barBySms('merci')
    expect(await preference()).toEqual({ channel: 'sms', by: 'learned' })
    const before = at.cloud.tried.length
    const number = await ordersBySms()
    await at.depot(`${number} 30000 30`)
    expect(at.smsOfBar().at(-1)?.text).toContain(number)
    expect(at.cloud.tried).toHaveLength(before)
  })

  it('is what they say: “écrivez-moi par SMS”, then “WhatsApp svp”, whatever they write where', async () => {
    at = await twoNetworks()
    await at.bar('écrivez-moi par SMS svp')
    expect(at.cloud.sent.at(-1)?.text).toContain('par SMS')
    expect(await preference()).toEqual({ channel: 'sms', by: 'client' })
    const number = await at.getsAnOffer()
    expect(at.smsOfBar().at(-1)?.text).toContain('52 500')
    expect(await preference()).toEqual({ channel: 'sms', by: 'client' })
    await at.barBySms('WhatsApp svp')
    const bySms = at.smsOfBar().length
    await at.bar('offres')
    await at.bar('1')
    await at.depot(`OUI ${number}`)
    expect(at.smsOfBar()).toHaveLength(bySms)
    expect(await statusOf(at.app, number)).toBe('preparing')
  })

  it('is not one on which they were never met', async () => {
    at = await twoNetworks()
    await at.depot('écrivez-moi sur WhatsApp')
    expect(at.gate.sent.at(-1)?.text).toContain('une fois')
  })

  it('never takes news away from a conversation that a person of ours holds', async () => {
    at = await twoNetworks()
    const number = await at.getsAnOffer()
    await at.bar('écrivez-moi par SMS')
    const whatsapp = await contactOf(BAR, 'whatsapp')
    await at.query(
      `update conversation set owner = 'staff', held_by = 'somebody', held_until = $2, revision = revision + 1 where contact_id = $1`,
      [whatsapp?.id, new Date(at.app.clock.now().getTime() + 600_000)],
    )
    const bySms = at.smsOfBar().length
    await at.depot(`${number} 29000 30`)
    expect(at.smsOfBar()).toHaveLength(bySms)
  })

  it('is no more the one they asked to be left alone on: nothing of what waited there leaves either', async () => {
    at = await twoNetworks()
    await at.bar('écrivez-moi par SMS')
    await at.query(
      `insert into outbox_message (contact_id, content, copy, urgent, due_at)
       select id, '{"text": "plus tard"}', 'test', false, $2 from contact where address = $1 and channel = 'sms'`,
      [BAR, new Date(at.app.clock.now().getTime() + 600_000)],
    )
    await at.barBySms('STOP')
    const bySms = at.smsOfBar().length
    await at.getsAnOffer()
    await at.app.pass(20)
    expect(at.smsOfBar()).toHaveLength(bySms)
    expect(at.cloud.sent.at(-1)?.text).toContain('52 500')
  })
})

async function ordersBySms(): Promise<string> {
  await at.barBySms('5 casiers de malta')
  await at.barBySms('ok')
  await at.barBySms('1')
  const [order] = await at.query<{ number: number }>(`select max(number) as number from "order"`)
  return String(order?.number)
}
