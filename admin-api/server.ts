import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import apiReference from '@scalar/fastify-api-reference'
import fastify, { type FastifyInstance } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import type { Database } from '../prisma/client.ts'
import { accountRoutes } from './routes/accounts.ts'
import { catalogueRoutes } from './routes/catalogue.ts'
import { conversationRoutes } from './routes/conversations.ts'
import { healthRoutes, type HealthParts } from './routes/health.ts'
import { ledgerRoutes } from './routes/ledger.ts'
import { offerRoutes } from './routes/offers.ts'
import { orderRoutes } from './routes/orders.ts'
import { zoneRoutes } from './routes/zones.ts'
import { answerWithProblems, EDGE_PROBLEMS } from './problems.ts'
import type { StaffWorkParts } from './staff-work.ts'
import { REFUSALS } from '../domain/work/refusals.ts'

export type Api = FastifyInstance<
  import('node:http').Server,
  import('node:http').IncomingMessage,
  import('node:http').ServerResponse,
  Logger,
  ZodTypeProvider
>

export interface ApiParts extends StaffWorkParts {
  /** for screens; staff actions go through a unit of work */
  readonly database: Database
  readonly log: Logger
  readonly health: HealthParts
  /** wakes the outbox of a contact that staff wrote to */
  readonly lookAtOutbox: (contactId: string) => void
  /** the catalogue or the zones changed: what is understood is built again, in every process */
  readonly onCatalogueChanged: () => Promise<void>
  readonly publicUrl: string
}

const BODY_LIMIT_BYTES = 2 * 1024 * 1024

/** The HTTP server with the admin API; channels add their webhooks to it. It does not listen yet. */
export async function buildServer(parts: ApiParts): Promise<Api> {
  const app: Api = fastify({
    loggerInstance: parts.log,
    disableRequestLogging: true,
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: true,
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('caller', null)
  answerWithProblems(app)
  await app.register(helmet, { global: true, contentSecurityPolicy: false })
  await app.register(swagger, { openapi: description(parts.publicUrl), transform: jsonSchemaTransform })
  await app.register(healthRoutes(parts))
  await app.register(
    async (api: Api) => {
      // A key that leaks or a script that loops does not take the messages' share of the machine.
      await api.register(rateLimit, { max: 600, timeWindow: '1 minute' })
      for (const routes of [accountRoutes, orderRoutes, offerRoutes, conversationRoutes, ledgerRoutes, catalogueRoutes, zoneRoutes]) {
        await api.register(async (scope: Api) => routes(scope, parts))
      }
      api.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
    },
    { prefix: '/api' },
  )
  await app.register(apiReference, { routePrefix: '/api/docs', configuration: { url: '/api/openapi.json', withDefaultFonts: false } })
  return app
}

function description(publicUrl: string) {
  const codes = Object.entries({ ...EDGE_PROBLEMS, ...REFUSALS }).map(([code, { status, meaning }]) => `| ${code} | ${status} | ${meaning} |`)
  return {
    openapi: '3.1.0' as const,
    info: {
      title: 'DISTRI-NIGHT',
      version: '1',
      description: [
        'The staff API. Errors are problem details (RFC 9457) with these codes:',
        '',
        '| code | status | meaning |',
        '| --- | --- | --- |',
        ...codes,
      ].join('\n'),
    },
    servers: [{ url: publicUrl }],
    components: { securitySchemes: { key: { type: 'http' as const, scheme: 'bearer', description: 'An API key: npm run -s api-key -- --name N --role R' } } },
    security: [{ key: [] }],
  }
}
