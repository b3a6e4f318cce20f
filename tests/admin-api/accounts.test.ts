import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerClient } from '../../domain/accounts/registering.ts'
import { aContact, anApprovedSupplier, granted, loadReferenceData, runWork } from '../domain/orders/arrange.ts'
import { freshDatabase } from '../harness/database.ts'
import { type AdminApi, allPages, openAdminApi } from './api.ts'

let api: AdminApi
beforeAll(async () => {
  api = await openAdminApi((await freshDatabase()).url)
  await loadReferenceData(api.pool)
  await anApprovedSupplier(api.pool)
})
afterAll(() => api.close())

/** A maquis that waits in the approval queue. */
async function anApplicant(name = `Maquis ${Math.random()}`): Promise<{ accountId: string; contactId: string }> {
  const contactId = await aContact(api.pool, 'whatsapp')
  const where = { zoneId: 'yopougon', quartierId: null, directions: null, latitude: null, longitude: null, email: null }
  const { accountId } = granted(
    await runWork(api.pool, {}, (work) =>
      registerClient(work, {
        ...where,
        contactId,
        name,
        managerName: 'Awa Koné',
        type: 'maquis',
        licenceDeclared: true,
      }),
    ),
  )
  return { accountId, contactId }
}

async function mailOf(contactId: string): Promise<unknown[]> {
  const { rows } = await api.pool.query(
    `select payload from mailbox_item where contact_id = $1 and kind = 'event' order by id`,
    [contactId],
  )
  return rows.map(({ payload }) => payload)
}

const auditOf = async (accountId: string) => (await api.get(`/api/audit?subject=account:${accountId}`)).body.items
const statusOf = async (accountId: string) => (await api.get(`/api/accounts/${accountId}`)).body.status

