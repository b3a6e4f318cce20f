import { Redis } from 'ioredis'
import { z } from 'zod'
import type { Finding } from '../../bot/channels/finding.ts'
import { ok, warning, wrong } from '../../bot/channels/found.ts'
import type { Config } from '../../config.ts'

const PATIENCE_MS = 5_000

/** Redis, when it is configured: without it the recurring jobs run on PostgreSQL. */
export async function checkRedis({ redisUrl }: Pick<Config, 'redisUrl'>): Promise<readonly Finding[]> {
  if (redisUrl === undefined) return [ok('Les tâches répétées tournent sur PostgreSQL (pas de REDIS_URL).')]
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  const failures: Error[] = []
  redis.on('error', (error: Error) => void failures.push(error))
  try {
    await redis.connect()
    await redis.ping()
    return [ok('Redis répond.'), ...(await policyFinding(redis))]
  } catch (error) {
    const { code } = z
      .object({ code: z.string() })
      .catch({ code: refusal(failures[0] ?? error) })
      .parse(failures[0])
    return [
      wrong(
        `Redis ne répond pas (${code}).`,
        'Vérifiez REDIS_URL, ou retirez-la : les tâches tournent alors sur PostgreSQL.',
      ),
    ]
  } finally {
    redis.disconnect()
  }
}

/** The first word of what Redis says: NOAUTH, WRONGPASS; the rest might quote what was sent. */
function refusal(error: unknown): string {
  return /^[A-Z]+\b/.exec(error instanceof Error ? error.message : '')?.[0] ?? 'sans réponse'
}

/** Jobs that Redis throws away for lack of memory would never run; many hosts do not let us ask. */
async function policyFinding(redis: Redis): Promise<Finding[]> {
  const answer = await redis.config('GET', 'maxmemory-policy').catch(() => null)
  const read = z.tuple([z.string(), z.string()]).safeParse(answer)
  if (!read.success || read.data[1] === 'noeviction') return []
  return [
    warning(
      `Redis peut jeter des tâches quand sa mémoire est pleine (${read.data[1]}).`,
      'Mettez maxmemory-policy à noeviction.',
    ),
  ]
}
