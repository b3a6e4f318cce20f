import { z } from 'zod'
import { preferChannel } from '../../domain/accounts/preferring.ts'
import { statement } from '../../domain/work/sql.ts'
import type { Work } from '../../domain/work/work.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { answer, staffAction } from '../staff-work.ts'
import { byId } from './fields.ts'

const channel = z.enum(['whatsapp', 'sms'])
const readPreference = statement<{ channel: string | null; by: string | null }>(
  'admin.preferredChannel',
  'select preferred_channel as channel, preferred_by as by from account where id = $1',
)

/** Where the news of an account goes, when staff know better than what was learned. */
export function preferenceRoutes(api: Api, parts: ApiParts): void {
  api.put(
    '/accounts/:id/preferred-channel',
    {
      ...guarded(parts.pool, 'conversations.write'),
      schema: {
        operationId: 'preferChannel',
        tags: ['accounts'],
        summary: 'Say where the news of an account goes; it is learned no more',
        params: byId,
        body: z.strictObject({ channel }),
        response: { 200: z.object({ channel }), ...problems('ACCOUNT_NOT_FOUND', 'CHANNEL_UNKNOWN') },
      },
    },
    async (request, reply) => {
      const accountId = request.params.id
      const what = {
        action: 'account.preferChannel',
        subject: `account:${accountId}`,
        before: async ({ sql }: Work) => (await readPreference(sql, [accountId]))[0],
      }
      const act = { accountId, channel: request.body.channel, contactId: null }
      return answer(reply, await staffAction(parts, request, what, (work) => preferChannel(work, act)))
    },
  )
}
