import { openAlert } from '../alerts/alerting.ts'
import { statement } from '../work/sql.ts'
import { minutesAfter, type Work } from '../work/work.ts'
import { postTransaction } from './ledger.ts'
import type { OrderMoney } from './owing.ts'
import type { Received } from './receiving.ts'

const giveVoucher = statement<{ id: string }>(
  'voucher.give',
  `insert into voucher (account_id, amount, reason, cause, expires_at, created_at) values ($1, $2, $3, $4, $5, $6)
   on conflict (cause) do nothing returning id`,
)

/**
 * Paid twice, found by us and not by the client (product.md 3): a voucher of 5,000 francs, one an order, an incident
 * for staff, and the client is told. The refund itself is started by squareUp.
 */
export async function apologiseForPaidTwice(work: Work, order: OrderMoney, received: Received): Promise<void> {
  const { orderId, number, contactId } = order
  const voucher = await giveVoucherOnce(work, order)
  work.emit({ to: contactId, event: { type: 'payment.twice', orderId, number, amount: received.amount, voucher } })
  const words = `Commande ${number} payée deux fois : ${received.amount} F (${received.method}, ${received.reference}) remboursés.`
  await openAlert(work, { rule: 'payment.twice', subject: received.reference, severity: 'critical', words })
}

/** A voucher is money owed by DISTRI-NIGHT, so it is in the ledger too. Gives its francs, 0 when there was one already. */
async function giveVoucherOnce(work: Work, { orderId, clientId, number }: OrderMoney): Promise<number> {
  const amount = work.settings.paidTwiceVoucher
  if (amount <= 0) return 0
  const cause = `paid_twice:${orderId}`
  const expiresAt = minutesAfter(work.now, work.settings.voucherValidDays * 24 * 60)
  const given = await giveVoucher(work.sql, [
    clientId,
    amount,
    `paid twice, order ${number}`,
    cause,
    expiresAt,
    work.now,
  ])
  if (given.length === 0) return 0
  await postTransaction(work, {
    cause: `voucher:${cause}`,
    kind: 'voucher',
    orderId,
    memo: `DN ${number}`,
    entries: [
      { account: 'expense:vouchers', amount },
      { account: `vouchers:${clientId}`, amount: -amount },
    ],
  })
  return amount
}
