import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'

export interface NewAlert {
  /** which rule: payment.twice, account.rating... */
  readonly rule: string
  /** what it is about: a payment reference, an account id */
  readonly subject: string
  readonly severity: 'info' | 'warn' | 'high' | 'critical'
  /** for staff, in French */
  readonly words: string
}

const open = statement<{ id: string }>(
  'alert.open',
  `insert into alert (rule, subject, severity, words, opened_at) values ($1, $2, $3::"Severity", $4, $5)
   on conflict (rule, subject) where closed_at is null do nothing returning id`,
)

/** Opens an alert unless this rule has one open on this subject. Gives whether it is new. */
export async function openAlert(work: Work, alert: NewAlert): Promise<boolean> {
  const opened = await open(work.sql, [alert.rule, alert.subject, alert.severity, alert.words, work.now])
  return opened.length > 0
}

const close = statement(
  'alert.close',
  'update alert set closed_at = $3 where rule = any($1::text[]) and subject = any($2::text[]) and closed_at is null',
)

/** Ends the open alerts of these rules on these subjects: their condition is over. */
export async function closeAlerts(work: Work, rules: readonly string[], subjects: readonly string[]): Promise<void> {
  if (subjects.length > 0) await close(work.sql, [rules, subjects, work.now])
}
