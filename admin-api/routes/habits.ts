import { z } from 'zod'
import { forgetHabit, listHabits } from '../../domain/accounts/habits.ts'
import { guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem } from '../problems.ts'
import { answer, staffAction } from '../staff-work.ts'
import { byId } from './fields.ts'

const habit = z.object({
  about: z.string().describe('brand:flag when a size or flavour was left open, word:biere when a brand was'),
  product: z
    .string()
    .nullable()
    .describe('what it means to this account; null while the evidence is too little or old'),
  until: z.coerce.date().nullable().describe('evidence counts for 180 days'),
  evidence: z
    .array(
      z.object({
        messageId: z.number().int(),
        contactId: z.uuid().describe('of the conversation'),
        at: z.coerce.date(),
        product: z.string(),
        how: z.enum(['chosen', 'corrected', 'refused']),
        text: z.string().nullable(),
      }),
    )
    .describe('newest first'),
})
const byHabit = byId.extend({ about: z.string().max(120) })

/** /api/accounts/:id/habits: what an account means by words that may mean several products, and why we think so. */
export async function habitRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { pool, database } = parts

  api.get(
    '/accounts/:id/habits',
    {
      ...guarded(pool, 'conversations.read'),
      schema: {
        operationId: 'listHabits',
        tags: ['understanding'],
        summary: 'List what the messages of an account taught of its habits, with the evidence',
        description:
          'One correction makes a habit, or two choices in a row; newer evidence for another product ends it.',
        params: byId,
        response: { 200: z.object({ items: z.array(habit) }), ...problems('ACCOUNT_NOT_FOUND') },
      },
    },
    async ({ params: { id } }, reply) => {
      const account = await database.account.findUnique({ where: { id }, select: { id: true } })
      if (account === null) return sendProblem(reply, 'ACCOUNT_NOT_FOUND')
      const rows = await listHabits(pool, { accountId: id, now: parts.now() })
      return { items: rows.map((row) => habit.parse(row)) }
    },
  )

  api.delete(
    '/accounts/:id/habits/:about',
    {
      ...guarded(pool, 'conversations.write'),
      schema: {
        operationId: 'forgetHabit',
        tags: ['understanding'],
        summary: 'Forget a habit of an account with its evidence',
        params: byHabit,
        response: { 200: z.object({ forgotten: z.number().int() }), ...problems('HABIT_NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { id, about } = request.params
      const what = {
        action: 'habit.forget',
        subject: `account:${id}`,
        before: async () => listHabits(pool, { accountId: id, now: parts.now(), about }),
        after: (outcome: object) => ({ about, ...outcome }),
      }
      return answer(
        reply,
        await staffAction(parts, request, what, (work) => forgetHabit(work, { accountId: id, about })),
      )
    },
  )
}
