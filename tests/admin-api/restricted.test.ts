import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadReferenceData } from '../domain/orders/arrange.ts'
import { freshDatabase } from '../harness/database.ts'
import { type AdminApi, openAdminApi } from './api.ts'

let api: AdminApi
beforeAll(async () => {
  api = await openAdminApi((await freshDatabase()).url)
  await loadReferenceData(api.pool)
})
afterAll(() => api.close())

const classes = async (): Promise<Record<string, unknown>> => {
  const { categories } = (await api.get('/api/restricted')).body
  if (!Array.isArray(categories)) throw new Error('no categories')
  return Object.fromEntries(categories.map((one) => [one.id, one.class]))
}
const classify = (id: string, to: string) =>
  api.call('operations', 'PUT', `/api/restricted/categories/${id}`, { class: to })

describe('the class of a category', () => {
  it('begins restricted for alcohol and tobacco, open for all else', async () => {
    expect(await classes()).toMatchObject({
      biere: 'restricted',
      whisky: 'restricted',
      soda: 'open',
      alimentaire: 'open',
    })
    await api.pool.query(`update product set category = 'tabac' where id = 'gobelets-25cl'`)
    expect(await classes()).toMatchObject({ tabac: 'restricted' })
  })

  it('is changed by staff, with who, before and after', async () => {
    expect((await classify('energisant', 'restricted')).statusCode).toBe(200)
    expect(await classes()).toMatchObject({ energisant: 'restricted' })
    expect(api.catalogueChanges()).toBe(1)
    const [audit] = (await api.get('/api/audit?subject=category:energisant')).body.items
    expect(audit).toMatchObject({
      action: 'category.classify',
      before: { class: 'open' },
      after: { class: 'restricted' },
    })
    expect((await classify('energisant', 'open')).statusCode).toBe(200)
  })

  it('is never opened while there is alcohol in it', async () => {
    const answer = await classify('biere', 'open')
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'CATEGORY_HOLDS_ALCOHOL'])
    expect(await classes()).toMatchObject({ biere: 'restricted' })
    expect((await classify('none', 'open')).json().code).toBe('CATEGORY_NOT_FOUND')
  })
})

describe('the stop switch', () => {
  const url = '/api/channels/twilio-whatsapp/restricted-stop'
  const stops = async () => (await api.get('/api/restricted')).body.stops

  it('is thrown by a manager or an admin, for a reason, on a surface that exists', async () => {
    expect((await api.call('operations', 'POST', url, { why: 'x' })).statusCode).toBe(403)
    expect((await api.call('manager', 'POST', url, { why: ' ' })).statusCode).toBe(400)
    const nowhere = await api.call('manager', 'POST', '/api/channels/twilio-telex/restricted-stop', { why: 'x' })
    expect(nowhere.json().code).toBe('SURFACE_NOT_FOUND')
    expect(await stops()).toEqual([])
  })

  it('is thrown once, whoever throws it again, and keeps the first reason', async () => {
    const answers = await Promise.all(
      ['avertissement de Meta', 'encore', 'et encore'].map((why) => api.call('manager', 'POST', url, { why })),
    )
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
    expect(await stops()).toHaveLength(1)
  })

  it('is lifted, audited, and can be thrown again', async () => {
    expect((await api.call('admin', 'DELETE', url)).statusCode).toBe(200)
    expect((await api.call('admin', 'DELETE', url)).json().code).toBe('STOP_NOT_FOUND')
    expect(await stops()).toEqual([])
    const { items } = (await api.get('/api/audit?subject=surface:twilio-whatsapp')).body
    expect(items.map(({ action }) => action)).toContain('restricted.lift')
    expect((await api.call('manager', 'POST', url, { why: 'une autre fois' })).statusCode).toBe(200)
    const { rows } = await api.pool.query('select count(*)::int as kept from restricted_stop')
    expect(rows).toEqual([{ kept: 2 }])
  })
})
