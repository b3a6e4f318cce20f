import type { Pool } from 'pg'
import type { Settings } from '../settings/settings.ts'
import type { DomainEvent, ToContact, ToOutside } from './events.ts'
import { asJsonb, type Sql, statement } from './sql.ts'
import type { Actor, Work } from './work.ts'

const putInMailboxes = statement('mailbox.put', 'select put_in_mailboxes($1::jsonb, $2)')

/** What a finished work leaves to do once it is committed: who to wake, whom to call. Rows hold it all already. */
export interface AfterWork {
  readonly wake: readonly string[]
  readonly outside: readonly ToOutside[]
}

export interface OpenWork extends Work {
  /** the events emitted so far, for the commit */
  readonly emitted: readonly DomainEvent[]
}

/** A work on a connection that is inside a transaction. */
export function workOn(sql: Sql, now: Date, actor: Actor, settings: Settings): OpenWork {
  const emitted: DomainEvent[] = []
  return { sql, now, actor, settings, emitted, emit: (event) => void emitted.push(event) }
}

export function isForContact(event: DomainEvent): event is ToContact {
  return event.to !== 'payments' && event.to !== 'refunds'
}

/** Rows for put_in_mailboxes. */
export function asMail(events: readonly DomainEvent[]) {
  return events
    .filter(isForContact)
    .map(({ to, event, direct = false }) => ({ to, kind: 'event', payload: event, direct }))
}

export function afterWork(events: readonly DomainEvent[]): AfterWork {
  return {
    wake: [...new Set(events.filter(isForContact).map(({ to }) => to))],
    outside: events.filter((event): event is ToOutside => !isForContact(event)),
  }
}

/**
 * Runs one unit of work in a transaction of its own: for the API and the jobs (the lane has its own commit).
 * A refusal is committed too: it wrote nothing, or what it wrote is meant (a wrong code is counted).
 */
export async function inWork<Outcome>(
  pool: Pool,
  by: { readonly now: Date; readonly actor: Actor; readonly settings: Settings },
  act: (work: Work) => Promise<Outcome>,
): Promise<{ readonly outcome: Outcome; readonly after: AfterWork }> {
  return inTransaction(pool, async (sql) => {
    const work = workOn(sql, by.now, by.actor, by.settings)
    const outcome = await act(work)
    if (work.emitted.length > 0) await putInMailboxes(sql, [asJsonb(asMail(work.emitted)), by.now])
    return { outcome, after: afterWork(work.emitted) }
  })
}

export interface Transaction {
  readonly sql: Sql
  commit(): Promise<void>
  /** a connection whose rollback fails is thrown away */
  rollback(): Promise<void>
}

/**
 * Opens a transaction; the caller ends it, one way or the other. Connections are pipelined: `begin` travels with the
 * first statement, and a last statement may be sent together with `commit` (one that fails turns it into a rollback).
 */
export async function beginTransaction(pool: Pool): Promise<Transaction> {
  const client = await pool.connect()
  const began = client.query('begin')
  // Its failure is that of the statement behind it, and of the commit.
  began.catch(() => {})
  let ended: Promise<void> | null = null

  async function end(how: 'commit' | 'rollback'): Promise<void> {
    let failure: Error | undefined
    try {
      await began
      await client.query(how)
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error))
    }
    client.release(failure)
    if (failure !== undefined && how === 'commit') throw failure
  }

  return {
    sql: {
      // Statements that travel together may outlive a failure of one of them. On the connection that was given back they
      // would be done for themselves, outside of any transaction.
      query(statement) {
        return ended === null ? client.query(statement) : Promise.reject(new Error(`After the end: ${statement.name}.`))
      },
    },
    commit() {
      ended = end('commit')
      return ended
    },
    async rollback() {
      ended ??= end('rollback')
      await ended.catch(() => {})
    },
  }
}

/** Runs in a transaction; a throw rolls back. */
export async function inTransaction<Outcome>(pool: Pool, act: (sql: Sql) => Promise<Outcome>): Promise<Outcome> {
  const transaction = await beginTransaction(pool)
  try {
    const outcome = await act(transaction.sql)
    await transaction.commit()
    return outcome
  } catch (error) {
    await transaction.rollback()
    throw error
  }
}
