import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'

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

/** /health/live, /health/ready and /metrics: for machines, without a key. */
export function healthRoutes({ health }: { readonly health: HealthParts }) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/health/live', { schema: { hide: true } }, async () => ({ status: 'alive' }))
    app.get('/health/ready', { schema: { hide: true } }, async (_request, reply) => {
      const checks = await Promise.all(health.checks.map(measured))
      const isReady = checks.every(({ ok }) => ok)
      return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', checks })
    })
    app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
      reply.type(health.metrics.contentType).send(await health.metrics.metrics()),
    )
  }
}

async function measured({ name, ask }: Check): Promise<{ name: string; ok: boolean; milliseconds: number; error?: string }> {
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
