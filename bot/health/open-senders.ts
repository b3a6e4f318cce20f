import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { statement } from '../../domain/work/sql.ts'
import type { Channel, Medium } from '../channels/channel.ts'
import type { Clock } from '../clock.ts'
import { keepFresh } from '../fresh.ts'
import { bookOf, type KnownSender } from './book.ts'
import { noticeSenders, readSenders, type SenderKey, unknownSender, WHOLE_ACCOUNT } from './sender-row.ts'
import type { SenderState, Senders } from './senders.ts'
import type { Standing } from './standing.ts'

const tryTokensAgain = statement(
  'sender.tryTokensAgain',
  `update sender set stopped_until = $2 where stopped_why = 'token' and adapter = any($1::text[])`,
)

export interface SendersParts {
  readonly pool: Pool
  readonly clock: Clock
  readonly log: Logger
  readonly channels: readonly Channel[]
  /** how often the database is asked: changes reach all processes within that time */
  readonly everyMs: number
}

/** A sender of a configured channel, or the whole account of one that something was said of. */
export interface ShownSender {
  readonly row: KnownSender
  readonly standing: Standing
}

export interface KeptSenders extends Senders {
  /** the senders of a channel and, when something was said of it, its whole account: for the API and metrics */
  shown(adapter: string, medium: Medium): readonly ShownSender[]
  /** whoever wrote to somebody first says so: counted here at once, by everybody from the next reading on */
  wroteFirst(key: SenderKey): void
  refresh(): Promise<void>
  stop(): void
}

/** How all senders of the configured channels do, read again every few seconds; asking costs no statement. */
export async function openSenders(parts: SendersParts): Promise<KeptSenders> {
  const { pool, clock, channels } = parts
  await noticeSenders(pool, configuredSenders(channels), clock.now())
  // Whoever restarts may have put another token: it is tried at once.
  await tryTokensAgain(pool, [channels.map(({ name }) => name), clock.now()])
  const wrote = new Map<string, number>()
  const read = async () => {
    const rows = await readSenders(pool, clock.now())
    return { rows, version: JSON.stringify(rows) }
  }
  let newest: Awaited<ReturnType<typeof read>> = { rows: [], version: '' }
  const fresh = await keepFresh({
    pool,
    everyMs: parts.everyMs,
    log: parts.log,
    // One small statement is both the question and the answer: what counts changes with time too.
    version: async () => {
      newest = await read()
      return newest.version
    },
    read: async () => {
      wrote.clear()
      return bookOf(newest.rows)
    },
  })

  function shown(adapter: string, medium: Medium): ShownSender[] {
    const book = fresh.get()
    const names = channels.find(({ name }) => name === adapter)?.senders(medium) ?? []
    return [...names, WHOLE_ACCOUNT].flatMap((sender) => {
      const key = { adapter, medium, sender }
      const known = book.find(key)
      if (known === undefined && sender === WHOLE_ACCOUNT) return []
      const row = withNewest(known ?? { ...unknownSender(key), reached: 0, blocks: 0 }, wrote)
      return [{ row, standing: book.standing(row, clock.now()) }]
    })
  }

  function of(adapter: string, medium: Medium): SenderState[] {
    const most = channels.find(({ name }) => name === adapter)?.limits(medium).perSecond
    return shown(adapter, medium)
      .filter(({ row }) => row.sender !== WHOLE_ACCOUNT)
      .map(({ row: { sender }, standing }) => ({
        adapter,
        medium,
        sender,
        isUsable: standing.isUsable,
        newPeopleLeft: standing.newPeopleLeft,
        urgentPeopleLeft: standing.urgentPeopleLeft,
        perSecond: most === undefined || standing.share === 1 ? null : most * standing.share,
      }))
  }

  return {
    of,
    shown,
    wroteFirst({ adapter, medium, sender }) {
      const place = JSON.stringify([adapter, medium, sender])
      wrote.set(place, (wrote.get(place) ?? 0) + 1)
    },
    refresh: fresh.refresh,
    stop: fresh.stop,
  }
}

export function configuredSenders(channels: readonly Channel[]): SenderKey[] {
  return channels.flatMap((channel) =>
    channel.media.flatMap((medium) =>
      channel.senders(medium).map((sender) => ({ adapter: channel.name, medium, sender })),
    ),
  )
}

function withNewest(row: KnownSender, wrote: ReadonlyMap<string, number>): KnownSender {
  const more = wrote.get(JSON.stringify([row.adapter, row.medium, row.sender])) ?? 0
  return more === 0 ? row : { ...row, reached: row.reached + more }
}
