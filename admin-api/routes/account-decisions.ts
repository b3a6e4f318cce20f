import { z } from 'zod'
import {
  approveAccount,
  type Decided,
  reinstateAccount,
  rejectAccount,
  suspendAccount,
} from '../../domain/accounts/deciding.ts'
import type { Refused } from '../../domain/work/refusals.ts'
import { statement } from '../../domain/work/sql.ts'
import type { Work } from '../../domain/work/work.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { answer, staffAction } from '../staff-work.ts'
import { byId, words } from './fields.ts'

const nothing = z.strictObject({}).nullish()
const approval = z
  .strictObject({
    zones: z.array(z.string().max(80)).min(1).optional().describe('of a supplier, instead of those it asked for'),
    usualDelayMinutes: z.number().int().min(1).max(1440).optional().describe('of a supplier'),
  })
  .nullish()
const withReason = z.strictObject({ reason: words.describe('sent to the person, as it is written here') })
const decided = z.object({ accountId: z.uuid() })

const readStatus = statement<{ status: string }>('admin.accountStatus', 'select status from account where id = $1')

interface Decision<Body extends z.ZodType> {
  readonly name: 'approve' | 'reject' | 'suspend' | 'reinstate'
  readonly summary: string
  readonly body: Body
  readonly act: (work: Work, accountId: string, body: z.output<Body>) => Promise<Decided | Refused>
}

/** The four decisions on an account; the person is told of each on every channel (product.md 1). */
export function decisionRoutes(api: Api, parts: ApiParts): void {
  function decide<Body extends z.ZodType>({ name, summary, body, act }: Decision<Body>): void {
    const codes = ['ACCOUNT_NOT_FOUND', 'ACCOUNT_WRONG_STATUS', 'REASON_NEEDED', 'ZONE_NOT_FOUND'] as const
    api.post<{ Params: z.output<typeof byId> }>(
      `/accounts/:id/${name}`,
      {
        ...guarded(parts.pool, 'accounts.decide'),
        schema: {
          operationId: `${name}Account`,
          tags: ['accounts'],
          summary,
          params: byId,
          body,
          response: { 200: decided, ...problems(...codes) },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        // Checked by then: this gives it the type that a generic route has lost.
        const given = body.parse(request.body)
        const what = {
          action: `account.${name}`,
          subject: `account:${id}`,
          before: async ({ sql }: Work) => (await readStatus(sql, [id]))[0],
        }
        return answer(reply, await staffAction(parts, request, what, (work) => act(work, id, given)))
      },
    )
  }

  decide({
    name: 'approve',
    summary: 'Approve: access at once, the welcome is sent',
    body: approval,
    act: (work, accountId, body) => approveAccount(work, { accountId, ...supplierSide(body) }),
  })
  decide({
    name: 'reject',
    summary: 'Reject with a reason, which is sent; the person may correct and apply again',
    body: withReason,
    act: (work, accountId, { reason }) => rejectAccount(work, { accountId, reason }),
  })
  decide({
    name: 'suspend',
    summary: 'Suspend with a reason, told by every channel',
    body: withReason,
    act: (work, accountId, { reason }) => suspendAccount(work, { accountId, reason }),
  })
  decide({
    name: 'reinstate',
    summary: 'Undo a suspension',
    body: nothing,
    act: (work, accountId) => reinstateAccount(work, { accountId }),
  })
}

function supplierSide(body: z.output<typeof approval>): { zones?: string[]; usualDelayMinutes?: number } {
  return {
    ...(body?.zones !== undefined && { zones: body.zones }),
    ...(body?.usualDelayMinutes !== undefined && { usualDelayMinutes: body.usualDelayMinutes }),
  }
}
