import { openAlert } from '../alerts/alerting.ts'
import type { AccountId } from '../work/ids.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

const RATING_RULE = 'account.rating'
const UNPAID_RULE = 'account.unpaid'

/** Alerts that propose a suspension, with the account as subject: over once it is suspended. */
export const SUSPENSION_RULES = [RATING_RULE, UNPAID_RULE] as const

const readBadlyRated = statement<{ id: AccountId; name: string; mean: number; count: number }>(
  'account.badlyRated',
  `select id, name, (rating_sum::float8 / rating_count) as mean, rating_count as count from account
   where status = 'approved' and rating_count >= $1 and rating_count > 0 and rating_sum < $2::float8 * rating_count`,
)
// An order counts as unpaid once its first reminder is due: before that the client has not had the time.
const readUnpaid = statement<{ id: AccountId; name: string; unpaid: number }>(
  'account.unpaid',
  `select a.id, a.name, count(*)::int as unpaid from "order" o join account a on a.id = o.client_id
   where o.status = 'delivered' and o.delivered_at <= $2::timestamptz - $3 * interval '1 hour' and a.status = 'approved'
   group by a.id having count(*) > $1`,
)

/**
 * Proposes suspensions to staff and never applies one (product.md 1): a mean rating under 2 over at least 10 rated
 * orders, or more than 3 unpaid orders.
 * @returns how many accounts are proposed now
 */
export async function proposeSuspensions(work: Work): Promise<number> {
  const { suspensionMinimumRatings, suspensionMeanRating, unpaidOrdersBeforeSuspension, paymentReminderHours } =
    work.settings
  const badlyRated = await readBadlyRated(work.sql, [suspensionMinimumRatings, suspensionMeanRating])
  const unpaid = await readUnpaid(work.sql, [unpaidOrdersBeforeSuspension, work.now, paymentReminderHours[0] ?? 0])
  for (const { id, name, mean, count } of badlyRated) {
    await propose(work, RATING_RULE, id, `${name} : note moyenne ${mean.toFixed(1)}/5 sur ${count} commandes.`)
  }
  for (const { id, name, unpaid: orders } of unpaid) {
    await propose(work, UNPAID_RULE, id, `${name} : ${orders} commandes livrées et impayées.`)
  }
  return badlyRated.length + unpaid.length
}

async function propose(work: Work, rule: string, accountId: AccountId, why: string): Promise<void> {
  await openAlert(work, { rule, subject: accountId, severity: 'warn', words: `${why} Suspension proposée.` })
}
