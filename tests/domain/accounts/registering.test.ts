import { beforeEach, describe, expect, it } from 'vitest'
import { checkRegistration, firstRefusal, type RegistrationFacts } from '../../../domain/accounts/checking.ts'
import { approveAccount, rejectAccount } from '../../../domain/accounts/deciding.ts'
import { mobileOfCoteDIvoire } from '../../../domain/accounts/phones.ts'
import { type RegistrationInput, registerClient, registerSupplier } from '../../../domain/accounts/registering.ts'
import type { ContactId } from '../../../domain/work/ids.ts'
import { freshDatabase } from '../../harness/database.ts'
import { eventsOf, granted, type Market, openMarket, present } from '../money/arranging.ts'

const FACTS: RegistrationFacts = {
  kind: 'client',
  name: 'Maquis Bel Air',
  managerName: 'Awa',
  type: 'maquis',
  email: null,
  phone: '+2250707070707',
  zoneExists: true,
  zoneServed: true,
  samePhone: false,
  sameName: false,
  blacklisted: false,
  licence: true,
}

describe('the automatic checks (product.md 1)', () => {
  it('pass for a complete request', () => {
    const checks = checkRegistration(FACTS)
    expect(checks.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 8 }, () => 'passed'))
    expect(firstRefusal(checks)).toBeNull()
  })

  it.each<[string, Partial<RegistrationFacts>, string]>([
    ['phone', { phone: '+33612345678' }, 'PHONE_INVALID'],
    ['zone', { zoneExists: false }, 'ZONE_NOT_FOUND'],
    ['served', { zoneServed: false }, 'ZONE_NOT_SERVED'],
    ['duplicate', { samePhone: true }, 'DUPLICATE_ACCOUNT'],
    ['duplicate', { sameName: true }, 'DUPLICATE_ACCOUNT'],
    ['blacklist', { blacklisted: true }, 'ACCOUNT_NOT_APPROVED'],
  ])('%s refuses at once: %o', (name, facts, refusal) => {
    const checks = checkRegistration({ ...FACTS, ...facts })
    expect(checks).toContainEqual({ check: name, outcome: 'failed', words: `check.${name}.failed` })
    expect(firstRefusal(checks)).toBe(refusal)
  })

  it.each<[string, Partial<RegistrationFacts>]>([
    ['email', { email: 'awa@' }],
    ['fields', { managerName: ' ' }],
    ['licence', { licence: false }],
  ])('%s is for staff to judge', (name, facts) => {
    const checks = checkRegistration({ ...FACTS, ...facts })
    expect(checks).toContainEqual(expect.objectContaining({ check: name, outcome: 'failed' }))
    expect(firstRefusal(checks)).toBeNull()
  })

  it('a hidden number is unknown, not wrong', () => {
    expect(checkRegistration({ ...FACTS, phone: null })).toContainEqual(
      expect.objectContaining({ check: 'phone', outcome: 'unknown' }),
    )
  })

  it('a depot makes its zone served', () => {
    expect(firstRefusal(checkRegistration({ ...FACTS, kind: 'supplier', zoneServed: false }))).toBeNull()
  })

  it.each([
    ['0707070707', '+2250707070707'],
    ['+225 05 05 05 05 05', '+2250505050505'],
    ['00225 01 02 03 04 05', '+2250102030405'],
    ['07070707', null],
    ['0807060504', null],
    ['2721234567', null],
    ['0612345678', null],
    ['+33612345678', null],
    ['', null],
  ])('reads %s as %s', (written, phone) => {
    expect(mobileOfCoteDIvoire(written)).toBe(phone)
  })
})

let market: Market
beforeEach(async () => {
  market = await openMarket((await freshDatabase()).pool)
})

/** A person who has written for the first time, as the inbox records it. */
async function aContact(phone: string, channel = 'whatsapp'): Promise<ContactId> {
  const { rows } = await market.pool.query<{ contactId: ContactId }>(
    `select "contactId" from record_inbound($1::"ChannelKind", 'simulator', $2, $3, $4, '{}', $5, $5, null, null)`,
    [
      channel,
      phone,
      JSON.stringify(phone.startsWith('+') ? [{ kind: 'phone', value: phone }] : [{ kind: 'lid', value: phone }]),
      `${channel}${phone}`,
      market.now(),
    ],
  )
  return present(rows[0]).contactId
}

const BAR: Omit<RegistrationInput, 'contactId'> & { readonly licenceDeclared: boolean } = {
  name: 'Maquis Bel Air',
  managerName: 'Awa Koné',
  type: 'maquis',
  zoneId: 'cocody',
  quartierId: 'cocody-angre',
  directions: null,
  latitude: null,
  longitude: null,
  email: null,
  licenceDeclared: true,
}
const register = (contactId: ContactId, changes: Partial<typeof BAR> = {}) =>
  market.act((work) => registerClient(work, { ...BAR, ...changes, contactId }))

async function accountOf(contactId: ContactId) {
  const { rows } = await market.pool.query(
    'select a.id, a.status, a.name, a.checks, a.rejection_reason from contact c join account a on a.id = c.account_id where c.id = $1',
    [contactId],
  )
  return present(rows[0])
}

