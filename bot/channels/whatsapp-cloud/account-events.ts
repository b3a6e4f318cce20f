import { z } from 'zod'
import type { Health, HealthSignal } from '../channel.ts'
import type { NumbersShown } from './payload.ts'
import { signalOf } from './telling.ts'

export interface AccountEvent {
  readonly signals: readonly HealthSignal[]
  readonly note?: { readonly level: 'info' | 'warn'; readonly why: string }
}

const note = (level: 'info' | 'warn', why: string): AccountEvent => ({ signals: [], note: { level, why } })
const said = (sender: string | null, health: readonly Health[], why: string): AccountEvent => ({
  signals: health.map((one) => signalOf(sender, one)),
  note: { level: 'warn', why },
})

/** The fields beside `messages`: what Meta decides about the account, its numbers and its templates. Never an error. */
export function readAccountEvent(field: string, value: unknown, numbers: NumbersShown): AccountEvent {
  const read = READERS.get(field)
  if (read === undefined) return note('info', `field ${field.slice(0, 60)}`)
  return read(value, numbers) ?? note('warn', `field ${field}: not in its form`)
}

type Reader = (value: unknown, numbers: NumbersShown) => AccountEvent | undefined

const READERS = new Map<string, Reader>([
  ['account_update', readAccountUpdate],
  ['phone_number_quality_update', readQuality],
  ['message_template_status_update', readTemplateStatus],
  ['business_capability_update', readCapability],
  ['account_alerts', readAlert],
  ['user_preferences', readPreferences],
])

const AccountUpdate = z.object({
  event: z.string(),
  violation_info: z.object({ violation_type: z.string() }).optional().catch(undefined),
  restriction_info: z
    .array(z.object({ restriction_type: z.string(), expiration: z.coerce.number().optional() }))
    .optional()
    .catch(undefined),
  ban_info: z
    .object({ waba_ban_state: z.union([z.string(), z.array(z.string())]) })
    .optional()
    .catch(undefined),
})

function readAccountUpdate(value: unknown): AccountEvent | undefined {
  const update = AccountUpdate.safeParse(value).data
  if (update === undefined) return undefined
  const { event, violation_info, restriction_info = [], ban_info } = update
  const why = `account_update ${event.slice(0, 60)}`
  switch (event) {
    case 'ACCOUNT_VIOLATION': {
      const type = violation_info?.violation_type ?? 'unknown'
      const of = /ALCOHOL|TOBACCO/i.test(type) ? 'restricted_goods' : 'other'
      return said(null, [{ kind: 'violation', of, detail: type.slice(0, 100) }], `${why} ${type.slice(0, 60)}`)
    }
    case 'ACCOUNT_RESTRICTION': {
      // That no number may be added stops no message. Any other restriction does: an account that goes on writing
      // against it is closed for longer, and SMS carries the evening.
      const stopping = restriction_info.filter(({ restriction_type }) => !restriction_type.includes('ADD_PHONE_NUMBER'))
      if (restriction_info.length > 0 && stopping.length === 0) return note('warn', why)
      const detail = stopping.map(({ restriction_type }) => restriction_type).join(', ') || event
      return said(null, [{ kind: 'stopped', why: 'restricted', detail, until: lastEnd(stopping) }], `${why} ${detail}`)
    }
    case 'DISABLED_UPDATE': {
      const states = [ban_info?.waba_ban_state ?? []].flat()
      if (states.includes('REINSTATE')) return said(null, [{ kind: 'working' }], why)
      const detail = states.join(', ') || event
      if (states.includes('SCHEDULE_FOR_DISABLE') && !states.includes('DISABLE')) {
        return said(null, [{ kind: 'violation', of: 'other', detail }], `${why} ${detail}`)
      }
      return said(null, [{ kind: 'stopped', why: 'banned', detail, until: null }], `${why} ${detail}`)
    }
    case 'ACCOUNT_DELETED':
    case 'PARTNER_REMOVED':
      return said(null, [{ kind: 'stopped', why: 'logged_out', detail: event, until: null }], why)
    default:
      return note('info', why)
  }
}

/** When the last of them ends; null where one has no end. */
function lastEnd(restrictions: readonly { readonly expiration?: number | undefined }[]): Date | null {
  const ends = restrictions.map(({ expiration }) => expiration)
  if (ends.length === 0 || ends.some((end) => end === undefined)) return null
  return new Date(Math.max(...ends.map((end) => end ?? 0)) * 1000)
}

const Quality = z.object({
  display_phone_number: z.string().optional(),
  event: z.string().optional(),
  current_limit: z.string().optional(),
  max_daily_conversations_per_business: z.union([z.string(), z.number()]).optional(),
})

