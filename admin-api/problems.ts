import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { REFUSALS, type RefusalCode, type Refused } from '../domain/work/refusals.ts'

// Errors of the API are problem details (RFC 9457) with a stable code of ours.

/** What the edge itself refuses, beside the domain's refusals. */
export const EDGE_PROBLEMS = {
  BODY_TOO_LARGE: { status: 413, meaning: 'The body is larger than this route takes.' },
  COMMISSION_HAS_PROCEDURE: {
    status: 409,
    meaning: 'Commission rates are proposed by finance and approved by the finance director, not set.',
  },
  CSV_INVALID: { status: 422, meaning: 'The file has mistakes, each with its line in errors; nothing was written.' },
  FILE_INVALID: {
    status: 422,
    meaning: 'A JPEG or PNG of at most 5 MB, a PDF or an MP4 of at most 16 MB: the file is none of these.',
  },
  FILE_NOT_BY_SMS: { status: 409, meaning: 'An SMS carries no file: write in words, or send it on WhatsApp.' },
  FILE_NOT_HERE: { status: 409, meaning: 'The channel this contact writes to sends no files: write in words.' },
  FILE_NEEDS_PUBLIC_URL: {
    status: 409,
    meaning:
      'Twilio fetches files from us: set PUBLIC_URL to the https address that the internet sees, restart, and send it again.',
  },
  FILE_NOT_VOUCHED: {
    status: 409,
    meaning:
      'Restricted goods are closed here: look that the file and its name hold none, neither named nor priced, and say so with holdsNoRestrictedGoods=true.',
  },
  FORBIDDEN: { status: 403, meaning: 'The role of this key does not allow this.' },
  INTERNAL: { status: 500, meaning: 'Something broke on our side; the log has the request id.' },
  INVALID: { status: 400, meaning: 'The request does not fit the schema: see errors.' },
  KEY_NOT_FOUND: { status: 404, meaning: 'No API key that is still valid has this id.' },
  MEDIA_NOT_FOUND: { status: 404, meaning: 'This message has no file, or it is not stored.' },
  MESSAGE_NOT_FOUND: { status: 404, meaning: 'No message with words has this id in this conversation.' },
  NOT_FOUND: { status: 404, meaning: 'There is nothing at this address.' },
  NOTICE_NOT_FOUND: { status: 404, meaning: 'No such notice is held back in this conversation.' },
  PROOF_INVALID: { status: 422, meaning: 'The proof is a JPEG or PNG of at most 5 MB, or a PDF of at most 16 MB.' },
  PROOF_NOT_FOUND: { status: 404, meaning: 'This payment was not settled by hand.' },
  REFUND_NOT_CASH: { status: 409, meaning: 'Of a refund that is not cash the operator says what became of it.' },
  REFUND_NOT_FOUND: { status: 404, meaning: 'No refund has this reference.' },
  SENDER_NOT_FOUND: { status: 404, meaning: 'No configured channel has this sender.' },
  SESSION_NOT_FOUND: { status: 404, meaning: 'No WhatsApp session has this name, or Baileys is not configured.' },
  SESSION_PAIRED: { status: 409, meaning: 'A phone is linked to this session: log it out first.' },
  SETTING_NOT_FOUND: { status: 404, meaning: 'No setting has this key.' },
  TOO_MANY_REQUESTS: { status: 429, meaning: 'Too many requests: wait for as long as Retry-After says.' },
  UNAUTHENTICATED: { status: 401, meaning: 'Send Authorization: Bearer and an API key that is valid.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, meaning: 'This route does not take that content type.' },
} as const satisfies Record<string, { status: number; meaning: string }>

export type ProblemCode = RefusalCode | keyof typeof EDGE_PROBLEMS

/** Every code there is, with its status and meaning. */
export const PROBLEMS: Readonly<Record<ProblemCode, { readonly status: number; readonly meaning: string }>> = {
  ...REFUSALS,
  ...EDGE_PROBLEMS,
}

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string().describe('stable: what a program reads'),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(z.object({ where: z.string(), what: z.string() })).optional(),
    details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  })
  .meta({ id: 'Problem', description: 'Problem details, RFC 9457' })

type Extras = Partial<Pick<z.infer<typeof problemSchema>, 'errors' | 'details' | 'detail'>>

/** Answers with a problem; the code is what a program reads, the detail what a person reads. */
export function sendProblem(reply: FastifyReply, code: ProblemCode, extras: Extras = {}): FastifyReply {
  const { status, meaning } = PROBLEMS[code]
  const [instance] = reply.request.url.split('?')
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ type: `/api/docs#${code}`, title: meaning, status, code, detail: meaning, instance, ...extras })
}

export function sendRefusal(reply: FastifyReply, refusal: Refused): FastifyReply {
  return sendProblem(reply, refusal.refused, { details: { ...refusal.details } })
}

/** Every error of every route leaves as a problem; what broke is logged, never shown. */
export function answerWithProblems(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'NOT_FOUND'))
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      const errors = error.validation.map(({ instancePath, message }) => ({
        where: `${error.validationContext ?? ''}${instancePath}`,
        what: message ?? '',
      }))
      const detail = errors.map(({ where, what }) => `${where}: ${what}`).join('; ')
      return sendProblem(reply, 'INVALID', { errors, detail })
    }
    switch (error.statusCode) {
      case 413:
        return sendProblem(reply, 'BODY_TOO_LARGE')
      case 415:
        return sendProblem(reply, 'UNSUPPORTED_MEDIA_TYPE')
      case 429:
        return sendProblem(reply, 'TOO_MANY_REQUESTS')
      case 400:
        return sendProblem(reply, 'INVALID', { detail: error.message })
      default:
        request.log.error({ err: error }, 'a request failed')
        return sendProblem(reply, 'INTERNAL')
    }
  })
}
