import { z } from 'zod'
import type { GraphError } from './graph.ts'

/** An id of a message: what is printed, without spaces. */
export const MessageId = z.string().regex(/^[\x21-\x7e]{1,512}$/)

/** An error as webhooks state it. */
export const StatedError = z
  .object({
    code: z.int(),
    title: z.string().default(''),
    message: z.string().optional(),
    error_data: z.object({ details: z.string().optional() }).nullish().catch(undefined),
  })
  .transform(
    ({ code, title, message, error_data }): GraphError => ({
      code,
      detail: (error_data?.details ?? message ?? title).slice(0, 300),
    }),
  )

/** One line that names what is missing or wrong, never its value. */
export function problemOf(error: z.ZodError): string {
  const problems = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  return problems.join('; ').slice(0, 300)
}