function readQuality(value: unknown, numbers: NumbersShown): AccountEvent | undefined {
  const quality = Quality.safeParse(value).data
  if (quality === undefined) return undefined
  const { display_phone_number = '', event = '', current_limit, max_daily_conversations_per_business } = quality
  const sender = numbers.get(display_phone_number.replace(/\D/g, '')) ?? null
  const limit = peoplePerDay(max_daily_conversations_per_business ?? current_limit)
  const health: Health[] = []
  if (event === 'FLAGGED') health.push({ kind: 'quality', quality: 'red' })
  if (event === 'UNFLAGGED') health.push({ kind: 'quality', quality: 'green' })
  if (limit !== undefined) health.push({ kind: 'limit', peoplePerDay: limit })
  return said(sender, health, `phone_number_quality_update ${event.slice(0, 40)} ${current_limit ?? ''}`.trim())
}

const Capability = z.object({
  max_daily_conversation_per_phone: z.union([z.string(), z.number()]).optional(),
  max_daily_conversations_per_business: z.union([z.string(), z.number()]).optional(),
})

function readCapability(value: unknown): AccountEvent | undefined {
  const capability = Capability.safeParse(value).data
  if (capability === undefined) return undefined
  const { max_daily_conversations_per_business, max_daily_conversation_per_phone } = capability
  const limit = peoplePerDay(max_daily_conversations_per_business ?? max_daily_conversation_per_phone)
  if (limit === undefined) return note('info', 'business_capability_update without a limit')
  return said(null, [{ kind: 'limit', peoplePerDay: limit }], 'business_capability_update')
}

/** TIER_2K, 2000 or -1, as Meta writes it here and there; undefined when it is none of these. */
export function peoplePerDay(written: string | number | undefined): number | null | undefined {
  if (written === undefined) return undefined
  const text = String(written)
  if (text === '-1' || /UNLIMITED/.test(text)) return null
  const [, digits, thousands] = /^(?:TIER_)?(\d+)(K)?$/.exec(text) ?? []
  if (digits === undefined) return undefined
  return Number(digits) * (thousands === undefined ? 1 : 1000)
}

const TemplateStatus = z.object({
  event: z.string(),
  message_template_name: z.string().default(''),
  message_template_language: z.string().default(''),
  reason: z.string().nullish(),
})

function readTemplateStatus(value: unknown): AccountEvent | undefined {
  const status = TemplateStatus.safeParse(value).data
  if (status === undefined) return undefined
  const { event, message_template_name: name, message_template_language: language, reason } = status
  const detail = [`modèle ${name}`, language, event, reason]
    .filter((part) => part)
    .join(' ')
    .slice(0, 150)
  // One that people complain of, or that Meta has stopped, is seen to; one that is under review is no news.
  const isTrouble = ['FLAGGED', 'PAUSED', 'DISABLED'].includes(event)
  if (isTrouble) return said(null, [{ kind: 'violation', of: 'other', detail }], detail)
  return note(event === 'REJECTED' ? 'warn' : 'info', detail)
}

const Alert = z.object({
  alert_severity: z.string().default(''),
  alert_status: z.string().default(''),
  alert_type: z.string().default(''),
  alert_description: z.string().default(''),
})

function readAlert(value: unknown): AccountEvent | undefined {
  const alert = Alert.safeParse(value).data
  if (alert === undefined) return undefined
  const detail = `${alert.alert_type} ${alert.alert_description}`.trim().slice(0, 200)
  const isGrave = alert.alert_severity === 'CRITICAL' && alert.alert_status !== 'RESOLVED'
  return isGrave ? said(null, [{ kind: 'violation', of: 'other', detail }], detail) : note('warn', detail)
}

const Preferences = z.object({
  metadata: z.object({ phone_number_id: z.string() }).optional(),
  user_preferences: z.array(z.object({ category: z.string().default(''), value: z.string() })),
})

/** Somebody wants no more advertising. We send none; that they say so is a sign of how we are received. */
function readPreferences(value: unknown): AccountEvent | undefined {
  const preferences = Preferences.safeParse(value).data
  if (preferences === undefined) return undefined
  const stops = preferences.user_preferences.filter(({ value: choice }) => choice === 'stop')
  const sender = preferences.metadata?.phone_number_id ?? null
  return {
    signals: stops.map(() => signalOf(sender, { kind: 'blocked_by_contact', errorCode: '131050' })),
    note: { level: 'info', why: `user_preferences: ${stops.length} of ${preferences.user_preferences.length} stop` },
  }
}
