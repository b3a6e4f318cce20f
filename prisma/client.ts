import { PrismaPg } from '@prisma/adapter-pg'
import type { Pool } from 'pg'
import { PrismaClient } from './generated/client.ts'

export type Database = PrismaClient

/**
 * Prisma over the program's own pool: for what is not in the path of a message (screens, seeds, reports). The message
 * path uses prepared statements on the same connections; docs/decisions/0001 says why.
 */
export function openDatabase(pool: Pool): Database {
  return new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) })
}
