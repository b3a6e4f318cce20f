import { z } from 'zod'
import { statement } from '../../domain/work/sql.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { sendStoredFile } from '../stored-files.ts'

const find = statement<{ bytes: Buffer; contentType: string }>(
  'admin.media',
  `select f.bytes, f.content_type as "contentType" from media f join mailbox_item m on m.id = f.item_id
   where f.item_id = $1 and m.contact_id = $2 and f.status = 'stored'
   union all
   select f.bytes, f.content_type from outbox_file f join outbox_message o on o.id = f.message_id
   where f.message_id = $1 and o.contact_id = $2`,
)

/** /api/conversations/{contactId}/messages/{id}/media: the photo, voice note, video or document of a message. */
export async function mediaRoutes(api: Api, { pool }: ApiParts): Promise<void> {
  api.get(
    '/conversations/:contactId/messages/:id/media',
    {
      ...guarded(pool, 'conversations.read'),
      schema: {
        operationId: 'readMessageMedia',
        tags: ['conversations'],
        summary: 'The file of a message: photo, voice note, video, document; what staff sent too',
        description: 'The bytes as they came, once they are stored; until then, and when they could not be had, 404.',
        produces: ['application/octet-stream'],
        params: z.object({ contactId: z.uuid(), id: z.coerce.number().int().positive() }),
        response: { 200: z.any(), ...problems('MEDIA_NOT_FOUND') },
      },
    },
    async ({ params }, reply) => {
      const [file] = await find(pool, [params.id, params.contactId])
      if (file === undefined) return sendProblem(reply, 'MEDIA_NOT_FOUND')
      return sendStoredFile(reply, { ...file, name: String(params.id) })
    },
  )
}
