import { afterAll, beforeAll, expect, it } from 'vitest'
import { settlePayment } from '../../domain/money/settling.ts'
import { aDeliveredOrder, openMarket } from '../domain/money/arranging.ts'
import { runWork } from '../domain/orders/arrange.ts'
import { freshDatabase } from '../harness/database.ts'
import { type AdminApi, openAdminApi } from './api.ts'

// What finance does, over the API, with money that came under a reference of nobody's.

let api: AdminApi
beforeAll(async () => {
  api = await openAdminApi((await freshDatabase()).url)
})
afterAll(() => api.close())

async function stray(reference: string, amount: number): Promise<void> {
  const said = {
    reference,
    method: 'wave',
    outcome: 'succeeded',
    providerRef: `W-${reference}`,
    failure: null,
  } as const
  await runWork(api.pool, {}, (work) => settlePayment(work, { ...said, amount }))
}

const waiting = async () => (await api.get('/api/unmatched-payments?status=open', 'finance')).body.items
const reason = 'le client a montré son reçu'

it('lists it with the orders it may be for, and finance gives it to one: audit, receipt, and a second person is told', async () => {
  const order = await aDeliveredOrder(await openMarket(api.pool))
  await stray('FAX-1', order.amountDue)
  const [one] = await waiting()
  expect(one).toMatchObject({
    method: 'wave',
    amount: order.amountDue,
    reference: 'FAX-1',
    status: 'open',
    proposals: [{ orderNumber: order.number, left: order.amountDue, because: 'amount' }],
  })
  const url = `/api/unmatched-payments/${String(one?.id)}`
  for (const role of ['support_l1', 'manager', 'admin', 'auditor'] as const) {
    expect((await api.call(role, 'POST', `${url}/attach`, { orderId: order.orderId, reason })).statusCode).toBe(403)
  }
  expect((await api.call('finance', 'POST', `${url}/attach`, { orderId: order.orderId })).statusCode).toBe(400)
  const both = { orderId: order.orderId, supplierId: order.supplier.accountId, reason }
  expect((await api.call('finance', 'POST', `${url}/attach`, both)).statusCode).toBe(400)

  const attached = await api.call('finance', 'POST', `${url}/attach`, { orderId: order.orderId, reason })
  expect([attached.statusCode, attached.json()]).toEqual([200, { changed: true }])
  const again = await api.call('finance', 'POST', `${url}/attach`, { orderId: order.orderId, reason })
  expect(again.json()).toEqual({ changed: false })
  const late = await api.call('finance_director', 'POST', `${url}/send-back`, { reason })
  expect([late.statusCode, late.json()]).toMatchObject([
    409,
    { code: 'UNMATCHED_SETTLED', details: { status: 'attached' } },
  ])
  expect((await api.get(`/api/orders/${order.orderId}`, 'finance')).body.status).toBe('paid')
  const { items } = (await api.get('/api/unmatched-payments', 'auditor')).body
  expect(items).toMatchObject([{ status: 'attached', orderId: order.orderId, supplierId: null, reason, proposals: [] }])
  const { rows } = await api.pool.query(`select action, before, after from audit_log where subject = $1 order by id`, [
    `unmatchedPayment:${String(one?.id)}`,
  ])
  expect(rows[0]).toMatchObject({
    action: 'unmatchedPayment.attach',
    before: { status: 'open', amount: order.amountDue, method: 'wave', providerRef: 'W-FAX-1' },
    after: { orderId: order.orderId, reason },
  })
  expect((await api.get('/api/ledger/check')).body).toMatchObject({ balanced: true, sum: 0 })
})

it('is sent back when it is nobody’s, and is among the refunds', async () => {
  await stray('FAX-2', 4_200)
  const [one] = await waiting()
  const sent = await api.call('finance', 'POST', `/api/unmatched-payments/${String(one?.id)}/send-back`, { reason })
  expect(sent.json()).toEqual({ changed: true })
  expect(api.committed.at(-1)?.outside).toMatchObject([{ to: 'refunds' }])
  expect(await waiting()).toEqual([])
  const { items } = (await api.get('/api/refunds?status=requested', 'finance')).body
  expect(items).toMatchObject([
    { reference: `RU-${String(one?.number)}`, amount: 4_200, method: 'wave', orderId: null, orderNumber: null },
  ])
  const missing = '/api/unmatched-payments/00000000-0000-7000-8000-000000000000/send-back'
  expect((await api.call('finance', 'POST', missing, { reason })).json()).toMatchObject({ code: 'UNMATCHED_NOT_FOUND' })
})
