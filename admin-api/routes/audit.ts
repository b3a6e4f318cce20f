import { z } from 'zod'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import { byNumber, page, pageOf } from '../paging.ts'
import type { Api, ApiParts } from '../parts.ts'
import { time } from './fields.ts'

const written = z.object({
  id: z.number().int(),
  at: z.date(),
  who: z.string(),
  role: z.string(),
  action: z.string(),
  subject: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  from: z.string().nullable().describe('address it came from'),
})
const filters = byNumber.extend({
  subject: z.string().max(120).optional().describe('account:ID, order:ID, conversation:CONTACT, setting:KEY...'),
  action: z.string().max(80).optional().describe('order.cancel'),
  who: z.string().max(80).optional(),
  since: time.optional(),
})

/** /api/audit: every write by staff, newest first. It is append-only: the database sees to that. */
export async function auditRoutes(api: Api, { pool, database }: ApiParts): Promise<void> {
  api.get(
    '/audit',
    {
      ...guarded(pool, 'audit.read'),
      schema: {
        operationId: 'listAudit',
        tags: ['audit'],
        summary: 'List what staff did, newest first',
        querystring: filters,
        response: { 200: pageOf(written), ...problems() },
      },
    },
    async ({ query }) => {
      const { after, subject, action, who, since } = query
      const rows = await database.auditLog.findMany({
        where: {
          ...(after !== undefined && { id: { lt: after } }),
          ...(subject && { subject }),
          ...(action && { action }),
          ...(who && { who }),
          ...(since && { at: { gte: since } }),
        },
        orderBy: { id: 'desc' },
        take: query.limit + 1,
      })
      return page(
        rows,
        query.limit,
        ({ id }) => String(id),
        (row) => ({ ...row, id: Number(row.id) }),
      )
    },
  )
}
