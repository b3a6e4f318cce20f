import { z } from 'zod'
import { refusalNow, tryWord } from '../../bot/understanding/trying-words.ts'
import { asWord } from '../../bot/understanding/words.ts'
import { addSynonym, listSynonyms, removeSynonym } from '../../domain/catalogue/synonyms.ts'
import { lockWords } from '../../domain/catalogue/taken-words.ts'
import { isRefused } from '../../domain/work/refusals.ts'
import { callerOf, guarded } from '../keys.ts'
import { problems } from '../openapi.ts'
import type { Api, ApiParts } from '../parts.ts'
import { sendProblem, sendRefusal } from '../problems.ts'
import { answer, staffAction } from '../staff-work.ts'
import { byProduct } from './product-fields.ts'
import { readLine, readQuestion } from './readings.ts'

const synonym = z.object({ word: z.string(), addedBy: z.string(), addedAt: z.date() })
const words = z.object({
  catalogue: z.array(z.string()).describe('those of the catalogue: changed with the product'),
  staff: z.array(synonym).describe('those that staff added here'),
})
const shortReading = z.object({
  intent: z.string(),
  lines: z.array(readLine),
  clarifications: z.array(readQuestion),
})
const changes = z.object({
  tried: z.number().int().describe('messages read again'),
  changed: z.number().int(),
  examples: z
    .array(
      z.object({
        messageId: z.number().int(),
        contactId: z.uuid(),
        at: z.date(),
        text: z.string(),
        before: shortReading,
        after: shortReading,
      }),
    )
    .describe('the newest twenty'),
})
const tried = z.object({
  dryRun: z.boolean(),
  word: z.string().describe('as it is stored: plain small letters'),
  alone: shortReading.describe('how "2 WORD" is read with it'),
  notUnderstood: changes.describe('of the last 300 messages that gave trouble, those that are read otherwise with it'),
  understood: changes.describe(
    'of the last 700 that were understood, those that are read otherwise: look before you add',
  ),
})
const query = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('true: only say what would happen'),
})
const body = z.strictObject({ word: z.string().trim().min(1).max(80) })

/** /api/catalogue/products/:id/synonyms: words that staff give to a product, understood by all processes within seconds. */
export async function synonymRoutes(api: Api, parts: ApiParts): Promise<void> {
  const { pool } = parts

  api.get(
    '/catalogue/products/:id/synonyms',
    {
      ...guarded(pool, 'catalogue.read'),
      schema: {
        operationId: 'listSynonyms',
        tags: ['understanding'],
        summary: 'List the words a product is known by',
        params: byProduct,
        response: { 200: words, ...problems('PRODUCT_NOT_FOUND') },
      },
    },
    async ({ params }, reply) => {
      const found = await listSynonyms(pool, params.id)
      return found === null
        ? sendProblem(reply, 'PRODUCT_NOT_FOUND')
        : { catalogue: [...found.catalogue], staff: [...found.staff] }
    },
  )

  api.post(
    '/catalogue/products/:id/synonyms',
    {
      ...guarded(pool, 'catalogue.write'),
      schema: {
        operationId: 'addSynonym',
        tags: ['understanding'],
        summary: 'Give a product a word, or see first what that would change',
        description: 'Refused: what names a product already, a number, a packaging, a size, a place, an everyday word.',
        params: byProduct,
        querystring: query,
        body,
        response: { 200: tried, ...problems('PRODUCT_NOT_FOUND', 'SYNONYM_INVALID', 'SYNONYM_TAKEN') },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { dryRun } = request.query
      const outcome = await tryWord(pool, { product: id, text: request.body.word, now: parts.now() })
      if (isRefused(outcome)) return sendRefusal(reply, outcome)
      if (dryRun) return reply.send({ dryRun, ...outcome })
      const what = { action: 'synonym.add', subject: `product:${id}`, after: () => ({ word: outcome.word }) }
      const by = callerOf(request).name
      const added = await staffAction(parts, request, what, async (work) => {
        await lockWords(work)
        return (await refusalNow(work.sql, outcome.word)) ?? addSynonym(work, { product: id, word: outcome.word, by })
      })
      if (isRefused(added)) return sendRefusal(reply, added)
      await parts.onCatalogueChanged()
      return reply.send({ dryRun, ...outcome })
    },
  )

  api.delete(
    '/catalogue/products/:id/synonyms/:word',
    {
      ...guarded(pool, 'catalogue.write'),
      schema: {
        operationId: 'removeSynonym',
        tags: ['understanding'],
        summary: 'Take a word of staff from a product',
        params: byProduct.extend({ word: z.string().max(80) }),
        response: { 200: synonym, ...problems('SYNONYM_NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const word = asWord(request.params.word)
      const what = { action: 'synonym.remove', subject: `product:${id}`, after: (removed: object) => removed }
      const outcome = await staffAction(parts, request, what, (work) => removeSynonym(work, { product: id, word }))
      if (!isRefused(outcome)) await parts.onCatalogueChanged()
      return answer(reply, outcome)
    },
  )
}
