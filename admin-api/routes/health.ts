import type { Registry } from 'prom-client'
import { z } from 'zod'
import type { Api } from '../parts.ts'

/** One thing the program needs: its name and a question that throws when it is not well. */
export interface Check {
  readonly name: string
  readonly ask: () => Promise<void>
}

export interface HealthParts {
  readonly checks: readonly Check[]
  readonly metrics: Registry
}

const PATIENCE_MS = 2_000

const measuredCheck = z.object({
  name: z.string(),
  ok: z.boolean(),
  milliseconds: z.number(),
  error: z.string().optional(),
})
const readiness = z.object({ status: z.enum(['ready', 'not ready']), checks: z.array(measuredCheck) })

/** /health/live, /health/ready and /metrics: for machines, without a key. */
export function healthRoutes({ health }: { readonly health: HealthParts }) {
  return async (app: Api): Promise<void> => {
    app.get(
      '/health/live',
      {
        schema: {
          operationId: 'isAlive',
          tags: ['health'],
          summary: 'The process answers',
          response: { 200: z.object({ status: z.literal('alive') }) },
        },
      },
      async () => ({ status: 'alive' as const }),
    )
    app.get(
      '/health/ready',
      {
        schema: {
          operationId: 'isReady',
          tags: ['health'],
          summary: 'Everything it needs is well; each check with its time',
          response: { 200: readiness, 503: readiness },
        },
      },
      async (_request, reply) => {
        const checks = await Promise.all(health.checks.map(measured))
        const isReady = checks.every(({ ok }) => ok)
        return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', checks })
      },
    )
    app.get(
      '/metrics',
      {
        schema: {
          operationId: 'readMetrics',
          tags: ['health'],
          summary: 'Metrics for Prometheus',
          response: { 200: { description: 'Prometheus text', content: { 'text/plain': { schema: z.string() } } } },
        },
        // Text as it is: it must not be written as a JSON string.
        serializerCompiler: () => String,
      },
      async (_request, reply) => reply.type(health.metrics.contentType).send(await health.metrics.metrics()),
    )
  }
}

async function measured({ name, ask }: Check): Promise<z.infer<typeof measuredCheck>> {
  const began = performance.now()
  const took = () => Math.round((performance.now() - began) * 10) / 10
  try {
    await within(PATIENCE_MS, ask())
    return { name, ok: true, milliseconds: took() }
  } catch (error) {
    return { name, ok: false, milliseconds: took(), error: error instanceof Error ? error.message : 'unknown' }
  }
}

async function within(milliseconds: number, answer: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
  })
  try {
    await Promise.race([answer, patience])
  } finally {
    clearTimeout(timer)
  }
}
