import { z } from 'zod'
import type { Attachment, OutgoingMessage } from '../channel.ts'
import type { Uploaded, UploadedKind } from './form.ts'
import type { Graph, GraphAnswer } from './graph.ts'

const Uploading = z.object({ id: z.string().min(1) })

/** Puts a file at Meta, where it is kept for 30 days under the id that the message names. */
export async function upload(
  message: OutgoingMessage,
  attachment: Attachment,
  to: { readonly graph: Graph; readonly sender: string },
): Promise<{ readonly kind: 'uploaded'; readonly file: Uploaded } | Exclude<GraphAnswer, { kind: 'answered' }>> {
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('type', attachment.contentType)
  const bytes = new Uint8Array(await attachment.read())
  form.set('file', new Blob([bytes], { type: attachment.contentType }), attachment.fileName)
  const answer = await to.graph.post(`/${to.sender}/media`, form)
  // What is uploaded twice is shown once: an upload without an answer is simply made again.
  if (answer.kind === 'unclear' && (answer.status === null || answer.status >= 500)) {
    return { kind: 'never_left', cause: `upload: ${answer.cause}` }
  }
  if (answer.kind !== 'answered') return answer
  const parsed = Uploading.safeParse(answer.body)
  if (!parsed.success) return { kind: 'never_left', cause: 'upload: no media id' }
  const { fileName } = attachment
  return { kind: 'uploaded', file: { id: parsed.data.id, fileName, kind: kindOf(attachment, message.content.text) } }
}

/** WhatsApp shows no words under a voice note, so that one with words goes as a document. */
function kindOf({ contentType }: Attachment, words: string): UploadedKind {
  if (['image/jpeg', 'image/png'].includes(contentType)) return 'image'
  if (['video/mp4', 'video/3gpp'].includes(contentType)) return 'video'
  if (contentType.startsWith('audio/') && words.trim() === '') return 'audio'
  return 'document'
}
