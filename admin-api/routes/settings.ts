import { z } from 'zod'
import { changeSetting, settingHistory } from '../../domain/settings/changing.ts'
import { readSettings, SETTING_SCHEMAS } from '../../domain/settings/reading.ts'
import { DEFAULT_SETTINGS, type SettingKey } from '../../domain/settings/settings.ts'
import type { Work } from '../../domain/work/work.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { answer, staffAction } from '../staff-work.ts'
import { namesOf } from './conversation-shown.ts'

const value = z.union([z.number(), z.array(z.number()).readonly()])
const setting = z.object({
  key: z.string(),
  value,
  default: value,
  changedAt: z.date().nullable().describe('null: never changed'),
})
const changes = z.array(
  z.object({ key: z.string(), before: z.unknown(), after: z.unknown(), who: z.string(), at: z.date() }),
)
const byKey = z.object({ key: z.string().max(80) })

/** Proposed by finance, approved by the finance director, announced 15 days before (product.md 3): never set here. */
const WITH_PROCEDURE: readonly SettingKey[] = ['clientCommissionRate', 'supplierCommissionRate']

const settingKey = z.custom<SettingKey>((key) => typeof key === 'string' && Object.hasOwn(DEFAULT_SETTINGS, key))
const settingKeys = Object.keys(DEFAULT_SETTINGS).filter((key): key is SettingKey => settingKey.safeParse(key).success)

/** /api/settings: every number of the product, with who changed it, when, from and to what. */
export async function settingRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { pool, database } = parts

  api.get(
    '/settings',
    {
      ...guarded(pool, 'settings.read'),
      schema: {
        operationId: 'listSettings',
        tags: ['settings'],
        summary: 'Every setting, with its default',
        response: { 200: z.object({ items: z.array(setting) }), ...problems() },
      },
    },
    async () => {
      const [settings, stored] = await Promise.all([readSettings(pool), database.setting.findMany()])
      const changedAt = new Map(stored.map(({ key, updatedAt }) => [key, updatedAt]))
      const items = settingKeys.map((key) => ({
        key,
        value: settings[key],
        default: DEFAULT_SETTINGS[key],
        changedAt: changedAt.get(key) ?? null,
      }))
      return { items }
    },
  )

  api.put(
    '/settings/:key',
    {
      ...guarded(pool, 'settings.write'),
      schema: {
        operationId: 'changeSetting',
        tags: ['settings'],
        summary: 'Change a setting; every process has it within seconds',
        description: 'Commission rates have a procedure of their own and are refused here.',
        params: byKey,
        body: z.strictObject({ value }),
        response: {
          200: z.object({ changed: z.boolean() }),
          ...problems('SETTING_NOT_FOUND', 'COMMISSION_HAS_PROCEDURE'),
        },
      },
    },
    async (request, reply) => {
      const { data: key } = settingKey.safeParse(request.params.key)
      if (key === undefined) return sendProblem(reply, 'SETTING_NOT_FOUND')
      if (WITH_PROCEDURE.includes(key)) return sendProblem(reply, 'COMMISSION_HAS_PROCEDURE')
      const read = SETTING_SCHEMAS[key].safeParse(request.body.value)
      if (!read.success) {
        const errors = read.error.issues.map(({ message }) => ({ where: 'body/value', what: message }))
        return sendProblem(reply, 'INVALID', { errors, detail: errors.map(({ what }) => what).join('; ') })
      }
      const what = {
        action: 'setting.change',
        subject: `setting:${key}`,
        before: async ({ sql }: Work) => ({ value: (await readSettings(sql))[key] }),
      }
      const act = { key, value: read.data }
      return answer(reply, await staffAction(parts, request, what, (work) => changeSetting(work, act)))
    },
  )

  api.get(
    '/settings/:key/history',
    {
      ...guarded(pool, 'settings.read'),
      schema: {
        operationId: 'readSettingHistory',
        tags: ['settings'],
        summary: 'Who changed a setting, when, from and to what; newest first',
        params: byKey,
        response: { 200: z.object({ items: changes }), ...problems('SETTING_NOT_FOUND') },
      },
    },
    async ({ params }, reply) => {
      const { data: key } = settingKey.safeParse(params.key)
      if (key === undefined) return sendProblem(reply, 'SETTING_NOT_FOUND')
      const history = await settingHistory(pool, key)
      const names = await namesOf(
        database,
        history.map(({ who }) => who),
      )
      return { items: history.map((one) => ({ ...one, who: names.get(one.who) ?? one.who })) }
    },
  )
}
