import { closeAlerts } from '../alerts/alerting.ts'
import type { AccountEvent } from '../work/events.ts'
import type { AccountId, ZoneId } from '../work/ids.ts'
import { type Refused, refused } from '../work/refusals.ts'
import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { tellAccount } from './telling.ts'
import { SUSPENSION_RULES } from './watching.ts'

export type Decided = { readonly accountId: AccountId } | Refused<'ACCOUNT_NOT_FOUND' | 'ACCOUNT_WRONG_STATUS'>

// One conditional statement decides: of two people who decide at once, one changes the row and the other is told.
const decide = statement<{ id: AccountId }>(
  'account.decide',
  `update account set status = $3::"AccountStatus", decided_at = $4, decided_by = $5,
     rejection_reason = case when $3 = 'rejected' then $6 end,
     suspension_reason = case when $3 = 'suspended' then $6 end
   where id = $1 and status = $2::"AccountStatus" returning id`,
)
const readStatus = statement<{ status: string }>('account.status', 'select status from account where id = $1')

type Status = 'pending' | 'approved' | 'rejected' | 'suspended'

async function move(
  work: Work,
  accountId: AccountId,
  [from, to]: readonly [Status, Status],
  event: AccountEvent,
): Promise<Decided> {
  const reason = 'reason' in event ? event.reason : null
  const decided = await decide(work.sql, [accountId, from, to, work.now, work.actor.id, reason])
  if (decided.length > 0) {
    await tellAccount(work, accountId, event)
    return { accountId }
  }
  const [account] = await readStatus(work.sql, [accountId])
  return account === undefined
    ? refused('ACCOUNT_NOT_FOUND')
    : refused('ACCOUNT_WRONG_STATUS', { status: account.status })
}

const settleSupplier = statement(
  'supplier.approve',
  `with delay as (
     update supplier set usual_delay_minutes = coalesce($3, usual_delay_minutes) where account_id = $1
   ), left_zones as (
     delete from supplier_zone where supplier_id = $1 and $2::text[] is not null and zone_id <> all($2::text[])
   )
   insert into supplier_zone (supplier_id, zone_id) select s.account_id, z from supplier s, unnest($2::text[]) as z
   where s.account_id = $1 on conflict do nothing`,
)
const countZones = statement<{ known: number }>(
  'zone.count',
  'select count(*)::int as known from zone where id = any($1::text[])',
)

/**
 * Gives access at once and welcomes (product.md 1).
 * @param input.zones a supplier's, instead of those it asked for
 * @param input.usualDelayMinutes a supplier's preparation and delivery
 */
export async function approveAccount(
  work: Work,
  input: { readonly accountId: AccountId; readonly zones?: readonly ZoneId[]; readonly usualDelayMinutes?: number },
): Promise<Decided | Refused<'ZONE_NOT_FOUND'>> {
  const zones = input.zones === undefined ? null : [...new Set(input.zones)]
  if (zones !== null) {
    const [count] = await countZones(work.sql, [zones])
    if (count?.known !== zones.length) return refused('ZONE_NOT_FOUND')
  }
  const decided = await move(work, input.accountId, ['pending', 'approved'], { type: 'account.approved' })
  if ('accountId' in decided) await settleSupplier(work.sql, [input.accountId, zones, input.usualDelayMinutes ?? null])
  return decided
}

interface WithReason {
  readonly accountId: AccountId
  readonly reason: string
}

/** The reason is sent; the person may correct and apply again (product.md 1). */
export async function rejectAccount(work: Work, input: WithReason): Promise<Decided | Refused<'REASON_NEEDED'>> {
  const reason = input.reason.trim()
  if (reason === '') return refused('REASON_NEEDED')
  return move(work, input.accountId, ['pending', 'rejected'], { type: 'account.rejected', reason })
}

/** Needs a reason, tells the person by every channel, can be undone (product.md 1). */
export async function suspendAccount(work: Work, input: WithReason): Promise<Decided | Refused<'REASON_NEEDED'>> {
  const reason = input.reason.trim()
  if (reason === '') return refused('REASON_NEEDED')
  const decided = await move(work, input.accountId, ['approved', 'suspended'], { type: 'account.suspended', reason })
  if ('accountId' in decided) await closeAlerts(work, SUSPENSION_RULES, [input.accountId])
  return decided
}

export async function reinstateAccount(work: Work, input: { readonly accountId: AccountId }): Promise<Decided> {
  return move(work, input.accountId, ['suspended', 'approved'], { type: 'account.reinstated' })
}
