import type { AccountId, ContactId, ProductId } from '../work/ids.ts'
import { type Refused, refused } from '../work/refusals.ts'
import { type Sql, statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

/** What an account means by a brand (`brand:flag`) or a word (`word:biere`) that may mean several products. */
export interface Habit {
  readonly about: string
  readonly product: ProductId
}

/**
 * `chosen`: picked after our question. `corrected`: we had read another product of the brand and were told so.
 * `refused`: taken out right after the habit had put it into the cart.
 */
export interface Evidence extends Habit {
  readonly how: 'chosen' | 'corrected' | 'refused'
}

/** As an account keeps it (habits_of, in the database, makes it from the evidence). */
export interface HabitInForce extends Habit {
  /** ISO time: evidence counts for 180 days */
  readonly until: string
}

/** The habits that count now. Pure. */
export function habitsNow(habits: readonly HabitInForce[], now: Date): readonly Habit[] {
  return habits.filter(({ until }) => new Date(until) > now).map(({ about, product }) => ({ about, product }))
}

export interface ShownEvidence {
  readonly messageId: number
  readonly contactId: ContactId
  readonly at: string
  readonly product: ProductId
  readonly how: Evidence['how']
  readonly text: string | null
}

export interface ShownHabit {
  readonly about: string
  /** what it means now; null while the evidence does not make a habit, or has grown old */
  readonly product: ProductId | null
  readonly until: string | null
  /** newest first */
  readonly evidence: readonly ShownEvidence[]
}

const readHabits = statement<ShownHabit>(
  'habit.read',
  `select e.about, max(h.product) as product, max(h.until) as until,
     jsonb_agg(jsonb_build_object('messageId', e.message_id, 'contactId', m.contact_id, 'at', e.at, 'product', e.product_id,
       'how', e.how, 'text', m.payload ->> 'text') order by e.id desc) as evidence
   from habit_evidence e join account a on a.id = e.account_id join mailbox_item m on m.id = e.message_id
     left join lateral jsonb_to_recordset(a.habits) as h(about text, product text, until timestamptz)
       on h.about = e.about and h.until > $2
   where e.account_id = $1 and ($3::text is null or e.about = $3) group by e.about order by e.about`,
)

/** Everything the messages of an account taught, with what of it counts now. */
export async function listHabits(
  sql: Sql,
  {
    accountId,
    now,
    about = null,
  }: { readonly accountId: AccountId; readonly now: Date; readonly about?: string | null },
): Promise<readonly ShownHabit[]> {
  return readHabits(sql, [accountId, now, about])
}

const forget = statement<{ id: number }>(
  'habit.forget',
  'delete from habit_evidence where account_id = $1 and about = $2 returning id',
)

/** Forgets what one word means to an account, with its evidence: the next message starts from nothing. */
export async function forgetHabit(
  work: Work,
  { accountId, about }: { readonly accountId: AccountId; readonly about: string },
): Promise<{ readonly forgotten: number } | Refused<'HABIT_NOT_FOUND'>> {
  const gone = await forget(work.sql, [accountId, about])
  return gone.length === 0 ? refused('HABIT_NOT_FOUND', { about }) : { forgotten: gone.length }
}
