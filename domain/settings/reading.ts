import { z } from 'zod'
import { type Sql, statement } from '../work/sql.ts'
import { DEFAULT_SETTINGS, type SettingKey, type Settings } from './settings.ts'

const whole = z.int().min(0)
/** basis points: 10,000 is everything */
const rate = whole.max(10_000)
const ascending = z
  .array(whole)
  .min(1)
  .readonly()
  .refine(
    (list) => list.every((value, index) => index === 0 || value > (list[index - 1] ?? 0)),
    'not in ascending order',
  )

/** What each setting may be. */
export const SETTING_SCHEMAS = {
  minimumForDelivery: whole,
  clientCommissionRate: rate,
  supplierCommissionRate: rate,
  firstWaveSize: whole.min(1),
  secondWaveAfterMinutes: whole.min(1),
  laterWavesAfterMinutes: whole.min(1),
  tellClientNoOfferMinutes: ascending,
  alertNoOfferMinutes: whole.min(1),
  orderExpiresAfterMinutes: whole.min(1),
  offerValidMinutes: whole.min(1),
  confirmationMinutes: whole.min(1),
  latePreparingMinutes: whole.min(1),
  lateDeliveringMinutes: whole.min(1),
  latePastPromiseMinutes: whole.min(1),
  stuckMinutes: whole.min(1),
  paymentPendingMinutes: whole.min(1),
  paymentExpiresMinutes: whole.min(1),
  paymentReminderHours: ascending,
  unpaidOrdersBeforeSuspension: whole,
  suspensionMeanRating: z.number().min(1).max(5),
  suspensionMinimumRatings: whole.min(1),
  paidTwiceVoucher: whole,
  voucherValidDays: whole.min(1),
  askRatingAfterMinutes: whole.min(1),
  disputeWithinHours: whole.min(1),
  weighedTolerancePercent: whole.max(100),
  largestQuantity: whole.min(1),
  smsFallbackMinutes: whole.min(1),
  handOverReminderMinutes: whole.min(1),
  handOverReturnMinutes: whole.min(1),
  usdToXof: z.number().min(0).max(10_000),
} as const satisfies { readonly [Key in SettingKey]: z.ZodType<Settings[Key]> }

const settingsSchema = z.object(SETTING_SCHEMAS)

const readStored = statement<{ key: string; value: unknown }>('setting.readAll', 'select key, value from setting')

/**
 * Every number of the product, the stored ones over the defaults. A key that this build does not know (a newer one wrote
 * it) is left alone.
 * @throws ZodError when a stored value is not what the setting may be
 */
export async function readSettings(sql: Sql): Promise<Settings> {
  const stored = await readStored(sql, [])
  return settingsSchema.parse({
    ...DEFAULT_SETTINGS,
    ...Object.fromEntries(stored.map(({ key, value }) => [key, value])),
  })
}

const readVersion = statement<{ version: string }>(
  'setting.version',
  'select coalesce(max(id), 0)::text as version from setting_change',
)

/** Changes with every change of a setting, in whatever process it was made. */
export async function settingsVersion(sql: Sql): Promise<string> {
  const [row] = await readVersion(sql, [])
  return row?.version ?? '0'
}
