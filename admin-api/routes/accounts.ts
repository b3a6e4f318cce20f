import { z } from 'zod'
import { callerOf, guarded } from '../keys.ts'
import { maskPhone } from '../masking.ts'
import { problems } from '../openapi.ts'
import { byUuid, page, pageOf } from '../paging.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { isAllowed } from '../roles.ts'
import { containing } from '../searching.ts'
import { decisionRoutes } from './account-decisions.ts'
import { preferenceRoutes } from './account-preference.ts'
import { accountKind, accountStatus, byId } from './fields.ts'

const accountShown = z.object({
  id: z.uuid(),
  kind: accountKind,
  status: accountStatus,
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
  phones: z.array(z.string()).describe('in full for those who may write to people, else masked'),
  contacts: z.array(
    z.object({
      id: z.uuid().describe('of the conversation'),
      channel: z.enum(['whatsapp', 'sms']),
      language: z.string(),
      lastInboundAt: z.date().nullable(),
      optedOutAt: z.date().nullable(),
      unreachableAt: z.date().nullable(),
    }),
  ),
  preferredChannel: z.enum(['whatsapp', 'sms']).nullable().describe('where news goes; null: only met on one'),
  preferredBy: z.string().nullable().describe('learned, failure, client or staff'),
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
const filters = byUuid.extend({
  kind: accountKind.optional(),
  status: accountStatus.optional().describe('pending: the approval queue'),
  zone: z.string().max(80).optional(),
  search: z.string().trim().min(1).max(60).optional().describe('a part of the name, the manager’s name or the number'),
})

/** /api/accounts: the approval queue, what is known of an account, and what is decided of it. */
export async function accountRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { database, pool } = parts

  api.get(
    '/accounts',
    {
      ...guarded(pool, 'accounts.read'),
      schema: {
        operationId: 'listAccounts',
        tags: ['accounts'],
        summary: 'List accounts, oldest request first',
        querystring: filters,
        response: { 200: pageOf(accountShown), ...problems() },
      },
    },
    async ({ query }) => {
      const rows = await database.account.findMany({
        where: {
          ...(query.kind && { kind: query.kind }),
          ...(query.status && { status: query.status }),
          ...(query.zone && { zoneId: query.zone }),
          ...(query.search && { OR: matching(query.search) }),
          // ids are time-ordered (uuidv7)
          ...(query.after && { id: { gt: query.after } }),
        },
        include: { contacts: { select: { address: true } } },
        orderBy: { id: 'asc' },
        take: query.limit + 1,
      })
      return page(
        rows,
        query.limit,
        ({ id }) => id,
        (row) => shown(row, maskPhone),
      )
    },
  )

  api.get(
    '/accounts/:id',
    {
      ...guarded(pool, 'accounts.read'),
      schema: {
        operationId: 'readAccount',
        tags: ['accounts'],
        summary: 'Read an account',
        params: byId,
        response: { 200: accountRead, ...problems('ACCOUNT_NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const row = await database.account.findUnique({
        where: { id: request.params.id },
        include: { contacts: true, supplier: { include: { zones: true } }, _count: { select: { orders: true } } },
      })
      if (row === null) return sendProblem(reply, 'ACCOUNT_NOT_FOUND')
      const mayCall = isAllowed(callerOf(request).role, 'conversations.write')
      const { supplier } = row
      return {
        ...shown(row, mayCall ? (address) => address : maskPhone),
        orders: row._count.orders,
        supplier: supplier && { ...supplier, zones: supplier.zones.map(({ zoneId }) => zoneId) },
      }
    },
  )

  decisionRoutes(api, parts)
  preferenceRoutes(api, parts)
}

function matching(search: string) {
  const contains = containing(search)
  const digits = search.replace(/[\s.-]/g, '')
  const byNumber = { contacts: { some: { address: { contains: digits } } } }
  return [{ name: contains }, { managerName: contains }, ...(/^\+?\d{4,}$/.test(digits) ? [byNumber] : [])]
}

interface AccountRow {
  readonly ratingSum: number
  readonly ratingCount: number
  readonly contacts: readonly { readonly address: string }[]
}

function shown<Row extends AccountRow>(row: Row, showPhone: (address: string) => string) {
  const { ratingSum, ratingCount } = row
  return {
    ...row,
    rating: ratingCount === 0 ? null : Math.round((ratingSum / ratingCount) * 100) / 100,
    ratings: ratingCount,
    phones: row.contacts.map(({ address }) => showPhone(address)),
  }
}
