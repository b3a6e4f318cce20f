import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Surface } from '../domain/restricted/stopping.ts'
import type { Database } from '../prisma/client.ts'
import type { HealthParts } from './routes/health.ts'
import type { StaffWorkParts } from './staff-work.ts'

export type Api = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

export interface ApiParts extends StaffWorkParts {
  /** for screens; staff actions go through a unit of work */
  readonly database: Database
  readonly log: FastifyBaseLogger
  readonly health: HealthParts
  /** wakes the outbox of a contact that staff wrote to */
  readonly lookAtOutbox: (contactId: string) => void
  /** the catalogue or the zones changed: what is understood is built again, in every process */
  readonly onCatalogueChanged: () => Promise<void>
  readonly publicUrl: string
  /** of the configured channels: where restricted goods can be stopped */
  readonly surfaces: readonly Surface[]
  /** a stop was thrown or lifted: this process knows at once, the others within seconds */
  readonly onStopsChanged: () => Promise<void>
  /** what else the same server answers: the webhooks and pages of the channels */
  readonly extend?: (app: FastifyInstance) => void
}
