import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import type { InboundMessage, Inbox } from '../channel.ts'
import { parseJson } from './graph.ts'
import type { WhatsAppCloudOptions } from './options.ts'
import { type NumbersShown, type Received, readPayload } from './payload.ts'
import type { Receipts } from './receipts.ts'
import { isSameSecret, isSignedByMeta } from './signature.ts'

export const WEBHOOK_PATH = '/webhooks/whatsapp'

// Meta posts 3 MB at most.
const LARGEST_BODY = 4 * 1024 * 1024
// As many as the inbox records in one statement; one after the other, so that a person's messages keep their order.
const TOGETHER = 64

export interface WebhookParts {
  readonly options: WhatsAppCloudOptions
  readonly inbox: Inbox
  readonly receipts: Receipts
  readonly numbers: NumbersShown
}

/** Adds the webhook and its verification. 200 is said only once the inbox has committed; then Meta forgets it. */
export function addWebhook(app: FastifyInstance, parts: WebhookParts): void {
  const { options, numbers } = parts
  app.register(async (scope) => {
    // In a scope of their own: the signature is over the bytes, not over what a parser makes of them.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer', bodyLimit: LARGEST_BODY },
      (_request, body, done) => done(null, body),
    )
    scope.setErrorHandler<FastifyError>((error, _request, reply) => {
      const status = error.statusCode ?? 500
      if (status >= 500) options.log.error({ err: error }, 'whatsapp-cloud: webhook failed')
      return problem(reply, status, status >= 500 ? 'Not recorded: send it again.' : error.message)
    })
    scope.get<{ Querystring: Record<string, unknown> }>(WEBHOOK_PATH, async ({ query }, reply) => {
      const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = query
      const isOurs = mode === 'subscribe' && typeof token === 'string' && isSameSecret(token, options.verifyToken)
      if (!isOurs || typeof challenge !== 'string') {
        options.log.warn(
          {},
          'whatsapp-cloud: verification refused; is WHATSAPP_CLOUD_VERIFY_TOKEN the one set at Meta?',
        )
        return problem(reply, 403, 'The verify token is not ours.')
      }
      return reply.type('text/plain').send(challenge.slice(0, 200))
    })
    scope.post(WEBHOOK_PATH, async (request, reply) => {
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      if (!isSignedByMeta(bytes, request.headers['x-hub-signature-256'], options.appSecret)) {
        options.log.warn({}, 'whatsapp-cloud: wrong signature; is WHATSAPP_CLOUD_APP_SECRET the secret of this app?')
        return problem(reply, 403, 'X-Hub-Signature-256 is missing or does not match.')
      }
      const text = asUtf8(bytes)
      const received = text === undefined ? undefined : readPayload(parseJson(text), options, numbers)
      if (received === undefined) return problem(reply, 400, 'The body is not a WhatsApp webhook in JSON.')
      for (const { level, why } of received.leftOut) options.log[level]({ why }, 'whatsapp-cloud: left out')
      await record(received, parts)
      parts.receipts.mark(received.messages)
      return reply.code(200).send()
    })
  })
}

/**
 * Everything that can be recorded is, whatever fails beside it; if anything failed, Meta posts it all again, and what is
 * recorded is known by its id.
 */
async function record({ messages, statuses, changes, signals }: Received, { inbox }: WebhookParts): Promise<void> {
  const recorded = await Promise.allSettled([
    // First who is who, then what they say under their new number.
    changes.length > 0
      ? inbox.changeIdentities(changes).then(() => receiveAll(messages, inbox))
      : receiveAll(messages, inbox),
    statuses.length > 0 ? inbox.reportStatus(statuses) : undefined,
    signals.length > 0 ? inbox.reportHealth(signals) : undefined,
  ])
  const failed = recorded.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

async function receiveAll(messages: readonly InboundMessage[], inbox: Inbox): Promise<void> {
  let failure: unknown
  for (let from = 0; from < messages.length; from += TOGETHER) {
    await inbox.receive(messages.slice(from, from + TOGETHER)).catch((error: unknown) => {
      failure ??= error
    })
  }
  if (failure !== undefined) throw failure
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function asUtf8(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** RFC 9457. */
function problem(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply.code(status).type('application/problem+json').send({ type: 'about:blank', status, detail })
}
