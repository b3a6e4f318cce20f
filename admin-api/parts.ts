import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { BaileysSessions } from '../bot/channels/baileys/pairing.ts'
import type { Channel, Medium } from '../bot/channels/channel.ts'
import type { KeptSenders } from '../bot/health/open-senders.ts'
import type { Shelf } from '../bot/knowledge.ts'
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
  /** the catalogue as messages are read with it */
  readonly shelf: () => Shelf
  /** wakes the outbox of a contact that staff wrote to */
  readonly lookAtOutbox: (contactId: string) => void
  /** the catalogue or the zones changed: what is understood is built again, in every process */
  readonly onCatalogueChanged: () => Promise<void>
  readonly channels: readonly Channel[]
  readonly senders: KeptSenders
  /** whether restricted goods may be neither named nor sold there, now */
  readonly isClosedToRestricted: (adapter: string, medium: Medium) => boolean
  /** whether the switch was thrown there */
  readonly isRestrictedStopped: (adapter: string, medium: Medium) => boolean
  /** a person stopped or started a sender: what this process knows is to be read again */
  readonly onSendersChanged: () => Promise<void>
  readonly publicUrl: string
  /** WhatsApp sessions to pair; undefined where that channel is not configured */
  readonly baileysSessions?: BaileysSessions | undefined
  /** of the configured channels: where restricted goods can be stopped */
  readonly surfaces: readonly Surface[]
  /** a stop was thrown or lifted: this process knows at once, the others within seconds */
  readonly onStopsChanged: () => Promise<void>
  /** a tariff was set: as with stops */
  readonly onTariffsChanged: () => Promise<void>
  /** what else the same server answers: the webhooks and pages of the channels */
  readonly extend?: (app: FastifyInstance) => void
}
