import { beforeAll, describe, expect, it } from 'vitest'
import { setCart, setCartOptions } from '../../../domain/orders/cart.ts'
import { moveCart } from '../../../domain/restricted/moving.ts'
import { smsContactOf } from '../../../domain/restricted/sms-contact.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  anApprovedClient,
  anApprovedSupplier,
  type Client,
  granted,
  loadReferenceData,
  runWork,
} from '../orders/arrange.ts'

const { pool } = await freshDatabase()

beforeAll(async () => {
  await loadReferenceData(pool)
  await anApprovedSupplier(pool)
})

const smsOf = (client: Client, contactId = client.contactId) =>
  runWork(pool, {}, (work) => smsContactOf(work, { contactId, accountId: client.clientId, adapter: 'smsgate' }))

const phoneOf = async (contactId: string) =>
  (await pool.query<{ address: string }>('select address from contact where id = $1', [contactId])).rows[0]?.address

/** The same person by SMS, who wrote there before. */
async function writesBySms(client: Client): Promise<string> {
  const address = await phoneOf(client.contactId)
  const { rows } = await pool.query<{ contactId: string }>(
    `select "contactId" from record_inbound('sms', 'smsgate', $1, $2::jsonb, $3, '{}'::jsonb, now(), now(), null, null)`,
    [address, JSON.stringify([{ kind: 'phone', value: address }]), `sms-${address}`],
  )
  return rows[0]?.contactId ?? ''
}

/** A bar on WhatsApp. */
async function aBar(): Promise<Client> {
  const client = await anApprovedClient(pool)
  await pool.query(`update contact set channel = 'whatsapp' where id = $1`, [client.contactId])
  await pool.query(`update identity set channel = 'whatsapp' where contact_id = $1`, [client.contactId])
  return client
}

describe('the SMS conversation of a business', () => {
  it('is made for the same number, once, and can be written to', async () => {
    const bar = await aBar()
    const made = await smsOf(bar)
    expect(made).not.toBeNull()
    expect(await smsOf(bar)).toBe(made)
    const { rows } = await pool.query('select channel, adapter, address, account_id from contact where id = $1', [made])
    expect(rows).toEqual([
      { channel: 'sms', adapter: 'smsgate', address: await phoneOf(bar.contactId), account_id: bar.clientId },
    ])
  })

  it('is the one that wrote before, which joins the account', async () => {
    const bar = await aBar()
    const before = await writesBySms(bar)
    expect(await smsOf(bar)).toBe(before)
    const { rows } = await pool.query('select account_id from contact where id = $1', [before])
    expect(rows).toEqual([{ account_id: bar.clientId }])
  })

  it('is none for who asked for no SMS, or whose number is another business’s, or hidden', async () => {
    const silent = await aBar()
    const contactId = await writesBySms(silent)
    await pool.query('update contact set opted_out_at = now() where id = $1', [contactId])
    expect(await smsOf(silent)).toBeNull()
    const other = await aBar()
    const taken = await aBar()
    await pool.query('update contact set account_id = $2 where id = $1', [await writesBySms(taken), other.clientId])
    expect(await smsOf(taken)).toBeNull()
    const hidden = await aBar()
    await pool.query(`update contact set address = 'CI.12345' where id = $1`, [hidden.contactId])
    await pool.query('delete from identity where contact_id = $1', [hidden.contactId])
    expect(await smsOf(hidden)).toBeNull()
  })
})

describe('a cart that goes on elsewhere', () => {
  const bock = (quantity: number) => ({ product: 'bock-65cl', unit: 'casier', quantity })
  const set = (client: Client, contactId: string, quantity: number) =>
    runWork(pool, { actor: client.actor }, async (work) =>
      granted(await setCart(work, { clientId: client.clientId, contactId, lines: [bock(quantity)] })),
    )
  const move = (client: Client, from: string, to: string) =>
    runWork(pool, {}, (work) => moveCart(work, { clientId: client.clientId, from, to }))
  const carts = async (client: Client) =>
    (
      await pool.query(
        `select o.contact_id as at, o.mode, l.quantity::int as quantity from "order" o join order_line l on l.order_id = o.id
         where o.client_id = $1 and o.status = 'draft'`,
        [client.clientId],
      )
    ).rows

  it('keeps its lines and how it is wanted', async () => {
    const bar = await aBar()
    const sms = (await smsOf(bar)) ?? ''
    const { cart } = await set(bar, bar.contactId, 3)
    await runWork(pool, {}, (work) => setCartOptions(work, { ...bar, mode: 'pickup' }))
    expect(await move(bar, bar.contactId, sms)).toBe(cart.orderId)
    expect(await carts(bar)).toEqual([{ at: sms, mode: 'pickup', quantity: 3 }])
  })

  it('joins the one that is there, and comes back whole', async () => {
    const bar = await aBar()
    const sms = (await smsOf(bar)) ?? ''
    await set(bar, sms, 2)
    await set(bar, bar.contactId, 3)
    await move(bar, bar.contactId, sms)
    expect(await carts(bar)).toMatchObject([{ at: sms, quantity: 5 }])
    await move(bar, sms, bar.contactId)
    expect(await carts(bar)).toMatchObject([{ at: bar.contactId, quantity: 5 }])
  })

  it('is one cart when it is moved to and fro at the same instant, and nothing of it is lost', async () => {
    const bar = await aBar()
    const sms = (await smsOf(bar)) ?? ''
    await set(bar, bar.contactId, 4)
    await Promise.all([
      move(bar, bar.contactId, sms),
      move(bar, sms, bar.contactId),
      move(bar, bar.contactId, sms),
      move(bar, sms, bar.contactId),
    ])
    expect(await carts(bar)).toMatchObject([{ quantity: 4 }])
  })

  it('leaves behind what is sold no more, and takes the rest along', async () => {
    const bar = await aBar()
    const sms = (await smsOf(bar)) ?? ''
    const lines = [bock(2), { product: 'awa-150cl', unit: 'pack', quantity: 1 }]
    await runWork(pool, { actor: bar.actor }, (work) => setCart(work, { ...bar, contactId: sms, lines }))
    await set(bar, bar.contactId, 3)
    try {
      await pool.query(`update product set active = false where id = 'bock-65cl'`)
      await move(bar, bar.contactId, sms)
      expect(await carts(bar)).toMatchObject([{ at: sms, quantity: 1 }])
    } finally {
      await pool.query(`update product set active = true where id = 'bock-65cl'`)
    }
  })

  it('is nobody else’s', async () => {
    const bar = await aBar()
    const stranger = await aBar()
    await set(bar, bar.contactId, 4)
    expect(await move(stranger, bar.contactId, stranger.contactId)).toBeNull()
    expect(await carts(bar)).toMatchObject([{ at: bar.contactId, quantity: 4 }])
  })
})
