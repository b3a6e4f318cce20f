import { statement } from '../../../domain/work/sql.ts'
import type { HealthSignal, Inbox } from '../channel.ts'
import type { SmsgateOptions } from './options.ts'
import { signal } from './standing.ts'

const markSeen = statement<{ offlineSince: Date | null }>(
  'smsgate.seen',
  `insert into smsgate_device as d (device_id, seen_at, pinged_at) values ($1, $2, case when $3::boolean then $2::timestamptz end)
   on conflict (device_id) do update set seen_at = greatest(d.seen_at, excluded.seen_at),
     pinged_at = greatest(d.pinged_at, excluded.pinged_at)
   returning offline_since as "offlineSince"`,
)
const findSilent = statement<{ deviceId: string; seenAt: Date }>(
  'smsgate.silent',
  `select device_id as "deviceId", seen_at as "seenAt" from smsgate_device
   where device_id = any($1::text[]) and seen_at < $2 and pinged_at is not null and offline_since is null`,
)
const markOffline = statement<{ deviceId: string }>(
  'smsgate.offline',
  `update smsgate_device set offline_since = $3 where device_id = $1 and seen_at < $2 returning device_id as "deviceId"`,
)
const markBack = statement(
  'smsgate.back',
  'update smsgate_device set offline_since = null where device_id = $1 and seen_at >= $2',
)
const findOffline = statement<{ deviceId: string; seenAt: Date }>(
  'smsgate.stillOffline',
  `select device_id as "deviceId", seen_at as "seenAt" from smsgate_device
   where device_id = any($1::text[]) and offline_since is not null`,
)

// Signs of life are written down this often; a silence that counts is minutes long.
const WRITTEN_EVERY_MS = 15_000

/** Which phones are there: each webhook is a sign of life, and a phone that pings and stops is offline. */
export function watchingPhones(options: SmsgateOptions, inbox: () => Inbox | undefined) {
  const { pool, clock, sims, offlineMinutes, log } = options
  const deviceIds = [...new Set(sims.map(({ deviceId }) => deviceId))]
  const writtenAt = new Map<string, number>()
  // Phones could not reach us while nothing ran: each start gives them the whole time again.
  const startedAt = clock.now().getTime()

  const ofDevice = (deviceId: string, health: HealthSignal['health']): HealthSignal[] =>
    sims.filter((sim) => sim.deviceId === deviceId).map(({ sender }) => signal(sender, health))
  const offline = ({ deviceId, seenAt }: { deviceId: string; seenAt: Date }): HealthSignal[] =>
    ofDevice(deviceId, {
      kind: 'stopped',
      why: 'offline',
      detail: `Téléphone ${deviceId} : aucun signe de vie depuis ${seenAt.toISOString()}`,
      until: null,
    })

  /** Told first and written down after: what is lost in between is told again. */
  async function tellBack(deviceId: string, now: Date): Promise<void> {
    await inbox()?.reportHealth(ofDevice(deviceId, { kind: 'working' }))
    await markBack(pool, [deviceId, now])
    log.info({ deviceId }, 'smsgate: a phone is back')
  }

  return {
    async seen(deviceId: string, isPing: boolean): Promise<void> {
      if (!deviceIds.includes(deviceId)) return
      const now = clock.now()
      if (!isPing && now.getTime() - (writtenAt.get(deviceId) ?? 0) < WRITTEN_EVERY_MS) return
      const [row] = await markSeen(pool, [deviceId, now, isPing])
      writtenAt.set(deviceId, now.getTime())
      if (row?.offlineSince !== null) await tellBack(deviceId, now)
    },
    async lookForSilent(): Promise<void> {
      const now = clock.now()
      const before = new Date(now.getTime() - offlineMinutes * 60_000)
      if (startedAt > before.getTime()) return
      for (const silent of await findSilent(pool, [deviceIds, before])) {
        await inbox()?.reportHealth(offline(silent))
        const [marked] = await markOffline(pool, [silent.deviceId, before, now])
        if (marked === undefined) await tellBack(silent.deviceId, now)
        else log.warn({ deviceId: silent.deviceId, seenAt: silent.seenAt }, 'smsgate: a phone is silent')
      }
    },
    async stillOffline(): Promise<readonly HealthSignal[]> {
      return (await findOffline(pool, [deviceIds])).flatMap(offline)
    },
  }
}

export type Phones = ReturnType<typeof watchingPhones>
