import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../harness/database.ts'
import { type AdminApi, openAdminApi } from './api.ts'

let api: AdminApi
beforeAll(async () => {
  api = await openAdminApi((await freshDatabase()).url)
})
afterAll(() => api.close())

const ID = '00000000-0000-7000-8000-000000000000'

describe('problems', () => {
  it.each([
    ['a page of nothing', 'GET', '/api/orders?limit=0', undefined],
    ['a page of everything', 'GET', '/api/orders?limit=100000', undefined],
    ['a cursor that is none', 'GET', '/api/orders?after=1', undefined],
    ['a cursor of another list', 'GET', `/api/conversations?after=${ID}`, undefined],
    ['a view that does not exist', 'GET', '/api/orders?view=lost', undefined],
    ['a time that is none', 'GET', '/api/ledger/entries?from=yesterday', undefined],
    ['an id that is none', 'GET', '/api/accounts/1', undefined],
    ['a number beyond all numbers', 'GET', '/api/orders?number=99999999999999', undefined],
    ['no reason', 'POST', `/api/accounts/${ID}/reject`, {}],
    ['an empty reason', 'POST', `/api/orders/${ID}/cancel`, { reason: '   ' }],
    ['a field that does not exist', 'POST', `/api/accounts/${ID}/suspend`, { reason: 'impayés', who: 'me' }],
    ['a text beyond ten SMS', 'POST', `/api/conversations/${ID}/write`, { text: 'a'.repeat(1601) }],
    ['a role that does not exist', 'POST', '/api/keys', { name: 'x', role: 'root' }],
    ['half a franc', 'PUT', '/api/zones/cocody/fee', { deliveryFee: 1500.5 }],
    ['a correction of nothing', 'POST', `/api/orders/${ID}/correct`, { corrections: [] }],
  ] as const)('refuses %s as INVALID', async (_what, method, url, body) => {
    const role = url.includes('/orders/') ? 'operations' : 'admin'
    const answer = await api.call(role, method, url, body)
    expect(answer.statusCode).toBe(400)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json()).toMatchObject({ status: 400, code: 'INVALID', type: '/api/docs#INVALID' })
    expect(answer.json().errors[0]).toMatchObject({ where: expect.stringMatching(/^(body|querystring|params)/) })
  })

  it('says in which field the mistake is', async () => {
    const answer = await api.call('admin', 'POST', '/api/keys', { name: '', role: 'root' })
    expect(answer.json().errors.map(({ where }: { where: string }) => where)).toEqual(['body/name', 'body/role'])
  })

  it('answers what is no JSON, no known type or no address with a problem too', async () => {
    const headers = { authorization: `Bearer ${api.keyOf('admin')}` }
    const post = (type: string, payload: string) =>
      api.app.inject({ method: 'POST', url: '/api/keys', headers: { ...headers, 'content-type': type }, payload })
    expect((await post('application/json', '{broken')).json()).toMatchObject({ status: 400, code: 'INVALID' })
    expect((await post('text/csv', 'a,b')).json()).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' })
    expect((await post('application/json', `"${'a'.repeat(3_000_000)}"`)).json()).toMatchObject({
      status: 413,
      code: 'BODY_TOO_LARGE',
    })
    const nowhere = await api.app.inject('/api/nothing-here?secret=1')
    expect(nowhere.json()).toMatchObject({ status: 404, code: 'NOT_FOUND', instance: '/api/nothing-here' })
  })

  it('names what is not there', async () => {
    const codes = []
    for (const url of [
      `/api/accounts/${ID}`,
      `/api/orders/${ID}`,
      `/api/orders/${ID}/offers`,
      `/api/conversations/${ID}`,
      `/api/conversations/${ID}/messages`,
      '/api/catalogue/products/none',
      '/api/zones/none',
      '/api/settings/none/history',
    ]) {
      const { status, body } = await api.get(url)
      codes.push([status, body.code])
    }
    expect(codes).toEqual([
      [404, 'ACCOUNT_NOT_FOUND'],
      [404, 'ORDER_NOT_FOUND'],
      [404, 'ORDER_NOT_FOUND'],
      [404, 'CONVERSATION_NOT_FOUND'],
      [404, 'CONVERSATION_NOT_FOUND'],
      [404, 'PRODUCT_NOT_FOUND'],
      [404, 'ZONE_NOT_FOUND'],
      [404, 'SETTING_NOT_FOUND'],
    ])
  })

  it('lets one key ask so often and no more, without a word to the others', async () => {
    const statuses = new Set<number>()
    for (let asked = 0; asked < 605; asked += 1)
      statuses.add((await api.call('auditor', 'GET', '/api/settings/none/history')).statusCode)
    expect(statuses).toEqual(new Set([404, 429]))
    const answer = await api.call('auditor', 'GET', '/api/keys')
    expect(answer.json()).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' })
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect((await api.call('manager', 'GET', '/api/orders')).statusCode).toBe(200)
  })

  it('gives every answer a request id, that of the proxy in front when it is harmless', async () => {
    const ids = []
    for (const url of ['/health/live', '/api/orders', '/nowhere'])
      ids.push((await api.app.inject(url)).headers['x-request-id'])
    expect(new Set(ids).size).toBe(3)
    expect(ids.every((id) => typeof id === 'string' && id.length >= 8)).toBe(true)
    const asked = async (id: string) =>
      (await api.app.inject({ url: '/health/live', headers: { 'x-request-id': id } })).headers['x-request-id']
    expect(await asked('proxy-12345678')).toBe('proxy-12345678')
    expect(await asked('"}, injected')).not.toBe('"}, injected')
  })

  it('tells machines whether it is well', async () => {
    expect((await api.app.inject('/health/live')).json()).toEqual({ status: 'alive' })
    expect((await api.app.inject('/health/ready')).json()).toMatchObject({
      status: 'ready',
      checks: [{ name: 'database', ok: true }],
    })
    const metrics = await api.app.inject('/metrics')
    expect([metrics.statusCode, metrics.headers['content-type']]).toEqual([200, expect.stringContaining('text/plain')])
  })
})
