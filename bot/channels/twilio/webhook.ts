import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import twilio from 'twilio'
import type { InboundMessage, Inbox, StatusUpdate } from '../channel.ts'
import { isReachable, MESSAGES_PATH, STATUS_PATH, senderWrittenTo } from './addresses.ts'
import type { TwilioOptions } from './client.ts'
import { decodeForm, type Form } from './form.ts'
import { parseInbound } from './parsing.ts'
import { parseStatus } from './status.ts'

// Twilio's forms have 1 to 4 kB.
const LARGEST_BODY = 64 * 1024

export interface WebhookParts {
  readonly options: Pick<TwilioOptions, 'authToken' | 'publicUrl' | 'log' | 'smsFrom' | 'whatsappFrom'>
  readonly inbox: Inbox
  /** called once the inbox has committed a final status */
  readonly onFinal: (update: StatusUpdate) => void
}

/** Adds both webhooks. 2xx is said only once the inbox has committed; then Twilio may forget the message. */
export function addWebhooks(app: FastifyInstance, parts: WebhookParts): void {
  const { inbox, options } = parts
  app.register(async (scope) => {
    // In a scope of their own: the bytes are read here, strictly, and not by a parser that the whole app may have.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'buffer', bodyLimit: LARGEST_BODY },
      (_request, body, done) => done(null, body),
    )
    scope.setErrorHandler<FastifyError>((error, _request, reply) => {
      const status = error.statusCode ?? 500
      if (status >= 500) options.log.error({ error }, 'twilio: webhook failed')
      return problem(reply, status, status >= 500 ? 'Not recorded: send it again.' : error.message)
    })
    scope.post(MESSAGES_PATH, async (request, reply) => {
      const form = authenticated(request, reply, options)
      if (form === undefined) return reply
      const parsed = parseInbound(form)
      if (parsed.kind === 'malformed') return problem(reply, 400, parsed.problem)
      if (parsed.kind === 'ignored') options.log.info({ why: parsed.why }, 'twilio: message ignored')
      else await inbox.receive([writtenToUs(parsed.message, options)])
      return emptyTwiml(reply)
    })
    scope.post(STATUS_PATH, async (request, reply) => {
      const form = authenticated(request, reply, options)
      if (form === undefined) return reply
      const parsed = parseStatus(form)
      if (parsed.kind === 'malformed') return problem(reply, 400, parsed.problem)
      if (parsed.kind === 'update') {
        await inbox.reportStatus([parsed.update])
        if (parsed.health.length > 0) await inbox.reportHealth(parsed.health)
        if (parsed.update.status === 'delivered' || parsed.update.status === 'failed') parts.onFinal(parsed.update)
      }
      return emptyTwiml(reply)
    })
  })
}

function writtenToUs(message: InboundMessage, options: WebhookParts['options']): InboundMessage {
  return { ...message, sender: senderWrittenTo(message.medium, message.sender, options) }
}

/** The form when Twilio signed it; else undefined, with the refusal already sent. */
function authenticated(
  request: FastifyRequest,
  reply: FastifyReply,
  options: WebhookParts['options'],
): Form | undefined {
  const signature = request.headers['x-twilio-signature']
  if (typeof signature !== 'string' || signature === '') {
    problem(reply, 403, 'X-Twilio-Signature is missing.')
    return undefined
  }
  const form = decodeForm(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0))
  if (form === undefined) {
    problem(reply, 400, 'The body is not a form in UTF-8.')
    return undefined
  }
  // Over every parameter, the unknown ones too. validateRequest compares in constant time.
  const isSigned = urlsOf(request, options.publicUrl).some((url) => {
    return twilio.validateRequest(options.authToken, signature, url, form)
  })
  if (isSigned) return form
  options.log.warn({ path: request.url }, 'twilio: wrong signature; is PUBLIC_URL the address that Twilio calls?')
  problem(reply, 403, 'X-Twilio-Signature does not match.')
  return undefined
}

/** The URL that Twilio signed is the public one: behind a proxy the request itself knows another. */
function urlsOf(request: FastifyRequest, publicUrl: string | undefined): string[] {
  const path = request.originalUrl
  const configured = publicUrl === undefined ? [] : [`${publicUrl.replace(/\/+$/, '')}${path}`]
  if (publicUrl !== undefined && isReachable(publicUrl)) return configured
  return [...configured, `${request.protocol}://${request.host}${path}`].filter((url) => URL.canParse(url))
}

function emptyTwiml(reply: FastifyReply): FastifyReply {
  return reply.type('text/xml').send('<?xml version="1.0" encoding="UTF-8"?><Response/>')
}

/** RFC 9457. */
function problem(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply.code(status).type('application/problem+json').send({ type: 'about:blank', status, detail })
}
