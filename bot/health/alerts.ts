import { closeAlerts, type NewAlert, openAlert } from '../../domain/alerts/alerting.ts'
import type { Work } from '../../domain/work/work.ts'
import { type SenderKey, type SenderRow, type StoppedWhy, WHOLE_ACCOUNT } from './sender-row.ts'
import type { Standing } from './standing.ts'
import { isStopped } from './standing.ts'

// Alerts of senders follow from how they stand: opened while it is so, closed when it is over (operations.md, Alerts).

const RULES = [
  'sender.stopped',
  'sender.quality_red',
  'sender.quality_yellow',
  'sender.limit',
  'sender.throttled',
] as const

/** A phone that changes masts comes back by itself; two minutes of silence are a bar without an answer. */
const OFFLINE_AFTER_MS = 2 * 60_000
/** A quarter of the speed left: two refusals for speed within minutes. One is what the limit is found by. */
const THROTTLED_FROM = 0.25
const NEAR_LIMIT = 0.8

export const subjectOf = ({ adapter, medium, sender }: SenderKey): string => `${adapter}:${medium}:${sender}`

const nameOf = ({ adapter, medium, sender }: SenderKey): string => {
  const way = medium === 'whatsapp' ? 'WhatsApp' : 'SMS'
  return sender === WHOLE_ACCOUNT ? `Le compte ${adapter} (${way})` : `Le numéro ${sender} (${adapter}, ${way})`
}

const WHY: Readonly<Record<StoppedWhy, string>> = {
  offline: 'ne répond plus : vérifiez l’appareil, son réseau et son courant',
  logged_out: 'a été déconnecté : il faut le jumeler de nouveau',
  token: 'est refusé par le fournisseur : mettez un jeton valable et redémarrez',
  restricted: 'est restreint par le fournisseur : lisez son message, corrigez, faites appel',
  banned: 'est fermé par le fournisseur : passez à un autre numéro et faites appel',
  replaced: 'est ouvert ailleurs : fermez l’autre session',
}

/** The alerts that hold for a sender. */
export function alertsOf(row: SenderRow, standing: Standing, now: Date): NewAlert[] {
  const subject = subjectOf(row)
  const name = nameOf(row)
  const alerts: NewAlert[] = []
  const raise = (rule: (typeof RULES)[number], severity: NewAlert['severity'], words: string) =>
    void alerts.push({ rule, subject, severity, words: `${name} ${words}.` })
  if (row.stoppedWhy !== null && isStillDown(row, now) && isWorthAnAlert(row, now)) {
    const detail = row.stoppedDetail === null || row.stoppedDetail === '' ? '' : ` (${row.stoppedDetail})`
    raise('sender.stopped', 'critical', `${WHY[row.stoppedWhy]}${detail}`)
  }
  if (standing.quality === 'red')
    raise(
      'sender.quality_red',
      'high',
      'a une qualité rouge : il ne fait plus que répondre, jusqu’à ce qu’elle remonte',
    )
  if (standing.quality === 'yellow')
    raise('sender.quality_yellow', 'warn', 'a une qualité jaune : il écrit deux fois moins vite')
  const { peoplePerDay, reached } = standing
  if (peoplePerDay !== null && reached > 0 && reached >= peoplePerDay * NEAR_LIMIT)
    raise(
      'sender.limit',
      'warn',
      `a écrit le premier à ${reached} personnes en 24 heures, sur ${peoplePerDay} permises`,
    )
  if (standing.share <= THROTTLED_FROM && row.throttledAt !== null)
    raise('sender.throttled', 'high', `est ralenti par le fournisseur (${row.throttleCode ?? 'sans code'})`)
  return alerts
}

/** A token that is being tried again has not been accepted yet. */
const isStillDown = (row: SenderRow, now: Date): boolean => row.stoppedWhy === 'token' || isStopped(row, now)

function isWorthAnAlert({ stoppedWhy, stoppedAt }: SenderRow, now: Date): boolean {
  return stoppedWhy !== 'offline' || (stoppedAt !== null && now.getTime() - stoppedAt.getTime() > OFFLINE_AFTER_MS)
}

/** Opens what holds and closes what no longer does; what is open already stays as it is. */
export async function followAlerts(work: Work, row: SenderRow, standing: Standing): Promise<void> {
  const alerts = alertsOf(row, standing, work.now)
  const over = RULES.filter((rule) => alerts.every((alert) => alert.rule !== rule))
  await closeAlerts(work, over, [subjectOf(row)])
  for (const alert of alerts) await openAlert(work, alert)
}

export const VIOLATION_RULES = ['sender.violation', 'sender.refused'] as const

/** What a provider holds against us stays open until a person says otherwise (`start`). */
export async function raiseViolation(
  work: Work,
  key: SenderKey,
  { of, detail }: { readonly of: 'restricted_goods' | 'other'; readonly detail: string },
): Promise<void> {
  const isPolicy = of === 'restricted_goods'
  await openAlert(work, {
    rule: isPolicy ? 'sender.violation' : 'sender.refused',
    subject: subjectOf(key),
    severity: isPolicy ? 'critical' : 'high',
    words: isPolicy
      ? `${nameOf(key)} enfreint les règles du fournisseur (${detail}) : l’alcool y est arrêté. Lisez son message avant de rouvrir.`
      : `${nameOf(key)} voit ses messages bloqués par le fournisseur (${detail}).`,
  })
}
