import { z } from 'zod'
import { balances } from '../../domain/money/ledger.ts'
import { statement } from '../../domain/work/sql.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import { byNumber, page, pageOf } from '../paging.ts'
import type { Api, ApiParts } from '../parts.ts'
import { time } from './fields.ts'

const account = z.string().max(80).describe('client:ID, supplier:ID, money:wave, revenue:client_commission...')
const entry = z.object({
  id: z.number().int(),
  account,
  amount: z.number().int().describe('francs; debit positive, credit negative'),
  transactionId: z.uuid(),
  cause: z.string().describe('what it records, once: sale:ORDER, payment:PAYMENT...'),
  kind: z.string(),
  orderId: z.uuid().nullable(),
  memo: z.string().nullable(),
  at: z.date(),
})
const balance = z.object({ account: z.string(), balance: z.number().int() })
const filters = byNumber.extend({
  account: account.optional(),
  order: z.uuid().optional(),
  from: time.optional().describe('booked at this time or later'),
  to: time.optional().describe('booked before this time'),
})

const readSum = statement<{ sum: number; entries: number; transactions: number; unbalanced: number }>(
  'admin.ledgerCheck',
  `select coalesce(sum(t.sum), 0)::float8 as sum, coalesce(sum(t.entries), 0)::float8 as entries,
     count(*)::float8 as transactions, count(*) filter (where t.sum <> 0)::float8 as unbalanced
   from (select sum(amount) as sum, count(*) as entries from ledger_entry group by transaction_id) t`,
)

/** /api/ledger: entries, balances, and the proof that everything sums to zero (product.md 3). */
export async function ledgerRoutes(api: Api, { pool, database }: ApiParts): Promise<void> {
  api.get(
    '/ledger/entries',
    {
      ...guarded(pool, 'ledger.read'),
      schema: {
        operationId: 'listLedgerEntries',
        tags: ['ledger'],
        summary: 'List ledger entries, oldest first',
        querystring: filters,
        response: { 200: pageOf(entry), ...problems() },
      },
    },
    async ({ query }) => {
      const { after, order, from, to } = query
      const rows = await database.ledgerEntry.findMany({
        where: {
          ...(after !== undefined && { id: { gt: after } }),
          ...(query.account && { account: query.account }),
          transaction: {
            ...(order && { orderId: order }),
            ...((from || to) && { at: { ...(from && { gte: from }), ...(to && { lt: to }) } }),
          },
        },
        include: { transaction: true },
        orderBy: { id: 'asc' },
        take: query.limit + 1,
      })
      return page(
        rows,
        query.limit,
        ({ id }) => String(id),
        ({ id, transaction, ...row }) => ({ ...transaction, ...row, id: Number(id) }),
      )
    },
  )

  api.get(
    '/ledger/balances',
    {
      ...guarded(pool, 'ledger.read'),
      schema: {
        operationId: 'listBalances',
        tags: ['ledger'],
        summary: 'Balances of ledger accounts; all of them together are always zero',
        querystring: z.object({ prefix: z.string().max(80).default('').describe('client:, revenue:, money:wave') }),
        response: { 200: z.object({ items: z.array(balance), sum: z.number().int() }), ...problems() },
      },
    },
    async ({ query }) => {
      const all = await balances(pool, query.prefix)
      const items = [...all].map(([code, francs]) => ({ account: code, balance: francs }))
      return { items, sum: items.reduce((sum, one) => sum + one.balance, 0) }
    },
  )

  api.get(
    '/ledger/check',
    {
      ...guarded(pool, 'ledger.read'),
      schema: {
        operationId: 'checkLedger',
        tags: ['ledger'],
        summary: 'Whether the sum over all accounts is zero, and each transaction balances',
        response: {
          200: z.object({
            balanced: z.boolean(),
            sum: z.number().int(),
            entries: z.number().int(),
            transactions: z.number().int(),
            unbalanced: z.number().int().describe('transactions whose entries do not sum to zero'),
          }),
          ...problems(),
        },
      },
    },
    async () => {
      const [row = { sum: 0, entries: 0, transactions: 0, unbalanced: 0 }] = await readSum(pool, [])
      return { ...row, balanced: row.sum === 0 && row.unbalanced === 0 }
    },
  )
}
