import { z } from 'zod'
import type { Medium } from '../../bot/channels/channel.ts'
import { type SenderKey, WHOLE_ACCOUNT } from '../../bot/health/sender-row.ts'
import { startSender, stopSender } from '../../bot/health/staff.ts'
import type { Work } from '../../domain/work/work.ts'
import { callerOf, guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import { byNumber, page, pageOf } from '../paging.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { answer, staffAction } from '../staff-work.ts'
import { time } from './fields.ts'
import { senderShown, shownSender } from './sender-shown.ts'

const byPlace = z.object({
  adapter: z.string().max(40),
  sender: z.string().max(120).describe('as /api/channels names it, URL-encoded; * is the whole account'),
})
const medium = z.enum(['whatsapp', 'sms']).optional().describe('when a number serves both; absent: each')
const stopBody = z.strictObject({ reason: z.string().trim().min(3).max(300), medium })
const startBody = z.strictObject({
  medium,
  usedSince: time.optional().describe('the number was in use before: the warm-up counts from then'),
})
const event = z.object({
  id: z.number().int(),
  medium: z.enum(['whatsapp', 'sms']),
  kind: z.string(),
  at: z.date(),
  detail: z.unknown(),
  by: z.string().describe('the adapter, or who of the staff'),
})
const done = z.object({ items: z.array(senderShown.extend({ medium: z.enum(['whatsapp', 'sms']) })) })

/** /api/channels/:adapter/senders/:sender: its history, and the switch of the staff. */
export async function senderRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { pool, database, channels, senders } = parts

  function keysOf({ adapter, sender }: z.infer<typeof byPlace>, only: Medium | undefined): SenderKey[] {
    const channel = channels.find(({ name }) => name === adapter)
    if (channel === undefined) return []
    return channel.media
      .filter((one) => only === undefined || one === only)
      .filter((one) => sender === WHOLE_ACCOUNT || channel.senders(one).includes(sender))
      .map((one) => ({ adapter, medium: one, sender }))
  }

  function shown(keys: readonly SenderKey[]): z.infer<typeof done> {
    const items = keys.flatMap((key) =>
      senders
        .shown(key.adapter, key.medium)
        .filter(({ row }) => row.sender === key.sender)
        .map((one) => ({ medium: key.medium, ...shownSender(one) })),
    )
    return { items }
  }

  api.get(
    '/channels/:adapter/senders/:sender/events',
    {
      ...guarded(pool, 'channels.read'),
      schema: {
        operationId: 'listSenderEvents',
        tags: ['channels'],
        summary: 'What providers and staff said of a sender, newest first',
        params: byPlace,
        querystring: byNumber.extend({ medium }),
        response: { 200: pageOf(event), ...problems('SENDER_NOT_FOUND') },
      },
    },
    async ({ params, query }, reply) => {
      const keys = keysOf(params, query.medium)
      if (keys.length === 0) return sendProblem(reply, 'SENDER_NOT_FOUND')
      const rows = await database.senderEvent.findMany({
        where: {
          adapter: params.adapter,
          sender: params.sender,
          medium: { in: keys.map((key) => key.medium) },
          ...(query.after !== undefined && { id: { lt: query.after } }),
        },
        orderBy: { id: 'desc' },
        take: query.limit + 1,
      })
      return page(
        rows,
        query.limit,
        ({ id }) => String(id),
        ({ id, medium, kind, at, detail, by }) => ({ id: Number(id), medium, kind, at, detail, by }),
      )
    },
  )

  api.post(
    '/channels/:adapter/senders/:sender/stop',
    {
      ...guarded(pool, 'channels.write'),
      schema: {
        operationId: 'stopSender',
        tags: ['channels'],
        summary: 'Nothing leaves by this sender any more; who writes to it is still heard',
        params: byPlace,
        body: stopBody,
        response: { 200: done, ...problems('SENDER_NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { params, body } = request
      const keys = keysOf(params, body.medium)
      if (keys.length === 0) return sendProblem(reply, 'SENDER_NOT_FOUND')
      const by = callerOf(request).name
      const what = {
        action: 'sender.stop',
        subject: subjectOf(params),
        before: async () => shown(keys),
        after: () => body,
      }
      await staffAction(parts, request, what, async (work: Work) => {
        for (const key of keys) await stopSender(work, key, { reason: body.reason, by })
        return {}
      })
      await parts.onSendersChanged()
      return answer(reply, shown(keys))
    },
  )

  api.post(
    '/channels/:adapter/senders/:sender/start',
    {
      ...guarded(pool, 'channels.write'),
      schema: {
        operationId: 'startSender',
        tags: ['channels'],
        summary: 'A sender works again, whoever stopped it; alerts about it are settled',
        description: 'A provider that does not agree says so again at the next message.',
        params: byPlace,
        body: startBody,
        response: { 200: done, ...problems('SENDER_NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { params, body } = request
      const keys = keysOf(params, body.medium)
      if (keys.length === 0) return sendProblem(reply, 'SENDER_NOT_FOUND')
      const act = { by: callerOf(request).name, usedSince: body.usedSince ?? null }
      const what = {
        action: 'sender.start',
        subject: subjectOf(params),
        before: async () => shown(keys),
        after: () => body,
      }
      await staffAction(parts, request, what, async (work: Work) => {
        for (const key of keys) await startSender(work, key, act)
        return {}
      })
      await parts.onSendersChanged()
      return answer(reply, shown(keys))
    },
  )
}

const subjectOf = ({ adapter, sender }: z.infer<typeof byPlace>): string => `sender:${adapter}:${sender}`
