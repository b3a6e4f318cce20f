import type { Pool } from 'pg'
import { proposeSuspensions } from '../../domain/accounts/watching.ts'
import { warnStillPending } from '../../domain/money/pending.ts'
import { remindUnpaid } from '../../domain/money/reminders.ts'
import { handleOrderTimer } from '../../domain/orders/timers.ts'
import { dueOrderTimers } from '../../domain/orders/timing.ts'
import { overdueConversations, releaseToBot } from '../../domain/support/taking-over.ts'
import type { Work } from '../../domain/work/work.ts'
import type { Channel } from '../channels/channel.ts'
import type { Clock } from '../clock.ts'
import { watchChannels } from '../health/watch-channels.ts'
import { settleEarlyStatuses } from '../outbox/statuses.ts'
import { type PaymentParts, pollDue } from '../payments/payments.ts'
import { pollRefunds } from '../payments/refunds.ts'
import type { JobDefinition } from './jobs.ts'
import { sweepMailboxes, sweepOutbox } from './sweeping.ts'

export interface JobParts {
  readonly pool: Pool
  readonly clock: Clock
  readonly payments: PaymentParts
  /** one unit of work in its own transaction, as the system */
  readonly inWork: <Outcome>(act: (work: Work) => Promise<Outcome>) => Promise<Outcome>
  readonly wakeLane: (contactId: string) => void
  readonly wakeOutbox: (contactId: string) => void
  readonly fetchMedia: () => Promise<void>
  readonly channels: readonly Channel[]
  /** asks providers how our senders do */
  readonly askChannels: () => Promise<void>
  /** urgent WhatsApp messages that were not delivered go by SMS */
  readonly fallBack: () => Promise<void>
}

/** Everything that happens by itself: what is due is found in the database, whoever put it there. */
export function jobDefinitions(parts: JobParts): readonly JobDefinition[] {
  const { pool, clock, inWork } = parts
  return [
    {
      id: 'mailbox.sweep',
      everySeconds: 2,
      run: async () => (await sweepMailboxes(pool, clock.now())).forEach(parts.wakeLane),
    },
    {
      id: 'outbox.sweep',
      everySeconds: 2,
      run: async () => {
        await settleEarlyStatuses(pool, clock.now())
        for (const contactId of await sweepOutbox(pool, clock.now())) parts.wakeOutbox(contactId)
      },
    },
    { id: 'media.fetch', everySeconds: 10, run: parts.fetchMedia },
    { id: 'outbox.fallBack', everySeconds: 5, run: parts.fallBack },
    {
      id: 'orders.timers',
      everySeconds: 5,
      run: async () => {
        // One transaction a timer: one that fails does not hold back the others.
        for (const timer of await dueOrderTimers(pool, clock.now(), 200))
          await inWork((work) => handleOrderTimer(work, timer))
      },
    },
    {
      id: 'payments.poll',
      everySeconds: 5,
      run: async () => {
        await pollDue(parts.payments)
        await pollRefunds(parts.payments)
      },
    },
    {
      id: 'payments.remind',
      everySeconds: 60,
      run: async () => {
        await inWork(warnStillPending)
        await inWork(remindUnpaid)
      },
    },
    { id: 'channels.ask', everySeconds: 900, run: parts.askChannels },
    { id: 'accounts.watch', everySeconds: 300, run: async () => void (await inWork(proposeSuspensions)) },
    {
      id: 'channels.watch',
      everySeconds: 30,
      run: async () => {
        await Promise.all(parts.channels.map((channel) => channel.watch?.()))
        await inWork(watchChannels)
      },
    },
    {
      id: 'conversations.return',
      everySeconds: 30,
      run: async () => {
        for (const contactId of await overdueConversations({ sql: pool, now: clock.now() })) {
          await inWork((work) => releaseToBot(work, { contactId, staffId: null }))
          parts.wakeLane(contactId)
        }
      },
    },
  ]
}
