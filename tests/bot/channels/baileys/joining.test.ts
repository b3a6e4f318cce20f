import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, openApp } from '../../../harness/app.ts'
import { BARS } from '../../../whole/people.ts'

// Two names of one person: what each had alone is the one contact's, and nothing is left behind.

let app: App
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.stop())

async function join(phone: string | null, lid: string): Promise<string> {
  const identities = [{ kind: 'lid', value: lid }, ...(phone === null ? [] : [{ kind: 'phone', value: phone }])]
  const { rows } = await app.pool.query(`select join_identities('whatsapp', $1::jsonb) as how`, [
    JSON.stringify(identities),
  ])
  return rows[0].how
}

let made = 0
/** A contact known by its LID alone, with a message that nobody read yet. */
async function hidden(lid: string): Promise<string> {
  made += 1
  const { rows } = await app.pool.query(
    `select r."contactId" as id from record_inbound('whatsapp', 'baileys', $1, $2::jsonb, $3, '{"kind":"text","text":"bonsoir"}', $4, $4, null, null) r`,
    [`${lid}@lid`, JSON.stringify([{ kind: 'lid', value: lid }]), `HIDDEN${made}`, app.clock.now()],
  )
  return rows[0].id
}

async function contactOf(phone: string): Promise<{ id: string; account_id: string }> {
  const { rows } = await app.pool.query(
    `select c.id, c.account_id from contact c join identity i on i.contact_id = c.id where i.channel = 'whatsapp' and i.value = $1`,
    [phone],
  )
  return rows[0]
}

describe('joining', () => {
  it('of nobody changes nothing', async () => {
    expect(await join('+2250799999999', '1000000001')).toBe('unknown')
  })

  it('gives a known contact its other name', async () => {
    const { id } = await contactOf(BARS.leGrin)
    expect(await join(BARS.leGrin, '1000000002')).toBe('one')
    const { rows } = await app.pool.query(`select contact_id from identity where value = '1000000002'`)
    expect(rows).toEqual([{ contact_id: id }])
  })

  it('gives who hid behind a LID the account of the same phone by SMS', async () => {
    const phone = '+2250700000011'
    const { rows: sms } = await app.pool.query(
      `select c.account_id from contact c join identity i on i.contact_id = c.id where i.channel = 'sms' and i.value = $1`,
      [phone],
    )
    const id = await hidden('1000000019')
    expect(await join(phone, '1000000019')).toBe('one')
    const { rows } = await app.pool.query('select account_id from contact where id = $1', [id])
    expect(rows).toEqual(sms)
    expect(rows[0].account_id).not.toBeNull()
  })

  it('keeps the contact with the account, whichever is older, and the cart that is newer in no place twice', async () => {
    const bar = await contactOf(BARS.tantieRose)
    const gone = await hidden('1000000003')
    await app.type('whatsapp', BARS.tantieRose, '3 casiers de flag 65')
    expect(await join(BARS.tantieRose, '1000000003')).toBe('one')
    const { rows } = await app.pool.query(
      `select merged_into_id, (select count(*)::int from mailbox_item where contact_id = c.id) as left,
         (select count(*)::int from "order" where contact_id = $2 and status = 'draft') as carts from contact c where id = $1`,
      [gone, bar.id],
    )
    expect(rows).toEqual([{ merged_into_id: bar.id, left: 0, carts: 1 }])
    expect((await contactOf(BARS.tantieRose)).account_id).toBe(bar.account_id)
    // What was written under the other name is read in the conversation that stays.
    await app.settle()
    const unread = await app.pool.query(
      `select from mailbox_item where provider_id like 'HIDDEN%' and handled_at is null`,
    )
    expect(unread.rows).toEqual([])
  })

  it('never makes two accounts one', async () => {
    const bar = await contactOf(BARS.palmier)
    const other = await contactOf(BARS.leGrin)
    expect(await join(BARS.palmier, '1000000002')).toBe('two_accounts')
    expect(await contactOf(BARS.palmier)).toEqual(bar)
    expect(await contactOf(BARS.leGrin)).toEqual(other)
  })

  it('by ten at once, while they write, ends in one contact with all messages', async () => {
    const lid = '1000000009'
    const phone = '+2250700112233'
    await Promise.all(
      Array.from({ length: 10 }, async (_, place) => {
        if (place % 2 === 0) await hidden(lid)
        else await app.type('whatsapp', phone, 'aide')
        await join(phone, lid)
      }),
    )
    expect(await join(phone, lid)).toBe('one')
    await app.settle()
    const { rows } = await app.pool.query(
      `select count(distinct i.contact_id)::int as contacts, (select count(*)::int from mailbox_item m
         where m.kind = 'message' and m.contact_id = any(array_agg(i.contact_id))) as heard
       from identity i where i.value in ($1, $2)`,
      [lid, phone],
    )
    expect(rows).toEqual([{ contacts: 1, heard: 10 }])
  })
})
