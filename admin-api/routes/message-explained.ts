import { z } from 'zod'
import { explainMessage } from '../../bot/understanding/explaining.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'

const byMessage = z.object({
  contactId: z.uuid(),
  id: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
})
const explained = z.object({
  text: z.string().describe('delivery codes and phone numbers are masked'),
  explanation: z
    .string()
    .describe(
      'how it is read with the catalogue of now, step by step: as npm run -s understand -- --explain prints it',
    ),
  inItsSituation: z
    .boolean()
    .describe(
      'false: where the dialogue was is not kept (a button, an old message): explained as said out of the blue',
    ),
})

/** The explanation of one message of a transcript. */
export async function messageExplainedRoutes(api: Api, { pool, shelf }: ApiParts): Promise<void> {
  api.get(
    '/conversations/:contactId/messages/:id/explanation',
    {
      ...guarded(pool, 'conversations.read'),
      schema: {
        operationId: 'explainMessage',
        tags: ['understanding'],
        summary: 'Explain how the text of a message is read',
        params: byMessage,
        response: { 200: explained, ...problems('MESSAGE_NOT_FOUND') },
      },
    },
    async ({ params: { contactId, id } }, reply) =>
      (await explainMessage(pool, shelf(), { contactId, messageId: id })) ?? sendProblem(reply, 'MESSAGE_NOT_FOUND'),
  )
}
