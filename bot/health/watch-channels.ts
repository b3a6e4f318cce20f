import { closeAlerts, openAlert } from '../../domain/alerts/alerting.ts'
import { statement } from '../../domain/work/sql.ts'
import type { Work } from '../../domain/work/work.ts'
import { followAlerts } from './alerts.ts'
import { bookOf } from './book.ts'
import { readSenders } from './sender-row.ts'

// What only time brings about: a device silent for two minutes, a restriction that ends, a channel whose messages fail.

/** Fewer than this in a quarter of an hour say nothing: one wrong number of ten would be 10 %. */
const MESSAGES_THAT_COUNT = 20
const FAILING_FROM = 0.05

const recentSends = statement<{ surface: string; sent: number; failed: number }>(
  'outbox.recentSends',
  `select m.adapter || ':' || c.channel as surface, count(*) filter (where m.status <> 'failed')::int as sent,
     count(*) filter (where m.status = 'failed')::int as failed
   from outbox_message m join contact c on c.id = m.contact_id
   where m.created_at > $1::timestamptz - interval '15 minutes' and m.adapter is not null
     and m.status in ('sent', 'delivered', 'read', 'failed')
   group by 1`,
)
const openFailing = statement<{ surface: string }>(
  'alert.openFailing',
  `select subject as surface from alert where rule = 'channel.failing' and closed_at is null`,
)

/** Brings the alerts of senders and channels to how things stand now. */
export async function watchChannels(work: Work): Promise<void> {
  const book = bookOf(await readSenders(work.sql, work.now))
  for (const sender of book.all) await followAlerts(work, sender, book.standing(sender, work.now))
  await watchFailures(work)
}

async function watchFailures(work: Work): Promise<void> {
  const surfaces = await recentSends(work.sql, [work.now])
  const failing = surfaces.filter(({ sent, failed }) => {
    const all = sent + failed
    return all >= MESSAGES_THAT_COUNT && failed / all > FAILING_FROM
  })
  const isFailing = (surface: string) => failing.some((one) => one.surface === surface)
  const open = await openFailing(work.sql, [])
  const over = open.map(({ surface }) => surface).filter((surface) => !isFailing(surface))
  await closeAlerts(work, ['channel.failing'], over)
  for (const { surface, sent, failed } of failing) {
    await openAlert(work, {
      rule: 'channel.failing',
      subject: surface,
      severity: 'critical',
      words: `${failed} messages sur ${sent + failed} ont échoué en 15 minutes sur ${surface} : voyez leurs codes d’erreur.`,
    })
  }
}
