import { createPostgresBackend, type Processor, Queue, Worker, withBackend } from 'bullmq'
import { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { z } from 'zod'

/** A job is a wake-up: it can be lost or come twice without harm, for the truth is always a row. */
export interface JobDefinition {
  /** noun.verb */
  readonly id: string
  readonly everySeconds: number
  readonly run: () => Promise<void>
}

export interface Jobs {
  /** an answer from the queue's own store, for /health/ready */
  ping(): Promise<void>
  waiting(): Promise<number>
  close(): Promise<void>
}

const QUEUE = 'distri-night'
const jobName = z.string()

/**
 * Starts the recurring jobs: on Redis when there is one, else on the same PostgreSQL; the code is the same.
 * Any number of processes may run them: each firing goes to one.
 */
export async function startJobs(parts: {
  readonly definitions: readonly JobDefinition[]
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
  readonly log: Logger
  readonly works: boolean
}): Promise<Jobs> {
  const byId = new Map(parts.definitions.map((definition) => [definition.id, definition]))
  const handle: Processor = async (job) => {
    const definition = byId.get(jobName.parse(job.name))
    if (definition === undefined) parts.log.warn({ job: job.name }, 'a job nobody knows: an older build scheduled it')
    else await definition.run()
  }
  const open = parts.redisUrl === undefined ? onPostgres(parts.databaseUrl) : onRedis(parts.redisUrl)
  const queue = open.queue()
  const worker = parts.works ? open.worker(handle) : null
  const onError = (error: Error) => parts.log.warn({ err: error }, 'the job queue is not well')
  queue.on('error', onError)
  worker?.on('error', onError)
  worker?.on('failed', (job, error) => parts.log.error({ err: error, job: job?.name }, 'a job failed; it comes again'))
  await queue.waitUntilReady()
  if (parts.works) {
    for (const { id, everySeconds } of parts.definitions) {
      await queue.upsertJobScheduler(id, { every: everySeconds * 1000 }, { name: id, opts: FORGOTTEN })
    }
  }
  return {
    async ping() {
      await queue.getJobCountByTypes('waiting')
    },
    waiting: () => queue.getJobCountByTypes('waiting', 'active'),
    async close() {
      await worker?.close()
      await queue.close()
      await open.close()
    },
  }
}

/** Finished jobs go at once: keeping the last N deadlocks on PostgreSQL under load. */
const FORGOTTEN = { removeOnComplete: true, removeOnFail: true }

/** The little of BullMQ that is used, the same on both stores. */
interface Store {
  queue(): {
    on(event: 'error', listener: (error: Error) => void): unknown
    waitUntilReady(): Promise<unknown>
    upsertJobScheduler(
      id: string,
      repeat: { every: number },
      job: { name: string; opts: typeof FORGOTTEN },
    ): Promise<unknown>
    getJobCountByTypes(...types: ('waiting' | 'active')[]): Promise<number>
    close(): Promise<void>
  }
  worker(handle: Processor): {
    on(event: 'error', listener: (error: Error) => void): unknown
    on(event: 'failed', listener: (job: { name: string } | undefined, error: Error) => void): unknown
    close(): Promise<void>
  }
  close(): Promise<void>
}

function onPostgres(connectionString: string): Store {
  const { Queue: PgQueue, Worker: PgWorker } = withBackend(createPostgresBackend)
  const connection = { connectionString, schema: 'jobs', migrate: true, max: 4 }
  return {
    queue: () => new PgQueue(QUEUE, { connection }),
    worker: (handle: Processor) => new PgWorker(QUEUE, handle, { connection, concurrency: 4 }),
    close: async () => {},
  }
}

function onRedis(url: string): Store {
  const connection = new Redis(url, { maxRetriesPerRequest: null })
  connection.on('error', () => {})
  return {
    queue: () => new Queue(QUEUE, { connection }),
    worker: (handle: Processor) => new Worker(QUEUE, handle, { connection, concurrency: 4 }),
    close: async () => connection.disconnect(),
  }
}
