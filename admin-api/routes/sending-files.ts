import { z } from 'zod'
import { type StaffFile, sendFileAsStaff } from '../../domain/support/sending-file.ts'
import { isRefused } from '../../domain/work/refusals.ts'
import { statement } from '../../domain/work/sql.ts'
import { fileIn, readForm, takeForms } from '../forms.ts'
import { callerOf, guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { type ProblemCode, sendProblem } from '../problems.ts'
import { answer, staffAction } from '../staff-work.ts'

/** What WhatsApp shows under a picture. */
const LONGEST_WORDS = 1_000

const fields = z.strictObject({
  text: z.string().trim().max(LONGEST_WORDS).default('').describe('words that go with it'),
  holdsNoRestrictedGoods: z
    .enum(['true', 'false'])
    .default('false')
    .describe('true: who sends it has looked, and no alcohol or tobacco is named or priced in it'),
})
const form = fields.extend({ file: z.unknown().describe('the file: JPEG, PNG, PDF or MP4') })

const findWay = statement<{ adapter: string; medium: 'whatsapp' | 'sms' }>(
  'admin.wayOfContact',
  `select c.adapter, c.channel as medium from contact c join conversation v on v.contact_id = c.id where c.id = $1`,
)

/** POST /api/conversations/{contactId}/files: staff send a photo or a document in a conversation they hold. */
export async function sendingFileRoutes(api: Api, parts: ApiParts): Promise<void> {
  await takeForms(api)
  api.post(
    '/conversations/:contactId/files',
    {
      ...guarded(parts.pool, 'conversations.write'),
      schema: {
        operationId: 'sendFileToContact',
        tags: ['conversations'],
        summary:
          'Send a photo, a PDF or a video in the name of the team; the conversation stays held for another while',
        description:
          'On WhatsApp; an SMS carries no file. Where restricted goods are closed, whoever sends it says that the file holds none.',
        consumes: ['multipart/form-data'],
        params: z.object({ contactId: z.uuid() }),
        body: form.nullish(),
        response: {
          200: z.object({ messageId: z.coerce.number().int() }),
          ...problems(
            'CONVERSATION_NOT_FOUND',
            'CONVERSATION_NOT_HELD',
            'FILE_NOT_BY_SMS',
            'FILE_NOT_HERE',
            'FILE_NEEDS_PUBLIC_URL',
            'FILE_NOT_VOUCHED',
            'FILE_INVALID',
            'BODY_TOO_LARGE',
            'UNSUPPORTED_MEDIA_TYPE',
          ),
        },
      },
    },
    async (request, reply) => {
      const { contactId } = request.params
      if (!request.isMultipart()) return sendProblem(reply, 'UNSUPPORTED_MEDIA_TYPE')
      const sent = await readForm(request)
      const read = fields.safeParse(sent.fields)
      if (!read.success) return sendProblem(reply, 'INVALID', { detail: z.prettifyError(read.error) })
      const { text, holdsNoRestrictedGoods } = read.data
      const given = fileIn(sent)
      if (given === null) return sendProblem(reply, 'FILE_INVALID')
      const file = { ...given, vouched: holdsNoRestrictedGoods === 'true' }
      const obstacle = await obstacleTo(parts, contactId, file, text)
      if (obstacle !== null) return sendProblem(reply, obstacle)
      const { bytes, ...said } = file
      const what = {
        action: 'conversation.sendFile',
        subject: `conversation:${contactId}`,
        after: () => ({ text, ...said, bytes: bytes.length }),
      }
      const staffId = callerOf(request).id
      const outcome = await staffAction(parts, request, what, (work) =>
        sendFileAsStaff(work, { contactId, staffId, text, file }),
      )
      if (!isRefused(outcome)) parts.lookAtOutbox(contactId)
      return answer(reply, outcome)
    },
  )
}

/** Why the file cannot go to this contact, known before anything is written; null when it can. */
async function obstacleTo(
  { pool, channels, shelf, isClosedToRestricted }: ApiParts,
  contactId: string,
  { name, vouched }: StaffFile,
  text: string,
): Promise<ProblemCode | null> {
  const [way] = await findWay(pool, [contactId])
  if (way === undefined) return 'CONVERSATION_NOT_FOUND'
  if (way.medium === 'sms') return 'FILE_NOT_BY_SMS'
  const channel = channels.find(({ name }) => name === way.adapter)
  if (channel?.sendsFiles?.(way.medium) !== true) {
    return channel?.filesLack?.(way.medium) === 'PUBLIC_URL' ? 'FILE_NEEDS_PUBLIC_URL' : 'FILE_NOT_HERE'
  }
  if (!isClosedToRestricted(way.adapter, way.medium)) return null
  return vouched && !shelf().namesRestricted(`${name}\n${text}`) ? null : 'FILE_NOT_VOUCHED'
}
