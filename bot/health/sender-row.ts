import { type Sql, statement } from '../../domain/work/sql.ts'
import type { Health, Medium } from '../channels/channel.ts'

export type Quality = Extract<Health, { kind: 'quality' }>['quality']
export type StoppedWhy = Extract<Health, { kind: 'stopped' }>['why']

/** Which sender: `*` is the whole account of an adapter, what holds for it holds for all its senders of that medium. */
export interface SenderKey {
  readonly adapter: string
  readonly medium: Medium
  readonly sender: string
}
export const WHOLE_ACCOUNT = '*'

/** A sender as the database has it: what was last said of it, and when. */
export interface SenderRow extends SenderKey {
  readonly firstUsedAt: Date | null
  readonly quality: Quality
  readonly qualityAt: Date | null
  readonly peoplePerDay: number | null
  readonly limitAt: Date | null
  readonly stoppedWhy: StoppedWhy | null
  readonly stoppedDetail: string | null
  readonly stoppedAt: Date | null
  readonly stoppedUntil: Date | null
  readonly availabilityAt: Date | null
  readonly rateShare: number
  readonly throttledAt: Date | null
  readonly throttleCode: string | null
  readonly pausedUntil: Date | null
  readonly lastOkAt: Date | null
  readonly lastSignalAt: Date | null
  readonly staffStoppedAt: Date | null
  readonly staffStoppedBy: string | null
  readonly staffReason: string | null
}

/** What a sender did in the last 24 hours. */
export interface SenderUse {
  /** people it wrote to first */
  readonly reached: number
  /** times a person blocked or reported us, as the provider says it */
  readonly blocks: number
}

const COLUMNS = `s.adapter, s.medium, s.sender, s.first_used_at as "firstUsedAt", s.quality, s.quality_at as "qualityAt",
  s.people_per_day as "peoplePerDay", s.limit_at as "limitAt", s.stopped_why as "stoppedWhy",
  s.stopped_detail as "stoppedDetail", s.stopped_at as "stoppedAt", s.stopped_until as "stoppedUntil",
  s.availability_at as "availabilityAt", s.rate_share as "rateShare", s.throttled_at as "throttledAt",
  s.throttle_code as "throttleCode", s.paused_until as "pausedUntil", s.last_ok_at as "lastOkAt",
  s.last_signal_at as "lastSignalAt", s.staff_stopped_at as "staffStoppedAt", s.staff_stopped_by as "staffStoppedBy",
  s.staff_reason as "staffReason"`

/** A sender that nothing was said of yet. */
export function unknownSender(key: SenderKey): SenderRow {
  return {
    ...key,
    firstUsedAt: null,
    quality: 'unknown',
    qualityAt: null,
    peoplePerDay: null,
    limitAt: null,
    stoppedWhy: null,
    stoppedDetail: null,
    stoppedAt: null,
    stoppedUntil: null,
    availabilityAt: null,
    rateShare: 1,
    throttledAt: null,
    throttleCode: null,
    pausedUntil: null,
    lastOkAt: null,
    lastSignalAt: null,
    staffStoppedAt: null,
    staffStoppedBy: null,
    staffReason: null,
  }
}

const readAll = statement<SenderRow & SenderUse>(
  'sender.readAll',
  `select ${COLUMNS},
     (select count(*)::int from sender_reach r where r.adapter = s.adapter and r.medium = s.medium and r.sender = s.sender
       and r.at > $1::timestamptz - interval '24 hours') as reached,
     (select count(*)::int from sender_event e where e.adapter = s.adapter and e.medium = s.medium and e.sender = s.sender
       and e.kind = 'blocked_by_contact' and e.at > $1::timestamptz - interval '24 hours') as blocks
   from sender s order by s.adapter, s.medium, s.sender`,
)

/** Every sender that is or was, with what it did in the 24 hours before `now`. */
export function readSenders(sql: Sql, now: Date): Promise<(SenderRow & SenderUse)[]> {
  return readAll(sql, [now])
}

const notice = statement(
  'sender.notice',
  `insert into sender (adapter, medium, sender, first_noticed_at)
   select m.adapter, m.medium, m.sender, $2 from jsonb_to_recordset($1::jsonb) as m(adapter text, medium "ChannelKind", sender text)
   order by 1, 2, 3 on conflict do nothing`,
)

/** Makes rows for senders that have none. */
export async function noticeSenders(sql: Sql, keys: readonly SenderKey[], now: Date): Promise<void> {
  if (keys.length === 0) return
  await notice(sql, [JSON.stringify(keys.map(({ adapter, medium, sender }) => ({ adapter, medium, sender }))), now])
}

const lock = statement<SenderRow>(
  'sender.lock',
  `select ${COLUMNS} from sender s where s.adapter = $1 and s.medium = $2::"ChannelKind" and s.sender = $3 for update`,
)

/** The sender's row, held until the work ends; made when there is none. */
export async function lockSender(sql: Sql, key: SenderKey, now: Date): Promise<SenderRow> {
  const values = [key.adapter, key.medium, key.sender]
  const [known] = await lock(sql, values)
  if (known !== undefined) return known
  await noticeSenders(sql, [key], now)
  const [made] = await lock(sql, values)
  return made ?? unknownSender(key)
}

const save = statement(
  'sender.save',
  `update sender set quality = $4::"SenderQuality", quality_at = $5, people_per_day = $6, limit_at = $7,
     stopped_why = $8::"SenderStop", stopped_detail = $9, stopped_at = $10, stopped_until = $11, availability_at = $12,
     rate_share = $13, throttled_at = $14, throttle_code = $15, paused_until = $16, last_ok_at = $17, last_signal_at = $18,
     staff_stopped_at = $19, staff_stopped_by = $20, staff_reason = $21, first_used_at = $22
   where adapter = $1 and medium = $2::"ChannelKind" and sender = $3`,
)

/** Writes a row that `lockSender` gave. */
export async function saveSender(sql: Sql, row: SenderRow): Promise<void> {
  const said = [row.quality, row.qualityAt, row.peoplePerDay, row.limitAt]
  const stopped = [row.stoppedWhy, row.stoppedDetail, row.stoppedAt, row.stoppedUntil, row.availabilityAt]
  const speed = [row.rateShare, row.throttledAt, row.throttleCode, row.pausedUntil, row.lastOkAt, row.lastSignalAt]
  const staff = [row.staffStoppedAt, row.staffStoppedBy, row.staffReason, row.firstUsedAt]
  await save(sql, [row.adapter, row.medium, row.sender, ...said, ...stopped, ...speed, ...staff])
}

const addEvent = statement<{ id: number }>(
  'senderEvent.add',
  `insert into sender_event (adapter, medium, sender, kind, at, detail, by)
   values ($1, $2::"ChannelKind", $3, $4::"SenderEventKind", $5, $6::jsonb, $7) on conflict do nothing returning id`,
)

export interface SenderEvent {
  readonly kind: Health['kind'] | 'stopped_by_staff' | 'started_by_staff'
  readonly at: Date
  readonly detail: Readonly<Record<string, string | number | null>>
  /** the provider, or the name of a staff member */
  readonly by: string
}

/** Adds to the history of a sender; the same thing of the same moment is kept once. Gives whether it is new. */
export async function addSenderEvent(sql: Sql, key: SenderKey, event: SenderEvent): Promise<boolean> {
  const what = [event.kind, event.at, JSON.stringify(event.detail), event.by]
  return (await addEvent(sql, [key.adapter, key.medium, key.sender, ...what])).length > 0
}
