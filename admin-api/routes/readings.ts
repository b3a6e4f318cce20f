import { z } from 'zod'

// How a message was read, as the API shows it. What is shown is what is stored.

export const readLine = z.object({
  product: z.string(),
  packaging: z.string(),
  quantity: z.number().nullable().describe('packagings; null when it was not said'),
  priceXof: z.number().optional().describe('francs per packaging, when it was said'),
})
export const readQuestion = z.object({
  text: z.string().describe('what the person wrote'),
  candidates: z.array(z.string()).describe('product ids, best first'),
  packaging: z.string().nullable(),
  quantity: z.number().nullable(),
  reason: z.string().describe('size, brand, flavour, quantity, packaging, not_in_catalogue, target...'),
})
export const trouble = z
  .enum(['unknown', 'asked', 'unclear', 'unsure'])
  .describe('unknown: not read; asked: which product; unclear: asked for something else; unsure: little to go by')

const learnt = z.object({
  about: z.string().describe('brand:flag, word:biere'),
  product: z.string(),
  how: z.enum(['chosen', 'corrected', 'refused']),
})

/** Beside a message of a transcript. */
export const readingShown = z.object({
  intent: z.string().describe('answer: to what the dialogue expected'),
  confidence: z.number().describe('0 to 1'),
  lines: z.array(readLine),
  clarifications: z.array(readQuestion).default([]).describe('what had to be asked'),
  kind: z.string().nullable().default(null).describe('of what was not understood: joke, chain, gibberish...'),
  usual: z
    .array(z.object({ about: z.string(), product: z.string() }))
    .default([])
    .describe('habits of the client that settled what the text left open'),
  learnt: z.array(learnt).default([]).describe('what the message taught of the client’s habits'),
  did: z.array(z.string()).default([]).describe('what was said next: the keys of our texts'),
  trouble: trouble.nullable().default(null),
})
