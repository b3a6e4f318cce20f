import { z } from 'zod'
import { callerOf, guarded } from '../keys.ts'
import { maskPhone } from '../masking.ts'
import { problems } from '../openapi.ts'
import { page, pageOf, pageQuery } from '../paging.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { isAllowed } from '../roles.ts'
import { conversationRow, conversationShown, namesOf, shownConversation } from './conversation-shown.ts'
import { accountKind } from './fields.ts'
import { readTranscript, transcriptItem, transcriptQuery } from './transcript.ts'

const yes = z.enum(['true', 'false']).transform((text) => text === 'true')
const byContact = z.object({ contactId: z.uuid() })

/** The last touch and the contact: two conversations may be touched at the same instant. */
const cursor = z
  .string()
  .regex(/^\d{1,15}_[0-9a-f-]{36}$/)
  .transform((text) => {
    const [at = '', contactId = ''] = text.split('_')
    return { at: new Date(Number(at)), contactId }
  })
  .refine(({ contactId }) => z.uuid().safeParse(contactId).success, 'not a cursor')

const filters = pageQuery(cursor).extend({
  waiting: yes.optional().describe('whether a person is asked for'),
  held: yes.optional().describe('whether a person holds it'),
  role: accountKind.optional(),
  channel: z.enum(['whatsapp', 'sms']).optional(),
  account: z.uuid().optional(),
})

/** /api/conversations: the inbox and its transcripts. What staff do in them is in speaking.ts. */
export async function conversationRoutes(api: Api, { pool, database }: ApiParts): Promise<void> {
  api.get(
    '/conversations',
    {
      ...guarded(pool, 'conversations.read'),
      schema: {
        operationId: 'listConversations',
        tags: ['conversations'],
        summary: 'List conversations, the last touched first',
        querystring: filters,
        response: { 200: pageOf(conversationShown), ...problems() },
      },
    },
    async ({ query }) => {
      const { after, waiting, held, role, channel, account } = query
      const rows = await database.conversation.findMany({
        where: {
          ...(waiting !== undefined && { handOverRequestedAt: waiting ? { not: null } : null }),
          ...(held !== undefined && { owner: held ? 'staff' : 'bot' }),
          ...(role && { machine: role }),
          ...((channel || account) && {
            contact: { ...(channel && { channel }), ...(account && { accountId: account }) },
          }),
          ...(after && {
            OR: [{ updatedAt: { lt: after.at } }, { updatedAt: after.at, contactId: { lt: after.contactId } }],
          }),
        },
        select: conversationRow,
        orderBy: [{ updatedAt: 'desc' }, { contactId: 'desc' }],
        take: query.limit + 1,
      })
      const names = await namesOf(
        database,
        rows.map(({ heldBy }) => heldBy),
      )
      return page(
        rows,
        query.limit,
        ({ updatedAt, contactId }) => `${updatedAt.getTime()}_${contactId}`,
        (row) => shownConversation(row, names, maskPhone),
      )
    },
  )

  api.get(
    '/conversations/:contactId',
    {
      ...guarded(pool, 'conversations.read'),
      schema: {
        operationId: 'readConversation',
        tags: ['conversations'],
        summary: 'Read a conversation: who it is, who holds it',
        params: byContact,
        response: { 200: conversationShown, ...problems('CONVERSATION_NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { contactId } = request.params
      const row = await database.conversation.findUnique({ where: { contactId }, select: conversationRow })
      if (row === null) return sendProblem(reply, 'CONVERSATION_NOT_FOUND')
      const mayCall = isAllowed(callerOf(request).role, 'conversations.write')
      return shownConversation(row, await namesOf(database, [row.heldBy]), mayCall ? (address) => address : maskPhone)
    },
  )

  api.get(
    '/conversations/:contactId/messages',
    {
      ...guarded(pool, 'conversations.read'),
      schema: {
        operationId: 'readTranscript',
        tags: ['conversations'],
        summary: 'The transcript: what came in and how it was read, what went out and what it cost',
        description: 'Delivery codes are masked. To follow it, ask again with the id of the last message as `after`.',
        params: byContact,
        querystring: transcriptQuery,
        response: { 200: pageOf(transcriptItem), ...problems('CONVERSATION_NOT_FOUND') },
      },
    },
    async ({ params, query }, reply) => {
      const rows = await readTranscript(pool, params.contactId, query)
      if (rows === null) return sendProblem(reply, 'CONVERSATION_NOT_FOUND')
      return page(
        rows,
        query.limit,
        ({ id }) => String(id),
        (row) => row,
      )
    },
  )
}
