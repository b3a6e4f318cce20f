import type { LightMyRequestResponse } from 'fastify'
import type { Pool } from 'pg'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { makeApiKey } from '../../admin-api/keys.ts'
import type { Api } from '../../admin-api/parts.ts'
import { ROLES, type Role } from '../../admin-api/roles.ts'
import { buildServer } from '../../admin-api/server.ts'
import type { Channel, Medium } from '../../bot/channels/channel.ts'
import { type KeptSenders, openSenders } from '../../bot/health/open-senders.ts'
import { readShelf } from '../../bot/knowledge.ts'
import { DEFAULT_SETTINGS } from '../../domain/settings/settings.ts'
import type { AfterWork } from '../../domain/work/opening.ts'
import { openPool } from '../../domain/work/pool.ts'
import { openDatabase } from '../../prisma/client.ts'
import { testChannel } from '../bot/test-channel.ts'
import { EVENING } from '../domain/orders/arrange.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface AdminApi {
  readonly app: Api
  readonly pool: Pool
  /** what was left to do after commits, oldest first */
  readonly committed: readonly AfterWork[]
  /** contacts whose outbox was looked at */
  readonly looked: readonly string[]
  readonly senders: KeptSenders
  catalogueChanges(): number
  setNow(now: Date): void
  keyOf(role: Role): string
  /** @param role null: without a key */
  call(role: Role | null, method: Method, url: string, body?: object): Promise<LightMyRequestResponse>
  get(url: string, role?: Role): Promise<Answer>
  close(): Promise<void>
}

// Answers are looked into freely: what they are is what the tests ask.
export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>> & {
    readonly items: readonly Record<string, unknown>[]
    readonly next: string | null
  }
}

/** The server on a database of its own, with a key for each role. */
export async function openAdminApi(url: string, channels: readonly Channel[] = [testChannel()]): Promise<AdminApi> {
  const pool = openPool(url, 8)
  const log = pino({ level: 'silent' })
  const committed: AfterWork[] = []
  const looked: string[] = []
  let changes = 0
  let shelf = await readShelf(pool)
  let now = EVENING
  const clock = { now: () => now }
  const opened = ['opened-whatsapp', 'opened-sms', 'plain-sms', 'closed-sms']
  const isClosedToRestricted = (adapter: string, medium: Medium) => !opened.includes(`${adapter}-${medium}`)
  const senders = await openSenders({ pool, clock, log, channels, everyMs: 3_600_000 })
  const app = await buildServer({
    pool,
    database: openDatabase(pool),
    log,
    now: () => now,
    settings: () => DEFAULT_SETTINGS,
    onCommitted: (after) => void committed.push(after),
    lookAtOutbox: (contactId) => void looked.push(contactId),
    shelf: () => shelf,
    onCatalogueChanged: async () => {
      changes += 1
      shelf = await readShelf(pool)
    },
    channels,
    senders,
    isClosedToRestricted,
    isRestrictedStopped: (adapter) => adapter === 'closed',
    onSendersChanged: senders.refresh,
    publicUrl: 'http://localhost:3000',
    surfaces: ['simulator-whatsapp', 'simulator-sms', 'twilio-whatsapp'],
    onStopsChanged: async () => {},
    onTariffsChanged: async () => {},
    // as a channel adds its webhook and its page
    extend: (server) => {
      server.get('/', async (_request, reply) => reply.type('text/html').send('<p>page</p>'))
      server.post('/webhooks/test', async ({ body }) => ({ heard: body }))
    },
    health: {
      checks: [{ name: 'database', ask: async () => void (await pool.query('select 1')) }],
      metrics: new Registry(),
    },
  })
  await app.ready()
  const keys = new Map<Role, string>()
  for (const role of ROLES) keys.set(role, (await makeApiKey(pool, { name: `${role} key`, role })).key)
  const keyOf = (role: Role): string => keys.get(role) ?? ''

  const call: AdminApi['call'] = (role, method, path, body) =>
    app.inject({
      method,
      url: path,
      ...(body !== undefined && { payload: body }),
      ...(role !== null && { headers: { authorization: `Bearer ${keyOf(role)}` } }),
    })
  return {
    app,
    pool,
    committed,
    looked,
    senders,
    catalogueChanges: () => changes,
    setNow: (time) => {
      now = time
    },
    keyOf,
    call,
    async get(path, role = 'admin') {
      const response = await call(role, 'GET', path)
      return { status: response.statusCode, body: response.json() }
    },
    async close() {
      await app.close()
      senders.stop()
      await pool.end()
    },
  }
}

/** Every row of a list, page by page. */
export async function allPages(
  api: AdminApi,
  url: string,
  { limit = 2, between = async () => {} }: { limit?: number; between?: () => Promise<unknown> } = {},
): Promise<Record<string, unknown>[]> {
  const seen: Record<string, unknown>[] = []
  let after: string | null = null
  do {
    const separator = url.includes('?') ? '&' : '?'
    const cursor: string = after === null ? '' : `&after=${after}`
    const { status, body } = await api.get(`${url}${separator}limit=${limit}${cursor}`)
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
    seen.push(...body.items)
    after = body.next
    await between()
  } while (after !== null)
  return seen
}
