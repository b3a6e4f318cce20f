import type { FastifyReply } from 'fastify'
import type { z } from 'zod'

/** A refusal as RFC 9457 problem details. */
export function problem(reply: FastifyReply, status: number, title: string, detail: string): FastifyReply {
  return reply.code(status).type('application/problem+json').send({ type: 'about:blank', title, status, detail })
}

/** Every mistake in one answer, each with the field it is in. */
export function badRequest(reply: FastifyReply, error: z.ZodError): FastifyReply {
  const errors = error.issues.map((issue) => ({ field: issue.path.join('.'), detail: issue.message }))
  const detail = errors.map((one) => (one.field === '' ? one.detail : `${one.field}: ${one.detail}`)).join(' ')
  return reply
    .code(400)
    .type('application/problem+json')
    .send({ type: 'about:blank', title: 'The request is not valid', status: 400, detail, errors })
}
