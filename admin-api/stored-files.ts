import type { FastifyReply } from 'fastify'

/** Shown in the page; anything else is handed over as a file, whatever it says it is. */
const SHOWN = /^(image\/(jpeg|png|gif|webp)|audio\/[\w.+-]+|video\/(mp4|3gpp|webm))(;|$)/

/**
 * Answers with a file that somebody gave us. It is not ours: it runs nothing, loads nothing and is not guessed at.
 * @param name by which it is saved when it is not shown
 */
export function sendStoredFile(
  reply: FastifyReply,
  { name, contentType, bytes }: { readonly name: string; readonly contentType: string; readonly bytes: Buffer },
): FastifyReply {
  reply.header('content-security-policy', "default-src 'none'; sandbox")
  reply.header('x-content-type-options', 'nosniff')
  reply.header('cache-control', 'private, max-age=86400')
  reply.header(
    'content-disposition',
    SHOWN.test(contentType) ? 'inline' : `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`,
  )
  return reply.type(contentType).send(bytes)
}
