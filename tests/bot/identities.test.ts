import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { InboundMessage } from '../../bot/channels/channel.ts'
import { type App, openApp } from '../harness/app.ts'
import { BARS } from '../whole/people.ts'
import { type TestChannel, testChannel } from './test-channel.ts'

type Identities = InboundMessage['identities']
const scoped = (value: string) => ({ kind: 'whatsapp_id' as const, value })
const phone = (value: string) => ({ kind: 'phone' as const, value })

let app: App
let channel: TestChannel
beforeAll(async () => {
  channel = testChannel()
  app = await openApp({ channels: () => [channel] })
})
afterAll(() => app.stop())

let last = 0
let one: { readonly id: string; readonly phone: string; readonly next: string }
beforeEach(() => {
  last += 1
  one = { id: `CI.one${last}`, phone: `+22507020000${10 + last}`, next: `+22507030000${10 + last}` }
})

function message(identities: Identities, text = 'AIDE'): InboundMessage {
  last += 1
  return {
    adapter: 'simulator',
    medium: 'whatsapp',
    address: identities.find(({ kind }) => kind === 'phone')?.value ?? identities[0]?.value ?? '',
    identities,
    providerId: `identities-${last}`,
    name: null,
    sender: null,
    body: { kind: 'text', text },
  }
}
const writes = (...identities: Identities) => channel.inbox().receive([message(identities)])
const changes = (from: Identities, to: Identities) =>
  channel.inbox().changeIdentities([
    {
      adapter: 'simulator',
      medium: 'whatsapp',
      from,
      to,
      address: to.find(({ kind }) => kind === 'phone')?.value ?? '',
    },
  ])

interface Kept {
  readonly id: string
  readonly accountId: string | null
  readonly address: string
}
async function whoHas(value: string): Promise<Kept | undefined> {
  const { rows } = await app.pool.query<Kept>(
    `select c.id, c.account_id as "accountId", c.address from identity i join contact c on c.id = i.contact_id
     where i.channel = 'whatsapp' and i.value = $1`,
    [value],
  )
  return rows[0]
}

describe('one person under several ids', () => {
  it('is known by the phone once WhatsApp has told it, and by the id once the phone is hidden', async () => {
    await writes(scoped(one.id))
    const first = await whoHas(one.id)
    await writes(scoped(one.id), phone(one.phone))
    expect(await whoHas(one.phone)).toEqual({ ...first, address: one.phone })
    await writes(scoped(one.id))
    expect(await whoHas(one.phone)).toEqual(first)
  })

  it('keeps the account of the phone when they first came under the id alone', async () => {
    const bar = await whoHas(BARS.leGrin)
    expect(bar?.accountId).not.toBeNull()
    await writes(scoped(one.id))
    expect((await whoHas(one.id))?.id).not.toBe(bar?.id)
    await writes(scoped(one.id), phone(BARS.leGrin))
    expect((await whoHas(one.id))?.id).toBe(bar?.id)
  })

  it('is not made of two that have an account each', async () => {
    await writes(scoped(one.id), phone(BARS.tantieRose))
    const [rose, cocotiers] = [await whoHas(BARS.tantieRose), await whoHas(BARS.cocotiers)]
    await writes(scoped(one.id), phone(BARS.cocotiers))
    expect((await whoHas(BARS.tantieRose))?.id).toBe(rose?.id)
    expect((await whoHas(BARS.cocotiers))?.id).toBe(cocotiers?.id)
  })

  it('is one contact when both ids and each alone come at the same instant, again and again', async () => {
    await writes(scoped(one.id), phone(one.phone))
    const forms: Identities[] = [[scoped(one.id)], [phone(one.phone)], [scoped(one.id), phone(one.phone)]]
    await Promise.all(Array.from({ length: 30 }, (_, place) => writes(...(forms[place % 3] ?? []))))
    expect((await whoHas(one.id))?.id).toBe((await whoHas(one.phone))?.id)
    const { rows } = await app.pool.query(
      "select count(*)::int as heard from mailbox_item where kind = 'message' and contact_id = $1",
      [(await whoHas(one.id))?.id],
    )
    expect(rows).toEqual([{ heard: 31 }])
  })

  it('loses no message when two strangers turn out to be one while both write', async () => {
    await writes(scoped(one.id))
    await writes(phone(one.phone))
    const before = last
    await Promise.all([
      ...Array.from({ length: 10 }, () => writes(scoped(one.id))),
      writes(scoped(one.id), phone(one.phone)),
      ...Array.from({ length: 10 }, () => writes(phone(one.phone))),
    ])
    const { rows } = await app.pool.query(
      `select count(*)::int as heard from mailbox_item where split_part(provider_id, '-', 2)::int > $1
       and provider_id like 'identities-%'`,
      [before],
    )
    expect(rows).toEqual([{ heard: 21 }])
    expect((await whoHas(one.id))?.id).toBe((await whoHas(one.phone))?.id)
  })
})

describe('a changed number', () => {
  it('keeps the contact; the old number is kept as history and means nobody', async () => {
    await writes(scoped(one.id), phone(one.phone))
    const before = await whoHas(one.id)
    await changes([scoped(one.id), phone(one.phone)], [scoped(`${one.id}b`), phone(one.next)])
    expect(await whoHas(one.next)).toEqual({ ...before, address: one.next })
    expect((await whoHas(`${one.id}b`))?.id).toBe(before?.id)
    expect([await whoHas(one.phone), await whoHas(one.id)]).toEqual([undefined, undefined])
    const { rows } = await app.pool.query('select value from former_identity where contact_id = $1', [before?.id])
    expect(rows.map(({ value }) => value).sort()).toEqual([one.phone, one.id].sort())
  })

  it('told again, when a stranger has the old number by now, changes nothing for the stranger', async () => {
    const change = () => changes([phone(one.phone)], [phone(one.next)])
    await writes(phone(one.phone))
    const person = await whoHas(one.phone)
    await change()
    await writes(phone(one.phone))
    const stranger = await whoHas(one.phone)
    expect(stranger?.id).not.toBe(person?.id)
    await change()
    expect(await whoHas(one.phone)).toEqual(stranger)
    expect(await whoHas(one.next)).toEqual({ ...person, address: one.next })
  })

  it('to one that another account has leaves both as they are', async () => {
    const [palmier, cocotiers] = [await whoHas(BARS.palmier), await whoHas(BARS.cocotiers)]
    await changes([phone(BARS.palmier)], [phone(BARS.cocotiers)])
    expect([await whoHas(BARS.palmier), await whoHas(BARS.cocotiers)]).toEqual([palmier, cocotiers])
  })

  it('of somebody we do not know is nothing', async () => {
    await changes([phone(one.phone)], [phone(one.next)])
    expect(await whoHas(one.next)).toBeUndefined()
  })
})
