import type { Francs, OrderId } from '../work/ids.ts'
import { type Sql, statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

/** One side of a movement. Debit positive, credit negative: client:ID above zero owes us, supplier:ID below is owed. */
export interface Entry {
  readonly account: string
  readonly amount: Francs
}

export interface LedgerTransaction {
  /** what it records, once for ever: sale:ORDER, payment:PAYMENT... */
  readonly cause: string
  readonly kind: string
  readonly orderId: OrderId | null
  readonly memo: string | null
  readonly entries: readonly Entry[]
}

/** A list of entries that is no movement: a bug of the caller, stopped before the database stops it. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError'
}

// Accounts in the order of their codes: two transactions that make the same new ones wait for each other, never both.
const post = statement<{ id: string }>(
  'ledger.post',
  `with made as (
     insert into ledger_transaction (cause, kind, order_id, at, memo) values ($1, $2, $3, $4, $5)
     on conflict (cause) do nothing returning id
   ), given as (
     select account, amount from jsonb_to_recordset($6::jsonb) as entry(account text, amount int)
   ), accounts as (
     insert into ledger_account (code) select distinct account from given, made order by account
     on conflict do nothing
   ), written as (
     insert into ledger_entry (transaction_id, account, amount) select made.id, given.account, given.amount from made, given
   )
   select id from made`,
)

/**
 * Writes one balanced movement, once per cause: a second call with the same cause changes nothing (product.md 3).
 * Entries of zero are left out.
 * @returns whether it was written now
 * @throws LedgerError when the entries do not sum to zero, are not whole francs, or are fewer than two
 */
export async function postTransaction(work: Work, transaction: LedgerTransaction): Promise<boolean> {
  const entries = transaction.entries.filter(({ amount }) => amount !== 0)
  refuseUnbalanced(transaction.cause, entries)
  const { cause, kind, orderId, memo } = transaction
  const written = await post(work.sql, [cause, kind, orderId, work.now, memo, JSON.stringify(entries)])
  return written.length > 0
}

function refuseUnbalanced(cause: string, entries: readonly Entry[]): void {
  const total = entries.reduce((sum, { amount }) => sum + amount, 0)
  if (entries.length < 2 || total !== 0 || entries.some(({ amount }) => !Number.isSafeInteger(amount))) {
    throw new LedgerError(`${cause}: ${entries.length} entries that sum to ${total}, not two or more that sum to 0`)
  }
}

const sumByAccount = statement<{ account: string; balance: number }>(
  'ledger.balances',
  `select account, sum(amount)::float8 as balance from ledger_entry
   where starts_with(account, $1) group by account order by account`,
)

/**
 * Francs per ledger account, debit positive. All of them together are always zero.
 * @param prefix only the accounts that start with it: 'client:', 'revenue:'
 */
export async function balances(sql: Sql, prefix = ''): Promise<ReadonlyMap<string, Francs>> {
  const rows = await sumByAccount(sql, [prefix])
  return new Map(rows.map(({ account, balance }) => [account, balance]))
}

const sumOfOne = statement<{ balance: number }>(
  'ledger.balance',
  'select coalesce(sum(amount), 0)::float8 as balance from ledger_entry where account = $1',
)

/** Francs of one ledger account, debit positive. */
export async function balanceOf(sql: Sql, account: string): Promise<Francs> {
  const [row] = await sumOfOne(sql, [account])
  return row?.balance ?? 0
}
