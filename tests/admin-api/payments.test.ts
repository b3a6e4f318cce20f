import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../admin-api/roles.ts'
import { aDeliveredOrder, aPayment, type Market, openMarket, say, succeedAt } from '../domain/money/arranging.ts'
import { freshDatabase } from '../harness/database.ts'
import { formOf } from '../harness/form.ts'
import { type AdminApi, openAdminApi } from './api.ts'

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('the page of the operator')])
const MP4 = Buffer.from('\0\0\0\x18ftypmp42')

let api: AdminApi
let market: Market
let reference: string
let providerRef: string
beforeAll(async () => {
  api = await openAdminApi((await freshDatabase()).url)
  market = await openMarket(api.pool)
})
afterAll(() => api.close())
beforeEach(async () => {
  reference = await aPayment(market, await aDeliveredOrder(market))
  providerRef = `T_${reference}`
  await say(market, reference, { outcome: 'pending' })
  market.pass(11)
  api.setNow(market.now())
})

interface Given {
  readonly role?: Role
  readonly bytes?: Buffer
  readonly fields?: Readonly<Record<string, string>>
  readonly of?: string
}

async function settle({ role = 'finance', bytes = JPEG, fields = {}, of = reference }: Given = {}) {
  const { headers, payload } = formOf({ name: 'wave.jpg', bytes }, { providerRef, amount: '137500', ...fields })
  return api.app.inject({
    method: 'POST',
    url: `/api/payments/${of}/settle`,
    headers: { ...headers, authorization: `Bearer ${api.keyOf(role)}` },
    payload,
  })
}

describe('a payment settled by hand', () => {
  it('has its receipt, its proof to be looked at, and its line in the audit', async () => {
    const settled = await settle()
    expect(settled.json()).toEqual({ receipt: expect.any(Number) })
    const { body } = await api.get('/api/payments?onProof=true&limit=1', 'support_l1')
    expect(body.items).toMatchObject([
      {
        reference,
        status: 'succeeded',
        amount: 137_500,
        providerRef,
        onProof: true,
        phone: '+225••••••0001',
        proof: { givenBy: 'finance key', amount: 137_500 },
      },
    ])
    const proof = await api.call('auditor', 'GET', `/api/payments/${reference}/proof`)
    expect(proof.headers['content-type']).toBe('image/jpeg')
    expect(proof.headers['content-security-policy']).toContain('sandbox')
    expect(proof.rawPayload.equals(JPEG)).toBe(true)
    const [audit] = (await api.get(`/api/audit?subject=payment:${reference}`)).body.items
    expect(audit).toMatchObject({
      who: 'finance key',
      action: 'payment.settleByHand',
      after: { providerRef, amount: 137_500, proof: { contentType: 'image/jpeg', bytes: JPEG.length } },
    })
    expect(api.committed.at(-1)?.wake).toHaveLength(2)
    await succeedAt(market, reference, providerRef, 137_500)
    expect((await api.get('/api/payments?onProof=true')).body.items).not.toContainEqual(
      expect.objectContaining({ reference }),
    )
  })

  it('is for finance alone, and happens once', async () => {
    for (const role of ['support_l2', 'operations', 'manager', 'admin', 'auditor'] as const) {
      expect((await settle({ role })).json()).toMatchObject({ status: 403, code: 'FORBIDDEN' })
    }
    const both = await Promise.all([settle(), settle({ role: 'finance_director' })])
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409])
    expect((await settle()).json()).toMatchObject({ code: 'PAYMENT_NOT_WAITING', details: { status: 'succeeded' } })
  })

  it.each([
    { why: 'no proof that is a picture or a PDF', given: { bytes: MP4 }, code: 'PROOF_INVALID' },
    { why: 'an empty file', given: { bytes: Buffer.alloc(0) }, code: 'PROOF_INVALID' },
    { why: 'no number of the operator', given: { fields: { providerRef: ' ' } }, code: 'INVALID' },
    { why: 'a number that is none', given: { fields: { providerRef: "x'; drop table payment" } }, code: 'INVALID' },
    { why: 'no francs', given: { fields: { amount: '0' } }, code: 'INVALID' },
    { why: 'half a franc', given: { fields: { amount: '10.5' } }, code: 'INVALID' },
    { why: 'a field we do not know', given: { fields: { settledAt: 'yesterday' } }, code: 'INVALID' },
    { why: 'a payment there is not', given: { of: 'DN-1-9' }, code: 'PAYMENT_NOT_FOUND' },
  ])('is refused with $why', async ({ given, code }) => {
    expect((await settle(given)).json().code).toBe(code)
    expect((await api.get(`/api/payments?limit=1`)).body.items).toMatchObject([{ reference, status: 'pending' }])
  })

  it('takes a form and nothing else, and there is no proof of what the operator settled', async () => {
    const url = `/api/payments/${reference}/settle`
    expect((await api.call('finance', 'POST', url)).json()).toMatchObject({
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
    })
    const proof = await api.call('finance', 'GET', `/api/payments/${reference}/proof`)
    expect(proof.json()).toMatchObject({ status: 404, code: 'PROOF_NOT_FOUND' })
  })
})

describe('payments', () => {
  it('are listed by status, method and order, newest first', async () => {
    const list = async (query: string) =>
      (await api.get(`/api/payments?${query}`)).body.items.map(({ reference: one }) => one)
    expect((await list('status=pending&method=wave'))[0]).toBe(reference)
    expect(await list('method=cash')).toEqual([])
    const { rows } = await api.pool.query('select order_id from payment where reference = $1', [reference])
    expect(await list(`order=${rows[0].order_id}`)).toEqual([reference])
    expect((await api.get('/api/payments?status=lost')).body).toMatchObject({ code: 'INVALID' })
  })
})
