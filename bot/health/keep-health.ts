import type { Logger } from 'pino'
import type { Work } from '../../domain/work/work.ts'
import type { HealthSignal, Inbox } from '../channels/channel.ts'
import type { Clock } from '../clock.ts'
import { followAlerts, raiseViolation } from './alerts.ts'
import { applyHealth, ONE_BURST_MS } from './applying.ts'
import { bookOf } from './book.ts'
import { addSenderEvent, lockSender, readSenders, type SenderKey, saveSender, WHOLE_ACCOUNT } from './sender-row.ts'

export interface KeepHealthParts {
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn'>
  /** one unit of work in its own transaction, as the system */
  readonly inWork: <Outcome>(act: (work: Work) => Promise<Outcome>) => Promise<Outcome>
  /** stops restricted goods on a surface: the provider holds their trade against us */
  readonly onViolation: (work: Work, surface: Pick<SenderKey, 'adapter' | 'medium'>, detail: string) => Promise<void>
  /** what this process knows of senders is to be read again */
  readonly onChanged: () => Promise<void>
  readonly count: (signal: HealthSignal) => void
}

/**
 * Keeps what providers say of our senders: their rows, their history, the alerts that follow. Resolves once it is
 * committed. The same word twice changes nothing; one older than what is known neither.
 */
export function keepHealth(parts: KeepHealthParts): Inbox['reportHealth'] {
  /** when this process last wrote down that a sender is too fast: a storm of refusals is one */
  const throttled = new Map<string, number>()

  function isSameBurst({ health, ...key }: HealthSignal): boolean {
    if (health.kind !== 'throttled') return false
    const place = JSON.stringify([key.adapter, key.medium, key.sender, health.errorCode])
    const now = parts.clock.now().getTime()
    const last = throttled.get(place)
    if (last !== undefined && now >= last && now - last < ONE_BURST_MS) return true
    throttled.set(place, now)
    return false
  }

  return async (signals) => {
    const worth = signals.filter((signal) => !isSameBurst(signal))
    worth.forEach(parts.count)
    if (worth.length === 0) return
    // Everybody's locks in one order: two reports that concern the same senders must not wait for each other.
    const sorted = worth.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
    parts.log.info({ signals: sorted }, 'a provider says how our senders do')
    const isChanged = await parts.inWork(async (work) => {
      let changes = 0
      for (const signal of sorted) changes += (await keep(work, signal, parts.onViolation)) ? 1 : 0
      return changes > 0
    })
    if (isChanged) await parts.onChanged()
  }
}

const placeOf = ({ adapter, medium, sender }: HealthSignal): string =>
  `${adapter}\n${medium}\n${sender ?? WHOLE_ACCOUNT}`

async function keep(work: Work, signal: HealthSignal, onViolation: KeepHealthParts['onViolation']): Promise<boolean> {
  const { adapter, medium, health } = signal
  const key = { adapter, medium, sender: signal.sender ?? WHOLE_ACCOUNT }
  const before = await lockSender(work.sql, key, work.now)
  // A provider whose clock is ahead must not make everything after it look old.
  const at = signal.at !== undefined && signal.at < work.now ? signal.at : work.now
  const { row, event } = applyHealth(before, health, at)
  await saveSender(work.sql, row)
  if (event === null) return false
  const isNew = await addSenderEvent(work.sql, key, { ...event, by: adapter })
  if (isNew && health.kind === 'violation') {
    await raiseViolation(work, key, health)
    if (health.of === 'restricted_goods') await onViolation(work, { adapter, medium }, health.detail)
  }
  const book = bookOf(await readSenders(work.sql, work.now))
  const known = book.find(key)
  if (known !== undefined) await followAlerts(work, known, book.standing(known, work.now))
  return true
}
