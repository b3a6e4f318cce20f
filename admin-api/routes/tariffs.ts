import { z } from 'zod'
import { setTariff } from '../../domain/costs/setting-tariffs.ts'
import {
  readTariffs,
  TARIFF_OPERATORS,
  TARIFF_UNITS,
  TEMPLATE_CATEGORIES,
  tariffInForce,
} from '../../domain/costs/tariffs.ts'
import { surfaceOf } from '../../domain/restricted/stopping.ts'
import { isRefused } from '../../domain/work/refusals.ts'
import type { Work } from '../../domain/work/work.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { answer, staffAction } from '../staff-work.ts'
import { time } from './fields.ts'

const kind = {
  adapter: z.string().max(40),
  medium: z.enum(['whatsapp', 'sms']),
  operator: z.enum(TARIFF_OPERATORS).nullable().describe('whose number an SMS goes to; null for every network'),
  unit: z.enum(TARIFF_UNITS).describe('segment for an SMS; message or template for WhatsApp'),
  category: z.enum(TEMPLATE_CATEGORIES).nullable().describe('of a template; null for every category'),
}
const tariff = z.object({
  id: z.number().int(),
  ...kind,
  price: z.number().nullable().describe('XOF for one unit; null: not known from then on'),
  validFrom: z.date(),
})

const price = z
  .number()
  .min(0)
  .max(100_000)
  .refine((francs) => Math.abs(francs * 1e5 - Math.round(francs * 1e5)) < 1e-4, 'more than five decimals')
const newTariff = z
  .strictObject({
    ...kind,
    operator: kind.operator.default(null),
    category: kind.category.default(null),
    price: price.nullable().describe('XOF for one unit, up to five decimals; null ends a tariff'),
    validFrom: time.nullable().default(null).describe('now when it is left out'),
  })
  .refine(({ medium, unit }) => (medium === 'sms') === (unit === 'segment'), {
    message: 'an SMS is priced by the segment, WhatsApp by the message or the template',
    path: ['unit'],
  })
  .refine(({ medium, operator }) => medium === 'sms' || operator === null, {
    message: 'only an SMS has an operator',
    path: ['operator'],
  })
  .refine(({ unit, category }) => unit === 'template' || category === null, {
    message: 'only a template has a category',
    path: ['category'],
  })

const numbered = <Row extends { readonly price: string | null }>(row: Row) => ({
  ...row,
  price: row.price === null ? null : Number(row.price),
})

/** /api/tariffs: what messages cost us where the provider does not say it, with what it was before. */
export async function tariffRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { pool, surfaces } = parts

  api.get(
    '/tariffs',
    {
      ...guarded(pool, 'settings.read'),
      schema: {
        operationId: 'listTariffs',
        tags: ['costs'],
        summary: 'Every tariff there was, is and will be; the newest first',
        response: { 200: z.object({ items: z.array(tariff) }), ...problems() },
      },
    },
    async () => ({ items: (await readTariffs(pool)).map(numbered) }),
  )

  api.put(
    '/tariffs',
    {
      ...guarded(pool, 'tariffs.write'),
      schema: {
        operationId: 'setTariff',
        tags: ['costs'],
        summary: 'Say what a kind of message costs from now on, or from a later date',
        description: 'What was sent keeps the price it was recorded with; the earlier tariff stays in the list.',
        body: newTariff,
        response: { 200: tariff, ...problems('SURFACE_NOT_FOUND', 'TARIFF_IN_THE_PAST') },
      },
    },
    async (request, reply) => {
      const { body } = request
      const { adapter, medium, operator, unit, category } = body
      if (!surfaces.includes(surfaceOf(adapter, medium))) return sendProblem(reply, 'SURFACE_NOT_FOUND')
      const subject = ['tariff', surfaceOf(adapter, medium), unit, category ?? operator].filter(Boolean).join(':')
      const what = {
        action: 'tariff.set',
        subject,
        before: async ({ sql, now }: Work) => tariffInForce(await readTariffs(sql), body, now),
      }
      const outcome = await staffAction(parts, request, what, (work) => setTariff(work, body))
      if (isRefused(outcome)) return answer(reply, outcome)
      await parts.onTariffsChanged()
      return reply.send(numbered(outcome))
    },
  )
}
