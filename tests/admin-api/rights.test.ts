import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Right, Role } from '../../admin-api/roles.ts'
import { ROLES } from '../../admin-api/roles.ts'
import { freshDatabase } from '../harness/database.ts'
import { type AdminApi, openAdminApi } from './api.ts'

// Written from product.md 8, not from the code: what each role may, and which right each route asks for.
const S = ['support_l1', 'support_l2'] as const
const O = ['operations', 'manager'] as const
const F = ['finance', 'finance_director'] as const
const HOLDERS: Readonly<Record<Right, readonly Role[]>> = {
  'accounts.read': ROLES,
  'accounts.decide': [...O, 'admin'],
  'orders.read': ROLES,
  'orders.follow': [...S, ...O, 'admin'],
  'orders.act': [...O, 'admin'],
  'orders.settle': O,
  'conversations.read': [...S, ...O, 'admin', 'auditor'],
  'conversations.write': [...S, ...O, 'admin'],
  'channels.read': [...S, ...O, 'admin', 'auditor'],
  'channels.write': [...O, 'admin'],
  'ledger.read': [...F, 'admin', 'auditor'],
  'refunds.write': F,
  'payments.settle': F,
  'payments.match': F,
  'catalogue.read': ROLES,
  'catalogue.write': [...O, 'admin'],
  'restricted.stop': ['manager', 'admin'],
  'settings.read': [...O, ...F, 'admin', 'auditor'],
  'settings.write': ['admin'],
  'tariffs.write': ['finance_director', 'admin'],
  'keys.read': ['admin', 'auditor'],
  'keys.write': ['admin'],
  'audit.read': ['admin', 'auditor'],
  'channels.pair': ['admin'],
}

const ID = '00000000-0000-7000-8000-000000000000'
const ROUTES: readonly (readonly ['GET' | 'POST' | 'PUT' | 'DELETE', string, Right])[] = [
  ['GET', '/api/accounts', 'accounts.read'],
  ['GET', '/api/accounts/{id}', 'accounts.read'],
  ['POST', '/api/accounts/{id}/approve', 'accounts.decide'],
  ['POST', '/api/accounts/{id}/reject', 'accounts.decide'],
  ['POST', '/api/accounts/{id}/suspend', 'accounts.decide'],
  ['POST', '/api/accounts/{id}/reinstate', 'accounts.decide'],
  ['GET', '/api/orders', 'orders.read'],
  ['GET', '/api/orders/{id}', 'orders.read'],
  ['GET', '/api/orders/{id}/offers', 'orders.read'],
  ['GET', '/api/offers', 'orders.read'],
  ['POST', '/api/orders/{id}/nudge', 'orders.follow'],
  ['POST', '/api/orders/{id}/call', 'orders.follow'],
  ['POST', '/api/orders/{id}/note', 'orders.follow'],
  ['POST', '/api/orders/{id}/widen', 'orders.act'],
  ['POST', '/api/orders/{id}/propose-another', 'orders.act'],
  ['POST', '/api/orders/{id}/deliver', 'orders.settle'],
  ['POST', '/api/orders/{id}/correct', 'orders.settle'],
  ['POST', '/api/orders/{id}/cancel', 'orders.settle'],
  ['GET', '/api/conversations', 'conversations.read'],
  ['GET', '/api/conversations/{contactId}', 'conversations.read'],
  ['GET', '/api/conversations/{contactId}/messages', 'conversations.read'],
  ['GET', '/api/conversations/{contactId}/messages/{id}/media', 'conversations.read'],
  ['GET', '/api/conversations/{contactId}/messages/{id}/explanation', 'conversations.read'],
  ['GET', '/api/accounts/{id}/habits', 'conversations.read'],
  ['DELETE', '/api/accounts/{id}/habits/{about}', 'conversations.write'],
  ['GET', '/api/understanding/not-understood', 'conversations.read'],
  ['POST', '/api/understanding/not-understood/handled', 'conversations.write'],
  ['POST', '/api/conversations/{contactId}/take-over', 'conversations.write'],
  ['POST', '/api/conversations/{contactId}/write', 'conversations.write'],
  ['POST', '/api/conversations/{contactId}/files', 'conversations.write'],
  ['POST', '/api/conversations/{contactId}/notices/{messageId}/send', 'conversations.write'],
  ['POST', '/api/conversations/{contactId}/release', 'conversations.write'],
  ['GET', '/api/channels', 'channels.read'],
  ['GET', '/api/channels/{adapter}/senders/{sender}/events', 'channels.read'],
  ['POST', '/api/channels/{adapter}/senders/{sender}/stop', 'channels.write'],
  ['POST', '/api/channels/{adapter}/senders/{sender}/start', 'channels.write'],
  ['GET', '/api/ledger/entries', 'ledger.read'],
  ['GET', '/api/ledger/balances', 'ledger.read'],
  ['GET', '/api/ledger/check', 'ledger.read'],
  ['GET', '/api/payments', 'orders.read'],
  ['GET', '/api/payments/{reference}/proof', 'ledger.read'],
  ['POST', '/api/payments/{reference}/settle', 'payments.settle'],
  ['GET', '/api/refunds', 'ledger.read'],
  ['GET', '/api/unmatched-payments', 'ledger.read'],
  ['POST', '/api/unmatched-payments/{id}/attach', 'payments.match'],
  ['POST', '/api/unmatched-payments/{id}/send-back', 'payments.match'],
  ['POST', '/api/refunds/{reference}/done', 'refunds.write'],
  ['GET', '/api/catalogue/products', 'catalogue.read'],
  ['GET', '/api/catalogue/products/{id}', 'catalogue.read'],
  ['PUT', '/api/accounts/{id}/preferred-channel', 'conversations.write'],
  ['PUT', '/api/catalogue/products/{id}', 'catalogue.write'],
  ['PUT', '/api/catalogue/products/{id}/packagings/{unit}/price', 'catalogue.write'],
  ['GET', '/api/catalogue/products/{id}/synonyms', 'catalogue.read'],
  ['POST', '/api/catalogue/products/{id}/synonyms', 'catalogue.write'],
  ['DELETE', '/api/catalogue/products/{id}/synonyms/{word}', 'catalogue.write'],
  ['POST', '/api/catalogue/import', 'catalogue.write'],
  ['GET', '/api/restricted', 'catalogue.read'],
  ['PUT', '/api/restricted/categories/{id}', 'catalogue.write'],
  ['POST', '/api/channels/{surface}/restricted-stop', 'restricted.stop'],
  ['DELETE', '/api/channels/{surface}/restricted-stop', 'restricted.stop'],
  ['POST', '/api/accounts/{id}/page', 'conversations.write'],
  ['GET', '/api/zones', 'catalogue.read'],
  ['GET', '/api/zones/{id}', 'catalogue.read'],
  ['PUT', '/api/zones/{id}', 'catalogue.write'],
  ['PUT', '/api/zones/{id}/fee', 'catalogue.write'],
  ['POST', '/api/zones/import', 'catalogue.write'],
  ['GET', '/api/channels/baileys/sessions', 'channels.pair'],
  ['GET', '/api/channels/baileys/sessions/{id}', 'channels.pair'],
  ['POST', '/api/channels/baileys/sessions/{id}/pair', 'channels.pair'],
  ['POST', '/api/channels/baileys/sessions/{id}/log-out', 'channels.pair'],
  ['POST', '/api/channels/baileys/sessions/{id}/resume', 'channels.pair'],
  ['GET', '/api/settings', 'settings.read'],
  ['GET', '/api/settings/{key}/history', 'settings.read'],
  ['PUT', '/api/settings/{key}', 'settings.write'],
  ['GET', '/api/tariffs', 'settings.read'],
  ['PUT', '/api/tariffs', 'tariffs.write'],
  ['GET', '/api/costs', 'ledger.read'],
  ['GET', '/api/keys', 'keys.read'],
  ['POST', '/api/keys', 'keys.write'],
  ['DELETE', '/api/keys/{id}', 'keys.write'],
  ['GET', '/api/audit', 'audit.read'],
]

