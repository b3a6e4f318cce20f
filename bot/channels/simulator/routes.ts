import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { ChannelLimits, Inbox, Medium } from '../channel.ts'
import { streamNews } from './events.ts'
import { phonesOf } from './phones.ts'
import { badRequest, problem } from './problem.ts'
import { markRead } from './reading.ts'
import { messagesShown, pressableOn, type ShownMessage } from './showing.ts'
import { bodyOf, medium, phoneNumber, typedMessage } from './typing.ts'
import type { PhoneNews } from './watching.ts'

export interface RouteParts {
  readonly pool: Pool
  readonly clock: Clock
  readonly inbox: Inbox
  readonly news: PhoneNews
  readonly limits: (medium: Medium) => ChannelLimits
}

const question = z.object({
  contact: phoneNumber,
  channel: medium.optional(),
  after: z.coerce.number('must be a number.').int().min(0).default(0),
  wait: z.coerce.number('must be a number of seconds.').min(0).max(25, 'must be at most 25 seconds.').default(0),
})
type Question = z.output<typeof question>

const looked = z.strictObject({ contact: phoneNumber, channel: medium, upTo: z.number().int().min(0) })

/** The simulated phones' side of the network (architecture.md, Fixed points). */
export function simulatorRoutes(app: FastifyInstance, parts: RouteParts): void {
  void app.register(async (scope) => {
    const waiting = new Set<() => void>()
    scope.addHook('preClose', async () => {
      for (const letGo of waiting) letGo()
    })
    // What is not JSON, or too large, is told in the same form as the rest.
    scope.setErrorHandler((error: { statusCode?: number; message: string }, request, reply) => {
      const status = error.statusCode ?? 500
      if (status < 500) return problem(reply, status, 'The request is not valid', error.message)
      request.log.error({ err: error }, 'A simulator route failed.')
      return problem(reply, 500, 'Something broke here', 'Try again; the server log says why.')
    })
    scope.post('/simulator/messages', async (request, reply) => {
      const read = typedMessage.safeParse(request.body ?? {})
      if (!read.success) return badRequest(reply, read.error)
      const id = await type(read.data, parts)
      return reply.code(202).send({ id })
    })
    scope.get('/simulator/messages', async (request, reply) => {
      const read = question.safeParse(request.query)
      if (!read.success) return badRequest(reply, read.error)
      return { messages: await readOrWait(read.data, parts, waiting) }
    })
    scope.post('/simulator/read', async (request, reply) => {
      const read = looked.safeParse(request.body ?? {})
      if (!read.success) return badRequest(reply, read.error)
      await markRead(read.data, parts)
      return reply.code(204).send()
    })
    scope.get('/simulator/phones', async () => ({ phones: await phonesOf(parts.pool) }))
    streamNews(scope, parts.news)
  })
}

async function type(message: z.output<typeof typedMessage>, { pool, inbox, news }: RouteParts): Promise<string> {
  const { channel, from, id = randomUUID() } = message
  const shown = message.choice === undefined ? [] : await pressableOn(pool, from, channel)
  await inbox.receive([
    {
      adapter: 'simulator',
      medium: channel,
      address: from,
      identities: [{ kind: 'phone', value: from }],
      providerId: id,
      name: null,
      sender: null,
      body: bodyOf(message, shown),
    },
  ])
  news.lookSoon()
  return id
}

/** @param waiting how each open question is let go when the server stops */
async function readOrWait(asked: Question, parts: RouteParts, waiting: Set<() => void>): Promise<ShownMessage[]> {
  const { contact: phone, channel, after, wait } = asked
  const read = () => messagesShown(parts.pool, { phone, channel, after, now: parts.clock.now() }, parts.limits)
  const before = await read()
  if (before.length > 0 || wait === 0) return before
  let letGo = (): void => {}
  const happened = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const timer = setTimeout(letGo, wait * 1000)
  waiting.add(letGo)
  const unwatch = await parts.news.watch((all) => {
    if (all.some((one) => one.phone === phone && (channel ?? one.channel) === one.channel)) letGo()
  })
  try {
    // What came between the first look and the watch is already there.
    const between = await read()
    if (between.length > 0) return between
    await happened
    return await read()
  } finally {
    clearTimeout(timer)
    waiting.delete(letGo)
    unwatch()
  }
}