describe('accounts', () => {
  it('approves: access at once, the welcome in the mailbox, the lane woken, an audit row', async () => {
    const { accountId, contactId } = await anApplicant()
    const answer = await api.call('operations', 'POST', `/api/accounts/${accountId}/approve`)
    expect([answer.statusCode, answer.json()]).toEqual([200, { accountId }])
    expect(await statusOf(accountId)).toBe('approved')
    expect(await mailOf(contactId)).toEqual([{ type: 'account.approved' }])
    expect(api.committed.at(-1)?.wake).toEqual([contactId])
    expect(await auditOf(accountId)).toMatchObject([
      {
        who: 'operations key',
        role: 'operations',
        action: 'account.approve',
        before: { status: 'pending' },
        from: '127.0.0.1',
      },
    ])
  })

  it('rejects with the reason that is sent, and not twice', async () => {
    const { accountId, contactId } = await anApplicant()
    const reason = 'le nom est illisible'
    const reject = () => api.call('manager', 'POST', `/api/accounts/${accountId}/reject`, { reason })
    expect((await reject()).statusCode).toBe(200)
    expect(await mailOf(contactId)).toEqual([{ type: 'account.rejected', reason }])
    const again = await reject()
    expect([again.statusCode, again.json().code, again.json().details]).toEqual([
      409,
      'ACCOUNT_WRONG_STATUS',
      { status: 'rejected' },
    ])
    expect(await mailOf(contactId)).toHaveLength(1)
    expect(await auditOf(accountId)).toMatchObject([{ after: { reason } }])
  })

  it('suspends and reinstates', async () => {
    const { accountId, contactId } = await anApplicant()
    const decide = (name: string, body?: object) =>
      api.call('operations', 'POST', `/api/accounts/${accountId}/${name}`, body)
    await decide('approve')
    expect((await decide('suspend', { reason: 'impayés' })).statusCode).toBe(200)
    expect((await api.get(`/api/accounts/${accountId}`)).body).toMatchObject({
      status: 'suspended',
      suspensionReason: 'impayés',
    })
    expect((await decide('reinstate')).statusCode).toBe(200)
    expect(await mailOf(contactId)).toMatchObject([
      { type: 'account.approved' },
      { type: 'account.suspended' },
      { type: 'account.reinstated' },
    ])
    expect((await auditOf(accountId)).map(({ action }) => action)).toEqual([
      'account.reinstate',
      'account.suspend',
      'account.approve',
    ])
  })

  it('gives a supplier the zones that staff say', async () => {
    const supplier = await anApprovedSupplier(api.pool, { zoneId: 'cocody' })
    await api.pool.query(`update account set status = 'pending' where id = $1`, [supplier.supplierId])
    const approve = (zones: string[]) =>
      api.call('operations', 'POST', `/api/accounts/${supplier.supplierId}/approve`, { zones, usualDelayMinutes: 25 })
    expect((await approve(['atlantis'])).json()).toMatchObject({ code: 'ZONE_NOT_FOUND' })
    expect((await approve(['cocody', 'abobo'])).statusCode).toBe(200)
    const { body } = await api.get(`/api/accounts/${supplier.supplierId}`)
    expect(body.supplier).toMatchObject({ usualDelayMinutes: 25, zones: expect.arrayContaining(['cocody', 'abobo']) })
  })

  it('lets one of two decide at the same instant', async () => {
    const { accountId, contactId } = await anApplicant()
    const answers = await Promise.all(
      (['operations', 'manager', 'admin', 'operations'] as const).map((role) =>
        api.call(role, 'POST', `/api/accounts/${accountId}/approve`),
      ),
    )
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409, 409, 409])
    expect(await mailOf(contactId)).toHaveLength(1)
    expect(await auditOf(accountId)).toHaveLength(1)
  })

  it('shows the number in full to those who may call, and masked to the rest and in lists', async () => {
    const { accountId } = await anApplicant('Maquis du Numéro')
    const { rows } = await api.pool.query('select address from contact where account_id = $1', [accountId])
    const { address } = rows[0]
    const shown = async (role: 'support_l1' | 'auditor' | 'finance') =>
      (await api.get(`/api/accounts/${accountId}`, role)).body.phones
    expect(await shown('support_l1')).toEqual([address])
    for (const role of ['auditor', 'finance'] as const)
      expect(JSON.stringify(await shown(role))).not.toContain(address.slice(4, -4))
    const list = await api.call('support_l1', 'GET', '/api/accounts?limit=200')
    expect(list.body).toContain('Maquis du Numéro')
    expect(list.body).not.toContain(address)
  })

  it('finds by name, number, kind, status and zone', async () => {
    const { accountId } = await anApplicant('Chez Tantie Affoué')
    const ids = async (query: string) =>
      (await api.get(`/api/accounts?limit=200&${query}`)).body.items.map(({ id }) => id)
    const { rows } = await api.pool.query('select address from contact where account_id = $1', [accountId])
    for (const query of [
      'search=tantie%20affou',
      `search=${encodeURIComponent(rows[0].address)}`,
      'kind=client&status=pending&zone=yopougon',
    ]) {
      expect(await ids(query), query).toContain(accountId)
    }
    for (const query of ['kind=supplier', 'status=approved', 'zone=cocody', 'search=%25'])
      expect(await ids(query), query).not.toContain(accountId)
  })

  it('shows each account once while others come in between the pages', async () => {
    for (let made = 0; made < 5; made += 1) await anApplicant()
    const before = (await api.get('/api/accounts?limit=200')).body.items.map(({ id }) => id)
    const late = [anApplicant, anApplicant, anApplicant]
    const seen = await allPages(api, '/api/accounts', { limit: 3, between: async () => late.pop()?.() })
    const ids = seen.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.slice(0, before.length)).toEqual(before)
    expect(ids.length).toBe(before.length + 3)
  })
})

describe('the channel that the news of an account goes to', () => {
  it('is said by staff, by SMS where only WhatsApp was known, with an audit row of before and after', async () => {
    const { accountId } = await anApplicant()
    const path = `/api/accounts/${accountId}/preferred-channel`
    const answer = await api.call('support_l1', 'PUT', path, { channel: 'sms' })
    expect([answer.statusCode, answer.json()]).toEqual([200, { channel: 'sms' }])
    const { body } = await api.get(`/api/accounts/${accountId}`)
    expect(body).toMatchObject({ preferredChannel: 'sms', preferredBy: 'staff' })
    expect(body.contacts).toMatchObject([{ channel: 'whatsapp' }, { channel: 'sms' }])
    expect(await auditOf(accountId)).toMatchObject([
      { action: 'account.preferChannel', before: { channel: null, by: null }, after: { channel: 'sms' } },
    ])
  })

  it('is not one on which they were never met, nor for who may only read', async () => {
    const contactId = await aContact(api.pool, 'sms')
    const { rows } = await api.pool.query<{ id: string }>(
      `update contact set account_id = (select account_id from contact where account_id is not null and channel = 'sms'
         order by created_at limit 1) where id = $1 returning account_id as id`,
      [contactId],
    )
    const path = `/api/accounts/${rows[0]?.id}/preferred-channel`
    expect((await api.call('operations', 'PUT', path, { channel: 'whatsapp' })).statusCode).toBe(409)
    expect((await api.call('auditor', 'PUT', path, { channel: 'sms' })).statusCode).toBe(403)
  })
})
