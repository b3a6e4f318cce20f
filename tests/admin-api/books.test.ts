import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postTransaction } from '../../domain/money/ledger.ts'
import { EVENING, inMinutes, runWork } from '../domain/orders/arrange.ts'
import { freshDatabase } from '../harness/database.ts'
import { type AdminApi, allPages, openAdminApi } from './api.ts'

let api: AdminApi
beforeAll(async () => {
  api = await openAdminApi((await freshDatabase()).url)
})
afterAll(() => api.close())

let causes = 0
/** A movement between a client and a wallet. */
async function post(amount: number, client = 'client:a', now = EVENING): Promise<void> {
  causes += 1
  const entries = [
    { account: 'money:wave', amount },
    { account: client, amount: -amount },
  ]
  const transaction = { cause: `payment:${causes}`, kind: 'payment', orderId: null, memo: null, entries }
  await runWork(api.pool, { now }, (work) => postTransaction(work, transaction))
}

describe('the ledger', () => {
  it('lists entries by account and time, each once while others are booked', async () => {
    for (const amount of [1_000, 2_000, 3_000]) await post(amount)
    await post(500, 'client:b', inMinutes(10))
    const of = async (query: string) =>
      (await api.get(`/api/ledger/entries?${query}`, 'finance')).body.items.map(({ amount }) => amount)
    expect(await of('account=client:a')).toEqual([-1_000, -2_000, -3_000])
    expect(await of(`from=${inMinutes(5).toISOString()}`)).toEqual([500, -500])
    expect(await of(`account=money:wave&to=${inMinutes(5).toISOString()}`)).toEqual([1_000, 2_000, 3_000])
    const late = [1, 2].map(() => () => post(7))
    const seen = (await allPages(api, '/api/ledger/entries', { limit: 3, between: async () => late.pop()?.() })).map(
      ({ id }) => id,
    )
    expect(seen).toHaveLength(12)
    expect(new Set(seen).size).toBe(12)
  })

  it('has balances that sum to zero, all together', async () => {
    const { body } = await api.get('/api/ledger/balances', 'auditor')
    expect(body.sum).toBe(0)
    expect(body.items).toContainEqual({ account: 'client:b', balance: -500 })
    expect((await api.get('/api/ledger/balances?prefix=client:')).body.items).toHaveLength(2)
    expect((await api.get('/api/ledger/check')).body).toEqual({
      balanced: true,
      sum: 0,
      entries: 12,
      transactions: 6,
      unbalanced: 0,
    })
  })
})

describe('settings', () => {
  const put = (key: string, value: unknown) => api.call('admin', 'PUT', `/api/settings/${key}`, { value })

  it('changes a number, with its history under the name of who did it', async () => {
    expect((await put('minimumForDelivery', 5_000)).json()).toEqual({ changed: true })
    expect((await put('minimumForDelivery', 5_000)).json()).toEqual({ changed: false })
    const { items } = (await api.get('/api/settings', 'manager')).body
    expect(items.find(({ key }) => key === 'minimumForDelivery')).toMatchObject({
      value: 5_000,
      default: 3_000,
      changedAt: EVENING.toISOString(),
    })
    expect(items.find(({ key }) => key === 'offerValidMinutes')).toMatchObject({ value: 30, changedAt: null })
    expect((await api.get('/api/settings/minimumForDelivery/history')).body.items).toEqual([
      { key: 'minimumForDelivery', before: 3_000, after: 5_000, who: 'admin key', at: EVENING.toISOString() },
    ])
    const [, audit] = (await api.get('/api/audit?subject=setting:minimumForDelivery')).body.items
    expect(audit).toMatchObject({ before: { value: 3_000 }, after: { value: 5_000 } })
  })

  it('refuses what a setting may not be, what does not exist, and commission rates', async () => {
    expect((await put('minimumForDelivery', -1)).json()).toMatchObject({
      code: 'INVALID',
      errors: [{ where: 'body/value' }],
    })
    expect((await put('paymentReminderHours', [24, 1])).json().code).toBe('INVALID')
    expect((await put('minimumForDelivery', 'beaucoup')).json().code).toBe('INVALID')
    expect((await put('toString', 1)).json()).toMatchObject({ status: 404, code: 'SETTING_NOT_FOUND' })
    for (const key of ['clientCommissionRate', 'supplierCommissionRate']) {
      expect((await put(key, 300)).json()).toMatchObject({ status: 409, code: 'COMMISSION_HAS_PROCEDURE' })
    }
  })
})

describe('keys', () => {
  it('shows a key once, keeps its hash alone, and revokes', async () => {
    const made = await api.call('admin', 'POST', '/api/keys', { name: 'caisse', role: 'support_l1' })
    expect(made.statusCode).toBe(201)
    const { id, key } = made.json()
    expect(key).toMatch(/^dn_[\w-]{43}$/)
    const kept = await api.pool.query('select * from api_key; select * from audit_log')
    expect(JSON.stringify(kept)).not.toContain(key)
    const list = await api.call('auditor', 'GET', '/api/keys?limit=200')
    expect(list.body).toContain('caisse')
    expect(list.body).not.toContain('hash')
    const revoke = () => api.call('admin', 'DELETE', `/api/keys/${id}`)
    expect((await revoke()).json()).toEqual({ id, name: 'caisse' })
    expect((await revoke()).json()).toMatchObject({ status: 404, code: 'KEY_NOT_FOUND' })
    expect((await api.get(`/api/audit?subject=key:${id}`)).body.items.map(({ action }) => action)).toEqual([
      'key.revoke',
      'key.make',
    ])
  })
})
