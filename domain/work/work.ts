import type { Settings } from '../settings/settings.ts'
import type { DomainEvent } from './events.ts'
import type { Sql } from './sql.ts'

/** Who does it: kept in logs and audits. */
export type Actor =
  | { readonly kind: 'client' | 'supplier'; readonly id: string }
  | { readonly kind: 'staff'; readonly id: string; readonly role: string }
  | { readonly kind: 'system'; readonly id: string }

/**
 * One unit of work: everything done through it is committed together, or not at all.
 * Domain functions take it first; only the lane, the API and the jobs open one.
 */
export interface Work {
  /**
   * The transaction. Statements sent without waiting for each other are still done one after the other, but travel
   * together: what needs no earlier answer goes into one Promise.all.
   */
  readonly sql: Sql
  /** the time of this work; nothing in the domain asks the clock */
  readonly now: Date
  readonly actor: Actor
  readonly settings: Settings
  /** tells other conversations; delivered to their mailboxes by the same commit */
  emit(event: DomainEvent): void
}

/** Minutes after a time. */
export function minutesAfter(time: Date, minutes: number): Date {
  return new Date(time.getTime() + minutes * 60_000)
}
