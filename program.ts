import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { buildServer } from './admin-api/server.ts'
import { baileysChannel } from './bot/channels/baileys/channel.ts'
import { baileysSessions } from './bot/channels/baileys/pairing.ts'
import type { Channel, Medium } from './bot/channels/channel.ts'
import { simulatorChannel } from './bot/channels/simulator/channel.ts'
import { smsgateChannel } from './bot/channels/smsgate/channel.ts'
import { twilioChannel } from './bot/channels/twilio/channel.ts'
import { whatsAppCloudChannel } from './bot/channels/whatsapp-cloud/channel.ts'
import type { Clock } from './bot/clock.ts'
import { keepFresh } from './bot/fresh.ts'
import { askChannels } from './bot/health/ask-channels.ts'
import { keepHealth } from './bot/health/keep-health.ts'
import { measureSenders } from './bot/health/metrics.ts'
import { healthOfSend } from './bot/health/of-send.ts'
import { openSenders } from './bot/health/open-senders.ts'
import type { Senders } from './bot/health/senders.ts'
import { openInbox } from './bot/inbox.ts'
import { jobDefinitions } from './bot/jobs/definitions.ts'
import { type JobDefinition, startJobs } from './bot/jobs/jobs.ts'
import { readShelf } from './bot/knowledge.ts'
import { openLane } from './bot/lane/lane.ts'
import { openMedia } from './bot/media/fetching.ts'
import { transcriber } from './bot/media/transcribing.ts'
import { openMetrics } from './bot/metrics.ts'
import { releaseWhatIsAnswered } from './bot/outbox/asking-to-answer.ts'
import { openOutbox } from './bot/outbox/outbox.ts'
import { findFile } from './bot/outbox/row.ts'
import { fallBackToSms } from './bot/outbox/saying-by-sms.ts'
import { isProviderIdKnown, sentAs, statusKeeper } from './bot/outbox/statuses.ts'
import { isSurfaceClosed, openSurfacesOf, smsAdapterOf, surfacesOf } from './bot/outbox/surfaces.ts'
import { pageRoutes } from './bot/page/routes.ts'
import { answerDoorbell, type PaymentParts, requestPending } from './bot/payments/payments.ts'
import { sendRefund } from './bot/payments/refunds.ts'
import { simulatedOperator } from './bot/payments/simulated-operator.ts'
import { openBreakers } from './bot/routing/breaker.ts'
import { openPace } from './bot/routing/pace.ts'
import { openPeoplePace } from './bot/routing/people-pace.ts'
import { senderNews } from './bot/routing/sender-news.ts'
import { openWakes } from './bot/wakes.ts'
import type { Config } from './config.ts'
import { catalogueVersion } from './domain/catalogue/reading.ts'
import { readTariffs, tariffPrice, tariffsVersion } from './domain/costs/tariffs.ts'
import { readStops, stopRestricted, stopsVersion, surfaceOf } from './domain/restricted/stopping.ts'
import { readSettings, settingsVersion } from './domain/settings/reading.ts'
import { type AfterWork, inWork as openWork } from './domain/work/opening.ts'
import { openPool } from './domain/work/pool.ts'
import type { Work } from './domain/work/work.ts'
import { openDatabase } from './prisma/client.ts'

const CONNECTIONS = 12
const FRESH_EVERY_MS = 3_000
const OPERATOR_PATIENCE_SECONDS = 10
/** A voice note that nobody has heard by then is read as one: the person is asked to write. */
const VOICE_PATIENCE_MS = 45_000

export interface ProgramParts {
  readonly config: Config
  readonly databaseUrl: string
  readonly clock: Clock
  readonly log: Logger
  /** other channels than the configured ones: benches and tests */
  readonly channels?: (pool: Pool) => readonly Channel[]
  /** how our senders do, when it is known: else every configured one is usable */
  readonly senders?: Senders
}

export interface Program {
  readonly server: FastifyInstance
  readonly pool: Pool
  readonly definitions: readonly JobDefinition[]
  /** resolves when no conversation is being read and nothing is being sent */
  idle(): Promise<void>
  /** takes no more work, finishes what it has, closes everything */
  stop(): Promise<void>
}

