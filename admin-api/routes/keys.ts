import { z } from 'zod'
import { statement } from '../../domain/work/sql.ts'
import { guarded, makeApiKey } from '../keys.ts'
import { problems } from '../openapi.ts'
import { byUuid, page, pageOf } from '../paging.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { ROLES } from '../roles.ts'
import { answer, staffAction } from '../staff-work.ts'
import { byId } from './fields.ts'

const keyShown = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(ROLES),
  createdAt: z.date(),
  revokedAt: z.date().nullable(),
})
const newKey = z.strictObject({ name: z.string().trim().min(1).max(80), role: z.enum(ROLES) })
const made = z.object({ id: z.uuid(), key: z.string().describe('seen this once: only its hash is kept') })

const revoke = statement<{ id: string; name: string; role: string }>(
  'apiKey.revoke',
  'update api_key set revoked_at = $2 where id = $1 and revoked_at is null returning id, name, role',
)

/** /api/keys: made, listed and revoked by admins. */
export async function keyRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { pool, database } = parts

  api.get(
    '/keys',
    {
      ...guarded(pool, 'keys.read'),
      schema: {
        operationId: 'listKeys',
        tags: ['keys'],
        summary: 'List API keys, oldest first; never the keys themselves',
        querystring: byUuid,
        response: { 200: pageOf(keyShown), ...problems() },
      },
    },
    async ({ query }) => {
      const rows = await database.apiKey.findMany({
        where: query.after === undefined ? {} : { id: { gt: query.after } },
        omit: { hash: true },
        orderBy: { id: 'asc' },
        take: query.limit + 1,
      })
      return page(
        rows,
        query.limit,
        ({ id }) => id,
        (row) => row,
      )
    },
  )

  api.post(
    '/keys',
    {
      ...guarded(pool, 'keys.write'),
      schema: {
        operationId: 'makeKey',
        tags: ['keys'],
        summary: 'Make an API key',
        body: newKey,
        response: { 201: made, ...problems() },
      },
    },
    async (request, reply) => {
      const { body } = request
      const what = { action: 'key.make', subject: ({ id }: { id: string }) => `key:${id}` }
      const outcome = await staffAction(parts, request, what, (work) => makeApiKey(work.sql, body))
      return answer(reply.code(201), outcome)
    },
  )

  api.delete(
    '/keys/:id',
    {
      ...guarded(pool, 'keys.write'),
      schema: {
        operationId: 'revokeKey',
        tags: ['keys'],
        summary: 'Revoke an API key: refused from the next request on',
        params: byId,
        response: { 200: keyShown.pick({ id: true, name: true }), ...problems('KEY_NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const key = await database.apiKey.findUnique({ where: { id }, omit: { hash: true } })
      if (key === null || key.revokedAt !== null) return sendProblem(reply, 'KEY_NOT_FOUND')
      const what = {
        action: 'key.revoke',
        subject: `key:${id}`,
        before: async () => key,
        after: () => ({ revoked: true }),
      }
      return answer(
        reply,
        await staffAction(parts, request, what, async (work) => {
          await revoke(work.sql, [id, work.now])
          return { id, name: key.name }
        }),
      )
    },
  )
}
