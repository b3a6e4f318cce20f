import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import type { Inbox } from '../channel.ts'
import { type SmsgateOptions, WEBHOOK_PATH } from './options.ts'
import { type ParsedEvent, parseEvent } from './parsing.ts'
import type { Phones } from './presence.ts'
import { sayingOnce } from './saying-once.ts'
import { checkSignature } from './signature.ts'

// An SMS of ten segments has 2 kB; a ping with everything the phone knows of itself, less.
const LARGEST_BODY = 64 * 1024

export interface WebhookParts {
  readonly options: SmsgateOptions
  readonly inbox: Inbox
  readonly phones: Phones
}

/** Adds the webhook. 2xx is said only once the inbox has committed: then the phone forgets the event. */
export function addWebhook(app: FastifyInstance, parts: WebhookParts): void {
  const { options } = parts
  const once = sayingOnce(options.log)
  app.register(async (scope) => {
    // In a scope of their own: what is signed is the bytes, whatever type they are said to have.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LARGEST_BODY }, (_request, body, done) =>
      done(null, body),
    )
    scope.setErrorHandler<FastifyError>((error, _request, reply) => {
      const status = error.statusCode ?? 500
      if (status >= 500) options.log.error({ err: error }, 'smsgate: webhook failed')
      return problem(reply, status, status >= 500 ? 'Not recorded: send it again.' : error.message)
    })
    scope.post(WEBHOOK_PATH, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const { 'x-signature': signature, 'x-timestamp': timestamp } = request.headers
      const signed = checkSignature({ signature, timestamp, body }, options)
      if (signed.kind === 'unsigned') {
        options.log.warn({ why: signed.why }, 'smsgate: wrong signature; is SMSGATE_SIGNING_KEY the one of the phone?')
        return problem(reply, 403, signed.why)
      }
      const event = parseEvent(body, options.sims)
      if (signed.kind === 'stale') {
        // Refused and not lost: the app tries for two days, each time with the time of that moment.
        const { skewSeconds } = signed
        const deviceId = event.kind === 'malformed' ? null : event.deviceId
        options.log.warn({ deviceId, skewSeconds }, 'smsgate: the clock of a phone is wrong: set it')
        return problem(reply, 403, 'X-Timestamp is too far from our time.')
      }
      if (event.kind === 'malformed') {
        options.log.warn({ why: event.problem }, 'smsgate: an event that cannot be read')
        return problem(reply, 400, event.problem)
      }
      await record(event, parts, once)
      return reply.code(204).send()
    })
  })
}

async function record(
  event: Exclude<ParsedEvent, { kind: 'malformed' }>,
  { inbox, phones, options }: WebhookParts,
  once: ReturnType<typeof sayingOnce>,
): Promise<void> {
  if (event.kind === 'message') await inbox.receive([event.message])
  if (event.kind === 'status') await inbox.reportStatus([event.update])
  if (event.kind === 'ignored') once.info(event.why, { why: event.why }, 'smsgate: ignored')
  const { deviceId } = event
  if (deviceId === null) return
  if (!options.sims.some((sim) => sim.deviceId === deviceId)) {
    once.warn(`device ${deviceId}`, { deviceId }, 'smsgate: a phone that SMSGATE_SIMS does not name')
  }
  try {
    await phones.seen(deviceId, event.kind === 'ping')
  } catch (error) {
    // The next sign of life says it again; the message is recorded.
    options.log.warn({ err: error, deviceId }, 'smsgate: a sign of life was not written down')
  }
}

/** RFC 9457. */
function problem(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply.code(status).type('application/problem+json').send({ type: 'about:blank', status, detail })
}
