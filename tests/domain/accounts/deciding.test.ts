import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { optIn, optOut, setLanguage } from '../../../domain/accounts/contacts.ts'
import { approveAccount, reinstateAccount, rejectAccount, suspendAccount } from '../../../domain/accounts/deciding.ts'
import { pauseSupplier, resumeSupplier, UNTIL_RESUMED } from '../../../domain/accounts/pausing.ts'
import { proposeSuspensions } from '../../../domain/accounts/watching.ts'
import { rateOrder } from '../../../domain/ratings/rating.ts'
import { DEFAULT_SETTINGS } from '../../../domain/settings/settings.ts'
import { freshDatabase } from '../../harness/database.ts'
import {
  aDeliveredOrder,
  eventsOf,
  GRIN,
  granted,
  type Market,
  openMarket,
  present,
  SIPOREX,
} from '../money/arranging.ts'

const WAITING = '+2250700000009'
const NOBODY = '00000000-0000-7000-8000-000000000000'

let market: Market
beforeEach(async () => {
  market = await openMarket((await freshDatabase()).pool)
})

async function statusOf(accountId: string) {
  const { rows } = await market.pool.query(
    'select status, suspension_reason as reason, decided_by as by from account where id = $1',
    [accountId],
  )
  return present(rows[0])
}

describe('deciding on an account', () => {
  it('gives access at once and tells every contact', async () => {
    const { accountId, contactId } = await market.someone(WAITING)
    const { events } = await market.act((work) => approveAccount(work, { accountId }))
    expect(events).toEqual([{ to: contactId, event: { type: 'account.approved' } }])
    expect(await statusOf(accountId)).toMatchObject({ status: 'approved', by: 'test' })
  })

  it('is done by one person when two decide at the same instant', async () => {
    const { accountId } = await market.someone(WAITING)
    const outcomes = await Promise.all([
      market.act((work) => approveAccount(work, { accountId })),
      market.act((work) => approveAccount(work, { accountId })),
      market.act((work) => rejectAccount(work, { accountId, reason: 'introuvable' })),
    ])
    expect(outcomes.filter(({ outcome }) => 'accountId' in outcome)).toHaveLength(1)
    expect(outcomes.flatMap(({ events }) => events)).toHaveLength(1)
    expect(
      outcomes.filter(({ outcome }) => 'refused' in outcome && outcome.refused === 'ACCOUNT_WRONG_STATUS'),
    ).toHaveLength(2)
  })

  it('needs a reason to reject or suspend', async () => {
    const { accountId } = await market.someone(WAITING)
    for (const decide of [rejectAccount, suspendAccount]) {
      const { outcome } = await market.act((work) => decide(work, { accountId, reason: ' ' }))
      expect(outcome).toMatchObject({ refused: 'REASON_NEEDED' })
    }
  })

  it('suspends with the reason, which is sent, and can be undone', async () => {
    const { accountId } = await market.someone(GRIN)
    const { events } = await market.act((work) => suspendAccount(work, { accountId, reason: 'impayés' }))
    expect(eventsOf(events, 'account.suspended')).toEqual([{ type: 'account.suspended', reason: 'impayés' }])
    expect(await statusOf(accountId)).toMatchObject({ status: 'suspended', reason: 'impayés' })
    const back = await market.act((work) => reinstateAccount(work, { accountId }))
    expect(eventsOf(back.events, 'account.reinstated')).toHaveLength(1)
    expect(await statusOf(accountId)).toMatchObject({ status: 'approved', reason: null })
  })

  it('names what is wrong: no such account, another status, no such zone', async () => {
    const { accountId } = await market.someone(GRIN)
    const act = (id: string, zones?: string[]) =>
      market.act((work) => approveAccount(work, { accountId: id, ...(zones && { zones }) }))
    expect((await act(NOBODY)).outcome).toMatchObject({ refused: 'ACCOUNT_NOT_FOUND' })
    expect((await act(accountId)).outcome).toMatchObject({
      refused: 'ACCOUNT_WRONG_STATUS',
      details: { status: 'approved' },
    })
    expect((await act(accountId, ['paris'])).outcome).toMatchObject({ refused: 'ZONE_NOT_FOUND' })
  })
})

describe('a contact', () => {
  const contact = async () =>
    present((await market.pool.query('select language, opted_out_at from contact where address = $1', [GRIN])).rows[0])

  it('chooses its language, opts out and in; the first STOP counts', async () => {
    const { contactId } = await market.someone(GRIN)
    await market.act((work) => setLanguage(work, { contactId, language: 'en' }))
    await market.act((work) => optOut(work, { contactId }))
    const first = market.now()
    market.pass(5)
    await market.act((work) => optOut(work, { contactId }))
    expect(await contact()).toEqual({ language: 'en', opted_out_at: first })
    await market.act((work) => optIn(work, { contactId }))
    expect(await contact()).toEqual({ language: 'en', opted_out_at: null })
  })
})

describe('a pause', () => {
  const pausedUntil = async (id: string) =>
    present((await market.pool.query('select paused_until from supplier where account_id = $1', [id])).rows[0])
      .paused_until

  it('lasts its time, or until REPRISE', async () => {
    const { accountId: supplierId } = await market.someone(SIPOREX)
    const { outcome } = await market.act((work) => pauseSupplier(work, { supplierId, minutes: 120 }))
    expect(outcome).toEqual({ until: '2026-11-20T14:00:00.000Z' })
    expect((await market.act((work) => pauseSupplier(work, { supplierId, minutes: null }))).outcome).toEqual({
      until: null,
    })
    expect(await pausedUntil(supplierId)).toEqual(UNTIL_RESUMED)
    await market.act((work) => resumeSupplier(work, { supplierId }))
    expect(await pausedUntil(supplierId)).toBeNull()
  })
})

describe('a mean rating under 2 of 5', () => {
  let rated: Market
  beforeAll(async () => {
    rated = await openMarket((await freshDatabase()).pool)
  })
  const rate = async (score: number) => {
    const { client, orderId } = await aDeliveredOrder(rated)
    granted(
      (await rated.act((work) => rateOrder(work, { clientId: client.accountId, orderId, score, comment: null })))
        .outcome,
    )
  }
  const proposed = async () => {
    await rated.act(proposeSuspensions)
    return (await rated.pool.query(`select rule from alert where rule = 'account.rating' and closed_at is null`)).rows
  }

  it('over at least 10 rated orders proposes a suspension; the suspension ends the proposal', async () => {
    expect([DEFAULT_SETTINGS.suspensionMeanRating, DEFAULT_SETTINGS.suspensionMinimumRatings]).toEqual([2, 10])
    for (let order = 1; order <= 9; order += 1) await rate(1)
    expect(await proposed()).toEqual([])
    await rate(1)
    expect(await proposed()).toHaveLength(1)
    const { accountId } = await rated.someone(SIPOREX)
    await rated.act((work) => suspendAccount(work, { accountId, reason: 'notes' }))
    expect(await proposed()).toEqual([])
  })
})
