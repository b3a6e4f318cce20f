import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { balanceOf, balances, LedgerError, postTransaction } from '../../../domain/money/ledger.ts'
import { freshDatabase } from '../../harness/database.ts'
import { booksBalance, type Market, openMarket } from './arranging.ts'

let market: Market
beforeAll(async () => {
  market = await openMarket((await freshDatabase()).pool)
})

const post = (cause: string, entries: { account: string; amount: number }[]) =>
  market.act((work) => postTransaction(work, { cause, kind: 'test', orderId: null, memo: null, entries }))

describe('the ledger', () => {
  it('writes a movement once per cause, however often it is asked', async () => {
    const entries = [
      { account: 'money:wave', amount: 700 },
      { account: 'client:once', amount: -700 },
    ]
    expect((await post('once', entries)).outcome).toBe(true)
    expect((await post('once', entries)).outcome).toBe(false)
    expect(await balanceOf(market.pool, 'client:once')).toBe(-700)
  })

  it('writes it once when two connections post the same cause at the same instant', async () => {
    const entries = [
      { account: 'client:new-account', amount: 50 },
      { account: 'supplier:new-account', amount: -50 },
    ]
    const posted = await Promise.all(Array.from({ length: 6 }, () => post('same instant', entries)))
    expect(posted.filter(({ outcome }) => outcome)).toHaveLength(1)
    expect(await balanceOf(market.pool, 'client:new-account')).toBe(50)
  })

  it.each([
    ['does not sum to zero', [100, -99]],
    ['has one entry', [0, 100]],
    ['has nothing', []],
    ['has parts of a franc', [0.5, -0.5]],
  ])('refuses a list that %s before the database does', async (_, amounts) => {
    const entries = amounts.map((amount, index) => ({ account: `client:${index}`, amount }))
    await expect(post('unbalanced', entries)).rejects.toThrow(LedgerError)
  })

  it('stays at zero over any list of movements', async () => {
    const account = fc.constantFrom('client:a', 'client:b', 'supplier:a', 'money:wave', 'revenue:client_commission')
    const moves = fc.array(fc.record({ from: account, to: account, amount: fc.integer({ min: 1, max: 1_000_000 }) }), {
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(moves, fc.uuid(), async (list, run) => {
        for (const [index, { from, to, amount }] of list.entries()) {
          await post(`${run}:${index}`, [
            { account: from, amount: -amount },
            { account: to, amount },
          ])
        }
        const all = [...(await balances(market.pool)).values()]
        expect(all.reduce((sum, balance) => sum + balance, 0)).toBe(0)
      }),
      { numRuns: 15 },
    )
  })

  it('gives the balances under a prefix', async () => {
    await post('prefix', [
      { account: 'prefix:one', amount: 10 },
      { account: 'prefix:two', amount: -10 },
    ])
    expect([...(await balances(market.pool, 'prefix:'))]).toEqual([
      ['prefix:one', 10],
      ['prefix:two', -10],
    ])
  })
})

describe('the database, against a direct attempt', () => {
  it('refuses to commit an unbalanced transaction', async () => {
    const insert = market.act(async ({ sql }) => {
      await sql.query({ text: `insert into ledger_account (code) values ('client:x'), ('client:y')` })
      const { rows } = await sql.query<{ id: string }>({
        text: `insert into ledger_transaction (cause, kind, at) values ('x', 'x', now()) returning id`,
      })
      await sql.query({
        text: `insert into ledger_entry (transaction_id, account, amount) values ($1, 'client:x', 5), ($1, 'client:y', -4)`,
        values: [rows[0]?.id],
      })
    })
    await expect(insert).rejects.toThrow(/2 entries that sum to 1/)
  })

  it('refuses a transaction without entries', async () => {
    await expect(
      market.pool.query(`insert into ledger_transaction (cause, kind, at) values ('empty', 'x', now())`),
    ).rejects.toThrow(/0 entries/)
  })

  it('refuses one more entry in a transaction that is balanced', async () => {
    await post('closed', [
      { account: 'client:c', amount: 5 },
      { account: 'client:d', amount: -5 },
    ])
    await expect(
      market.pool.query(
        `insert into ledger_entry (transaction_id, account, amount) select id, 'client:c', 1 from ledger_transaction where cause = 'closed'`,
      ),
    ).rejects.toThrow(/sum to 1/)
  })

  it.each([
    'update ledger_entry set amount = 1',
    'delete from ledger_entry',
    `update ledger_transaction set kind = 'other'`,
    'delete from ledger_transaction',
    'truncate ledger_entry',
  ])('refuses: %s', async (attempt) => {
    await post('to be changed', [
      { account: 'client:e', amount: 5 },
      { account: 'client:f', amount: -5 },
    ])
    await expect(market.pool.query(attempt)).rejects.toThrow(/append-only/)
    await booksBalance(market)
  })
})
