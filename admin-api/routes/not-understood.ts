import { z } from 'zod'
import { listNotUnderstood } from '../../bot/understanding/not-understood.ts'
import { handleWordings } from '../../domain/support/handling-wordings.ts'
import { minutesAfter } from '../../domain/work/work.ts'
import { callerOf, guarded } from '../keys.ts'
import { maskPhone } from '../masking.ts'
import { problems } from '../openapi.ts'
import { page, pageOf, pageQuery } from '../paging.ts'
import type { Api, ApiParts } from '../parts.ts'
import { answer, staffAction } from '../staff-work.ts'
import { accountKind, time } from './fields.ts'
import { trouble } from './readings.ts'

const SINCE_DAYS = 30
const yes = z.enum(['true', 'false']).transform((text) => text === 'true')

/** How often, and the first wording: two groups may be as frequent. */
const cursor = z
  .string()
  .regex(/^\d{1,9}_.{1,120}$/)
  .transform((text) => {
    const at = text.indexOf('_')
    return { count: Number(text.slice(0, at)), wording: text.slice(at + 1) }
  })
const filters = pageQuery(cursor).extend({
  role: accountKind.optional(),
  since: time.optional().describe('30 days ago when it is left out'),
  handled: yes.default(false).describe('true: those that somebody looked at'),
  noise: yes.default(false).describe('true: chains, jokes, insults and the like too'),
})

const handledShown = z.object({ note: z.string(), by: z.string(), at: z.coerce.date() })
const group = z.object({
  wordings: z.array(z.string()).describe('similar ones together, the most frequent first; # stands for a number'),
  count: z.number().int(),
  lastAt: z.date(),
  troubles: z.array(trouble),
  roles: z.array(accountKind),
  contexts: z.array(z.string()).describe('where the dialogues were: cart, offers, sup_rfq...'),
  examples: z
    .array(
      z.object({
        messageId: z.number().int(),
        contactId: z.uuid(),
        phone: z.string().describe('masked'),
        at: z.coerce.date(),
        text: z.string(),
        trouble,
        context: z.string(),
        confidence: z.number(),
        kind: z.string().nullable(),
        did: z.array(z.string()).describe('what was said next: the keys of our texts'),
      }),
    )
    .describe('the newest five'),
  handled: handledShown.nullable().describe('what was done about the earlier ones'),
})

const marking = z.strictObject({
  wordings: z.array(z.string().trim().min(1).max(120)).min(1).max(50),
  note: z.string().trim().min(1).max(500).describe('what was done: synonym added, nothing to do...'),
})
const marked = z.object({
  handled: z.array(
    z.object({ wording: z.string(), note: z.string(), handledBy: z.string(), handledAt: z.coerce.date() }),
  ),
})

/** /api/understanding: what the bot did not understand, for staff to do something about it. */
export async function notUnderstoodRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { pool } = parts

  api.get(
    '/understanding/not-understood',
    {
      ...guarded(pool, 'conversations.read'),
      schema: {
        operationId: 'listNotUnderstood',
        tags: ['understanding'],
        summary: 'List the messages that were not understood, similar ones together, the most frequent first',
        description:
          'Not read, read with little certainty, or with questions that ended nowhere. What a person answered is not here.',
        querystring: filters,
        response: { 200: pageOf(group), ...problems() },
      },
    },
    async ({ query }) => {
      const { after, limit, role = null, handled, noise } = query
      const now = parts.now()
      const since = query.since ?? minutesAfter(now, -SINCE_DAYS * 24 * 60)
      const groups = await listNotUnderstood(pool, { now, since, role, handled, noise })
      const rest = groups.filter(({ count, wordings: [first = ''] }) => {
        if (after === undefined) return true
        return count < after.count || (count === after.count && first > after.wording)
      })
      return page(
        rest.slice(0, limit + 1),
        limit,
        ({ count, wordings }) => `${count}_${wordings[0] ?? ''}`,
        ({ examples, ...one }) =>
          group.parse({
            ...one,
            examples: examples.map(({ address, ...example }) => ({ ...example, phone: maskPhone(address) })),
          }),
      )
    },
  )

  api.post(
    '/understanding/not-understood/handled',
    {
      ...guarded(pool, 'conversations.write'),
      schema: {
        operationId: 'handleWordings',
        tags: ['understanding'],
        summary: 'Mark wordings as handled, with a note: they are shown again when they come again',
        body: marking,
        response: { 200: marked, ...problems() },
      },
    },
    async (request, reply) => {
      const { wordings, note } = request.body
      const by = callerOf(request).name
      const what = { action: 'wording.handle', subject: `wording:${wordings[0] ?? ''}` }
      return answer(
        reply,
        await staffAction(parts, request, what, (work) => handleWordings(work, { wordings, note, by })),
      )
    },
  )
}
