import { z } from 'zod'
import { releaseToBot, sendHeldNotice, takeOver, writeAsStaff } from '../../domain/support/taking-over.ts'
import { isRefused, type Refused, refused } from '../../domain/work/refusals.ts'
import { statement } from '../../domain/work/sql.ts'
import type { Work } from '../../domain/work/work.ts'
import { callerOf, guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { answer, staffAction } from '../staff-work.ts'
import { namesOf } from './conversation-shown.ts'

const byContact = z.object({ contactId: z.uuid() })
const byNotice = byContact.extend({ messageId: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })
const nothing = z.strictObject({}).nullish()
/** Ten SMS, or one WhatsApp message. */
const LONGEST_TEXT = 1600
const message = z.strictObject({ text: z.string().trim().min(1).max(LONGEST_TEXT) })
const written = z.object({ messageId: z.coerce.number().int() })

const lockHolder = statement<{ heldBy: string | null }>(
  'admin.conversationHolder',
  `select held_by as "heldBy" from conversation where contact_id = $1 for update`,
)
const findNotice = statement(
  'admin.heldNotice',
  `select from outbox_message where contact_id = $1 and id = $2 and status = 'held'`,
)

/** What staff do in a conversation: take it over, write, send what was held back, give it back (product.md 5). */
export async function speakingRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { pool, database } = parts

  api.post(
    '/conversations/:contactId/take-over',
    {
      ...guarded(pool, 'conversations.write'),
      schema: {
        operationId: 'takeOverConversation',
        tags: ['conversations'],
        summary: 'Take a conversation over: the bot is silent on it until it is given back',
        params: byContact,
        body: nothing,
        response: {
          200: z.object({ heldUntil: z.date() }),
          ...problems('CONVERSATION_HELD', 'CONVERSATION_NOT_FOUND'),
        },
      },
    },
    async (request, reply) => {
      const { contactId } = request.params
      const what = { action: 'conversation.takeOver', subject: `conversation:${contactId}` }
      const staffId = callerOf(request).id
      const outcome = await staffAction(parts, request, what, (work) => takeOver(work, { contactId, staffId }))
      if (!isRefused(outcome) || outcome.refused !== 'CONVERSATION_HELD') return answer(reply, outcome)
      const by = String(outcome.details.by)
      const names = await namesOf(database, [by])
      return sendProblem(reply, 'CONVERSATION_HELD', { details: { by: names.get(by) ?? by } })
    },
  )

  api.post(
    '/conversations/:contactId/write',
    {
      ...guarded(pool, 'conversations.write'),
      schema: {
        operationId: 'writeToContact',
        tags: ['conversations'],
        summary: 'Write to the contact in the name of the team; the conversation stays held for another while',
        params: byContact,
        body: message,
        response: { 200: written, ...problems('CONVERSATION_NOT_HELD') },
      },
    },
    async (request, reply) => {
      const { contactId } = request.params
      const { text } = request.body
      const what = { action: 'conversation.write', subject: `conversation:${contactId}` }
      const staffId = callerOf(request).id
      const outcome = await staffAction(parts, request, what, (work) =>
        writeAsStaff(work, { contactId, staffId, text }),
      )
      if (!isRefused(outcome)) parts.lookAtOutbox(contactId)
      return answer(reply, outcome)
    },
  )

  api.post(
    '/conversations/:contactId/notices/:messageId/send',
    {
      ...guarded(pool, 'conversations.write'),
      schema: {
        operationId: 'sendHeldNotice',
        tags: ['conversations'],
        summary: 'Send one of the bot’s notices that were held back while a person holds the conversation',
        params: byNotice,
        body: nothing,
        response: { 200: written, ...problems('CONVERSATION_NOT_HELD', 'NOTICE_NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { contactId, messageId } = request.params
      const what = {
        action: 'conversation.sendNotice',
        subject: `conversation:${contactId}`,
        after: () => ({ messageId }),
      }
      const staffId = callerOf(request).id
      if ((await findNotice(pool, [contactId, messageId])).length === 0) return sendProblem(reply, 'NOTICE_NOT_FOUND')
      const outcome = await staffAction(parts, request, what, (work) =>
        sendNotice(work, { contactId, messageId, staffId }),
      )
      if (!isRefused(outcome)) parts.lookAtOutbox(contactId)
      return answer(reply, outcome)
    },
  )

  api.post(
    '/conversations/:contactId/release',
    {
      ...guarded(pool, 'conversations.write'),
      schema: {
        operationId: 'releaseConversation',
        tags: ['conversations'],
        summary: 'Give a conversation back to the bot, which goes on where it was; notices not sent are dropped',
        params: byContact,
        body: nothing,
        response: { 200: z.object({}), ...problems('CONVERSATION_NOT_HELD') },
      },
    },
    async (request, reply) => {
      const { contactId } = request.params
      const what = { action: 'conversation.release', subject: `conversation:${contactId}`, wake: [contactId] }
      const staffId = callerOf(request).id
      return answer(
        reply,
        await staffAction(parts, request, what, (work) => releaseToBot(work, { contactId, staffId })),
      )
    },
  )
}

/** Only who holds the conversation speaks in it: what the bot held back too. */
async function sendNotice(
  work: Work,
  { contactId, messageId, staffId }: { contactId: string; messageId: number; staffId: string },
): Promise<{ messageId: number } | Refused<'CONVERSATION_NOT_HELD'>> {
  const [holder] = await lockHolder(work.sql, [contactId])
  return holder?.heldBy === staffId ? sendHeldNotice(work, { contactId, messageId }) : refused('CONVERSATION_NOT_HELD')
}
