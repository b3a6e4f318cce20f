import { statement } from '../work/sql.ts'
import type { Work } from '../work/work.ts'
import { SETTING_SCHEMAS } from './reading.ts'
import { DEFAULT_SETTINGS, type SettingKey, type Settings } from './settings.ts'

const lockKey = statement('setting.lock', `select pg_advisory_xact_lock(hashtext('setting:' || $1))`)
const write = statement<{ key: string }>(
  'setting.change',
  `with before as (
     select (select value from setting where key = $1) as stored
   ), changed as (
     insert into setting (key, value, updated_at)
     select $1, $2::jsonb, $4 from before where coalesce(stored, $3::jsonb) <> $2::jsonb
     on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at returning key
   )
   insert into setting_change (key, before, after, who, at)
   select key, coalesce(before.stored, $3::jsonb), $2::jsonb, $5, $4 from changed, before returning key`,
)

/**
 * Changes one setting and keeps who, when, the old and the new value (product.md: every number has its history). The
 * same value again changes nothing. The commission rates have a procedure of their own before they come here.
 * @throws ZodError when the value is not what the setting may be: the API parses with SETTING_SCHEMAS first
 */
export async function changeSetting<Key extends SettingKey>(
  work: Work,
  { key, value }: { readonly key: Key; readonly value: Settings[Key] },
): Promise<{ readonly changed: boolean }> {
  const parsed = SETTING_SCHEMAS[key].parse(value)
  await lockKey(work.sql, [key])
  const values = [key, JSON.stringify(parsed), JSON.stringify(DEFAULT_SETTINGS[key]), work.now, work.actor.id]
  return { changed: (await write(work.sql, values)).length > 0 }
}

export interface SettingChange {
  readonly key: string
  readonly before: unknown
  readonly after: unknown
  readonly who: string
  readonly at: Date
}

const readChanges = statement<SettingChange>(
  'setting.history',
  'select key, before, after, who, at from setting_change where key = $1 order by id desc',
)

/** The history of one setting, newest first. */
export async function settingHistory(sql: Work['sql'], key: SettingKey): Promise<readonly SettingChange[]> {
  return readChanges(sql, [key])
}
