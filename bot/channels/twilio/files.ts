import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { isReachable } from './addresses.ts'
import type { TwilioOptions } from './client.ts'

// Twilio takes no bytes: it fetches a file from an address, which anybody who has it may read. So each is signed and
// ends; what signs it is the account's token, which every process has and nobody else but Twilio.

type Options = Pick<TwilioOptions, 'authToken' | 'publicUrl' | 'apiBaseUrl' | 'files'>

const PATH = '/files/twilio'
/** Twilio keeps a message in its queue for as long, and fetches the file when its turn comes. */
const VALID_MS = 4 * 60 * 60_000

/** Whether Twilio can fetch from us: WhatsApp takes files from https on the internet alone. */
export function canServeFiles({ publicUrl, apiBaseUrl, files }: Options): boolean {
  if (publicUrl === undefined || files === undefined) return false
  // With another base it is not Twilio that fetches, and it may be on this machine.
  return apiBaseUrl !== undefined || (isReachable(publicUrl) && new URL(publicUrl).protocol === 'https:')
}

/** Where the file of a message can be fetched for a while. */
export function fileAddress(
  messageId: string,
  fileName: string,
  { authToken, publicUrl = '', files }: Options,
): string {
  const until = String((files?.clock.now().getTime() ?? 0) + VALID_MS)
  const signature = sign(messageId, until, authToken)
  const base = publicUrl.replace(/\/+$/, '')
  return `${base}${PATH}/${messageId}/${until}/${signature}/${encodeURIComponent(fileName)}`
}

function sign(messageId: string, until: string, authToken: string): string {
  return createHmac('sha256', authToken).update(`distri-night file\n${messageId}\n${until}`).digest('base64url')
}

const Params = z.object({
  messageId: z.string().regex(/^\d{1,19}$/),
  until: z.string().regex(/^\d{1,15}$/),
  signature: z.string().regex(/^[\w-]{43}$/),
})

/** GET and HEAD of a signed address: the file, for as long as it says. */
export function addFileRoute(app: FastifyInstance, { authToken, files }: Options): void {
  if (files === undefined) return
  app.route({
    method: ['GET', 'HEAD'],
    url: `${PATH}/:messageId/:until/:signature/:name`,
    schema: { hide: true },
    // Its address is the right to read it: it is in no log.
    logLevel: 'warn',
    async handler(request, reply) {
      const read = Params.safeParse(request.params)
      if (!read.success || !isSigned(read.data, authToken)) return refuse(reply, 403, 'This address is not of ours.')
      const { messageId, until } = read.data
      if (Number(until) <= files.clock.now().getTime()) return refuse(reply, 410, 'This address has ended.')
      const file = await files.find(messageId)
      if (file === undefined) return refuse(reply, 404, 'There is no such file.')
      const bytes = await file.read()
      return reply
        .headers({
          'content-type': file.contentType,
          'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
          'cache-control': 'private, no-store',
          'content-security-policy': "default-src 'none'; sandbox",
          'x-content-type-options': 'nosniff',
          'x-robots-tag': 'noindex',
        })
        .send(bytes)
    },
  })
}

function isSigned({ messageId, until, signature }: z.output<typeof Params>, authToken: string): boolean {
  return timingSafeEqual(Buffer.from(sign(messageId, until, authToken)), Buffer.from(signature))
}

/** RFC 9457. */
function refuse(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply.code(status).type('application/problem+json').send({ type: 'about:blank', status, detail })
}
