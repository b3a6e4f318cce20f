import { z } from 'zod'
import { approveAccount, reinstateAccount, rejectAccount, suspendAccount } from '../../domain/accounts/deciding.ts'
import { maskPhone } from '../masking.ts'
import { page, pageOf, pageQuery } from '../paging.ts'
import { problemSchema, sendProblem } from '../problems.ts'
import { requires } from '../keys.ts'
import type { Api, ApiParts } from '../server.ts'
import { staffAction } from '../staff-work.ts'

const status = z.enum(['pending', 'approved', 'rejected', 'suspended', 'closed'])
const kind = z.enum(['client', 'supplier'])
const accountShown = z.object({
  id: z.uuid(),
  kind,
  status,
  name: z.string(),
  managerName: z.string(),
  type: z.string(),
  zoneId: z.string(),
  quartierId: z.string().nullable(),
  rating: z.number().nullable().describe('mean of 1 to 5, null before the first'),
  ratings: z.number().int(),
  createdAt: z.date(),
  phones: z.array(z.string()).describe('masked'),
})
const accountRead = accountShown.extend({
  email: z.string().nullable(),
  directions: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  consentedAt: z.date(),
  checks: z.unknown().describe('the automatic checks, as they were at the request'),
  decidedAt: z.date().nullable(),
  decidedBy: z.string().nullable(),
  rejectionReason: z.string().nullable(),
  suspensionReason: z.string().nullable(),
  orders: z.number().int(),
  supplier: z
    .object({
      tradeRegister: z.string(),
      alcoholLicence: z.string(),
      vehicles: z.number().int(),
      visitedAt: z.date().nullable(),
      usualDelayMinutes: z.number().int(),
      pausedUntil: z.date().nullable(),
      zones: z.array(z.string()),
    })
    .nullable(),
})
const byId = z.object({ id: z.uuid() })
const reason = z.object({ reason: z.string().trim().min(3).max(300).describe('sent to the person, in their words') })
const decided = z.object({ id: z.uuid(), status })
const problems = { 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema, 422: problemSchema }

/** /api/accounts: the approval queue, and what is done to an account. */
export async function accountRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { database, pool } = parts

  api.get(
    '/accounts',
    {
      preHandler: requires(pool, 'accounts.read'),
      schema: {
        tags: ['accounts'],
        summary: 'List accounts, oldest request first',
        querystring: pageQuery.extend({ kind: kind.optional(), status: status.optional(), zone: z.string().optional(), search: z.string().max(60).optional() }),
        response: { 200: pageOf(accountShown), ...problems },
      },
    },
    async ({ query }) => {
      const rows = await database.account.findMany({
        where: {
          ...(query.kind && { kind: query.kind }),
          ...(query.status && { status: query.status }),
          ...(query.zone && { zoneId: query.zone }),
          ...(query.search && { name: { contains: query.search, mode: 'insensitive' } }),
          // ids are time-ordered (uuidv7)
          ...(query.after && { id: { gt: query.after } }),
        },
        include: { contacts: { select: { address: true } } },
        orderBy: { id: 'asc' },
        take: query.limit + 1,
      })
      return page(rows, query.limit, ({ id }) => id, shown)
    },
  )

  api.get(
    '/accounts/:id',
    {
      preHandler: requires(pool, 'accounts.read'),
      schema: { tags: ['accounts'], summary: 'Read an account', params: byId, response: { 200: accountRead, ...problems } },
    },
    async ({ params }, reply) => {
      const row = await database.account.findUnique({
        where: { id: params.id },
        include: { contacts: { select: { address: true } }, supplier: { include: { zones: true } }, _count: { select: { orders: true } } },
      })
      if (row === null) return sendProblem(reply, 'ACCOUNT_NOT_FOUND')
      const { supplier } = row
      return reply.send({
        ...row,
        ...shown(row),
        orders: row._count.orders,
        supplier: supplier && { ...supplier, zones: supplier.zones.map(({ zoneId }) => zoneId) },
      })
    },
  )

  const decisions = {
    approve: { act: approveAccount, body: z.object({}).nullish(), summary: 'Approve: access at once, the welcome is sent' },
    reject: { act: rejectAccount, body: reason, summary: 'Reject with a reason, which is sent; the person may correct and apply again' },
    suspend: { act: suspendAccount, body: reason, summary: 'Suspend with a reason, told by every channel' },
    reinstate: { act: reinstateAccount, body: z.object({}).nullish(), summary: 'Undo a suspension' },
  } as const
  for (const [name, { act, body, summary }] of Object.entries(decisions)) {
    api.post(
      `/accounts/:id/${name}`,
      {
        preHandler: requires(pool, 'accounts.decide'),
        schema: { tags: ['accounts'], summary, params: byId, body, response: { 200: decided, ...problems } },
      },
      async (request, reply) =>
        staffAction(parts, request, reply, { action: `account.${name}`, subject: `account:${request.params.id}` }, (work) =>
          act(work, { accountId: request.params.id, reason: request.body && 'reason' in request.body ? String(request.body.reason) : '' }),
        ),
    )
  }
}

interface AccountRow {
  readonly ratingSum: number
  readonly ratingCount: number
  readonly contacts: readonly { readonly address: string }[]
}

function shown<Row extends AccountRow>(row: Row): Row & { rating: number | null; ratings: number; phones: string[] } {
  return {
    ...row,
    rating: row.ratingCount === 0 ? null : Math.round((row.ratingSum / row.ratingCount) * 100) / 100,
    ratings: row.ratingCount,
    phones: row.contacts.map(({ address }) => maskPhone(address)),
  }
}