/** Puts the parts together: the one place that knows them all. It does not listen: main.ts does. */
export async function openProgram(parts: ProgramParts): Promise<Program> {
  const { config, clock, log, databaseUrl } = parts
  const pool = openPool(databaseUrl, CONNECTIONS)
  const database = openDatabase(pool)
  const metrics = openMetrics()
  const now = () => clock.now()
  const settings = await keepFresh({ pool, version: settingsVersion, read: readSettings, everyMs: FRESH_EVERY_MS, log })
  const shelf = await keepFresh({ pool, version: catalogueVersion, read: readShelf, everyMs: FRESH_EVERY_MS, log })
  const channels = parts.channels?.(pool) ?? configuredChannels(config, { pool, clock, log })
  const stops = await keepFresh({ pool, version: stopsVersion, read: readStops, everyMs: FRESH_EVERY_MS, log })
  const tariffs = await keepFresh({ pool, version: tariffsVersion, read: readTariffs, everyMs: FRESH_EVERY_MS, log })
  const isStopped = (surface: string): boolean => stops.get().some((stop) => stop.surface === surface)
  const isClosed = (adapter: string, medium: Medium): boolean =>
    isSurfaceClosed(adapter, medium, { opened: config.restrictedGoodsOpen, isStopped })

  const senders = await openSenders({
    pool,
    clock,
    log,
    channels,
    everyMs: FRESH_EVERY_MS,
  })
  measureSenders(metrics.registry, channels, senders)

  const byName = new Map(channels.map((channel) => [channel.name, channel]))
  const network = {
    channels: byName,
    senders: parts.senders ?? senders,
    breakers: openBreakers(senderNews((act) => background(inWork(act)))),
  }
  const outbox = openOutbox({
    pool,
    clock,
    log,
    network,
    pace: openPace(pool),
    people: openPeoplePace(pool, clock),
    templates: config.newsTemplates,
    fallBackAfterMs: () => settings.get().smsFallbackMinutes * 60_000,
    countBySms: (why) => metrics.bySms.inc({ why }),
    policy: { isClosed, namesRestricted: () => shelf.get().namesRestricted },
    count: (outcome) => metrics.sends.inc({ outcome }),
    priceOf: (sending) => tariffPrice(tariffs.get(), sending),
    onSent: (channel, message, result) => {
      const signals = healthOfSend(channel, message, result, senders)
      if (signals.length > 0) background(inbox.reportHealth(signals))
    },
  })
  const lane = openLane({
    pool,
    clock,
    log,
    settings: settings.get,
    shelf: shelf.get,
    onCommitted: (after) => onCommitted(after),
    send: outbox.send,
    places: {
      isClosed,
      openSurfaces: () => openSurfacesOf(channels, isClosed),
      smsAdapter: () => smsAdapterOf(channels, isClosed),
      publicUrl: config.publicUrl,
    },
    lookAtOutbox: outbox.wake,
    count: (what) => metrics.turns.inc({ what }),
  })
  const wakes = openWakes(clock, lane.wake)
  const transcribe = config.transcriber === undefined ? undefined : transcriber(config.transcriber)
  const media = openMedia({ pool, clock, log, channels: byName, transcribe, wakeLane: lane.wake })
  const inbox = openInbox({
    pool,
    clock,
    burstPauseMs: config.burstPauseMs,
    voicePatienceMs: transcribe === undefined ? 0 : VOICE_PATIENCE_MS,
    wakes,
    onFile: () => background(media.look()),
    reportStatus: statusKeeper(pool, clock),
    reportHealth: keepHealth({
      clock,
      log,
      inWork,
      onViolation: async (work, { adapter, medium }, detail) => {
        log.error({ adapter, medium, detail }, 'a provider holds restricted goods against us: they are stopped there')
        await stopRestricted(work, {
          surface: surfaceOf(adapter, medium),
          why: detail.trim() || 'a violation was reported',
        })
      },
      onChanged: async () => {
        await Promise.all([senders.refresh(), stops.refresh()])
      },
      count: ({ adapter, health }) => metrics.health.inc({ adapter, kind: health.kind }),
    }),
  })

  const actor = { kind: 'system', id: 'distri-night' } as const
  async function inWork<Outcome>(act: (work: Work) => Promise<Outcome>): Promise<Outcome> {
    const { outcome, after } = await openWork(pool, { now: now(), actor, settings: settings.get() }, act)
    onCommitted(after)
    return outcome
  }
  const operator = simulatedOperator({
    sql: pool,
    clock,
    ring: (payment) => background(answerDoorbell(payments, payment)),
  })
  const payments: PaymentParts = { operator, sql: pool, clock, inWork, timeoutSeconds: OPERATOR_PATIENCE_SECONDS }

  /** Rows hold it all: what is started here and lost is found by a sweep. */
  function onCommitted({ wake, outside }: AfterWork): void {
    wake.forEach(lane.wake)
    for (const event of outside) {
      background(
        event.to === 'payments' ? requestPending(payments, event.paymentId) : sendRefund(payments, event.refundId),
      )
    }
  }

  function background(work: Promise<unknown>): void {
    work.catch((error: unknown) => log.error({ err: error }, 'work in the background failed; its job comes back to it'))
  }

  async function fallBack(): Promise<void> {
    for (const contactId of await releaseWhatIsAnswered(pool, now())) outbox.wake(contactId)
    const count = (why: string) => metrics.bySms.inc({ why })
    await fallBackToSms({ pool, network, now: now(), wake: outbox.wake, count })
  }
  const definitions = jobDefinitions({
    pool,
    clock,
    payments,
    inWork,
    wakeLane: lane.wake,
    wakeOutbox: outbox.wake,
    fetchMedia: media.look,
    channels,
    askChannels: () => askChannels(channels, inbox.reportHealth, log),
    fallBack,
  })
  const isWorker = config.roles.includes('worker')
  const jobs = await startJobs({ definitions, databaseUrl, redisUrl: config.redisUrl, log, works: isWorker })

  const server = await buildServer({
    pool,
    database,
    log,
    now,
    settings: settings.get,
    onCommitted,
    lookAtOutbox: outbox.wake,
    shelf: shelf.get,
    onCatalogueChanged: shelf.refresh,
    channels,
    senders,
    isClosedToRestricted: isClosed,
    isRestrictedStopped: (adapter, medium) => isStopped(surfaceOf(adapter, medium)),
    onSendersChanged: async () => {
      await senders.refresh()
    },
    publicUrl: config.publicUrl,
    baileysSessions: config.baileys && baileysSessions(pool, config.baileys),
    surfaces: surfacesOf(channels),
    onStopsChanged: stops.refresh,
    onTariffsChanged: tariffs.refresh,
    extend: (app) => {
      for (const channel of channels) channel.routes(app, inbox)
      pageRoutes(app, { pool, clock, settings: settings.get, shelf: shelf.get, onCommitted })
    },
    health: {
      metrics: metrics.registry,
      checks: [
        { name: 'database', ask: async () => void (await pool.query('select 1')) },
        { name: 'queue', ask: jobs.ping },
      ],
    },
  })
  await server.ready()
  for (const channel of channels) await channel.open?.(inbox)

  return {
    server,
    pool,
    definitions,
    async idle() {
      await media.idle()
      await lane.idle()
      await outbox.idle()
    },
    async stop() {
      await server.close()
      wakes.stop()
      await jobs.close()
      await media.idle()
      await lane.idle()
      await outbox.idle()
      for (const channel of channels) await channel.close()
      settings.stop()
      shelf.stop()
      senders.stop()
      stops.stop()
      tariffs.stop()
      await database.$disconnect()
      await pool.end()
    },
  }
}

function configuredChannels(config: Config, base: { pool: Pool; clock: Clock; log: Logger }): readonly Channel[] {
  return config.channels.flatMap((name): readonly Channel[] => {
    if (name === 'simulator') return [simulatorChannel(base)]
    if (name === 'smsgate') {
      return config.smsgate === undefined
        ? []
        : [smsgateChannel({ ...config.smsgate, ...base, publicUrl: config.publicUrl })]
    }
    if (name === 'whatsapp-cloud') {
      const cloud = config.whatsAppCloud
      return cloud === undefined ? [] : [whatsAppCloudChannel({ ...cloud, ...base, sentAs: sentAs(base.pool, name) })]
    }
    if (name === 'baileys') return config.baileys === undefined ? [] : [baileysChannel({ ...config.baileys, ...base })]
    return config.twilio === undefined
      ? []
      : [
          twilioChannel({
            ...config.twilio,
            publicUrl: config.publicUrl,
            log: base.log,
            isKnown: isProviderIdKnown(base.pool),
            files: { clock: base.clock, find: (messageId) => findFile(base.pool, messageId) },
          }),
        ]
  })
}