const documented = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ 'x-right': z.string().optional() }))),
})

const pathOf = (template: string): string =>
  template
    .replace('{messageId}', '1')
    .replace('{unit}', 'casier')
    .replace(/\{(reference|key|adapter|sender)\}/g, 'none')
    .replace(/\{\w+\}/g, ID)

let api: AdminApi
beforeAll(async () => {
  api = await openAdminApi((await freshDatabase()).url)
})
afterAll(() => api.close())

describe('rights', () => {
  it('names every route that is behind a key, with its right', () => {
    const { paths } = documented.parse(api.app.swagger())
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, one]) => `${method.toUpperCase()} ${path} ${one['x-right']}`),
    )
    const behindKey = routes.filter((route) => route.includes(' /api/'))
    expect(behindKey.toSorted()).toEqual(ROUTES.map((route) => route.join(' ')).toSorted())
  })

  it.each(ROUTES)('%s %s is for those with %s alone', async (method, template, right) => {
    const url = pathOf(template)
    const body = method === 'GET' || method === 'DELETE' ? undefined : { unknown: true }
    const without = await api.call(null, method, url, body)
    expect([without.statusCode, without.json().code]).toEqual([401, 'UNAUTHENTICATED'])
    expect(without.headers['www-authenticate']).toBe('Bearer')
    const letIn = []
    for (const role of ROLES) {
      const { statusCode, body: text } = await api.call(role, method, url, body)
      const isRefused = statusCode === 403 && text.includes('"FORBIDDEN"')
      expect(statusCode === 401 || statusCode >= 500, `${role}: ${statusCode} ${text}`).toBe(false)
      if (!isRefused) letIn.push(role)
    }
    expect(letIn.toSorted()).toEqual([...HOLDERS[right]].toSorted())
  })

  it('lets nobody in with a key that is wrong, malformed or revoked', async () => {
    const made = (await api.call('admin', 'POST', '/api/keys', { name: 'short', role: 'auditor' })).json()
    const ask = (authorization: string) => api.app.inject({ url: '/api/orders', headers: { authorization } })
    expect((await ask(`Bearer ${made.key}`)).statusCode).toBe(200)
    expect((await api.call('admin', 'DELETE', `/api/keys/${made.id}`)).statusCode).toBe(200)
    for (const wrong of [`Bearer ${made.key}`, `Bearer dn_${'a'.repeat(43)}`, made.key, 'Bearer', 'Basic YTpi']) {
      expect((await ask(wrong)).statusCode, wrong.slice(0, 8)).toBe(401)
    }
  })

  it('asks who it is before it looks at the body', async () => {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/keys',
      headers: { 'content-type': 'application/json' },
      payload: '{broken',
    })
    expect(answer.statusCode).toBe(401)
  })
})