describe('registering a client', () => {
  it('puts it in the approval queue with its checks', async () => {
    const contactId = await aContact('+2250707070707')
    granted((await register(contactId)).outcome)
    const account = await accountOf(contactId)
    expect(account).toMatchObject({ status: 'pending', name: 'Maquis Bel Air' })
    expect(account.checks).toHaveLength(8)
  })

  it.each<[string, string, Partial<typeof BAR>]>([
    ['PHONE_INVALID', '+33612345678', {}],
    ['ZONE_NOT_FOUND', '+2250707070707', { zoneId: 'paris' }],
    ['ZONE_NOT_FOUND', '+2250707070707', { quartierId: 'yopougon-siporex' }],
    ['ZONE_NOT_SERVED', '+2250707070707', { zoneId: 'anyama', quartierId: null }],
    ['DUPLICATE_ACCOUNT', '+2250707070707', { name: 'le palmier LOUNGE' }],
  ])('is refused with %s for %s %o', async (code, phone, changes) => {
    const { outcome } = await register(await aContact(phone), changes)
    expect(outcome).toMatchObject({ refused: code })
    expect((await market.pool.query(`select 1 from account where name = 'Maquis Bel Air'`)).rows).toEqual([])
  })

  it('knows a phone that has an account on another channel: it has the same one', async () => {
    granted((await register(await aContact('+2250707070707', 'whatsapp'))).outcome)
    const other = await aContact('+2250707070707', 'sms')
    expect((await register(other, { name: 'Autre maquis' })).outcome).toMatchObject({ refused: 'ALREADY_REGISTERED' })
  })

  it('takes a contact whose number WhatsApp hides', async () => {
    const contactId = await aContact('CI.4711')
    granted((await register(contactId)).outcome)
    expect((await accountOf(contactId)).status).toBe('pending')
  })

  it('refuses who is on the blacklist', async () => {
    await market.pool.query(`insert into blocked_identity (value, reason) values ('+2250707070707', 'fraude')`)
    expect((await register(await aContact('+2250707070707'))).outcome).toMatchObject({
      refused: 'ACCOUNT_NOT_APPROVED',
    })
  })

  it('is refused a second time', async () => {
    const contactId = await aContact('+2250707070707')
    await register(contactId)
    expect((await register(contactId)).outcome).toMatchObject({ refused: 'ALREADY_REGISTERED' })
  })

  it('gives one account when two phones register one bar at the same instant', async () => {
    const contacts = [
      await aContact('+2250707070701'),
      await aContact('+2250707070702'),
      await aContact('+2250707070703'),
    ]
    const outcomes = await Promise.all(contacts.map((contactId) => register(contactId)))
    expect(outcomes.filter(({ outcome }) => 'accountId' in outcome)).toHaveLength(1)
    expect(
      outcomes.filter(({ outcome }) => 'refused' in outcome && outcome.refused === 'DUPLICATE_ACCOUNT'),
    ).toHaveLength(2)
  })

  it('that was rejected may correct and apply again, and keeps its account', async () => {
    const contactId = await aContact('+2250707070707')
    const { accountId } = granted((await register(contactId)).outcome)
    const rejected = await market.act((work) => rejectAccount(work, { accountId, reason: 'nom illisible' }))
    expect(eventsOf(rejected.events, 'account.rejected')).toEqual([
      { type: 'account.rejected', reason: 'nom illisible' },
    ])
    expect(granted((await register(contactId, { name: 'Maquis Bel Air 2' })).outcome)).toEqual({ accountId })
    expect(await accountOf(contactId)).toMatchObject({
      status: 'pending',
      name: 'Maquis Bel Air 2',
      rejection_reason: null,
    })
  })
})

describe('registering a supplier', () => {
  const DEPOT = { ...BAR, name: 'Dépôt Neuf', type: 'depot', tradeRegister: 'CI-1', alcoholLicence: 'L-1', vehicles: 2 }
  const registerDepot = (contactId: ContactId, zones: string[]) =>
    market.act((work) => registerSupplier(work, { ...DEPOT, contactId, zones }))
  const zonesOf = async (id: string) =>
    (await market.pool.query('select zone_id from supplier_zone where supplier_id = $1 order by 1', [id])).rows.map(
      (row) => row.zone_id,
    )

  it('keeps its papers and the zones it asks for; approval settles zones and delay', async () => {
    const contactId = await aContact('+2250505050505', 'sms')
    const { accountId } = granted((await registerDepot(contactId, ['cocody', 'anyama'])).outcome)
    expect(await zonesOf(accountId)).toEqual(['anyama', 'cocody'])
    const zones = ['cocody', 'bingerville']
    await market.act((work) => approveAccount(work, { accountId, zones, usualDelayMinutes: 35 }))
    expect(await zonesOf(accountId)).toEqual(['bingerville', 'cocody'])
    const { rows } = await market.pool.query(
      'select usual_delay_minutes, vehicles, trade_register from supplier where account_id = $1',
      [accountId],
    )
    expect(rows).toEqual([{ usual_delay_minutes: 35, vehicles: 2, trade_register: 'CI-1' }])
  })

  it('makes a zone served once it is approved, and not before', async () => {
    const { accountId } = granted((await registerDepot(await aContact('+2250505050505', 'sms'), ['anyama'])).outcome)
    const bar = await aContact('+2250707070707')
    const there = { zoneId: 'anyama', quartierId: null } as const
    const tryThere = () => market.act((work) => registerClient(work, { ...BAR, ...there, contactId: bar }))
    expect((await tryThere()).outcome).toMatchObject({ refused: 'ZONE_NOT_SERVED' })
    await market.act((work) => approveAccount(work, { accountId }))
    granted((await tryThere()).outcome)
  })

  it('is refused with a zone that does not exist', async () => {
    const contactId = await aContact('+2250505050505', 'sms')
    expect((await registerDepot(contactId, ['cocody', 'paris'])).outcome).toMatchObject({ refused: 'ZONE_NOT_FOUND' })
  })
})
