import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import apiReference from '@scalar/fastify-api-reference'
import fastify, { LogController } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { openapiOptions } from './openapi.ts'
import type { Api, ApiParts } from './parts.ts'
import { answerWithProblems } from './problems.ts'
import { accountRoutes } from './routes/accounts.ts'
import { auditRoutes } from './routes/audit.ts'
import { baileysSessionRoutes } from './routes/baileys-sessions.ts'
import { catalogueRoutes } from './routes/catalogue.ts'
import { channelRoutes } from './routes/channels.ts'
import { conversationRoutes } from './routes/conversations.ts'
import { costRoutes } from './routes/costs.ts'
import { habitRoutes } from './routes/habits.ts'
import { healthRoutes } from './routes/health.ts'
import { keyRoutes } from './routes/keys.ts'
import { ledgerRoutes } from './routes/ledger.ts'
import { mediaRoutes } from './routes/media.ts'
import { messageExplainedRoutes } from './routes/message-explained.ts'
import { notUnderstoodRoutes } from './routes/not-understood.ts'
import { offerRoutes } from './routes/offers.ts'
import { orderActionRoutes } from './routes/order-actions.ts'
import { orderRoutes } from './routes/orders.ts'
import { paymentRoutes } from './routes/payments.ts'
import { refundRoutes } from './routes/refunds.ts'
import { restrictedRoutes } from './routes/restricted.ts'
import { senderRoutes } from './routes/senders.ts'
import { sendingFileRoutes } from './routes/sending-files.ts'
import { settingRoutes } from './routes/settings.ts'
import { settlingByHandRoutes } from './routes/settling-by-hand.ts'
import { speakingRoutes } from './routes/speaking.ts'
import { synonymRoutes } from './routes/synonyms.ts'
import { tariffRoutes } from './routes/tariffs.ts'
import { unmatchedPaymentRoutes } from './routes/unmatched-payments.ts'
import { zoneRoutes } from './routes/zones.ts'

const BODY_LIMIT_BYTES = 2 * 1024 * 1024
/** A screen that is looked at asks a few times a second; a key that leaks or a script that loops asks for ever. */
const REQUESTS_A_MINUTE = 600
/** Only a neighbour (a reverse proxy here or beside us) is believed when it says whose request it passes on. */
const PROXIES = ['loopback', 'linklocal', 'uniquelocal']

const ROUTES = [
  accountRoutes,
  orderRoutes,
  orderActionRoutes,
  offerRoutes,
  conversationRoutes,
  mediaRoutes,
  speakingRoutes,
  sendingFileRoutes,
  channelRoutes,
  senderRoutes,
  ledgerRoutes,
  paymentRoutes,
  settlingByHandRoutes,
  refundRoutes,
  unmatchedPaymentRoutes,
  catalogueRoutes,
  synonymRoutes,
  notUnderstoodRoutes,
  messageExplainedRoutes,
  habitRoutes,
  zoneRoutes,
  restrictedRoutes,
  settingRoutes,
  tariffRoutes,
  costRoutes,
  keyRoutes,
  auditRoutes,
  baileysSessionRoutes,
] as const

/** The HTTP server with the admin API; channels add their webhooks to it. It does not listen yet. */
export async function buildServer(parts: ApiParts): Promise<Api> {
  const app: Api = fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: PROXIES,
    forceCloseConnections: 'idle',
    genReqId: ({ headers }) => requestId(headers['x-request-id']),
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('caller', null)
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id))
  answerWithProblems(app)
  await app.register(helmet, { global: true, contentSecurityPolicy: false })
  await app.register(swagger, openapiOptions(parts.publicUrl))
  await app.register(healthRoutes(parts))
  await app.register(async (api: Api) => adminRoutes(api, parts), { prefix: '/api' })
  await app.register(apiReference, {
    routePrefix: '/api/docs',
    // Nothing of the API is offered to a service elsewhere.
    configuration: {
      url: '/api/openapi.json',
      withDefaultFonts: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      hideClientButton: true,
      telemetry: false,
    },
  })
  parts.extend?.(app)
  return app
}

async function adminRoutes(api: Api, parts: ApiParts): Promise<void> {
  // By key: the office behind one address is many people, and keys that are wrong never come this far.
  await api.register(rateLimit, {
    max: REQUESTS_A_MINUTE,
    timeWindow: '1 minute',
    keyGenerator: ({ caller, ip }) => caller?.id ?? ip,
  })
  for (const routes of ROUTES) await api.register(async (scope: Api) => routes(scope, parts))
  api.get('/openapi.json', { schema: { hide: true } }, async () => api.swagger())
}

/** The id of whoever is in front of us, when it is one that is safe to log; else ours. */
function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID()
}
